// How a foreign table becomes records: the form of a mapping file, and its reading with every problem and its place.
// The rows are mapped by sources/files.
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { AppError } from './errors.ts'
import { sendableColumns } from './raw-table.ts'
import { findRecordKind, recordKinds } from './records/kinds.ts'
import type { ColumnStyle, DateOrder } from './records/value-forms.ts'

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const header = z.string().min(1)
const dates = z
  .string()
  .regex(/^(d[./-]m[./-]Y|m[./-]d[./-]Y|Y[./-]m[./-]d)$/, 'write d/m/Y, m/d/Y or Y-m-d')
  .describe('Order of day, month and year in this file')
const decimals = z.enum(['.', ',']).describe('What stands before the fraction')

const writing = { dates: dates.optional(), decimals: decimals.optional() }
const valueForm = z
  .strictObject({
    from: header.optional().describe('Header of the column it is read from'),
    join: z.array(header).min(1).optional().describe('Headers whose values are joined'),
    with: z.string().optional().describe('What stands between joined values; default a space'),
    template: z.string().optional().describe('Text with {header} places; unknown when one of them is empty'),
    const: scalar.optional().describe('The same value for every row'),
    values: z.record(z.string(), scalar.nullable()).optional().describe('Value in the file → value of the record; null = unknown'),
    other: scalar.nullable().optional().describe('For values that `values` does not list; default: as they are'),
    default: scalar.optional().describe('For empty cells'),
    ...writing,
  })
  .refine((form) => [form.from, form.join, form.template, form.const].filter((one) => one !== undefined).length === 1, {
    message: 'give exactly one of from, join, template, const',
  })
const columnForm = z.union([header.transform((from): z.infer<typeof valueForm> => ({ from })), valueForm])

const recordForm = z.strictObject({
  kind: z.string().refine((name) => findRecordKind(name) !== undefined, { error: () => `no such kind; the kinds are ${kindNames()}` }),
  columns: z.record(z.string(), columnForm).describe('Column of the record → where it comes from'),
  extra: z
    .union([z.boolean(), z.array(header)])
    .optional()
    .describe('Which other columns are kept: all (default for the first kind of a file), none, or these'),
  only: z
    .record(header, z.union([scalar, z.array(scalar)]))
    .optional()
    .describe('Only rows with these values'),
  distinct: z.boolean().optional().describe('Rows that say the same are one record'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'write an ISO 4217 code such as UAH')
    .optional()
    .describe('Currency of the amounts; currency signs in amounts are then left out'),
  spend_total: z.boolean().optional().describe('Spend rows without campaign are totals: the rows with one are subtracted'),
})

const fileForm = {
  encoding: z.string().optional().describe('utf-8, utf-16le, utf-16be, windows-1251, …; else found out'),
  delimiter: z.string().min(1).max(1).optional().describe('Between cells; else found out'),
  sheet: z.string().optional().describe('Sheet of a workbook; else the first'),
  skip_rows: z.number().int().min(0).max(1000).optional().describe('Lines above the header'),
  changed: header.optional().describe('For tables of a database: the column that tells when a row changed; a sync reads only newer ones'),
  ...writing,
}

const tableForm = z
  .strictObject({ ...fileForm, ...recordForm.partial().shape, records: z.array(recordForm).min(1).optional() })
  .refine((table) => (table.records === undefined) !== (table.kind === undefined), { message: 'give either kind and columns, or records' })
  .refine((table) => table.kind === undefined || table.columns !== undefined, { message: 'columns are missing', path: ['columns'] })
const documentForm = z
  .strictObject({
    source: z.string().optional().describe('Name of the source, unless --source says it'),
    ...fileForm,
    ...recordForm.partial().shape,
    records: z.array(recordForm).min(1).optional(),
    files: z.record(z.string(), tableForm).optional().describe('File name → its table'),
  })
  .refine((form) => [form.files, form.records, form.kind].filter((one) => one !== undefined).length === 1, {
    message: 'give one of files, records, or kind and columns',
  })
  .refine((form) => form.kind === undefined || form.columns !== undefined, { message: 'columns are missing', path: ['columns'] })

export type ValueMapping = z.infer<typeof valueForm>
export type RecordMapping = z.infer<typeof recordForm>
export type FileMapping = {
  records: readonly RecordMapping[]
  /** As it was written; keys of a mapping are small letters. */
  name?: string
  changed?: string | undefined
  encoding?: string | undefined
  delimiter?: string | undefined
  sheet?: string | undefined
  skipRows: number
  style: ColumnStyle
}
export type Mapping = {
  source: string | undefined
  /** By lower-case file name; `*` = any file. */
  files: ReadonlyMap<string, FileMapping>
}

/** Reads a mapping file. Throws bad_input with every problem and its place. */
export function parseMapping(text: string): Mapping {
  const document = parseDocument(text)
  const [error] = document.errors
  if (error !== undefined) refuse([{ path: `line ${error.linePos?.[0].line ?? 1}`, message: error.message.split('\n')[0]! }])
  const parsed = documentForm.safeParse(document.toJS() ?? {})
  if (!parsed.success) return refuse(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })))
  const { files, source, ...top } = parsed.data
  const tables = files === undefined ? { '*': top } : files
  const mapping = { source, files: new Map(Object.entries(tables).map(([name, table]) => [name.toLowerCase(), toFile(name, table, top)])) }
  const problems = Object.entries(tables).flatMap(([name, table]) => findProblems(table, files === undefined ? '' : `files.${name}.`))
  return problems.length === 0 ? mapping : refuse(problems)
}

/** The mapping of a file, by its name. */
export function findFileMapping(mapping: Mapping | undefined, file: string): FileMapping | undefined {
  return mapping?.files.get(file.toLowerCase()) ?? mapping?.files.get('*')
}

type Table = z.infer<typeof tableForm>
type FileDefaults = Pick<Table, 'encoding' | 'delimiter' | 'sheet' | 'skip_rows' | 'changed' | 'dates' | 'decimals'>

const recordsOf = (table: Table): readonly RecordMapping[] => table.records ?? [recordForm.parse(pickRecord(table))]

function pickRecord({ kind, columns, extra, only, distinct, currency, spend_total }: Table) {
  return { kind, columns, extra, only, distinct, currency, spend_total }
}

function toFile(name: string, table: Table, top: FileDefaults): FileMapping {
  const dates = table.dates ?? top.dates
  const decimals = table.decimals ?? top.decimals
  return {
    records: recordsOf(table),
    name,
    changed: table.changed ?? top.changed,
    encoding: table.encoding ?? top.encoding,
    delimiter: table.delimiter ?? top.delimiter,
    sheet: table.sheet ?? top.sheet,
    skipRows: table.skip_rows ?? top.skip_rows ?? 0,
    style: styleOf(dates, decimals),
  }
}

/** How `dates:` and `decimals:` of a mapping are read. */
export function styleOf(dates: string | undefined, decimals: '.' | ',' | undefined): ColumnStyle {
  return { ...(dates === undefined ? {} : { dates: orderOf(dates) }), ...(decimals === undefined ? {} : { decimals }) }
}

const orderOf = (dates: string): DateOrder => (dates.startsWith('d') ? 'day_first' : dates.startsWith('m') ? 'month_first' : 'plain')

type Problem = { path: string; message: string }

function findProblems(table: Table, place: string): Problem[] {
  return recordsOf(table).flatMap((record, index) => {
    const at = `${place}${table.records === undefined ? '' : `records.${index}.`}`
    const kind = findRecordKind(record.kind)!
    const known = new Set(sendableColumns(kind))
    const unknown = Object.keys(record.columns).filter((name) => !known.has(name) && !name.startsWith('extra.'))
    const hasOwnName = 'id' in record.columns && kind.key[0] !== 'id'
    const needed = kind.columns.filter(({ name, required }) => required && !(hasOwnName && kind.key.includes(name)))
    const missing = needed.filter(({ name }) => !(name in record.columns))
    return [
      ...unknown.map((name) => ({
        path: `${at}columns.${name}`,
        message: `${kind.name} have no column ${name}; for a dimension of your own write extra.${name}`,
      })),
      ...missing.map(({ name }) => ({ path: `${at}columns.${name}`, message: `${kind.name} need ${name}` })),
      ...(record.spend_total && kind.name !== 'spend' ? [{ path: `${at}spend_total`, message: 'is for the kind spend only' }] : []),
    ]
  })
}

function refuse(problems: readonly Problem[]): never {
  const first = problems[0]!
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  throw new AppError('bad_input', `The mapping cannot be used: ${first.path === '' ? '' : `${first.path}: `}${first.message}${more}`, {
    path: first.path,
    problems,
  })
}

const kindNames = () => recordKinds.map(({ name }) => name).join(', ')
