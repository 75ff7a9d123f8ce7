// Messages of HubSpot about changes: a list of events, of which several may be of one object; their own ids are not unique.
import { createHmac } from 'node:crypto'
import { parseJson } from '../parse-json.ts'
import { isSameSecret } from '../same-secret.ts'
import type { Hint, Hook, HookKnown, HookMessage } from '../source.ts'
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

const AGE_MAX_MS = 300_000

/** The third version of the signature, with the secret of the application, of the last five minutes. */
function isSigned({ headers, body, url }: HookMessage, { token, now }: HookKnown): boolean {
  const secret = toText(toValues(parseJson(token)).client_secret)
  if (secret === null) return true
  const stamp = headers.get('X-HubSpot-Request-Timestamp') ?? ''
  if (!/^\d+$/.test(stamp) || Math.abs(now.getTime() - Number(stamp)) > AGE_MAX_MS) return false
  const right = createHmac('sha256', secret).update(`POST${url}${body}${stamp}`).digest('base64')
  return isSameSecret(headers.get('X-HubSpot-Signature-v3'), right)
}

export const hubspotHook: Hook = { read: readMessage, isSigned }
