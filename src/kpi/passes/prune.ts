// Decides what of a fact need not be read: cases that were over before the question begins. Sound when every population of a scan
// asks only for what is still open, or an axis cannot lie after the end of the case.
import { type Expression, parseExpression } from '../expression/parse.ts'
import { compare, name, type Sql } from '../sql/nodes.ts'
import type { Fact } from '../vocabulary/columns.ts'

const conjuncts = (expression: Expression): readonly Expression[] =>
  expression.is === 'binary' && expression.op === 'and' ? [...conjuncts(expression.left), ...conjuncts(expression.right)] : [expression]

/** What a condition names as still going on: a flag, or a moment that has not happened. */
function stillGoing(expression: Expression): string | null {
  if (expression.is === 'name') return expression.name
  if (expression.is !== 'not' || expression.of.is !== 'call' || expression.of.name !== 'happened') return null
  const [moment] = expression.of.args
  return moment?.is === 'name' ? moment.name : null
}

/** Does the filter of a population let pass only cases that are open at the moment asked. */
export const asksOpen = (where: string | undefined, { over }: Fact): boolean =>
  over !== undefined && where !== undefined && conjuncts(parseExpression(where)).some((one) => over.while.includes(stillGoing(one) ?? ''))

/** Condition on the end of a case whose axis is not before a moment. */
export const endsAfter = ({ over }: Fact, axis: Sql, moment: Sql): Sql[] =>
  over !== undefined && axis.node === 'name' && over.within.includes(axis.name) ? [compare('>=', name(over.column), moment)] : []

/** Condition on the end of a case that is open at a moment or later. */
export const isOpenAt = ({ over }: Fact, moment: Sql): Sql[] => (over === undefined ? [] : [compare('>=', name(over.column), moment)])
