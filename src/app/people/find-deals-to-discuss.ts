// A person's open deals at risk, the dearest first with the reasons, and the last refusals with what was said and when last.
import { dealRisks, type Scorecard, type ScorecardDeal } from '../../contract/scorecard.ts'
import { findMembers, unknownMember } from '../../warehouse/find-members.ts'
import { readDealStates } from '../../warehouse/read-deal-states.ts'
import type { House } from '../open-house.ts'
import type { Ask } from '../run-query.ts'
import { searchRecords } from '../search-records.ts'

const risky = { stalled: 'stalled_deals', without_task: 'deals_without_task', slipped: 'slipped_deals' } as const
const LISTED_MAX = 5
/** Of each risk so many are read. */
const READ_MAX = 1000
const dayMs = 86_400_000

type Asked = { ws: number; person: string; asOf: string; day: string; next: string; month: string }

export async function findDealsToDiscuss(house: House, ask: Ask, asked: Asked): Promise<ScorecardDeal[]> {
  const { ws, person, asOf, day, next, month } = asked
  const found = await Promise.all(
    dealRisks.map(async (risk) => {
      const span = risk === 'slipped' ? { from: month, to: next } : { from: day, to: next }
      const query = {
        kpi: risky[risk],
        ...span,
        as_of: asOf,
        where: { person: [person] },
        part: 'all' as const,
        offset: 0,
        limit: READ_MAX,
      }
      const { records } = await searchRecords(house, { ...ask, query })
      return records.filter(({ kind }) => kind === 'deals').map((deal) => ({ ...deal, risk }))
    }),
  )
  const byDeal = [...Map.groupBy(found.flat(), ({ id }) => id).values()]
  const states = await readDealStates(
    house.warehouse,
    ws,
    byDeal.map(([deal]) => deal!.id),
    asOf,
  )
  const dearest = byDeal
    .map((deals) => ({ deals, state: states.get(deals[0]!.id) }))
    .toSorted(
      (a, b) =>
        (b.state?.amount ?? 0) - (a.state?.amount ?? 0) || b.deals.length - a.deals.length || (a.deals[0]!.id < b.deals[0]!.id ? -1 : 1),
    )
    .slice(0, LISTED_MAX)
  const stages = await findMembers(
    house.warehouse,
    ws,
    'stages',
    dearest.map(({ state }) => state?.stage ?? '0'),
  )
  const daysSince = (at: number | null | undefined) => (at == null ? null : Math.floor((Date.parse(asOf) - at) / dayMs))
  return dearest.map(({ deals, state }) => ({
    id: deals[0]!.id,
    name: deals[0]!.name,
    amount: state?.amount ?? null,
    risks: dealRisks.filter((risk) => deals.some((deal) => deal.risk === risk)),
    stage: stages.get(state?.stage ?? '') ?? unknownMember,
    stage_days: daysSince(state?.stage_since),
    silent_days: daysSince(state?.touched_at),
  }))
}

export async function findLastRefusals(
  house: House,
  ask: Ask,
  { ws, person, asOf, from, to }: { ws: number; person: string; asOf: string; from: string; to: string },
): Promise<Scorecard['refusals']> {
  const query = {
    kpi: 'lost_deals',
    from,
    to,
    as_of: asOf,
    where: { person: [person] },
    part: 'all' as const,
    offset: 0,
    limit: LISTED_MAX,
  }
  const { records } = await searchRecords(house, { ...ask, query })
  const states = await readDealStates(
    house.warehouse,
    ws,
    records.map(({ id }) => id),
    asOf,
  )
  const stages = await findMembers(
    house.warehouse,
    ws,
    'stages',
    [...states.values()].map(({ stage }) => stage),
  )
  const iso = (at: number | null | undefined) => (at == null ? null : new Date(at).toISOString())
  return records.map(({ id, name, at }) => {
    const state = states.get(id)
    return {
      ...{ id, name, at, amount: state?.amount ?? null, reason: state?.lost_reason || null },
      stage: stages.get(state?.stage ?? '') ?? unknownMember,
      last_contact_at: iso(state?.contact_at),
    }
  })
}
