// Ways from a record into the system it was read from, as their addresses are known to be written.
import { expect, it } from 'vitest'
import { recordUrl } from './record-url.ts'

const at = (system: string, address: string, account: string | null = null) => [{ source: 'crm', system, address, account }]
const card = '0065g00000ABcdeAAB'
const uuid = '018d7a52-9c3e-7f10-bb5e-0242ac120002'

it.each([
  ['amocrm', 'https://firm.amocrm.ru', null, 'leads', '17', 'https://firm.amocrm.ru/leads/detail/17'],
  ['kommo', 'https://firm.kommo.com', null, 'contacts', '17', 'https://firm.kommo.com/contacts/detail/17'],
  ['amocrm', 'https://firm.amocrm.ru', null, 'tasks', '17', null],
  ['bitrix24', 'https://firm.bitrix24.ua', null, 'deals', '17', 'https://firm.bitrix24.ua/crm/deal/details/17/'],
  ['bitrix24', 'http://portal.firm.lan:8080', null, 'leads', '17', 'http://portal.firm.lan:8080/crm/lead/details/17/'],
  ['pipedrive', 'https://firm.pipedrive.com', null, 'leads', uuid, `https://firm.pipedrive.com/leads/inbox/${uuid}`],
  ['pipedrive', 'https://firm.pipedrive.com', null, 'touches', 'mail-17', null],
  ['hubspot', 'https://api.hubapi.com', 'HubSpot 4242', 'deals', '17', 'https://app.hubspot.com/contacts/4242/record/0-3/17'],
  ['hubspot', 'https://api.hubapi.com', null, 'deals', '17', null],
  ['salesforce', 'https://firm.my.salesforce.com', null, 'tasks', card, `https://firm.my.salesforce.com/${card}`],
  ['salesforce', 'https://login.salesforce.com', null, 'deals', card, null],
  ['files', 'https://firm.example', null, 'deals', '17', null],
  ['amocrm', 'javascript:alert(1)', null, 'deals', '17', null],
  ['amocrm', 'https://firm.amocrm.ru', null, 'deals', '17/../../logout', null],
] as const)('%s at %s (%s): %s %s → %s', (system, address, account, kind, id, url) => {
  expect(recordUrl(at(system, address, account), kind, `crm:${id}`)).toBe(url)
})

it('knows no way for a source that is not connected', () => {
  expect(recordUrl(at('amocrm', 'https://firm.amocrm.ru'), 'leads', 'files:17')).toBe(null)
})
