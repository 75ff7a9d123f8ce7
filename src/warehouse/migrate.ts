// Brings a database to the tables of this program: creates, adds columns, runs the steps that are more than that.
// Can be repeated and interrupted; refuses a database that a newer program has changed.
import { AppError } from '../contract/errors.ts'
import type { Warehouse } from './client.ts'
import { type ColumnDef, printAddColumn, printCreate, printDrop, printVersionTable, type TableDef, type Topology } from './ddl.ts'

/** A change that new tables and new columns cannot express. Runs once, before the tables are created. */
export type MigrationStep = { version: number; print: (topology: Topology) => string[] }

/** Steps so far, oldest first. Version 1 is the first release. Facts that are dropped are derived again at the next start. */
const STEPS: readonly MigrationStep[] = [
  // Leads and deals are sorted by the month of their end; cases of deals tell more.
  {
    version: 2,
    print: (topology) => ['fact_leads', 'fact_deals', 'work_cases', 'fact_state'].flatMap((table) => printDrop(table, topology)),
  },
  // Customers tell more: their sales one by one, deals and contacts.
  { version: 3, print: (topology) => ['fact_customers', 'fact_state'].flatMap((table) => printDrop(table, topology)) },
  // Talks and deals tell what was heard and sent: everything is derived again.
  { version: 4, print: (topology) => printDrop('fact_state', topology) },
]
const FIRST_VERSION = 1

export type MigrateOptions = Topology & { steps?: readonly MigrationStep[] }

/** Throws schema_newer when the stored version is above ours, conflict when a column has another type than we need. */
export async function migrate(warehouse: Warehouse, tables: readonly TableDef[], options: MigrateOptions = {}): Promise<void> {
  const { steps = STEPS, ...given } = options
  const topology = { ...warehouse.topology, ...given }
  const ours = steps.reduce((most, step) => Math.max(most, step.version), FIRST_VERSION)
  await warehouse.command(printVersionTable(topology))
  const stored = await readVersion(warehouse)
  if (stored > ours)
    throw new AppError('schema_newer', `The analytics data has version ${stored}, this program knows ${ours}`, {
      hint: 'Start the newer program, or restore a backup of before the upgrade',
    })
  for (const step of steps.filter(({ version }) => stored > 0 && version > stored)) {
    for (const sql of step.print(topology)) await warehouse.command(sql)
    await warehouse.insertRows('schema_version', [{ version: step.version }])
  }
  const present = await readColumns(warehouse)
  for (const table of tables) await shape(warehouse, table, present.get(table.name), topology)
  if (stored === 0) await warehouse.insertRows('schema_version', [{ version: ours }])
}

async function readVersion(warehouse: Warehouse): Promise<number> {
  const rows = await warehouse.query<{ version: number }>('SELECT max(version) AS version FROM schema_version')
  return rows[0]?.version ?? 0
}

async function readColumns(warehouse: Warehouse): Promise<Map<string, Map<string, string>>> {
  const rows = await warehouse.query<{ table: string; name: string; type: string }>(
    'SELECT table, name, type FROM system.columns WHERE database = currentDatabase()',
  )
  const tables = new Map<string, Map<string, string>>()
  for (const row of rows) tables.set(row.table, (tables.get(row.table) ?? new Map()).set(row.name, row.type))
  return tables
}

async function shape(warehouse: Warehouse, table: TableDef, present: Map<string, string> | undefined, topology: Topology): Promise<void> {
  if (present === undefined) {
    for (const sql of printCreate(table, topology)) await warehouse.command(sql)
    return
  }
  for (const column of table.columns) {
    const type = present.get(column.name)
    if (type === undefined) for (const sql of printAddColumn(table.name, column, topology)) await warehouse.command(sql)
    else if (!(await isSameType(warehouse, column, type))) {
      throw new AppError('conflict', `Column ${table.name}.${column.name} is ${type}, this program needs ${column.type}`, {
        path: `${table.name}.${column.name}`,
        hint: 'A change of type is a step of src/warehouse/migrate.ts',
      })
    }
  }
}

/** The engine spells types its own way: ask it when the texts differ by more than spaces. A codec is no part of the type. */
async function isSameType(warehouse: Warehouse, column: ColumnDef, present: string): Promise<boolean> {
  const plain = (type: string) => type.replace(/\s+/g, '')
  const wanted = column.type.replace(/\s+CODEC\(.*$/, '')
  if (plain(wanted) === plain(present)) return true
  const rows = await warehouse.query<{ type: string }>('SELECT toTypeName(defaultValueOfTypeName({type:String})) AS type', {
    params: { type: wanted },
  })
  return rows[0]?.type === present
}
