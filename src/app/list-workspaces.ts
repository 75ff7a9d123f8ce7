// The workspaces a viewer may open, the one opened by default first.
import type { ResourceOutput } from '../contract/resources.ts'
import { listWorkspaces as listStored } from '../store/tables/workspaces.ts'
import type { House } from './open-house.ts'

export async function listWorkspaces(house: House): Promise<ResourceOutput<'workspaces'>> {
  const all = await listStored(house.store.db)
  const ordered = [...all.filter(({ isDemo }) => !isDemo), ...all.filter(({ isDemo }) => isDemo)]
  return { workspaces: ordered.map(({ id, isDemo }) => ({ id, name: id, demo: isDemo })) }
}
