// How the plans go: POST /api/plans; changing one, and taking what it needs a day as norms.
import { type UseMutationResult, type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Holder } from '../charts/prepare/plan-grid.ts'
import type { BriefAnswer, PlanEntry, PlansAnswer } from './contract.ts'
import { deleteJson, getJson, patchJson, postJson } from './http.ts'
import { factsKey, factsQueryKey, useFacts } from './use-facts.ts'

const listKey = '/plans#list'
type Question = { period?: string; metric?: string }

export function usePlans(question: Question, isAsked: boolean): UseQueryResult<PlansAnswer> {
  return useFacts<PlansAnswer>('/plans', question, isAsked)
}

/** The plans of some days as they were set. */
export function usePlanList(range: { from: string; to: string }, isAsked: boolean): UseQueryResult<{ plans: PlanEntry[] }> {
  return useQuery({
    queryKey: factsQueryKey(listKey, range),
    queryFn: ({ signal }) => getJson<{ plans: PlanEntry[] }>(`/plans?from=${range.from}&to=${range.to}`, signal),
    enabled: isAsked,
  })
}

/** What stood out of the noise last week. */
export function useBrief(isAsked: boolean): UseQueryResult<BriefAnswer> {
  return useFacts<BriefAnswer>('/brief', {}, isAsked)
}

export type PlanWrite = {
  row: Holder
  metric: string
  after: number | null
  /** What stands there now. */
  plan: PlanEntry | null
  range: { from: string; to: string }
}

const ownSource = 'rumb'
const pathOf = ({ id }: PlanEntry) => `/plans/${encodeURIComponent(id)}`

/** Is it one of the plans that are set in one question, in their order. */
export const isSentTogether = ({ plan, after }: PlanWrite): boolean => after !== null && (plan === null || plan.source === ownSource)

/** Everything at once, as far as it is of our own; a plan of another source is changed where it stands. */
async function writePlans(writes: readonly PlanWrite[]): Promise<void> {
  const plans = writes.filter(isSentTogether).map(({ row, metric, after, plan, range }) => ({
    ...{ metric, ...range, target: after },
    ...(row.kind === 'company' ? {} : { [row.kind]: row.holder?.id }),
    ...(plan && { kind: plan.kind, floor: plan.floor, stretch: plan.stretch, ...(plan.currency ? { currency: plan.currency } : {}) }),
  }))
  if (plans.length > 0) await postJson('/plans', { plans })
  for (const { plan, after } of writes) {
    if (plan && after === null) await deleteJson(pathOf(plan))
    else if (plan && after !== null && plan.source !== ownSource) await patchJson(pathOf(plan), { target: after })
  }
}

export function useWritePlans(): UseMutationResult<void, Error, readonly PlanWrite[]> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: writePlans,
    onSettled: async () => {
      // How the plans go takes longer than the plans themselves, and nobody waits for it.
      const lists = client.invalidateQueries({ predicate: ({ queryKey }) => queryKey.includes(listKey) })
      void client.invalidateQueries({ queryKey: [factsKey], predicate: ({ queryKey }) => !queryKey.includes(listKey) })
      await lists
    },
  })
}

export function useTakeNorms(): UseMutationResult<{ plans: PlanEntry[] }, Error, string> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => postJson<{ plans: PlanEntry[] }>(`/plans/${encodeURIComponent(id)}/norms`, {}),
    onSuccess: () => client.invalidateQueries({ queryKey: [factsKey] }),
  })
}
