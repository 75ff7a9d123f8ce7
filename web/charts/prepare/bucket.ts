// A time bucket as the answer names it (2026, 2026-Q3, 2026-09, 2026-W36, 2026-09-05) → the local days it holds.
import { localToday } from '../../kit/period.ts'

const iso = (year: number, month: number, day: number) => new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10)

/** First day, and the day after the last; both empty for a form that is not known. */
function bucketDays(bucket: string): { start: string; end: string } {
  const [, yearText = '', kind = '', rest = ''] = /^(\d{4})(?:-(W|Q)?(.+))?$/.exec(bucket) ?? []
  const year = Number(yearText)
  if (!yearText) return { start: '', end: '' }
  if (!rest) return { start: iso(year, 0, 1), end: iso(year + 1, 0, 1) }
  if (kind === 'Q') return { start: iso(year, Number(rest) * 3 - 3, 1), end: iso(year, Number(rest) * 3, 1) }
  if (kind === 'W') {
    // The first ISO week holds 4 January.
    const firstMonday = 4 - ((new Date(Date.UTC(year, 0, 4)).getUTCDay() + 6) % 7)
    const monday = firstMonday + (Number(rest) - 1) * 7
    return { start: iso(year, 0, monday), end: iso(year, 0, monday + 7) }
  }
  const [month = 1, day] = rest.split('-').map(Number)
  if (day === undefined) return { start: iso(year, month - 1, 1), end: iso(year, month, 1) }
  return { start: iso(year, month - 1, day), end: iso(year, month - 1, day + 1) }
}

export function bucketStart(bucket: string): string {
  return bucketDays(bucket).start
}

export function bucketEnd(bucket: string): string {
  return bucketDays(bucket).end
}

/** The local day an answer stands at. */
export function dayOf({ as_of, timezone }: { as_of: string; timezone: string }): string {
  return localToday(new Date(as_of), timezone)
}
