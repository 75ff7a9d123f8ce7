// KPIs over stretches of time that no question names: earlier periods of a plan, the days before today. The company's own view:
// whose rows may be shown is decided by who asks for it.
import { Temporal } from 'temporal-polyfill'
import type { PlainCell } from '../contract/answer.ts'
import type { KpiEntry } from '../contract/kpi-entry.ts'
import type { CreditMode, Query, Viewer } from '../contract/query.ts'
import { buildPlan } from '../kpi/build-plan.ts'
import type { Catalogue } from '../kpi/catalogue.ts'
import { emptyCell } from '../kpi/cells.ts'
import type { YardstickValues } from '../kpi/expression/types.ts'
import type { Frame } from '../kpi/passes/framing.ts'
import { groupKey, runPlan } from '../warehouse/run-plan.ts'
import { findActivity } from './find-activity.ts'
import { findPromised } from './find-promised.ts'
import { findYardsticks } from './find-yardsticks.ts'
import type { House } from './open-house.ts'
import { cellsOf } from './query-cells.ts'
import type { WorkspaceRules } from './workspace-rules.ts'

/** ISO instants; `until` = its end, or the moment asked if that is earlier. */
export type Span = { from: string; to: string; asOf: string }
export type SpanCells = ((span: number, group: readonly string[] | null) => PlainCell) & { groups?: readonly (readonly string[])[] }

/** Groups with a case in some span: keys of the dimensions. */
export const groupsOfSpans = (cells: SpanCells): readonly (readonly string[])[] => cells.groups ?? []
type SpanAsk = {
  catalogue: Catalogue
  by: readonly string[]
  spans: readonly Span[]
  where?: Query['where']
  credit?: CreditMode | undefined
  /** `until` is the end of the span though it lies ahead: for what is expected. */
  isAhead?: boolean
  /** False: cells of groups alone are read. */
  withTotal?: boolean
  /** Yardsticks of these spans that are known already. */
  yardsticks?: Readonly<Record<string, YardstickValues>> | undefined
}

const company: Viewer = { role: 'owner', person: null, teams: [] }
const SPANS_MAX = 1000

/** Cells by the number of the span and the keys of the group; no value where the catalogue has no such KPI. */
export async function measureSpans(
  house: House,
  rules: WorkspaceRules,
  { metric, ...ask }: SpanAsk & { metric: string },
): Promise<SpanCells> {
  return (await measureManySpans(house, rules, { ...ask, metrics: [metric] })).get(metric)!
}

/** The same of several KPIs at once: what is of one fact is read once. */
export async function measureManySpans(
  house: House,
  rules: WorkspaceRules,
  ask: SpanAsk & { metrics: readonly string[] },
): Promise<ReadonlyMap<string, SpanCells>> {
  const { catalogue, metrics, by, spans, where, withTotal = true } = ask
  const entries = metrics.flatMap((metric) => catalogue.byId.get(metric) ?? []).filter(({ measure }) => measure.type !== 'made')
  const none = new Map(metrics.map((metric): [string, SpanCells] => [metric, () => emptyCell('undefined')]))
  if (spans.length === 0 || entries.length === 0) return none
  if (spans.length > SPANS_MAX) return measureInParts(house, rules, ask)
  const frames = spans.map(
    ({ from, to, asOf }, no): Frame => ({
      no,
      side: 'current',
      bucket: null,
      from,
      until: ask.isAhead || Date.parse(to) < Date.parse(asOf) ? to : asOf,
      to,
      asOf,
    }),
  )
  const query = { kpis: entries.map(({ id }) => id), by: [...by], ...(where === undefined ? {} : { where }) }
  const [yardsticks, activity, promised] = await Promise.all([
    findYardsticks(house, rules, catalogue, query, frames, ask.yardsticks),
    findActivity(house.warehouse, rules, entries, frames),
    findPromised(house, rules, entries, frames[0]!.asOf),
  ])
  const lowering = { ...rules.lowering, yardsticks, ...activity, ...promised }
  const now = Temporal.Instant.from(frames[0]!.asOf)
  const { zone, workspace } = rules
  const credit = ask.credit ?? workspace.settings.credit
  const plan = { ...buildPlan(query, catalogue, { now, zone, lowering, credit, viewer: company }), frames }
  const question = { ws: workspace.num, frames, filters: plan.filters, viewer: company, lowering }
  const found = await runPlan(house.warehouse, plan, question, { withTotal })
  const cells = cellsOf(plan, found)
  const groups = [...found.groups.values()]
  const readOf = (entry: KpiEntry) => (span: number, group: readonly string[] | null) =>
    cells(entry, frames[span]!, group === null ? null : groupKey(group))
  return new Map([...none, ...entries.map((entry) => [entry.id, Object.assign(readOf(entry), { groups })] as const)])
}

/** More spans than one question holds, asked part by part. */
async function measureInParts(
  house: House,
  rules: WorkspaceRules,
  ask: SpanAsk & { metrics: readonly string[] },
): Promise<ReadonlyMap<string, SpanCells>> {
  const parts: ReadonlyMap<string, SpanCells>[] = []
  for (let at = 0; at < ask.spans.length; at += SPANS_MAX)
    parts.push(await measureManySpans(house, rules, { ...ask, spans: ask.spans.slice(at, at + SPANS_MAX) }))
  return new Map(
    ask.metrics.map((metric) => {
      const cells = parts.map((part) => part.get(metric)!)
      const groups = [...new Map(cells.flatMap(groupsOfSpans).map((group) => [groupKey(group), group])).values()]
      const read: SpanCells = (span, group) => cells[Math.floor(span / SPANS_MAX)]!(span % SPANS_MAX, group)
      return [metric, Object.assign(read, { groups })] as const
    }),
  )
}
