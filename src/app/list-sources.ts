// The systems records of a workspace came from, how fresh they are, and what of theirs is in the quarantine.
import type { ResourceOutput } from '../contract/resources.ts'
import { OWN_SOURCE } from '../contract/script-edits.ts'
import { type Connection, listConnections } from '../store/tables/connections.ts'
import { countQuarantined } from '../store/tables/quarantine.ts'
import { listSources as listStored } from '../store/tables/sources.ts'
import { listSyncing } from '../store/writer-lock.ts'
import type { House } from './open-house.ts'
import { resolveWorkspace } from './resolve-workspace.ts'

export async function listSources(house: House, { workspace, now }: { workspace: string; now: Date }): Promise<ResourceOutput<'sources'>> {
  const { num } = await resolveWorkspace(house, workspace)
  const { db } = house.store
  const [sources, quarantined, connections] = await Promise.all([listStored(db, num), countQuarantined(db, num), listConnections(db, num)])
  const syncing = await listSyncing(
    db,
    num,
    connections.map(({ source }) => source),
  )
  return {
    // What is written on the page is no source to look after.
    sources: sources
      .filter(({ kind }) => kind !== OWN_SOURCE)
      .map(({ id, kind, createdAt, lastRecordAt, completeFrom }) => ({
        id,
        kind,
        created_at: createdAt.toISOString(),
        last_record_at: lastRecordAt?.toISOString() ?? null,
        complete_from: { ...completeFrom },
        connection: shownConnection(
          connections.find(({ source }) => source === id),
          { isSyncing: syncing.includes(id), now },
        ),
        quarantined: quarantined.filter(({ source }) => source === id).reduce((sum, { count }) => sum + count, 0),
      })),
  }
}

type Shown = NonNullable<ResourceOutput<'sources'>['sources'][number]['connection']>
type Told = { isSyncing: boolean; now: Date }

/** Never the secret. */
function shownConnection(connection: Connection | undefined, told: Told): Shown | null {
  if (connection === undefined) return null
  const { system, address, account, everyMinutes, startedAt, syncedAt, completeFrom, progress, error, errorAt, rights } = connection
  const moment = (at: Date | null) => at?.toISOString() ?? null
  return {
    ...{ system, address, account, progress, error, every_minutes: everyMinutes },
    state: stateOf(connection, told),
    started_at: moment(startedAt),
    synced_at: moment(syncedAt),
    complete_from: moment(completeFrom),
    error_at: moment(errorAt),
    rights: rights === null ? null : rights.map((right) => ({ ...right })),
  }
}

/** Turns without a sync that came through, after which figures are called old. */
const LATE_TURNS = 3

function stateOf({ pausedAt, error, syncedAt, completeFrom, everyMinutes }: Connection, { isSyncing, now }: Told): Shown['state'] {
  if (isSyncing) return 'syncing'
  if (pausedAt !== null) return 'paused'
  if (error !== null) return 'failing'
  if (syncedAt === null || completeFrom !== null) return 'waiting'
  return now.getTime() - syncedAt.getTime() > LATE_TURNS * everyMinutes * 60_000 ? 'late' : 'fresh'
}
