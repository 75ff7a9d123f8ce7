// Which calls are worth hearing: of each person as many, those with a reason first and the rest by lot, who was heard least first.
import { Temporal } from 'temporal-polyfill'
import type { Member } from '../contract/answer.ts'
import type { CallQueue, CallQueueQuery, HearReason, QueuedCall } from '../contract/reviews.ts'
import { readScriptParts } from '../contract/script.ts'
import { anyCalls, onlyCall, talks as talksFigure } from '../kpi/call-figures.ts'
import { resolvePeriod } from '../kpi/passes/period.ts'
import { findMembers, unknownMember } from '../warehouse/find-members.ts'
import { nameCases } from '../warehouse/list-records.ts'
import { listScripts, readTalks, readTranscript, type Talk } from '../warehouse/read-talks.ts'
import { seenCalls } from './list-reviews.ts'
import type { House } from './open-house.ts'
import type { Ask } from './run-query.ts'
import { findWorkspaceRules } from './workspace-rules.ts'

/** The latest talks of the period are chosen from. */
const READ_MAX = 5000
const LONG_S = 180
const WEAK = 0.4

export async function queueCalls(house: House, ask: Ask & { query: CallQueueQuery }): Promise<CallQueue> {
  const { workspace, zone } = await findWorkspaceRules(house, ask.workspace)
  const { per_person, call, where, ...period } = ask.query
  const now = Temporal.Instant.fromEpochMilliseconds(ask.now.getTime())
  const { from, to, asOf } = resolvePeriod(period, now, zone.timezone)
  const days = { from: from.toString(), to: to.toString() }
  const { ids } =
    call === undefined
      ? await seenCalls(house, ask, talksFigure.id, { limit: READ_MAX, span: { ...days, as_of: asOf.toString() }, where })
      : await seenCalls(house, ask, anyCalls.id, { limit: 1, only: (listing) => onlyCall(listing, call) })
  const read = await readTalks(house.warehouse, workspace.num, ids, asOf.toString())
  const chosen = call === undefined ? pickFairly(read, per_person) : read
  const members = await findMembers(
    house.warehouse,
    workspace.num,
    'people',
    read.map(({ person }) => person),
  )
  const memberOf = (key: string): Member => members.get(key) ?? unknownMember
  const [clients, scripts, transcript] = await Promise.all([
    nameCases(
      house.warehouse,
      workspace.num,
      chosen.map(({ id, company, contact }) => ({ kind: 'touches', id, at: null, amount: null, reason: null, company, contact })),
    ),
    listScripts(house.warehouse, workspace.num),
    call === undefined || ids.length === 0 ? null : readTranscript(house.warehouse, workspace.num, call),
  ])
  return {
    ...{ workspace: workspace.id, timezone: zone.timezone, currency: workspace.settings.currency, as_of: asOf.toString(), ...days },
    ...{ by: [], grain: null, compare: null },
    calls: chosen.map((talk, i) => tell(talk, memberOf(talk.person), clients[i] ?? null, transcript)),
    people: call === undefined ? countHeard(read, memberOf) : [],
    scripts: scripts.map(({ id, name, steps, objections }) => ({
      script: { id, name },
      steps: partsOf(steps),
      objections: partsOf(objections),
    })),
  }
}

const partsOf = (json: string) => readScriptParts(json).map(({ key, title }) => ({ key, title: title ?? null }))

function reasonsOf({ duration_s: duration, lost_soon, objections, score }: Talk): HearReason[] {
  const reasons: HearReason[] = [
    ...(lost_soon && (duration ?? 0) >= LONG_S ? ['lost_after_long' as const] : []),
    ...(objections.length > 0 ? ['objection' as const] : []),
    ...(score !== null && score < WEAK ? ['weak' as const] : []),
  ]
  return reasons.length > 0 ? reasons : ['sample']
}

/** One of each person in turn; of a person no reason twice before every other of theirs was taken once. */
export function pickFairly(talks: readonly Talk[], perPerson: number): Talk[] {
  const byPerson = Map.groupBy(talks, ({ person }) => person)
  const heard = (list: readonly Talk[]) => list.filter(({ reviewed }) => reviewed).length
  const lines = [...byPerson.values()]
    .toSorted((a, b) => heard(a) - heard(b) || (a[0]!.person < b[0]!.person ? -1 : 1))
    .map((list) => pickOf(list.filter(({ reviewed }) => !reviewed)).slice(0, perPerson))
  return Array.from({ length: perPerson }, (_, turn) => lines.flatMap((line) => line[turn] ?? [])).flat()
}

/** A person's talks in the order they are worth hearing: the first of each reason, the second of each, and so on. */
function pickOf(talks: readonly Talk[]): Talk[] {
  const ranks: readonly HearReason[] = ['lost_after_long', 'objection', 'weak', 'sample']
  const byLot = talks.toSorted((a, b) => (a.lot < b.lot ? -1 : 1))
  const byReason = ranks.map((reason) => byLot.filter((talk) => reasonsOf(talk)[0] === reason))
  const most = Math.max(0, ...byReason.map(({ length }) => length))
  return Array.from({ length: most }, (_, turn) => byReason.flatMap((list) => list[turn] ?? [])).flat()
}

function tell(talk: Talk, person: Member, client: string | null, transcript: string | null): QueuedCall {
  const { id, at, direction, duration_s, objections, score, reviewed, recording_url } = talk
  return {
    ...{ call: id, at, person, client, direction, duration_s, reasons: reasonsOf(talk), objections, score, reviewed },
    ...{ recording_url: recording_url || null, transcript },
  }
}

function countHeard(talks: readonly Talk[], memberOf: (key: string) => Member): CallQueue['people'] {
  return [...Map.groupBy(talks, ({ person }) => person)]
    .map(([key, list]) => ({ person: memberOf(key), talks: list.length, reviewed: list.filter(({ reviewed }) => reviewed).length }))
    .toSorted((a, b) => b.talks - a.talks || ((a.person.id ?? '') < (b.person.id ?? '') ? -1 : 1))
}
