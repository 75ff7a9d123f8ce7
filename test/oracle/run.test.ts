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
import { loadCatalogue } from '../../src/app/load-catalogue.ts'
import { runQuery } from '../../src/app/run-query.ts'
import type { Cell, Member } from '../../src/contract/answer.ts'
import { querySchema } from '../../src/contract/query.ts'
import { recordKinds } from '../../src/contract/records/kinds.ts'
import { readScriptParts } from '../../src/contract/script.ts'
import { makeListener } from '../../src/speech/hear-call.ts'
import { openToldHouse, owner, type ToldHouse } from '../shared/told-house.ts'
import { isNear, keptTables, loadOracles, type OracleCase, type OracleRow, writeOut } from './oracle.ts'

const now = new Date('2026-11-21T10:00:00Z')
const period = { from: '2026-08-01', to: '2026-11-01' }
const oracles = loadOracles(import.meta.dirname)
const views = { zone: demoSettings.timezone, folder: import.meta.dirname }
const kept = new Set<string>()
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

const cellColumns = ['value', 'n', 'low', 'high', 'pending', 'excluded', 'unpriced'] as const
const settings = {
  join_use_nulls: 1,
  allow_suspicious_low_cardinality_types: 1,
  output_format_json_quote_decimals: 0,
  output_format_json_quote_64bit_floats: 0,
  output_format_json_quote_64bit_integers: 0,
}

async function expectedRows({ sql, figures, query }: OracleCase): Promise<OracleRow[]> {
  if (sql === undefined) return figures ?? []
  const asked = querySchema.parse({ kpis: ['leads'], ...period, ...query })
  const startOf = (day: string) => Temporal.PlainDate.from(day).toZonedDateTime(demoSettings.timezone).toInstant().toString()
  const written = writeOut(sql, {
    ...views,
    from: startOf(asked.from ?? period.from),
    to: startOf(asked.to ?? period.to),
    as_of: asked.as_of ?? now.toISOString().replace('.000Z', 'Z'),
    isKept: (name) => kept.has(name),
  })
  return told.house.warehouse.query<Record<string, string | number | null>>(written, { settings })
}

async function foundRows(kpi: string, { by, query }: OracleCase): Promise<OracleRow[]> {
  const asked = querySchema.parse({ kpis: [kpi], ...period, ...query, ...(by.length === 0 ? {} : { by }) })
  const answer = await runQuery(told.house, { workspace: 'demo', viewer: owner, lang: 'en', now, query: asked })
  const cellOf = (cell: Cell) => Object.fromEntries(cellColumns.map((name) => [name, cell[name]]))
  if (by.length === 0) return [cellOf(answer.total[kpi] as Cell)]
  return answer.rows.map((row) => ({ ...Object.fromEntries(by.map((id) => [id, (row[id] as Member).id])), ...cellOf(row[kpi] as Cell) }))
}

const keyOf = (row: OracleRow, by: readonly string[]) => by.map((id) => row[id] || '?').join(' ')

/** Rows by key, with the columns the oracle has; figures near to the wanted ones are made equal to them. */
function compare(wanted: readonly OracleRow[], found: readonly OracleRow[], by: readonly string[]) {
  const columns = cellColumns.filter((name) => wanted.some((row) => name in row))
  const settle = (want: unknown, have: unknown) =>
    typeof want === 'number' && typeof have === 'number' && isNear(want, have) ? want : have
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
  const title = ({ by, query }: OracleCase) => `${by.length === 0 ? 'in all' : `by ${by.join(', ')}`} ${JSON.stringify(query)}`
  it.each(cases.map((one) => [title(one), one] as const))('%s', async (_, one) => {
    const [wanted, found] = [await expectedRows(one), await foundRows(kpi, one)]
    const compared = compare(wanted, found, one.by)
    expect(wanted.length, 'an oracle without a row shows nothing').toBeGreaterThan(0)
    expect(compared.found).toEqual(compared.wanted)
  })
})
