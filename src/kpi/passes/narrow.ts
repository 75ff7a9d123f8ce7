// Decides which columns of a fact a select reads: those it names. Sound when `*` above the table only hands columns on. The engine
// plans every column at every level, used or not, which takes longer than to answer.
import { name, partsOf, type Select, type Source, type Sql } from '../sql/nodes.ts'

const inSelect = (select: Select): readonly Sql[] => [
  ...select.columns.map(({ sql }) => sql),
  ...(select.where ?? []),
  ...(select.groupBy ?? []).flat().map(name),
  ...(select.orderBy ?? []).map(({ sql }) => sql),
  ...(select.oneBy ?? []).map(name),
  ...(select.joins ?? []).map(({ on }) => on),
]

const sourcesOf = (select: Select): readonly Source[] => [select.from, ...(select.joins ?? []).map(({ source }) => source)]

function namesIn(sql: Sql, found: Set<string>): void {
  if (sql.node === 'name') found.add(sql.name)
  for (const part of partsOf(sql)) namesIn(part, found)
}

function collect(select: Select, found: Set<string>): void {
  for (const sql of inSelect(select)) namesIn(sql, found)
  for (const source of sourcesOf(select)) if (source.kind === 'select') collect(source.select, found)
}

function rewrite(select: Select, read: readonly string[]): Select {
  if (select.from.kind === 'select') return { ...select, from: { kind: 'select', select: rewrite(select.from.select, read) } }
  const columns = select.columns.flatMap((column) =>
    column.sql.node === 'name' && column.sql.name === '*' ? read.map((id) => ({ sql: name(id), as: '' })) : [column],
  )
  return { ...select, columns, ...(select.from.kind === 'made' ? { from: { ...select.from, columns: read } } : {}) }
}

/** The same select, reading of its table only those of `columns` that stand anywhere in it. */
export function readNamed(select: Select, columns: readonly string[]): Select {
  const found = new Set<string>()
  collect(select, found)
  return rewrite(
    select,
    columns.filter((column) => found.has(column)),
  )
}
