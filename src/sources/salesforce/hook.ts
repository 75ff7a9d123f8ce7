// Outbound messages of Salesforce: SOAP with up to a hundred notifications, sent again for a day until they are acknowledged in SOAP.
import type { Hint, Hook, HookMessage } from '../source.ts'

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

export const salesforceHook: Hook = { read: readMessage, reply: { type: 'text/xml', body: reply } }
