// One suite over both twins of the store: the embedded server, and a server known only by its URL over TCP.

import { mkdtemp, rm } from 'node:fs/promises'
import { createConnection, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError } from '../../src/contract/errors.ts'
import { DEFAULT_SETTINGS, parseSettingPairs } from '../../src/contract/settings.ts'
import { openStore, type Store, type StoreConnection } from '../../src/store/client.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/store/embedded/embedded-postgres.ts'
import { MIGRATIONS, migrateSchema } from '../../src/store/migrations/migrate-schema.ts'
import * as tokens from '../../src/store/tables/access-tokens.ts'
import * as factRuns from '../../src/store/tables/fact-runs.ts'
import * as imports from '../../src/store/tables/imports.ts'
import * as mappings from '../../src/store/tables/mappings.ts'
import * as quarantine from '../../src/store/tables/quarantine.ts'
import * as sessions from '../../src/store/tables/sessions.ts'
import * as sources from '../../src/store/tables/sources.ts'
import * as workspaces from '../../src/store/tables/workspaces.ts'

const NOW = new Date('2026-09-08T09:00:00Z')
const LATER = new Date('2026-09-08T10:00:00Z')

type Twin = { connection: StoreConnection; stop(): Promise<void> }

const twins: [string, () => Promise<Twin>][] = [
  ['embedded', startTwin],
  ['by URL', startUrlTwin],
]

describe.each(twins)('store %s', (_name, start) => {
  let twin: Twin
  let store: Store

  beforeAll(async () => {
    twin = await start()
    store = await openStore(twin.connection)
  })
  afterAll(async () => {
    await store?.close()
    await twin?.stop()
  })

  const workspace = async (id: string) => (await workspaces.ensureWorkspace(store.db, { id, createdAt: NOW })).num

  test('a workspace keeps its number, and a deleted one does not give it back', async () => {
    const first = await workspaces.createWorkspace(store.db, { id: 'first', createdAt: NOW })
    await workspaces.deleteWorkspace(store.db, 'first')
    const again = await workspaces.createWorkspace(store.db, { id: 'first', createdAt: NOW, isDemo: true })
    expect(again.num).toBeGreaterThan(first.num)
    expect(await workspaces.findWorkspace(store.db, 'first')).toEqual({
      ...again,
      createdAt: NOW,
      isDemo: true,
      settings: DEFAULT_SETTINGS,
    })
  })

  test('a taken or unfit id makes no workspace', async () => {
    await workspace('taken')
    await expect(workspaces.createWorkspace(store.db, { id: 'taken', createdAt: NOW })).rejects.toMatchObject({ code: 'conflict' })
    for (const id of ['', 'A', '-a', 'a b', "a'; drop", 'x'.repeat(64)]) {
      await expect(workspaces.createWorkspace(store.db, { id, createdAt: NOW })).rejects.toMatchObject({ code: 'bad_input' })
    }
    expect((await workspaces.listWorkspaces(store.db)).filter(({ id }) => id === 'taken')).toHaveLength(1)
  })

  test('ten at once ensure one workspace', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => workspace('ensured')))
    expect(new Set(made).size).toBe(1)
  })

  test('settings change whole or not at all, and the version counts the changes', async () => {
    await workspace('set')
    const set = (...pairs: string[]) => workspaces.patchSettings(store.db, 'set', parseSettingPairs(pairs))
    const changed = await set('currency=USD', 'stages.crm:17.milestone=qualified')
    expect([changed.settings.currency, changed.settings.stages, changed.settingsVersion]).toEqual([
      'USD',
      { 'crm:17': { milestone: 'qualified' } },
      2,
    ])
    await expect(set('currency=EUR', 'timezone=Europe/Nowhere')).rejects.toMatchObject({ code: 'bad_input', path: 'timezone' })
    expect((await set('currency=USD')).settingsVersion).toBe(2)
    expect((await set('currency=null')).settings.currency).toBe('UAH')
    expect((await workspaces.findWorkspace(store.db, 'set'))?.settings.stages).toEqual({ 'crm:17': { milestone: 'qualified' } })
    await expect(workspaces.patchSettings(store.db, 'nobody', {})).rejects.toMatchObject({ code: 'not_found' })
  })

  test('changes of different settings at once are all kept', async () => {
    await workspace('busy')
    const patches = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) =>
      workspaces.patchSettings(store.db, 'busy', { [`lost_reasons.${id}`]: 'price' }),
    )
    await Promise.all(patches)
    const found = await workspaces.findWorkspace(store.db, 'busy')
    expect([Object.keys(found!.settings.lost_reasons).sort().join(), found!.settingsVersion]).toEqual(['a,b,c,d,e,f', 7])
  })

  test('a source is made once and remembers its latest record', async () => {
    const ws = await workspace('sourced')
    await sources.ensureSource(store.db, ws, { id: 'crm', kind: 'files', createdAt: NOW })
    await sources.ensureSource(store.db, ws, { id: 'crm', kind: 'api', createdAt: LATER })
    await sources.noteRecords(store.db, ws, 'crm', LATER)
    await sources.noteRecords(store.db, ws, 'crm', NOW)
    await sources.putCompleteFrom(store.db, ws, 'crm', { deals: '2026-01-01' })
    expect(await sources.listSources(store.db, ws)).toEqual([
      { id: 'crm', kind: 'files', createdAt: NOW, lastRecordAt: LATER, completeFrom: { deals: '2026-01-01' } },
    ])
  })

  test('imports are listed latest first, an unfinished one without end', async () => {
    const ws = await workspace('importing')
    const files = [{ file: 'leads.csv', kind: 'leads', rows: 3, accepted: 2, unchanged: 0, quarantined: 1 }]
    const first = await imports.startImport(store.db, ws, { source: 'crm', startedAt: NOW })
    await imports.finishImport(store.db, first, { finishedAt: LATER, files, seconds: 1.5 })
    await imports.startImport(store.db, ws, { source: 'ads', startedAt: LATER })
    const listed = await imports.listImports(store.db, ws)
    expect(listed.map(({ source, finishedAt }) => [source, finishedAt])).toEqual([
      ['ads', null],
      ['crm', LATER],
    ])
    expect(listed[1]).toMatchObject({ files, seconds: 1.5 })
  })

  test('derivation numbers grow, also after the diary was trimmed', async () => {
    const ws = await workspace('derived')
    const numbers: number[] = []
    for (const what of ['full', 'changed', 'changed']) numbers.push(await factRuns.startFactRun(store.db, ws, { what, at: NOW }))
    await factRuns.trimFactRuns(store.db, ws, 1)
    expect(await factRuns.findLastFactRun(store.db, ws)).toEqual({ n: numbers[2], what: 'changed', at: NOW })
    await factRuns.trimFactRuns(store.db, ws, 0)
    expect(await factRuns.findLastFactRun(store.db, ws)).toBeNull()
    numbers.push(await factRuns.startFactRun(store.db, ws, { what: 'full', at: NOW }))
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
  })

  test('a link lets in one of many at once, and never after its time', async () => {
    const hash = tokens.hashSecret('link')
    const late = tokens.hashSecret('late')
    await tokens.putAccessToken(store.db, { hash, createdAt: NOW, expiresAt: LATER })
    await tokens.putAccessToken(store.db, { hash: late, createdAt: NOW, expiresAt: NOW })
    const spent = await Promise.all(Array.from({ length: 8 }, () => tokens.spendAccessToken(store.db, hash, NOW)))
    expect(spent.filter(Boolean)).toHaveLength(1)
    expect(await tokens.spendAccessToken(store.db, late, NOW)).toBe(false)
    expect(await tokens.hasAccessToken(store.db, hash, NOW)).toBe(true)
    expect(await tokens.hasAccessToken(store.db, hash, LATER)).toBe(false)
    expect(await tokens.countAccessTokens(store.db, NOW)).toBe(1)
    await tokens.deleteAccessTokens(store.db)
    expect(await tokens.hasAccessToken(store.db, hash, NOW)).toBe(false)
  })

  test('a session ends at its time or when it is deleted', async () => {
    await sessions.putSession(store.db, { hash: 'one', createdAt: NOW, expiresAt: LATER })
    await sessions.putSession(store.db, { hash: 'two', createdAt: NOW, expiresAt: LATER })
    await sessions.deleteSession(store.db, 'two')
    const has = (hash: string, now: Date) => sessions.hasSession(store.db, hash, now)
    expect([await has('one', NOW), await has('two', NOW), await has('one', LATER)]).toEqual([true, false, false])
  })

  test('a saved mapping is replaced by a later one of its name', async () => {
    const ws = await workspace('mapped')
    await mappings.putMapping(store.db, ws, { name: 'crm', yaml: 'a: 1', updatedAt: NOW })
    await mappings.putMapping(store.db, ws, { name: 'crm', yaml: 'a: 2', updatedAt: LATER })
    await mappings.putMapping(store.db, ws, { name: 'ads', yaml: '', updatedAt: NOW })
    expect(await mappings.findMapping(store.db, ws, 'crm')).toEqual({ name: 'crm', yaml: 'a: 2', updatedAt: LATER })
    await mappings.deleteMapping(store.db, ws, 'crm')
    expect((await mappings.listMappings(store.db, ws)).map(({ name }) => name)).toEqual(['ads'])
  })

  describe('quarantine', () => {
    const row = (over: Partial<quarantine.QuarantinedRow> = {}): quarantine.QuarantinedRow => ({
      ...{ source: 'crm', kind: 'leads', recordId: null, file: 'leads.csv', line: 2, column: 'created_at' },
      ...{ value: '31.02', reason: 'not a date', raw: { id: '7' }, at: NOW },
      ...over,
    })

    test('the same bad row sent again is there once, and a second problem of a record beside the first', async () => {
      const ws = await workspace('again')
      await quarantine.addQuarantined(store.db, ws, [row(), row({ recordId: '7' }), row({ recordId: '7', column: 'origin' })])
      await quarantine.addQuarantined(store.db, ws, [row({ at: LATER }), row({ recordId: '7', file: 'other.csv', line: 9, value: 'x' })])
      const { count, rows } = await quarantine.listQuarantined(store.db, ws)
      expect(count).toBe(3)
      expect(rows.map(({ file, line, value }) => [file, line, value])).toEqual([
        ['leads.csv', 2, '31.02'],
        ['other.csv', 9, 'x'],
        ['leads.csv', 2, '31.02'],
      ])
    })

    test('corrected records and lines leave it, others stay', async () => {
      const ws = await workspace('corrected')
      const rows = ['1', '2', '3'].map((recordId) => row({ recordId }))
      await quarantine.addQuarantined(store.db, ws, [...rows, row({ recordId: '1', kind: 'deals' }), row({ line: 5 }), row({ line: 6 })])
      expect(await quarantine.releaseRecords(store.db, ws, { source: 'crm', kind: 'leads', ids: ['1', '2', 'unknown'] })).toBe(2)
      expect(await quarantine.releaseLines(store.db, ws, { source: 'crm', file: 'leads.csv', lines: [5] })).toBe(1)
      expect(await quarantine.countQuarantined(store.db, ws)).toEqual([
        { source: 'crm', kind: 'deals', count: 1 },
        { source: 'crm', kind: 'leads', count: 2 },
      ])
      expect(await quarantine.releaseLines(store.db, ws, { source: 'crm', file: 'leads.csv' })).toBe(3)
    })

    test('it is read in pages and by source and kind', async () => {
      const ws = await workspace('paged')
      await quarantine.addQuarantined(
        store.db,
        ws,
        Array.from({ length: 2500 }, (_, line) => row({ line })),
      )
      await quarantine.addQuarantined(store.db, ws, [row({ source: 'ads', kind: 'spend' })])
      const page = await quarantine.listQuarantined(store.db, ws, { offset: 2400, limit: 5000, source: 'crm' })
      expect([page.count, page.rows.length, page.rows[0]?.line]).toEqual([2500, 100, 2400])
      expect((await quarantine.listQuarantined(store.db, ws, { kind: 'spend' })).count).toBe(1)
      expect((await quarantine.listQuarantined(store.db, ws, { limit: 5000 })).rows).toHaveLength(quarantine.QUARANTINE_PAGE_MAX)
    })

    test('it takes any garbage and cuts what is too long', async () => {
      const ws = await workspace('garbage')
      const vile = 'a\u0000b\ud800c'
      const bad = row({ recordId: vile.repeat(3000), file: vile, column: vile, value: vile.repeat(3000), raw: { [vile]: [vile] } })
      await quarantine.addQuarantined(store.db, ws, [bad, row({ raw: 'x'.repeat(50_000) })])
      const { rows } = await quarantine.listQuarantined(store.db, ws)
      expect([rows[0]?.file, rows[0]?.raw, rows[0]?.value?.length, rows[1]?.raw]).toEqual([
        'a\ufffdb\ufffdc',
        { 'a\ufffdb\ufffdc': ['a\ufffdb\ufffdc'] },
        2000,
        null,
      ])
      expect(await quarantine.releaseRecords(store.db, ws, { source: 'crm', kind: 'leads', ids: [bad.recordId!] })).toBe(1)
    })

    test('a workspace does not see the rows of another', async () => {
      const [one, two] = [await workspace('one'), await workspace('two')]
      await quarantine.addQuarantined(store.db, one, [row({ recordId: '7' })])
      expect((await quarantine.listQuarantined(store.db, two)).count).toBe(0)
      expect(await quarantine.releaseRecords(store.db, two, { source: 'crm', kind: 'leads', ids: ['7'] })).toBe(0)
      expect((await quarantine.listQuarantined(store.db, one)).count).toBe(1)
    })
  })

  test('what belongs to a workspace goes with it', async () => {
    const ws = await workspace('gone')
    await sources.ensureSource(store.db, ws, { id: 'crm', kind: 'files', createdAt: NOW })
    await factRuns.startFactRun(store.db, ws, { what: 'full', at: NOW })
    await workspaces.deleteWorkspace(store.db, 'gone')
    expect(await sources.listSources(store.db, ws)).toEqual([])
  })

  test('a failed statement leaves nothing of its transaction and a clean connection', async () => {
    const fail = store.db.transaction().execute(async (tx) => {
      await workspaces.createWorkspace(tx, { id: 'half', createdAt: NOW })
      await factRuns.startFactRun(tx, 999_999, { what: 'full', at: NOW })
    })
    await expect(fail).rejects.toMatchObject({ code: '23503' })
    expect(await workspaces.findWorkspace(store.db, 'half')).toBeNull()
  })

  test('several openings at once migrate once', async () => {
    const stores = await Promise.all([1, 2, 3].map(() => openStore(twin.connection)))
    await Promise.all(stores.map((opened) => opened.close()))
    expect(await workspaces.listWorkspaces(store.db)).not.toHaveLength(0)
  })

  test('a step of the schema that fails takes back the steps before it', async () => {
    const good = { version: 998, name: 'good', statements: ['create table rumb.half (x int)'] }
    const bad = { version: 999, name: 'bad', statements: ['create table rumb.half (x int)'] }
    await expect(migrateSchema(store.db, [...MIGRATIONS, good, bad])).rejects.toMatchObject({ code: '42P07' })
    await (await openStore(twin.connection)).close()
    await migrateSchema(store.db, MIGRATIONS)
  })

  test('a database of a newer schema is refused and left alone', async () => {
    const newer = { version: 1000, name: 'from tomorrow', statements: ['create table rumb.tomorrow (x int)'] }
    await migrateSchema(store.db, [...MIGRATIONS, newer])
    await expect(openStore(twin.connection)).rejects.toMatchObject({ name: 'AppError', code: 'schema_newer' })
  })
})

test.each([
  ['mysql://h/d', 'bad_input'],
  ['postgres://u:p@127.0.0.1:1/d', 'engine_unavailable'],
  ['postgres://u:p@no-such-host.invalid/d', 'engine_unavailable'],
])('the address %s is refused with %s', async (url, code) => {
  const [opened] = await Promise.allSettled([openStore({ url })])
  expect(opened).toMatchObject({ status: 'rejected', reason: { code } })
  expect((opened as PromiseRejectedResult).reason).toBeInstanceOf(AppError)
})

async function startTwin(): Promise<Twin> {
  const { dir, server } = await startServer()
  return {
    connection: server.connection,
    async stop() {
      await server.stop()
      await rm(dir, { recursive: true })
    },
  }
}

/** The other server listens on a unix socket too; a relay gives it a host and a port, as a server elsewhere has. */
async function startUrlTwin(): Promise<Twin> {
  const { dir, server } = await startServer()
  const { host, user, password, database } = server.connection
  const relay = await listen(join(host, '.s.PGSQL.5432'))
  const { port } = relay.address() as { port: number }
  return {
    connection: { url: `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}` },
    async stop() {
      relay.close()
      await server.stop()
      await rm(dir, { recursive: true })
    },
  }
}

async function startServer(): Promise<{ dir: string; server: EmbeddedPostgres }> {
  const dir = await mkdtemp(join(tmpdir(), 'rumb-store-'))
  return { dir, server: await startEmbeddedPostgres({ dataDir: join(dir, 'pg') }) }
}

function listen(socketPath: string): Promise<Server> {
  const { promise, resolve } = Promise.withResolvers<Server>()
  const relay = createServer((incoming) => {
    const outgoing = createConnection(socketPath)
    incoming.on('error', () => outgoing.destroy())
    outgoing.on('error', () => incoming.destroy())
    incoming.pipe(outgoing).pipe(incoming)
  })
  relay.listen(0, '127.0.0.1', () => resolve(relay))
  return promise
}
