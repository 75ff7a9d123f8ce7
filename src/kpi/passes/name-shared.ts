// Decides which expressions get a name below the aggregates: those that several of them rest on. The engine plans every copy of an
// expression anew, which takes longer than to work it out; a column is planned once.
import type { Aggregate } from '../plan.ts'
import { type Column, call, isNo, isYes, name, no, partsOf, type Sql, withParts } from '../sql/nodes.ts'
import { isAggregate } from './hoist.ts'

/** What is shorter is as quickly planned again. */
const NAMED_SIZE = 5

/** An expression, however often it stands; `uses` counts the expressions it stands in; `reads`: it rests on a column. */
type Shared = { id: number; sql: Sql; parts: readonly Shared[]; size: number; reads: boolean; uses: number }

const labelOf = (sql: Sql) => {
  if (sql.node === 'call') return sql.name
  if (sql.node === 'infix') return sql.op
  return sql.node === 'field' ? String(sql.no) : ''
}
const sizeOf = (sql: Sql): number => 1 + partsOf(sql).reduce((sum, part) => sum + sizeOf(part), 0)

/** Gathers expressions, equal ones as one. A lambda is whole: its body hangs on its names. */
function openTable(): (sql: Sql) => Shared {
  const known = new Map<string, Shared>()
  const add = (sql: Sql): Shared => {
    const parts = sql.node === 'lambda' ? [] : partsOf(sql).map(add)
    const key = parts.length === 0 ? JSON.stringify(sql) : `${sql.node} ${labelOf(sql)} ${parts.map(({ id }) => id).join(' ')}`
    const old = known.get(key)
    if (old !== undefined) return old
    for (const part of parts) part.uses += 1
    const size = parts.length === 0 ? sizeOf(sql) : 1 + parts.reduce((sum, part) => sum + part.size, 0)
    const reads = sql.node === 'name' || sql.node === 'lambda' || parts.some((part) => part.reads)
    const made: Shared = { id: known.size, sql, parts, size, reads, uses: 0 }
    known.set(key, made)
    return made
  }
  return add
}

/** The same expression with each aggregate in it replaced. */
const mapAggregates = (sql: Sql, change: (aggregate: Sql) => Sql): Sql =>
  isAggregate(sql)
    ? change(sql)
    : withParts(
        sql,
        partsOf(sql).map((part) => mapAggregates(part, change)),
      )

export type Named = { aggregates: readonly Aggregate[]; levels: readonly (readonly Column[])[] }

/** `levels`: the columns to name, those of one level resting on those before it. */
export function nameShared(aggregates: readonly Aggregate[]): Named {
  const add = openTable()
  const enter = (sql: Sql): Sql => {
    for (const part of partsOf(sql)) add(part).uses += 1
    return sql
  }
  for (const { sql } of aggregates) mapAggregates(sql, enter)
  const levels: Column[][] = []
  const written = new Map<number, { sql: Sql; level: number }>()
  const write = (shared: Shared): { sql: Sql; level: number } => {
    const done = written.get(shared.id)
    if (done !== undefined) return done
    const parts = shared.parts.map(write)
    const level = Math.max(0, ...parts.map((part) => part.level))
    const sql =
      parts.length === 0
        ? shared.sql
        : withParts(
            shared.sql,
            parts.map((part) => part.sql),
          )
    // What the engine wants as a constant or a function has to stand where it is.
    const isNamed = shared.uses > 1 && shared.size >= NAMED_SIZE && shared.reads && shared.sql.node !== 'lambda'
    const result = isNamed ? { sql: name(`e${shared.id}`), level: level + 1 } : { sql, level }
    if (isNamed) levels[level] = [...(levels[level] ?? []), { sql, as: `e${shared.id}` }]
    written.set(shared.id, result)
    return result
  }
  const rewritten = aggregates.map(({ as, sql }) => ({
    as,
    sql: mapAggregates(sql, (aggregate) =>
      withParts(
        aggregate,
        partsOf(aggregate).map((part) => write(add(part)).sql),
      ),
    ),
  }))
  return { aggregates: rewritten, levels }
}

const isWeight = (sql: Sql | undefined) => sql?.node === 'name' && sql.name === 'weight'

/** Where every case weighs one, cases are counted; what no case meets is nought without looking. */
export function countWhole({ as, sql }: Aggregate, isWhole: boolean): Aggregate {
  const change = (aggregate: Sql): Sql => {
    if (aggregate.node !== 'call' || aggregate.name !== 'sumIf') return aggregate
    const [value, condition] = aggregate.args
    if (value === undefined || condition === undefined) return aggregate
    if (isWeight(value) && isNo(condition)) return no
    if (!isWhole) return aggregate
    if (isWeight(value)) return isYes(condition) ? call('count') : call('countIf', condition)
    return value.node === 'infix' && value.op === '*' && isWeight(value.right) ? call('sumIf', value.left, condition) : aggregate
  }
  return { as, sql: mapAggregates(sql, change) }
}
