// Figures as a reader of a language writes them. Formats only; rounding is for the eye, JSON and CSV carry whole values.
import type { Unit } from './answer.ts'
import type { Texts } from './kpi-entry.ts'

type Lang = keyof Texts
export type FigureStyle = { lang: Lang; currency: string }

export const missing = '—'

export function formatFigure(value: number | null, unit: Unit, { lang, currency }: FigureStyle): string {
  if (value === null) return missing
  const plain = (digits: number) => new Intl.NumberFormat(lang, { maximumFractionDigits: digits }).format(value)
  switch (unit) {
    case 'ratio':
      return new Intl.NumberFormat(lang, { style: 'percent', maximumFractionDigits: 1 }).format(value)
    case 'money':
    case 'money_per_day':
      return new Intl.NumberFormat(lang, { style: 'currency', currency, maximumFractionDigits: Math.abs(value) < 100 ? 2 : 0 }).format(
        value,
      )
    case 'seconds':
      return formatDuration(value, lang)
    case 'days':
    case 'months':
      return formatUnit(value, unit === 'days' ? 'day' : 'month', lang)
    case 'count':
      return plain(0)
    case 'per_1000':
    case 'points':
      return plain(1)
    case 'index':
      return plain(2)
  }
}

function formatUnit(value: number, unit: string, lang: Lang): string {
  return new Intl.NumberFormat(lang, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }).format(value)
}

/** The two largest parts that say something: 2 h 05 min, 40 s. */
function formatDuration(seconds: number, lang: Lang): string {
  const whole = Math.round(Math.abs(seconds))
  const sign = seconds < 0 ? '−' : ''
  const parts: [number, string][] = [
    [Math.floor(whole / 86_400), 'day'],
    [Math.floor((whole % 86_400) / 3_600), 'hour'],
    [Math.floor((whole % 3_600) / 60), 'minute'],
    [whole % 60, 'second'],
  ]
  const first = parts.findIndex(([count]) => count > 0)
  if (first < 0) return formatUnit(0, 'second', lang)
  const said = parts.slice(first, first + 2).filter(([count], at) => at === 0 || count > 0)
  return sign + said.map(([count, unit]) => formatUnit(count, unit, lang)).join(' ')
}
