import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listOpenRuns } from '../../src/warehouse/ingest/runs.ts'
import { openRecordHouse, type RecordHouse, type Workspace } from './record-house.ts'

let house: RecordHouse

beforeAll(async () => {
  house = await openRecordHouse()
})
afterAll(() => house.stop())

const rows = 60_000
const line = (at: number) => `T${at},call,out,2026-03-05T10:00:00Z,p${at % 9},${at % 300}`
const header = 'id,kind,direction,at,person_id,duration_s'

async function csv(lines: string[]): Promise<string> {
  return house.file('touches.csv', `${[header, ...lines].join('\n')}\n`)
}

const whole = Array.from({ length: rows }, (_, at) => line(at))
const counts = ([result]: Awaited<ReturnType<Workspace['take']>>) => [
  result!.rows,
  result!.accepted,
  result!.unchanged,
  result!.quarantined,
]
const stored = async (workspace: Workspace) =>
  (await workspace.rows<{ n: string; s: number }>('touches', "count() AS n, sum(duration_s) AS s, '' AS id"))[0]

describe('the first load of many records', () => {
  it('goes straight to its table and asks for everything to be derived', async () => {
    const workspace = house.workspace()
    const path = await csv(whole)
    expect(counts(await workspace.take([path]))).toEqual([rows, rows, 0, 0])
    expect(counts(await workspace.take([path]))).toEqual([rows, 0, rows, 0])
    expect(await stored(workspace)).toMatchObject({ n: String(rows) })
    expect((await listOpenRuns(house.warehouse, workspace.ws)).map(({ isFull }) => isFull)).toEqual([true, false])
  })

  it('keeps bad rows out, with their lines', async () => {
    const workspace = house.workspace()
    const lines = whole
      .toSpliced(7, 1, 'T7,fax,out,2026-03-05,p1,1')
      .toSpliced(100, 1, 'T100,call')
      .toSpliced(rows - 1, 1, 'T9x,call,out,never,p1,x')
    const taken = await workspace.take([await csv(lines)])
    expect(counts(taken)).toEqual([rows, rows - 3, 0, 3])
    expect(taken[0]!.problems.map(({ line, column, value }) => [line, column, value])).toEqual([
      [9, 'kind', 'fax'],
      [102, '', 'T100,call'],
      [rows + 1, 'at', 'never'],
      [rows + 1, 'duration_s', 'x'],
    ])
    expect(await stored(workspace)).toMatchObject({ n: String(rows - 3) })
  })

  it('knows who paid by the id alone, however many pay', async () => {
    const workspace = house.workspace()
    const payments = Array.from({ length: rows }, (_, at) => `P${at},2026-03-05,${at % 300},EUR,C${at % 9}`)
    const path = await house.file('payments.csv', `id,at,amount,currency,contact_id\n${payments.join('\n')}\n`)
    expect(counts(await workspace.take([path]))).toEqual([rows, rows, 0, 0])
    const noted = await house.warehouse.query(`SELECT count() AS n FROM ids FINAL WHERE ws = ${workspace.ws} AND kind = 'contacts'`)
    expect(noted).toEqual([{ n: '9' }])
  })

  it('settles records that the file names twice as if they had come one by one', async () => {
    const [twice, apart] = [house.workspace(), house.workspace()]
    const other = 'T5,email,out,2026-03-05T10:00:00Z,p1,9'
    await apart.take([await csv([line(5)])])
    await apart.take([await csv([other])])
    expect(counts(await twice.take([await csv([other, ...whole, line(6), other])]))).toEqual([rows + 3, rows, 3, 0])
    const columns = 'id, kind, duration_s, content'
    expect(await twice.rows('touches', columns, "id = 'T5'")).toEqual(await apart.rows('touches', columns))
  })
})

describe('Parquet', () => {
  const write = async (select: string, name: string) => {
    const path = join(house.directory, name)
    await house.warehouse.command(
      `INSERT INTO FUNCTION file('${path}', 'Parquet') ${select} SETTINGS output_format_parquet_compression_method = 'snappy'`,
    )
    return path
  }

  it('says the same as the table written as text, typed or not', async () => {
    const [typed, plain, text] = [house.workspace(), house.workspace(), house.workspace()]
    const columns = (moment: string, day: string, amount: string, flag: string) =>
      `SELECT number AS n, if(n = 3, '', concat('D', toString(n))) AS id, ${moment} AS created_at, ${day} AS closed_at, ${amount} AS amount, 'won' AS outcome,
         'p1' AS owner_id, ${flag} AS deleted, if(n = 1, 'Kyiv', '') AS region FROM numbers(5)`
    const asTyped = columns(
      "toDateTime64('2026-03-05 10:00:00', 3, 'UTC') + n",
      "toDate32('2026-03-06') + n",
      'toDecimal64(n + 0.25, 2)',
      'n = 4',
    )
    const asText = columns(
      "formatDateTime(toDateTime('2026-03-05 10:00:00', 'UTC') + n, '%Y-%m-%dT%H:%i:%sZ')",
      "formatDateTime(toDate('2026-03-06') + n, '%d.%m.%Y')",
      "replaceOne(toString(n + 0.25), '.', ',')",
      "if(n = 4, 'yes', 'no')",
    )
    const results = [
      await typed.take([await write(asTyped, 'deals.parquet')]),
      await plain.take([await write(asText, 'deals-2.parquet')]),
      await text.take([
        await house.file('deals.ndjson', (await house.warehouse.query(asText)).map((row) => `${JSON.stringify(row)}\n`).join('')),
      ]),
    ]
    for (const result of results) expect(counts(result)).toEqual([5, 4, 0, 1])
    expect(results[0]![0]!.problems).toEqual([{ line: 4, column: 'id', value: '', reason: 'required, but empty', id: '' }])
    const all =
      'id, k, created_at, created_at_precision, closed_at, closed_at_precision, amount, outcome, owner_id, owner_id_text, extra, content, version'
    const [first, ...others] = [await typed.rows('deals', all), await plain.rows('deals', all), await text.rows('deals', all)]
    expect(first).toHaveLength(3)
    for (const other of others) expect(other).toEqual(first)
  })

  it('without a required column, or with dates that can be read two ways, is refused', async () => {
    const workspace = house.workspace()
    const missing = await write("SELECT 'A' AS id, 1 AS amount", 'leads.parquet')
    await expect(workspace.take([missing])).rejects.toMatchObject({
      code: 'bad_input',
      message: expect.stringContaining('no column created_at'),
    })
    const open = await write("SELECT 'A' AS id, '03/04/2026' AS created_at", 'leads-2.parquet')
    await expect(workspace.take([open])).rejects.toMatchObject({ code: 'ambiguous_input' })
    const damaged = join(house.directory, 'leads-3.parquet')
    writeFileSync(damaged, 'PAR1 no footer PAR1')
    await expect(workspace.take([damaged])).rejects.toMatchObject({ code: 'bad_input' })
  })
})
