// How long a window of the past is read at once: as long as it brings neither too much to hold nor next to nothing.

const FIRST_S = 4 * 86_400
const LEAST_S = 3600
const ROWS_MOST = 10_000
const ROWS_FEW = 3000

/** The length of the next window, seconds, after one of `before` brought so many rows. */
export function nextSpan(before: number, rows: number, mostS: number): number {
  if (rows > ROWS_MOST) return Math.max(LEAST_S, Math.floor(before / 2))
  return rows < ROWS_FEW ? Math.min(mostS, before * 2) : before
}

export const firstSpan = (mostS: number): number => Math.min(FIRST_S, mostS)
