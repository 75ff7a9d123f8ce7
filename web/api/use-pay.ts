// What a month comes to: POST /api/pay.
import type { UseQueryResult } from '@tanstack/react-query'
import type { ResourceOutput } from './contract.ts'
import { useFacts } from './use-facts.ts'

export function usePay(question: object, isAsked: boolean): UseQueryResult<ResourceOutput<'pay'>> {
  return useFacts<ResourceOutput<'pay'>>('/pay', question, isAsked)
}
