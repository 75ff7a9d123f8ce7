// Value and unit → text of one language, by Intl. Knows no words: what Intl cannot say is named as a suffix to look up.
import type { Unit } from '../../src/contract/answer.ts'

export type Language = 'ru' | 'uk' | 'en'
export type Suffix = 'per_day' | 'per_1000' | 'points'
export type Figure = {
  /** Short form, compact from 10,000. */
  text: string
  /** Every digit, for the hover; equal to text when nothing was left out. */
  exact: string
  suffix: Suffix | null
}
type Context = { language: Language; currency: string }

const locales: Record<Language, string> = { ru: 'ru-RU', uk: 'uk-UA', en: 'en-GB' }
const compactFrom = 10_000
const formatters = new Map<string, Intl.NumberFormat>()

export function localeOf(language: Language): string {
  return locales[language]
}

function numberFormat(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + JSON.stringify(options)
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.NumberFormat(locales[language], options)
  formatters.set(key, made)
  return made
}

export function formatCount(value: number, language: Language): string {
  return numberFormat(language, { maximumFractionDigits: 1 }).format(value)
}

function formatPlain(value: number, language: Language, digits: number): Figure {
  const exact = numberFormat(language, { maximumFractionDigits: digits }).format(value)
  if (Math.abs(value) < compactFrom) return { text: exact, exact, suffix: null }
  return { text: numberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }).format(value), exact, suffix: null }
}

function formatMoney(value: number, { language, currency }: Context): Figure {
  const money = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const
  const cents = Math.abs(value) < 100 && !Number.isInteger(value) ? 2 : 0
  const exact = numberFormat(language, {
    ...money,
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    trailingZeroDisplay: 'stripIfInteger',
  }).format(value)
  if (Math.abs(value) < compactFrom) {
    return {
      text: numberFormat(language, { ...money, minimumFractionDigits: cents, maximumFractionDigits: cents }).format(value),
      exact,
      suffix: null,
    }
  }
  const compact = numberFormat(language, { ...money, notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 })
  return { text: compact.format(value), exact, suffix: null }
}

function formatUnit(value: number, unit: string, language: Language, digits = 0): string {
  return numberFormat(language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits }).format(value)
}

/** Seconds as people say them: 45 s, 12 min, 3 h 20 min, 37 h. Hours are never turned into days: business time has no days of 24 hours. */
function formatSeconds(value: number, language: Language): Figure {
  const exact = formatUnit(Math.round(value), 'second', language)
  const sign = value < 0 ? -1 : 1
  const seconds = Math.abs(value)
  if (seconds < 59.5) return { text: exact, exact, suffix: null }
  const minutes = Math.round(seconds / 60)
  if (minutes < 90) return { text: formatUnit(sign * minutes, 'minute', language), exact, suffix: null }
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours < 10 && rest > 0) {
    return { text: `${formatUnit(sign * hours, 'hour', language)} ${formatUnit(rest, 'minute', language)}`, exact, suffix: null }
  }
  return { text: formatUnit(sign * Math.round(minutes / 60), 'hour', language), exact, suffix: null }
}

function formatRatio(value: number, language: Language): Figure {
  const size = Math.abs(value)
  const digits = size < 0.1 || (size > 0.9 && size < 1) ? 1 : 0
  const percent = (maximumFractionDigits: number) => numberFormat(language, { style: 'percent', maximumFractionDigits }).format(value)
  return { text: percent(digits), exact: percent(2), suffix: null }
}

function dayDigits(days: number): number {
  if (days < 0.1) return 2
  return days < 10 ? 1 : 0
}

/** A value in its unit. Never called with null: the reason is said in words instead. */
export function formatFigure(value: number, unit: Unit, context: Context): Figure {
  const { language } = context
  switch (unit) {
    case 'ratio':
      return formatRatio(value, language)
    case 'seconds':
      return formatSeconds(value, language)
    case 'days':
      return {
        text: formatUnit(value, 'day', language, dayDigits(Math.abs(value))),
        exact: formatUnit(value, 'day', language, 2),
        suffix: null,
      }
    case 'months':
      return { text: formatUnit(value, 'month', language), exact: formatUnit(value, 'month', language, 1), suffix: null }
    case 'money':
      return formatMoney(value, context)
    case 'money_per_day':
      return { ...formatMoney(value, context), suffix: 'per_day' }
    case 'per_1000':
      return { ...formatPlain(value, language, 1), suffix: 'per_1000' }
    case 'points':
      return { ...formatPlain(value * 100, language, 1), suffix: 'points' }
    case 'index':
      return formatPlain(value, language, 2)
    case 'count':
      return formatPlain(value, language, 1)
  }
}

/** "3 h 20 min" carries two units and cannot lend its last one. */
function isTwoPart(text: string): boolean {
  return /\d[\s\u00a0\u202f]?[^\d.,\s\u00a0\u202f]+[\s\u00a0\u202f]\d/.test(text)
}

/** "53–70 %": the unit once when both ends carry the same one. An open side is null and shown as an arrow by the caller's words. */
export function formatRange(low: Figure | null, high: Figure | null): { from: string | null; to: string | null; both: string | null } {
  if (!low || !high) return { from: low?.text ?? null, to: high?.text ?? null, both: null }
  if (low.text === high.text) return { from: low.text, to: high.text, both: low.text }
  const unitOf = (text: string) => /[^\d]*$/.exec(text)?.[0] ?? ''
  const unit = unitOf(low.text)
  const isShared = unit === unitOf(high.text) && !isTwoPart(low.text) && !isTwoPart(high.text)
  const sign = /^[^\d−-]*/.exec(low.text)?.[0] ?? ''
  const end = isShared && high.text.startsWith(sign) ? high.text.slice(sign.length) : high.text
  const both = isShared ? `${low.text.slice(0, low.text.length - unit.length)}–${end}` : `${low.text} – ${high.text}`
  return { from: low.text, to: high.text, both }
}
