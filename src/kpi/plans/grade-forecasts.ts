// How good past forecasts were, once their periods are over.

type Graded = {
  /** Forecasts of periods that are over. */
  forecasts: number
  /** Share of them whose band of 80 % held the result. */
  coverage: number | null
  /** Mean of (median - result) / result: above 0 = too hopeful. */
  bias: number | null
  /** Mean squared distance of the chance from what happened. Brier 1950. */
  brier: number | null
}

export type Made = { p10: number; p50: number; p90: number; target: number; probability: number | null; result: number | null }

export function gradeForecasts(made: readonly Made[]): Graded {
  const over = made.flatMap(({ result, ...one }) => (result === null ? [] : [{ ...one, result }]))
  const mean = (values: readonly number[]) => (values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length)
  const chances = over.flatMap(({ probability, target, result }) =>
    probability === null ? [] : [(probability - (result >= target ? 1 : 0)) ** 2],
  )
  return {
    forecasts: over.length,
    coverage: mean(over.map(({ p10, p90, result }) => (result >= p10 && result <= p90 ? 1 : 0))),
    bias: mean(over.flatMap(({ p50, result }) => (result === 0 ? [] : [(p50 - result) / result]))),
    brier: mean(chances),
  }
}
