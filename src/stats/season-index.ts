// How the weeks of a year differ from one another, by what the same weeks brought in the years before.

const WEEKS_OF_YEAR = 52
/** Neighbours on each side that smooth a week. */
const REACH = 2
const EVENTS_LEAST = 100
const YEARS_MOST = 2

/**
 * Factors of the last `wanted` weeks, mean 1: centred means over five weeks a year before, and two years before where those are known
 * too. All 1 while a year before all of them is not known whole (weeks before the first event are not known), or too few events tell it.
 * Ratio to a centred moving average: Shiskin, Young and Musgrave 1967, The X-11 Variant, ch. 2.
 */
export function seasonIndex(counts: readonly number[], wanted: number): number[] {
  const first = counts.findIndex((count) => count > 0)
  const flat = Array.from({ length: wanted }, () => 1)
  const start = counts.length - wanted
  if (first < 0) return flat
  const yearBack = (years: number): number[] | null => {
    const from = start - years * WEEKS_OF_YEAR
    // The first week of the data is rarely a whole one.
    if (from - REACH <= first) return null
    const sums = Array.from({ length: wanted }, (_, i) =>
      counts.slice(from + i - REACH, from + i + REACH + 1).reduce((sum, x) => sum + x, 0),
    )
    if (Math.min(...sums) < EVENTS_LEAST) return null
    const mean = sums.reduce((sum, x) => sum + x, 0) / wanted
    return sums.map((sum) => sum / mean)
  }
  const years = Array.from({ length: YEARS_MOST }, (_, i) => yearBack(i + 1))
  const known = years.slice(0, years.indexOf(null) < 0 ? YEARS_MOST : years.indexOf(null)).flatMap((year) => (year === null ? [] : [year]))
  return known.length === 0 ? flat : flat.map((_, i) => known.reduce((sum, year) => sum + year[i]!, 0) / known.length)
}

/** Weeks the index looks back beyond those asked. */
export const SEASON_WEEKS = YEARS_MOST * WEEKS_OF_YEAR + REACH + 1
