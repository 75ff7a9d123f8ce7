// The catalogue of one company: the shipped KPIs and its own, each as last written. One that the shipped ones no longer allow is left out.
import type { KpiEntry } from '../contract/kpi-entry.ts'
import type { Catalogue } from '../kpi/catalogue.ts'
import { readOwnKpi } from '../kpi/own-kpi.ts'
import { listOwnKpis } from '../store/tables/own-kpis.ts'
import { findWorkspace } from '../store/tables/workspaces.ts'
import { loadCatalogue } from './load-catalogue.ts'
import type { House } from './open-house.ts'

export const OWN_FAMILY = { id: 'own', name: { ru: 'Свои показатели', uk: 'Власні показники', en: 'Own KPIs' } }

/** `named` '' or unknown: the shipped ones alone. */
export async function loadOwnCatalogue(house: House, named: string): Promise<Catalogue> {
  const shipped = await loadCatalogue()
  const workspace = named === '' ? null : await findWorkspace(house.store.db, named)
  if (workspace === null) return shipped
  const rows = await listOwnKpis(house.store.db, workspace.num)
  const own = rows.flatMap(({ source, version }) => readOwnKpi(source, shipped, version).entry ?? [])
  return withOwn(shipped, own)
}

export function withOwn({ families, byId }: Catalogue, own: readonly KpiEntry[]): Catalogue {
  if (own.length === 0) return { families, byId }
  const others = families.filter(({ id }) => id !== OWN_FAMILY.id)
  const before = families.find(({ id }) => id === OWN_FAMILY.id)?.kpis ?? []
  const kept = before.filter(({ id }) => !own.some((entry) => entry.id === id))
  return {
    families: [...others, { ...OWN_FAMILY, kpis: [...kept, ...own] }],
    byId: new Map([...byId, ...own.map((entry) => [entry.id, entry] as const)]),
  }
}
