// Does what an earlier process left undone: a change of time zone or an import that was cut off, facts that a newer program sorts
// otherwise.
import { findRezone } from '../store/tables/rezones.ts'
import { listWorkspaces } from '../store/tables/workspaces.ts'
import { deriveFacts } from './derive-facts.ts'
import type { House } from './open-house.ts'
import { inTurn } from './write-records.ts'

/** Does nothing, quickly, where the facts follow the records. */
export async function catchUpFacts(house: House): Promise<void> {
  for (const { id, num } of await listWorkspaces(house.store.db)) {
    if ((await findRezone(house.store.db, num)) !== null) await inTurn(house, num, async () => undefined)
    await deriveFacts(house, { workspace: id })
  }
}
