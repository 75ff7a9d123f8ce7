// Which KPIs stand where on the Compass: the first shelf in its order, then the families.
import type { CatalogueEntry } from '../../api/catalogue-entry.ts'
import type { Answer, Texts } from '../../api/contract.ts'

/** The head's reading order: how many came, how fast we answered, who was worth it, who met us, who bought and for how much, what comes in, what slips. */
const order = [
  'plan_attainment',
  'leads',
  'response_within_15m',
  'qualification_rate',
  'meetings_held',
  'lead_win_rate_90d',
  'average_deal',
  'expected_cash',
  'deals_without_task',
  'overdue_tasks',
]
const tilesMax = 9

export type FamilyShelf = { id: string; name: Texts; entries: CatalogueEntry[] }

/** Has anything come of what it is made from. */
export const isFed = ({ unmet }: CatalogueEntry): boolean => unmet.length === 0

export function firstShelf(catalogue: readonly CatalogueEntry[]): CatalogueEntry[] {
  const named = order.flatMap((id) => catalogue.find((entry) => entry.id === id) ?? [])
  const others = catalogue.filter((entry) => entry.shelf === 'head' && !named.includes(entry))
  return [...named, ...others].filter(isFed).slice(0, tilesMax)
}

export function familyShelves(catalogue: readonly CatalogueEntry[]): FamilyShelf[] {
  const families = new Map<string, FamilyShelf>()
  for (const entry of catalogue) {
    const family = families.get(entry.family) ?? { id: entry.family, name: entry.familyName, entries: [] }
    family.entries.push(entry)
    families.set(entry.family, family)
  }
  return [...families.values()]
}

/** The KPI that exposes gaming of this one is read beside it. */
export function besideOf(entry: CatalogueEntry, catalogue: readonly CatalogueEntry[]): CatalogueEntry | null {
  const beside = entry.id === 'response_within_15m' ? ['unanswered_leads', ...entry.pairsWith] : entry.pairsWith
  return beside.flatMap((id) => catalogue.find((other) => other.id === id) ?? [])[0] ?? null
}

/** True when the whole family says nothing: no case, no value other than 0. */
export function isSilent(answer: Answer, kpis: readonly string[]): boolean {
  return kpis.every((id) => {
    const cell = answer.total[id]
    return !cell || (cell.n === 0 && cell.pending === 0 && cell.excluded === 0 && cell.unpriced === 0 && !cell.value)
  })
}
