// Workspaces and their settings. The number of a workspace is what the warehouse knows it by; it is never given twice.

import type { Selectable } from 'kysely'
import { AppError } from '../../contract/errors.ts'
import { applySettingPatch, parseSettings, type SettingPatch, type Settings, sparseSettings } from '../../contract/settings.ts'
import type { StoreDb } from '../client.ts'
import type { Tables } from '../tables.ts'
import { beginRezone } from './rezones.ts'

export type Workspace = {
  id: string
  /** `ws` in the warehouse and in the other tables here. */
  num: number
  createdAt: Date
  isDemo: boolean
  settings: Settings
  /** Grows with every change of the settings. */
  settingsVersion: number
}

export type NewWorkspace = { id: string; createdAt: Date; isDemo?: boolean; settings?: SettingPatch }

/** Makes a workspace. conflict when the id is taken, bad_input for a bad id or bad settings. */
export async function createWorkspace(db: StoreDb, { id, createdAt, isDemo = false, settings = {} }: NewWorkspace): Promise<Workspace> {
  checkId(id)
  const row = await db
    .insertInto('workspaces')
    .values({
      id,
      created_at: createdAt,
      demo: isDemo,
      settings: toJson(applySettingPatch(parseSettings({}), settings)),
      settings_version: 1,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!row) throw new AppError('conflict', `There is a workspace "${id}" already.`)
  return toWorkspace(row)
}

export async function findWorkspace(db: StoreDb, id: string): Promise<Workspace | null> {
  const row = await db.selectFrom('workspaces').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toWorkspace(row) : null
}

/** The workspace, made when it is new. */
export async function ensureWorkspace(db: StoreDb, workspace: NewWorkspace): Promise<Workspace> {
  const found = await findWorkspace(db, workspace.id)
  if (found) return found
  const [made] = await Promise.allSettled([createWorkspace(db, workspace)])
  if (made.status === 'fulfilled') return made.value
  return (await findWorkspace(db, workspace.id)) ?? Promise.reject(made.reason)
}

/** All of them, oldest first. */
export async function listWorkspaces(db: StoreDb): Promise<Workspace[]> {
  const rows = await db.selectFrom('workspaces').selectAll().orderBy('num').execute()
  return rows.map(toWorkspace)
}

/** Those of these numbers, oldest first. */
export async function findWorkspaces(db: StoreDb, nums: readonly number[]): Promise<Workspace[]> {
  if (nums.length === 0) return []
  const rows = await db.selectFrom('workspaces').selectAll().where('num', 'in', nums).orderBy('num').execute()
  return rows.map(toWorkspace)
}

/** Removes it with everything the store has of it; the warehouse is the caller's business. */
export async function deleteWorkspace(db: StoreDb, id: string): Promise<void> {
  await db.deleteFrom('workspaces').where('id', '=', id).execute()
}

/** Changes settings, one writer at a time; notes that records have to move to another time zone, which the caller lets be carried through. Throws not_found, or bad_input with every problem; then nothing is changed. */
export async function patchSettings(db: StoreDb, id: string, patch: SettingPatch): Promise<Workspace> {
  return db.transaction().execute(async (tx) => {
    const row = await tx.selectFrom('workspaces').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
    if (!row) throw new AppError('not_found', `There is no workspace "${id}".`)
    const before = toWorkspace(row)
    const settings = toJson(applySettingPatch(before.settings, patch))
    if (settings === toJson(before.settings)) return before
    const changed = await tx
      .updateTable('workspaces')
      .set({ settings, settings_version: before.settingsVersion + 1 })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    const after = toWorkspace(changed)
    const zones = { oldZone: before.settings.timezone, newZone: after.settings.timezone }
    if (zones.oldZone !== zones.newZone) await beginRezone(tx, before.num, zones)
    return after
  })
}

function checkId(id: string): void {
  if (/^[a-z0-9][a-z0-9_-]{0,62}$/.test(id)) return
  throw new AppError('bad_input', `"${id}" cannot name a workspace.`, {
    path: 'workspace',
    hint: 'Use up to 63 small Latin letters, digits, - and _, beginning with a letter or digit.',
  })
}

function toJson(settings: Settings): string {
  return JSON.stringify(sparseSettings(settings))
}

function toWorkspace(row: Selectable<Tables['workspaces']>): Workspace {
  return {
    id: row.id,
    num: row.num,
    createdAt: row.created_at,
    isDemo: row.demo,
    settings: parseSettings(row.settings),
    settingsVersion: row.settings_version,
  }
}
