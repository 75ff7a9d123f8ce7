// What a KPI is a product of. A formula of * and / says it itself; a sum names the totals that lead to it (`factors`), each divided by
// the one before; a ratio names what it is multiplied of, and the rest of it is the last factor.
import type { KpiEntry } from '../contract/kpi-entry.ts'
import { type Expression, parseExpression } from './expression/parse.ts'

/** Values of KPIs multiplied, divided by those of others. */
export type ProductFactor = { id: string; above: readonly string[]; below: readonly string[] }

const factorOf = (above: readonly string[], below: readonly string[]): ProductFactor => ({
  id: [above.length === 0 ? '1' : above.join('*'), ...below].join('/'),
  above,
  below,
})

/** Factors of a KPI, in order; null when it is no product. */
export function productOf({ id, measure, factors, additive }: KpiEntry): ProductFactor[] | null {
  if (measure.type === 'formula') return chainOf(parseExpression(measure.formula))
  if (factors.length === 0) return null
  if (!additive) return [...factors.map((one) => factorOf([one], [])), factorOf([id], factors)]
  return [...factors, id].map((one, i) => factorOf([one], i === 0 ? [] : [factors[i - 1]!]))
}

function chainOf(expression: Expression): ProductFactor[] | null {
  if (expression.is === 'name') return [factorOf([expression.name], [])]
  if (expression.is !== 'binary') return null
  const [left, right] = [chainOf(expression.left), chainOf(expression.right)]
  if (left === null || right === null) return null
  if (expression.op === '*') return [...left, ...right]
  return expression.op === '/' ? [...left, ...right.map(({ above, below }) => factorOf(below, above))] : null
}

/** KPIs the factors are made of. */
export const kpisOf = (factors: readonly ProductFactor[]): string[] => [
  ...new Set(factors.flatMap(({ above, below }) => [...above, ...below])),
]

/** Value of a factor; null when a part has none or a divisor is 0. */
export function factorValue({ above, below }: ProductFactor, valueById: (id: string) => number | null): number | null {
  let value = 1
  for (const id of above) {
    const one = valueById(id)
    if (one === null) return null
    value *= one
  }
  for (const id of below) {
    const one = valueById(id)
    if (one === null || one === 0) return null
    value /= one
  }
  return value
}
