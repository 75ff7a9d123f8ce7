import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseMapping } from '../../src/contract/mapping.ts'
import { seededRandom } from '../../src/stats/seeded-random.ts'
import { openRecordHouse, type RecordHouse } from './record-house.ts'

let house: RecordHouse

beforeAll(async () => {
  house = await openRecordHouse()
})
afterAll(() => house.stop())

const iso = (column: string) => `if(${column} IS NULL, '', formatDateTime(${column}, '%Y-%m-%dT%H:%i:%s', 'UTC')) AS value`

/** Reads every text as qualified_at of a lead sent as JSON; what was refused is shown by its reason. */
async function readTimes(texts: readonly unknown[], zone = 'Europe/Kyiv'): Promise<(string | number)[][]> {
  const workspace = house.workspace()
  const leads = texts.map((qualified_at, at) => ({ id: String(at).padStart(4, '0'), created_at: 0, qualified_at }))
  const { problems } = (await workspace.send({ leads }, { zone })).kinds.leads!
  const rows = await workspace.rows<{ id: string; value: string; p: number }>(
    'leads',
    `id, qualified_at_precision AS p, ${iso('qualified_at')}`,
  )
  return texts.map((_, at) => {
    const row = rows.find(({ id }) => Number(id) === at)
    return row === undefined ? [problems.find(({ line }) => line === at)!.reason] : [row.value, row.p]
  })
}

const NOT_A_TIME = 'not a time: write ISO 8601 or Unix seconds, 1900 to 2299'
const TWO_WAYS = 'day and month cannot be told apart, write 2026-03-05'

describe('a time', () => {
  it('is read when it can be read in one way only', async () => {
    const written: [unknown, (string | number)[]][] = [
      ['2026-03-05T10:20:30Z', ['2026-03-05T10:20:30', 0]],
      ['2026-03-05T10:20:30.5+02:00', ['2026-03-05T08:20:30', 0]],
      ['2026-03-05 10:20:30 -0330', ['2026-03-05T13:50:30', 0]],
      ['2026-03-05T10:20+02', ['2026-03-05T08:20:00', 0]],
      ['2026-03-05 10:20', ['2026-03-05T08:20:00', 1]],
      ['2026-07-05T10:20:30', ['2026-07-05T07:20:30', 1]],
      ['2026-03-05', ['2026-03-04T22:00:00', 2]],
      ['20260305', ['2026-03-04T22:00:00', 2]],
      ['\u00a0 2026-03-05 ', ['2026-03-04T22:00:00', 2]],
      [1_790_000_000, ['2026-09-21T14:13:20', 0]],
      ['1790000000', ['2026-09-21T14:13:20', 0]],
      ['1790000000.5', ['2026-09-21T14:13:20', 0]],
      ['1790000000123', ['2026-09-21T14:13:20', 0]],
      [0, ['1970-01-01T00:00:00', 0]],
      [-86_400, ['1969-12-31T00:00:00', 0]],
      ['05.03.2026', ['2026-03-04T22:00:00', 2]],
      ['5.3.2026 9:20', ['2026-03-05T07:20:00', 1]],
      ['05.03.2026, 09:20:15', ['2026-03-05T07:20:15', 1]],
      ['25/03/2026', ['2026-03-24T22:00:00', 2]],
      ['03/25/2026 02:30 PM', ['2026-03-25T12:30:00', 1]],
      ['03/25/2026 12:05 am', ['2026-03-24T22:05:00', 1]],
      ['03-03-2026', ['2026-03-02T22:00:00', 2]],
      ['2026/3/5 7:01', ['2026-03-05T05:01:00', 1]],
      ['', ['', 0]],
      [null, ['', 0]],
      ['03/04/2026', [TWO_WAYS]],
      ['3-4-2026 10:00', [TWO_WAYS]],
      ['2026-02-30', [NOT_A_TIME]],
      ['31.04.2026', [NOT_A_TIME]],
      ['2026-13-01', [NOT_A_TIME]],
      ['2026-03-05T25:00', [NOT_A_TIME]],
      ['1899-12-31', [NOT_A_TIME]],
      ['05.03.26', [NOT_A_TIME]],
      ['yesterday', [NOT_A_TIME]],
      ['2026', [NOT_A_TIME]],
    ]
    const read = await readTimes(written.map(([text]) => text))
    expect(read.map((value, at) => [written[at]![0], value])).toEqual(written)
  })

  it('as programs write instants is the same alone and among times written otherwise', async () => {
    const random = seededRandom(11)
    const instants = Array.from({ length: 80 }, () => {
      const text = new Date(random.below(230 * 365) * 86_400_000 + random.below(86_400_000)).toISOString()
      return text.replace(/\.\d+/, ['', '.5', text.slice(19, 23)][random.below(3)] ?? '')
    })
    instants.push('1970-01-01T00:00:00Z', '2000-02-29T23:59:59.999Z', '', '2199-12-31T23:59:59Z')
    const alone = await readTimes(instants)
    expect(alone).toEqual((await readTimes([...instants, '05.03.2026'])).slice(0, -1))
    expect(alone.map(([value]) => value)).toEqual(instants.map((text) => text.slice(0, 19)))
    expect(await readTimes([...instants, '2026-02-30T10:00:00Z'])).toEqual([...alone, [NOT_A_TIME]])
  })

  it.each([
    'Europe/Kyiv',
    'America/New_York',
    'Australia/Lord_Howe',
    'Pacific/Auckland',
    'Pacific/Kiritimati',
    'America/Santiago',
    'Asia/Kolkata',
    'UTC',
  ])('without offset is what the clocks of %s show: the earlier of two, the later when there is none', async (zone) => {
    const random = seededRandom(7)
    const near = transitionsOf(zone).flatMap((moment) => {
      const wall = moment.toZonedDateTimeISO(zone).toPlainDateTime()
      return Array.from({ length: 8 }, () => wall.add({ minutes: random.below(240) - 120 }))
    })
    const far = Array.from({ length: 60 }, () =>
      Temporal.PlainDateTime.from('1975-01-01T00:00').add({ minutes: random.below(60 * 24 * 365 * 60) }),
    )
    const walls = [...near, ...far]
    const read = await readTimes(
      walls.map((wall) => wall.toString({ smallestUnit: 'second' })),
      zone,
    )
    const expected = walls.map((wall) => wall.toZonedDateTime(zone, { disambiguation: 'compatible' }).toInstant().toString().slice(0, 19))
    expect(read.map(([value]) => value)).toEqual(expected)
  })
})

/** Changes of the clocks from 2010 to 2030. */
function transitionsOf(zone: string): Temporal.Instant[] {
  const found: Temporal.Instant[] = []
  const next = (at: Temporal.ZonedDateTime) => at.getTimeZoneTransition('next')
  for (let at = next(Temporal.ZonedDateTime.from(`2010-01-01T00:00[${zone}]`)); at !== null && at.year < 2030; at = next(at))
    found.push(at.toInstant())
  return found
}

describe('a number', () => {
  const read = async (texts: readonly unknown[]) => {
    const workspace = house.workspace()
    const deals = texts.map((amount, at) => ({ id: String(at).padStart(4, '0'), created_at: 0, amount }))
    await workspace.send({ deals })
    const rows = await workspace.rows<{ id: string; value: string }>('deals', 'id, toString(amount) AS value')
    return texts.map((_, at) => {
      const row = rows.find(({ id }) => Number(id) === at)
      return row === undefined ? 'refused' : row.value
    })
  }

  it('is read when it can be read in one way only', async () => {
    const written: [unknown, string | null][] = [
      ['1234.5', '1234.5'],
      ['1234,5', '1234.5'],
      ['1 234,50', '1234.5'],
      ['1\u00a0234\u00a0567,5', '1234567.5'],
      ['1\u202f234.5', '1234.5'],
      ["1'234.5", '1234.5'],
      ['1,234.5', '1234.5'],
      ['1.234,5', '1234.5'],
      ['1,234,567', '1234567'],
      ['1.234.567', '1234567'],
      ['0,123', '0.123'],
      ['1234,567', '1234.567'],
      ['-12,5', '-12.5'],
      ['+7', '7'],
      ['1e3', '1000'],
      [0.1 + 0.2, '0.3'],
      [1.123456789, '1.12345679'],
      ['99999999999999999999999999', '99999999999999999999999999'],
      ['1.234', '1.234'],
      ['', null],
      ['1,234', 'refused'],
      ['1 2', 'refused'],
      ['12 500 ₴', 'refused'],
      ['$5', 'refused'],
      ['5 %', 'refused'],
      ['inf', 'refused'],
      ['abc', 'refused'],
    ]
    const values = await read(written.map(([text]) => text))
    expect(values.map((value, at) => [written[at]![0], value])).toEqual(written)
  })
})

describe('other values', () => {
  it('are trimmed, lists split, words compared without case', async () => {
    const workspace = house.workspace()
    const { kinds } = await workspace.send({
      contacts: [
        { id: ' 7 ', name: '\u00a0Olha\u00a0', email: 'a@b.ua; c@d.ua;', phone: ['+380501112233', '0501112234'], decision_maker: 'Yes' },
      ],
      leads: [
        { id: 1, created_at: 0, origin: 'Walk-In', qualified: 1 },
        { id: 2, created_at: 0, origin: 'fax' },
        { id: 3, created_at: 0, qualified: 'perhaps' },
        { id: 4, created_at: 0, channel: 'a\0b' },
      ],
      deals: [
        { id: 1, created_at: 0, currency: 'usd' },
        { id: 2, created_at: 0, currency: 'dollar' },
      ],
      scripts: [
        { id: 1, name: 'S', steps: [{ key: 'hello', title: 'Hello' }] },
        { id: 2, name: 'S', steps: '{broken' },
      ],
    })
    expect(await workspace.rows('contacts', 'id, name, email, phone, decision_maker')).toEqual([
      { id: '7', name: 'Olha', email: ['a@b.ua', 'c@d.ua'], phone: ['+380501112233', '0501112234'], decision_maker: true },
    ])
    expect(await workspace.rows('leads', 'id, origin, qualified')).toEqual([{ id: '1', origin: 'walk_in', qualified: true }])
    expect(kinds.leads!.problems.map(({ line, column, value }) => [line, column, value])).toEqual([
      [1, 'origin', 'fax'],
      [2, 'qualified', 'perhaps'],
      [3, 'channel', 'a\0b'],
    ])
    expect(await workspace.rows('deals', 'id, currency')).toEqual([{ id: '1', currency: 'USD' }])
    expect(await workspace.rows('scripts', 'id, steps')).toEqual([{ id: '1', steps: '[{"key":"hello","title":"Hello"}]' }])
  })

  it('that no column has are kept as extra', async () => {
    const workspace = house.workspace()
    await workspace.send({ leads: [{ id: 1, created_at: 0, region: ' Київ ', score: 5, empty: '', nested: { a: 1 } }] })
    expect(await workspace.rows('leads', 'extra')).toEqual([{ extra: { nested: '{"a":1}', region: 'Київ', score: '5' } }])
  })

  it('that are wrong are all reported, and the record is not taken in', async () => {
    const workspace = house.workspace()
    const { leads } = (await workspace.send({ leads: [{ created_at: 'x', qualified: 'y', status: 'z' }, 'text', { id: 9 }] })).kinds
    expect(leads).toMatchObject({ rows: 3, accepted: 0, quarantined: 3 })
    expect(leads!.problems.map(({ line, column, reason, id }) => [line, column, reason, id])).toEqual([
      [0, 'id', 'required, but empty', ''],
      [0, 'created_at', NOT_A_TIME, ''],
      [0, 'status', 'not one of new, working, qualified, disqualified, converted, lost, spam, duplicate', ''],
      [0, 'qualified', 'not true or false', ''],
      [1, '', 'not a record: write an object', ''],
      [2, 'created_at', 'required, but empty', '9'],
    ])
  })

  it('that refer to another source say so', async () => {
    const workspace = house.workspace()
    const lead = (id: number, owner_id: string) => ({ id, created_at: 0, owner_id })
    await workspace.send({ leads: [lead(1, '7'), lead(2, 'tel:7'), lead(3, 'crm:7'), lead(4, 'x:7')] }, { sources: ['tel'] })
    expect(await workspace.rows('leads', 'owner_id_text AS owner, owner_id = cityHash64(owner_id_text) AS is_key')).toEqual(
      ['crm:7', 'tel:7', 'crm:7', 'crm:x:7'].map((owner) => ({ owner, is_key: 1 })),
    )
    expect(await house.warehouse.query(`SELECT kind, source, id FROM ids FINAL WHERE ws = ${workspace.ws} ORDER BY source, id`)).toEqual([
      { kind: 'people', source: 'crm', id: '7' },
      { kind: 'people', source: 'crm', id: 'x:7' },
      { kind: 'people', source: 'tel', id: '7' },
    ])
  })

  it('name a record without id by its key, unless an id is sent', async () => {
    const workspace = house.workspace()
    const change = { entity: 'deal', entity_id: 1, stage_id: 's', at: '2026-03-05T12:00+02:00' }
    await workspace.send({
      stage_changes: [change, { ...change, at: '2026-03-05 12:00' }, { ...change, id: 'own' }, { id: 'own', deleted: true, updated_at: 1 }],
      spend: [
        { day: '05.03.2026', channel: 'ads', amount: '5' },
        { day: '2026-03-05', channel: 'ads', amount: '6', updated_at: 1 },
      ],
    })
    expect(await workspace.rows('stage_changes', 'id')).toEqual([{ id: 'deal|crm:1|crm:s|2026-03-05T10:00:00.000Z' }])
    expect(await workspace.rows('spend', 'id, amount')).toEqual([{ id: '2026-03-05|ads||', amount: 6 }])
  })
})

describe('the writing of a whole column', () => {
  const table = (header: string, values: string[]) =>
    `id;created_at;${header}\n${values.map((value, at) => `${at};2026-01-01;"${value}"`).join('\n')}\n`
  const take = async (header: string, values: string[], mapping?: string) => {
    const workspace = house.workspace()
    await workspace.take([await house.file('deals.csv', table(header, values))], mapping === undefined ? undefined : parseMapping(mapping))
    return workspace
      .rows<{ value: string }>('deals', header === 'amount' ? 'toString(amount) AS value' : iso(header))
      .then((rows) => rows.map(({ value }) => value))
  }
  const mapped = (keys: string, column: string) =>
    `kind: deals\n${keys}\ncolumns: {id: id, created_at: {from: created_at, dates: Y-m-d}, ${column}: ${column}}\n`

  it.each([
    ['amount', ['1,234', '12,5'], ['1.234', '12.5']],
    ['amount', ['1,234', '12.5'], ['1234', '12.5']],
    ['amount', ['1.234', '12,5'], ['1234', '12.5']],
    ['amount', ['1,234', '1,234,567'], ['1234', '1234567']],
    ['amount', ['1 234', '7'], ['1234', '7']],
    ['closed_at', ['03/04/2026', '25/04/2026'], ['2026-04-02T21:00:00', '2026-04-24T21:00:00']],
    ['closed_at', ['03/04/2026', '04/25/2026'], ['2026-03-03T22:00:00', '2026-04-24T21:00:00']],
  ])('%s %j is settled by one of its values', async (header, values, expected) => {
    expect(await take(header, values)).toEqual(expected)
  })

  it.each([
    ['amount', ['1,234', '5'], 'decimals'],
    ['amount', ['1,234', '12.5', '12,5'], 'decimals'],
    ['closed_at', ['03/04/2026', '05/05/2026'], 'dates'],
    ['closed_at', ['03-04-2026', '25-04-2026', '04-25-2026'], 'dates'],
  ])('%s %j is refused, naming the key of the mapping that settles it', async (header, values, key) => {
    await expect(take(header, values)).rejects.toMatchObject({
      code: 'ambiguous_input',
      path: `columns.${header}.${key}`,
      hint: expect.stringContaining(`${key}: `),
    })
  })

  it('is settled by a mapping', async () => {
    expect(await take('amount', ['1,234', '5'], mapped('decimals: ","', 'amount'))).toEqual(['1.234', '5'])
    expect(await take('amount', ['1,234', '5'], mapped('decimals: "."', 'amount'))).toEqual(['1234', '5'])
    expect(await take('closed_at', ['03/04/2026'], mapped('dates: m/d/Y', 'closed_at'))).toEqual(['2026-03-03T22:00:00'])
    expect(await take('amount', ['1 234,5 грн', '₴7', '8 UAH'], mapped('currency: UAH', 'amount'))).toEqual(['1234.5', '7', '8'])
  })
})
