// The queue of events a portal keeps for an application that has no address of its own: here it tells what was deleted. Read rows are
// given back only when what they told is in.
import type { HttpClient } from '../http-client.ts'
import type { Answer } from '../source.ts'
import { toText, toValues } from '../wire-values.ts'
import { askPortal } from './ask-portal.ts'

const METHOD = 'event.offline.get'
const ROWS_MAX = 500
const events = ['ONCRMDEALDELETE', 'ONCRMLEADDELETE', 'ONCRMCONTACTDELETE', 'ONCRMCOMPANYDELETE']

/** `queue`: whether the portal keeps one for us; a webhook's token may not ask for it. `readUnder`: what was read and not given back. */
export type QueueState = { queue?: 'kept' | 'none'; readUnder?: string | null }

/** Answers of the queue, for the map; changes `state`. */
export async function readQueue(client: HttpClient, state: QueueState): Promise<Answer[]> {
  if (state.queue === undefined) {
    const bound = await askPortal(
      client,
      events.map((event) => ({ method: 'event.bind', params: { event, event_type: 'offline' } })),
    )
    state.queue = bound.every(({ error }) => error === null || /already|exist/i.test(error)) ? 'kept' : 'none'
  }
  if (state.queue === 'none') return []
  if (state.readUnder) await askPortal(client, [{ method: 'event.offline.clear', params: { process_id: state.readUnder } }])
  const [reply] = await askPortal(client, [{ method: METHOD, params: { clear: 0, limit: ROWS_MAX } }])
  state.readUnder = reply!.error === null ? toText(toValues(reply!.result).process_id) : null
  return reply!.error === null ? [{ file: METHOD, line: 1, path: METHOD, body: { result: reply!.result } }] : []
}
