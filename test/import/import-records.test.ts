import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countFacts, deriveFacts } from '../../src/app/derive-facts.ts'
import { importRecords } from '../../src/app/import-records.ts'
import { ingestRecords } from '../../src/app/ingest-records.ts'
import { type House, openHouse } from '../../src/app/open-house.ts'
import { loadConfig } from '../../src/config.ts'
import type { ImportNews } from '../../src/contract/imports.ts'
import { listImports } from '../../src/store/tables/imports.ts'
import { listQuarantined } from '../../src/store/tables/quarantine.ts'
import { listSources } from '../../src/store/tables/sources.ts'
import { ensureWorkspace, findWorkspace } from '../../src/store/tables/workspaces.ts'
import { withWriterLock } from '../../src/store/writer-lock.ts'

const directory = mkdtempSync(join(tmpdir(), 'rumb-import-'))
const now = new Date('2026-11-21T10:00:00Z')
let house: House

beforeAll(async () => {
  house = await openHouse(loadConfig({ data: join(directory, 'data') }, {}))
})
afterAll(async () => {
  await house.close()
  rmSync(directory, { recursive: true, force: true })
})

function file(name: string, text: string): string {
  const path = join(mkdtempSync(join(directory, 'f-')), name)
  writeFileSync(path, text)
  return path
}

type More = { workspace?: string | null; dry_run?: boolean; source?: string; raw?: boolean }

async function run(paths: string[], { workspace = 'acme', dry_run = false, source = 'crm', raw = false }: More = {}) {
  const news: ImportNews[] = []
  const answer = await importRecords(house, {
    workspace,
    now,
    onNews: (one) => news.push(one),
    ask: { paths, source, raw, dry_run },
  })
  return { ...answer, news }
}

const quarantined = async (workspace = 'acme') => {
  const { num } = (await findWorkspace(house.store.db, workspace))!
  return (await listQuarantined(house.store.db, num)).rows.map(({ kind, file: from, line, column, value, recordId }) => [
    kind,
    from,
    line,
    column,
    value,
    recordId,
  ])
}

const leads = 'id,created_at,status\n1,2026-03-05,new\n2,05.03.2026 10:00,odd\n,2026-03-05,new\n'

describe('an import', () => {
  it('run dry shows the records and the quarantine, and writes nothing', async () => {
    const { files, records, quarantine, facts } = await run([file('leads.csv', leads)], { dry_run: true, workspace: 'fresh' })
    expect(files).toEqual([{ file: 'leads.csv', kind: 'leads', rows: 3, accepted: 1, unchanged: 0, quarantined: 2 }])
    expect(records).toEqual({ leads: [{ id: '1', created_at: '2026-03-04T22:00:00Z', status: 'new' }] })
    expect(quarantine).toEqual([
      { file: 'leads.csv', line: 3, column: 'status', value: 'odd', reason: expect.stringContaining('not one of new') },
      { file: 'leads.csv', line: 4, column: 'id', value: null, reason: 'required, but empty' },
    ])
    expect(facts).toBeUndefined()
    expect(await findWorkspace(house.store.db, 'fresh')).toBeNull()
    expect(await house.warehouse.query('SELECT count() AS n FROM rec_leads')).toEqual([{ n: '0' }])
  })

  it('makes its workspace and source, keeps the bad rows, derives the facts and tells how far it is', async () => {
    const { files, facts, news } = await run([file('leads.csv', leads)])
    expect(files).toEqual([{ file: 'leads.csv', kind: 'leads', rows: 3, accepted: 1, unchanged: 0, quarantined: 2 }])
    expect(facts).toMatchObject({ leads: 1 })
    expect(await quarantined()).toEqual([
      ['leads', 'leads.csv', 3, 'status', 'odd', '2'],
      ['leads', 'leads.csv', 4, 'id', null, null],
    ])
    const { num } = (await findWorkspace(house.store.db, 'acme'))!
    expect((await listSources(house.store.db, num)).map(({ id, kind }) => [id, kind])).toEqual([['crm', 'files']])
    expect((await listImports(house.store.db, num)).map(({ source, files: listed }) => [source, listed.length])).toEqual([['crm', 1]])
    expect(news.some(({ step, done, total }) => step === 'leads.csv' && done === 3 && total === 3)).toBe(true)
  })

  it('takes out of the quarantine what comes corrected, by any door', async () => {
    const batch = {
      source: 'crm',
      records: {
        leads: [
          { id: '2', created_at: '2026-03-05', status: 'new' },
          { id: '3', created_at: 'x' },
        ],
      },
    }
    expect(await ingestRecords(house, { workspace: 'acme', now, batch })).toEqual({
      accepted: 1,
      unchanged: 0,
      quarantined: [{ kind: 'leads', index: 1, column: 'created_at', value: 'x', reason: expect.stringContaining('not a time') }],
    })
    expect(await quarantined()).toEqual([
      ['leads', 'leads.csv', 4, 'id', null, null],
      ['leads', null, 1, 'created_at', 'x', '3'],
    ])
    await run([file('leads.csv', 'id,created_at\n3,2026-03-05\n4,2026-03-05\n')])
    expect(await quarantined()).toEqual([])
  }, 180_000)

  it('is refused for the demo company, for an unknown system and a bad source name', async () => {
    const path = file('leads.csv', leads)
    await ensureWorkspace(house.store.db, { id: 'demo', createdAt: now, isDemo: true })
    await expect(run([path], { workspace: 'demo' })).rejects.toMatchObject({
      code: 'bad_usage',
      hint: expect.stringContaining('--workspace'),
    })
    await expect(run([path], { raw: true })).rejects.toMatchObject({ code: 'bad_usage', path: '--raw' })
    await expect(run([path], { source: 'a:b' })).rejects.toMatchObject({ code: 'bad_input', path: 'source' })
    const batch = { source: 'crm', records: { dogs: [{ id: 1 }] } }
    await expect(ingestRecords(house, { workspace: 'acme', now, batch })).rejects.toMatchObject({
      code: 'bad_input',
      hint: expect.stringContaining('leads'),
    })
  })

  it('reads raw answers of a system, keeps what nobody could read as it came, and derives leads from cards', async () => {
    const lead = (id: number) => ({ id, status_id: 142, pipeline_id: 1, price: 5, created_at: 1788900000, closed_at: 1788990000 })
    const utm = [{ field_code: 'UTM_SOURCE', field_name: 'utm_source', values: [{ value: 'google' }] }]
    const lines = [
      {
        path: '/api/v4/leads',
        body: { _embedded: { leads: [{ ...lead(1), custom_fields_values: utm }, { name: 'x' }, { ...lead(2), created_at: 'soon' }] } },
      },
      { path: '/api/v4/zoo', body: { a: 1 } },
    ]
    const path = file('amo.ndjson', lines.map((line) => JSON.stringify(line)).join('\n'))
    const dry = await run([path], { raw: true, source: 'amocrm', workspace: 'raw', dry_run: true })
    const { deals } = dry.records!
    expect(deals).toEqual([expect.objectContaining({ id: '1', outcome: 'won', amount: 5, created_at: '2026-09-08T20:40:00Z' })])
    expect(dry.quarantine?.map(({ line, column }) => [line, column])).toEqual([
      [1, 'created_at'],
      [1, '_embedded.leads[1].id'],
      [2, null],
    ])
    const { files, facts } = await run([path], { raw: true, source: 'amocrm', workspace: 'raw' })
    expect(files.map(({ kind, accepted, quarantined: bad }) => [kind, accepted, bad])).toEqual([
      ['deals', 1, 2],
      ['stage_changes', 2, 0],
      ['unknown', 0, 1],
    ])
    expect(facts).toMatchObject({ leads: 1, deals: 1 })
    const { num } = (await findWorkspace(house.store.db, 'raw'))!
    const { rows } = await listQuarantined(house.store.db, num)
    expect(rows.map(({ line, recordId, raw }) => [line, recordId, raw])).toEqual([
      [1, '2', expect.objectContaining({ id: 2, created_at: 'soon' })],
      [1, null, { name: 'x' }],
      [2, null, { a: 1 }],
    ])
    expect(await house.warehouse.query(`SELECT utm_source FROM work_leads FINAL WHERE ws = ${num}`)).toEqual([{ utm_source: 'google' }])
  }, 180_000)

  it('knows whose extension rang in another system by the people of the CRM', async () => {
    const people = [{ id: '7', name: 'Anna', extensions: '101' }]
    await ingestRecords(house, { workspace: 'raw', now, batch: { source: 'amocrm', records: { people } } })
    const row = {
      src: '101',
      dst: '0501112233',
      channel: 'SIP/101-1',
      calldate: '2026-03-02 11:00:00',
      duration: 70,
      billsec: 60,
      disposition: 'ANSWERED',
    }
    await run([file('cdr.json', JSON.stringify([{ ...row, uniqueid: 'c.1' }]))], { raw: true, source: 'asterisk', workspace: 'raw' })
    const { num } = (await findWorkspace(house.store.db, 'raw'))!
    expect(await house.warehouse.query(`SELECT person_id_text AS person FROM rec_touches FINAL WHERE ws = ${num}`)).toEqual([
      { person: 'amocrm:7' },
    ])
  }, 180_000)

  it('waits for the one before it in this process, and is told when another process writes', async () => {
    const paths = [1, 2].map((at) => file('companies.csv', `id,name,updated_at\nc,Name ${at},${at}\n`))
    await Promise.all(paths.map((path) => run([path])))
    const { num } = (await findWorkspace(house.store.db, 'acme'))!
    expect(await house.warehouse.query(`SELECT name FROM rec_companies FINAL WHERE ws = ${num}`)).toEqual([{ name: 'Name 2' }])
    await withWriterLock(house.store.db, num, () => expect(run([paths[0]!])).rejects.toMatchObject({ code: 'busy' }))
  }, 180_000)
})

it('follows what comes in while facts are derived', async () => {
  const lead = (id: string) => ({ id, created_at: '2026-11-20T10:00:00Z', contact_id: id })
  const send = (leads: Record<string, unknown>[]) =>
    ingestRecords(house, { workspace: 'busy', now, batch: { source: 'crm', records: { leads } } })
  await send([lead('first')])
  const derived = Array.from({ length: 25 }, (_, at) => sleep(at * 30).then(() => deriveFacts(house, { workspace: 'busy' })))
  await Promise.all([send(Array.from({ length: 3000 }, (_, at) => lead(`l${at}`))), ...derived])
  const { num } = (await findWorkspace(house.store.db, 'busy'))!
  expect(await countFacts(house, num)).toMatchObject({ leads: 3001 })
})
