// Accounts, invitations, keys and the log of a workspace: lists and the changes made to them.
import { type QueryKey, type UseMutationResult, type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ResourceOutput } from './contract.ts'
import { deleteJson, getJson, patchJson, postJson, readWorkspace } from './http.ts'

const key = (what: string): QueryKey => ['access', readWorkspace(), what]

function useList<Output>(what: string, isAsked = true): UseQueryResult<Output> {
  return useQuery({ queryKey: key(what), queryFn: ({ signal }) => getJson<Output>(`/${what}`, signal), enabled: isAsked })
}

export const useUsers = (isAsked = true) => useList<ResourceOutput<'users'>>('users', isAsked)
export const useInvitations = (isAsked = true) => useList<ResourceOutput<'invitations'>>('invitations', isAsked)
export const useKeys = () => useList<ResourceOutput<'keys'>>('keys')
/** Records of people and teams an account can be tied to. */
export const useDirectory = () => useList<ResourceOutput<'people'>>('people')
export const useAudit = (before: number | null) =>
  useList<ResourceOutput<'audit'>>(before === null ? 'audit?limit=50' : `audit?limit=50&before=${before}`)

type Change = { method: 'POST' | 'PATCH' | 'DELETE'; path: string; body?: unknown }

/** One change, then every list of the page again. */
export function useAccessChange<Output = unknown>(): UseMutationResult<Output, Error, Change> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ method, path, body }: Change) =>
      method === 'DELETE' ? deleteJson<Output>(path) : method === 'PATCH' ? patchJson<Output>(path, body) : postJson<Output>(path, body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['access'] }),
  })
}
