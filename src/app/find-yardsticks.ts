// Asks the company's yardsticks that the KPIs of a question read, for each of its frames.
import { Temporal } from 'temporal-polyfill'
import type { Query } from '../contract/query.ts'
import { buildPlan } from '../kpi/build-plan.ts'
import type { Catalogue } from '../kpi/catalogue.ts'
import { finishOne } from '../kpi/cells.ts'
import type { YardstickValues } from '../kpi/expression/types.ts'
import type { Frame } from '../kpi/passes/framing.ts'
import { type Yardstick, yardsticks, yardsticksOf } from '../kpi/yardsticks.ts'
import { runPlan } from '../warehouse/run-plan.ts'
import type { House } from './open-house.ts'
import type { WorkspaceRules } from './workspace-rules.ts'

/**
 * Values of every yardstick the asked KPIs need, by name. They are the company's whatever the question is filtered by, so that the
 * records of a row, asked by a filter, are those the row counts. `known`: those of these frames found before.
 */
export async function findYardsticks(
  house: House,
  rules: WorkspaceRules,
  catalogue: Catalogue,
  query: Pick<Query, 'kpis'>,
  frames: readonly Frame[],
  known: Readonly<Record<string, YardstickValues>> = {},
): Promise<Record<string, YardstickValues>> {
  const asked = query.kpis.flatMap((id) => catalogue.byId.get(id) ?? [])
  const names = [...new Set(asked.flatMap(yardsticksOf))].filter((id) => known[id] === undefined)
  // Quantiles of one kind of stay are read once.
  const alike = [...Map.groupBy(names, (id) => casesOf(yardsticks[id]!)).values()]
  const found = await Promise.all(
    alike.map((ids) =>
      measure(
        house,
        rules,
        ids.map((id) => yardsticks[id]!),
        frames,
      ),
    ),
  )
  return { ...known, ...Object.fromEntries(alike.flatMap((ids, i) => ids.map((id, at) => [id, found[i]![at]!]))) }
}

/** What a yardstick reads, whatever it makes of it. */
const casesOf = ({ entry: { measure }, days }: Yardstick): string => JSON.stringify([{ ...measure, q: null }, days])

/** Values of yardsticks of the same cases, in their order. */
async function measure(
  house: House,
  rules: WorkspaceRules,
  alike: readonly Yardstick[],
  frames: readonly Frame[],
): Promise<YardstickValues[]> {
  const { entry, days } = alike[0]!
  const before = frames.map((frame) => {
    // What is expected is asked of days ahead; what is usual is known up to the moment asked.
    const until = Temporal.Instant.fromEpochMilliseconds(Math.min(Date.parse(frame.until), Date.parse(frame.asOf)))
    return { ...frame, from: until.subtract({ hours: 24 * days }).toString(), until: until.toString(), asOf: until.toString() }
  })
  const viewer = { role: 'owner' as const, person: null, teams: [] }
  const catalogue: Catalogue = { families: [], byId: new Map([[entry.id, entry]]) }
  const now = Temporal.Instant.from(frames[0]?.asOf ?? '1970-01-01T00:00:00Z')
  const asking = { now, zone: rules.zone, lowering: rules.lowering, credit: 'closer' as const, viewer }
  const plan = { ...buildPlan({ kpis: [entry.id], by: ['stage'] }, catalogue, asking), frames: before }
  const question = { ws: rules.workspace.num, frames: before, filters: plan.filters, viewer, lowering: rules.lowering }
  const found = await runPlan(house.warehouse, plan, question, { withTotal: false })
  const kpi = plan.kpis[0]
  if (kpi?.kind !== 'measured') return alike.map(() => new Map())
  const part = kpi.parts[0]
  const readOf = ({ entry: { measure }, casesMin }: Yardstick, frame: Frame, group: string): number | null => {
    const finish = measure.type === 'survival_quantile' && kpi.finish.type === measure.type ? { ...kpi.finish, q: measure.q } : kpi.finish
    const cell = finishOne(finish, part === undefined ? null : found.of(part, frame.no, group))
    return cell.n >= casesMin ? cell.value : null
  }
  return alike.map((yardstick) => {
    const byStage = (frame: Frame) =>
      [...found.groups].flatMap(([group, [stage = '']]): [string, number][] => {
        const value = readOf(yardstick, frame, group)
        return value === null ? [] : [[stage, value]]
      })
    return new Map(before.map((frame) => [frame.no, new Map(byStage(frame))]))
  })
}
