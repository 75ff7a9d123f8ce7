// Decides which conditions every counted case of a scan meets, so that other rows are left before they are grouped. Sound where each
// number is an aggregate under a condition: a group without such a case would tell nothing.
import type { Aggregate } from '../plan.ts'
import { partsOf, type Sql } from '../sql/nodes.ts'

/** Conditional aggregates are the only ones a measure is made of, but for those that take every row. */
export const isAggregate = (sql: Sql) => sql.node === 'call' && sql.name !== 'multiIf' && sql.name !== 'nullIf' && sql.name.endsWith('If')
const keyOf = (sql: Sql) => JSON.stringify(sql)

const conjuncts = (sql: Sql): readonly Sql[] =>
  sql.node === 'infix' && sql.op === 'AND' ? [...conjuncts(sql.left), ...conjuncts(sql.right)] : [sql]

const isNever = (sql: Sql) => sql.node === 'number' && sql.value === 0

/** Conditions of the aggregates in an expression; null = it has none that could be told. */
function conditionsOf(sql: Sql): readonly Sql[] | null {
  if (isAggregate(sql)) return sql.node === 'call' ? sql.args.slice(-1) : null
  const found = partsOf(sql).flatMap((part) => conditionsOf(part) ?? [])
  return found.length === 0 ? null : found
}

/** Conjuncts that stand in the condition of every aggregate. */
export function sharedConditions(aggregates: readonly Aggregate[]): Sql[] {
  const conditions = aggregates.map(({ sql }) => conditionsOf(sql))
  if (conditions.includes(null)) return []
  const [first, ...rest] = conditions.flatMap((of) => of ?? []).filter((condition) => !isNever(condition))
  if (first === undefined) return []
  const others = rest.map((condition) => new Set(conjuncts(condition).map(keyOf)))
  return conjuncts(first).filter((sql) => sql.node !== 'number' && others.every((one) => one.has(keyOf(sql))))
}
