// The catalogue of KPIs as far as the viewer may ask it: whole, or one entry.
import { AppError } from '../contract/errors.ts'
import type { Viewer } from '../contract/query.ts'
import type { ResourceOutput } from '../contract/resources.ts'
import { mayAsk } from '../kpi/passes/rights.ts'
import { loadCatalogue } from './load-catalogue.ts'

export async function listKpis(viewer: Viewer): Promise<ResourceOutput<'kpis'>> {
  const { families, byId } = await loadCatalogue()
  const shown = families.map(({ id, name, kpis }) => ({ family: id, name, kpis: kpis.filter((kpi) => mayAsk(kpi, byId, viewer)) }))
  return { families: shown.filter(({ kpis }) => kpis.length > 0) }
}

/** Throws not_found for an unknown id, and for one beyond the viewer's role. */
export async function showKpi(viewer: Viewer, id: string): Promise<ResourceOutput<'kpi'>> {
  const { families, byId } = await loadCatalogue()
  for (const family of families) {
    const entry = family.kpis.find((kpi) => kpi.id === id)
    if (entry && mayAsk(entry, byId, viewer)) return { ...entry, family: family.id }
  }
  throw new AppError('not_found', `There is no KPI "${id}".`, { path: 'id', hint: '`rumb kpis` and GET /api/kpis list them.' })
}
