// How the plans go: POST /api/plans; changing one, and taking what it needs a day as norms.
import { type UseMutationResult, type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { BriefAnswer, PlanEntry, PlansAnswer } from './contract.ts'
import { getJson, patchJson, postJson } from './http.ts'
import { factsKey, factsQueryKey, useFacts } from './use-facts.ts'

type Question = { period?: string; metric?: string }

export function usePlans(question: Question, isAsked: boolean): UseQueryResult<PlansAnswer> {
  return useFacts<PlansAnswer>('/plans', question, isAsked)
}

/** The plans of some days as they were set. */
export function usePlanList(range: { from: string; to: string }, isAsked: boolean): UseQueryResult<{ plans: PlanEntry[] }> {
  return useQuery({
    queryKey: factsQueryKey('/plans#list', range),
    queryFn: ({ signal }) => getJson<{ plans: PlanEntry[] }>(`/plans?from=${range.from}&to=${range.to}`, signal),
    enabled: isAsked,
  })
}

/** What stood out of the noise last week. */
export function useBrief(isAsked: boolean): UseQueryResult<BriefAnswer> {
  return useFacts<BriefAnswer>('/brief', {}, isAsked)
}

export function useChangePlan(): UseMutationResult<PlanEntry, Error, { id: string; target: number }> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, target }: { id: string; target: number }) => patchJson<PlanEntry>(`/plans/${encodeURIComponent(id)}`, { target }),
    onSuccess: () => client.invalidateQueries({ queryKey: [factsKey] }),
  })
}

export function useTakeNorms(): UseMutationResult<{ plans: PlanEntry[] }, Error, string> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => postJson<{ plans: PlanEntry[] }>(`/plans/${encodeURIComponent(id)}/norms`, {}),
    onSuccess: () => client.invalidateQueries({ queryKey: [factsKey] }),
  })
}
