// The values a dimension has in this workspace, for filters: who and what had leads or touches within a year.

import { readMember } from '../charts/prepare/read-row.ts'
import type { Member } from './contract.ts'
import { useKpiQuery } from './use-query.ts'

/** The KPI whose rows name a dimension's values; leads have no stage. */
const countedBy: Record<string, string> = { stage: 'stage_entries', pipeline: 'stage_entries' }

export function useMembers(dimension: string, isAsked: boolean): { members: Member[]; isPending: boolean } {
  const answer = useKpiQuery({ kpis: [countedBy[dimension] ?? 'leads'], by: [dimension], last: '365d' }, isAsked)
  const rows = answer.data?.rows ?? []
  const members = rows.map((row) => readMember(row, dimension))
  return { members: members.toSorted((a, b) => (a.name ?? '').localeCompare(b.name ?? '')), isPending: answer.isPending }
}
