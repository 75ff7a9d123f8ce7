import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { utils, write } from '@e965/xlsx'
import { zipSync } from 'fflate'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseMapping } from '../../src/contract/mapping.ts'
import type { RawRow, RawTable } from '../../src/contract/raw-table.ts'
import { openFiles } from '../../src/sources/files/open-files.ts'

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rumb-files-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(await mkdtemp(join(directory, 'f-')), name)
  await writeFile(path, content)
  return path
}

async function rowsOf(table: RawTable | undefined): Promise<RawRow[]> {
  if (table?.form !== 'text') throw new Error('no table of text')
  const rows: RawRow[] = []
  for await (const batch of table.read()) rows.push(...batch)
  return rows
}

/** Rows of every table as objects. */
async function read(paths: string[], mapping?: string): Promise<{ kind: string; records: Record<string, unknown>[] }[]> {
  const files = await openFiles(paths, mapping === undefined ? undefined : parseMapping(mapping))
  const all = []
  for (const table of files.tables) {
    const rows = await rowsOf(table)
    const columns = table.form === 'text' ? table.columns : []
    const records = rows.map(({ cells, extra, broken }) =>
      broken === undefined
        ? {
            ...Object.fromEntries(columns.map((name, at) => [name, cells[at]]).filter(([, value]) => value !== null && value !== '')),
            ...extra,
          }
        : { broken: broken.reason },
    )
    all.push({ kind: table.kind, records })
  }
  await files.close()
  return all
}

const people = [
  {
    kind: 'people',
    records: [
      { id: '1', name: 'Олена Їжакевич', email: 'o@x.ua' },
      { id: '2', name: 'Пётр, младший' },
    ],
  },
]
const csv = 'id,name,email\n1,Олена Їжакевич,o@x.ua\n2,"Пётр, младший",\n'

describe('a delimited file is read', () => {
  it.each(['utf-8', 'utf-8 with mark', 'utf-16le with mark', 'utf-16be with mark', 'utf-16le', 'windows-1251'])(
    'in %s',
    async (encoding) => {
      const [name = '', , mark] = encoding.split(' ')
      expect(await read([await file('people.csv', iconv.encode(csv, name, { addBOM: mark !== undefined }))])).toEqual(people)
    },
  )

  it.each([',', ';', '\t', '|'])('with %j between the cells', async (delimiter) => {
    const text = `id${delimiter}name${delimiter}email\n1${delimiter}"Олена Їжакевич"${delimiter}o@x.ua\n2${delimiter}"Пётр, младший"${delimiter}\n`
    expect(await read([await file('people.csv', text)])).toEqual(people)
    expect(await read([await file('people.csv', text.replaceAll('\n', '\r\n'))])).toEqual(people)
  })

  it('with quotes inside, lines inside cells, blank lines and a told delimiter', async () => {
    const text = 'sep=;\nID; Name ;Region\n1;ООО "Ромашка";Київ\n\n2;"Two\nlines";"a ""b"""\n3;;\n4;short\n5;too;many;cells\n'
    const path = await file('companies.csv', text)
    const files = await openFiles([path], undefined)
    expect((await rowsOf(files.tables[0])).map(({ line, cells, broken }) => [line, broken?.reason ?? cells])).toEqual([
      [3, ['1', 'ООО "Ромашка"', 'Київ']],
      [5, ['2', 'Two\nlines', 'a "b"']],
      [7, ['3', '', '']],
      [8, '2 cells, but the header has 3'],
      [9, '4 cells, but the header has 3'],
    ])
    await files.close()
  })

  it('when it is packed, has no records, or its columns are written otherwise', async () => {
    expect(await read([await file('people.csv.gz', gzipSync(csv))])).toEqual(people)
    expect(await read([await file('people.csv', 'id,name\n')])).toEqual([{ kind: 'people', records: [] }])
    const text = 'Id,Created At,Owner-ID,Hobby\n1,2026-01-01,7,chess\n'
    expect(await read([await file('leads-2026-01.csv', text)])).toEqual([
      { kind: 'leads', records: [{ id: '1', created_at: '2026-01-01', owner_id: '7', Hobby: 'chess' }] },
    ])
  })
})

describe('other forms are read', () => {
  it('NDJSON, with what is no object set aside', async () => {
    const text = '{"id":1,"name":"A","tags":["x","y"]}\n\n{broken\n[1]\n{"id":2,"name":"B","team_id":7}\n'
    const files = await openFiles([await file('people.ndjson', text)], undefined)
    expect((await rowsOf(files.tables[0])).map(({ line, cells, extra, broken }) => [line, broken?.reason ?? [...cells, extra]])).toEqual([
      [1, ['1', 'A', null, { tags: 'x;y' }]],
      [3, 'not a JSON object'],
      [4, 'not a JSON object'],
      [5, ['2', 'B', '7', {}]],
    ])
    await files.close()
  })

  it('JSON: a list, lists by kind, the form of the API', async () => {
    const person = { id: '1', name: 'A' }
    expect(await read([await file('people.json', JSON.stringify([person]))])).toEqual([{ kind: 'people', records: [person] }])
    const kinds = { people: [person], teams: [{ id: 't', name: 'T' }] }
    const expected = [
      { kind: 'people', records: [person] },
      { kind: 'teams', records: [{ id: 't', name: 'T' }] },
    ]
    expect(await read([await file('export.json', JSON.stringify(kinds))])).toEqual(expected)
    expect(await read([await file('export.json', JSON.stringify({ source: 'crm', records: kinds }))])).toEqual(expected)
  })

  it('a workbook: every sheet named by a kind, dates as they show', async () => {
    const book = utils.book_new()
    const leads = utils.aoa_to_sheet(
      [
        ['id', 'created_at', 'qualified', 'score'],
        [1, new Date(Date.UTC(2026, 2, 5, 10, 20)), true, 12.5],
        [],
        [2, new Date(Date.UTC(2026, 2, 6)), false, null],
      ],
      { UTC: true },
    )
    utils.book_append_sheet(book, leads, 'Leads')
    utils.book_append_sheet(book, utils.aoa_to_sheet([['notes']]), 'Notes')
    utils.book_append_sheet(
      book,
      utils.aoa_to_sheet([
        ['id', 'name'],
        ['t', 'Відділ'],
      ]),
      'teams',
    )
    const bytes = write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer
    expect(await read([await file('export.xlsx', bytes)])).toEqual([
      {
        kind: 'leads',
        records: [
          { id: '1', created_at: '2026-03-05T10:20:00', qualified: 'true', score: '12.5' },
          { id: '2', created_at: '2026-03-06', qualified: 'false' },
        ],
      },
      { kind: 'teams', records: [{ id: 't', name: 'Відділ' }] },
    ])
  })

  it('a zip and a directory, leaving out what is no table', async () => {
    const inside = {
      'data/people.csv': Buffer.from(csv),
      'teams.ndjson': Buffer.from('{"id":"t","name":"T"}\n'),
      'readme.md': Buffer.from('hello'),
    }
    const expected = [...people, { kind: 'teams', records: [{ id: 't', name: 'T' }] }]
    expect(await read([await file('export.zip', zipSync(inside))])).toEqual(expected)
    const folder = await mkdtemp(join(directory, 'd-'))
    await writeFile(join(folder, 'people.csv'), csv)
    await writeFile(join(folder, 'teams.ndjson'), inside['teams.ndjson'])
    await writeFile(join(folder, 'notes.md'), 'hello')
    expect(await read([folder])).toEqual(expected)
  })
})

describe('a file that cannot be read is refused whole, with one clear message', () => {
  const long = `id,name\n1,"never closed\n${'2,x\n'.repeat(2000)}`
  const packed = gzipSync(csv.repeat(500))
  const zipped = zipSync({ 'people.csv': Buffer.from(Array.from({ length: 3000 }, (_, at) => `${at},${Math.sin(at)}\n`).join('')) })
  const latin = iconv.encode('id,name\n1,Müller\n2,Crème brûlée\n', 'windows-1252')
  it.each([
    ['people.csv', '', 'bad_input', 'people.csv is empty'],
    ['people.csv', long, 'bad_input', 'people.csv: a quote is opened and never closed'],
    ['people.csv.gz', packed.subarray(0, packed.length - 30), 'bad_input', 'is damaged or cut off'],
    ['people.parquet', csv, 'bad_input', 'people.parquet is called parquet but is not Parquet'],
    ['people.parquet', 'PAR1 and nothing else', 'bad_input', 'its Parquet footer cannot be read'],
    ['people.xlsx', csv, 'bad_input', 'people.xlsx is called xlsx but is not a workbook'],
    ['people.csv', zipped, 'bad_input', 'people.csv is called csv but is a zip archive or workbook'],
    ['people.json', '{"id": 1, "name"', 'bad_input', 'people.json is not JSON'],
    ['people.json', '{"count": 1}', 'bad_input', 'people.json holds no list of records'],
    ['export.zip', zipped.subarray(0, zipped.length - 200), 'bad_input', 'export.zip is damaged or cut off'],
    ['export.zip', csv, 'bad_input', 'export.zip is not a zip archive'],
    ['people.csv', latin, 'ambiguous_input', 'people.csv is neither UTF-8 nor windows-1251'],
    ['people.csv', 'id,surname\n1,A\n', 'bad_input', 'people.csv has no column name, which people need'],
    ['sales.csv', csv, 'bad_input', 'sales.csv: the name says no kind of record'],
  ] as const)('%s: %#', async (name, content, code, message) => {
    await expect(openFiles([await file(name, content)], undefined)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
      hint: expect.stringMatching(/./),
    })
  })

  it('when it is not there, and when nothing is found', async () => {
    await expect(openFiles([join(directory, 'none.csv')], undefined)).rejects.toMatchObject({
      code: 'bad_input',
      message: expect.stringContaining('ENOENT'),
    })
    await expect(openFiles([await mkdtemp(join(directory, 'e-'))], undefined)).rejects.toMatchObject({
      code: 'bad_input',
      message: expect.stringContaining('No records found'),
    })
  })

  it('one bad file refuses all that came with it', async () => {
    const folder = await mkdtemp(join(directory, 'd-'))
    await writeFile(join(folder, 'people.csv'), csv)
    await writeFile(join(folder, 'deals.csv'), 'id,created_at\n1,03/04/2026\n')
    await expect(openFiles([folder], undefined)).rejects.toMatchObject({ code: 'ambiguous_input' })
  })
})

describe('a mapping', () => {
  it('makes several kinds of one table, replaces, joins, fills and leaves out', async () => {
    const text =
      'No;Kunde;Stadt;Betrag;Status;Kampagne;Datum;Leiter\n1;A;Kyiv;"1 200,50 грн";ja;;05.03.2026;Max\n2;A;;;nein;x;06.03.2026;Max\n3;B;Lviv;7;unklar;x;07.03.2026;Eva\n'
    const mapping = `
files:
  export.csv:
    decimals: ","
    records:
      - kind: deals
        columns:
          id: { template: "D-{No}" }
          created_at: datum
          company_id: Kunde
          amount: Betrag
          outcome: { from: Status, values: { Ja: won, nein: lost }, other: open }
          channel: { from: Kampagne, default: direct }
          campaign: { join: [Kampagne, Stadt], with: "/" }
          extra.boss: Leiter
        currency: UAH
        only: { Status: [ja, nein] }
      - kind: companies
        columns: { id: Kunde, name: Kunde, country: { const: UA } }
        distinct: true
`
    expect(await read([await file('Export.csv', text)], mapping)).toEqual([
      {
        kind: 'deals',
        records: [
          {
            id: 'D-1',
            created_at: '05.03.2026',
            company_id: 'A',
            amount: '1 200,50',
            outcome: 'won',
            channel: 'direct',
            campaign: 'Kyiv',
            currency: 'UAH',
            boss: 'Max',
          },
          {
            id: 'D-2',
            created_at: '06.03.2026',
            company_id: 'A',
            outcome: 'lost',
            channel: 'x',
            campaign: 'x',
            currency: 'UAH',
            boss: 'Max',
          },
        ],
      },
      {
        kind: 'companies',
        records: [
          { id: 'A', name: 'A', country: 'UA' },
          { id: 'B', name: 'B', country: 'UA' },
        ],
      },
    ])
  })

  it('takes what the campaigns spent off the total of the day', async () => {
    const text = 'day,source,cost,campaign\n2026-03-05,ads,100.10,\n2026-03-05,ads,30,a\n2026-03-05,ads,20.05,b\n2026-03-06,ads,50,\n'
    const mapping = 'kind: spend\ncolumns: {day: day, channel: source, amount: cost, campaign: campaign}\nspend_total: true\n'
    const [spend] = await read([await file('x.csv', text)], mapping)
    expect(spend!.records.map(({ amount }) => amount)).toEqual(['50.05', '30', '20.05', '50'])
  })

  it('that is wrong is refused with every problem and its place', () => {
    const text = 'kind: deals\ncolumns: {id: Id, sum: Sum, outcome: {from: A, const: b}}\ndates: d.m.y\n'
    const refused = () => parseMapping(text)
    expect(refused).toThrow(/mapping cannot be used/)
    const problems = (() => {
      try {
        return refused()
      } catch (error) {
        return (error as { problems: { path: string }[] }).problems.map(({ path }) => path)
      }
    })()
    expect(problems).toEqual(['dates', 'columns.outcome'])
    expect(() => parseMapping('kind: deals\ncolumns: {id: Id, sum: Sum}\n')).toThrow('columns.sum: deals have no column sum')
    expect(() => parseMapping('files:\n  a.csv: {kind: dogs, columns: {}}\n')).toThrow('files.a.csv.kind: no such kind')
    expect(() => parseMapping('kind: [')).toThrow('line ')
  })

  it('that names a column the file has not says which it has', async () => {
    const mapping = 'kind: people\ncolumns: {id: Nummer, name: Name}\n'
    await expect(read([await file('x.csv', csv)], mapping)).rejects.toMatchObject({
      code: 'bad_input',
      message: expect.stringContaining('no column "Nummer"'),
      hint: 'It has: id, name, email',
    })
  })
})
