import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectSource } from '../../src/app/connect-source.ts'
import { type House, openHouse } from '../../src/app/open-house.ts'
import { syncSource } from '../../src/app/sync-source.ts'
import { loadConfig } from '../../src/config.ts'
import { readPlace } from '../../src/sources/tables/read-place.ts'
import { findWorkspace } from '../../src/store/tables/workspaces.ts'

const directory = mkdtempSync(join(tmpdir(), 'rumb-tables-'))
let house: House
let web: Server
let document = 'number,paid,sum\n1,02.03.2026,"1 250,50"\n'
const call = { workspace: 'shop', now: new Date('2026-03-10T10:00:00Z') }

async function stored(kind: string, columns: string) {
  const { num } = (await findWorkspace(house.store.db, 'shop'))!
  return house.warehouse.query<Record<string, unknown>>(`SELECT ${columns} FROM rec_${kind} FINAL WHERE ws = ${num} ORDER BY id`)
}
const run = (statement: string) => sql.raw(statement).execute(house.store.db)

/** The database beside the house stands for that of a customer, reached by its socket. */
function customerDatabase() {
  const cluster = join(directory, 'data', 'postgres')
  const socket = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[4]!
  const token = `rumb:${readFileSync(join(cluster, 'rumb.password'), 'utf8').trim()}`
  return { address: `postgresql://${encodeURIComponent(socket)}/postgres`, token }
}

const mapping = `
files:
  shop.orders:
    kind: deals
    changed: touched
    columns: { id: id, created_at: made, amount: total, outcome: { from: state, values: { paid: won }, other: open }, updated_at: touched }
    extra: [town]
`

beforeAll(async () => {
  house = await openHouse(loadConfig({ data: join(directory, 'data') }, {}))
  await run('create schema shop')
  await run('create table shop.orders (id bigint, made timestamptz, touched timestamp, total numeric(14,4), state text, town text)')
  await run(`insert into shop.orders values
    (1, '2026-03-01 12:00:00+02', '2026-03-01 12:00', 1250.5000, 'paid', 'Львів'),
    (2, '2026-03-02 12:00:00+02', '2026-03-02 12:00', null, 'new', null)`)
  web = createServer((request, response) => {
    if (request.headers.authorization !== 'Bearer good') return response.writeHead(403).end('no')
    return response.writeHead(200, { 'Content-Type': 'text/csv' }).end(document)
  })
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
}, 120_000)
afterAll(async () => {
  web.close()
  await house.close()
  rmSync(directory, { recursive: true, force: true })
})

describe('tables of a database', () => {
  it('are tried before they are kept: password, table, column', async () => {
    const { address, token } = customerDatabase()
    const ask = { system: 'tables', source: 'erp', address, mapping }
    await expect(connectSource(house, call, { ...ask, token: 'rumb:wrong' })).rejects.toMatchObject({ code: 'source_unavailable' })
    const other = { ...ask, token, mapping: mapping.replace('shop.orders', 'shop.nothing') }
    await expect(connectSource(house, call, other)).rejects.toMatchObject({ code: 'source_unavailable' })
    const bad = { ...ask, token, mapping: mapping.replace('amount: total', 'amount: price') }
    await expect(connectSource(house, call, bad)).rejects.toMatchObject({ code: 'bad_input', message: expect.stringContaining('price') })
    expect(await connectSource(house, call, { ...ask, token })).toMatchObject({ source: 'erp', system: 'tables', account: 'postgres' })
    const kept = JSON.stringify(await house.store.db.selectFrom('connections').selectAll().execute())
    expect(kept).not.toContain(token.slice(5))
  }, 60_000)

  it('are read by the engine: moments with their zone, decimals exact, then only what changed', async () => {
    expect(await syncSource(house, call, { id: 'erp', since: undefined })).toMatchObject({ accepted: 2, quarantined: 0 })
    const deals = () => stored('deals', "id, toString(created_at) AS at, toString(amount) AS amount, outcome, extra['town'] AS town")
    expect(await deals()).toEqual([
      { id: '1', at: '2026-03-01 10:00:00.000', amount: '1250.5', outcome: 'won', town: 'Львів' },
      { id: '2', at: '2026-03-02 10:00:00.000', amount: null, outcome: 'open', town: '' },
    ])
    await run("update shop.orders set state = 'paid', total = 10, touched = '2026-03-11 09:00' where id = 2")
    await run("update shop.orders set state = 'new' where id = 1")
    const again = await syncSource(house, { ...call, now: new Date('2026-03-11T10:00:00Z') }, { id: 'erp', since: undefined })
    expect(again).toMatchObject({ accepted: 1, unchanged: 0 })
    expect((await deals()).map(({ id, outcome }) => [id, outcome])).toEqual([
      ['1', 'won'],
      ['2', 'won'],
    ])
  }, 60_000)
})

describe('a table of the web', () => {
  const csv = 'kind: payments\ndecimals: ","\ncolumns: { id: number, at: paid, amount: sum }\n'

  it('is downloaded and read as a file, again at every sync', async () => {
    const address = `http://127.0.0.1:${(web.address() as AddressInfo).port}/export/sums.csv`
    const ask = { system: 'tables', source: 'sheet', address, mapping: csv }
    await expect(connectSource(house, call, { ...ask, token: 'bad' })).rejects.toMatchObject({ code: 'source_unavailable' })
    await connectSource(house, call, { ...ask, token: 'good' })
    expect(await syncSource(house, call, { id: 'sheet', since: undefined })).toMatchObject({ accepted: 1 })
    document += '2,03.03.2026,"7,25"\nbad,yesterday,"1,00"\n'
    expect(await syncSource(house, call, { id: 'sheet', since: undefined })).toMatchObject({ accepted: 1, unchanged: 1, quarantined: 1 })
    expect(await stored('payments', 'id, toString(amount) AS amount')).toEqual([
      { id: '1', amount: '1250.5' },
      { id: '2', amount: '7.25' },
    ])
  }, 60_000)
})

describe('an address of tables', () => {
  it('is that of a database, a bucket, a document or a sheet', () => {
    expect(readPlace('mysql://db.example:3307/crm', 'u:p:q')).toEqual({
      engine: 'mysql',
      host: 'db.example:3307',
      database: 'crm',
      user: 'u',
      password: 'p:q',
    })
    expect(readPlace('s3://b/x/y.parquet?region=eu-central-1', 'k:s')).toMatchObject({
      url: 'https://b.s3.eu-central-1.amazonaws.com/x/y.parquet',
      format: 'Parquet',
    })
    expect(readPlace('https://docs.google.com/spreadsheets/d/abc_1/edit#gid=7', '')).toMatchObject({
      url: 'https://docs.google.com/spreadsheets/d/abc_1/export?format=csv&gid=7',
    })
    for (const bad of ['mysql://db.example', 's3://b/x.doc', 'ftp://x/y.csv']) expect(() => readPlace(bad, 'a:b'), bad).toThrow(/address/)
  })
})

describe('call detail records of Asterisk in a database', () => {
  const leg = (id: string, at: string, more: string) =>
    `('${at}', '79161112233', '101', 'PJSIP/trunk-1', 'PJSIP/101-1', 'Dial', ${more}, '${id}', '${id}')`
  const talk = "65, 60, 'ANSWERED'"
  const missed = "20, 0, 'NO ANSWER'"

  it('become calls by themselves, each whole, and then only the new ones', async () => {
    await run('create schema pbx')
    const columns =
      'calldate timestamp, src text, dst text, channel text, dstchannel text, lastapp text, duration int, billsec int, disposition text, uniqueid text, linkedid text'
    await run(`create table pbx.cdr (${columns})`)
    const rows = [leg('a', '2026-03-09 12:00:00', talk), leg('b', '2026-03-01 09:00:00', missed), leg('c', '2026-02-01 09:00:00', talk)]
    // Rang at one extension, then at another: one call, whose rows lie on both sides of the end of a window.
    rows.push(leg('d', '2026-02-25 09:59:50', missed), leg('d', '2026-02-25 10:00:10', talk))
    await run(`insert into pbx.cdr values ${rows.join(', ')}`)
    const { address, token } = customerDatabase()
    const ask = { system: 'asterisk', address: `${address}?table=pbx.cdr`, token }
    await expect(connectSource(house, call, { ...ask, address: `${address}?table=shop.orders` })).rejects.toMatchObject({
      code: 'source_unavailable',
    })
    expect(await connectSource(house, call, ask)).toMatchObject({ source: 'asterisk', account: 'postgres.pbx.cdr' })
    await syncSource(
      house,
      { ...call, clock: { now: () => call.now.getTime(), sleep: async () => undefined } },
      { id: 'asterisk', since: '2026-01-31' },
    )
    const calls = async () =>
      (await stored('touches', 'id, outcome, duration_s')).map(({ id, outcome, duration_s }) => [id, outcome, Number(duration_s)])
    const whole = [
      ['a', 'answered', 60],
      ['b', 'no_answer', 0],
      ['c', 'answered', 60],
      ['d', 'answered', 60],
    ]
    expect(await calls()).toEqual(whole)
    await run(`insert into pbx.cdr values ${leg('e', '2026-03-10 13:30:00', talk)}`)
    const later = new Date('2026-03-10T12:00:00Z')
    await syncSource(
      house,
      { ...call, now: later, clock: { now: () => later.getTime(), sleep: async () => undefined } },
      { id: 'asterisk' },
    )
    expect((await calls()).at(-1)).toEqual(['e', 'answered', 60])
  }, 60_000)
})
