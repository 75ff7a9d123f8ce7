// Shapes that recorded answers come in beside the usual page: several pages in a list, batches in which a part failed, bare objects that
// only the name of their file tells apart. Nothing of them may be lost without a word.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openRaw } from '../../src/sources/open-raw.ts'
import { mapAnswers } from './map-answers.ts'

const directory = mkdtempSync(join(tmpdir(), 'rumb-odd-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** How many records of each kind a file gives, and what nobody could read. */
async function open(system: string, name: string, text: string) {
  const path = join(directory, name)
  writeFileSync(path, text)
  const { tables, unread } = await openRaw([path], { system, known: async () => ({}), onFile: () => undefined })
  return [Object.fromEntries(tables.map(({ kind, rows }) => [kind, rows])), unread.map(({ reason }) => reason)]
}

const amoLead = { id: 1, status_id: 142, pipeline_id: 7, price: 5, closed_at: 1_700_000_100, created_at: 1_700_000_000 }
const amoPage = { _page: 1, _links: { self: { href: 'https://a.kommo.com/api/v4/leads?page=1' } }, _embedded: { leads: [amoLead] } }

describe('a file of recorded answers', () => {
  it('may hold pages in a list, or what a recorder of requests wrote', async () => {
    const two = JSON.stringify([amoPage, { ...amoPage, _embedded: { leads: [{ ...amoLead, id: 2 }] } }])
    expect(await open('amocrm', 'pages.json', two)).toEqual([{ deals: 2, stage_changes: 2 }, []])
    const cassette = { request: { method: 'GET', url: 'https://a.kommo.com/api/v4/leads' }, response: { status: 200, body: amoPage } }
    expect(await open('amocrm', 'cassette.ndjson', JSON.stringify(cassette))).toEqual([{ deals: 1, stage_changes: 1 }, []])
    expect(await open('hubspot', 'x.json', JSON.stringify({ url: '/crm/v3/objects/notes', response: { results: [{ id: 1 }] } }))).toEqual([
      {},
      [],
    ])
  })

  it('may hold documents one after another, or a map of what was asked', async () => {
    const pretty = [1, 2].map((id) => JSON.stringify({ ...amoLead, id, name: 'a "}" b' }, null, 2)).join('\n')
    expect(await open('amocrm', 'x.json', pretty)).toEqual([{ deals: 2, stage_changes: 2 }, []])
    const asked = { 'crm.deal.list': { result: [{ ID: '1', STAGE_ID: 'NEW' }] }, 'crm.company.list': { result: [{ ID: '2', TITLE: 'A' }] } }
    expect(await open('bitrix24', 'x.json', JSON.stringify(asked))).toEqual([{ deals: 1, companies: 1 }, []])
    expect((await open('amocrm', 'x.json', `${pretty}}`))[1]!.length).toBeGreaterThan(1)
  })

  it('says by its name what its bare objects are, where they do not', async () => {
    expect(await open('amocrm', 'loss_reasons.json', '[{"id":7,"name":"Дорого","sort":1}]')).toEqual([{ lost_reasons: 1 }, []])
    expect(await open('amocrm', 'x.json', '[{"id":7,"name":"Дорого","sort":1}]')).toEqual([
      {},
      ['nobody knows what this object is: give its path'],
    ])
    expect(await open('bitrix24', 'crm.company.list.json', '{"result":[{"ID":"5","TITLE":"Crossroads"}],"total":1}')).toEqual([
      { companies: 1 },
      [],
    ])
    expect(await open('salesforce', 'Account.csv', 'Id,Name,Industry\nA-1,Acme,IT\n')).toEqual([{ companies: 1 }, []])
    expect(await open('hubspot', 'deals-1.ndjson', '{"id":"5","properties":{"hs_object_id":"5"}}')).toEqual([{ deals: 1 }, []])
  })
})

describe('odd answers', () => {
  it('of amoCRM: a dictionary by its link, a note at a company, a value that is only a link', () => {
    const links = (path: string) => ({ _links: { self: { href: `https://a.amocrm.ru/api/v4/${path}` } } })
    const note = { id: 3, entity_id: 31, note_type: 'call_in', created_at: 1_700_000_000, params: { duration: 5, call_result: 'ok' } }
    const chained = { field_id: 1, field_name: 'Модель', field_type: 'chained_list', values: [{ value: null, catalog_element_id: 9 }] }
    const got = mapAnswers('amocrm', [
      [null, { id: 7, name: 'Дорого', ...links('leads/loss_reasons/7') }],
      [null, { id: 8, name: 'тег', ...links('leads/tags/8') }],
      [null, { ...note, ...links('companies/31/notes/3') }],
      [null, { ...amoLead, custom_fields_values: [chained] }],
    ])
    expect(got.refused).toEqual([])
    expect(got.lost_reasons).toEqual([{ id: '7', name: 'Дорого' }])
    expect(got.touches).toMatchObject([{ id: '3', extra: { companies_id: '31', result: 'ok' } }])
    expect(got.deals).toMatchObject([{ id: '1', outcome: 'won', extra: { Модель: '9' } }])
  })

  it('of Bitrix24: a batch in which a command failed, a list of fields, dates that are written with a clock, the money of a lead', () => {
    const result = { deals: [{ ID: '1', STAGE_ID: 'NEW', CATEGORY_ID: '0', CLOSEDATE: '2026-05-01T00:00:00+03:00' }] }
    const failed = { calls: { error: 'insufficient_scope', error_description: 'no telephony' } }
    const field = (more: object) => ({ type: 'string', isReadOnly: false, ...more })
    const got = mapAnswers('bitrix24', [
      ['/rest/batch', { result: { result, result_error: failed, result_total: { deals: 1 } } }],
      [null, { result: { ID: field({}), STAGE_ID: field({}), UF_CRM_7: field({ formLabel: 'Region' }) } }],
      [null, { result: { items: [{ id: 9, stageId: 'NEW', opportunity: 900, currencyId: 'KZT', lastName: 'Weber' }] } }],
      ['/rest/1/x/crm.item.list', { result: { items: [{ id: 8, stageId: 'C1:WON' }] } }],
      [null, { result: [{ CURRENCY: 'USD', AMOUNT_CNT: '1', AMOUNT: '1.0000', BASE: 'Y' }] }],
    ])
    expect(got.refused.map(({ column, reason }) => [column, reason])).toEqual([
      ['result.result_error.calls', 'Bitrix24 answered with an error: insufficient_scope no telephony'],
    ])
    expect(got.deals).toMatchObject([
      { id: '1', expected_close_at: '2026-05-01' },
      { id: '8', outcome: 'won' },
    ])
    expect(got.leads).toMatchObject([{ id: '9', extra: { amount: '900', currency: 'KZT' } }])
  })

  it('of HubSpot: records of a batch that were not found, objects named by their type, who owned nothing', () => {
    const owners = [
      { value: '77', timestamp: '2026-01-03T00:00:00Z' },
      { value: '', timestamp: '2026-01-01T00:00:00Z' },
    ]
    const got = mapAnswers('hubspot', [
      [
        '/crm/v3/objects/deals/batch/read',
        {
          results: [{ id: '1', properties: { dealname: 'a' }, propertiesWithHistory: { hubspot_owner_id: owners } }],
          errors: [{ status: 'error', category: 'OBJECT_NOT_FOUND', message: 'gone' }],
        },
      ],
      [null, [{ subscriptionType: 'object.deletion', objectTypeId: '0-3', objectId: 5, occurredAt: 1_767_225_600_000 }]],
      [
        null,
        {
          results: [
            { id: 'p', label: 'Leads', stages: [{ id: 's', label: 'Out', metadata: { leadState: 'UNQUALIFIED', isClosed: 'true' } }] },
          ],
        },
      ],
    ])
    expect(got.refused.map(({ reason }) => reason)).toEqual(['HubSpot answered with an error: OBJECT_NOT_FOUND gone'])
    const linked = mapAnswers('hubspot', [
      ['/crm/v3/objects/deals/1', { id: '1', properties: { dealname: 'a' } }],
      ['/crm/v4/objects/deals/1/associations/contacts', { results: [{ toObjectId: 201, associationTypes: [] }] }],
      ['/crm/v3/objects/deals/1/associations/companies', { results: [{ id: '301', type: 'deal_to_company' }] }],
    ])
    expect(linked.deals).toMatchObject([{ id: '1', contact_id: '201', company_id: '301' }])
    expect(got.owner_changes).toEqual([{ entity: 'deal', entity_id: '1', owner_id: '77', at: '2026-01-03T00:00:00.000Z' }])
    expect(got.deals).toContainEqual({ id: '5', deleted: true, updated_at: '2026-01-01T00:00:00.000Z' })
    expect(got.pipelines).toMatchObject([{ id: 'p', entity: 'lead', kind: 'qualification' }])
  })

  it('of Pipedrive: fields without a path, money of its own currency, the address of the first version', () => {
    const hash = 'd4de1c1518b4531717c676029a45911c340390a6'
    const field = { field_code: hash, field_name: 'Budget', field_type: 'monetary', options: null }
    const labels = { field_code: 'label_ids', field_name: 'Labels', field_type: 'set', options: [{ id: 4, label: 'Hot' }] }
    const deal = { id: 1, stage_id: 2, status: 'open', label_ids: [4], custom_fields: { [hash]: { value: 15, currency: 'EUR' } } }
    const got = mapAnswers('pipedrive', [
      [null, { success: true, data: [field, labels] }],
      [null, { success: true, data: [deal] }],
      ['/v1/organizations', { data: [{ id: 5, name: 'O', address: 'Street 1', address_country: 'Estonia', address_locality: 'Tallinn' }] }],
    ])
    expect(got.refused).toEqual([])
    expect(got.deals).toMatchObject([{ extra: { Budget: '15', 'Budget (currency)': 'EUR', labels: 'Hot' } }])
    expect(got.companies).toMatchObject([{ region: 'Tallinn', country: 'Estonia' }])
  })

  it('of Salesforce: composite answers, deletions without a path, lookups, amounts told by field history alone', () => {
    const attributes = (type: string, id: string) => ({ attributes: { type, url: `/services/data/v67.0/sobjects/${type}/${id}` } })
    const owner = { ...attributes('User', '005000000000001AAA'), Name: 'Rep' }
    const opportunity = { ...attributes('Opportunity', '006000000000001AAA'), StageName: 'New', Owner: owner, RecordType: { Name: 'B2B' } }
    const change = { ...attributes('OpportunityFieldHistory', '017000000000001AAA'), OpportunityId: '006000000000001AAA', Field: 'Amount' }
    const got = mapAnswers('salesforce', [
      [
        null,
        {
          compositeResponse: [
            { body: { records: [opportunity] } },
            { body: { records: [{ ...change, OldValue: 100, NewValue: 200, CreatedDate: '2026-02-04T07:00:00.000+0000' }] } },
            { body: [{ errorCode: 'NOT_FOUND', message: 'gone' }] },
          ],
        },
      ],
      [null, { deletedRecords: [{ id: '003000000000009AAA', deletedDate: '2026-03-01T00:00:00.000+0000' }] }],
    ])
    expect(got.refused.map(({ reason }) => reason)).toEqual(['Salesforce answered with an error: NOT_FOUND gone'])
    expect(got.deals).toMatchObject([{ id: '006000000000001AAA', extra: { record_type: 'B2B' } }])
    expect(got.people).toMatchObject([{ id: '005000000000001AAA', name: 'Rep' }])
    expect(got.value_changes).toMatchObject([{ field: 'amount', old: '100', new: '200' }])
    expect(got.contacts).toMatchObject([{ id: '003000000000009AAA', deleted: true }])
  })

  it('of Stripe: events from the newest on, what was deleted, a charge inside an intent', () => {
    const event = (created: number, type: string, object: object) => ({ object: 'event', created, type, data: { object } })
    const invoice = { object: 'invoice', id: 'in_1', status: 'open', currency: 'usd', created: 1_767_225_600 }
    const events = [event(200, 'invoice.updated', { ...invoice, total: 900 }), event(100, 'invoice.created', { ...invoice, total: 100 })]
    const got = mapAnswers('stripe', [
      [null, { object: 'list', data: events }],
      [null, event(300, 'customer.deleted', { object: 'customer', id: 'cus_1', name: 'A' })],
      [null, { object: 'invoice', id: 'in_2', deleted: true }],
    ])
    expect(got.refused).toEqual([])
    expect(got.invoices).toMatchObject([
      { id: 'in_1', amount: '9.00' },
      { id: 'in_2', deleted: true },
    ])
    expect(got.contacts).toMatchObject([{ id: 'cus_1', deleted: true }])
  })

  it('of Asterisk: channel events are told from call records and refused with the reason', () => {
    const row = [
      'CHAN_START',
      '2026-03-02 10:00:00',
      'Anna',
      '050',
      '',
      '',
      '',
      's',
      'from-trunk',
      'SIP/t-1',
      '',
      '',
      '3',
      '',
      '1.1',
      '1.1',
      '',
    ]
    const got = mapAnswers('asterisk', [
      [null, row],
      [null, { eventtype: 'HANGUP', eventtime: '2026-03-02 10:00:00', linkedid: '1' }],
    ])
    expect(got.touches).toBeUndefined()
    expect(got.refused.map(({ reason }) => reason)).toEqual([
      'channel events (CEL) are not read: they tell of the same calls as the call records (CDR)',
      'channel events (CEL) are not read: they tell of the same calls as the call records (CDR)',
    ])
  })
})
