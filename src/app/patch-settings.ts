// Reads and changes the settings of a workspace; facts are derived again when they rest on what changed.
import { FIELD_ROUND } from '../contract/field-targets.ts'
import type { Viewer } from '../contract/query.ts'
import { readers } from '../contract/roles.ts'
import { SETTING_KEYS, type SettingKey, type SettingPatch, type Settings } from '../contract/settings.ts'
import { findConnection, noteProgress } from '../store/tables/connections.ts'
import { createWorkspace, findWorkspace, patchSettings as patchStored } from '../store/tables/workspaces.ts'
import { deriveFacts } from './derive-facts.ts'
import { finishRezone } from './finish-rezone.ts'
import type { House } from './open-house.ts'
import { resolveWorkspace } from './resolve-workspace.ts'
import { inTurn } from './write-records.ts'

/** Read when a question is asked, not when facts are derived. */
const askedLater: ReadonlySet<SettingKey> = new Set([
  ...(['fiscal_year_start', 'credit', 'activity_window_days', 'base_coverage_days', 'attribution_days', 'confirmed'] as const),
  // The records themselves are read again.
  'fields',
])

/** What every reader needs to read a figure; the rest is for who sees the whole company. */
const readByAll: ReadonlySet<SettingKey> = new Set(['timezone', 'currency', 'fiscal_year_start', 'credit', 'sale_event'])

export async function showSettings(house: House, { workspace, viewer }: { workspace: string; viewer: Viewer }): Promise<Partial<Settings>> {
  const { settings } = await resolveWorkspace(house, workspace)
  if (readers.includes(viewer.role)) return settings
  return Object.fromEntries(Object.entries(settings).filter(([key]) => readByAll.has(key as SettingKey)))
}

type Change = { workspace: string; patch: SettingPatch; now: Date }

/** Checks and keeps a change whole or not at all; makes the workspace when it is new. */
export async function patchSettings(house: House, { workspace, patch, now }: Change): Promise<Settings> {
  const { db } = house.store
  const before = await findWorkspace(db, workspace)
  if (before === null) return (await createWorkspace(db, { id: workspace, createdAt: now, settings: patch })).settings
  const { settings } = await inTurn(house, before.num, async () => {
    const after = await countRounds(db, { workspace, before: before.settings }, await patchStored(db, workspace, patch))
    await finishRezone(house, before.num)
    return after
  })
  const changed = SETTING_KEYS.filter((key) => JSON.stringify(settings[key]) !== JSON.stringify(before.settings[key]))
  if (changed.some((key) => !askedLater.has(key))) await deriveFacts(house, { workspace, followed: before.settings })
  else if (changed.length > 0) house.news.tell(workspace)
  if (changed.includes('fields'))
    await readAgain(house, { workspace, num: before.num, before: before.settings.fields, after: settings.fields })
  return settings
}

/** Sources whose fields are mapped otherwise than before. */
const remapped = (before: Settings['fields'], after: Settings['fields']) =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (source) => JSON.stringify(before[source]) !== JSON.stringify(after[source]),
  )

type Patched = Awaited<ReturnType<typeof patchStored>>

/** What is read from now on has to count as newer than what was read before. */
async function countRounds(
  db: House['store']['db'],
  { workspace, before }: { workspace: string; before: Settings },
  after: Patched,
): Promise<Patched> {
  const sources = remapped(before.fields, after.settings.fields)
  if (sources.length === 0) return after
  const rounds = sources.map((source) => {
    const round = String(Number(before.fields[source]?.[FIELD_ROUND] ?? 0) + 1)
    return [source, { ...after.settings.fields[source], [FIELD_ROUND]: round }] as const
  })
  return patchStored(db, workspace, { fields: { ...after.settings.fields, ...Object.fromEntries(rounds) } })
}

type Remapped = { workspace: string; num: number; before: Settings['fields']; after: Settings['fields'] }

/** Connected sources are read from their beginning; what was imported is imported again by whoever has it. */
async function readAgain(house: House, { workspace, num, before, after }: Remapped): Promise<void> {
  for (const source of remapped(before, after)) {
    const connection = await findConnection(house.store.db, num, source)
    if (connection === null) continue
    await noteProgress(house.store.db, num, source, { state: {}, syncedAt: null })
    if (connection.pausedAt === null) await house.syncs.ask({ workspace, source })
  }
}
