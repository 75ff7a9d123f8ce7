// How many sales a person's leads should have brought, from what others made of such leads.

import { type Estimate, noValue } from './estimate.ts'
import { observedToExpected } from './observed-to-expected.ts'
import { fitStrength, type PersonRate } from './pooling.ts'

/** Sales k within the horizon of N leads of the closed past, in one cell of like leads. */
export type Cell = { k: number; n: number }

/** A lead given to the row: its cell and the share of all eventual sales that come by its age, F(a) / F(90). */
export type GivenLead = { cell: string; ripeness: number }

export type ExpectedWins = Estimate & { expected: number; observed: number; n: number }

/** Under so many past leads of others nothing is expected of anybody. */
const OTHERS_LEAST = 20

const sumOf = (cells: Iterable<Cell>): Cell => {
  let [k, n] = [0, 0]
  for (const cell of cells) {
    k += cell.k
    n += cell.n
  }
  return { k, n }
}

/** Strength M of the common mean over the cells of all people, 0 to 10,000, by maximum likelihood. */
export function cellStrength(cells: ReadonlyMap<string, Cell>): number {
  const { k, n } = sumOf(cells.values())
  const rates: PersonRate[] = [...cells.values()].filter((cell) => cell.n > 0)
  return fitStrength(rates, n === 0 ? 0 : k / n)
}

/**
 * O / E of one row: every given lead has p = (k + M m) / (N + M) × ripeness, with k of N of its cell and m of all cells without the
 * row's own leads. too_few under 20 leads of others. Indirect standardisation, Breslow and Day 1987, ch. 2; shrinkage as Efron and
 * Morris 1975, JASA 70:311-319.
 */
export function wonAgainstExpected(
  given: readonly GivenLead[],
  observed: number,
  cells: ReadonlyMap<string, Cell>,
  own: ReadonlyMap<string, Cell>,
  strength: number,
): ExpectedWins {
  const others = new Map([...cells].map(([id, cell]) => [id, { k: cell.k - (own.get(id)?.k ?? 0), n: cell.n - (own.get(id)?.n ?? 0) }]))
  const all = sumOf(others.values())
  const n = given.length
  if (n === 0) return { ...noValue('no_cases'), expected: 0, observed, n }
  if (all.n < OTHERS_LEAST) return { ...noValue('too_few'), expected: 0, observed, n }
  const mean = all.k / all.n
  let [expected, squares] = [0, 0]
  for (const { cell, ripeness } of given) {
    const { k, n: seen } = others.get(cell) ?? { k: 0, n: 0 }
    const rate = seen + strength > 0 ? (k + strength * mean) / (seen + strength) : mean
    const p = rate * ripeness
    expected += p
    squares += p * p
  }
  const ratio = expected > 0 ? observedToExpected(observed, expected, squares) : noValue('undefined')
  return { ...ratio, expected, observed, n }
}
