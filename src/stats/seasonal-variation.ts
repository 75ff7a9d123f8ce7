// How unsteady months are, apart from their seasons.
import { type Estimate, estimate, noValue } from './estimate.ts'

const YEAR = 12

/**
 * Standard deviation ÷ mean of the last `months` whole months. `sums`: by months back, 1 = the last whole one. Each month is divided by
 * its index: the mean over the whole years before of its part of the mean month; with no whole year before, or an index of 0, the months
 * stand as they are. Null (too_few) where the months reach further back than the data.
 */
export function seasonalVariation(sums: ReadonlyMap<number, number>, months: number): Estimate {
  const oldest = Math.max(0, ...sums.keys())
  if (oldest < months) return noValue('too_few')
  const at = (back: number) => sums.get(back) ?? 0
  const index = seasonsBefore(at, Math.floor((oldest - months) / YEAR), months)
  const list = Array.from({ length: months }, (_, i) => at(i + 1) / (index === null ? 1 : index[i % YEAR]!))
  const mean = list.reduce((sum, x) => sum + x, 0) / months
  if (!(mean > 0)) return noValue('undefined')
  const variance = list.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (months - 1)
  return estimate(Math.sqrt(variance) / mean, null, null)
}

/** Index of the month that lies i + 1 back, from the years before the months asked; null where it cannot be told. */
function seasonsBefore(at: (back: number) => number, years: number, months: number): number[] | null {
  if (years < 1) return null
  const index = Array.from({ length: YEAR }, () => 0)
  for (let year = 0; year < years; year++) {
    const own = Array.from({ length: YEAR }, (_, i) => at(months + year * YEAR + i + 1))
    const mean = own.reduce((sum, x) => sum + x, 0) / YEAR
    if (!(mean > 0)) return null
    // The months asked begin where a year of the past does: the same calendar month has the same place.
    for (const [i, x] of own.entries()) index[(i + months) % YEAR]! += x / mean / years
  }
  return index.some((x) => x <= 0) ? null : index
}
