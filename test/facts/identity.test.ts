// Two CRMs and telephony of one company: before anything is joined, joined by the rules, decided by people, and taken back.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deriveFacts } from '../../src/app/derive-facts.ts'
import { type House, openHouse } from '../../src/app/open-house.ts'
import { runQuery } from '../../src/app/run-query.ts'
import { searchRecords } from '../../src/app/search-records.ts'
import { decideIdentity, listUnknownCallers, showIdentity } from '../../src/app/show-identity.ts'
import { querySchema, recordsQuerySchema } from '../../src/contract/query.ts'
import { createWorkspace } from '../../src/store/tables/workspaces.ts'
import { ingest } from '../../src/warehouse/ingest/ingest.ts'

let house: House
let dir: string
const now = new Date('2026-06-30T12:00:00Z')
const viewer = { role: 'owner', person: null, teams: [] } as const

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rumb-identity-'))
  house = await openHouse({ data: dir, clickhouseUrl: null, clickhouseCluster: null, postgresUrl: null, engineMemoryMb: 1200 })
})
afterAll(async () => {
  await house.close()
  await rm(dir, { recursive: true, force: true })
})

type Records = Record<string, Record<string, unknown>[]>
let last = 0

/** A workspace with records by source. */
async function workspaceOf(sources: Record<string, Records>): Promise<{ id: string; num: number }> {
  const id = `w${++last}`
  const { num } = await createWorkspace(house.store.db, { id, createdAt: now })
  for (const [source, records] of Object.entries(sources)) await take(num, source, records, Object.keys(sources))
  await deriveFacts(house, { workspace: id })
  return { id, num }
}

async function take(ws: number, source: string, records: Records, sources: string[]): Promise<void> {
  await ingest(house.warehouse, { ws, source, sources, zone: 'Europe/Kyiv', records, nowMs: now.getTime() + last })
}

async function figures(workspace: string, kpis: readonly string[], by: string[] = [], where: Record<string, string[]> = {}) {
  const query = querySchema.parse({ kpis, by, where, from: '2026-01-01', to: '2026-07-01' })
  const { total, rows } = await runQuery(house, { workspace, viewer, now, lang: 'en', query })
  const cells = (of: typeof total) => Object.fromEntries(kpis.map((kpi) => [kpi, of[kpi]?.value ?? null]))
  return {
    total: cells(total),
    rows: rows.map((row) => ({ ...Object.fromEntries(by.map((one) => [one, row[one]])), ...cells(row as never) })),
  }
}

const decide = (workspace: string, kind: 'contacts' | 'companies' | 'people', a: string, b: string, verdict: 'joined' | 'refused' | null) =>
  decideIdentity(house, { workspace, now, caller: { kind: 'machine' } as never, input: { kind, a, b, verdict } })

const pairs = async (workspace: string, state: 'doubtful' | 'joined' | 'refused') => {
  const answer = await showIdentity(house, { workspace, now, query: { state, offset: 0, limit: 50 } })
  return answer.pairs.map(({ kind, a, b, why, methods }) => [kind, a.id, b.id, methods.join(' '), why].filter(Boolean).join(' | '))
}

const seller = { people: [{ id: 'p1', name: 'Olha', role: 'seller', email: 'olha@we.ua' }] }
const pipeline = { pipelines: [{ id: 'P', name: 'Sales' }] }
const won = (id: string, day: string, more: object) => ({
  ...{ id, created_at: `2026-${day}`, pipeline_id: 'P', owner_id: 'p1', outcome: 'won', closed_at: `2026-${day}`, amount: 100 },
  ...more,
})

/** Ivan of Acme bought in both; Acme is written by its tax id in one and by its domain in both. */
const company = (): Record<string, Records> => ({
  amo: {
    ...seller,
    ...pipeline,
    companies: [{ id: 'k', name: 'Acme', domain: 'https://www.acme.ua/about' }],
    contacts: [
      { id: 'ivan', name: 'Ivan', company_id: 'k', phone: '050 123-45-67', email: 'Ivan@acme.ua' },
      { id: 'petro', name: 'Petro', phone: '067 765-43-21' },
    ],
    leads: [{ id: 'l', created_at: '2026-02-01T10:00:00', contact_id: 'ivan', owner_id: 'p1', origin: 'form' }],
    deals: [won('d1', '02-10', { contact_id: 'ivan', lead_id: 'l' }), won('d2', '03-10', { contact_id: 'petro' })],
  },
  b24: {
    ...pipeline,
    people: [{ id: 'p1', name: 'Olha B', role: 'seller', email: 'OLHA@we.ua' }],
    companies: [{ id: 'k', name: 'ACME LLC', domain: 'acme.ua' }],
    contacts: [
      { id: 'ivan', name: 'Ivan P', phone: '+380501234567' },
      { id: 'other', name: 'Other', phone: '+380931112233' },
    ],
    deals: [won('d3', '04-10', { contact_id: 'ivan' }), won('d4', '05-10', { company_id: 'k' })],
  },
  pbx: {
    touches: [
      {
        id: 't1',
        kind: 'call',
        direction: 'out',
        at: '2026-02-01T10:05:00',
        phone: '(050)123-45-67',
        duration_s: 90,
        outcome: 'answered',
        person_id: 'amo:p1',
      },
      {
        id: 't2',
        kind: 'call',
        direction: 'in',
        at: '2026-02-03T10:05:00',
        phone: '0994445566',
        duration_s: 200,
        outcome: 'answered',
        person_id: 'amo:p1',
        line: 'main',
      },
      {
        id: 't3',
        kind: 'call',
        direction: 'out',
        at: '2026-02-04T10:05:00',
        phone: '+380994445566',
        duration_s: 60,
        outcome: 'answered',
        person_id: 'amo:p1',
      },
      {
        id: 't4',
        kind: 'call',
        direction: 'in',
        at: '2026-02-05T10:05:00',
        phone: '0994449999',
        duration_s: 5,
        outcome: 'answered',
        person_id: 'amo:p1',
      },
    ],
  },
})

test('customers of two CRMs are one where they share an address; a call belongs to the contact of its number', async () => {
  const { id } = await workspaceOf(company())
  expect(await pairs(id, 'joined')).toEqual(
    ['companies | amo:k | b24:k | domain', 'contacts | amo:ivan | b24:ivan | phone', 'people | amo:p1 | b24:p1 | email'].toSorted(),
  )
  expect(await pairs(id, 'doubtful')).toEqual([])
  // Acme bought three times (d1, d3, d4), Petro once: 2 customers, the second purchase makes Acme a repeat one.
  const after = await figures(id, ['new_customers', 'won_deals', 'calls'])
  expect(after.total).toMatchObject({ new_customers: 2, won_deals: 4, calls: 2 })
  const people = await figures(id, ['won_deals'], ['person'])
  expect(people.rows).toEqual([{ person: { id: 'amo:p1', name: 'Olha' }, won_deals: 4 }])
  // Asked for by either name they are the same person.
  for (const person of ['amo:p1', 'b24:p1'])
    expect((await figures(id, ['won_deals'], [], { person: [person] })).total).toEqual({ won_deals: 4 })
  const response = await figures(id, ['response_within_15m'])
  // The form was called after 5 minutes by telephony; nobody answered the two cards of the other CRM.
  expect(response.total.response_within_15m).toBeCloseTo(1 / 3)
})

test('kept apart they are two customers again, and joined anew the figures are what they were', async () => {
  const { id } = await workspaceOf(company())
  const kpis = ['new_customers', 'won_deals', 'calls', 'repeat_rate_12m', 'average_deal', 'response_within_15m']
  const before = await figures(id, kpis, ['customer_kind'])
  await decide(id, 'companies', 'b24:k', 'amo:k', 'refused')
  await decide(id, 'contacts', 'amo:ivan', 'b24:ivan', 'refused')
  expect((await figures(id, ['new_customers'])).total.new_customers).toBe(4)
  expect(await pairs(id, 'refused')).toEqual([
    'companies | amo:k | b24:k | domain | decided',
    'contacts | amo:ivan | b24:ivan | phone | decided',
  ])
  await deriveFacts(house, { workspace: id, full: true })
  expect((await figures(id, ['new_customers'])).total.new_customers).toBe(4)
  await decide(id, 'contacts', 'amo:ivan', 'b24:ivan', null)
  await decide(id, 'companies', 'amo:k', 'b24:k', null)
  expect(await figures(id, kpis, ['customer_kind'])).toEqual(before)
  const list = await searchRecords(house, {
    ...{ workspace: id, viewer, now, lang: 'en' as const },
    query: recordsQuerySchema.parse({ kpi: 'new_customers', from: '2026-01-01', to: '2026-07-01' }),
  })
  expect(list.count).toBe(2)
})

test('people kept apart are two people again', async () => {
  const { id } = await workspaceOf(company())
  await decide(id, 'people', 'amo:p1', 'b24:p1', 'refused')
  expect((await figures(id, ['won_deals'], ['person'])).rows).toHaveLength(2)
  await decide(id, 'people', 'amo:p1', 'b24:p1', null)
  expect((await figures(id, ['won_deals'], ['person'])).rows).toEqual([{ person: { id: 'amo:p1', name: 'Olha' }, won_deals: 4 }])
})

test('a switchboard, a mailbox of many people and two tax ids on one domain are doubtful; free mail and page domains say nothing', async () => {
  const { id } = await workspaceOf({
    amo: {
      companies: [
        { id: 'k1', name: 'A', domain: 'holding.ua', tax_id: '12345678' },
        { id: 'k2', name: 'B', domain: 'gmail.com' },
      ],
      contacts: [
        { id: 'c1', name: 'One', phone: '+380441111122' },
        { id: 'c2', name: 'Two', phone: '+380441111122' },
        { id: 'c3', name: 'Info', email: 'info@acme.ua' },
      ],
    },
    b24: {
      companies: [
        { id: 'k1', name: 'A2', domain: 'holding.ua', tax_id: '87654321' },
        { id: 'k2', name: 'B2', domain: 'gmail.com' },
      ],
      contacts: [
        { id: 'c1', name: 'Three', phone: '044 111-11-22' },
        { id: 'c3', name: 'Sales', email: 'INFO@acme.ua' },
      ],
    },
  })
  expect(await pairs(id, 'joined')).toEqual([])
  expect((await pairs(id, 'doubtful')).toSorted()).toEqual([
    'companies | amo:k1 | b24:k1 | domain | tax_id',
    'contacts | amo:c1 | b24:c1 | phone | shared',
    'contacts | amo:c2 | b24:c1 | phone | shared',
    'contacts | amo:c3 | b24:c3 | mailbox | mailbox',
  ])
  await decide(id, 'contacts', 'amo:c2', 'b24:c1', 'joined')
  expect(await pairs(id, 'joined')).toEqual(['contacts | amo:c2 | b24:c1 | phone | decided'])
})

test('a refusal holds by whatever way two are connected', async () => {
  const contact = (id: string, more: object) => ({ contacts: [{ id, name: id, ...more }] })
  const { id, num } = await workspaceOf({
    a: contact('x', { email: 'x@one.ua' }),
    b: contact('x', { email: 'x@one.ua', phone: '+380501234567' }),
    c: contact('x', { phone: '+380501234567' }),
  })
  const heads = () => house.warehouse.query(`SELECT k FROM identity_heads FINAL WHERE ws = ${num} AND kind = 'contacts'`)
  expect(await heads()).toHaveLength(3)
  await decide(id, 'contacts', 'a:x', 'c:x', 'joined')
  await decide(id, 'contacts', 'a:x', 'c:x', 'refused')
  expect(await heads()).toHaveLength(2)
  expect(await pairs(id, 'doubtful')).toHaveLength(1)
})

test('numbers talked to that belong to nobody are listed with their calls', async () => {
  const { id } = await workspaceOf(company())
  const answer = await listUnknownCallers(house, { workspace: id, now, query: { days: 365, offset: 0, limit: 50 } })
  expect(answer).toEqual({
    count: 1,
    talk_s: 260,
    callers: [
      {
        phone: '+380994445566',
        ...{ calls: 2, talks: 2, talk_s: 260, inbound: 1, last_at: '2026-02-04T08:05:00Z', lines: ['main'] },
        people: [{ id: 'amo:p1', name: 'Olha' }],
      },
    ],
  })
})
