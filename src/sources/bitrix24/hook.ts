// Messages of Bitrix24 about changes: a form with the event and the id alone, sent once and never again.
import { parseJson } from '../parse-json.ts'
import { isSameSecret } from '../same-secret.ts'
import type { Hint, Hook, HookKnown, HookMessage } from '../source.ts'
import { toText, toValues } from '../wire-values.ts'

function readMessage({ body }: HookMessage): Hint[] | null {
  const form = new URLSearchParams(body)
  const event = form.get('event')
  if (event === null || !/^ON[A-Z]/i.test(event)) return null
  const id = form.get('data[FIELDS][ID]') ?? form.get('data[FIELDS_AFTER][ID]') ?? form.get('data[CALL_ID]')
  return id === null ? [] : [{ object: event.toLowerCase(), id }]
}

/** By the token every event of an application or outgoing webhook carries, else by the portal it names. */
function isSigned({ body }: HookMessage, { token }: HookKnown): boolean {
  const form = new URLSearchParams(body)
  const known = toValues(parseJson(token))
  const [secret, portal] = [toText(known.application_token), toText(known.member_id)]
  if (secret !== null) return isSameSecret(form.get('auth[application_token]'), secret)
  return portal === null || isSameSecret(form.get('auth[member_id]'), portal)
}

export const bitrix24Hook: Hook = { read: readMessage, isSigned }
