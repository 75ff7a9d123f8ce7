// Fetches Salesforce: what changed since the last time, deleted records too, then the past, the newest first.
import type { Fetch } from '../source.ts'
import { type WalkState, walkWindows } from '../walk-windows.ts'
import { toText } from '../wire-values.ts'
import { API, ask } from './ask-salesforce.ts'
import { lists } from './objects.ts'
import { type After, describeAll, type Fields, type Org, readPart, readReferences } from './read-cases.ts'

const MINUTE_MS = 60_000
const DAY_MS = 1440 * MINUTE_MS
/** TRICKY (Salesforce): a row may appear after others that were stamped later. */
const OVERLAP_MS = 10 * MINUTE_MS
const WINDOW_MS = 30 * DAY_MS
/** Rows taken in at once: each batch costs the warehouse the same statements. */
const BATCH_ROWS = 4000

type State = WalkState<After> & { fields?: Fields; describedAt?: number }

export const fetchSalesforce: Fetch = async function* fetchSalesforce(client, given, since) {
  const state: State = { ...given }
  const { at: startMs } = await client.get(`${API}/limits`)
  if (state.fields === undefined || startMs - (state.describedAt ?? 0) >= DAY_MS) {
    state.fields = await describeAll(client)
    state.describedAt = startMs
  }
  const { fields } = state
  const org: Org = { client, fields }
  const names = lists.map(({ name }) => name).filter((name) => fields[name] !== undefined)
  yield* walkWindows<After>(
    {
      ...{ state, startMs, overlapMs: OVERLAP_MS, windowMs: WINDOW_MS, batchRows: BATCH_ROWS },
      lists: names,
      common: await readReferences(org),
      read: (name, window, after) => readPart(org, { name, window, after }),
      findFloor: () => findFloor(org, names, startMs),
    },
    since,
  )
}

/** When anything changed for the first time: nothing is older. */
async function findFloor({ client }: Org, names: readonly string[], startMs: number): Promise<number> {
  let floor = startMs
  for (const name of names) {
    const { rows } = await ask(client, `SELECT SystemModstamp FROM ${name} ORDER BY SystemModstamp LIMIT 1`)
    const at = Date.parse((toText(rows[0]?.SystemModstamp) ?? '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
    if (at < floor) floor = at
  }
  return floor
}
