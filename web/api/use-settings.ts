// What decides whether figures are right: the workspace's settings, and the workspaces this reader may open.
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { getJson, readWorkspace } from './http.ts'

export type WorkspaceSettings = { timezone: string; currency: string } & Record<string, unknown>
export type WorkspaceEntry = { id: string; name: string; demo: boolean }

export const settingsKey = 'settings'

export function useSettings(): UseQueryResult<WorkspaceSettings> {
  return useQuery({
    queryKey: [settingsKey, readWorkspace()],
    queryFn: ({ signal }) => getJson<WorkspaceSettings>('/settings', signal),
    staleTime: 300_000,
  })
}

export function useWorkspaces(): UseQueryResult<WorkspaceEntry[]> {
  return useQuery({
    queryKey: ['workspaces'],
    queryFn: async ({ signal }) => (await getJson<{ workspaces: WorkspaceEntry[] }>('/workspaces', signal)).workspaces,
    staleTime: 300_000,
  })
}
