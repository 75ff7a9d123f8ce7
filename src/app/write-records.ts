// What every door for records shares: the workspace that is written, one writer at a time, the quarantine beside it.
import { AppError } from '../contract/errors.ts'
import type { RawTable } from '../contract/raw-table.ts'
import { addQuarantined, listQuarantined, type QuarantinedRow, releaseLines, releaseRecords } from '../store/tables/quarantine.ts'
import { ensureSource, listSources, noteRecords } from '../store/tables/sources.ts'
import { ensureWorkspace, findWorkspace, listWorkspaces, type Workspace } from '../store/tables/workspaces.ts'
import { withWriterLock } from '../store/writer-lock.ts'
import type { TableResult } from '../warehouse/ingest/ingest-table.ts'
import type { Target } from '../warehouse/ingest/send-rows.ts'
import { finishRezone } from './finish-rezone.ts'
import type { House } from './open-house.ts'
import { DEMO_WORKSPACE } from './resolve-workspace.ts'

/** Made when the house has none and nobody names one. */
const FIRST_WORKSPACE = 'main'
const WAITING_MAX = 100_000

/** The workspace to write into; null when it is new. Refuses the demo company. */
export async function findWritten(house: House, named: string | null): Promise<{ id: string; found: Workspace | null }> {
  const all = await listWorkspaces(house.store.db)
  const own = all.filter(({ isDemo }) => !isDemo)
  if (named === null && own.length > 1)
    throw new AppError('bad_usage', `Into which workspace? There are ${own.map(({ id }) => id).join(', ')}.`, {
      path: 'workspace',
      hint: 'Name one with --workspace, RUMB_WORKSPACE or the header Rumb-Workspace.',
    })
  const id = named ?? own[0]?.id ?? (all.length > 0 ? DEMO_WORKSPACE : FIRST_WORKSPACE)
  if (id !== DEMO_WORKSPACE) return { id, found: await findWorkspace(house.store.db, id) }
  throw new AppError('bad_usage', 'The demo company takes in no other records.', {
    path: 'workspace',
    hint: 'Name a workspace of your own with --workspace; it is made when it is new.',
  })
}

export function checkSource(source: string): void {
  if (/^[\p{L}\p{N}][\p{L}\p{N} _.-]{0,63}$/u.test(source)) return
  throw new AppError('bad_input', `"${source}" cannot name a source.`, {
    path: 'source',
    hint: 'Use letters, digits, - and _, such as crm.',
  })
}

export type Writing = { workspace: Workspace; target: Target }

/** The workspace and the source, made when new; what references and times are read by. */
export async function openWriting(
  house: House,
  ask: { id: string; source: string; kind: string; now: Date; isDemo?: boolean },
): Promise<Writing> {
  const { db } = house.store
  const workspace = await ensureWorkspace(db, { id: ask.id, createdAt: ask.now, isDemo: ask.isDemo === true })
  await ensureSource(db, workspace.num, { id: ask.source, kind: ask.kind, createdAt: ask.now })
  const sources = (await listSources(db, workspace.num)).map(({ id }) => id)
  return { workspace, target: { ws: workspace.num, source: ask.source, sources, zone: workspace.settings.timezone } }
}

const queues = new Map<number, Promise<unknown>>()

/** While nobody of this process writes: for who looks at what has been written, which half a batch would mislead. */
export function betweenWrites<T>(ws: number, work: () => Promise<T>): Promise<T> {
  const mine = Promise.allSettled([queues.get(ws) ?? Promise.resolve()]).then(work)
  queues.set(ws, mine)
  return mine
}

export async function noteWritten(house: House, { workspace, target }: Writing, now: Date): Promise<void> {
  await noteRecords(house.store.db, workspace.num, target.source, now)
}

/** After all earlier writes of this process into the workspace, while no other process writes, and with every time in its zone. */
export function inTurn<T>(house: House, ws: number, work: () => Promise<T>): Promise<T> {
  const before = queues.get(ws) ?? Promise.resolve()
  const held = async () => {
    await finishRezone(house, ws)
    return work()
  }
  const mine = Promise.allSettled([before]).then(() => withWriterLock(house.store.db, ws, held))
  queues.set(ws, mine)
  return mine
}

/** Ids of a kind that stand in the quarantine: taken out when they come corrected. */
export async function listWaiting(house: House, { target }: Writing, kind: string): Promise<string[]> {
  const ids = new Set<string>()
  for (let offset = 0; offset < WAITING_MAX; offset += 1000) {
    const { rows } = await listQuarantined(house.store.db, target.ws, { source: target.source, kind, offset, limit: 1000 })
    for (const { recordId } of rows) if (recordId !== null) ids.add(recordId)
    if (rows.length < 1000) break
  }
  return [...ids]
}

/** Puts the bad rows of a table into the quarantine and takes out what came corrected. A file read again replaces its rows. */
export async function keepQuarantine(house: House, { target }: Writing, table: RawTable, result: TableResult, at: Date): Promise<void> {
  const { db } = house.store
  const { ws, source } = target
  if (result.released.length > 0) await releaseRecords(db, ws, { source, kind: table.kind, ids: result.released })
  if (result.problems.length > 0) {
    await addQuarantined(
      db,
      ws,
      result.problems.map((problem): QuarantinedRow => {
        const { column, value, reason, id } = problem
        const { file, line, raw } = placeOf(table, problem.line)
        const place = { file, line, column: column || null }
        return { source, kind: table.kind, recordId: id || null, ...place, value: value || null, reason, raw, at }
      }),
    )
  }
}

/** Objects of raw files that are no record: counted and quarantined under this name. */
export const UNREAD_KIND = 'unknown'

type Unread = { file: string; line: number; column: string; value: string; reason: string; raw: unknown }

export async function keepUnread(house: House, { target }: Writing, unread: readonly Unread[], at: Date): Promise<void> {
  const { source, ws } = target
  const rows = unread.map(({ column, value, ...row }): QuarantinedRow => {
    return { ...row, source, kind: UNREAD_KIND, recordId: null, column: column || null, value: value || null, at }
  })
  if (rows.length > 0) await addQuarantined(house.store.db, ws, rows)
}

/** Where a row of a table stands in its file, and how it came when that is known. */
export function placeOf(table: RawTable, line: number): { file: string | null; line: number; raw: unknown } {
  return table.form === 'text' && table.origin !== undefined ? table.origin(line) : { file: table.file, line, raw: null }
}

/** Before a file is read again: its rows are judged anew. */
export async function forgetFile(house: House, { target }: Writing, file: string): Promise<void> {
  await releaseLines(house.store.db, target.ws, { source: target.source, file })
}
