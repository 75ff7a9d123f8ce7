// What every statistic answers: a value with its limits. It computes nothing but the cutting of limits.

/** Why there is no value; a subset of the reasons of a cell. */
export type WhyNull = 'no_cases' | 'not_reached' | 'follow_up_short' | 'too_few' | 'undefined'

/** low and high are the 95 % limits; null = none or unbounded. `why` is set exactly when value is null. */
export type Estimate = { value: number | null; low: number | null; high: number | null; why: WhyNull | null }

export const noValue = (why: WhyNull): Estimate => ({ value: null, low: null, high: null, why })

export const estimate = (value: number, low: number | null, high: number | null): Estimate => ({ value, low, high, why: null })

export const clamp = (x: number, least: number, most: number): number => Math.min(most, Math.max(least, x))
