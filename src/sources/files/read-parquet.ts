// Parquet: its schema, so that the engine reads the file itself; and as a sheet, where a mapping has to see the values.
import { asyncBufferFromFile, type FileMetaData, parquetMetadataAsync, parquetReadObjects, parquetSchema, type SchemaTree } from 'hyparquet'
import { AppError } from '../../contract/errors.ts'
import type { ParquetColumn, ParquetForm, ParquetTable, RawCell } from '../../contract/raw-table.ts'
import { toCell } from '../../contract/raw-table.ts'
import type { ColumnStyle } from '../../contract/records/value-forms.ts'
import { planTables } from './plan-table.ts'
import { ColumnLook } from './settle-styles.ts'
import type { Sheet, SheetRow } from './sheet.ts'

const ROWS_AT_ONCE = 20_000

type Opened = { name: string; path: string; metadata: FileMetaData; rows: number; columns: readonly Leaf[] }
type Leaf = { name: string; form: ParquetForm }

async function open(name: string, path: string): Promise<Opened> {
  const file = await asyncBufferFromFile(path)
  const [read] = await Promise.allSettled([parquetMetadataAsync(file)])
  if (read.status === 'rejected')
    throw new AppError('bad_input', `${name} is damaged or cut off: its Parquet footer cannot be read`, {
      path: name,
      cause: read.reason,
      hint: 'Write or download it again',
    })
  const metadata = read.value
  const columns = parquetSchema(metadata).children.flatMap((child) => {
    const form = formOf(child)
    return form === undefined ? [] : [{ name: child.element.name, form }]
  })
  return { name, path, metadata, rows: Number(metadata.num_rows), columns }
}

/** How a column is read; undefined for what is neither a value nor a list of texts. */
function formOf({ element, children }: SchemaTree): ParquetForm | undefined {
  if (children.length > 0) return isTextList(element, children) ? 'texts' : undefined
  if (element.repetition_type === 'REPEATED') return undefined
  const { type, converted_type, logical_type } = element
  if (logical_type?.type === 'TIMESTAMP') return logical_type.isAdjustedToUTC ? 'instant' : 'local'
  if (converted_type === 'TIMESTAMP_MILLIS' || converted_type === 'TIMESTAMP_MICROS') return 'instant'
  if (type === 'INT96') return 'local'
  if (converted_type === 'DATE' || logical_type?.type === 'DATE') return 'date'
  if (converted_type === 'DECIMAL' || logical_type?.type === 'DECIMAL') return 'decimal'
  if (type === 'BOOLEAN') return 'bool'
  if (type === 'INT32' || type === 'INT64') return 'int'
  if (type === 'FLOAT' || type === 'DOUBLE') return 'float'
  return 'text'
}

function isTextList(element: SchemaTree['element'], children: readonly SchemaTree[]): boolean {
  const isList = element.converted_type === 'LIST' || element.logical_type?.type === 'LIST'
  const item = children[0]?.children[0] ?? children[0]
  return (
    isList &&
    item !== undefined &&
    item.children.length === 0 &&
    formOf({ ...item, element: { ...item.element, repetition_type: 'OPTIONAL' } }) === 'text'
  )
}

/** The file as the engine will read it; only columns of text that hold dates or numbers are looked at here. */
export async function openParquetTable(name: string, path: string, title: string): Promise<ParquetTable> {
  const opened = await open(name, path)
  const sheet = toSheet(opened, title, 0)
  const [plan] = planTables(sheet, undefined)
  const own = new Map(plan!.columns.map((planned) => [planned.header, planned]))
  const looked = opened.columns.flatMap(({ name: header, form }) => {
    const planned = own.get(header)
    const isOpen = form === 'text' && planned !== undefined && ['time', 'day', 'decimal', 'number'].includes(planned.type)
    return isOpen ? [{ header, look: new ColumnLook(header, planned.type) }] : []
  })
  if (looked.length > 0)
    for await (const rows of objectsOf(
      opened,
      looked.map(({ header }) => header),
    ))
      for (const row of rows) for (const { header, look } of looked) look.add(toText(row[header], 'text') ?? '')
  const styles = new Map<string, ColumnStyle>(looked.map(({ header, look }) => [header, look.settle({}, name)]))
  const columns = opened.columns.map(
    ({ name: header, form }): ParquetColumn => ({
      path: header,
      form,
      column: own.get(header)?.column ?? null,
      style: styles.get(header) ?? {},
    }),
  )
  return { form: 'parquet', kind: plan!.kind.name, file: name, path, columns, rows: opened.rows }
}

/** The file with every value as text. */
export async function openParquetSheet(name: string, path: string, title: string, bytes: number): Promise<Sheet> {
  return toSheet(await open(name, path), title, bytes)
}

function toSheet(opened: Opened, title: string, bytes: number): Sheet {
  const headers = opened.columns.map(({ name }) => name)
  const read = async function* (): AsyncGenerator<SheetRow[]> {
    let line = 0
    for await (const rows of objectsOf(opened, headers))
      yield rows.map((row) => {
        line += 1
        return { line, cells: opened.columns.map(({ name, form }) => toText(row[name], form)) }
      })
  }
  return { file: opened.name, title, headers, bytes, read }
}

type Values = Readonly<Record<string, unknown>>

async function* objectsOf({ name, path, metadata, rows }: Opened, columns: string[]): AsyncGenerator<Values[]> {
  const file = await asyncBufferFromFile(path)
  for (let rowStart = 0; rowStart < rows; rowStart += ROWS_AT_ONCE) {
    const range = { rowStart, rowEnd: Math.min(rowStart + ROWS_AT_ONCE, rows) }
    const [read] = await Promise.allSettled([parquetReadObjects({ file, metadata, columns, ...range })])
    if (read.status === 'rejected')
      throw new AppError('bad_input', `${name} cannot be read: ${String(read.reason?.message ?? read.reason)}`, {
        path: name,
        cause: read.reason,
        hint: 'Write times as timestamps and amounts as decimals, or pack with snappy, so that the values need not be looked at',
      })
    yield read.value
  }
}

function toText(value: unknown, form: ParquetForm): RawCell {
  if (value instanceof Date) {
    const text = value.toISOString()
    return form === 'date' ? text.slice(0, 10) : form === 'instant' ? text : text.slice(0, -1)
  }
  if (value instanceof Uint8Array) return new TextDecoder().decode(value)
  return toCell(value)
}
