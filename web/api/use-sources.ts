// Where the records come from and which rows were not taken in, and what is done to a source: /api/sources, /api/quarantine.
import { type UseMutationResult, type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ResourceOutput } from './contract.ts'
import { deleteJson, getJson, patchJson, postJson, readWorkspace } from './http.ts'
import { factsKey } from './use-facts.ts'

export type Source = ResourceOutput<'sources'>['sources'][number]
export type System = ResourceOutput<'systems'>['systems'][number]

/** While something moves, it is looked at again so often. */
const lookMs = 3000
const moves = ({ connection }: Source) => connection?.state === 'syncing' || connection?.state === 'waiting'

export function useSources(isAsked = true): UseQueryResult<ResourceOutput<'sources'>> {
  return useQuery({
    queryKey: [factsKey, readWorkspace(), 'sources'],
    queryFn: ({ signal }) => getJson<ResourceOutput<'sources'>>('/sources', signal),
    enabled: isAsked,
    refetchInterval: ({ state }) => (state.data?.sources.some(moves) ? lookMs : false),
  })
}

export function useSource(id: string, isAsked: boolean): UseQueryResult<ResourceOutput<'source'>> {
  return useQuery({
    queryKey: [factsKey, readWorkspace(), 'source', id],
    queryFn: ({ signal }) => getJson<ResourceOutput<'source'>>(`/sources/${encodeURIComponent(id)}`, signal),
    enabled: isAsked,
  })
}

export function useSystems(isAsked: boolean): UseQueryResult<ResourceOutput<'systems'>> {
  return useQuery({
    queryKey: ['systems'],
    queryFn: ({ signal }) => getJson<ResourceOutput<'systems'>>('/systems', signal),
    enabled: isAsked,
  })
}

/** `to`: the company it goes into; one that is new is made. */
export type ConnectAsk = { system: string; source: string; address: string; token: string }

export function useConnect(to: string): UseMutationResult<ResourceOutput<'connect'>, Error, ConnectAsk> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (ask: ConnectAsk) => postJson<ResourceOutput<'connect'>>('/sources', ask, undefined, to),
    onSuccess: () => client.invalidateQueries({ queryKey: [factsKey] }),
  })
}

export type SourceChange = 'pause' | 'resume' | 'sync' | 'disconnect' | 'erase'

const change = (id: string, what: SourceChange): Promise<unknown> => {
  const path = `/sources/${encodeURIComponent(id)}`
  if (what === 'sync') return postJson(`${path}/syncs`, { wait: false })
  if (what === 'disconnect') return deleteJson(`${path}/connection`)
  if (what === 'erase') return deleteJson(path)
  return patchJson(path, { paused: what === 'pause' })
}

export function useSourceChange(id: string): UseMutationResult<unknown, Error, SourceChange> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (what: SourceChange) => change(id, what),
    onSettled: () => client.invalidateQueries({ queryKey: [factsKey] }),
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
