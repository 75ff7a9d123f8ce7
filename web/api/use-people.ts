// One person: GET /api/people/:id/scorecard; talks between two: /api/one-on-ones.
import { type UseMutationResult, type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { NewOneOnOne, OneOnOne, OneOnOnePatch, Scorecard } from './contract.ts'
import { deleteJson, getJson, patchJson, postJson } from './http.ts'
import { factsKey, factsQueryKey } from './use-facts.ts'

const freshMs = 60_000

export function useScorecard(person: string): UseQueryResult<Scorecard> {
  const path = `/people/${encodeURIComponent(person)}/scorecard`
  return useQuery({
    queryKey: factsQueryKey(path, null),
    queryFn: ({ signal }) => getJson<Scorecard>(path, signal),
    enabled: person !== '',
    staleTime: freshMs,
  })
}

export function useOneOnOnes(person: string | null, isAsked = true): UseQueryResult<OneOnOne[]> {
  const path = person === null ? '/one-on-ones' : `/one-on-ones?person=${encodeURIComponent(person)}`
  return useQuery({
    queryKey: factsQueryKey(path, null),
    queryFn: async ({ signal }) => (await getJson<{ one_on_ones: OneOnOne[] }>(path, signal)).one_on_ones,
    enabled: isAsked,
    staleTime: freshMs,
  })
}

function useTalkChange<Body, Result>(change: (body: Body) => Promise<Result>): UseMutationResult<Result, Error, Body> {
  const client = useQueryClient()
  return useMutation({ mutationFn: change, onSuccess: () => client.invalidateQueries({ queryKey: [factsKey] }) })
}

export const useAddTalk = () => useTalkChange((talk: NewOneOnOne) => postJson<OneOnOne>('/one-on-ones', talk))
export const useChangeTalk = () =>
  useTalkChange(({ id, ...patch }: OneOnOnePatch) => patchJson<OneOnOne>(`/one-on-ones/${encodeURIComponent(id)}`, patch))
export const useRemoveTalk = () => useTalkChange((id: string) => deleteJson<object>(`/one-on-ones/${encodeURIComponent(id)}`))
