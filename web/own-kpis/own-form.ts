// An own KPI as it is edited in fields, and back into the text that is kept. Pure.
import type { KpiEntry } from '../api/contract.ts'

export const kinds = ['count', 'sum', 'mean', 'share', 'quantile', 'ratio_of_sums', 'ratio', 'formula'] as const
export type OwnKind = (typeof kinds)[number]
/** Rules written as expressions, by how a KPI is measured. */
export const rulesOf: Readonly<Record<OwnKind, readonly ('value' | 'hit' | 'over' | 'formula')[]>> = {
  count: [],
  sum: ['value'],
  mean: ['value'],
  share: ['hit'],
  quantile: ['value'],
  ratio_of_sums: ['value', 'over'],
  ratio: [],
  formula: ['formula'],
}

export type OwnForm = {
  id: string
  name: { ru: string; uk: string; en: string }
  question: string
  kind: OwnKind
  fact: string
  /** The moment that places a case in the period; '' = the usual one. */
  axis: string
  where: string
  value: string
  hit: string
  over: string
  formula: string
  /** Of a ratio: what stands below. */
  below: { fact: string; where: string; value: string }
  unit: string
  better: 'higher' | 'lower' | 'neutral'
  isKey: boolean
  isPerformance: boolean
  isIndicator: boolean
  advice: string
}

export const emptyForm: OwnForm = {
  ...{
    id: 'own_',
    name: { ru: '', uk: '', en: '' },
    question: '',
    kind: 'count',
    fact: 'deals',
    axis: '',
    where: '',
    value: '',
    hit: '',
    over: '',
  },
  ...{ formula: '', below: { fact: 'leads', where: '', value: '' }, unit: 'count', better: 'higher' },
  ...{ isKey: true, isPerformance: true, isIndicator: false, advice: '' },
}

/** The unit a kind has by itself. */
export const usualUnit = (kind: OwnKind): string => (kind === 'count' ? 'count' : kind === 'share' || kind === 'ratio' ? 'ratio' : 'money')

type Part = { fact?: string; axis?: string; where?: string; value?: string; hit?: string; over?: string; formula?: string }

export function formOf(entry: KpiEntry): OwnForm {
  const measure = entry.measure as Part & { type: string; numerator?: Part; denominator?: Part }
  const above = measure.numerator ?? measure
  const below = measure.denominator ?? {}
  return {
    ...emptyForm,
    ...{ id: entry.id, name: entry.name, question: entry.question.ru, unit: entry.unit, better: entry.better },
    kind: kinds.find((kind) => kind === measure.type) ?? 'count',
    ...{ fact: above.fact ?? 'deals', axis: above.axis ?? '', where: above.where ?? '', value: above.value ?? '', hit: above.hit ?? '' },
    ...{ over: measure.over ?? '', formula: measure.formula ?? '' },
    below: { fact: below.fact ?? 'leads', where: below.where ?? '', value: below.value ?? '' },
    ...{ isKey: entry.shelf !== 'expert', isPerformance: entry.league, isIndicator: entry.advice !== undefined },
    advice: entry.advice?.ru ?? '',
  }
}

const filled = (texts: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ''))

function measureOf(form: OwnForm): object {
  const { kind, fact, axis, where, below } = form
  if (kind === 'formula') return { type: kind, formula: form.formula }
  if (kind === 'ratio') return { type: kind, numerator: filled({ fact, axis, where, value: form.value }), denominator: filled(below) }
  const rules = Object.fromEntries(rulesOf[kind].map((rule) => [rule, form[rule]]))
  return { type: kind, ...filled({ fact, axis, where, ...rules }), ...(kind === 'quantile' ? { q: 0.5 } : {}) }
}

/** Text that is kept; JSON is YAML too. Null while there is not even a name. */
export function printForm(form: OwnForm): string | null {
  const name = filled(form.name)
  if (Object.keys(name).length === 0) return null
  const isKpi = form.isKey && form.isIndicator
  return JSON.stringify(
    {
      ...{ id: form.id, name },
      ...(form.question.trim() === '' ? {} : { question: form.question }),
      ...{ measure: measureOf(form), unit: form.unit, better: form.better },
      additive: form.kind === 'count' || form.kind === 'sum',
      ...{ shelf: isKpi ? 'head' : form.isKey ? 'screen' : 'expert', league: form.isPerformance },
      ...(form.isIndicator && form.advice.trim() !== '' ? { advice: form.advice } : {}),
    },
    null,
    2,
  )
}
