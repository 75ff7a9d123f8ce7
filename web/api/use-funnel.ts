// Stages with their outcomes: POST /api/funnel.
import type { UseQueryResult } from '@tanstack/react-query'
import type { FunnelAnswer, FunnelQuery } from './contract.ts'
import { useFacts } from './use-facts.ts'

export function useFunnel(question: Partial<FunnelQuery>, isAsked: boolean): UseQueryResult<FunnelAnswer> {
  return useFacts<FunnelAnswer>('/funnel', question, isAsked)
}
