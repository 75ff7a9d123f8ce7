// Leads and deals of a person in the form of figures, so that who may see one is decided like for every figure: it is seen by who owns
// it now, who had it first and who closed it.
import type { KpiEntry } from '../contract/kpi-entry.ts'
import { figure } from './figure.ts'

const owned = (fact: 'leads' | 'deals', credit: string): KpiEntry =>
  figure(`any_${fact}_by_${credit.replace(/\W+/g, '_')}`, 'count', {
    ...{ type: 'count', fact, moment: 'as_of', credit, interval: 'none' },
    where: 'created_at < until',
  })

export const seenAs = {
  leads: [owned('leads', 'owner_at(as_of)'), owned('leads', 'first_owner')],
  deals: [owned('deals', 'owner_at(as_of)'), owned('deals', 'first_owner'), owned('deals', 'closer')],
} as const satisfies Record<string, readonly KpiEntry[]>
