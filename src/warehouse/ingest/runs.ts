// Runs of taking in: each is listed from before its first write until the facts have followed, so that a run cut off
// anywhere is found again. One writer per workspace at a time is the caller's business.
import { recordKinds } from '../../contract/records/kinds.ts'
import type { Warehouse } from '../client.ts'
import { localName, onCluster } from '../ddl.ts'
import { stageTable } from './tables.ts'

export type OpenRun = { run: number; isFull: boolean }

/** Lists a new run. `nowMs` keeps numbers apart from those of runs that were cut off. */
export async function openRun(warehouse: Warehouse, ws: number, nowMs: number): Promise<number> {
  const { run, listed } = await beginRun(warehouse, ws, nowMs)
  await listed
  return run
}

/** Greatest number of a run that this process gave, by workspace. */
const given = new WeakMap<Warehouse, Map<number, number>>()

/** The same, for who has something to do before the first write of records: that waits for `listed`. */
export async function beginRun(warehouse: Warehouse, ws: number, nowMs: number): Promise<{ run: number; listed: Promise<void> }> {
  const mine = given.get(warehouse) ?? new Map<number, number>()
  given.set(warehouse, mine)
  const before = mine.get(ws)
  // Other processes number by the same clock: only the first number, and one that the clock does not give, has to look at theirs.
  const isAhead = before !== undefined && nowMs * 1000 > before
  const run = isAhead ? nowMs * 1000 : await nextRun(warehouse, ws, nowMs)
  mine.set(ws, run)
  return { run, listed: writeRun(warehouse, ws, run, { is_full: 0, version: 1 }) }
}

async function nextRun(warehouse: Warehouse, ws: number, nowMs: number): Promise<number> {
  const [row] = await warehouse.query<{ last: string }>('SELECT max(run) AS last FROM ingest_runs WHERE ws = {ws:UInt32}', {
    params: { ws },
  })
  return Math.max(Number(row?.last ?? 0) + 1, nowMs * 1000)
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

/** What open runs list as changed: their numbers, and by kind the keys; null = more than a few. */
export type Changes = { runs: readonly number[]; keys: ReadonlyMap<string, readonly string[] | null> }

export type Pending = {
  changes: Changes
  isFull: boolean
  /** How many records changed. */
  count: number
  /** Of the last derivation of everything; null = there was none. */
  signature: string | null
  hasScripts: boolean
  hasHeard: boolean
}

/** All that decides what has to be derived, asked at once. `fewMax`: so many keys of a kind are still told. */
export async function readPending(warehouse: Warehouse, ws: number, fewMax: number): Promise<Pending> {
  const open = `ingest_runs FINAL WHERE ws = ${ws}`
  const some = (table: string) => `exists(SELECT 1 FROM ${table} WHERE ws = ${ws} LIMIT 1)`
  const [row] = await warehouse.query<{
    runs: string[]
    full: number
    signatures: string[]
    changed: [string, string, string[]][]
    scripts: number
    heard: number
  }>(
    `SELECT (SELECT arraySort(groupArray(run)) FROM ${open}) AS runs, exists(SELECT 1 FROM ${open} AND is_full = 1) AS full,
  (SELECT groupArray(signature) FROM fact_state FINAL WHERE ws = ${ws}) AS signatures,
  (SELECT groupArray((kind, n, few)) FROM (SELECT toString(kind) AS kind, count() AS n, groupUniqArray(${fewMax + 1})(k) AS few FROM changed
    WHERE ws = ${ws} AND run IN (SELECT run FROM ${open}) GROUP BY kind ORDER BY kind)) AS changed, ${some('rec_scripts')} AS scripts, ${some('work_heard')} AS heard`,
  )
  const changed = row?.changed ?? []
  const few = (keys: readonly string[]) => (keys.length > fewMax ? null : keys.filter((k) => k !== '0'))
  return {
    changes: { runs: (row?.runs ?? []).map(Number), keys: new Map(changed.map(([kind, , keys]) => [kind, few(keys)])) },
    isFull: Number(row?.full) === 1,
    count: changed.reduce((sum, [, n]) => sum + Number(n), 0),
    signature: row?.signatures[0] ?? null,
    hasScripts: Number(row?.scripts) === 1,
    hasHeard: Number(row?.heard) === 1,
  }
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
