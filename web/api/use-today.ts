// The day of a department: POST /api/today; deals promised to a day: /api/promises.
import { type UseMutationResult, type UseQueryResult, useMutation, useQueryClient } from '@tanstack/react-query'
import type { ResourceOutput, TodayAnswer } from './contract.ts'
import { deleteJson, postJson } from './http.ts'
import { factsKey, useFacts } from './use-facts.ts'

export function useToday(team: string | undefined): UseQueryResult<TodayAnswer> {
  return useFacts<TodayAnswer>('/today', team === undefined ? {} : { team })
}

type Promised = ResourceOutput<'promiseAdd'>

export function useAddPromise(): UseMutationResult<Promised, Error, { deal: string; day: string }> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { deal: string; day: string }) => postJson<Promised>('/promises', body),
    onSuccess: () => client.invalidateQueries({ queryKey: [factsKey] }),
  })
}

export function useRemovePromise(): UseMutationResult<object, Error, string> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => deleteJson<object>(`/promises/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: [factsKey] }),
  })
}
