// The period as it stands in the address, and what it asks the server. Pure: today comes in as a local date.

export const presets = ['7d', '30d', '90d', '365d', 'month', 'prev_month', 'quarter', 'prev_quarter', 'year', 'prev_year'] as const
export type Preset = (typeof presets)[number]
/** to is exclusive, as everywhere in Rumb. */
export type Range = { from: string; to: string }
export type Period = { preset: Preset } | { range: Range }
export type AskedPeriod = { last: string } | Range

export const defaultPreset: Preset = '90d'
const rangeForm = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/
const sparkWeeks = 13

export function parsePeriod(text: string | undefined): Period {
  const preset = presets.find((known) => known === text)
  if (preset) return { preset }
  const found = rangeForm.exec(text ?? '')
  const [, from = '', to = ''] = found ?? []
  return found && isDate(from) && isDate(to) && from < to ? { range: { from, to } } : { preset: defaultPreset }
}

export function printPeriod(period: Period): string {
  return 'preset' in period ? period.preset : `${period.range.from}..${period.range.to}`
}

function isDate(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

export function addDays(date: string, days: number): string {
  const day = new Date(`${date}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() + days)
  return day.toISOString().slice(0, 10)
}

function monthStart(year: number, month: number): string {
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
}

/** True when the preset can be asked without knowing which day it is for the workspace. */
export function isRolling(period: Period): boolean {
  return 'preset' in period && period.preset.endsWith('d')
}

export function askPeriod(period: Period, today: string): AskedPeriod {
  if ('range' in period) return period.range
  const { preset } = period
  const year = Number(today.slice(0, 4))
  const month = Number(today.slice(5, 7)) - 1
  const quarter = Math.floor(month / 3) * 3
  switch (preset) {
    case 'month':
      return { from: monthStart(year, month), to: monthStart(year, month + 1) }
    case 'prev_month':
      return { from: monthStart(year, month - 1), to: monthStart(year, month) }
    case 'quarter':
      return { from: monthStart(year, quarter), to: monthStart(year, quarter + 3) }
    case 'prev_quarter':
      return { from: monthStart(year, quarter - 3), to: monthStart(year, quarter) }
    case 'year':
      return { from: monthStart(year, 0), to: monthStart(year + 1, 0) }
    case 'prev_year':
      return { from: monthStart(year - 1, 0), to: monthStart(year, 0) }
    default:
      return { last: preset }
  }
}

/** The weeks behind a sparkline: 14 asked, so that 13 remain when the first is cut by the period's start. */
export function askSparkWeeks(asked: AskedPeriod, today: string): AskedPeriod {
  const days = (sparkWeeks + 1) * 7
  if ('last' in asked) return { last: `${days}d` }
  const [to = today] = [asked.to, addDays(today, 1)].toSorted()
  return { from: addDays(to, -days), to }
}

/** Today as the workspace's calendar says it. */
export function localToday(now: Date, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now)
}
