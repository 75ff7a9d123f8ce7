// KPI questions: POST /api/query, and the records behind one cell: POST /api/records/search.
import type { UseQueryResult } from '@tanstack/react-query'
import type { Answer, Query, RecordPart, RecordsAnswer } from './contract.ts'
import { postJson } from './http.ts'
import { useFacts } from './use-facts.ts'

/** A question without KPIs is not asked. */
export function useKpiQuery(query: Query, isAsked = true): UseQueryResult<Answer> {
  return useFacts<Answer>('/query', query, isAsked && query.kpis.length > 0)
}

export type RecordsQuestion = Omit<Query, 'kpis' | 'order' | 'rank'> & { kpi: string; part: RecordPart; offset: number; limit: number }

/** The records in one piece, for a file. */
export function fetchRecords(question: RecordsQuestion): Promise<RecordsAnswer> {
  return postJson<RecordsAnswer>('/records/search', question)
}

export function useRecords(question: RecordsQuestion): UseQueryResult<RecordsAnswer> {
  return useFacts<RecordsAnswer>('/records/search', question)
}
