// Why a figure changed: POST /api/explain; where the funnel loses most: POST /api/bottlenecks.
import type { UseQueryResult } from '@tanstack/react-query'
import type { BottlenecksAnswer, BottlenecksQuery, ExplainAnswer, ExplainQuery } from './contract.ts'
import { useFacts } from './use-facts.ts'

export function useExplain(question: Partial<ExplainQuery>, isAsked: boolean): UseQueryResult<ExplainAnswer> {
  return useFacts<ExplainAnswer>('/explain', question, isAsked)
}

export function useBottlenecks(question: Partial<BottlenecksQuery>, isAsked: boolean): UseQueryResult<BottlenecksAnswer> {
  return useFacts<BottlenecksAnswer>('/bottlenecks', question, isAsked)
}
