// What a question becomes as SQL: a few named questions, formatted by the engine and explained by it against our tables.
import { readFileSync } from 'node:fs'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parse } from 'yaml'
import { loadCatalogue } from '../../src/app/load-catalogue.ts'
import type { Query, RecordPart, Viewer } from '../../src/contract/query.ts'
import { type Asking, buildPlan } from '../../src/kpi/build-plan.ts'
import { listingsOf, listSelects } from '../../src/kpi/passes/list-cases.ts'
import { groupedSelect } from '../../src/kpi/passes/scan.ts'
import { printSelect } from '../../src/kpi/sql/print.ts'
import type { Warehouse } from '../../src/warehouse/client.ts'
import { createBusinessDictionary } from '../../src/warehouse/facts/business-dictionary.ts'
import { factTables, workTables } from '../../src/warehouse/facts/tables.ts'
import { migrate } from '../../src/warehouse/migrate.ts'
import { recordTables } from '../../src/warehouse/records.ts'
import { startTwin, type Twin } from '../shared/warehouse-twins.ts'

type Golden = { name: string; query: Query; part?: RecordPart; viewer?: Partial<Viewer> }

const goldens = parse(readFileSync(new URL('./queries.yaml', import.meta.url), 'utf8')) as Golden[]
const now = Temporal.Instant.from('2026-10-15T12:00:00Z')
const zone = { timezone: 'Europe/Kyiv', fiscalStart: 1, isWorkday: (day: Temporal.PlainDate) => day.dayOfWeek <= 5 }
const lowering = { timezone: 'Europe/Kyiv', effectiveCallS: 30, ws: 7, currency: 'UAH' }
const owner: Viewer = { role: 'owner', person: null, teams: [] }
let twin: Twin

beforeAll(async () => {
  twin = await startTwin('embedded')
  await migrate(twin.warehouse, [...recordTables, ...workTables, ...factTables])
  await createBusinessDictionary(twin.warehouse)
})
afterAll(() => twin?.stop())

/** The statements of a question, in the order of its scans. */
async function statements({ query, part, viewer }: Golden): Promise<string[]> {
  const seen = { ...owner, ...viewer }
  const asking: Asking = { now, zone, lowering, credit: query.credit ?? 'closer', viewer: seen }
  const plan = buildPlan(query, await loadCatalogue(), asking)
  const question = { ws: 7, frames: plan.frames, filters: plan.filters, viewer: seen, lowering }
  if (part !== undefined) return listingsOf(plan.kpis[0]!, plan, part).map((one) => printSelect(listSelects(one, question).page(100, 0)))
  const only = plan.dimensions.length === 0 ? 'total' : plan.dimensions.some(({ many }) => many) ? 'rows' : 'both'
  return plan.scans.map((scan) => printSelect(groupedSelect(scan, question, plan.dimensions, only)))
}

async function formatted(warehouse: Warehouse, sql: string): Promise<string> {
  const [row] = await warehouse.query<{ text: string }>('SELECT formatQuery({sql:String}) AS text', { params: { sql } })
  return row!.text
}

it.each(goldens.map((golden) => [golden.name, golden] as const))('%s', async (name, golden) => {
  const sql = await statements(golden)
  for (const one of sql) await twin.warehouse.query(`EXPLAIN ${one}`)
  const text = await Promise.all(sql.map((one) => formatted(twin.warehouse, one)))
  await expect(`${text.join(';\n\n')};\n`).toMatchFileSnapshot(`./${name.replaceAll(' ', '-')}.sql`)
})
