// The company whose truth is known, as an organisation of Salesforce that works without leads.
import {
  isFinal,
  LOST_REASON,
  type StageKey,
  stageKeys,
  stageNames,
  stageOf,
  type TrueCompany,
  type TrueDeal,
} from '../sources/sync/true-company.ts'
import type { FakeCrm } from './fake-crm.ts'
import { SALESFORCE_TOKEN, SfOrg, sfId, sfTime, startFakeSalesforce } from './fake-salesforce.ts'

export async function startSalesforceOf(company: TrueCompany, now: () => number): Promise<FakeCrm> {
  const { server, application, renewals } = await startFakeSalesforce(() => orgOf(company), now)
  return Object.assign(server, { company, address: server.origin, token: SALESFORCE_TOKEN, application, renewals })
}

function orgOf(company: TrueCompany): SfOrg {
  const org = new SfOrg()
  org.hidden = new Set(['Lead', 'LeadStatus', 'LeadHistory'])
  org.ownFields.Opportunity = ['Loss_Reason__c']
  org.put('Organization', 1, 0, { Name: 'Acme' })
  org.put('CurrencyType', 1, 0, { IsoCode: 'UAH', IsCorporate: true })
  for (const { id, name, email } of company.people) org.put('User', id, 0, { Name: name, Email: email, IsActive: true })
  stageKeys.forEach((key, SortOrder) => {
    const about = { ApiName: stageNames[key], MasterLabel: stageNames[key], IsActive: true, SortOrder }
    org.put('OpportunityStage', SortOrder, 0, { ...about, IsClosed: isFinal(key), IsWon: key === 'won' })
  })
  for (const { id, name, phone, createdAt } of company.contacts) org.put('Contact', id, createdAt * 1000, { Name: name, Phone: phone })
  for (const deal of company.deals) putDeal(org, deal)
  for (const { id, dealId, contactId, personId, at, isIn, seconds } of company.calls)
    org.put('Task', id, at * 1000, {
      ...{ TaskSubtype: 'Call', IsClosed: true, CompletedDateTime: sfTime(at * 1000), CallType: isIn ? 'Inbound' : 'Outbound' },
      ...{ CallDurationInSeconds: seconds, CallDisposition: seconds > 0 ? 'Connected' : 'No answer', OwnerId: sfId('User', personId) },
      ...{ WhoId: sfId('Contact', contactId), WhatId: sfId('Opportunity', dealId) },
    })
  for (const { id, dealId, personId, createdAt, dueAt, doneAt, updatedAt } of company.tasks)
    org.put('Task', 100_000 + id, createdAt * 1000, {
      ...{ TaskSubtype: 'Task', Subject: 'Next step', ActivityDate: dayOf(dueAt), IsClosed: doneAt !== null },
      ...{ CompletedDateTime: doneAt === null ? null : sfTime(doneAt * 1000), OwnerId: sfId('User', personId) },
      ...{ WhatId: sfId('Opportunity', dealId), SystemModstamp: sfTime(updatedAt * 1000) },
    })
  return org
}

const dayOf = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10)

function putDeal(org: SfOrg, deal: TrueDeal): void {
  const stage = stageOf(deal)
  const end = deal.moves.at(-1)!
  const id = org.put('Opportunity', deal.id, deal.createdAt * 1000, {
    ...{ Name: deal.name, StageName: stageNames[stage], Amount: deal.amounts.at(-1)!.amount, CurrencyIsoCode: 'UAH' },
    ...{ IsClosed: isFinal(stage), IsWon: stage === 'won', OwnerId: sfId('User', deal.owners.at(-1)!.ownerId) },
    // A forecast: Salesforce does not keep it true.
    ...{ CloseDate: FORECAST, LastStageChangeDate: sfTime(end.at * 1000), Loss_Reason__c: stage === 'lost' ? LOST_REASON : null },
    ...{ SystemModstamp: sfTime(deal.updatedAt * 1000), IsDeleted: deal.isDeleted },
  })
  org.put('OpportunityContactRole', deal.id, deal.createdAt * 1000, {
    ...{ OpportunityId: id, ContactId: sfId('Contact', deal.contactId), IsPrimary: true, IsDeleted: deal.isDeleted },
  })
  if (deal.isDeleted) return
  const changes = [
    ...deal.moves.map(({ at, stage: to, by }) => ({ at, by, stage: to as StageKey | null, amount: null as number | null })),
    ...deal.amounts.slice(1).map(({ at, amount }) => ({ at, by: deal.owners[0]!.ownerId, stage: null, amount })),
  ]
  let now = { StageName: '', Amount: deal.amounts[0]!.amount, CloseDate: FORECAST }
  for (const { at, by, stage: to, amount } of changes.toSorted((a, b) => a.at - b.at)) {
    now = { ...now, StageName: to === null ? now.StageName : stageNames[to], Amount: amount ?? now.Amount }
    org.track(id, at * 1000, sfId('User', by), now)
  }
  deal.owners.slice(1).forEach(({ at, ownerId }, before) => {
    const values = { Field: 'Owner', OldValue: sfId('User', deal.owners[before]!.ownerId), NewValue: sfId('User', ownerId) }
    org.note('OpportunityFieldHistory', id, at * 1000, values)
  })
}

const FORECAST = '2026-12-31'
