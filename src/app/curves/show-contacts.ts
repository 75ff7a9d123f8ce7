// How many contacts a sale takes: the whole distribution, beside what is often quoted.
import type { ContactsCurveAnswer } from '../../contract/curves.ts'
import { byContacts, contactCases } from '../../kpi/curve-figures.ts'
import { wilson } from '../../stats/proportion.ts'
import type { House } from '../open-house.ts'
import { headOf, runQuery } from '../run-query.ts'
import type { CurveAsk } from './curve-ask.ts'
import { groupCases } from './group-cases.ts'

const quoted = { first: 0.02, fifth: 0.8 }
/** Calls, prospects, clients. */
const cascade = [1000, 362, 32]

export async function showContacts(house: House, { query, ...ask }: CurveAsk): Promise<ContactsCurveAnswer> {
  const kpis = ['wins_on_first_contact', 'wins_from_fifth_contact', 'prospects_per_1000', 'clients_per_1000']
  const [{ groups, plan, workspace }, { total }] = await Promise.all([
    groupCases(house, ask, { figure: contactCases, by: [byContacts], query }),
    runQuery(house, { ...ask, query: { ...query, kpis } }),
  ])
  const all = groups.reduce((sum, { num }) => sum + num('n'), 0)
  const bins = groups
    .map(({ values: [contacts = '0'], num }) => ({ contacts: Number(contacts), wins: num('n') }))
    .filter(({ wins }) => wins > 0)
    .sort((a, b) => a.contacts - b.contacts)
    .map((bin) => ({ ...bin, share: { ...wilson(bin.wins, all), n: all, pending: 0, excluded: 0, unpriced: 0 } }))
  return {
    ...headOf(workspace, {}, plan),
    bins,
    first: total.wins_on_first_contact!,
    fifth: total.wins_from_fifth_contact!,
    quoted,
    cascade: { calls: 1000, prospects: total.prospects_per_1000!, clients: total.clients_per_1000!, quoted: cascade },
  }
}
