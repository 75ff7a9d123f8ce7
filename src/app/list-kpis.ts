// The catalogue of KPIs as it is shown: whole, or one entry.
import { AppError } from '../contract/errors.ts'
import type { ResourceOutput } from '../contract/resources.ts'
import { loadCatalogue } from './load-catalogue.ts'

export async function listKpis(): Promise<ResourceOutput<'kpis'>> {
  const { families } = await loadCatalogue()
  return { families: families.map(({ id, name, kpis }) => ({ family: id, name, kpis: [...kpis] })) }
}

/** Throws not_found for an unknown id. */
export async function showKpi(id: string): Promise<ResourceOutput<'kpi'>> {
  const { families } = await loadCatalogue()
  for (const family of families) {
    const entry = family.kpis.find((kpi) => kpi.id === id)
    if (entry) return { ...entry, family: family.id }
  }
  throw new AppError('not_found', `There is no KPI "${id}".`, { path: 'id', hint: '`rumb kpis` and GET /api/kpis list them.' })
}
