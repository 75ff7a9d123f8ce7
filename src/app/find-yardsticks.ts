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
 * records of a row, asked by a filter, are those the row counts.
 */
export async function findYardsticks(
  house: House,
  rules: WorkspaceRules,
  catalogue: Catalogue,
  query: Pick<Query, 'kpis'>,
  frames: readonly Frame[],
): Promise<Record<string, YardstickValues>> {
  const asked = query.kpis.flatMap((id) => catalogue.byId.get(id) ?? [])
  const names = [...new Set(asked.flatMap(yardsticksOf))]
  const found = await Promise.all(names.map(async (id) => [id, await measure(house, rules, yardsticks[id] as Yardstick, frames)] as const))
  return Object.fromEntries(found)
}

async function measure(house: House, rules: WorkspaceRules, yardstick: Yardstick, frames: readonly Frame[]): Promise<YardstickValues> {
  const { entry, days, casesMin } = yardstick
  const before = frames.map((frame) => {
    // What is expected is asked of days ahead; what is usual is known up to the moment asked.
    const until = Temporal.Instant.fromEpochMilliseconds(Math.min(Date.parse(frame.until), Date.parse(frame.asOf)))
    return { ...frame, from: until.subtract({ hours: 24 * days }).toString(), until: until.toString(), asOf: until.toString() }
  })
  const viewer = { role: 'owner' as const, person: null, teams: [] }
  const catalogue: Catalogue = { families: [], byId: new Map([[entry.id, entry]]) }
  const now = Temporal.Instant.from(frames[0]?.asOf ?? '1970-01-01T00:00:00Z')
  const plan = {
    ...buildPlan({ kpis: [entry.id], by: ['stage'] }, catalogue, {
      now,
      zone: rules.zone,
      lowering: rules.lowering,
      credit: 'closer',
      viewer,
    }),
    frames: before,
  }
  const found = await runPlan(house.warehouse, plan, {
    ws: rules.workspace.num,
    frames: before,
    filters: plan.filters,
    viewer,
    lowering: rules.lowering,
  })
  const kpi = plan.kpis[0]
  const values = new Map<number, Map<string, number>>()
  if (kpi?.kind !== 'measured') return values
  const part = kpi.parts[0]
  for (const frame of before) {
    const byStage = new Map<string, number>()
    for (const [group, keys] of found.groups) {
      const cell = finishOne(kpi.finish, part === undefined ? null : found.of(part, frame.no, group))
      if (cell.value !== null && cell.n >= casesMin) byStage.set(keys[0] ?? '', cell.value)
    }
    values.set(frame.no, byStage)
  }
  return values
}
