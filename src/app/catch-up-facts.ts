// Derives what an earlier process left underived: an import that was cut off, facts that a newer program sorts otherwise.
import { listWorkspaces } from '../store/tables/workspaces.ts'
import { deriveFacts } from './derive-facts.ts'
import type { House } from './open-house.ts'

/** Does nothing, quickly, where the facts follow the records. */
export async function catchUpFacts(house: House): Promise<void> {
  for (const { id } of await listWorkspaces(house.store.db)) await deriveFacts(house, { workspace: id })
}
