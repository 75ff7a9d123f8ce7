// Sums over the entries of parallel lists.
import { call, infix, lambda, name, number, type Sql } from '../sql/nodes.ts'

/** Sum of the amounts v whose moments x satisfy a condition. */
export function sumWhere(values: Sql, at: Sql, condition: Sql): Sql {
  const zero = call('toDecimal128', number(0), number(8))
  const amounts = call('arrayMap', lambda(['v', 'x'], call('if', condition, call('ifNull', name('v'), zero), zero)), values, at)
  const isUnknown = call('arrayExists', lambda(['v', 'x'], infix('AND', condition, call('isNull', name('v')))), values, at)
  return call('if', isUnknown, { node: 'null' }, call('arraySum', amounts))
}
