// One source as the page shows it: how fresh, what it holds, what rests on it, and where its system may tell of changes.
import { AppError } from '../contract/errors.ts'
import type { ResourceOutput } from '../contract/resources.ts'
import { findSource } from '../sources/systems.ts'
import { findConnection } from '../store/tables/connections.ts'
import { countRecords } from '../warehouse/erase-source.ts'
import { hookKey } from './hear-hook.ts'
import { listSources } from './list-sources.ts'
import { loadCatalogue } from './load-catalogue.ts'
import type { House } from './open-house.ts'
import { resolveWorkspace } from './resolve-workspace.ts'

type Asked = { workspace: string; now: Date; origin?: string | null }

/** Throws not_found. */
export async function showSource(house: House, ask: Asked, { id }: { id: string }): Promise<ResourceOutput<'source'>> {
  const { num: ws } = await resolveWorkspace(house, ask.workspace)
  const { sources } = await listSources(house, ask)
  const source = sources.find((one) => one.id === id)
  if (source === undefined)
    throw new AppError('not_found', `There is no source "${id}".`, { path: 'id', hint: '`rumb sources` lists them.' })
  const [records, { families }, connection] = await Promise.all([
    countRecords(house.warehouse, { ws, source: id }),
    loadCatalogue(),
    findConnection(house.store.db, ws, id),
  ])
  // The cards of a one-card system yield leads.
  const kinds = new Set([...Object.keys(records), ...(records.deals ? ['leads'] : [])])
  const kpis = families.flatMap((family) => family.kpis.filter(({ needs }) => needs.some((kind) => kinds.has(kind))).map((kpi) => kpi.id))
  const hasHook = connection !== null && findSource(connection.system)?.link?.hook !== undefined
  const hook = hasHook ? `${ask.origin ?? ''}/api/hooks/${encodeURIComponent(id)}?key=${hookKey(house, connection)}` : null
  return { source, records, kpis, hook }
}
