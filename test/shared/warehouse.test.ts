// What every twin of the warehouse must do alike: types, inserts, errors, limits, isolation of one call from the next.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectWarehouse, type Warehouse } from '../../src/warehouse/client.ts'
import { printOptimize, type TableDef } from '../../src/warehouse/ddl.ts'
import { migrate } from '../../src/warehouse/migrate.ts'
import { startTwin, TWIN_KINDS, type Twin } from './warehouse-twins.ts'

const WIDE = '18446744073709551615'
const ENDLESS = 'SELECT count() FROM numbers(100000000000000) WHERE NOT ignore(cityHash64(number))'
const ROWS = { name: 'rows', engine: 'replacing', orderBy: 'ws, k' } as const
const TABLES: readonly TableDef[] = [
  {
    ...ROWS,
    columns: [
      { name: 'ws', type: 'UInt32' },
      { name: 'k', type: 'UInt64' },
      { name: 'title', type: 'String CODEC(ZSTD(1))', default: "'none'" },
      { name: 'kind', type: 'LowCardinality(String)' },
      { name: 'amount', type: 'Nullable(DECIMAL(18,4))' },
      { name: 'at', type: "DateTime64(3, 'UTC')" },
      { name: 'tags', type: 'Array(UInt64)' },
      { name: 'version', type: 'UInt64' },
      { name: 'is_deleted', type: 'UInt8' },
    ],
  },
]

type Row = { ws: number; k: string; title: string; version: string }

const row = (ws: number, k: string | bigint, over: object = {}) => ({
  ws,
  k,
  kind: 'a',
  at: '2026-03-29T01:30:00.125Z',
  tags: [],
  version: 1,
  ...over,
})

async function within<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'rumb-rows-'))
  return work(dir).finally(() => rm(dir, { recursive: true, force: true }))
}

describe.each(TWIN_KINDS)('the warehouse on %s', (kind) => {
  let twin: Twin
  let warehouse: Warehouse
  const count = async (ws: number) =>
    Number((await warehouse.query<{ n: string }>('SELECT count() AS n FROM rows FINAL WHERE ws = {ws:UInt32}', { params: { ws } }))[0]?.n)

  beforeAll(async () => {
    twin = await startTwin(kind, TABLES)
    warehouse = twin.warehouse
    await migrate(warehouse, TABLES)
  })
  afterAll(() => twin?.stop())

  test('gives back every type it was given, 64-bit keys digit for digit', async () => {
    await warehouse.insertRows('rows', [
      row(1, BigInt(WIDE), { title: 'Ёж "\\ \t\n\'', kind: 'лид', amount: '1234567.1234', tags: [WIDE, '0'] }),
      row(1, '9007199254740993', { amount: null }),
    ])
    const rows = await warehouse.query('SELECT * EXCEPT (version, is_deleted) FROM rows FINAL WHERE ws = 1 ORDER BY k')
    expect(rows).toEqual([
      { ws: 1, k: '9007199254740993', title: 'none', kind: 'a', amount: null, at: '2026-03-29 01:30:00.125', tags: [] },
      {
        ws: 1,
        k: WIDE,
        title: 'Ёж "\\ \t\n\'',
        kind: 'лид',
        amount: 1234567.1234,
        at: '2026-03-29 01:30:00.125',
        tags: [WIDE, '0'],
      },
    ])
  })

  test('takes parameters of every kind as values, never as SQL', async () => {
    const params = { text: "'; DROP TABLE rows --\\\n\t", key: WIDE, keys: [WIDE, 5n], names: ["it's", 'a\\b'], none: null }
    const sql =
      'SELECT {text:String} AS text, {key:UInt64} AS key, {keys:Array(UInt64)} AS keys, {names:Array(String)} AS names, {none:Nullable(String)} AS none'
    expect(await warehouse.query(sql, { params })).toEqual([{ ...params, keys: [WIDE, '5'] }])
  })

  test('keeps the latest version of a row and hides a deleted one, before and after a merge', async () => {
    await warehouse.insertRows('rows', [row(2, '1', { title: 'old' }), row(2, '2')])
    await warehouse.insertRows('rows', [row(2, '1', { title: 'new', version: 3 }), row(2, '2', { version: 2, is_deleted: 1 })])
    await warehouse.insertRows('rows', [row(2, '1', { title: 'late', version: 2 })])
    const read = () => warehouse.query<Row>('SELECT k, title FROM rows FINAL WHERE ws = 2')
    expect(await read()).toEqual([{ k: '1', title: 'new' }])
    await warehouse.command(printOptimize('rows', warehouse.topology))
    expect(await read()).toEqual([{ k: '1', title: 'new' }])
  })

  test('inserts what input() makes of a stream and of a file', async () => {
    const sql =
      "INSERT INTO rows (ws, k, title, version) SELECT 3, cityHash64(id), concat(name, ' input(1)'), 1 FROM input('id String, name String')"
    await warehouse.insertFrom({ sql, format: 'JSONEachRow', body: Readable.from(['{"id":"a","name":"A"}\n{"id":"b",', '"name":"B"}\n']) })
    await within(async (dir) => {
      const path = join(dir, "it's rows.csv")
      await writeFile(path, 'c,C\n"d","D, d"\n')
      await warehouse.insertFrom({ sql, format: 'CSV', body: { path } })
    })
    const titles = await warehouse.query<Row>('SELECT title FROM rows FINAL WHERE ws = 3 ORDER BY title')
    expect(titles.map(({ title }) => title)).toEqual(['A input(1)', 'B input(1)', 'C input(1)', 'D, d input(1)'])
  })

  test('inserts by column order where the statement names columns', async () => {
    await warehouse.insertFrom({
      sql: 'INSERT INTO rows (ws, k, version)',
      format: 'JSONCompactEachRow',
      body: Readable.from([`[4,"${WIDE}",1]\n`]),
    })
    expect(await warehouse.query('SELECT k, title FROM rows FINAL WHERE ws = 4')).toEqual([{ k: WIDE, title: 'none' }])
  })

  test('inserts a hundred thousand rows from an async source', async () => {
    async function* rows() {
      for (let k = 0; k < 100_000; k++) yield row(5, String(k))
    }
    await warehouse.insertRows('rows', rows())
    expect(await count(5)).toBe(100_000)
  })

  test('accepts an insert of no rows', async () => {
    await warehouse.insertRows('rows', [])
    await warehouse.insertFrom({ sql: 'INSERT INTO rows (ws, k, version)', format: 'CSV', body: Readable.from([]) })
    expect(await count(6)).toBe(0)
  })

  test('refuses an unknown column and keeps nothing of that insert', async () => {
    const rows = [row(7, '1'), { ...row(7, '2'), nonsense: 1 }]
    await expect(warehouse.insertRows('rows', rows)).rejects.toMatchObject({
      code: 'engine_failed',
      message: expect.stringContaining('nonsense'),
    })
    expect(await count(7)).toBe(0)
  })

  test('passes on the error of the source of an insert and keeps nothing', async () => {
    async function* rows() {
      yield row(8, '1')
      throw new Error('the disk of the source broke')
    }
    await expect(warehouse.insertRows('rows', rows())).rejects.toThrow('the disk of the source broke')
    expect(await count(8)).toBe(0)
  })

  test('reports an error before and an error after the first row of an answer', async () => {
    await expect(warehouse.query('SELECT nowhere')).rejects.toMatchObject({
      code: 'engine_failed',
      message: expect.stringContaining('nowhere'),
    })
    const late = warehouse.query("SELECT number, throwIf(number = 400000, 'broke late') FROM numbers(1000000)", {
      settings: { max_threads: 1 },
    })
    await expect(late).rejects.toMatchObject({ code: 'engine_failed', message: expect.stringContaining('broke late') })
  })

  test('ends a query at its time, at its memory and at the wish of the caller', async () => {
    await expect(warehouse.query(ENDLESS, { timeoutMs: 1_000 })).rejects.toMatchObject({ code: 'query_too_heavy' })
    const greedy = 'SELECT uniqExact(number) FROM numbers(100000000)'
    await expect(warehouse.query(greedy, { maxMemory: 50_000_000 })).rejects.toMatchObject({ code: 'query_too_heavy' })
    const giveUp = new AbortController()
    const asked = warehouse.query(ENDLESS, { signal: giveUp.signal })
    setTimeout(() => giveUp.abort(new Error('the user left')), 200)
    await expect(asked).rejects.toThrow('the user left')
    await expect
      .poll(() =>
        warehouse.query("SELECT query FROM system.processes WHERE query LIKE '%100000000000000%' AND query NOT LIKE '%processes%'"),
      )
      .toEqual([])
  })

  test('a call that fails midway, is given up or runs out of time leaves answer and settings of the next alone', async () => {
    const settings = { max_threads: 1, max_block_size: 1000, session_timezone: 'Asia/Tokyo' }
    const probe = () => warehouse.query("SELECT timezone() AS zone, getSetting('max_block_size') AS block, number FROM numbers(2)")
    const before = await probe()
    const bad = [
      () => warehouse.query('SELECT number, throwIf(number = 300000) FROM numbers(1000000)', { settings }),
      () => warehouse.query('SELECT number, sleepEachRow(0.001) FROM numbers(1000000)', { settings, signal: AbortSignal.timeout(150) }),
      () => warehouse.query(ENDLESS, { settings, timeoutMs: 1_000 }),
      () => warehouse.command('SELECT throwIf(1)', { settings, params: { leak: 'x' } }),
    ]
    for (const fail of bad) {
      const together = await Promise.allSettled([fail(), probe()])
      expect(together).toMatchObject([{ status: 'rejected' }, { value: before }])
      for (let next = 0; next < 3; next++) expect(await probe()).toEqual(before)
    }
    expect(before).toEqual([
      { zone: 'UTC', block: expect.anything(), number: '0' },
      { zone: 'UTC', block: expect.anything(), number: '1' },
    ])
    await expect(warehouse.query('SELECT {leak:String}')).rejects.toMatchObject({ code: 'engine_failed' })
  })

  test('answers forty callers at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => warehouse.query<{ n: number }>('SELECT {n:UInt32} AS n', { params: { n } })),
    )
    expect(answers.map(([only]) => only?.n)).toEqual(Array.from({ length: 40 }, (_, n) => n))
  })

  test('refuses a wrong password and a wrong user', async () => {
    for (const wrong of [{ password: 'guess' }, { user: 'nobody' }]) {
      const stranger = connectWarehouse({ ...twin.address, ...wrong })
      await expect(stranger.query('SELECT 1')).rejects.toMatchObject({
        code: 'engine_unavailable',
        message: expect.stringContaining('Authentication failed'),
      })
      await stranger.close()
    }
  })

  test('migrates again without a change, adds a column, refuses a newer schema', async () => {
    await migrate(warehouse, TABLES)
    const wider = TABLES.map((table) => ({ ...table, columns: [...table.columns, { name: 'note', type: 'String', default: "'-'" }] }))
    await warehouse.insertRows('rows', [row(9, '1')])
    await migrate(warehouse, wider)
    await warehouse.insertRows('rows', [row(9, '2', { note: 'x' })])
    expect(await warehouse.query('SELECT note FROM rows FINAL WHERE ws = 9 ORDER BY k')).toEqual([{ note: '-' }, { note: 'x' }])
    const other = TABLES.map((table) => ({ ...table, columns: [{ name: 'k', type: 'String' }] }))
    await expect(migrate(warehouse, other)).rejects.toMatchObject({ code: 'conflict', path: 'rows.k' })
    const steps = [{ version: 1000, print: () => ['SELECT 1'] }]
    await migrate(warehouse, wider, { steps })
    await expect(migrate(warehouse, wider)).rejects.toMatchObject({ code: 'schema_newer' })
  })
})

describe('only on the cluster', () => {
  let twin: Twin
  const pair: readonly TableDef[] = ['lefts', 'rights'].map((name) => ({ ...TABLES[0]!, name }))

  beforeAll(async () => {
    twin = await startTwin('cluster', pair)
    await migrate(twin.warehouse, pair)
    for (const { name } of pair)
      await twin.warehouse.insertRows(
        name,
        [1, 2, 3, 4, 5, 6].flatMap((ws) => [row(ws, '1'), row(ws, '2')]),
      )
  })
  afterAll(() => twin?.stop())

  test('spreads workspaces over the shards and reads the shard of a workspace only', async () => {
    const read = (where: string, settings = {}) =>
      twin.warehouse.query<{ shard: number; n: string }>(
        `SELECT shardNum() AS shard, count() AS n FROM lefts FINAL WHERE ${where} GROUP BY shard ORDER BY shard`,
        { settings },
      )
    expect(await read('1', { force_optimize_skip_unused_shards: 0 })).toEqual([
      { shard: 1, n: '10' },
      { shard: 2, n: '2' },
    ])
    expect(await read('ws = 2')).toEqual([{ shard: 2, n: '2' }])
  })

  test('refuses a query that names no workspace', async () => {
    await expect(twin.warehouse.query('SELECT count() FROM lefts')).rejects.toMatchObject({ code: 'engine_failed' })
  })

  test('joins the rows of a workspace on their own shard', async () => {
    const sql = 'SELECT count() AS n FROM lefts FINAL JOIN (SELECT ws, k FROM rights FINAL WHERE ws = 2) AS r USING (ws, k) WHERE ws = 2'
    expect(await twin.warehouse.query(sql)).toEqual([{ n: '2' }])
    const refused = twin.warehouse.query(sql, { settings: { distributed_product_mode: 'deny' } })
    await expect(refused).rejects.toMatchObject({ code: 'engine_failed', message: expect.stringContaining('Double-distributed') })
  })
})

test('an error after the first byte ends the answer with the tagged block of ClickHouse', async () => {
  const twin = await startTwin('server')
  const { url, user, password } = twin.address
  const sql = "SELECT number, throwIf(number = 400000, 'broke late') FROM numbers(1000000) SETTINGS max_threads = 1 FORMAT JSONEachRow"
  const answer = await fetch(url, { method: 'POST', body: sql, headers: { 'x-clickhouse-user': user, 'x-clickhouse-key': password } })
  const text = await answer.text()
  await twin.stop()
  const tag = answer.headers.get('x-clickhouse-exception-tag')
  expect(answer.status).toBe(200)
  expect(text.startsWith('{"number":0,')).toBe(true)
  const end = text.slice(text.indexOf('\r\n'))
  const message = end.slice(`\r\n__exception__\r\n${tag}\r\n`.length, end.lastIndexOf(`\n`, end.lastIndexOf(` ${tag}`)) + 1)
  expect(message).toContain('broke late')
  expect(end).toBe(`\r\n__exception__\r\n${tag}\r\n${message}${Buffer.byteLength(message)} ${tag}\r\n__exception__\r\n`)
})
