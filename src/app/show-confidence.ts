// How far figures can be believed: for each KPI the share of its cases that have the evidence it needs, less what sources that are missing
// or silent would have brought.
import { Temporal } from 'temporal-polyfill'
import type { Cell } from '../contract/answer.ts'
import type { ConfidenceAnswer, ConfidenceQuery, Missing } from '../contract/confidence.ts'
import type { KpiEntry } from '../contract/kpi-entry.ts'
import { momentAsked } from '../kpi/passes/period.ts'
import { mayAsk } from '../kpi/passes/rights.ts'
import { type Coverage, coverageOf } from '../kpi/source-coverage.ts'
import type { Workspace } from '../store/tables/workspaces.ts'
import { type KindFeed, listKindFeeds } from '../warehouse/kind-feeds.ts'
import { findGaming } from './find-gaming.ts'
import { loadOwnCatalogue } from './load-own-catalogue.ts'
import type { House } from './open-house.ts'
import { type Ask, runQuery } from './run-query.ts'
import { findWorkspaceRules } from './workspace-rules.ts'

const UNSEEN = 'unseen_progress'

/** Throws bad_usage for an unknown KPI, forbidden for one beyond the role. */
export async function showConfidence(house: House, ask: Ask & { query: ConfidenceQuery }): Promise<ConfidenceAnswer> {
  const { kpi, compare: _, ...query } = ask.query
  const { byId } = await loadOwnCatalogue(house, ask.workspace)
  const all = [...byId.values()].filter((entry) => mayAsk(entry, byId, ask.viewer))
  const asked = kpi === undefined ? all.map(({ id }) => id) : [kpi]
  // All in one question: what several KPIs read is then read once.
  const entries = asked.flatMap((id) => byId.get(id) ?? [])
  const [answer, gaming, { workspace, feeds }] = await Promise.all([
    runQuery(house, { ...ask, valuesOf: new Set([UNSEEN]), query: { ...query, kpis: [...new Set([...asked, UNSEEN])] } }),
    findGaming(house, { ...ask, query }),
    findFeeds(house, ask, [...new Set(entries.flatMap(({ needs }) => needs))]),
  ])
  const { rows: _rows, columns: _columns, total, notes, ...head } = answer
  const cells = new Map(Object.entries(total))
  const coverage = coverKinds(workspace, feeds, head)
  const kpis = entries.map((entry) => judge(entry, cells.get(entry.id), coverage))
  const first = kpi === undefined ? undefined : kpis[0]
  return {
    ...head,
    kpi: kpi ?? null,
    share: first === undefined ? leastOf(kpis.flatMap(({ share }) => share ?? [])) : first.share,
    missing: first?.missing ?? once(kpis.flatMap(({ missing }) => missing)),
    unseen: total[UNSEEN]!,
    gaming: gaming.sort((a, b) => Number(bears(b.bears_on, kpi)) - Number(bears(a.bears_on, kpi))),
    kpis,
    ...(notes.length === 0 ? {} : { notes }),
  }
}

const bears = (on: readonly string[], kpi: string | undefined) => kpi !== undefined && on.includes(kpi)
const leastOf = (shares: readonly number[]): number | null => (shares.length === 0 ? null : Math.min(...shares))
const once = (all: readonly Missing[]): Missing[] => [...new Map(all.map((one) => [JSON.stringify(one), one])).values()]

type Covered = { share: number; missing: Missing[] }

type Feeds = ReadonlyMap<string, readonly KindFeed[]>

/** What came in of each kind, up to the moment asked. */
async function findFeeds(house: House, { workspace: id, query, now }: Ask & { query: ConfidenceQuery }, kinds: readonly string[]) {
  const { workspace, zone } = await findWorkspaceRules(house, id)
  const asOf = momentAsked(query.as_of, Temporal.Instant.fromEpochMilliseconds(now.getTime()), zone.timezone)
  const until = asOf.round({ smallestUnit: 'second', roundingMode: 'floor' }).toString()
  const found = await listKindFeeds(house.warehouse, { ws: workspace.num, timezone: zone.timezone, until }, kinds)
  const feeds: Feeds = new Map(kinds.map((kind) => [kind, found.filter((feed) => feed.kind === kind)]))
  return { workspace, feeds }
}

/** How much of the period each kind of record covers. */
function coverKinds(
  { settings }: Workspace,
  feeds: Feeds,
  head: { from: string; to: string; as_of: string },
): ReadonlyMap<string, Covered> {
  const today = Temporal.Instant.from(head.as_of).toZonedDateTimeISO(settings.timezone).toPlainDate()
  const [from, end] = [dayNumber(head.from), dayNumber(head.to)]
  const to = Math.max(from + 1, Math.min(end, dayNumber(today.toString()) + 1))
  return new Map([...feeds].map(([kind, own]) => [kind, coverKind(kind, own, settings.complete_from, from, to)]))
}

function coverKind(
  kind: string,
  feeds: readonly KindFeed[],
  complete: Readonly<Record<string, Readonly<Record<string, string>>>>,
  from: number,
  to: number,
): Covered {
  if (feeds.length === 0) return { share: 0, missing: [{ source: null, kind, since: null, until: null }] }
  const dated = feeds.filter(({ days }) => days.length > 0)
  if (dated.length === 0) return { share: 1, missing: [] }
  const { share, gaps }: Coverage = coverageOf(
    dated.map((feed) => {
      const set = complete[feed.source]?.[kind]
      return { ...feed, from: set === undefined ? (feed.days[0] as number) : dayNumber(set) }
    }),
    from,
    to,
  )
  return { share, missing: gaps.map(({ source, since, until }) => ({ source, kind, since: dayText(since), until: dayText(until) })) }
}

const epoch = Temporal.PlainDate.from('1970-01-01')
const dayNumber = (day: string): number => epoch.until(Temporal.PlainDate.from(day), { largestUnit: 'day' }).days
const dayText = (day: number | null): string | null => (day === null ? null : epoch.add({ days: day }).toString())

/** Cases with the evidence among all, times what the scarcest kind of record it needs covers. */
function judge(entry: KpiEntry, cell: Cell | undefined, coverage: ReadonlyMap<string, Covered>): ConfidenceAnswer['kpis'][number] {
  const kinds = entry.needs.flatMap((kind) => coverage.get(kind) ?? [])
  const covered = Math.min(1, ...kinds.map(({ share }) => share))
  const missing = kinds.flatMap((kind) => kind.missing)
  const lacking = cell === undefined ? 0 : entry.lacking === 'excluded' ? cell.excluded : cell.unpriced
  const told = cell === undefined ? 0 : cell.n + cell.pending
  const share = told + lacking === 0 ? (covered === 0 ? 0 : null) : (told / (told + lacking)) * covered
  return { kpi: entry.id, share, missing }
}
