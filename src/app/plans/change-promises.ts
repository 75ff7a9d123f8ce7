// Deals the head marks as promised to a day, as far as the viewer may see them.
import { Temporal } from 'temporal-polyfill'
import { AppError } from '../../contract/errors.ts'
import type { PromiseEntry } from '../../contract/promises.ts'
import type { Viewer } from '../../contract/query.ts'
import { dayAfter, localDay, startOf } from '../../kpi/plans/workdays.ts'
import { addPromise, listPromises as listStored, type PromiseRow, removePromise as removeStored } from '../../store/tables/promises.ts'
import { findMembers, unknownMember } from '../../warehouse/find-members.ts'
import { findPromisedDeals } from '../../warehouse/find-promised-deals.ts'
import { nameCases } from '../../warehouse/list-records.ts'
import type { Caller } from '../access/caller.ts'
import { giverName } from '../access/invite.ts'
import type { House } from '../open-house.ts'
import { findWorkspaceRules, type WorkspaceRules } from '../workspace-rules.ts'
import { viewerScope } from './list-plans.ts'
import { isInScope } from './plan-scope.ts'

type Ask = { workspace: string; viewer: Viewer; now: Date }

/** With the key of the owner, for who asks by person. */
type TracedPromise = PromiseEntry & { owner: string }

export async function listPromises(
  house: House,
  ask: Ask & { query: { from?: string | undefined; to?: string | undefined } },
): Promise<{ promises: PromiseEntry[] }> {
  const rules = await findWorkspaceRules(house, ask.workspace)
  const rows = await listStored(house.store.db, rules.workspace.num, ask.now)
  const { from = '', to = '9999' } = ask.query
  const traced = await tracePromises(
    house,
    rules,
    ask,
    rows.filter(({ day }) => day >= from && day < to),
  )
  return { promises: traced.map(({ owner: _owner, ...promise }) => promise) }
}

/** Promises with what became of their deals; those beyond the viewer's rights and of unknown deals are left out. */
export async function tracePromises(
  house: House,
  rules: WorkspaceRules,
  { viewer, now }: Pick<Ask, 'viewer' | 'now'>,
  rows: readonly PromiseRow[],
): Promise<TracedPromise[]> {
  const { num } = rules.workspace
  const { timezone } = rules.zone
  const asOf = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toString()
  const deals = await findPromisedDeals(house.warehouse, num, [...new Set(rows.map(({ deal }) => deal))], asOf)
  const scope = await viewerScope(house, rules, viewer, asOf)
  const seen = deals.filter(({ owner }) => isInScope({ person: owner, team: null }, scope))
  const clients = await nameCases(
    house.warehouse,
    num,
    seen.map(({ id, company, contact }) => ({ kind: 'deals', id, at: null, amount: null, reason: null, company, contact })),
  )
  const names = new Map(seen.map(({ id }, i) => [id, clients[i] ?? null]))
  const people = await findMembers(
    house.warehouse,
    num,
    'people',
    seen.map(({ owner }) => owner),
  )
  const byId = new Map(seen.map((deal) => [deal.id, deal]))
  return rows.flatMap(({ id, deal, day, markedAt, markedBy }) => {
    const found = byId.get(deal)
    if (found === undefined) return []
    const end = Date.parse(startOf(dayAfter(day), timezone))
    const isKept = [found.sold_at, found.paid_at].some((at) => at !== null && Number(at) < end)
    return [
      {
        ...{ id: String(id), deal: { id: deal, name: names.get(deal) ?? found.name }, day, owner: found.owner },
        person: people.get(found.owner) ?? unknownMember,
        amount: found.amount,
        kept: end <= now.getTime() ? isKept : isKept ? true : null,
        ...{ marked_at: markedAt.toISOString(), marked_by: markedBy },
      },
    ]
  })
}

/** Throws not_found for an unknown deal, bad_input for a day that is over. */
export async function markPromise(
  house: House,
  ask: Ask & { caller: Caller; input: { deal: string; day: string } },
): Promise<PromiseEntry> {
  const { input, now, caller } = ask
  const rules = await findWorkspaceRules(house, ask.workspace)
  const today = localDay(now.toISOString(), rules.zone.timezone)
  if (Number.isNaN(Date.parse(input.day)) || input.day < today)
    throw new AppError('bad_input', `day: ${input.day} is over`, { path: 'day' })
  const [deal] = await findPromisedDeals(house.warehouse, rules.workspace.num, [input.deal], now.toISOString())
  if (deal === undefined)
    throw new AppError('not_found', `There is no deal "${input.deal}".`, { path: 'deal', hint: 'Its id is written source:id.' })
  const row = await addPromise(house.store.db, rules.workspace.num, { ...input, markedAt: now, markedBy: giverName(caller) }, today)
  house.news.tell(rules.workspace.id)
  const [promise] = await tracePromises(house, rules, ask, [row])
  const { owner: _owner, ...entry } = promise!
  return entry
}

export async function removePromise(house: House, { workspace, id }: Ask & { id: string }): Promise<Record<string, never>> {
  const rules = await findWorkspaceRules(house, workspace)
  if (!(await removeStored(house.store.db, rules.workspace.num, Number(id))))
    throw new AppError('not_found', `There is no promise "${id}".`, { path: 'id' })
  house.news.tell(rules.workspace.id)
  return {}
}
