// The one door to the contract: types only, so that no schema library reaches the browser.
export type { FunnelAnswer, FunnelQuery, FunnelStage, LeadState, LedgerAnswer, LostAnswer } from '../../src/contract/analyses.ts'
export type { Answer, AnswerColumn, AnswerRow, Cell, Member, PlainCell, RecordsAnswer, Unit } from '../../src/contract/answer.ts'
export type { KpiEntry, KpiFamily, Texts } from '../../src/contract/kpi-entry.ts'
export type { Query, RecordPart } from '../../src/contract/query.ts'
export type { ResourceOutput } from '../../src/contract/resources.ts'
