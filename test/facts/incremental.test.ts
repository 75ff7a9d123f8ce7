// Facts derived batch by batch are the facts derived at once: random records in random order, with deletes, merges, touches and
// tasks linked elsewhere, dates moved across months, and older versions that come late.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deriveFacts } from '../../src/app/derive-facts.ts'
import { type House, openHouse } from '../../src/app/open-house.ts'
import { patchSettings } from '../../src/app/patch-settings.ts'
import { facts } from '../../src/kpi/vocabulary/facts.ts'
import { seededRandom } from '../../src/stats/seeded-random.ts'
import { createWorkspace } from '../../src/store/tables/workspaces.ts'
import { factTable } from '../../src/warehouse/facts/tables.ts'
import { ingest } from '../../src/warehouse/ingest/ingest.ts'

let house: House
let dir: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rumb-incremental-'))
  house = await openHouse({ data: dir, clickhouseUrl: null, clickhouseCluster: null, postgresUrl: null, engineMemoryMb: 1200 })
})
afterAll(async () => {
  await house.close()
  await rm(dir, { recursive: true, force: true })
})

type Row = Record<string, unknown>
type Batch = Record<string, Row[]>

/** Deals of one load: more than are kept as keys of a change. */
const LOADED = 60

const people = ['A', 'B', 'C', 'H']
const fixed: Batch = {
  people: people.map((id) => ({ id, name: id, role: id === 'H' ? 'head' : 'seller', team_id: id < 'C' ? 'T1' : 'T2' })),
  teams: [
    { id: 'T1', name: 'T1', parent_id: 'T0' },
    { id: 'T2', name: 'T2', parent_id: 'T0' },
    { id: 'T0', name: 'T0' },
  ],
  pipelines: [
    { id: 'P', name: 'P' },
    { id: 'Q', name: 'Q', kind: 'repeat' },
  ],
  stages: [
    { id: 'S1', pipeline_id: 'P', name: 'S1', position: 1 },
    { id: 'S2', pipeline_id: 'P', name: 'S2', position: 2, milestone: 'qualified' },
    { id: 'S3', pipeline_id: 'P', name: 'S3', position: 3 },
    { id: 'W', pipeline_id: 'P', name: 'W', position: 4, kind: 'won' },
    { id: 'X', pipeline_id: 'P', name: 'X', position: 5, kind: 'lost' },
    { id: 'R1', pipeline_id: 'Q', name: 'R1', position: 1 },
  ],
  lost_reasons: [
    { id: 'r1', name: 'Дорого', group: 'price' },
    { id: 'r2', name: 'Спам', group: 'junk' },
  ],
  scripts: [
    {
      id: 'S',
      name: 'S',
      steps: [
        { key: 'hello', phrases: ['my name is'] },
        { key: 'next', phrases: ['book a survey'], weight: 3, critical: true },
      ],
    },
  ],
}

/** One random version of one random record: few ids, so that records meet often. */
function randomRecord(seed: ReturnType<typeof seededRandom>): [string, Row] {
  const pick = <T>(list: readonly T[]): T => list[seed.below(list.length)] as T
  const maybe = <T>(value: T): T | null => (seed.uniform() < 0.5 ? value : null)
  const two = (n: number) => String(n).padStart(2, '0')
  const moment = () => `2026-0${5 + seed.below(4)}-${two(1 + seed.below(28))}T${two(seed.below(24))}:${two(seed.below(60))}:00Z`
  const id = (prefix: string, most: number) => `${prefix}${seed.below(most)}`
  const version = { updated_at: moment(), ...(seed.uniform() < 0.08 ? { deleted: true } : {}) }
  const entity = pick(['lead', 'deal'])
  const of = () => (entity === 'lead' ? id('l', 12) : id('d', 12))
  const kinds: Record<string, () => Row> = {
    companies: () => ({
      id: id('k', 4),
      name: 'K',
      tax_id: maybe(`70000${seed.below(3)}`),
      domain: maybe(`d${seed.below(3)}.ua`),
      owner_id: maybe(pick(people)),
      region: pick(['N', 'S']),
      customer_since: maybe('2025-01-01'),
    }),
    contacts: () => ({
      id: id('c', 8),
      company_id: maybe(id('k', 4)),
      phone: maybe(`+38050123450${seed.below(8)}`),
      email: maybe(`c${seed.below(8)}@x.ua`),
    }),
    leads: () => ({
      id: id('l', 12),
      created_at: moment(),
      contact_id: maybe(id('c', 8)),
      company_id: maybe(id('k', 4)),
      origin: pick(['form', 'call', null, 'cold']),
      channel: pick(['seo', 'ads_search', null]),
      owner_id: maybe(pick(people)),
      status: pick(['new', 'working', 'qualified', 'disqualified', 'lost', 'spam', 'duplicate', 'converted']),
      closed_at: maybe(moment()),
      qualified_at: maybe(moment()),
      merged_into: seed.uniform() < 0.15 ? id('l', 12) : null,
      deal_id: seed.uniform() < 0.2 ? id('d', 12) : null,
      lost_reason: maybe(pick(['r1', 'r2', 'другое'])),
    }),
    deals: () => ({
      id: id('d', 12),
      created_at: moment(),
      lead_id: maybe(id('l', 12)),
      contact_id: maybe(id('c', 8)),
      company_id: maybe(id('k', 4)),
      pipeline_id: pick(['P', 'P', 'Q', null]),
      owner_id: maybe(pick(people)),
      outcome: pick(['open', 'won', 'lost', null]),
      closed_at: maybe(moment().slice(0, 10)),
      amount: maybe(100 * seed.below(50)),
      continues_deal_id: seed.uniform() < 0.1 ? id('d', 12) : null,
      lost_reason: maybe('r1'),
    }),
    stage_changes: () => ({ entity, entity_id: of(), stage_id: pick(['S1', 'S2', 'S3', 'W', 'X', 'R1']), at: moment() }),
    owner_changes: () => ({ entity, entity_id: of(), owner_id: pick(people), at: moment() }),
    value_changes: () => ({
      entity,
      entity_id: of(),
      field: pick(['amount', 'status', 'outcome', 'qualified']),
      at: moment(),
      old: null,
      new: pick(['won', 'lost', 'qualified', 'true', '500']),
    }),
    touches: () => ({
      id: id('t', 40),
      kind: pick(['call', 'call', 'email', 'meeting', 'message']),
      direction: pick(['out', 'in']),
      at: moment(),
      person_id: maybe(pick(people)),
      contact_id: maybe(id('c', 8)),
      lead_id: maybe(id('l', 12)),
      deal_id: maybe(id('d', 12)),
      phone: maybe(`050123450${seed.below(8)}`),
      thread_id: maybe(id('th', 5)),
      duration_s: maybe(seed.below(200)),
      line: '100',
      outcome: pick(['answered', 'no_answer', 'held', 'sent', null]),
      script_id: maybe('S'),
      transcript: maybe(pick(['Manager: My name is A', 'Manager: let us book the survey', 'Client: yes'])),
      materials: maybe([pick(['M1', 'M2'])]),
    }),
    script_checks: () => ({
      touch_id: id('t', 40),
      step: pick(['hello', 'next', 'other']),
      present: pick([0, 0.5, 1]),
      by: pick(['person', 'model', 'rule']),
      reviewer_id: maybe('H'),
      at: maybe(moment()),
    }),
    tasks: () => ({
      id: id('a', 15),
      created_at: moment(),
      due_at: moment(),
      done_at: maybe(moment()),
      person_id: pick(people),
      lead_id: maybe(id('l', 12)),
      deal_id: maybe(id('d', 12)),
      kind: 'call',
    }),
    invoices: () => ({
      id: id('i', 8),
      issued_at: moment(),
      due_at: maybe(moment()),
      amount: 100,
      deal_id: maybe(id('d', 12)),
      company_id: maybe(id('k', 4)),
      number: id('n', 5),
    }),
    payments: () => ({
      id: id('p', 10),
      at: moment(),
      amount: 50 * (1 + seed.below(6)),
      kind: pick(['payment', 'payment', 'refund']),
      deal_id: maybe(id('d', 12)),
      invoice_id: seed.uniform() < 0.3 ? id('i', 8) : null,
      invoice_number: maybe(id('n', 5)),
      payer_tax_id: maybe(`70000${seed.below(3)}`),
      company_id: maybe(id('k', 4)),
    }),
    deal_items: () => ({ deal_id: id('d', 12), product: pick(['x', 'y']), price: 10 * seed.below(20), cost: maybe(5), added_at: moment() }),
    spend: () => ({ day: moment().slice(0, 10), channel: pick(['seo', 'email']), amount: 10 * seed.below(20) }),
    deal_credits: () => ({ deal_id: id('d', 12), person_id: pick(people), share: 0.5 }),
  }
  const kind = pick(Object.keys(kinds))
  return [kind, { ...(kinds[kind] as () => Row)(), ...version }]
}

function randomBatch(seed: ReturnType<typeof seededRandom>, size: number): Batch {
  const batch: Batch = {}
  for (let i = 0; i < size; i++) {
    const [kind, row] = randomRecord(seed)
    batch[kind] = [...(batch[kind] ?? []), row]
  }
  return batch
}

/** Every fact of a workspace as text, in a fixed order, without what names the derivation. */
async function snapshot(ws: number): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {}
  for (const fact of facts) {
    const rows = await house.warehouse.query<Row>(
      `SELECT * EXCEPT (version, is_deleted) FROM ${factTable(fact.name)} FINAL WHERE ws = ${ws}`,
    )
    all[fact.name] = rows.map((row) => JSON.stringify(row)).sort()
  }
  return all
}

async function takeIn(ws: number, records: Batch, source = 'crm'): Promise<void> {
  await ingest(house.warehouse, { ws, source, sources: ['crm', 'shop'], zone: 'Europe/Kyiv', records, nowMs: Date.now() })
}

test('a task that came before its lead goes along when the lead comes alone', async () => {
  const { num } = await createWorkspace(house.store.db, { id: 'early', createdAt: new Date('2026-11-01T00:00:00Z') })
  const at = '2026-08-03T10:00:00Z'
  const lead = (id: string) => ({ id, created_at: at, contact_id: 'c', owner_id: 'A', status: 'new', updated_at: at })
  await takeIn(num, fixed)
  await takeIn(num, { contacts: [{ id: 'c', name: 'C' }], leads: [lead('l0')] })
  await takeIn(num, { tasks: [{ id: 'a', lead_id: 'l1', kind: 'call', person_id: 'A', created_at: at, due_at: at, updated_at: at }] })
  await deriveFacts(house, { workspace: 'early' })
  await takeIn(num, { leads: [lead('l1')] })
  await deriveFacts(house, { workspace: 'early' })
  const grown = await snapshot(num)
  expect(grown.tasks?.length).toBe(1)
  await deriveFacts(house, { workspace: 'early', full: true })
  expect(grown).toEqual(await snapshot(num))
}, 120_000)

/** With a second source, clients who share an address are one, and stop being one when the address goes. */
test.each([
  { no: 1, sources: ['crm'] },
  { no: 3, sources: ['crm'] },
  { no: 4, sources: ['crm', 'shop'] },
])(
  'batch by batch is the same as at once (seed $no, $sources)',
  async ({ no, sources }) => {
    const seed = seededRandom(no)
    const id = `w${no}`
    const { num } = await createWorkspace(house.store.db, { id, createdAt: new Date('2026-11-01T00:00:00Z') })
    const source = () => sources[seed.below(sources.length)]
    for (const each of sources) await takeIn(num, fixed, each)
    for (const each of sources) await takeIn(num, randomBatch(seed, 170), each)
    await deriveFacts(house, { workspace: id })
    for (let step = 0; step < 8; step++) {
      await takeIn(num, randomBatch(seed, 1 + seed.below(12)), source())
      await deriveFacts(house, { workspace: id })
    }
    const [met] = await house.warehouse.query<{ n: string }>(`SELECT count() AS n FROM identity_heads FINAL WHERE ws = ${num}`)
    expect(Number(met?.n) > 0).toBe(sources.length > 1)
    const grown = await snapshot(num)
    await deriveFacts(house, { workspace: id, full: true })
    const rebuilt = await snapshot(num)
    expect(rebuilt.leads?.length).toBeGreaterThan(5)
    expect(rebuilt.deals?.length).toBeGreaterThan(3)
    for (const fact of facts) expect(grown[fact.name], fact.name).toEqual(rebuilt[fact.name])
  },
  300_000,
)

/** The same engine, with no memory for the first statements that write leads; told are those that it did not suffice for. */
function tight(first: number, refused: string[]): House {
  const { warehouse } = house
  let left = first
  const command: typeof warehouse.command = async (sql, options) => {
    const isTight = sql.startsWith('INSERT INTO fact_leads') && left-- > 0
    const [done] = await Promise.allSettled([warehouse.command(sql, { ...options, ...(isTight ? { maxMemory: 1_000_000 } : {}) })])
    if (done.status === 'fulfilled') return
    refused.push(String((done.reason as { code?: string }).code))
    throw done.reason
  }
  return { ...house, warehouse: { ...warehouse, command } }
}

test('what needs too much memory is derived in halves, all of it as much as what changed, and ends in the same facts', async () => {
  const seed = seededRandom(11)
  const { num } = await createWorkspace(house.store.db, { id: 'tight', createdAt: new Date('2026-11-01T00:00:00Z') })
  await takeIn(num, fixed)
  const many = (count: number, row: (at: number) => Row) => Array.from({ length: count }, (_, at) => row(at))
  const at = () => `2026-0${5 + seed.below(4)}-10T${10 + seed.below(10)}:00:00Z`
  const load = () => ({
    deals: many(LOADED, (n) => ({
      id: `m${n}`,
      created_at: at(),
      contact_id: `mc${n}`,
      pipeline_id: 'P',
      owner_id: 'A',
      amount: 10,
      outcome: 'open',
      updated_at: at(),
    })),
    contacts: many(LOADED, (n) => ({ id: `mc${n}`, phone: `+38067${1_000_000 + n}` })),
    stage_changes: many(LOADED * 2, (n) => ({ entity: 'deal', entity_id: `m${n >> 1}`, stage_id: n % 2 === 0 ? 'S1' : 'S2', at: at() })),
    touches: many(LOADED, (n) => ({
      id: `mt${n}`,
      kind: 'call',
      direction: n % 3 === 0 ? 'in' : 'out',
      at: at(),
      person_id: 'A',
      deal_id: `m${n}`,
      duration_s: 60,
    })),
  })
  // All of it, alone, and then in halves; of a change first what changed.
  for (const [full, first] of [
    [true, 2],
    [false, 3],
  ] as const) {
    await takeIn(num, load())
    const refused: string[] = []
    await deriveFacts(tight(first, refused), { workspace: 'tight', full })
    expect(refused).toEqual(Array(first).fill('query_too_heavy'))
    const derived = await snapshot(num)
    await deriveFacts(house, { workspace: 'tight', full: true })
    expect(derived.leads?.length).toBe(LOADED)
    expect(derived).toEqual(await snapshot(num))
  }
}, 300_000)

const derivedAt = async (ws: number, fact: string): Promise<string> =>
  (await house.warehouse.query<{ v: string }>(`SELECT toString(max(version)) AS v FROM ${factTable(fact)} WHERE ws = ${ws}`))[0]?.v ?? ''

test('a setting derives again what rests on it, and no more; what it ends in is a rebuild', async () => {
  const seed = seededRandom(8)
  const { num } = await createWorkspace(house.store.db, { id: 'settings', createdAt: new Date('2026-11-01T00:00:00Z') })
  await takeIn(num, fixed)
  await takeIn(num, randomBatch(seed, 250))
  await deriveFacts(house, { workspace: 'settings' })
  const patches: { patch: Record<string, unknown>; touches: string; spares: string }[] = [
    { patch: { ideal_customer: { field: 'region', op: 'equals', value: 'S' } }, touches: 'leads', spares: 'touches' },
    {
      patch: { channel_rules: [{ channel_group: 'offline', when: [{ field: 'line', op: 'equals', value: '100' }] }] },
      touches: 'leads',
      spares: 'spend',
    },
    { patch: { purchase_gap_days: 30 }, touches: 'customers', spares: 'touches' },
    { patch: { effective_call_s: 100, 'people.crm:A.role': 'caller' }, touches: 'touches', spares: 'spend' },
  ]
  for (const { patch, touches, spares } of patches) {
    const [touched, spared] = [await derivedAt(num, touches), await derivedAt(num, spares)]
    await patchSettings(house, { workspace: 'settings', patch, now: new Date('2026-11-02T00:00:00Z') })
    expect(await derivedAt(num, touches)).not.toBe(touched)
    expect(await derivedAt(num, spares)).toBe(spared)
    const partly = await snapshot(num)
    await deriveFacts(house, { workspace: 'settings', full: true })
    const rebuilt = await snapshot(num)
    for (const fact of facts) expect(partly[fact.name], `${fact.name} after ${Object.keys(patch).join()}`).toEqual(rebuilt[fact.name])
  }
}, 300_000)
