// How the rows of a sheet become raw rows of one kind of record: by a mapping, or because its headers are the record's own.
// Values are moved and replaced here, never read: that is the warehouse's.

import { AppError } from '../../contract/errors.ts'
import type { FileMapping, RecordMapping, ValueMapping } from '../../contract/mapping.ts'
import { styleOf } from '../../contract/mapping.ts'
import { type RawCell, sendableColumns } from '../../contract/raw-table.ts'
import type { Column, ColumnType } from '../../contract/records/columns.ts'
import { findRecordKind, recordKinds } from '../../contract/records/kinds.ts'
import type { RecordKind } from '../../contract/records/record-kind.ts'
import type { ColumnStyle } from '../../contract/records/value-forms.ts'
import type { Sheet } from './sheet.ts'

export type CellReader = (cells: readonly RawCell[]) => RawCell

export type PlannedColumn = {
  column: string
  type: ColumnType
  header: string
  style: ColumnStyle
  read: CellReader
  /** The same for every row. */
  isConstant?: boolean
}

export type TablePlan = {
  kind: RecordKind
  columns: readonly PlannedColumn[]
  extra: readonly { name: string; read: CellReader }[]
  isWanted: (cells: readonly RawCell[]) => boolean
  isDistinct: boolean
  isSpendTotal: boolean
}

/** The kind a file or sheet is named by: `leads`, `leads-2`, `leads_2026-01`. */
export function findKindByTitle(title: string): RecordKind | undefined {
  const name = title.trim().toLowerCase().replaceAll(' ', '_')
  return findRecordKind(name.replace(/[-_.](?:part)?[\d-]+$/, '')) ?? findRecordKind(name)
}

/** Every way this sheet is read: several kinds when the mapping says so. */
export function planTables(sheet: Sheet, mapping: FileMapping | undefined): TablePlan[] {
  if (mapping !== undefined) return mapping.records.map((record, at) => planMapped(sheet, record, mapping.style, at === 0))
  const kind = findKindByTitle(sheet.title)
  if (kind === undefined)
    throw new AppError(
      'bad_input',
      `${sheet.file}${sheet.file.startsWith(`${sheet.title}.`) ? '' : ` (${sheet.title})`}: the name says no kind of record`,
      {
        path: sheet.file,
        hint: `Name it by its kind (${recordKinds.map(({ name }) => name).join(', ')}), or say what it holds with --map; \`rumb map ${sheet.file}\` proposes one`,
      },
    )
  return [planByHeaders(sheet, kind)]
}

function planByHeaders(sheet: Sheet, kind: RecordKind): TablePlan {
  const names = sheet.headers.map(toColumnName)
  const sendable = new Set(sendableColumns(kind))
  const columns = names.flatMap((name, at) =>
    sendable.has(name) && names.indexOf(name) === at ? [plain(kind, name, sheet.headers[at]!, at, {})] : [],
  )
  const taken = new Set(columns.map(({ column }) => column))
  const hasOwnName = taken.has('id') && kind.key[0] !== 'id'
  const missing = kind.columns.filter(({ name, required }) => required && !taken.has(name) && !(hasOwnName && kind.key.includes(name)))
  // Records that are only removed need nothing but their name.
  const isRemoval = taken.has('deleted') && (taken.has('id') || kind.key.every((name) => taken.has(name)))
  if (missing.length > 0 && !isRemoval && sheet.headers.length > 0)
    throw new AppError('bad_input', `${sheet.file} has no column ${missing.map(({ name }) => name).join(', ')}, which ${kind.name} need`, {
      path: sheet.file,
      hint: `It has: ${sheet.headers.slice(0, 40).join(', ')}. If they are called otherwise, write a mapping; \`rumb map ${sheet.file}\` proposes one`,
    })
  const extra = sheet.headers.flatMap((header, at) =>
    taken.has(names[at]!) || header === '' ? [] : [{ name: header.replace(/^extra\./, ''), read: cellAt(at) }],
  )
  return { kind, columns, extra, isWanted: () => true, isDistinct: false, isSpendTotal: false }
}

const toColumnName = (header: string) => header.trim().toLowerCase().replace(/[ -]+/g, '_')
const cellAt =
  (at: number): CellReader =>
  (cells) =>
    cells[at] ?? null

const common: Readonly<Record<string, ColumnType>> = { id: 'text', updated_at: 'time', deleted: 'bool' }
const typeOf = (kind: RecordKind, name: string): ColumnType => findColumn(kind, name)?.type ?? common[name] ?? 'text'
const findColumn = (kind: RecordKind, name: string): Column | undefined => kind.columns.find((column) => column.name === name)

const plain = (kind: RecordKind, name: string, header: string, at: number, style: ColumnStyle): PlannedColumn => ({
  column: name,
  type: typeOf(kind, name),
  header,
  style,
  read: cellAt(at),
})

function planMapped(sheet: Sheet, record: RecordMapping, style: ColumnStyle, isFirst: boolean): TablePlan {
  const kind = findRecordKind(record.kind)!
  const index = indexHeaders(sheet)
  const used = new Set<string>()
  const at = (header: string): number => {
    const found = index.get(header.trim().toLowerCase())
    if (found === undefined)
      throw new AppError('bad_input', `${sheet.file} has no column "${header}", which the mapping names`, {
        path: `columns.${header}`,
        hint: `It has: ${sheet.headers.slice(0, 40).join(', ')}`,
      })
    used.add(sheet.headers[found]!)
    return found
  }
  const all = Object.entries(record.columns).map(([column, form]) => {
    const own = { ...style, ...styleOf(form.dates, form.decimals) }
    const type = typeOf(kind, column)
    const strip = record.currency !== undefined && type === 'decimal'
    const read = readerOf(form, at)
    return {
      column,
      type,
      header: form.from ?? column,
      style: own,
      read: strip ? withoutCurrency(read) : read,
      isConstant: form.const !== undefined,
    }
  })
  const hasCurrency = kind.columns.some(({ name }) => name === 'currency') && record.columns.currency === undefined
  const currency = record.currency === undefined || !hasCurrency ? [] : [constant('currency', record.currency)]
  const columns = [...all.filter(({ column }) => !column.startsWith('extra.')), ...currency]
  const named = all
    .filter(({ column }) => column.startsWith('extra.'))
    .map(({ column, read }) => ({ name: column.slice('extra.'.length), read }))
  const kept = record.extra ?? isFirst
  const rest = Array.isArray(kept) ? kept : kept ? sheet.headers.filter((header) => header !== '' && !used.has(header)) : []
  return {
    kind,
    columns,
    extra: [...named, ...rest.map((header) => ({ name: header, read: cellAt(at(header)) }))],
    isWanted: filterOf(record.only, at),
    isDistinct: record.distinct === true,
    isSpendTotal: record.spend_total === true,
  }
}

const constant = (column: string, value: string): PlannedColumn => ({
  column,
  type: 'text',
  header: column,
  style: {},
  read: () => value,
  isConstant: true,
})

function indexHeaders(sheet: Sheet): Map<string, number> {
  const index = new Map<string, number>()
  sheet.headers.forEach((header, at) => {
    if (!index.has(header.toLowerCase())) index.set(header.toLowerCase(), at)
  })
  return index
}

function readerOf(form: ValueMapping, at: (header: string) => number): CellReader {
  const source = sourceOf(form, at)
  const values =
    form.values === undefined ? undefined : new Map(Object.entries(form.values).map(([from, to]) => [from.trim().toLowerCase(), to]))
  return (cells) => {
    const cell = source(cells)
    const text = cell?.trim() ?? ''
    if (text === '') return form.default ?? null
    const replaced = values?.get(text.toLowerCase())
    if (replaced !== undefined) return replaced
    return values !== undefined && form.other !== undefined ? form.other : cell
  }
}

function sourceOf(form: ValueMapping, at: (header: string) => number): CellReader {
  if (form.from !== undefined) return cellAt(at(form.from))
  if (form.const !== undefined) return () => form.const!
  if (form.join !== undefined) {
    const places = form.join.map(at)
    return (cells) =>
      places
        .map((place) => cells[place]?.trim() ?? '')
        .filter(Boolean)
        .join(form.with ?? ' ') || null
  }
  const parts = form.template!.split(/\{([^}]+)\}/).map((part, index) => (index % 2 === 0 ? part : cellAt(at(part))))
  return (cells) => {
    const texts = parts.map((part) => (typeof part === 'string' ? part : part(cells)?.trim() || null))
    return texts.includes(null) ? null : texts.join('')
  }
}

const SIGNS = /^(?:[₴$€£₽₸₺]|[A-Z]{3}(?=[\s\d])|zł)\s*|\s*(?:[₴$€£₽₸₺]|[A-Z]{3}|zł|грн\.?|руб\.?|р\.|тг\.?|тенге)$/iu

/** The mapping says the currency, so a sign beside the amount says nothing new. */
function withoutCurrency(read: CellReader): CellReader {
  return (cells) => read(cells)?.trim().replace(SIGNS, '') ?? null
}

function filterOf(only: RecordMapping['only'], at: (header: string) => number): TablePlan['isWanted'] {
  const tests = Object.entries(only ?? {}).map(([header, wanted]) => {
    const place = at(header)
    const values = new Set((Array.isArray(wanted) ? wanted : [wanted]).map((value) => value.trim().toLowerCase()))
    return (cells: readonly RawCell[]) => values.has(cells[place]?.trim().toLowerCase() ?? '')
  })
  return (cells) => tests.every((test) => test(cells))
}
