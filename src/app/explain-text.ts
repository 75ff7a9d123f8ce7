// Plain sentences about why a figure changed, in three languages. No verbs that would have to agree with a name.
import type { WhyCode } from '../contract/answer.ts'
import type { ExplainAnswer, ExplainPart } from '../contract/explain.ts'
import { type FigureStyle, formatFigure } from '../contract/format-figure.ts'
import type { KpiEntry, Texts } from '../contract/kpi-entry.ts'
import type { ProductFactor } from '../kpi/product-of.ts'

const words = {
  rate: { ru: 'сам показатель', uk: 'сам показник', en: 'its own figure' },
  mix: { ru: 'доля среди всех', uk: 'частка серед усіх', en: 'its share of all' },
  pooling: { ru: 'сложение групп', uk: 'додавання груп', en: 'adding groups up' },
  rest: { ru: 'прочее', uk: 'інше', en: 'the rest' },
  others: { ru: 'остальные группы', uk: 'решта груп', en: 'the other groups' },
  was: { ru: 'было', uk: 'було', en: 'was' },
  now: { ru: 'стало', uk: 'стало', en: 'is now' },
  most: { ru: 'Больше всего на это повлияло', uk: 'Найбільше на це вплинуло', en: 'What mattered most' },
  same: { ru: 'без изменений', uk: 'без змін', en: 'no change' },
  points: { ru: 'п.п.', uk: 'в.п.', en: 'pp' },
  reversed: {
    ru: 'Внимание: внутри групп показатель двигался в обратную сторону. Изменился состав, а не работа',
    uk: 'Увага: усередині груп показник рухався у зворотний бік. Змінився склад, а не робота',
    en: 'Mind: within the groups the figure moved the other way. The mix changed, not the work',
  },
  incomparable: {
    ru: 'Сравнить не с чем: в одном из периодов нет значения',
    uk: 'Порівняти немає з чим: в одному з періодів немає значення',
    en: 'Nothing to compare: one of the periods has no value',
  },
} as const satisfies Record<string, Texts>

/** Quotients that have a name of their own. */
const quotients: Readonly<Record<string, Texts>> = {
  'qualified_leads/leads': { ru: 'доля целевых', uk: 'частка цільових', en: 'qualified per lead' },
  'won_deals/qualified_leads': { ru: 'продаж на целевой лид', uk: 'продажів на цільовий лід', en: 'sales per qualified lead' },
  'revenue/won_deals': { ru: 'средняя сумма продажи', uk: 'середня сума продажу', en: 'revenue per sale' },
  'gross_profit/revenue': { ru: 'прибыль на единицу выручки', uk: 'прибуток на одиницю виручки', en: 'profit per revenue' },
  'cash_received/revenue': { ru: 'поступления на единицу выручки', uk: 'надходження на одиницю виручки', en: 'cash per revenue' },
}

type Lang = keyof Texts

export function labelOf({ id, above, below }: ProductFactor, nameOf: (id: string) => string, lang: Lang): string {
  const own = quotients[id] ?? (words as Record<string, Texts>)[id]
  if (own !== undefined) return own[lang]
  const top = above.length === 0 ? '1' : above.map(nameOf).join(' × ')
  return below.length === 0 ? top : `${top} ÷ ${below.map(nameOf).join(' ÷ ')}`
}

type Told = Pick<ExplainAnswer, 'before' | 'after' | 'reversals'> & { entry: KpiEntry; parts: readonly ExplainPart[]; why: WhyCode | null }

export function explainText({ entry, before, after, parts, reversals, why }: Told, style: FigureStyle): string {
  const { lang } = style
  const name = entry.name[lang]
  if (before === null || after === null) return `${name}: ${words.incomparable[lang]}${why === null ? '' : ` (${why})`}.`
  const shown = (value: number) => formatFigure(value, entry.unit, style)
  const change = after - before
  const head = `${name}: ${words.was[lang]} ${shown(before)}, ${words.now[lang]} ${shown(after)} (${change === 0 ? words.same[lang] : signed(change, entry, style)}).`
  const most = parts
    .filter(({ contribution }) => contribution !== 0)
    .toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, 3)
    .map(({ label, contribution }) => `${label} ${signed(contribution, entry, style)}`)
  const told = most.length === 0 ? '' : ` ${words.most[lang]}: ${most.join('; ').replace(/\.$/, '')}.`
  return `${head}${told}${reversals.length === 0 ? '' : ` ${words.reversed[lang]}.`}`
}

/** A change with its sign; of shares in percentage points. */
function signed(value: number, { unit }: KpiEntry, style: FigureStyle): string {
  const size = Math.abs(value)
  const text =
    unit === 'ratio'
      ? `${new Intl.NumberFormat(style.lang, { maximumFractionDigits: 1 }).format(size * 100)} ${words.points[style.lang]}`
      : formatFigure(size, unit, style)
  return `${value < 0 ? '−' : '+'}${text}`
}
