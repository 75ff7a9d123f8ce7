// Where the records came from and which rows were not taken in: GET /api/sources, GET /api/quarantine.
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { ResourceOutput } from './contract.ts'
import { getJson, readWorkspace } from './http.ts'
import { factsKey } from './use-facts.ts'

export function useSources(): UseQueryResult<ResourceOutput<'sources'>> {
  return useQuery({
    queryKey: [factsKey, readWorkspace(), 'sources'],
    queryFn: ({ signal }) => getJson<ResourceOutput<'sources'>>('/sources', signal),
  })
}

export function fetchQuarantine(offset: number, limit: number, signal?: AbortSignal): Promise<ResourceOutput<'quarantine'>> {
  return getJson(`/quarantine?offset=${offset}&limit=${limit}`, signal)
}

export function useQuarantine(offset: number, limit: number): UseQueryResult<ResourceOutput<'quarantine'>> {
  return useQuery({
    queryKey: [factsKey, readWorkspace(), 'quarantine', offset, limit],
    queryFn: ({ signal }) => fetchQuarantine(offset, limit, signal),
  })
}
