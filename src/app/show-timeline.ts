// The course of one lead or deal as far as the asker may see it: what is not theirs is as if it were not there.
import { Temporal } from 'temporal-polyfill'
import type { Member } from '../contract/answer.ts'
import { AppError } from '../contract/errors.ts'
import type { Timeline, TimelineEvent, TimelineQuery } from '../contract/timelines.ts'
import { onlyCall } from '../kpi/call-figures.ts'
import { withFigures } from '../kpi/funnel-figures.ts'
import { listingsOf, listSelects } from '../kpi/passes/list-cases.ts'
import { momentAsked } from '../kpi/passes/period.ts'
import { seenAs } from '../kpi/record-figures.ts'
import { listConnections } from '../store/tables/connections.ts'
import { findMembers, unknownMember } from '../warehouse/find-members.ts'
import { listCases, nameCases } from '../warehouse/list-records.ts'
import { type Asked, type CaseRow, readCase, readTimeline } from '../warehouse/read-timeline.ts'
import { loadCatalogue } from './load-catalogue.ts'
import type { House } from './open-house.ts'
import { planQuestion } from './plan-question.ts'
import { recordUrl } from './record-url.ts'
import type { Ask } from './run-query.ts'
import { findWorkspaceRules } from './workspace-rules.ts'

type TimelineAsk = Ask & { query: TimelineQuery }
const EVENTS_MAX = 1000
const dayMs = 86_400_000

export async function showTimeline(house: House, ask: TimelineAsk): Promise<Timeline> {
  const { kind, id } = ask.query
  const { workspace, zone } = await findWorkspaceRules(house, ask.workspace)
  const now = Temporal.Instant.fromEpochMilliseconds(ask.now.getTime())
  const asOf = momentAsked(ask.query.as_of, now, zone.timezone).toString()
  const found = await findSeen(house, ask, workspace.num, asOf)
  if (found === null)
    throw new AppError('not_found', `There is no record "${id}" for you.`, { path: 'id', hint: 'Its id is written source:id.' })
  const { row, asked } = found
  const parts = await readTimeline(house.warehouse, asked, row.lead)
  const [people, stages, [name = null], connections] = await Promise.all([
    findMembers(house.warehouse, workspace.num, 'people', [
      ...[...parts.stays, ...parts.touches, ...parts.tasks].map(({ person }) => person),
      ...row.owner_k,
      row.closer,
    ]),
    findMembers(
      house.warehouse,
      workspace.num,
      'stages',
      parts.stays.map(({ stage }) => stage),
    ),
    nameCases(house.warehouse, workspace.num, [
      { kind, id, at: null, amount: null, reason: null, company: row.company, contact: row.contact },
    ]),
    listConnections(house.store.db, workspace.num),
  ])
  const known = (members: ReadonlyMap<string, Member>) => (key: string) => members.get(key) ?? unknownMember
  return {
    ...{ workspace: workspace.id, timezone: zone.timezone, currency: workspace.settings.currency, as_of: asOf },
    record: { kind, id, name, amount: row.amount, url: recordUrl(connections, kind, id) },
    events: eventsOf(row, parts, { person: known(people), stage: known(stages), asOf: Date.parse(asOf) }).slice(-EVENTS_MAX),
  }
}

/** The case as a deal or as a lead, whichever it counts as and the asker may see. */
async function findSeen(house: House, ask: TimelineAsk, ws: number, asOf: string): Promise<{ row: CaseRow; asked: Asked } | null> {
  const { kind, id } = ask.query
  for (const fact of kind === 'deals' ? (['deals', 'leads'] as const) : (['leads'] as const)) {
    const asked = { ws, kind, fact, id, asOf }
    const row = (await seesRecord(house, ask, fact, asOf)) ? await readCase(house.warehouse, asked) : null
    if (row !== null) return { row, asked }
  }
  return null
}

async function seesRecord(house: House, ask: TimelineAsk, fact: Asked['fact'], asOf: string): Promise<boolean> {
  const { id } = ask.query
  const entries = seenAs[fact]
  const catalogue = withFigures(await loadCatalogue(), entries)
  const day = asOf.slice(0, 10)
  const query = { kpis: entries.map((entry) => entry.id), from: day, as_of: asOf }
  const { plan, question } = await planQuestion(house, { ...ask, query, catalogue })
  const listings = plan.kpis.flatMap((kpi) => listingsOf(kpi, plan, 'all'))
  const counts = await Promise.all(
    listings.map((listing) => listCases(house.warehouse, listSelects(onlyCall(listing, id), question), { limit: 0, offset: 0 })),
  )
  return counts.some(({ count }) => count > 0)
}

type Telling = { person: (key: string) => Member; stage: (key: string) => Member; asOf: number }
type Parts = Awaited<ReturnType<typeof readTimeline>>

/** Of the same moment what came first in the life of a case comes first. */
const order: Readonly<Record<TimelineEvent['kind'], number>> = {
  ...{ created: 0, owner: 1, stage: 2, touch: 3, task: 4, invoice: 5, payment: 6, won: 7, lost: 7 },
}

function eventsOf(row: CaseRow, { stays, touches, tasks, money }: Parts, { person, stage, asOf }: Telling): TimelineEvent[] {
  const event = (at: number, kind: TimelineEvent['kind'], part: Partial<TimelineEvent>) => ({
    ...{ person: unknownMember, stage: null, days: null, touch: null, task: null, amount: null, reason: null, ...part },
    ...{ at: new Date(at).toISOString(), kind },
  })
  const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())
  const closer = person(row.closer)
  const events: TimelineEvent[] = [
    event(row.created_at, 'created', {}),
    ...row.owner_k.map((owner, i) => event(row.owner_at[i] ?? row.created_at, 'owner', { person: person(owner) })),
    ...stays.map((stay) =>
      event(stay.entered_at, 'stage', {
        person: person(stay.person),
        stage: stage(stay.stage),
        days: Math.floor(((stay.left_at ?? asOf) - stay.entered_at) / dayMs),
      }),
    ),
    ...touches.map((touch) =>
      event(touch.at, 'touch', {
        person: person(touch.person),
        touch: { kind: touch.kind, direction: touch.direction, outcome: touch.outcome || null, duration_s: touch.duration_s },
      }),
    ),
    ...tasks.map((task) =>
      event(task.created_at, 'task', {
        person: person(task.person),
        task: { kind: task.kind, subject: task.subject || null, due_at: iso(task.due_at), done_at: iso(task.done_at) },
      }),
    ),
    ...money.map(({ kind, at, amount }) => event(at, kind, { amount })),
    ...(row.won_at === null ? [] : [event(row.won_at, 'won', { person: closer, amount: row.amount })]),
    ...(row.lost_at === null ? [] : [event(row.lost_at, 'lost', { person: closer, amount: row.amount, reason: row.lost_reason || null })]),
  ]
  return events
    .filter(({ at }) => Date.parse(at) <= asOf)
    .toSorted((a, b) => (a.at === b.at ? order[a.kind] - order[b.kind] : a.at < b.at ? -1 : 1))
}
