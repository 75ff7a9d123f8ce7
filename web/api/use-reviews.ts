// Calls as they were heard: GET and POST /api/reviews; calls worth hearing: POST /api/reviews/queue.
import { type UseMutationResult, type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { CallQueue, Review, ReviewedCall } from './contract.ts'
import { getJson, postJson } from './http.ts'
import { factsQueryKey, useFacts } from './use-facts.ts'

type Asked = { call?: string | undefined; person?: string | undefined; limit?: number }

export function useReviews({ call, person, limit }: Asked, isAsked = true): UseQueryResult<ReviewedCall[]> {
  const params = new URLSearchParams({
    ...(call === undefined ? {} : { call }),
    ...(person === undefined ? {} : { person }),
    ...(limit === undefined ? {} : { limit: String(limit) }),
  })
  const path = `/reviews?${params}`
  return useQuery({
    queryKey: factsQueryKey(path, null),
    queryFn: async ({ signal }) => (await getJson<{ calls: ReviewedCall[] }>(path, signal)).calls,
    enabled: isAsked,
  })
}

export function useCallQueue(question: object, isAsked: boolean): UseQueryResult<CallQueue> {
  return useFacts<CallQueue>('/reviews/queue', question, isAsked)
}

export function useReviewCall(): UseMutationResult<ReviewedCall, Error, Review> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (review: Review) => postJson<ReviewedCall>('/reviews', review),
    // The figures follow by the live news; asked for after every call they would hold up whoever scores several in a row.
    onSuccess: ({ call }) =>
      client.invalidateQueries({
        predicate: ({ queryKey }) => queryKey.some((part) => typeof part === 'string' && part.includes(encodeURIComponent(call))),
      }),
  })
}
