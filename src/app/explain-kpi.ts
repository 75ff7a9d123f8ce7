// Why a figure changed: by the factors it is a product of, or by the groups of a dimension (own rates and mix). The parts always sum
// to the change exactly; what factors or groups do not add up to is a part of its own.
import type { Answer, AnswerRow, Cell, Member } from '../contract/answer.ts'
import { AppError } from '../contract/errors.ts'
import type { ExplainAnswer, ExplainPart, ExplainQuery } from '../contract/explain.ts'
import type { KpiEntry } from '../contract/kpi-entry.ts'
import type { Query } from '../contract/query.ts'
import type { Catalogue } from '../kpi/catalogue.ts'
import { factorValue, kpisOf, type ProductFactor, productOf } from '../kpi/product-of.ts'
import { explainProduct } from '../stats/change-of-product.ts'
import { explainRatio } from '../stats/change-of-ratio.ts'
import { explainText, labelOf } from './explain-text.ts'
import { loadOwnCatalogue } from './load-own-catalogue.ts'
import type { House } from './open-house.ts'
import { findRatioGroups, usualDimensions } from './ratio-groups.ts'
import { type Ask, runQuery } from './run-query.ts'

type ExplainAsk = Ask & { query: ExplainQuery }
type Told = Pick<ExplainAnswer, 'before' | 'after' | 'reversals'> & { answer: Answer; parts: Omit<ExplainPart, 'share'>[] }
type Sides = { before: number | null; after: number | null }

const sums = new Set(['count', 'sum'])

/** Throws bad_usage for a KPI that no product, ratio or dimension explains. */
export async function explainKpi(house: House, ask: ExplainAsk): Promise<ExplainAnswer> {
  const { kpi: id, by: [dimension] = [], limit, compare = 'previous', ...period } = ask.query
  const catalogue = await loadOwnCatalogue(house, ask.workspace)
  const entry = catalogue.byId.get(id)
  if (entry === undefined) throw new AppError('bad_usage', `there is no KPI "${id}"`, { path: 'kpi', hint: 'rumb kpis lists them all' })
  const query: Query = { ...period, compare, kpis: [id] }
  const told = await tell(house, { ...ask, query }, entry, dimension)
  const { before, after, reversals } = told
  const change = before === null || after === null ? null : after - before
  const parts = change === null ? [] : settle(told.parts, change, limit, ask.lang)
  const text = explainText(
    { entry, before, after, parts, reversals, why: whyOf(told.answer, id) },
    { lang: ask.lang, currency: told.answer.currency },
  )
  const { columns, rows, total, notes, ...head } = told.answer
  return { ...head, kpi: id, before, after, change, parts, residual: 0, reversals, text, ...(notes.length === 0 ? {} : { notes }) }
}

const whyOf = ({ total }: Answer, id: string) => total[id]?.why ?? total[id]?.previous?.why ?? null

async function tell(house: House, ask: Ask & { query: Query }, entry: KpiEntry, dimension: string | undefined): Promise<Told> {
  const product = productOf(entry) ?? []
  const isSum = sums.has(entry.measure.type)
  if (product.length > 1 && dimension === undefined) return byFactors(house, ask, entry, product)
  if (isSum) return byGroups(house, ask, entry, product, dimension)
  if (entry.measure.type === 'formula' || entry.measure.type === 'made')
    throw new AppError('bad_usage', `${entry.id} is no product and no ratio`, {
      path: 'kpi',
      hint: 'Explain the KPIs it is made of, or leave the dimension out',
    })
  return byRates(house, ask, entry, dimension)
}

const sidesOf = (cell: Cell | undefined): Sides => ({ before: cell?.previous?.value ?? null, after: cell?.value ?? null })

const labelIn = (catalogue: Catalogue, lang: Ask['lang']) => (factor: ProductFactor) =>
  labelOf(factor, (id) => catalogue.byId.get(id)?.name[lang] ?? id, lang)

/** A product of totals. */
async function byFactors(house: House, ask: Ask & { query: Query }, entry: KpiEntry, product: readonly ProductFactor[]): Promise<Told> {
  const catalogue = await loadOwnCatalogue(house, ask.workspace)
  const kpis = [...new Set([entry.id, ...kpisOf(product)])]
  const answer = await runQuery(house, { ...ask, catalogue, query: { ...ask.query, kpis, by: [] } })
  const { before, after } = sidesOf(answer.total[entry.id])
  const label = labelIn(catalogue, ask.lang)
  const parts = partsOfProduct(product, answer.total, { before, after })
    .map((part) => ({ ...part, label: label(part.factor), group: null }))
    .map(plainPart)
  return { answer, before, after, reversals: [], parts }
}

/** A sum over the groups of a dimension, else of the first usual one: by factors within each, plainly where a factor lacks the dimension. */
async function byGroups(
  house: House,
  ask: Ask & { query: Query },
  entry: KpiEntry,
  product: readonly ProductFactor[],
  dimension: string | undefined,
): Promise<Told> {
  const catalogue = await loadOwnCatalogue(house, ask.workspace)
  const kpis = [...new Set([entry.id, ...kpisOf(product)])]
  const tried = dimension === undefined ? usualDimensions : [dimension]
  for (const by of tried) {
    const answer = await runQuery(house, { ...ask, catalogue, query: { ...ask.query, kpis, by: [by] } })
    if (isLacking(answer.rows, entry.id)) continue
    const usable = product.length > 1 && kpis.every((id) => !isLacking(answer.rows, id)) ? product : []
    const label = labelIn(catalogue, ask.lang)
    const parts = answer.rows.flatMap((row) => {
      const group = row[by] as Member
      const [b, a] = [sidesOf(row[entry.id] as Cell).before ?? 0, sidesOf(row[entry.id] as Cell).after ?? 0]
      const name = group.name ?? group.id ?? '?'
      if (usable.length === 0) return [{ id: `group:${group.id ?? ''}`, label: name, contribution: a - b, effect: 'group' as const, group }]
      return partsOfProduct(usable, row, { before: b, after: a })
        .map((part) => ({ ...part, id: `${part.id}:${group.id ?? ''}`, label: `${name}: ${label(part.factor)}`, group }))
        .map(plainPart)
    })
    return { answer, ...sidesOf(answer.total[entry.id]), reversals: [], parts }
  }
  throw new AppError('bad_usage', `${entry.id} cannot be split by ${tried.join(', ')}`, {
    path: 'by',
    hint: 'Choose a dimension its records have',
  })
}

const plainPart = ({ id, label, contribution, effect, group }: Omit<ExplainPart, 'share'> & { factor: ProductFactor }) => ({
  id,
  label,
  contribution,
  effect,
  group,
})

function partsOfProduct(product: readonly ProductFactor[], row: AnswerRow, whole: Sides) {
  const valueIn = (side: keyof Sides) => (id: string) => sidesOf(row[id] as Cell | undefined)[side]
  const { parts } = explainProduct(
    product.map((factor) => ({ before: factorValue(factor, valueIn('before')), after: factorValue(factor, valueIn('after')) })),
  )
  const told = product.map((factor, i) => ({ factor, id: factor.id, contribution: parts[i]!.value, effect: 'factor' as const }))
  const rest = (whole.after ?? 0) - (whole.before ?? 0) - told.reduce((sum, part) => sum + part.contribution, 0)
  const restFactor: ProductFactor = { id: 'rest', above: [], below: [] }
  return isNothing(rest, [whole.before ?? 0, whole.after ?? 0])
    ? told
    : [...told, { factor: restFactor, id: 'rest', contribution: rest, effect: 'rest' as const }]
}

const isNothing = (x: number, beside: readonly number[]) => Math.abs(x) <= 1e-9 * Math.max(1e-9, ...beside.map(Math.abs))

const isLacking = (rows: readonly AnswerRow[], id: string) =>
  rows.length > 0 && rows.every((row) => (row[id] as Cell).why === 'no_dimension')

/** Own rate and share of each group. */
async function byRates(house: House, ask: Ask & { query: Query }, entry: KpiEntry, dimension: string | undefined): Promise<Told> {
  const { answer, groups, by } = await findRatioGroups(house, ask, entry, dimension)
  const { before, after } = sidesOf(answer.total[entry.id])
  const totals = before === null || after === null ? null : { before, after }
  const { groups: told, pooling, isReversed } = explainRatio(groups, totals)
  const parts = groups.flatMap(({ member }, i) =>
    (['rate', 'mix'] as const).map((effect) => ({
      id: `${effect}:${member.id ?? ''}`,
      label: `${member.name ?? member.id ?? '?'}: ${labelOf({ id: effect, above: [], below: [] }, (id) => id, ask.lang)}`,
      contribution: told[i]![effect].value,
      effect,
      group: member,
    })),
  )
  const reversals = isReversed && totals !== null ? [{ dimension: by, groups: groups.map(({ member }) => member) }] : []
  const rest = isNothing(pooling.value, [before ?? 0, after ?? 0]) ? [] : [poolingPart(pooling.value, ask.lang)]
  return { answer, before, after, reversals, parts: [...parts, ...rest] }
}

const poolingPart = (contribution: number, lang: Ask['lang']): Omit<ExplainPart, 'share'> => ({
  id: 'pooling',
  label: labelOf({ id: 'pooling', above: [], below: [] }, (id) => id, lang),
  contribution,
  effect: 'pooling',
  group: null,
})

/** The greatest groups one by one, the others as one part; what is left to the change is a part too. */
function settle(parts: readonly Omit<ExplainPart, 'share'>[], change: number, limit: number, lang: Ask['lang']): ExplainPart[] {
  const groups = Map.groupBy(
    parts.filter(({ group }) => group !== null),
    ({ group }) => group!.id,
  )
  const weight = (id: string | null) => groups.get(id)!.reduce((sum, { contribution }) => sum + Math.abs(contribution), 0)
  const kept = new Set([...groups.keys()].sort((a, b) => weight(b) - weight(a)).slice(0, limit))
  const shown = parts.filter(({ group }) => group === null || kept.has(group.id))
  const folded = parts.filter((part) => !shown.includes(part)).reduce((sum, { contribution }) => sum + contribution, 0)
  const others = {
    id: 'others',
    label: labelOf({ id: 'others', above: [], below: [] }, (id) => id, lang),
    contribution: folded,
    effect: 'group' as const,
    group: null,
  }
  const told = folded === 0 ? shown : [...shown, others]
  const rest = change - told.reduce((sum, { contribution }) => sum + contribution, 0)
  const sizes = told.map(({ contribution }) => contribution)
  const whole = isNothing(rest, [change, ...sizes]) ? told : [...told, poolingPart(rest, lang)]
  return whole.map((part) => ({ ...part, share: change === 0 ? null : part.contribution / change }))
}
