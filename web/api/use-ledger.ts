// Where every lead received is now: POST /api/ledger; what was refused and why: POST /api/lost.
import type { UseQueryResult } from '@tanstack/react-query'
import type { LedgerAnswer, LostAnswer, Query } from './contract.ts'
import { useFacts } from './use-facts.ts'

type Question = Pick<Query, 'from' | 'to' | 'last' | 'where'>

export function useLedger(question: Question, isAsked: boolean): UseQueryResult<LedgerAnswer> {
  return useFacts<LedgerAnswer>('/ledger', question, isAsked)
}

export function useLost(question: Question, isAsked: boolean): UseQueryResult<LostAnswer> {
  return useFacts<LostAnswer>('/lost', question, isAsked)
}
