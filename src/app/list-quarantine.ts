// Rows of a workspace that were not taken in: a page of them, with how many there are.
import type { ResourceInput, ResourceOutput } from '../contract/resources.ts'
import { listQuarantined } from '../store/tables/quarantine.ts'
import type { House } from './open-house.ts'
import { resolveWorkspace } from './resolve-workspace.ts'

type Ask = { workspace: string; query: ResourceInput<'quarantine'> }

export async function listQuarantine(house: House, { workspace, query }: Ask): Promise<ResourceOutput<'quarantine'>> {
  const { num } = await resolveWorkspace(house, workspace)
  const { count, rows } = await listQuarantined(house.store.db, num, query)
  return { count, rows: rows.map(({ recordId, at, ...row }) => ({ ...row, record_id: recordId, at: at.toISOString() })) }
}
