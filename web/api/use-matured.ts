// Figures whose newest cases are too young, asked again for the newest period that is old enough.
import { bucketEnd, dayOf } from '../charts/prepare/bucket.ts'
import { isUnripe, maturedRange } from '../charts/prepare/matured.ts'
import { readText } from '../charts/prepare/read-row.ts'
import { askSparkWeeks, type Range } from '../kit/period.ts'
import type { CatalogueEntry } from './catalogue-entry.ts'
import type { Answer } from './contract.ts'
import { useKpiTiles } from './use-kpi-tiles.ts'
import type { View } from './use-view.ts'

export type Matured = { kpis: ReadonlySet<string>; range: Range; answer: Answer; weeks: Answer | undefined; isOpenWeek: boolean }

/** All such KPIs of a page wait for the same number of days: the first one's horizon is taken. */
export function useMatured(entries: readonly CatalogueEntry[], answer: Answer | undefined, view: View): Matured | null {
  const unripe = answer ? entries.filter(({ id, horizonDays }) => horizonDays !== null && isUnripe(answer.total[id])) : []
  const horizon = unripe[0]?.horizonDays ?? 0
  const kpis = unripe.filter(({ horizonDays }) => horizonDays === horizon).map(({ id }) => id)
  const range = answer ? maturedRange(answer, dayOf(answer), horizon) : { from: '', to: '' }
  const where = view.shared.where ? { where: view.shared.where } : {}
  const compare = answer?.compare ? { compare: answer.compare } : {}
  const isAsked = kpis.length > 0
  const found = useKpiTiles({ kpis, ...range, ...where, ...compare }, isAsked)
  const weeks = useKpiTiles({ kpis, ...(isAsked ? askSparkWeeks(range, range.to) : {}), ...where, grain: 'week' }, isAsked)
  if (!isAsked || !found.data || found.isPlaceholderData) return null
  const last = readText(weeks.data?.rows.at(-1), 'period')
  return { kpis: new Set(kpis), range, answer: found.data, weeks: weeks.data, isOpenWeek: last !== '' && bucketEnd(last) > range.to }
}
