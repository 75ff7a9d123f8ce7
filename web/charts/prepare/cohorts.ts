// Cohorts → the cells of a heat map: a month that is not over is a gap; the month of the first purchase itself says nothing.
import type { CohortsAnswer } from '../../../src/contract/customer-analyses.ts'

export type CohortCell = { cohort: string; age: number; rate: number; active: number; revenue: number }
export type CohortMark = CohortCell & { isSmall: boolean; strength: number }
type Prepared = { rows: { cohort: string; customers: number }[]; ages: number[]; marks: CohortMark[]; cells: CohortCell[] }

const smallSample = 10

export function prepareCohorts({ cohorts }: CohortsAnswer): Prepared {
  const cells = cohorts.flatMap(({ cohort, cells: own }) =>
    own.flatMap(({ age, active, rate, revenue }): CohortCell[] =>
      age === 0 || rate.value === null ? [] : [{ cohort, age, rate: rate.value, active, revenue }],
    ),
  )
  const sizes = new Map(cohorts.map(({ cohort, customers }) => [cohort, customers]))
  const most = Math.max(...cells.map(({ rate }) => rate), 0.01)
  const oldest = Math.max(0, ...cells.map(({ age }) => age))
  return {
    rows: cohorts.filter(({ customers }) => customers > 0).map(({ cohort, customers }) => ({ cohort, customers })),
    ages: Array.from({ length: oldest }, (_, index) => index + 1),
    // The strongest hue is the best month there was: shares of a few percent would all look alike.
    marks: cells
      .filter(({ cohort }) => (sizes.get(cohort) ?? 0) > 0)
      .map((cell) => ({ ...cell, isSmall: (sizes.get(cell.cohort) ?? 0) < smallSample, strength: cell.rate / most })),
    cells: cells.toSorted((a, b) => b.cohort.localeCompare(a.cohort) || a.age - b.age),
  }
}
