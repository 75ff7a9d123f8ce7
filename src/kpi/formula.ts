// Arithmetic over KPIs: pipeline_velocity and custom KPIs of that form.
import { AppError } from '../contract/errors.ts'
import type { Expression } from './expression/parse.ts'

/** Ids a formula is made of. */
export function namesIn(expression: Expression): string[] {
  if (expression.is === 'name') return [expression.name]
  if (expression.is === 'binary') return [...new Set([...namesIn(expression.left), ...namesIn(expression.right)])]
  if (expression.is === 'number') return []
  throw new AppError('bad_input', 'a formula knows ids of KPIs, numbers, + - * / and brackets')
}

/** Value of a formula; null when one of its KPIs has none or a divisor is 0. */
export function evaluate(expression: Expression, valueById: (id: string) => number | null): number | null {
  if (expression.is === 'number') return expression.value
  if (expression.is === 'name') return valueById(expression.name)
  if (expression.is !== 'binary') return null
  const left = evaluate(expression.left, valueById)
  const right = evaluate(expression.right, valueById)
  if (left === null || right === null) return null
  switch (expression.op) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return right === 0 ? null : left / right
    default:
      return null
  }
}
