// The deals the head promised to a day, for the questions that read them: as they stood at the moment asked.
import type { KpiEntry } from '../contract/kpi-entry.ts'
import type { Lowering, Promised } from '../kpi/expression/types.ts'
import { dayAfter, startOf } from '../kpi/plans/workdays.ts'
import { listPromises } from '../store/tables/promises.ts'
import { findInvoicedDeals } from '../warehouse/find-promised-deals.ts'
import type { House } from './open-house.ts'
import type { WorkspaceRules } from './workspace-rules.ts'

/** Nothing where no KPI asks for it. */
export async function findPromised(
  house: House,
  { workspace, zone }: WorkspaceRules,
  asked: readonly KpiEntry[],
  asOf: string,
): Promise<Pick<Lowering, 'promised'>> {
  if (!asked.some(({ measure }) => JSON.stringify(measure).includes('promised_'))) return {}
  const rows = await listPromises(house.store.db, workspace.num, new Date(asOf))
  const byDeal = Map.groupBy(rows, ({ deal }) => deal)
  const invoiced = await findInvoicedDeals(house.warehouse, workspace.num, [...byDeal.keys()], asOf)
  const promised = [...byDeal].map(([deal, own]): Promised => {
    const days = own.map(({ day }) => day).sort()
    const [first, last] = [days[0]!, days.at(-1)!]
    const { timezone } = zone
    return {
      deal,
      from: startOf(first, timezone),
      until: startOf(dayAfter(first), timezone),
      cashAt: invoiced.has(deal) ? null : startOf(last, timezone),
    }
  })
  return { promised }
}
