// Who reads: the session, what its role may use, and the ways in and out.
import { type QueryClient, type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { ResourceName, SessionAnswer } from './contract.ts'
import { deleteJson, getJson, settleWorkspace } from './http.ts'
import { forgetAnswers, settleReader } from './kept-answers.ts'

export const sessionKey = 'session'

async function fetchSession(signal?: AbortSignal): Promise<SessionAnswer> {
  const session = await getJson<SessionAnswer>('/session', signal)
  await settleReader(session.user?.id ?? null)
  settleWorkspace(
    session.workspaces.map(({ id }) => id),
    session.workspace,
  )
  return session
}

/** Asked before the first paint: which company is open decides every other question. A server that is away is told of by the pages. */
export async function startSession(client: QueryClient): Promise<void> {
  await Promise.allSettled([client.fetchQuery({ queryKey: [sessionKey], queryFn: ({ signal }) => fetchSession(signal), retry: false })])
}

export function useSession(): UseQueryResult<SessionAnswer> {
  return useQuery({ queryKey: [sessionKey], queryFn: ({ signal }) => fetchSession(signal), staleTime: Number.POSITIVE_INFINITY })
}

/** Whether the reader's role may use a resource. While nobody knows, nothing is hidden: the server decides anyway. */
export function useMay(): (resource: ResourceName | 'quarantineExport' | 'live' | 'ingest' | 'upload') => boolean {
  const { data } = useSession()
  return (resource) => data === undefined || data.may.includes(resource)
}

/** Everything this browser holds belongs to who was signed in: the page begins anew. */
export async function signOut(): Promise<void> {
  await deleteJson('/session')
  await forgetAnswers()
  location.assign('/')
}
