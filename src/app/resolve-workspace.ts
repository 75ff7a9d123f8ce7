// Which workspace is meant: the one named, else the only one that is not the demo, else the demo.
import { AppError } from '../contract/errors.ts'
import { findWorkspace, listWorkspaces, type Workspace } from '../store/tables/workspaces.ts'
import type { House } from './open-house.ts'

export const DEMO_WORKSPACE = 'demo'

/** Throws not_found when there is none, bad_usage when there are several and none was named. */
export async function resolveWorkspace(house: House, named: string | null): Promise<Workspace> {
  if (named !== null) {
    const found = await findWorkspace(house.store.db, named)
    if (found) return found
    throw new AppError('not_found', `There is no workspace "${named}".`, {
      path: 'workspace',
      hint: 'A workspace is made by the first import into it: rumb import … --workspace ID.',
    })
  }
  const all = await listWorkspaces(house.store.db)
  const own = all.filter((workspace) => !workspace.isDemo)
  if (own.length > 1) {
    throw new AppError('bad_usage', `Which workspace? There are ${own.map(({ id }) => id).join(', ')}.`, {
      path: 'workspace',
      hint: 'Name one with --workspace, RUMB_WORKSPACE or the header Rumb-Workspace.',
    })
  }
  const only = own[0] ?? all[0]
  if (only) return only
  throw new AppError('not_found', 'There is no workspace yet.', {
    path: 'workspace',
    hint: 'Import records (rumb import), or start the demo company (rumb demo).',
  })
}
