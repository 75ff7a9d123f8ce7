// Which settings were changed lately and by whom: why figures may have moved. Read from the audit log.
import type { ResourceOutput } from '../contract/resources.ts'
import { listAuditEntries } from '../store/tables/audit-log.ts'
import type { House } from './open-house.ts'
import { resolveWorkspace } from './resolve-workspace.ts'

const changesMax = 20

export async function listSettingChanges(house: House, { workspace }: { workspace: string }): Promise<ResourceOutput<'settingChanges'>> {
  const { num } = await resolveWorkspace(house, workspace)
  const page = { ws: [num], action: 'settings.changed', before: undefined, limit: changesMax }
  const entries = await listAuditEntries(house.store.db, page)
  return {
    changes: entries.map(({ at, who, detail }) => ({
      at: at.toISOString(),
      by: who.name,
      keys: Array.isArray(detail.keys) ? detail.keys.map(String) : [],
    })),
  }
}
