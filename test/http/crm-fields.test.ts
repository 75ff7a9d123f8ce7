// A field a company made in its CRM is asked about in the wizard, with how often it is filled; once answered it fills the records.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { importRecords } from '../../src/app/import-records.ts'
import type { ResourceOutput } from '../../src/contract/resources.ts'
import { now, openTestServer, type TestServer } from './test-server.ts'
import { machine, told, type Visitor } from './visitor.ts'

const directory = mkdtempSync(join(tmpdir(), 'rumb-fields-'))
let server: TestServer
let owner: Visitor
beforeAll(async () => {
  server = await openTestServer()
  owner = machine(server, 'acme')
  await owner.ask('PATCH', '/api/settings', { currency: 'UAH' })
}, 60_000)
afterAll(async () => {
  await server.close()
  rmSync(directory, { recursive: true, force: true })
})

const at = Date.UTC(2026, 9, 1) / 1000
const field = (field_name: string, value: string) => ({
  field_id: 1,
  field_name,
  field_code: null,
  field_type: 'text',
  values: [{ value }],
})
const lead = (id: number, values: object[]) => ({
  ...{ id, status_id: 142, pipeline_id: 1, price: 0, created_at: at, updated_at: at + 60, closed_at: at + 60 },
  custom_fields_values: values,
})
async function read() {
  const path = join(directory, 'leads.json')
  const leads = [lead(1, [field('Бюджет клиента', '900')]), lead(2, [field('Бюджет клиента', '100'), field('Комментарий', 'x')])]
  writeFileSync(path, JSON.stringify({ _embedded: { leads } }))
  const ask = { paths: [path], source: 'crm', system: 'amocrm', raw: true, dry_run: false }
  return importRecords(server.house, { workspace: 'acme', ask, now, onNews: () => undefined })
}
type Query = { total: { revenue: { value: string | number | null } } }
const revenue = async () => {
  const query = { kpis: ['revenue'], from: '2026-10-01', to: '2026-11-01' }
  return Number((await told<Query>(owner.ask('POST', '/api/query', query))).total.revenue.value ?? 0)
}

it('is asked about, answered, and fills the records that are read from then on', async () => {
  await read()
  expect(await revenue()).toBe(0)
  const { guesses } = await told<ResourceOutput<'guesses'>>(owner.ask('GET', '/api/guesses'))
  const asked = guesses.filter(({ what }) => what === 'field')
  expect(asked).toMatchObject([
    { place: 'fields.crm.deals.amount', name: 'deals.amount', of: 'crm', guess: 'Бюджет клиента', cases: 2, counts_now: false },
  ])
  expect(asked[0]?.choices).toEqual([
    { value: 'Бюджет клиента', cases: 2 },
    { value: 'Комментарий', cases: 1 },
    { value: null, cases: null },
  ])
  await told(owner.ask('POST', '/api/guesses', { places: ['fields.crm.deals.amount'] }))
  const settings = await told<{ fields: object }>(owner.ask('GET', '/api/settings'))
  expect(settings.fields).toEqual({ crm: { round: '1', 'deals.amount': 'Бюджет клиента' } })
  await read()
  expect(await revenue()).toBe(1000)
  await told(owner.ask('PATCH', '/api/settings', { 'fields.crm.deals.amount': '' }))
  await read()
  expect(await revenue()).toBe(0)
  const left = await told<ResourceOutput<'guesses'>>(owner.ask('GET', '/api/guesses'))
  expect(left.guesses.filter(({ what }) => what === 'field')).toEqual([])
}, 60_000)

it('asks which channel a line is of, by how many called it; the answer is the channel of the leads that came by it', async () => {
  const call = (id: string, phone: string, line: string) => ({
    ...{ id, kind: 'call', direction: 'in', at: '2026-10-05T10:00:00Z', phone, line, duration_s: 60, outcome: 'answered' },
  })
  const records = {
    contacts: [{ id: 'c', name: 'C', phone: '+380501000001' }],
    leads: [{ id: 'l', created_at: '2026-10-05T10:00:30Z', contact_id: 'c', origin: 'call' }],
    touches: [call('1', '+380501000001', '100'), call('2', '+380501000002', '100'), call('3', '+380501000002', '200')],
  }
  await told(owner.ask('POST', '/api/records', { source: 'pbx', records }))
  const lines = async () =>
    (await told<ResourceOutput<'guesses'>>(owner.ask('GET', '/api/guesses'))).guesses.filter(({ what }) => what === 'line')
  expect(await lines()).toMatchObject([
    { place: 'lines.100', name: '100', guess: null, cases: 2, counts_now: true },
    { place: 'lines.200', name: '200', guess: null, cases: 1, counts_now: true },
  ])
  const groups = async () => {
    const query = { kpis: ['leads'], by: ['channel_group'], from: '2026-10-05', to: '2026-10-06' }
    const { rows } = await told<{ rows: { channel_group: { id: string | null } }[] }>(owner.ask('POST', '/api/query', query))
    return rows.map(({ channel_group }) => channel_group.id)
  }
  expect(await groups()).toEqual([null])
  await told(owner.ask('POST', '/api/guesses', { values: { 'lines.100': 'offline', 'lines.200': null } }))
  expect(await lines()).toEqual([])
  const settings = await told<{ channel_rules: object[]; confirmed: string[] }>(owner.ask('GET', '/api/settings'))
  expect(settings.channel_rules).toEqual([{ channel_group: 'offline', when: [{ field: 'line', op: 'in', value: ['100'] }] }])
  expect(settings.confirmed).toContain('lines.200')
  expect(await groups()).toEqual(['offline'])
}, 60_000)
