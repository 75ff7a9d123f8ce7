// Oracles: `<kpi>.yaml` beside this file holds questions about a KPI and, for each, plain hand-written SQL over the records (or
// published figures) that must give the same rows on a small demo company. To add one: a file named by the KPI with
//   kpi: revenue
//   cases:
//     - by: [source]                       # dimensions of the rows; none = the total
//       query: { from: 2026-08-01, to: 2026-11-01 }    # these are the defaults; also as_of, where, credit
//       sql: SELECT source, sum(amount) AS value FROM @sales WHERE … GROUP BY source
// Each row has a column per dimension (the id as shown, null = unknown) and any of value, n, low, high, pending, excluded, unpriced:
// what is there is compared, to 1e-9. Joins leave NULL, as in other databases. Names beginning with @: see oracle.ts and views/.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Company, simulateCompany } from '../../demo/company.ts'
import { demoSettings } from '../../demo/settings.ts'
import { askHouse } from '../../src/app/ask-house.ts'
import { loadCatalogue } from '../../src/app/load-catalogue.ts'
import { runQuery } from '../../src/app/run-query.ts'
import type { Cell, Member } from '../../src/contract/answer.ts'
import { querySchema } from '../../src/contract/query.ts'
import { recordKinds } from '../../src/contract/records/kinds.ts'
import { readScriptParts } from '../../src/contract/script.ts'
import { makeListener } from '../../src/speech/hear-call.ts'
import { findKpiExamples } from '../docs/kpi-examples.ts'
import { openToldHouse, owner, type ToldHouse } from '../shared/told-house.ts'
import { isNear, keptAs, keptTables, livingRecords, loadOracles, type OracleCase, type OracleRow, writeOut } from './oracle.ts'
import { steadyCompany } from './steady-company.ts'

const now = new Date('2026-11-21T10:00:00Z')
const period = { from: '2026-08-01', to: '2026-11-01' }
const oracles = loadOracles(import.meta.dirname)
const views = { zone: demoSettings.timezone, folder: import.meta.dirname }
const kept = new Set<string>()
/** Living records of the steady company by kind. */
const steadyRecords = new Map<string, string>()
/** KPIs of which some case wants a value. */
const valued = new Set<string>()
let told: ToldHouse

beforeAll(async () => {
  told = await openToldHouse()
  const workspace = await told.makeWorkspace('demo', demoSettings)
  const { batches } = simulateCompany({ seed: 3, lastDay: '2026-11-20', firstDay: '2026-05-01', scale: 0.1 })
  const all = [...batches]
  const bySource = [...Map.groupBy(all, ({ source }) => source)]
  const kindsOf = (own: (typeof bySource)[number][1]) => Object.fromEntries(own.map(({ kind, records }) => [kind, records]))
  await told.tell(workspace, Object.fromEntries(bySource.map(([source, own]) => [source, kindsOf(own)])))
  await keepHeard(all)
  const kinds = recordKinds.map(({ name }) => name)
  for (const { name, create } of keptTables(views, kinds, workspace.num)) {
    await told.house.warehouse.command(create, { settings })
    kept.add(name)
  }
  for (const scheme of paySchemes) await ask('demo', 'paySchemeSet', scheme, now)
  const steady = await told.makeWorkspace('steady', { timezone: demoSettings.timezone })
  await told.tell(steady, { crm: steadyCompany() })
  for (const name of kinds) steadyRecords.set(name, `(${livingRecords(name, steady.num)})`)
  await keepPromised(steady.num)
}, 600_000)
afterAll(() => told?.close())

type Batched = Company['batches'] extends Iterable<infer One> ? One : never

/** Table of what is heard in the transcripts (touch, step), which SQL cannot: how well that is done, test/speech tells. */
async function keepHeard(batches: readonly Batched[]): Promise<void> {
  const rows = (wanted: string) =>
    batches.filter(({ kind }) => kind === wanted).flatMap(({ source, records }) => records.map((row) => ({ source, row })))
  const full = (source: string, id: unknown) => (String(id).includes(':') ? String(id) : `${source}:${String(id)}`)
  const read = (parts: unknown) => readScriptParts(JSON.stringify(parts))
  const listeners = new Map(
    rows('scripts').map(({ source, row }) => [
      full(source, row.id),
      makeListener({ steps: read(row.steps), objections: read(row.objections) }),
    ]),
  )
  const heard = rows('touches').flatMap(({ source, row }) => {
    const listen = listeners.get(full(source, row.script_id))
    return typeof row.transcript === 'string'
      ? (listen?.(row.transcript) ?? []).map(({ key }) => ({ source, id: String(row.id), step: key }))
      : []
  })
  const { warehouse } = told.house
  await warehouse.command('CREATE TABLE heard_in_calls_text (source String, id String, step String) ENGINE = Memory')
  await warehouse.insertRows('heard_in_calls_text', heard)
  await warehouse.command(
    `CREATE TABLE heard_in_calls ENGINE = Memory AS SELECT cityHash64(concat(source, ':', id)) AS k, step FROM heard_in_calls_text`,
  )
}

/** What the scheme of a seller and of a caller pays; the oracles of pay count with the same numbers. */
const paySchemes = [
  {
    role: 'seller',
    fixed: 20_000,
    lines: [
      { kpi: 'revenue', plan: true, rate: 0.03, floor: 0.6, cap: 1.2 },
      { kpi: 'won_deals', level: 4, weight: 0.5, floor: 0.5, cap: 1.5 },
      { kpi: 'win_rate', level: 0.25, weight: 0.3 },
    ],
    gates: [{ kpi: 'lost_reason_known', min: 0.9, factor: 0.8 }],
  },
  { role: 'caller', fixed: 15_000, lines: [{ kpi: 'calls', rate: 7.5 }], gates: [] },
]

const ask = (workspace: string, name: Parameters<typeof askHouse>[2], body: unknown, at: Date) =>
  askHouse(told.house, { workspace, caller: { kind: 'machine' }, address: null, door: null, lang: 'en', now: at }, name, body)

/** Deals of the steady company that are open on 1 June are promised to a day of the next weeks, and to another once that is over. */
async function keepPromised(ws: number): Promise<void> {
  const { warehouse } = told.house
  const open = await warehouse.query<{ deal: string }>(
    `SELECT concat(source, ':', id) AS deal FROM rec_deals FINAL WHERE ws = ${ws} AND created_at < '2026-06-01' AND closed_at > '2026-06-02' ORDER BY deal`,
  )
  const day = (i: number) =>
    Temporal.PlainDate.from('2026-06-03')
      .add({ days: (i * 11) % 60 })
      .toString()
  const promised = open.map(({ deal }, i) => ({ deal, day: day(i) }))
  for (const one of promised) await ask('steady', 'promiseAdd', one, new Date('2026-06-01T06:00:00Z'))
  for (const { deal } of promised.slice(0, 20))
    await ask('steady', 'promiseAdd', { deal, day: '2026-11-09' }, new Date('2026-10-01T06:00:00Z'))
  await warehouse.command('CREATE TABLE promised_deals (deal String, day Date) ENGINE = Memory')
  await warehouse.insertRows('promised_deals', promised)
}

const cellColumns = ['value', 'n', 'low', 'high', 'pending', 'excluded', 'unpriced'] as const
const settings = {
  join_use_nulls: 1,
  allow_suspicious_low_cardinality_types: 1,
  output_format_json_quote_decimals: 0,
  output_format_json_quote_64bit_floats: 0,
  output_format_json_quote_64bit_integers: 0,
}

async function expectedRows({ sql, figures, query, company }: OracleCase): Promise<OracleRow[]> {
  if (sql === undefined) return figures ?? []
  const asked = querySchema.parse({ kpis: ['leads'], ...period, ...query })
  const startOf = (day: string) => Temporal.PlainDate.from(day).toZonedDateTime(demoSettings.timezone).toInstant().toString()
  const written = writeOut(sql, {
    ...views,
    from: startOf(asked.from ?? period.from),
    to: startOf(asked.to ?? period.to),
    as_of: asked.as_of ?? now.toISOString().replace('.000Z', 'Z'),
    find: (name) => (company === 'steady' ? (steadyRecords.get(name) ?? null) : kept.has(name) ? keptAs(name) : null),
  })
  return told.house.warehouse.query<Record<string, string | number | null>>(written, { settings })
}

async function foundRows(kpi: string, { by, query, company }: OracleCase): Promise<OracleRow[]> {
  const asked = querySchema.parse({ kpis: [kpi], ...period, ...query, ...(by.length === 0 ? {} : { by }) })
  const answer = await runQuery(told.house, { workspace: company, viewer: owner, lang: 'en', now, query: asked })
  const cellOf = (cell: Cell) => Object.fromEntries(cellColumns.map((name) => [name, cell[name]]))
  if (by.length === 0) return [cellOf(answer.total[kpi] as Cell)]
  return answer.rows.map((row) => ({ ...Object.fromEntries(by.map((id) => [id, (row[id] as Member).id])), ...cellOf(row[kpi] as Cell) }))
}

const keyOf = (row: OracleRow, by: readonly string[]) => by.map((id) => row[id] || '?').join(' ')

/** Rows by key, with the columns the oracle has; figures near to the wanted ones are made equal to them. */
function compare(wanted: readonly OracleRow[], found: readonly OracleRow[], { by, near }: OracleCase) {
  const columns = cellColumns.filter((name) => wanted.some((row) => name in row))
  const settle = (want: unknown, have: unknown) =>
    typeof want === 'number' && typeof have === 'number' && isNear(want, have, near) ? want : have
  const wantedByKey = new Map(wanted.map((row) => [keyOf(row, by), row]))
  const pick = (row: OracleRow, other?: OracleRow) => Object.fromEntries(columns.map((name) => [name, settle(other?.[name], row[name])]))
  const sorted = (rows: readonly OracleRow[], make: (row: OracleRow) => object) =>
    Object.fromEntries(rows.map((row) => [keyOf(row, by), make(row)] as const).sort(([a], [b]) => (a < b ? -1 : 1)))
  return {
    wanted: sorted(wanted, (row) => pick(row)),
    found: sorted(found, (row) => pick(row, wantedByKey.get(keyOf(row, by)))),
  }
}

describe('the oracles', () => {
  it('are there for every KPI of the catalogue, in a file of its name', async () => {
    const { byId } = await loadCatalogue()
    expect(oracles.map(({ kpi }) => kpi).sort()).toEqual([...byId.keys()].sort())
    expect(oracles.filter(({ kpi, file }) => file !== `${kpi}.yaml`)).toEqual([])
  })

  it('look at records, never at facts', () => {
    const folder = import.meta.dirname
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(yaml|sql)$/.test(file))
    expect(files.filter((file) => /\b(fact|work)_/.test(readFileSync(join(folder, file), 'utf8')))).toEqual([])
  })
})

describe.each(oracles.map((oracle) => [oracle.kpi, oracle] as const))('%s', (kpi, { cases }) => {
  const title = ({ by, query, company }: OracleCase) =>
    `${company === 'demo' ? '' : 'steady '}${by.length === 0 ? 'in all' : `by ${by.join(', ')}`} ${JSON.stringify(query)}`
  it.each(cases.map((one) => [title(one), one] as const))('%s', async (_, one) => {
    const [wanted, found] = [await expectedRows(one), await foundRows(kpi, one)]
    const compared = compare(wanted, found, one)
    expect(wanted.length, 'an oracle without a row shows nothing').toBeGreaterThan(0)
    if (wanted.some(({ value }) => typeof value === 'number')) valued.add(kpi)
    expect(compared.found).toEqual(compared.wanted)
  })
})

describe('the examples of the reference', () => {
  // `npm run examples` writes them anew.
  it('are what is answered', async () => {
    const examples = await findKpiExamples(told.house, now)
    const lines = Object.entries(examples).map(([id, example]) => `${JSON.stringify(id)}: ${JSON.stringify(example)}`)
    await expect(`{\n${lines.join(',\n')}\n}\n`).toMatchFileSnapshot('../../docs/kpi-examples.json')
  })
})

describe('after all questions', () => {
  it('every KPI was asked one that has a value', () => {
    expect(oracles.map(({ kpi }) => kpi).filter((kpi) => !valued.has(kpi))).toEqual([])
  })
})
