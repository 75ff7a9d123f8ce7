// The one door to the contract: types only, so that no schema library reaches the browser.
export type { SessionAnswer } from '../../src/contract/access.ts'
export type { FunnelAnswer, FunnelQuery, FunnelStage, LeadState, LedgerAnswer, LostAnswer } from '../../src/contract/analyses.ts'
export type { Answer, AnswerColumn, AnswerRow, Cell, Member, PlainCell, RecordsAnswer, Unit } from '../../src/contract/answer.ts'
export type { AttributionAnswer, AttributionQuery } from '../../src/contract/attribution.ts'
export type { BriefAnswer, Finding } from '../../src/contract/brief.ts'
export type { Calendar, Weekday } from '../../src/contract/calendar.ts'
export type { ChannelCondition, ChannelGroup, ChannelRule } from '../../src/contract/channel-groups.ts'
export type {
  ContactsCurveAnswer,
  CurveQuery,
  PersistenceCurveAnswer,
  SpeedCurveAnswer,
  SurvivalCurveAnswer,
} from '../../src/contract/curves.ts'
export type { CltvAnswer, CohortsAnswer } from '../../src/contract/customer-analyses.ts'
export type { CustomerCondition, CustomerRule } from '../../src/contract/customer-rule.ts'
export type {
  Bottleneck,
  BottlenecksAnswer,
  BottlenecksQuery,
  ExplainAnswer,
  ExplainPart,
  ExplainQuery,
} from '../../src/contract/explain.ts'
export type { ImportAnswer, ImportNews } from '../../src/contract/imports.ts'
export type { KpiEntry, KpiFamily, Texts } from '../../src/contract/kpi-entry.ts'
export type { Meanings } from '../../src/contract/meanings.ts'
export type { OffersAnswer } from '../../src/contract/offers.ts'
export type { Agreement, NewOneOnOne, OneOnOne, OneOnOnePatch } from '../../src/contract/one-on-ones.ts'
export type { OwnKpis, OwnKpiTried } from '../../src/contract/own-kpis.ts'
export type { PlanEntry, PlanProgress, PlansAnswer } from '../../src/contract/plans.ts'
export type { Query, RecordPart } from '../../src/contract/query.ts'
export type { ResourceName, ResourceOutput } from '../../src/contract/resources.ts'
export type { CallQueue, QueuedCall, Review, ReviewedCall } from '../../src/contract/reviews.ts'
export type { Role } from '../../src/contract/roles.ts'
export type { SavedView } from '../../src/contract/saved-views.ts'
export type { AgendaItem, Scorecard, ScorecardFigure } from '../../src/contract/scorecard.ts'
export type { MaterialAsk, ScriptAsk, Scripts, ScriptTried, ScriptTry } from '../../src/contract/script-edits.ts'
export type { SettingKey, Settings } from '../../src/contract/settings.ts'
export type { Timeline, TimelineEvent } from '../../src/contract/timelines.ts'
export type { Norm, TodayAnswer, TodayPerson } from '../../src/contract/today.ts'
export type { Uploaded, UploadProposal, UploadTried } from '../../src/contract/uploads.ts'
