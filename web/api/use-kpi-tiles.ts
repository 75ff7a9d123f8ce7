// The answers a grid of tiles needs: the figures of the period and the weeks behind their sparklines.
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { askKpis } from './ask-kpis.ts'
import type { Answer, Query } from './contract.ts'
import { factsQueryKey } from './use-facts.ts'

const freshMs = 60_000

/** Like a plain question, but a KPI that fails leaves the others standing: it is then absent from the answer. */
export function useKpiTiles(query: Query, isAsked: boolean): UseQueryResult<Answer> {
  return useQuery({
    queryKey: factsQueryKey('/query#tiles', query),
    queryFn: ({ signal }) => askKpis(query, signal),
    enabled: isAsked && query.kpis.length > 0,
    staleTime: freshMs,
    placeholderData: keepPreviousData,
  })
}
