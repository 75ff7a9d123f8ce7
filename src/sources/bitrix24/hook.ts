// Messages of Bitrix24 about changes: a form with the event and the id alone, sent once and never again.
import type { Hint, Hook, HookMessage } from '../source.ts'

function readMessage({ body }: HookMessage): Hint[] | null {
  const form = new URLSearchParams(body)
  const event = form.get('event')
  if (event === null || !/^ON[A-Z]/i.test(event)) return null
  const id = form.get('data[FIELDS][ID]') ?? form.get('data[FIELDS_AFTER][ID]') ?? form.get('data[CALL_ID]')
  return id === null ? [] : [{ object: event.toLowerCase(), id }]
}

export const bitrix24Hook: Hook = { read: readMessage }
