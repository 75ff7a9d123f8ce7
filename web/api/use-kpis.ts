// The catalogue: every KPI with its definition in three languages, flattened and kept in the order of the families.
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { CatalogueEntry } from './catalogue-entry.ts'
import type { KpiEntry, KpiFamily } from './contract.ts'
import { getJson } from './http.ts'

type Wire = { families: KpiFamily[]; missing: string[] }

function entryOf({ family, name: familyName }: KpiFamily, entry: KpiEntry, missing: readonly string[]): CatalogueEntry {
  const {
    id,
    name,
    question,
    formula,
    advice,
    benchmark,
    pitfalls,
    measure,
    unit,
    better,
    additive,
    shelf,
    league,
    pairs_with,
    factors,
    needs,
  } = entry
  return {
    ...{ id, family, familyName, name, question, formula, unit, better, additive, shelf, league, needs },
    ...(advice ? { advice } : {}),
    ...(benchmark ? { benchmark } : {}),
    ...(pitfalls ? { pitfalls } : {}),
    kind: measure.type,
    horizonDays: measure.type === 'incidence' ? (measure.horizon_days ?? null) : null,
    pairsWith: pairs_with,
    factors,
    unmet: needs.filter((kind) => missing.includes(kind)),
  }
}

export const catalogueKey = ['kpis'] as const

export function useCatalogue(): UseQueryResult<CatalogueEntry[]> {
  return useQuery({
    queryKey: catalogueKey,
    queryFn: async ({ signal }) => {
      const { families, missing } = await getJson<Wire>('/kpis', signal)
      return families.flatMap((family) => family.kpis.map((entry) => entryOf(family, entry, missing)))
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
}
