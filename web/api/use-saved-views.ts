// Addresses kept by a name, the reader's own and those of the company.
import { type UseMutationResult, type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SavedView } from './contract.ts'
import { deleteJson, getJson, postJson, readWorkspace } from './http.ts'

const viewsKey = 'views'

export function useSavedViews(isAsked = true): UseQueryResult<SavedView[]> {
  return useQuery({
    queryKey: [viewsKey, readWorkspace()],
    queryFn: async ({ signal }) => (await getJson<{ views: SavedView[] }>('/views', signal)).views,
    enabled: isAsked,
    staleTime: 60_000,
  })
}

function useChange<Input>(change: (input: Input) => Promise<unknown>): UseMutationResult<unknown, Error, Input> {
  const client = useQueryClient()
  return useMutation({ mutationFn: change, onSuccess: () => client.invalidateQueries({ queryKey: [viewsKey] }) })
}

export type NewView = Pick<SavedView, 'name' | 'path' | 'search' | 'shared'>
export const useKeepView = () => useChange((view: NewView) => postJson('/views', view))
export const useRemoveView = () => useChange((id: number) => deleteJson(`/views/${id}`))
export const useRestoreView = () => useChange((id: number) => postJson(`/views/${id}/restores`, {}))
