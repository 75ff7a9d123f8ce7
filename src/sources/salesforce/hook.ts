// Outbound messages of Salesforce: SOAP with up to a hundred notifications, sent again for a day until they are acknowledged in SOAP.
import { parseJson } from '../parse-json.ts'
import type { Hint, Hook, HookKnown, HookMessage } from '../source.ts'
import { toText, toValues } from '../wire-values.ts'

const NOTIFICATION = /<sObject[^>]*\bxsi:type="(?:\w+:)?(\w+)"[^>]*>[\s\S]*?<(?:\w+:)?Id>([A-Za-z0-9]{15,18})<\/(?:\w+:)?Id>/g
const HINTS_MAX = 500

function readMessage({ body }: HookMessage): Hint[] | null {
  if (!/<(?:\w+:)?notifications[\s>]/.test(body)) return null
  const named = new Map<string, Hint>()
  for (const [, object, id] of body.matchAll(NOTIFICATION))
    if (named.size < HINTS_MAX) named.set(`${object} ${id}`, { object: object!, id: id! })
  return [...named.values()]
}

const reply =
  '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>' +
  '<notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse>' +
  '</soapenv:Body></soapenv:Envelope>'

/** Salesforce signs nothing: a message may at least be of no other organisation than the one that gave the tokens. */
function isOfOrganisation({ body }: HookMessage, { token }: HookKnown): boolean {
  const own = /\/id\/(00D\w{12})/.exec(toText(toValues(parseJson(token)).id) ?? '')?.[1]
  const told = /<(?:\w+:)?OrganizationId>(00D\w{12})/.exec(body)?.[1]
  return own === undefined || told === own
}

export const salesforceHook: Hook = { read: readMessage, isSigned: isOfOrganisation, reply: { type: 'text/xml', body: reply } }
