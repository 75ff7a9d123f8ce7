// Who is one across sources, what the head decides about it, and numbers that never made a lead: /api/identity.
import { type UseMutationResult, type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ResourceOutput } from './contract.ts'
import { getJson, postJson, readWorkspace } from './http.ts'
import { factsKey } from './use-facts.ts'

export type IdentityPair = ResourceOutput<'identity'>['pairs'][number]
export type IdentityState = IdentityPair['state']

export function useIdentity(
  { state, offset, limit }: { state: IdentityState; offset: number; limit: number },
  isAsked: boolean,
): UseQueryResult<ResourceOutput<'identity'>> {
  return useQuery({
    queryKey: [factsKey, readWorkspace(), 'identity', state, offset, limit],
    queryFn: ({ signal }) => getJson<ResourceOutput<'identity'>>(`/identity?state=${state}&offset=${offset}&limit=${limit}`, signal),
    enabled: isAsked,
  })
}

export type IdentityDecision = { kind: string; a: string; b: string; verdict: 'joined' | 'refused' | null }

export function useDecideIdentity(): UseMutationResult<ResourceOutput<'identityDecide'>, Error, IdentityDecision> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (decision: IdentityDecision) => postJson<ResourceOutput<'identityDecide'>>('/identity', decision),
    onSuccess: () => client.invalidateQueries({ queryKey: [factsKey] }),
  })
}

export function useUnknownCallers(offset: number, limit: number, isAsked: boolean): UseQueryResult<ResourceOutput<'unknownCallers'>> {
  return useQuery({
    queryKey: [factsKey, readWorkspace(), 'unknown-callers', offset, limit],
    queryFn: ({ signal }) => getJson<ResourceOutput<'unknownCallers'>>(`/identity/callers?offset=${offset}&limit=${limit}`, signal),
    enabled: isAsked,
  })
}
