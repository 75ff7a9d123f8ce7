// Sales credited to channels, with the journeys behind them: POST /api/attribution.
import type { UseQueryResult } from '@tanstack/react-query'
import type { AttributionAnswer, AttributionQuery } from './contract.ts'
import { useFacts } from './use-facts.ts'

export function useAttribution(question: Partial<AttributionQuery>, isAsked: boolean): UseQueryResult<AttributionAnswer> {
  return useFacts<AttributionAnswer>('/attribution', question, isAsked)
}
