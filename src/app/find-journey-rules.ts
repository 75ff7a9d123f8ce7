// How a question reads journeys: the model it asks, and for markov the share of every channel in each of its frames. Those shares are
// the company's under the same filters except people (rule 15) and channels, which are what they divide.
import { Temporal } from 'temporal-polyfill'
import type { KpiEntry } from '../contract/kpi-entry.ts'
import type { Query, Viewer } from '../contract/query.ts'
import { TRACKER_SOURCE } from '../contract/visits.ts'
import { buildPlan } from '../kpi/build-plan.ts'
import type { Catalogue } from '../kpi/catalogue.ts'
import { findDimension, isOfPerson } from '../kpi/dimensions.ts'
import { parseExpression } from '../kpi/expression/parse.ts'
import type { JourneyRules, Lowering } from '../kpi/expression/types.ts'
import { namesIn } from '../kpi/formula.ts'
import { channelsOf, pathLosses, pathWins, readsCredits, readsJourneys } from '../kpi/journey-figures.ts'
import { type ChannelPath, removalEffects } from '../stats/removal-effects.ts'
import type { Warehouse } from '../warehouse/client.ts'
import { runPlan } from '../warehouse/run-plan.ts'
import { cellsOf } from './query-cells.ts'
import type { WorkspaceRules } from './workspace-rules.ts'

/** Share of every channel, by frame. */
export type Shares = readonly ReadonlyMap<string, number>[]
/** `shares` where they were found on the way; `isCounted`: how many cases figures have is all that is read of them. */
type Asked = { query: Query; now: Date; shares?: Shares | undefined; isCounted?: boolean | undefined }

const company: Viewer = { role: 'owner', person: null, teams: [] }

export async function findJourneyRules(
  warehouse: Warehouse,
  rules: WorkspaceRules,
  { query, now, shares: known, isCounted = false }: Asked,
  entries: readonly KpiEntry[],
): Promise<Pick<Lowering, 'journeys' | 'withRepeat'>> {
  const { model = 'last_non_direct', with_repeat: withRepeat = false } = query
  const given = rules.lowering.journeys
  if (given === undefined) return {}
  // What a formula reads stands in other entries.
  const some = (reads: (measure: object) => boolean) =>
    entries.some(({ measure }) => measure.type === 'formula' || measure.type === 'payback' || reads(measure))
  if (!some(readsJourneys)) return { withRepeat }
  if (isCounted && model !== 'markov' && isWhole(query) && !entries.some((entry) => looksAtChannels(entry, entries)))
    return { journeys: { ...given, visits: 'none', model }, withRepeat }
  const journeys = { ...given, visits: await findVisits(warehouse, rules.workspace.num), model }
  if (model !== 'markov' || !some(readsCredits)) return { journeys, withRepeat }
  const shares = known ?? (await findShares(warehouse, { ...rules, lowering: { ...rules.lowering, journeys } }, query, now))
  return { journeys: { ...journeys, shares }, withRepeat }
}

/** The credits of a sale add up to one, whatever its visits were: without a filter they need not be looked at to count it. */
const isWhole = ({ where = {}, by = [] }: Query): boolean => Object.keys(where).length + by.length === 0

/** Does a figure count what came by some channels; of a formula of figures that are not at hand nobody knows. */
const looksAtChannels = ({ measure }: KpiEntry, entries: readonly KpiEntry[]): boolean =>
  measure.type === 'formula'
    ? namesIn(parseExpression(measure.formula)).some((name) => entries.every(({ id }) => id !== name))
    : readsJourneys(measure) && /\b(channel|channel_group|path)\b/.test(JSON.stringify(measure))

async function findVisits(warehouse: Warehouse, ws: number): Promise<JourneyRules['visits']> {
  const some = (where: string) => `exists(SELECT 1 FROM rec_visits WHERE ws = ${ws}${where} LIMIT 1)`
  const [row] = await warehouse.query<{ told: number; tracked: number }>(
    `SELECT ${some('')} AS told, ${some(` AND source = '${TRACKER_SOURCE}'`)} AS tracked`,
  )
  if (Number(row?.told) === 0) return 'none'
  return Number(row?.tracked) === 1 ? 'tracked' : 'told'
}

/** Share of every channel by frame: what the conversions lose without it (stats/removal-effects.ts). */
async function findShares(warehouse: Warehouse, { workspace, zone, lowering }: WorkspaceRules, query: Query, now: Date): Promise<Shares> {
  const figures = [pathWins, pathLosses]
  const catalogue: Catalogue = { families: [], byId: new Map(figures.map((entry) => [entry.id, entry])) }
  const { from, to, last, as_of, compare, grain } = query
  const where = Object.fromEntries(Object.entries(query.where ?? {}).filter(([id]) => isShared(id)))
  const plan = buildPlan({ kpis: figures.map(({ id }) => id), by: ['path'], from, to, last, as_of, compare, grain, where }, catalogue, {
    now: Temporal.Instant.fromEpochMilliseconds(now.getTime()),
    zone,
    lowering,
    credit: 'closer',
    viewer: company,
  })
  const found = await runPlan(warehouse, plan, { ws: workspace.num, frames: plan.frames, filters: plan.filters, viewer: company, lowering })
  const cell = cellsOf(plan, found)
  return plan.frames.map((frame) => {
    const paths: ChannelPath[] = [...found.groups].map(([key, [path = '']]) => ({
      channels: channelsOf(path),
      wins: cell(pathWins, frame, key).value ?? 0,
      losses: cell(pathLosses, frame, key).value ?? 0,
    }))
    return removalEffects(paths).shares
  })
}

/** Do the shares of channels depend on a filter of it. */
export function isShared(id: string): boolean {
  const dimension = findDimension(id)
  return id !== 'channel_group' && dimension !== undefined && !isOfPerson(dimension)
}
