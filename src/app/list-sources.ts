// The systems records of a workspace came from, with what of theirs is in the quarantine.
import type { ResourceOutput } from '../contract/resources.ts'
import { type Connection, listConnections } from '../store/tables/connections.ts'
import { countQuarantined } from '../store/tables/quarantine.ts'
import { listSources as listStored } from '../store/tables/sources.ts'
import type { House } from './open-house.ts'
import { resolveWorkspace } from './resolve-workspace.ts'

export async function listSources(house: House, { workspace }: { workspace: string }): Promise<ResourceOutput<'sources'>> {
  const { num } = await resolveWorkspace(house, workspace)
  const { db } = house.store
  const [sources, quarantined, connections] = await Promise.all([listStored(db, num), countQuarantined(db, num), listConnections(db, num)])
  return {
    sources: sources.map(({ id, kind, createdAt, lastRecordAt, completeFrom }) => ({
      id,
      kind,
      created_at: createdAt.toISOString(),
      last_record_at: lastRecordAt?.toISOString() ?? null,
      complete_from: { ...completeFrom },
      connection: shownConnection(connections.find(({ source }) => source === id)),
      quarantined: quarantined.filter(({ source }) => source === id).reduce((sum, { count }) => sum + count, 0),
    })),
  }
}

/** Never the secret. */
function shownConnection(connection: Connection | undefined): ResourceOutput<'sources'>['sources'][number]['connection'] {
  if (connection === undefined) return null
  const { system, address, syncedAt, completeFrom, error } = connection
  return { system, address, synced_at: syncedAt?.toISOString() ?? null, complete_from: completeFrom?.toISOString() ?? null, error }
}
