// People and teams of a workspace, for who gives roles.
import type { ResourceOutput } from '../../contract/resources.ts'
import { listDirectory as listStored } from '../../warehouse/list-directory.ts'
import type { House } from '../open-house.ts'
import { resolveWorkspace } from '../resolve-workspace.ts'

export async function listDirectory(house: House, { workspace }: { workspace: string }): Promise<ResourceOutput<'people'>> {
  return listStored(house.warehouse, (await resolveWorkspace(house, workspace)).num)
}
