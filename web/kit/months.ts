// The months a plan may be looked at in: half a year back, three ahead.

const back = 6
const ahead = 3

function shift(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7)
}

export function monthsAround(today: string): string[] {
  return Array.from({ length: back + ahead + 1 }, (_, index) => shift(today.slice(0, 7), index - back)).toReversed()
}

export const monthBefore = (month: string): string => shift(month, -1)

/** First day, and the day after the last. */
export function monthRange(month: string): { from: string; to: string } {
  return { from: `${month}-01`, to: `${shift(month, 1)}-01` }
}
