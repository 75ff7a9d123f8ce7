// Closing a month: its pay is kept as it stood; what is corrected afterwards is told beside it and changes no money.

import { AppError } from '../../contract/errors.ts'
import type { Correction, PayAnswer, PayPerson } from '../../contract/pay.ts'
import type { Viewer } from '../../contract/query.ts'
import { localDay, startOf } from '../../kpi/plans/workdays.ts'
import { addClosing, type ClosingRow, listClosings, removeClosing } from '../../store/tables/closings.ts'
import { findChangedDeals } from '../../warehouse/find-changed-deals.ts'
import type { Caller } from '../access/caller.ts'
import { giverName } from '../access/invite.ts'
import type { House } from '../open-house.ts'
import { findWorkspaceRules } from '../workspace-rules.ts'
import { measurePay } from './measure-pay.ts'

export type ClosingAsk = { workspace: string; viewer: Viewer; now: Date }

/** The closed months, or the one asked for, as the viewer may see them. */
export async function showClosings(house: House, ask: ClosingAsk & { month?: string | undefined }): Promise<{ closings: PayAnswer[] }> {
  const { workspace } = await findWorkspaceRules(house, ask.workspace)
  const rows = await listClosings(house.store.db, workspace.num)
  const shown = rows.filter(({ month }) => ask.month === undefined || month === ask.month)
  const closings: PayAnswer[] = []
  for (const row of shown) closings.push(await withCorrections(house, ask, row))
  return { closings }
}

/** Null while the month is open. */
export async function findClosing(house: House, ask: ClosingAsk, month: string): Promise<PayAnswer | null> {
  return (await showClosings(house, { ...ask, month })).closings[0] ?? null
}

/** Closes a month; one that is closed stays as it is. Throws bad_input while the month is not over. */
export async function closeMonth(house: House, ask: ClosingAsk & { caller: Caller; month: string }): Promise<PayAnswer> {
  const { workspace, zone } = await findWorkspaceRules(house, ask.workspace)
  const { month, now, caller } = ask
  if (localDay(now.toISOString(), zone.timezone).slice(0, 7) <= month)
    throw new AppError('bad_input', `month: ${month} is not over`, { path: 'month' })
  const { people } = await measurePay(house, { ...ask, query: { month } })
  await addClosing(house.store.db, workspace.num, { month, closedAt: now, closedBy: giverName(caller), people })
  house.news.tell(workspace.id)
  return (await findClosing(house, ask, month))!
}

/** Throws not_found for a month that is not closed. */
export async function openMonth(house: House, { workspace: id, month }: ClosingAsk & { month: string }): Promise<Record<string, never>> {
  const { workspace } = await findWorkspaceRules(house, id)
  if (!(await removeClosing(house.store.db, workspace.num, month)))
    throw new AppError('not_found', `The month ${month} is not closed.`, { path: 'month' })
  house.news.tell(workspace.id)
  return {}
}

/** As it was kept, with the deals changed since and where the figures would now differ. */
async function withCorrections(house: House, ask: ClosingAsk, { month, closedAt, closedBy, people }: ClosingRow): Promise<PayAnswer> {
  const { workspace, zone } = await findWorkspaceRules(house, ask.workspace)
  const { notes: _notes, ...today } = await measurePay(house, { ...ask, query: { month } })
  const isOwn = ask.viewer.role === 'rep'
  const next = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 1)).toISOString().slice(0, 10)
  const days = { from: startOf(`${month}-01`, zone.timezone), to: startOf(next, zone.timezone) }
  const deals = isOwn ? [] : await findChangedDeals(house.warehouse, workspace.num, { ...days, since: closedAt, until: ask.now })
  const kept = isOwn ? people.filter(({ person }) => person.id === ask.viewer.person) : people
  return {
    ...today,
    closed_at: closedAt.toISOString(),
    by: closedBy,
    people: kept,
    corrections: [...deals, ...differences(kept, today.people, today.as_of)],
  }
}

function differences(kept: readonly PayPerson[], present: readonly PayPerson[], at: string): Correction[] {
  const byId = new Map(present.map((one) => [one.person.id, one]))
  return kept.flatMap(({ person, lines, bonus }): Correction[] => {
    if (person.id === null) return []
    const changed = { entity: 'person' as const, id: person.id, at, by: null }
    const now = byId.get(person.id)
    const figures = lines.map(({ kpi, value }, i) => ({ ...changed, field: kpi, was: value, now: now?.lines[i]?.value ?? null }))
    return [...figures, { ...changed, field: 'bonus', was: bonus, now: now?.bonus ?? null }].filter((one) => one.was !== one.now)
  })
}
