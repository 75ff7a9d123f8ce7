// The company whose truth is known, as a portal of HubSpot without the leads object.
import { isFinal, LOST_REASON, stageKeys, stageNames, type TrueCompany, type TrueDeal } from '../sources/sync/true-company.ts'
import type { FakeCrm } from './fake-crm.ts'
import { HUBSPOT_TOKEN, HubPortal, startFakeHubspot } from './fake-hubspot.ts'

export async function startHubspotOf(company: TrueCompany, now: () => number): Promise<FakeCrm> {
  const { server, application, renewals } = await startFakeHubspot(() => portalOf(company), now)
  return Object.assign(server, { company, address: server.origin, token: HUBSPOT_TOKEN, application, renewals })
}

function portalOf(company: TrueCompany): HubPortal {
  const portal = new HubPortal()
  portal.hidden = new Set(['leads'])
  portal.currency = 'UAH'
  portal.owners = company.people.map(({ id, name, email }) => ({
    ...{ id: String(id), type: 'PERSON', email, firstName: name.split(' ')[0], lastName: name.split(' ')[1] },
    ...{ userId: 100 + id, archived: false },
  }))
  const stages = stageKeys.map((key, displayOrder) => ({
    ...{ id: key, label: stageNames[key], displayOrder, archived: false },
    metadata: { isClosed: String(isFinal(key)), probability: key === 'won' ? '1.0' : key === 'lost' ? '0.0' : '0.4' },
  }))
  portal.pipelines.deals = [{ id: 'default', label: 'Продажи', displayOrder: 0, archived: false, stages }]
  for (const { id, name, phone, createdAt } of company.contacts)
    portal.put('contacts', String(id), createdAt * 1000, { firstname: name.split(' ')[0]!, lastname: name.split(' ')[1]!, phone })
  for (const deal of company.deals) putDeal(portal, deal)
  for (const { id, dealId, contactId, personId, at, isIn, seconds } of company.calls) {
    const about = { hs_timestamp: iso(at), hubspot_owner_id: String(personId), hs_call_duration: String(seconds * 1000) }
    const outcome = seconds > 0 ? { hs_call_status: 'COMPLETED', hs_call_disposition: ANSWERED } : { hs_call_status: 'NO_ANSWER' }
    portal.put('calls', String(id), at * 1000, { ...about, ...outcome, hs_call_direction: isIn ? 'INBOUND' : 'OUTBOUND' })
    portal.link('calls', String(id), 'deals', String(dealId))
    portal.link('calls', String(id), 'contacts', String(contactId))
  }
  for (const { id, dealId, personId, createdAt, dueAt, doneAt } of company.tasks) {
    portal.put('tasks', String(id), createdAt * 1000, {
      hs_timestamp: iso(dueAt),
      hubspot_owner_id: String(personId),
      hs_task_type: 'CALL',
    })
    const done = { hs_task_status: 'COMPLETED', hs_task_completion_date: iso(doneAt ?? 0) }
    if (doneAt !== null) portal.set('tasks', String(id), doneAt * 1000, done)
    portal.link('tasks', String(id), 'deals', String(dealId))
  }
  return portal
}

const ANSWERED = 'f240bbac-87c9-4f6e-bf70-924b57d47db7'
const iso = (seconds: number) => new Date(seconds * 1000).toISOString()

function putDeal(portal: HubPortal, deal: TrueDeal): void {
  const id = String(deal.id)
  const [entry, ...moves] = deal.moves
  const [first, ...owners] = deal.owners
  const [amount, ...amounts] = deal.amounts
  const begin = { dealname: deal.name, pipeline: 'default', hubspot_owner_id: String(first!.ownerId), amount: String(amount!.amount) }
  portal.put('deals', id, deal.createdAt * 1000, { ...begin, dealstage: entry!.stage })
  const changes = [
    ...moves.map(({ at, stage, by }) => ({ at: at * 1000, by, values: valuesOf(stage, at) })),
    ...owners.map(({ at, ownerId }) => ({ at: at * 1000, by: ownerId, values: { hubspot_owner_id: String(ownerId) } })),
    ...amounts.map(({ at, amount: value }) => ({ at: at * 1000, by: first!.ownerId, values: { amount: String(value) } })),
  ]
  for (const { at, by, values } of changes.toSorted((a, b) => a.at - b.at)) portal.set('deals', id, at, values, 100 + by)
  // A row may show late, and then with a stamp of before.
  if (deal.updatedAt * 1000 > portal.of('deals').at(-1)!.changes.at(-1)!) portal.set('deals', id, deal.updatedAt * 1000, {})
  portal.link('deals', id, 'contacts', String(deal.contactId))
  if (deal.isDeleted) portal.archive('deals', id, deal.updatedAt * 1000)
}

/** Closing a deal sets its close date to the moment. */
function valuesOf(stage: TrueDeal['moves'][number]['stage'], at: number): Record<string, string | null> {
  const closed = { closedate: iso(at), hs_is_closed: 'true', hs_is_closed_won: String(stage === 'won') }
  const reason = stage === 'lost' ? { closed_lost_reason: LOST_REASON } : {}
  return { dealstage: stage, ...(isFinal(stage) ? closed : { hs_is_closed: 'false', hs_is_closed_won: 'false' }), ...reason }
}
