// Brings the facts of a workspace up to its records: what changed since the last time, or everything. One derivation per workspace
// at a time; a run that was cut off stays open and is followed by the next.

import { AppError } from '../contract/errors.ts'
import { phoneCountryOf, phoneRulesOf } from '../kpi/phone-rules.ts'
import { startFactRun } from '../store/tables/fact-runs.ts'
import { listIdentityDecisions } from '../store/tables/identity-decisions.ts'
import { findWorkspace, type Workspace } from '../store/tables/workspaces.ts'
import type { Warehouse } from '../warehouse/client.ts'
import { versionsPerRun } from '../warehouse/facts/context.ts'
import { deriveAll, deriveChanged } from '../warehouse/facts/derive-facts.ts'
import { joinIdentities } from '../warehouse/facts/join-identities.ts'
import { loadFactContext, signatureOf } from '../warehouse/facts/load-context.ts'
import { writeCalendars } from '../warehouse/facts/write-calendars.ts'
import { writePeople } from '../warehouse/facts/write-people.ts'
import { writeStages } from '../warehouse/facts/write-stages.ts'
import { writeDecisions } from '../warehouse/identity-decisions.ts'
import { closeRuns, listOpenRuns } from '../warehouse/ingest/runs.ts'
import { hearCalls } from './hear-calls.ts'
import type { House } from './open-house.ts'

/** Kinds on which every fact may rest: a change of them derives everything again. */
const global = ['people', 'teams', 'memberships', 'attendance', 'pipelines', 'stages', 'lost_reasons', 'rates', 'scripts']

/** So few changed records may wait to be forgotten. */
const FEW_CHANGES = 1000

const busy = new Map<string, Promise<unknown>>()

/** Rows of facts, by name. */
export type FactCounts = Record<'leads' | 'deals' | 'customers', number>

export function deriveFacts(house: House, { workspace, full = false }: { workspace: string; full?: boolean }): Promise<void> {
  const before = busy.get(workspace) ?? Promise.resolve()
  const mine = before.then(
    () => derive(house, workspace, full),
    () => derive(house, workspace, full),
  )
  busy.set(workspace, mine)
  return mine
}

async function derive(house: House, id: string, full: boolean): Promise<void> {
  const { warehouse, store } = house
  const workspace = await findWorkspace(store.db, id)
  if (workspace === null) throw new AppError('not_found', `there is no workspace "${id}"`)
  const { num: ws, settings } = workspace
  const runs = await listOpenRuns(warehouse, ws)
  const changed = runs.map(({ run }) => run)
  const touched = await countChanged(house, workspace, changed)
  const signature = await lastSignature(warehouse, ws)
  const isLost = signature === null && (await hasRecords(warehouse, ws))
  const asked = full || isLost || runs.some((run) => run.isFull) || touched.global > 0
  if (!asked && runs.length === 0) return
  const n = await startFactRun(store.db, ws, { what: asked ? 'all' : `runs ${changed.join(', ')}`, at: new Date() })
  const version = String(n * versionsPerRun)
  if (asked || touched.touches > 0) await hearCalls(warehouse, { ws, version, runs: asked ? null : changed })
  if (asked) await followPeople(house, workspace, version)
  const context = await loadFactContext(warehouse, { ws, settings, version })
  const everything = asked || signature !== signatureOf(context)
  if (everything) {
    await writeStages(warehouse, { ws, settings, version })
    await writePeople(warehouse, { ws, settings, version })
    await writeCalendars(warehouse, { ws, settings, version, now: new Date() })
  }
  if (everything) await deriveAll(warehouse, context)
  else if (touched.all > 0) await deriveChanged(warehouse, context, changed)
  if (everything) await warehouse.insertRows('fact_state', [{ ws, signature: signatureOf(context), version, is_deleted: 0 }])
  // Told before the run is closed: the facts are there, and a run that stays open is only derived once more.
  house.news.tell(id)
  await closeRuns(warehouse, ws, changed, { isSmall: !everything && touched.all <= FEW_CHANGES })
}

/** Lays what was decided about who is one beside the records, and finds the people who are. Contacts and companies follow with the facts. */
async function followPeople({ warehouse, store }: House, { num: ws, settings }: Workspace, version: string): Promise<void> {
  await writeDecisions(warehouse, { ws, version }, await listIdentityDecisions(store.db, ws))
  const phones = phoneRulesOf(phoneCountryOf(settings))
  await joinIdentities(warehouse, { ws, version, phones, affected: null }, ['people'])
}

async function hasRecords(warehouse: Warehouse, ws: number): Promise<boolean> {
  const some = ['leads', 'deals', 'touches', 'tasks', 'payments', 'spend'].map(
    (kind) => `exists(SELECT 1 FROM rec_${kind} WHERE ws = ${ws} LIMIT 1)`,
  )
  const [row] = await warehouse.query<{ found: number }>(`SELECT ${some.join(' OR ')} AS found`)
  return Number(row?.found) === 1
}

async function lastSignature(warehouse: Warehouse, ws: number): Promise<string | null> {
  const [row] = await warehouse.query<{ signature: string }>(`SELECT signature FROM fact_state FINAL WHERE ws = ${ws}`)
  return row?.signature ?? null
}

/** What the runs list as changed: of any kind, of those on which every fact may rest, and touches. */
async function countChanged(
  house: House,
  { num: ws }: Workspace,
  runs: readonly number[],
): Promise<{ all: number; global: number; touches: number }> {
  if (runs.length === 0) return { all: 0, global: 0, touches: 0 }
  const kinds = global.map((kind) => `'${kind}'`).join(', ')
  const [row] = await house.warehouse.query<{ n: string; globals: string; touches: string }>(
    `SELECT count() AS n, countIf(kind IN (${kinds})) AS globals, countIf(kind = 'touches') AS touches FROM changed WHERE ws = ${ws} AND run IN (${runs.join(', ')})`,
  )
  return { all: Number(row?.n ?? 0), global: Number(row?.globals ?? 0), touches: Number(row?.touches ?? 0) }
}

export async function countFacts(house: House, ws: number): Promise<FactCounts> {
  const [row] = await house.warehouse.query<Record<string, string>>(
    `SELECT (SELECT count() FROM fact_leads FINAL WHERE ws = ${ws} AND population = '') AS leads, (SELECT count() FROM fact_deals FINAL WHERE ws = ${ws}) AS deals,
       (SELECT uniqExact(client) FROM fact_deals FINAL WHERE ws = ${ws} AND sold_at IS NOT NULL) AS customers`,
  )
  return { leads: Number(row?.leads ?? 0), deals: Number(row?.deals ?? 0), customers: Number(row?.customers ?? 0) }
}
