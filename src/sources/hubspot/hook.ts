// Messages of HubSpot about changes: a list of events, of which several may be of one object; their own ids are not unique.
import { parseJson } from '../parse-json.ts'
import type { Hint, Hook, HookMessage } from '../source.ts'
import { toId, toText, toValues } from '../wire-values.ts'

const HINTS_MAX = 500

function readMessage({ body }: HookMessage): Hint[] | null {
  const events = parseJson(body)
  if (!Array.isArray(events)) return null
  const named = new Map<string, Hint>()
  for (const event of events.slice(0, HINTS_MAX).map(toValues)) {
    const [object, id] = [toText(event.subscriptionType)?.split('.')[0], toId(event.objectId)]
    if (object !== undefined && id !== null) named.set(`${object} ${id}`, { object, id })
  }
  return [...named.values()]
}

export const hubspotHook: Hook = { read: readMessage }
