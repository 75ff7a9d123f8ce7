// Odds of winning against the delay of the response, adjusted for channel and hour of the week.

import { fitSparseLogistic, type LogisticCell, type LogisticFit } from './sparse-logistic.ts'
import { Z95 } from './special-functions.ts'

/** Answered leads of one channel, hour of the week (any text) and band of delay: decided ones n with wins; `logMinutes` = sum of ln(1 + minutes). */
export type ResponseCell = { channel: string; hour: string; band: number; n: number; wins: number; logMinutes: number }

export type Odds = { odds: number; low: number | null; high: number | null; n: number }
export type BandOdds = Odds & { band: number; delayS: number }
export type Slope = { value: number; low: number; high: number; n: number; winsAt: (cell: ResponseCell, logMinutes: number) => number }

const CASES_LEAST = 20

type Adjusted = { levels: (cell: ResponseCell) => number[]; size: number }

/** Unknowns of the levels of channel and hour, the first level of each being part of the intercept. */
function adjustment(cells: readonly ResponseCell[]): Adjusted {
  const place = (names: readonly string[], from: number) =>
    new Map([...new Set(names)].sort().map((name, i) => [name, i === 0 ? null : from + i - 1]))
  const channels = place(
    cells.map((cell) => cell.channel),
    1,
  )
  const hours = place(
    cells.map((cell) => cell.hour),
    channels.size,
  )
  return {
    size: Math.max(1, channels.size + hours.size - 1),
    levels: (cell) => [0, ...[channels.get(cell.channel), hours.get(cell.hour)].flatMap((at) => at ?? [])],
  }
}

const cellOf = ({ n, wins }: ResponseCell, levels: readonly number[], extra: readonly (readonly [number, number])[]): LogisticCell => ({
  n,
  hits: wins,
  at: [...levels, ...extra.map(([at]) => at)],
  by: [...levels.map(() => 1), ...extra.map(([, by]) => by)],
})

const decided = (cells: readonly ResponseCell[]) => cells.filter(({ n }) => n > 0)
const casesOf = (cells: readonly ResponseCell[]) => cells.reduce((sum, { n }) => sum + n, 0)

function oddsOf({ coefficients, error }: LogisticFit, at: number, n: number): Odds {
  const [b, half] = [coefficients[at]!, Z95 * error(at)]
  return { odds: Math.exp(b), low: Math.exp(b - half), high: Math.exp(b + half), n }
}

/** Odds of each band against the quickest one that has cases, which has 1 and no limits. */
export function oddsByBand(all: readonly ResponseCell[]): BandOdds[] {
  const cells = decided(all)
  const bands = [...new Set(cells.map(({ band }) => band))].sort((a, b) => a - b)
  const { levels, size } = adjustment(cells)
  const placeOf = (band: number) => size + bands.indexOf(band) - 1
  const fit = fitSparseLogistic(
    cells.map((cell) => cellOf(cell, levels(cell), cell.band === bands[0] ? [] : [[placeOf(cell.band), 1]])),
    size + Math.max(0, bands.length - 1),
  )
  return bands.map((band, i) => {
    const own = cells.filter((cell) => cell.band === band)
    const n = casesOf(own)
    const delayS = 60 * Math.expm1(own.reduce((sum, { logMinutes }) => sum + logMinutes, 0) / n)
    return { band, delayS, ...(i === 0 ? { odds: 1, low: null, high: null, n } : oddsOf(fit, placeOf(band), n)) }
  })
}

/** Odds of winning of the leads answered in bands up to `last` against those answered later; null where a side is missing or small. */
export function oddsWithin(all: readonly ResponseCell[], last: number): Odds | null {
  const cells = decided(all)
  const isWithin = ({ band }: ResponseCell) => band <= last
  const within = cells.filter(isWithin)
  if (Math.min(casesOf(within), casesOf(cells) - casesOf(within)) < CASES_LEAST) return null
  const { levels, size } = adjustment(cells)
  const fit = fitSparseLogistic(
    cells.map((cell) => cellOf(cell, levels(cell), isWithin(cell) ? [[size, 1]] : [])),
    size + 1,
  )
  return oddsOf(fit, size, casesOf(cells))
}

/** Log-odds for one unit of ln(1 + minutes), and the chance to win of a cell at another delay; null with fewer than 20 cases. */
export function slopeOfDelay(all: readonly ResponseCell[]): Slope | null {
  const cells = decided(all)
  const n = casesOf(cells)
  if (n < CASES_LEAST) return null
  const { levels, size } = adjustment(cells)
  const fit = fitSparseLogistic(
    cells.map((cell) => cellOf(cell, levels(cell), [[size, cell.logMinutes / cell.n]])),
    size + 1,
  )
  const [value, half] = [fit.coefficients[size]!, Z95 * fit.error(size)]
  const winsAt = (cell: ResponseCell, logMinutes: number) =>
    1 / (1 + Math.exp(-levels(cell).reduce((sum, at) => sum + fit.coefficients[at]!, value * logMinutes)))
  return { value, low: value - half, high: value + half, n, winsAt }
}
