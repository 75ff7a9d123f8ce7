// A workspace in a real engine for tests of derived facts: takes records in, lays a calendar and people, derives, and reads facts.
import { parseSettings } from '../../src/contract/settings.ts'
import { findFact } from '../../src/kpi/vocabulary/facts.ts'
import type { Warehouse } from '../../src/warehouse/client.ts'
import { createBusinessDictionary } from '../../src/warehouse/facts/business-dictionary.ts'
import type { FactContext, Scope } from '../../src/warehouse/facts/context.ts'
import { selectDealRows } from '../../src/warehouse/facts/deal-rows.ts'
import { headStatements } from '../../src/warehouse/facts/heads.ts'
import { selectLeadRows } from '../../src/warehouse/facts/lead-rows.ts'
import { linkRecords } from '../../src/warehouse/facts/links.ts'
import { loadFactContext } from '../../src/warehouse/facts/load-context.ts'
import { factTable, factTables, rowTables, workTables } from '../../src/warehouse/facts/tables.ts'
import { writeCalendars } from '../../src/warehouse/facts/write-calendars.ts'
import { writePeople } from '../../src/warehouse/facts/write-people.ts'
import { writeStages } from '../../src/warehouse/facts/write-stages.ts'
import { ingest } from '../../src/warehouse/ingest/ingest.ts'
import { ingestTables } from '../../src/warehouse/ingest/tables.ts'
import { migrate } from '../../src/warehouse/migrate.ts'
import { recordTables } from '../../src/warehouse/records.ts'
import { startTwin, type Twin } from './warehouse-twins.ts'

/** Name of a fact, or of a table of rows between record and fact. */
export type Step = { name: string; select: (context: FactContext, scope: Scope) => string }
export type Records = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>

/** Settings of the workspace, slices to derive in, records of a second source. */
type Options = { settings?: Readonly<Record<string, unknown>>; scopes?: readonly Scope[]; pbx?: Records }

/** What can be asked of the house. Times of records without offset are in Kyiv; the calendar is Monday to Friday, 09 to 18. */
export type FactHouse = {
  warehouse: Warehouse
  /** A new workspace with these records, all facts of the steps derived. */
  derive(records: Records, options?: Options): Promise<Derived>
  stop(): Promise<void>
}

export type Derived = {
  context: FactContext
  /** Rows of a fact in the order of its axis; `id` names the record, moments are written in local time. */
  rows(fact: string, columns: string, where?: string): Promise<Record<string, unknown>[]>
}

/** What everything is derived from. */
const rowSteps: readonly Step[] = [
  { name: 'work_deals', select: selectDealRows },
  { name: 'work_leads', select: selectLeadRows },
]

const whole: readonly Scope[] = [{ kind: 'all' }]
const zone = 'Europe/Kyiv'
const now = new Date('2026-12-01T00:00:00Z')

export async function openFactHouse(steps: readonly Step[]): Promise<FactHouse> {
  const tables = [...recordTables, ...ingestTables, ...workTables, ...factTables]
  const twin: Twin = await startTwin('embedded', tables)
  const { warehouse } = twin
  await migrate(warehouse, tables)
  await createBusinessDictionary(warehouse)
  let last = 0
  return {
    warehouse,
    derive: async (records, { settings = {}, scopes = whole, pbx = {} } = {}) => {
      const ws = ++last
      const given = { ws, settings: parseSettings(settings), version: '100' }
      const sent = { ws, sources: ['crm', 'pbx'], zone, nowMs: now.getTime() + ws }
      await ingest(warehouse, { ...sent, source: 'crm', records })
      await ingest(warehouse, { ...sent, source: 'pbx', records: pbx })
      await writePeople(warehouse, given)
      await writeStages(warehouse, given)
      await writeCalendars(warehouse, { ...given, now })
      const context = await loadFactContext(warehouse, given)
      await linkRecords(warehouse, { ws, version: given.version, affected: null, phones: context.phones, joined: context.joined })
      for (const statement of headStatements(context, { kind: 'all' })) await warehouse.command(statement)
      for (const scope of scopes) for (const step of [...rowSteps, ...steps]) await write(warehouse, step, context, scope)
      return { context, rows: (fact, columns, where = '1') => read(warehouse, context.ws, fact, columns, where) }
    },
    stop: twin.stop,
  }
}

/** Columns that a step gives: the same for every workspace. */
const described = new Map<Step['select'], ReadonlySet<string>>()

async function write(warehouse: Warehouse, { name, select }: Step, context: FactContext, scope: Scope): Promise<void> {
  const rows = rowTables.find((table) => table.name === name)
  const known = rows?.columns.map((column) => column.name) ?? findFact(name)?.columns.map((column) => column.name) ?? []
  const sql = select(context, scope)
  const given =
    described.get(select) ?? new Set((await warehouse.query<{ name: string }>(`DESCRIBE TABLE (${sql})`)).map((row) => row.name))
  described.set(select, given)
  const names = known.filter((column) => given.has(column) && !['ws', 'version', 'is_deleted'].includes(column)).join(', ')
  const table = rows?.name ?? factTable(name)
  await warehouse.command(
    `INSERT INTO ${table} (ws, ${names}, version, is_deleted) SELECT ${context.ws}, ${names}, ${context.version}, 0 FROM (${sql})`,
  )
}

async function read(warehouse: Warehouse, ws: number, name: string, columns: string, where: string): Promise<Record<string, unknown>[]> {
  const fact = findFact(name)
  if (fact === undefined) throw new Error(`no fact ${name}`)
  return warehouse.query(
    `SELECT ${columns} FROM ${factTable(name)} FINAL WHERE ws = ${ws} AND (${where}) ORDER BY ${fact.axis}, ${fact.key.join(', ')}`,
    {
      settings: { session_timezone: zone },
    },
  )
}
