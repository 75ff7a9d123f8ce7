// KPIs of the company itself: read, tried while they are written, kept, taken away and brought back.
import { keepPreviousData, type UseMutationResult, type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { OwnKpis, OwnKpiTried, ResourceOutput } from './contract.ts'
import { deleteJson, getJson, postJson, readWorkspace } from './http.ts'
import { factsKey } from './use-facts.ts'
import { catalogueKey } from './use-kpis.ts'

const ownKey = 'own-kpis'

export function useOwnKpis(): UseQueryResult<OwnKpis> {
  return useQuery({ queryKey: [ownKey, readWorkspace()], queryFn: ({ signal }) => getJson<OwnKpis>('/own-kpis', signal) })
}

/** What is written, checked and measured over the last 90 days. */
export function useOwnKpiTry(source: string | null): UseQueryResult<OwnKpiTried> {
  return useQuery({
    queryKey: [ownKey, readWorkspace(), 'try', source],
    queryFn: ({ signal }) => postJson<OwnKpiTried>('/own-kpis/tries', { source, last: '90d' }, signal),
    enabled: source !== null,
    placeholderData: keepPreviousData,
    retry: false,
  })
}

function useChange<Input, Output>(change: (input: Input) => Promise<Output>): UseMutationResult<Output, Error, Input> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () => Promise.all([[ownKey], catalogueKey, [factsKey]].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}

export const useKeepOwnKpi = () => useChange((source: string) => postJson<ResourceOutput<'ownKpiSet'>>('/own-kpis', { source }))
export const useRemoveOwnKpi = () => useChange((id: string) => deleteJson(`/own-kpis/${id}`))
export const useRestoreOwnKpi = () => useChange((id: string) => postJson(`/own-kpis/${id}/restores`, {}))
