// Sales credited to channels, with the journeys behind them: POST /api/attribution.
import { type UseQueryResult, useQueries } from '@tanstack/react-query'
import type { AttributionAnswer, AttributionQuery } from './contract.ts'
import { postJson } from './http.ts'
import { factsQueryKey, useFacts } from './use-facts.ts'

const path = '/attribution'

export function useAttribution(question: Partial<AttributionQuery>, isAsked: boolean): UseQueryResult<AttributionAnswer> {
  return useFacts<AttributionAnswer>(path, question, isAsked)
}

/** The same question to several models. */
export function useAttributions(questions: readonly Partial<AttributionQuery>[], isAsked: boolean): UseQueryResult<AttributionAnswer>[] {
  return useQueries({
    queries: questions.map((question) => ({
      queryKey: factsQueryKey(path, question),
      queryFn: ({ signal }: { signal: AbortSignal }) => postJson<AttributionAnswer>(path, question, signal),
      enabled: isAsked,
    })),
  })
}
