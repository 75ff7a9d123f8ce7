// A person's figures of the period against the own weeks before, and where the others of the role lie.
import type { AnswerRow, Cell, Member, PlainCell } from '../../contract/answer.ts'
import type { KpiEntry } from '../../contract/kpi-entry.ts'
import type { Query, Viewer } from '../../contract/query.ts'
import type { ScorecardFigure } from '../../contract/scorecard.ts'
import { quantileRanks } from '../../stats/plain-quantile.ts'
import { changeOf } from '../change-of.ts'
import { loadCatalogue } from '../load-catalogue.ts'
import type { House } from '../open-house.ts'
import { type Ask, runQuery } from '../run-query.ts'

const shown: Readonly<Record<ScorecardFigure['part'], readonly string[]>> = {
  result: ['revenue', 'won_deals', 'win_rate', 'average_deal', 'discount_rate'],
  speed: ['first_response_p50', 'response_within_15m', 'missed_call_rate', 'reply_p50'],
  activity: ['calls', 'calls_effective', 'meetings_held', 'touches_per_workday', 'next_step_rate'],
  persistence: ['touches_per_lead', 'persistence_rate', 'attempt_gap_p50', 'contact_gap_p50'],
  tasks: ['tasks_on_time_rate', 'overdue_tasks', 'deals_without_task', 'stalled_deals', 'tasks_hollow'],
  scripts: ['script_coverage', 'call_score', 'objections_handled', 'material_usage'],
}
/** Fewer people would tell a single one. */
const PEERS_MIN = 4
const company: Viewer = { role: 'owner', person: null, teams: [] }

type Span = Required<Pick<Query, 'from' | 'to'>>
type Spans = { now: Span; own: Span; asOf: string; ownShare: number }

export async function compareFigures(
  house: House,
  ask: Ask,
  { person, role }: { person: string; role: string | null },
  { now, own, asOf, ownShare }: Spans,
): Promise<ScorecardFigure[]> {
  const { byId } = await loadCatalogue()
  const parts = Object.keys(shown) as ScorecardFigure['part'][]
  const entries = parts.flatMap((part) => shown[part].flatMap((id) => ({ part, entry: byId.get(id) })))
  const known = entries.flatMap(({ part, entry }) => (entry === undefined ? [] : [{ part, entry }]))
  const kpis = known.map(({ entry }) => entry.id)
  const where = { person: [person] }
  const [current, before, others] = await Promise.all([
    runQuery(house, { ...ask, query: { kpis, ...now, as_of: asOf, where } }),
    runQuery(house, { ...ask, query: { kpis, ...own, as_of: asOf, where } }),
    role === null
      ? null
      : runQuery(house, { ...ask, viewer: company, query: { kpis, ...now, as_of: asOf, by: ['person'], where: { role: [role] } } }),
  ])
  return known.map(({ part, entry }) => {
    const cell = compare(entry, current.total[entry.id]!, before.total[entry.id]!, ownShare)
    return { part, kpi: entry.id, cell, verdict: verdictOf(entry, cell), peers: peersOf(entry, others?.rows ?? []) }
  })
}

/** Counted or summed over the days of the period, so that twice the days make twice the figure. */
const isFlow = ({ measure }: KpiEntry) => (measure.type === 'count' || measure.type === 'sum') && measure.moment === 'event'

function compare(entry: KpiEntry, now: PlainCell, own: PlainCell, share: number): Cell {
  const scaled = (value: number | null) => (value === null ? null : value * share)
  const before = isFlow(entry) ? { ...own, value: scaled(own.value), low: scaled(own.low), high: scaled(own.high) } : own
  return { ...now, previous: before, change: changeOf(entry, now, before) }
}

/** Better or worse only where chance alone would hardly do it: limits of the change, else limits that do not meet. */
export function verdictOf({ better }: Pick<KpiEntry, 'better'>, { previous, change, ...now }: Cell): ScorecardFigure['verdict'] {
  if (previous === undefined || change === undefined || change.abs === null) return 'none'
  if (change.abs === 0) return 'same'
  const isClear =
    change.low !== null && change.high !== null
      ? change.low > 0 || change.high < 0
      : (now.low !== null && previous.high !== null && now.low > previous.high) ||
        (now.high !== null && previous.low !== null && now.high < previous.low)
  if (!isClear || better === 'neutral') return 'unclear'
  return change.abs > 0 === (better === 'higher') ? 'better' : 'worse'
}

function peersOf({ id }: KpiEntry, rows: readonly AnswerRow[]): ScorecardFigure['peers'] {
  const values = rows.flatMap((row) => {
    const value = (row.person as Member).id === null ? null : (row[id] as Cell).value
    return value === null ? [] : [value]
  })
  if (values.length < PEERS_MIN) return null
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[quantileRanks(sorted.length, share).value - 1]!
  return { people: values.length, median: at(0.5), low: at(0.25), high: at(0.75) }
}
