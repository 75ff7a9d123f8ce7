// Fetches HubSpot: what changed since the last time, what was deleted, then the past, the newest first. A window of time is searched
// for ids in their order, never by pages: search ends at 10,000 rows, and pages shift.
import type { HttpClient } from '../http-client.ts'
import type { Fetch } from '../source.ts'
import { type WalkState, type Window, walkWindows } from '../walk-windows.ts'
import { toId, toValues } from '../wire-values.ts'
import { nextOf, post, resultsOf } from './ask-hubspot.ts'
import type { HubObject } from './objects.ts'
import { type Portal, readArchived, readPointers, readPortal, readRecords } from './read-records.ts'
import { toMoment } from './schema.ts'

const MINUTE_MS = 60_000
/** TRICKY (HubSpot): search finds a change some time after it was made. */
const OVERLAP_MS = 15 * MINUTE_MS
const WINDOW_MS = 30 * 1440 * MINUTE_MS
/** The list of deleted records is read whole each time. */
const SWEEP_MS = 60 * MINUTE_MS
const PAGE = 200
const PART_RECORDS = 2000
/** Records taken in at once: each batch costs the warehouse the same statements. */
const BATCH_RECORDS = 4000

type State = WalkState<string> & { sweptAt?: number }

export const fetchHubspot: Fetch = async function* fetchHubspot(client, given, since) {
  const state: State = { ...given }
  const { at: startMs } = await client.get('/account-info/v3/details')
  const portal = await readPortal(client)
  const sweptAt = state.sweptAt ?? startMs
  state.sweptAt = sweptAt
  yield* walkWindows<string>(
    {
      ...{ state, startMs, overlapMs: OVERLAP_MS, windowMs: WINDOW_MS, batchRows: BATCH_RECORDS },
      lists: portal.objects.map(({ name }) => name),
      common: portal.common,
      read: (name, window, after) => readPart(client, portal, { name, window, after }),
      readRest: async () => {
        if (startMs - sweptAt < SWEEP_MS) return []
        const answers = await readArchived(client, portal, sweptAt - OVERLAP_MS)
        state.sweptAt = startMs
        return answers
      },
      findFloor: () => findFloor(client, portal, startMs),
    },
    since,
  )
}

type Asked = { name: string; window: Window; after: string | null }

async function readPart(client: HttpClient, portal: Portal, { name, window, after }: Asked) {
  const object = portal.objects.find((one) => one.name === name)!
  const ids = await searchIds(client, object, window, after)
  const found = await readRecords(client, portal, object, ids)
  const pointing = window.isPast ? [] : await readPointers(client, portal, name, found)
  return { answers: [...found, ...pointing], rows: ids.length, after: ids.length < PART_RECORDS ? null : ids.at(-1)! }
}

const within = ({ changed }: HubObject, { from, to }: Window) => [
  { propertyName: changed, operator: 'GTE', value: String(from) },
  { propertyName: changed, operator: 'LT', value: String(to) },
]

/** Ids of what changed within the window, in their order, as many as go into a part. */
async function searchIds(client: HttpClient, object: HubObject, window: Window, begin: string | null): Promise<string[]> {
  const ids: string[] = []
  let after = begin
  while (ids.length < PART_RECORDS) {
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

/** When anything changed for the first time: nothing is older. */
async function findFloor(client: HttpClient, portal: Portal, startMs: number): Promise<number> {
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
