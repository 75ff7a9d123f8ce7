// The systems records of a workspace came from, with what of theirs is in the quarantine.
import type { ResourceOutput } from '../contract/resources.ts'
import { countQuarantined } from '../store/tables/quarantine.ts'
import { listSources as listStored } from '../store/tables/sources.ts'
import type { House } from './open-house.ts'
import { resolveWorkspace } from './resolve-workspace.ts'

export async function listSources(house: House, { workspace }: { workspace: string }): Promise<ResourceOutput<'sources'>> {
  const { num } = await resolveWorkspace(house, workspace)
  const [sources, quarantined] = await Promise.all([listStored(house.store.db, num), countQuarantined(house.store.db, num)])
  return {
    sources: sources.map(({ id, kind, createdAt, lastRecordAt, completeFrom }) => ({
      id,
      kind,
      created_at: createdAt.toISOString(),
      last_record_at: lastRecordAt?.toISOString() ?? null,
      complete_from: { ...completeFrom },
      quarantined: quarantined.filter(({ source }) => source === id).reduce((sum, { count }) => sum + count, 0),
    })),
  }
}
