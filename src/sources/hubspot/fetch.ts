// Fetches HubSpot: what changed since the last time, what was deleted, then the past, the newest first. A window of time is searched
// for ids in their order, never by pages: search ends at 10,000 rows, and pages shift.
import type { HttpClient } from '../http-client.ts'
import type { Answer, Fetch, SyncBatch } from '../source.ts'
import { toId, toValues } from '../wire-values.ts'
import { nextOf, post, resultsOf } from './ask-hubspot.ts'
import type { HubObject } from './objects.ts'
import { type Portal, readArchived, readPointers, readPortal, readRecords } from './read-records.ts'
import { toMoment } from './schema.ts'

const MINUTE_MS = 60_000
const DAY_MS = 1440 * MINUTE_MS
/** TRICKY (HubSpot): search finds a change some time after it was made. */
const OVERLAP_MS = 15 * MINUTE_MS
const WINDOW_MS = 30 * DAY_MS
/** The list of deleted records is read whole each time. */
const SWEEP_MS = 60 * MINUTE_MS
const PAGE = 200
/** Records in a batch: a mass change may put the whole portal into one window. */
const BATCH_RECORDS = 2000

/** A window that is being read: which object, and the id after which it goes on. */
type Place = { from: number; to: number; isPast: boolean; object: string; after: string | null }
type State = { cursor?: number; frontier?: number; floor?: number; isDone?: boolean; sweptAt?: number; place?: Place | null }
type Run = { client: HttpClient; portal: Portal; state: State; startMs: number }

export const fetchHubspot: Fetch = async function* fetchHubspot(client, given, since) {
  const state: State = { ...given }
  const { at: startMs } = await client.get('/account-info/v3/details')
  const portal = await readPortal(client)
  const run: Run = { client, portal, state, startMs }
  const first = portal.objects[0]!.name
  if (state.place) yield* readWindow(run, state.place)
  if (state.cursor !== undefined) {
    yield* readWindow(run, { from: state.cursor - OVERLAP_MS, to: startMs, isPast: false, object: first, after: null })
    yield* sweep(run)
  }
  state.cursor ??= startMs
  state.sweptAt ??= startMs
  state.frontier ??= startMs
  state.floor = since === null ? (state.floor ?? (await findFloor(run))) : since.getTime()
  while (state.frontier > state.floor) {
    const from = Math.max(state.frontier - WINDOW_MS, state.floor)
    yield* readWindow(run, { from, to: state.frontier, isPast: true, object: first, after: null })
  }
}

function batchOf({ portal, state, startMs }: Run, answers: readonly Answer[]): SyncBatch {
  const completeFrom = state.isDone === true ? null : new Date(state.frontier ?? startMs)
  return { answers: [...portal.common, ...answers], state: { ...state }, completeFrom }
}

/** One window, object after object, in batches that keep their place. */
async function* readWindow(run: Run, window: Place): AsyncGenerator<SyncBatch> {
  const { client, portal, state } = run
  const { objects } = portal
  let answers: Answer[] = []
  let read = 0
  let at = Math.max(
    0,
    objects.findIndex(({ name }) => name === window.object),
  )
  let { after } = window
  while (at < objects.length) {
    const object = objects[at]!
    const ids = await searchIds(client, object, window, after)
    const found = await readRecords(client, portal, object, ids)
    answers.push(...found, ...(window.isPast ? [] : await readPointers(client, portal, object.name, found)))
    after = ids.length < BATCH_RECORDS ? null : ids.at(-1)!
    if (after === null) at += 1
    read += ids.length
    if (read < BATCH_RECORDS || at === objects.length) continue
    state.place = { ...window, object: objects[at]!.name, after }
    yield batchOf(run, answers)
    answers = []
    read = 0
  }
  state.place = null
  if (!window.isPast) state.cursor = window.to
  else {
    state.frontier = window.from
    state.isDone = window.from <= (state.floor ?? window.from)
  }
  yield batchOf(run, answers)
}

const within = ({ changed }: HubObject, { from, to }: Place) => [
  { propertyName: changed, operator: 'GTE', value: String(from) },
  { propertyName: changed, operator: 'LT', value: String(to) },
]

/** Ids of what changed within the window, in their order, as many as go into a batch. */
async function searchIds(client: HttpClient, object: HubObject, window: Place, begin: string | null): Promise<string[]> {
  const ids: string[] = []
  let after = begin
  while (ids.length < BATCH_RECORDS) {
    const beyond = after === null ? [] : [{ propertyName: 'hs_object_id', operator: 'GT', value: after }]
    const { body } = await post(client, `/crm/v3/objects/${object.name}/search`, {
      filterGroups: [{ filters: [...within(object, window), ...beyond] }],
      sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
      properties: ['hs_object_id'],
      limit: PAGE,
    })
    const found = resultsOf(body).flatMap(({ id }) => [toId(id) ?? []].flat())
    ids.push(...found)
    if (found.length === 0 || nextOf(body) === null) break
    after = found.at(-1)!
  }
  return ids
}

async function* sweep(run: Run): AsyncGenerator<SyncBatch> {
  const { client, portal, state, startMs } = run
  const sweptAt = state.sweptAt ?? startMs
  if (startMs - sweptAt < SWEEP_MS) return
  const answers = await readArchived(client, portal, sweptAt - OVERLAP_MS)
  state.sweptAt = startMs
  yield batchOf(run, answers)
}

/** When anything changed for the first time: nothing is older. */
async function findFloor({ client, portal, startMs }: Run): Promise<number> {
  let floor = startMs
  for (const { name, changed } of portal.objects) {
    const { body } = await post(client, `/crm/v3/objects/${name}/search`, {
      filterGroups: [],
      sorts: [{ propertyName: changed, direction: 'ASCENDING' }],
      properties: [changed],
      limit: 1,
    })
    const [oldest] = resultsOf(body)
    const at = Date.parse(toMoment(toValues(oldest?.properties)[changed]) ?? '')
    if (at < floor) floor = at
  }
  return floor
}
