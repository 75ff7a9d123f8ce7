// Runs of taking in: each is listed from before its first write until the facts have followed, so that a run cut off
// anywhere is found again. One writer per workspace at a time is the caller's business.
import { recordKinds } from '../../contract/records/kinds.ts'
import type { Warehouse } from '../client.ts'
import { localName, onCluster } from '../ddl.ts'
import { stageTable } from './tables.ts'

export type OpenRun = { run: number; isFull: boolean }

/** Lists a new run. `nowMs` keeps numbers apart from those of runs that were cut off. */
export async function openRun(warehouse: Warehouse, ws: number, nowMs: number): Promise<number> {
  const [row] = await warehouse.query<{ last: string }>('SELECT max(run) AS last FROM ingest_runs WHERE ws = {ws:UInt32}', {
    params: { ws },
  })
  const run = Math.max(Number(row?.last ?? 0) + 1, nowMs * 1000)
  await writeRun(warehouse, ws, run, { is_full: 0, version: 1 })
  return run
}

/** What this run changes will not be listed key by key. */
export async function markFull(warehouse: Warehouse, ws: number, run: number): Promise<void> {
  await writeRun(warehouse, ws, run, { is_full: 1, version: 2 })
}

/** Runs the facts have not followed yet, this one and any that was cut off; their changes are in `changed`. */
export async function listOpenRuns(warehouse: Warehouse, ws: number): Promise<OpenRun[]> {
  const rows = await warehouse.query<{ run: string; is_full: number }>(
    'SELECT run, is_full FROM ingest_runs FINAL WHERE ws = {ws:UInt32} ORDER BY run',
    { params: { ws } },
  )
  return rows.map(({ run, is_full }) => ({ run: Number(run), isFull: is_full === 1 }))
}

/** The facts have followed these runs. */
export async function closeRuns(warehouse: Warehouse, ws: number, runs: readonly number[], { isSmall = false } = {}): Promise<void> {
  if (runs.length === 0) return
  await warehouse.insertRows(
    'ingest_runs',
    runs.map((run) => ({ ws, run, is_full: 0, version: 3, is_deleted: 1 })),
  )
  await forget(warehouse, 'changed', ws, runs, isSmall)
}

/** Empties the staging tables of a run; those of few rows some runs later. */
export async function clearStage(
  warehouse: Warehouse,
  ws: number,
  run: number,
  { kinds = recordKinds.map(({ name }) => name), isSmall = false }: { kinds?: readonly string[]; isSmall?: boolean } = {},
): Promise<void> {
  for (const kind of kinds) await forget(warehouse, stageTable(kind), ws, [run], isSmall)
}

/** Runs of few rows that may wait to be forgotten: a deletion rewrites what it deletes from, and costs more than they did. */
const RUNS_LEFT = 40

/** Runs whose rows still lie in a table of a workspace. Those of a process that ended lie on: nobody reads them. */
const left = new WeakMap<Warehouse, Map<string, number[]>>()

async function forget(warehouse: Warehouse, table: string, ws: number, runs: readonly number[], isSmall: boolean): Promise<void> {
  const waiting = left.get(warehouse) ?? new Map<string, number[]>()
  left.set(warehouse, waiting)
  const all = [...(waiting.get(`${table} ${ws}`) ?? []), ...runs]
  const isLater = isSmall && all.length < RUNS_LEFT
  waiting.set(`${table} ${ws}`, isLater ? all : [])
  if (!isLater) await deleteRuns(warehouse, table, ws, all)
}

async function deleteRuns(warehouse: Warehouse, table: string, ws: number, runs: readonly number[]): Promise<void> {
  const name = `${localName(table, warehouse.topology)}${onCluster(warehouse.topology)}`
  await warehouse.command(`ALTER TABLE ${name} DELETE WHERE ws = ${ws} AND run IN (${runs.join(', ')})`)
}

async function writeRun(warehouse: Warehouse, ws: number, run: number, rest: { is_full: number; version: number }): Promise<void> {
  await warehouse.insertRows('ingest_runs', [{ ws, run, ...rest, is_deleted: 0 }])
}
