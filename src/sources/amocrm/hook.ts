// Messages of amoCRM about changes: a form whose keys are paths, `leads[status][0][id]=25399013`, many objects in one body.
import type { Hint, Hook, HookKnown, HookMessage } from '../source.ts'

const ID = /^(\w+)\[\w+\]\[\d+\]\[id\]$/
const HINTS_MAX = 500

function readMessage({ body }: HookMessage): Hint[] | null {
  const form = new URLSearchParams(body)
  if (!form.has('account[id]') && !form.has('account[subdomain]')) return null
  const named = new Map<string, Hint>()
  for (const [key, id] of form) {
    const object = ID.exec(key)?.[1]
    if (object !== undefined && named.size < HINTS_MAX) named.set(`${object} ${id}`, { object, id })
  }
  return [...named.values()]
}

/** amoCRM signs nothing: a message may at least be of no other account. */
function isOfAccount({ body }: HookMessage, { address }: HookKnown): boolean {
  const subdomain = new URLSearchParams(body).get('account[subdomain]')
  const own = /^([\w-]+)\.(?:amocrm|kommo)\./.exec(new URL(address).hostname)?.[1]
  return subdomain === null || own === undefined || subdomain.toLowerCase() === own
}

export const amocrmHook: Hook = { read: readMessage, isSigned: isOfAccount }
