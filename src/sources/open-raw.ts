// Raw answers of a system as tables for the warehouse: read, mapped, one table per kind and file.
import { AppError } from '../contract/errors.ts'
import { instantColumns, type RawRow, type RawTable, sendableColumns, type TextTable, toCell } from '../contract/raw-table.ts'
import { findRecordKind } from '../contract/records/kinds.ts'
import { type FieldMap, mapFields } from './map-fields.ts'
import { readRaw } from './read-raw.ts'
import type { Known, Mapped, MappedRecord, Refusal } from './source.ts'
import { findSource, systems } from './systems.ts'

/** An answer or object of which nobody knows what it is. */
export type Unread = { file: string; line: number; column: string; value: string; reason: string; raw: unknown }

export type OpenRaw = { tables: readonly RawTable[]; unread: readonly Unread[] }

/** Errors: bad_usage for a system that cannot be read, bad_input for a file that cannot. */
export async function openRaw(
  paths: readonly string[],
  { system, known, onFile, fields }: { system: string; known: () => Promise<Known>; onFile: (file: string) => void; fields?: FieldMap },
): Promise<OpenRaw> {
  const source = findSource(system)
  if (source === undefined)
    throw new AppError('bad_usage', `The answers of a system called ${system} cannot be read.`, {
      path: '--raw',
      hint: `Name the source, or --system, one of ${systems.join(', ')}.`,
    })
  const answers = await readRaw(paths, { onFile, isTable: source.isTable === true })
  return toTables(mapFields(source.map(answers, await known()), fields))
}

/** One table for each kind and file; `byKind`: for each kind alone, for every table costs the warehouse some statements. */
export function toTables({ records, refused }: Mapped, { byKind = false } = {}): OpenRaw {
  const nameOf = ({ kind, row }: Pick<Refusal, 'kind' | 'row'>) => JSON.stringify([kind, byKind ? '' : row.file])
  const byTable = Map.groupBy(records, nameOf)
  const badByTable = Map.groupBy(
    refused.filter(({ kind }) => kind !== null),
    nameOf,
  )
  const names = [...new Set([...byTable.keys(), ...badByTable.keys()])]
  const tables = names.map((name) => {
    const [kind, file] = JSON.parse(name) as [string, string]
    return toTable(kind, file, byTable.get(name) ?? [], badByTable.get(name) ?? [])
  })
  const unread = refused.flatMap(({ kind, column, value, reason, row: { file, line, raw } }) =>
    kind === null ? [{ file, line, column, value, reason, raw }] : [],
  )
  return { tables, unread }
}

function toTable(kind: string, file: string, records: readonly MappedRecord[], refused: readonly Refusal[]): TextTable {
  const used = new Set(records.flatMap(({ values }) => Object.keys(values)))
  const columns = sendableColumns(findRecordKind(kind)!).filter((name) => used.has(name))
  const good = records.map(({ values }, line): RawRow => {
    const extra = Object.entries(values.extra ?? {}).flatMap(([name, value]) => {
      const cell = toCell(value)?.trim() ?? ''
      return cell === '' ? [] : [[name, cell] as const]
    })
    return { line, cells: columns.map((name) => toCell(values[name])), extra: Object.fromEntries(extra) }
  })
  const bad = refused.map(({ column, value, reason }, at): RawRow => {
    return { line: records.length + at, cells: [], broken: { column, value, reason } }
  })
  const rows = [...good, ...bad]
  const origin = (line: number) => {
    const row = line < records.length ? records[line]!.row : refused[line - records.length]!.row
    return { file: row.file, line: row.line, raw: row.raw }
  }
  const instants = instantColumns(columns, rows)
  return { form: 'text', kind, file, columns, styles: {}, instants, origin, rows: rows.length, read: () => [rows] }
}
