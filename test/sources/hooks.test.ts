import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { findSource } from '../../src/sources/systems.ts'

const read = (system: string, body: string) =>
  findSource(system)!.link!.hook!.read({ headers: new Headers(), body, url: 'https://rumb.example/api/hooks/crm?key=1.x' })

it('amoCRM names many objects in one form, with brackets written either way', () => {
  const body =
    'leads%5Bstatus%5D%5B0%5D%5Bid%5D=25399013&leads[status][0][status_id]=7039101&contacts[add][0][id]=7&leads[update][0][id]=25399013&account[id]=7039098'
  expect(read('amocrm', body)).toEqual([
    { object: 'leads', id: '25399013' },
    { object: 'contacts', id: '7' },
  ])
  expect(read('amocrm', 'account[id]=1&account[subdomain]=test')).toEqual([])
  expect(read('kommo', 'leads[add][0][id]=1')).toBeNull()
})

it('Bitrix24 names one object, or none where the event tells no id', () => {
  const body = 'event=ONCRMDEALUPDATE&data[FIELDS][ID]=6675&ts=1736424182&auth[domain]=acme.bitrix24.ru'
  expect(read('bitrix24', body)).toEqual([{ object: 'oncrmdealupdate', id: '6675' }])
  expect(read('bitrix24', 'event=ONTASKUPDATE&data%5BFIELDS_AFTER%5D%5BID%5D=8')).toEqual([{ object: 'ontaskupdate', id: '8' }])
  expect(read('bitrix24', 'event=ONAPPINSTALL')).toEqual([])
  expect(read('bitrix24', '{"event":"x"}')).toBeNull()
})

it('HubSpot sends a list, in which one object may stand more than once', () => {
  const one = { eventId: 1, subscriptionType: 'deal.propertyChange', objectId: 9, portalId: 3 }
  expect(
    read('hubspot', JSON.stringify([one, { ...one, propertyName: 'amount' }, { subscriptionType: 'contact.creation', objectId: 4 }])),
  ).toEqual([
    { object: 'deal', id: '9' },
    { object: 'contact', id: '4' },
  ])
  expect(read('hubspot', '{"objectId":1}')).toBeNull()
  expect(read('hubspot', 'nothing')).toBeNull()
})

it('Pipedrive names one object, in both versions of its messages', () => {
  const second = { meta: { action: 'change', entity: 'deal', entity_id: '12', id: 'a1f0', version: '2.0' }, data: {}, previous: {} }
  expect(read('pipedrive', JSON.stringify(second))).toEqual([{ object: 'deal', id: '12' }])
  const first = { v: 1, meta: { action: 'updated', object: 'person', id: 7 }, current: {}, previous: {} }
  expect(read('pipedrive', JSON.stringify(first))).toEqual([{ object: 'person', id: '7' }])
  expect(read('pipedrive', '{"data":{}}')).toBeNull()
  expect(read('pipedrive', 'nothing')).toBeNull()
})

it('Salesforce names up to a hundred records in one message and wants to hear that they were taken', () => {
  const one = (type: string, id: string) =>
    `<Notification><Id>04l000000000001</Id><sObject xsi:type="sf:${type}" xmlns:sf="urn:sobject"><sf:Id>${id}</sf:Id></sObject></Notification>`
  const body = `<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>
    <notifications xmlns="http://soap.sforce.com/2005/09/outbound"><OrganizationId>00D000000000001</OrganizationId>
    ${one('Opportunity', '006000000000001AAA')}${one('Lead', '00Q000000000001AAA')}</notifications></soapenv:Body></soapenv:Envelope>`
  expect(read('salesforce', body)).toEqual([
    { object: 'Opportunity', id: '006000000000001AAA' },
    { object: 'Lead', id: '00Q000000000001AAA' },
  ])
  expect(read('salesforce', '<notes/>')).toBeNull()
  expect(findSource('salesforce')!.link!.hook!.reply?.body).toContain('<Ack>true</Ack>')
})

const now = new Date('2026-11-22T10:00:00Z')
const url = 'https://rumb.example/api/hooks/crm?key=1.x'
/** Does the hook of the system take the message for its own? */
function isSigned(
  system: string,
  body: string,
  { token = 'plain', address = 'https://acme.example', headers = {} as Record<string, string> } = {},
) {
  const { hook } = findSource(system)!.link!
  return hook!.isSigned?.({ headers: new Headers(headers), body, url }, { token, address, now }) ?? true
}

it('a message of HubSpot is signed with the secret of the application, not long ago', () => {
  const body = '[{"subscriptionType":"deal.creation","objectId":9}]'
  const token = JSON.stringify({ client_id: 'id', client_secret: 'secret', refresh_token: 'r' })
  const sign = (stamp: number, secret = 'secret', text = body) => ({
    'X-HubSpot-Request-Timestamp': String(stamp),
    'X-HubSpot-Signature-v3': createHmac('sha256', secret).update(`POST${url}${text}${stamp}`).digest('base64'),
  })
  const at = now.getTime()
  expect(isSigned('hubspot', body, { token, headers: sign(at) })).toBe(true)
  expect(isSigned('hubspot', body, { token, headers: sign(at - 299_000) })).toBe(true)
  for (const headers of [{}, sign(at - 301_000), sign(at, 'other'), sign(at, 'secret', `${body} `)])
    expect(isSigned('hubspot', body, { token, headers: headers as Record<string, string> })).toBe(false)
  const privateApp = JSON.stringify({ access_token: 'pat-1', client_secret: 'secret' })
  expect(isSigned('hubspot', body, { token: privateApp, headers: sign(at) })).toBe(true)
  // A bare token holds nothing to tell it by: the key in the address does.
  expect(isSigned('hubspot', body)).toBe(true)
})

it('a message of Bitrix24 carries the token of its application, or at least names its portal', () => {
  const body = (auth: string) => `event=ONCRMDEALUPDATE&data[FIELDS][ID]=6&${auth}`
  const own = JSON.stringify({ webhook: 'https://acme.bitrix24.ru/rest/1/x/', application_token: 'app-token' })
  expect(isSigned('bitrix24', body('auth[application_token]=app-token'), { token: own })).toBe(true)
  expect(isSigned('bitrix24', body('auth[application_token]=app-toke'), { token: own })).toBe(false)
  expect(isSigned('bitrix24', body('auth[domain]=acme.bitrix24.ru'), { token: own })).toBe(false)
  const application = JSON.stringify({ client_id: 'i', client_secret: 's', refresh_token: 'r', member_id: 'm1' })
  expect(isSigned('bitrix24', body('auth[member_id]=m1'), { token: application })).toBe(true)
  expect(isSigned('bitrix24', body('auth[member_id]=m2'), { token: application })).toBe(false)
})

it('a message of amoCRM or Salesforce is of no other account', () => {
  const body = (name: string) => `leads[add][0][id]=1&account[id]=7&account[subdomain]=${name}`
  expect(isSigned('amocrm', body('acme'), { address: 'https://acme.amocrm.ru' })).toBe(true)
  expect(isSigned('amocrm', body('evil'), { address: 'https://acme.amocrm.ru' })).toBe(false)
  const soap = (id: string) => `<notifications><OrganizationId>${id}</OrganizationId></notifications>`
  const token = JSON.stringify({ id: 'https://login.salesforce.com/id/00D000000000001AAA/005000000000001AAA' })
  expect(isSigned('salesforce', soap('00D000000000001AAA'), { token })).toBe(true)
  expect(isSigned('salesforce', soap('00D000000000002AAA'), { token })).toBe(false)
  expect(isSigned('salesforce', soap('00D000000000002AAA'))).toBe(true)
})
