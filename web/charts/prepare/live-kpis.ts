// Which KPIs are live and since when: the day from which the sources hold every kind of record it needs. Pure.
import type { CatalogueEntry } from '../../api/catalogue-entry.ts'

type Since = { complete_from: Readonly<Record<string, string>> }
export type LiveKpi = { entry: CatalogueEntry; isLive: boolean; since: string | null }
export type LiveFamily = { id: string; name: CatalogueEntry['familyName']; live: number; kpis: LiveKpi[] }

export function liveFamilies(entries: readonly CatalogueEntry[], sources: readonly Since[]): LiveFamily[] {
  const from = (kind: string) => sources.flatMap(({ complete_from: days }) => days[kind] ?? []).sort()[0] ?? null
  const families = Map.groupBy(entries, ({ family }) => family)
  return [...families].map(([id, list]) => {
    const kpis = list.map((entry): LiveKpi => {
      const isLive = sources.length > 0 && entry.unmet.length === 0
      const days = entry.needs.flatMap((kind) => from(kind) ?? []).sort()
      return { entry, isLive, since: isLive ? (days.at(-1) ?? null) : null }
    })
    return { id, name: list[0]!.familyName, live: kpis.filter(({ isLive }) => isLive).length, kpis }
  })
}
