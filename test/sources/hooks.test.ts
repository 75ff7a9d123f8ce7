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
