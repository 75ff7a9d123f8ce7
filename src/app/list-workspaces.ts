// The workspaces a viewer may open, the one opened by default first.
import type { ResourceOutput } from '../contract/resources.ts'
import { listOpened } from './access/admit.ts'
import type { Caller } from './access/caller.ts'
import { inOrder } from './access/show-session.ts'
import type { House } from './open-house.ts'

export async function listWorkspaces(house: House, { caller }: { caller: Caller }): Promise<ResourceOutput<'workspaces'>> {
  const opened = inOrder(await listOpened(house, caller))
  return { workspaces: opened.map(({ workspace: { id, isDemo } }) => ({ id, name: id, demo: isDemo })) }
}
