// The course of one lead or deal: GET /api/records/:kind/:id/timeline.
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Timeline } from './contract.ts'
import { getJson } from './http.ts'
import { factsQueryKey } from './use-facts.ts'

export function useTimeline(kind: string, id: string): UseQueryResult<Timeline> {
  const path = `/records/${encodeURIComponent(kind)}/${encodeURIComponent(id)}/timeline`
  return useQuery({ queryKey: factsQueryKey(path, null), queryFn: ({ signal }) => getJson<Timeline>(path, signal) })
}
