// Figures, intervals, changes and dates as text of the reader's language: numbers by Intl, the rest by the word files.
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Cell, PlainCell, Unit } from '../../src/contract/answer.ts'
import { type Figure, formatCount, formatFigure, formatRange, type Language, localeOf } from './format-figure.ts'

export type Format = {
  t: TFunction
  language: Language
  count: (value: number) => string
  figure: (value: number, unit: Unit) => { text: string; exact: string }
  /** The value, or a dash: the reason is told apart. */
  value: (cell: PlainCell, unit: Unit) => string
  range: (cell: PlainCell, unit: Unit) => string | null
  change: (cell: Cell, unit: Unit) => string | null
  share: (value: number) => string
  /** 2026-11-21 or an instant → 21 Nov 2026; instants in the workspace's zone. */
  day: (text: string, timeZone?: string) => string
  moment: (text: string, timeZone?: string) => string
  bucket: (text: string) => string
}

const dash = '–'

function withSuffix(figure: Figure, t: TFunction): { text: string; exact: string } {
  if (!figure.suffix) return figure
  const put = (text: string) => t(`suffix.${figure.suffix}`, { value: text })
  return { text: put(figure.text), exact: put(figure.exact) }
}

function changeText(cell: Cell, unit: Unit, language: Language, currency: string, t: TFunction): string | null {
  const change = cell.change
  if (!change || change.abs === null) return null
  const signed = (value: number, text: string) =>
    value > 0 ? `+${text}` : value < 0 && !/^[-−]/.test(text) ? `−${text}` : text.replace('-', '−')
  if (unit === 'ratio' || unit === 'points') {
    const points = Math.abs(change.abs * 100)
    const digits = points < 10 ? 1 : 0
    const text = new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: digits }).format(points)
    return t('suffix.points', { value: signed(change.abs, text) })
  }
  if (change.rel !== null) {
    const text = new Intl.NumberFormat(localeOf(language), {
      style: 'percent',
      maximumFractionDigits: Math.abs(change.rel) < 0.1 ? 1 : 0,
    }).format(Math.abs(change.rel))
    return signed(change.rel, text)
  }
  return signed(change.abs, withSuffix(formatFigure(Math.abs(change.abs), unit, { language, currency }), t).text)
}

function bucketText(text: string, language: Language, t: TFunction): string {
  const week = /^(\d{4})-W(\d+)$/.exec(text)
  if (week) return t('bucket.week', { week: Number(week[2]), year: week[1] })
  const quarter = /^(\d{4})-Q(\d)$/.exec(text)
  if (quarter) return t('bucket.quarter', { quarter: quarter[2], year: quarter[1] })
  const date = new Date(`${text.padEnd(7, '-01').padEnd(10, '-01')}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) return text
  const options: Intl.DateTimeFormatOptions =
    text.length === 4 ? { year: 'numeric' } : text.length === 7 ? { month: 'long', year: 'numeric' } : { day: 'numeric', month: 'short' }
  return new Intl.DateTimeFormat(localeOf(language), { ...options, timeZone: 'UTC' }).format(date)
}

export function useFormat(currency = 'UAH'): Format {
  const { t, i18n } = useTranslation()
  const language = (i18n.language.slice(0, 2) as Language) ?? 'ru'
  const figureOf = (value: number, unit: Unit) => formatFigure(value, unit, { language, currency })
  const when = (text: string, options: Intl.DateTimeFormatOptions, timeZone?: string) => {
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
    const date = new Date(isDay ? `${text}T00:00:00Z` : text)
    if (Number.isNaN(date.getTime())) return text
    return new Intl.DateTimeFormat(localeOf(language), { ...options, timeZone: isDay ? 'UTC' : timeZone }).format(date)
  }
  return {
    t,
    language,
    count: (value) => formatCount(value, language),
    figure: (value, unit) => withSuffix(figureOf(value, unit), t),
    value: (cell, unit) => (cell.value === null ? dash : withSuffix(figureOf(cell.value, unit), t).text),
    range: (cell, unit) => {
      const end = (value: number | null) => (value === null ? null : { ...figureOf(value, unit), ...withSuffix(figureOf(value, unit), t) })
      const { from, to, both } = formatRange(end(cell.low), end(cell.high))
      if (both) return t('interval.both', { range: both })
      if (from) return t('interval.from', { from })
      return to ? t('interval.to', { to }) : null
    },
    change: (cell, unit) => changeText(cell, unit, language, currency, t),
    share: (value) => figureOf(value, 'ratio').text,
    day: (text, timeZone) => when(text, { day: 'numeric', month: 'short', year: 'numeric' }, timeZone),
    moment: (text, timeZone) => when(text, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }, timeZone),
    bucket: (text) => bucketText(text, language, t),
  }
}
