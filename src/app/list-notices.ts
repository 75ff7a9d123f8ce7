// What happened lately, for whoever runs the department: imports, first readings of sources, failures. Nothing is stored for it: each
// event stands in the diary of imports or with its connection.
import type { Notices } from '../contract/notices.ts'
import { type Connection, listConnections } from '../store/tables/connections.ts'
import { type ImportRun, listImports } from '../store/tables/imports.ts'
import type { House } from './open-house.ts'
import { resolveWorkspace } from './resolve-workspace.ts'

type Notice = Notices['notices'][number]
const NOTICES_MAX = 30
const DAYS = 14
/** An import that has not ended for longer was cut off. */
const RUN_HOURS = 6

export async function listNotices(house: House, { workspace, now }: { workspace: string; now: Date }): Promise<Notices> {
  const { num } = await resolveWorkspace(house, workspace)
  const { db } = house.store
  const [imports, connections] = await Promise.all([listImports(db, num, { limit: NOTICES_MAX }), listConnections(db, num)])
  const since = new Date(now.getTime() - DAYS * 86_400_000).toISOString()
  const notices = [...imports.flatMap((run) => ofImport(run, now)), ...connections.flatMap(ofConnection)]
  return {
    notices: notices
      .filter(({ at }) => at >= since)
      .toSorted((a, b) => (a.at < b.at ? 1 : -1))
      .slice(0, NOTICES_MAX),
  }
}

function ofImport({ id, source, startedAt, finishedAt, files }: ImportRun, now: Date): Notice[] {
  const isRunning = finishedAt === null
  if (isRunning && now.getTime() - startedAt.getTime() > RUN_HOURS * 3_600_000) return []
  const sum = (key: 'accepted' | 'unchanged' | 'quarantined') => files.reduce((total, file) => total + file[key], 0)
  return [
    {
      ...{ id: `import ${id}${isRunning ? ' running' : ''}`, kind: isRunning ? 'import_running' : 'import_done', source, error: null },
      at: (finishedAt ?? startedAt).toISOString(),
      rows: isRunning ? null : sum('accepted') + sum('unchanged'),
      quarantined: sum('quarantined'),
    },
  ]
}

function ofConnection({ source, error, errorAt, pausedAt, startedAt, syncedAt, completeFrom, progress, createdAt }: Connection): Notice[] {
  if (pausedAt !== null) return []
  const rows = progress === null ? null : progress.accepted + progress.unchanged
  const quarantined = progress?.quarantined ?? 0
  const told = { source, rows, quarantined, error: null }
  if (error !== null && errorAt !== null)
    return [
      { ...told, id: `failing ${source} ${errorAt.toISOString().slice(0, 10)}`, kind: 'source_failing', at: errorAt.toISOString(), error },
    ]
  // The past is fetched once; what is read afterwards is everyday.
  if (completeFrom !== null || syncedAt === null)
    return [{ ...told, id: `reading ${source}`, kind: 'source_reading', at: (startedAt ?? createdAt).toISOString() }]
  return [{ ...told, id: `read ${source}`, kind: 'source_read', at: syncedAt.toISOString() }]
}
