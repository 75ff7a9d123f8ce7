// What every analysis hook shares: the key of a question, so that a change of facts refreshes all of them at once.
import { keepPreviousData, type QueryKey, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { postJson, readWorkspace } from './http.ts'

export const factsKey = 'facts'
const freshMs = 60_000

/** The language is part of it: the server names members and writes notes in it. */
export function factsQueryKey(path: string, body: unknown): QueryKey {
  return [factsKey, readWorkspace(), document.documentElement.lang, path, body]
}

/** A POST analysis as a query: same question, same key. While a new question runs the old answer stays in sight. */
export function useFacts<Answer>(path: string, body: unknown, isAsked = true): UseQueryResult<Answer> {
  return useQuery<Answer>({
    queryKey: factsQueryKey(path, body),
    queryFn: ({ signal }) => postJson<Answer>(path, body, signal),
    enabled: isAsked,
    staleTime: freshMs,
    placeholderData: keepPreviousData,
  })
}
