// Brings the facts of a workspace up to its records: what changed since the last time, or everything. One derivation per workspace
// at a time; a run that was cut off stays open and is followed by the next.

import { AppError } from '../contract/errors.ts'
import { SETTING_KEYS, type Settings } from '../contract/settings.ts'
import { phoneCountryOf, phoneRulesOf } from '../kpi/phone-rules.ts'
import { findLastFactRun, startFactRun } from '../store/tables/fact-runs.ts'
import { listIdentityDecisions } from '../store/tables/identity-decisions.ts'
import { findWorkspace, type Workspace } from '../store/tables/workspaces.ts'
import type { Warehouse } from '../warehouse/client.ts'
import { KEYS_MAX } from '../warehouse/facts/affected.ts'
import { versionsPerRun } from '../warehouse/facts/context.ts'
import { deriveAll, deriveChanged, deriveTouched } from '../warehouse/facts/derive-facts.ts'
import { joinIdentities } from '../warehouse/facts/join-identities.ts'
import { openContext } from '../warehouse/facts/kept-context.ts'
import { signatureOf, underSettings } from '../warehouse/facts/load-context.ts'
import { writeCalendars } from '../warehouse/facts/write-calendars.ts'
import { writePeople } from '../warehouse/facts/write-people.ts'
import { writeStages } from '../warehouse/facts/write-stages.ts'
import { writeDecisions } from '../warehouse/identity-decisions.ts'
import { closeRuns, readPending } from '../warehouse/ingest/runs.ts'
import { hearCalls } from './hear-calls.ts'
import type { House } from './open-house.ts'
import { betweenWrites } from './write-records.ts'

/** Kinds on which every fact may rest: a change of them derives everything again. */
const global = ['people', 'teams', 'memberships', 'attendance', 'pipelines', 'stages', 'lost_reasons', 'rates', 'scripts']

/** So few changed records may wait to be forgotten. */
const FEW_CHANGES = 1000

const busy = new Map<string, Promise<unknown>>()
/** Derivations that have not begun: they find what is written until then, so one does for all who ask meanwhile. */
const waiting = new WeakMap<Warehouse, Map<string, Promise<void>>>()

/** Rows of facts, by name. */
export type FactCounts = Record<'leads' | 'deals' | 'customers', number>

type Asked = {
  workspace: string
  full?: boolean
  /** Settings that the facts follow, when others were set since: what rests on them is derived again. */
  followed?: Settings
}

export function deriveFacts(house: House, { workspace, full = false, followed }: Asked): Promise<void> {
  const isPlain = !full && followed === undefined
  const ahead = waiting.get(house.warehouse) ?? new Map<string, Promise<void>>()
  waiting.set(house.warehouse, ahead)
  const known = isPlain ? ahead.get(workspace) : undefined
  if (known !== undefined) return known
  const begin = () => {
    if (ahead.get(workspace) === mine) ahead.delete(workspace)
    return derive(house, workspace, { full, followed })
  }
  const mine: Promise<void> = (busy.get(workspace) ?? Promise.resolve()).then(begin, begin)
  busy.set(workspace, mine)
  if (isPlain) ahead.set(workspace, mine)
  return mine
}

async function derive(house: House, id: string, { full, followed }: { full: boolean; followed?: Settings | undefined }): Promise<void> {
  const { warehouse, store } = house
  const workspace = await findWorkspace(store.db, id)
  if (workspace === null) throw new AppError('not_found', `there is no workspace "${id}"`)
  const { num: ws, settings } = workspace
  // A run that is still being written would be closed before all of it is there, and never be followed.
  const pending = await betweenWrites(ws, () => readPending(warehouse, ws, KEYS_MAX))
  const { runs, keys } = pending.changes
  const isLost = pending.signature === null && (await hasRecords(warehouse, ws))
  const isWide = followed !== undefined && (runs.length > 0 || readsPhones(followed) !== readsPhones(settings))
  const asked = full || isLost || isWide || pending.isFull || global.some((kind) => keys.has(kind))
  if (!asked && runs.length === 0) return followed === undefined ? undefined : deriveSettings(house, workspace, followed)
  const last = await findLastFactRun(store.db, ws)
  const run = await startFactRun(store.db, ws, { what: asked ? 'all' : `runs ${runs.join(', ')}`, at: new Date() })
  const version = String(run * versionsPerRun)
  const hears = (pending.hasScripts || pending.hasHeard) && (asked || keys.has('touches'))
  if (hears) await hearCalls(warehouse, { ws, version, runs: asked ? null : runs, hasHeard: pending.hasHeard })
  if (asked) await followPeople(house, workspace, version)
  const known = { run, lastRun: last?.n ?? null, keys: asked ? null : keys, hasScripts: pending.hasScripts }
  const context = await openContext(warehouse, { ws, settings, version, ...known })
  const everything = asked || pending.signature !== signatureOf(context)
  if (everything) {
    await writeGround(warehouse, { ws, settings, version })
    await deriveAll(warehouse, context)
  } else if (pending.count > 0) await deriveChanged(warehouse, context, pending.changes)
  if (everything) await warehouse.insertRows('fact_state', [{ ws, signature: signatureOf(context), version, is_deleted: 0 }])
  // Told before the run is closed: the facts are there, and a run that stays open is only derived once more.
  house.news.tell(id)
  await closeRuns(warehouse, ws, runs, { isSmall: !everything && pending.count <= FEW_CHANGES })
}

/** How phones are read decides who is one with whom. */
const readsPhones = (settings: Settings) => JSON.stringify(phoneRulesOf(phoneCountryOf(settings)))

type Ground = { ws: number; settings: Settings; version: string }

/** What facts stand on besides records: stages, people and calendars as they are meant. */
async function writeGround(warehouse: Warehouse, ground: Ground): Promise<void> {
  await writeStages(warehouse, ground)
  await writePeople(warehouse, ground)
  await writeCalendars(warehouse, { ...ground, now: new Date() })
}

/** No record changed, only settings. */
async function deriveSettings({ warehouse, store, news }: House, { id, num: ws, settings }: Workspace, before: Settings): Promise<void> {
  const changed = SETTING_KEYS.filter((key) => JSON.stringify(settings[key]) !== JSON.stringify(before[key]))
  const last = await findLastFactRun(store.db, ws)
  const run = await startFactRun(store.db, ws, { what: `settings ${changed.join(', ')}`, at: new Date() })
  const version = String(run * versionsPerRun)
  const context = await openContext(warehouse, { ws, settings, version, run, lastRun: last?.n ?? null, keys: null, hasScripts: false })
  await writeGround(warehouse, { ws, settings, version })
  await deriveTouched(warehouse, context, { before: underSettings(context, { now: settings, before }), changed })
  await warehouse.insertRows('fact_state', [{ ws, signature: signatureOf(context), version, is_deleted: 0 }])
  news.tell(id)
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

export async function countFacts(house: House, ws: number): Promise<FactCounts> {
  const [row] = await house.warehouse.query<Record<string, string>>(
    `SELECT (SELECT count() FROM fact_leads FINAL WHERE ws = ${ws} AND population = '') AS leads, (SELECT count() FROM fact_deals FINAL WHERE ws = ${ws}) AS deals,
       (SELECT uniqExact(client) FROM fact_deals FINAL WHERE ws = ${ws} AND sold_at IS NOT NULL) AS customers`,
  )
  return { leads: Number(row?.leads ?? 0), deals: Number(row?.deals ?? 0), customers: Number(row?.customers ?? 0) }
}
