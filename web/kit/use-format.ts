// Figures, intervals, changes and dates as text of the reader's language: numbers by Intl, the rest by the word files.
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Cell, PlainCell, Unit } from '../../src/contract/answer.ts'
import { bucketStart } from '../charts/prepare/bucket.ts'
import { type Figure, formatCount, formatFigure, formatRange, type Language, localeOf } from './format-figure.ts'

export type Format = {
  t: TFunction
  language: Language
  count: (value: number) => string
  figure: (value: number, unit: Unit) => FigureText
  /** The value, or a dash: the reason is told apart. */
  value: (cell: PlainCell, unit: Unit) => string
  /** The interval in words. */
  range: (cell: PlainCell, unit: Unit) => string | null
  /** The interval alone, for a column that says what it is. */
  span: (cell: PlainCell, unit: Unit) => string | null
  change: (cell: Cell, unit: Unit) => string | null
  share: (value: number) => string
  /** 2026-11-21 or an instant → 21 Nov 2026; instants in the workspace's zone. */
  day: (text: string, timeZone?: string) => string
  /** Two days, both included, as one text: the year and month are said once. */
  days: (first: string, last: string) => string
  moment: (text: string, timeZone?: string) => string
  bucket: (text: string) => string
}

const dash = '–'
const toTheMinute = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const

/** A moment of another year must not look like one of this. */
const yearIfOther = (text: string): Intl.DateTimeFormatOptions =>
  new Date(text).getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' }

/** `text` is the whole; number and suffix are its parts, for where the number stands large. */
export type FigureText = { text: string; exact: string; number: string; suffix: string | null }

function withSuffix(figure: Figure, t: TFunction): FigureText {
  if (!figure.suffix) return { text: figure.text, exact: figure.exact, number: figure.text, suffix: null }
  const put = (text: string) => t(`suffix.${figure.suffix}`, { value: text })
  return { text: put(figure.text), exact: put(figure.exact), number: figure.text, suffix: put('').trim() }
}

function changeText(cell: Cell, unit: Unit, language: Language, currency: string, t: TFunction): string | null {
  const change = cell.change
  if (!change || change.abs === null) return null
  // What rounds to nought has no sign; texts are of the size alone.
  const signed = (value: number, text: string) => (/[1-9]/.test(text) ? `${value > 0 ? '+' : '−'}${text}` : text)
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
  const quarter = /^(\d{4})-Q(\d)$/.exec(text)
  if (quarter) return t('bucket.quarter', { quarter: quarter[2], year: quarter[1] })
  const start = bucketStart(text)
  const date = new Date(`${start}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) return text
  const options: Intl.DateTimeFormatOptions =
    text.length === 4 ? { year: 'numeric' } : text.length === 7 ? { month: 'long', year: 'numeric' } : { day: 'numeric', month: 'short' }
  return new Intl.DateTimeFormat(localeOf(language), { ...options, timeZone: 'UTC' }).format(date)
}

function daysText(first: string, last: string, language: Language): string {
  const format = new Intl.DateTimeFormat(localeOf(language), { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
  return format.formatRange(new Date(`${first}T00:00:00Z`), new Date(`${last}T00:00:00Z`))
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
  const limits = (cell: PlainCell, unit: Unit) => {
    const end = (value: number | null) => {
      if (value === null) return null
      const figure = figureOf(unit === 'count' && Math.abs(value) >= 10 ? Math.round(value) : value, unit)
      return { ...figure, text: withSuffix(figure, t).text }
    }
    return formatRange(end(cell.low), end(cell.high))
  }
  return {
    t,
    language,
    count: (value) => formatCount(value, language),
    figure: (value, unit) => withSuffix(figureOf(value, unit), t),
    value: (cell, unit) => (cell.value === null ? dash : withSuffix(figureOf(cell.value, unit), t).text),
    range: (cell, unit) => {
      const { from, to, both } = limits(cell, unit)
      if (both) return t('interval.both', { range: both })
      if (from) return t('interval.from', { from })
      return to ? t('interval.to', { to }) : null
    },
    span: (cell, unit) => {
      const { from, to, both } = limits(cell, unit)
      return both ?? (from ? t('interval.over', { from }) : to ? t('interval.under', { to }) : null)
    },
    change: (cell, unit) => changeText(cell, unit, language, currency, t),
    share: (value) => figureOf(value, 'ratio').text,
    day: (text, timeZone) => when(text, { day: 'numeric', month: 'short', year: 'numeric' }, timeZone),
    days: (first, last) => daysText(first, last, language),
    moment: (text, timeZone) => when(text, { ...yearIfOther(text), ...toTheMinute }, timeZone),
    bucket: (text) => bucketText(text, language, t),
  }
}
