// The catalogue of KPIs as far as the viewer may ask it: whole, or one entry.
import { AppError } from '../contract/errors.ts'
import type { Viewer } from '../contract/query.ts'
import type { ResourceOutput } from '../contract/resources.ts'
import { mayAsk } from '../kpi/passes/rights.ts'
import { listWorkspaces, type Workspace } from '../store/tables/workspaces.ts'
import { findMissingKinds } from '../warehouse/find-missing-kinds.ts'
import { loadOwnCatalogue } from './load-own-catalogue.ts'
import type { House } from './open-house.ts'

/** `workspace` '' = none was named. */
type Ask = { workspace: string; viewer: Viewer }

export async function listKpis(house: House, { workspace, viewer }: Ask): Promise<ResourceOutput<'kpis'>> {
  const { families, byId } = await loadOwnCatalogue(house, await usualWorkspace(house, workspace))
  const shown = families.map(({ id, name, kpis }) => ({ family: id, name, kpis: kpis.filter((kpi) => mayAsk(kpi, byId, viewer)) }))
  const needed = [...new Set(families.flatMap(({ kpis }) => kpis.flatMap(({ needs }) => needs)))].sort()
  const missing = await missingKinds(house, workspace, needed)
  return { families: shown.filter(({ kpis }) => kpis.length > 0), missing }
}

/** The catalogue can be read before the first import too, and without naming one of several companies: then nothing is called missing. */
async function missingKinds(house: House, named: string, needed: readonly string[]): Promise<string[]> {
  const all = await listWorkspaces(house.store.db)
  const id = usualOf(all, named)
  if (id === '' && all.some(({ isDemo }) => !isDemo)) return []
  const meant = all.find((one) => one.id === id)
  return meant === undefined ? [...needed] : findMissingKinds(house.warehouse, meant.num, needed)
}

/** '' = several could be meant, or there is none. */
function usualOf(all: readonly Workspace[], named: string): string {
  if (named !== '') return named
  const own = all.filter(({ isDemo }) => !isDemo)
  return own.length > 1 ? '' : ((own[0] ?? all[0])?.id ?? '')
}

const usualWorkspace = async (house: House, named: string) => usualOf(await listWorkspaces(house.store.db), named)

/** Throws not_found for an unknown id, and for one beyond the viewer's role. */
export async function showKpi(house: House, { workspace, viewer }: Ask, id: string): Promise<ResourceOutput<'kpi'>> {
  const { families, byId } = await loadOwnCatalogue(house, await usualWorkspace(house, workspace))
  for (const family of families) {
    const entry = family.kpis.find((kpi) => kpi.id === id)
    if (entry && mayAsk(entry, byId, viewer)) return { ...entry, family: family.id }
  }
  throw new AppError('not_found', `There is no KPI "${id}".`, { path: 'id', hint: '`rumb kpis` and GET /api/kpis list them.' })
}
