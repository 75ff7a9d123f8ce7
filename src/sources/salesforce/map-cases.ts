// Opportunities and leads of Salesforce: conversion, positions, contacts; the history is in map-history.ts.
import { divide } from '../decimals.ts'
import type { MappingDesk, Parsed } from '../mapping-desk.ts'
import { trackingOf } from '../named-fields.ts'
import type { WireRow } from '../source.ts'
import { toText } from '../wire-values.ts'
import { type Histories, readHistories } from './map-history.ts'
import { mapStages, type Stages } from './map-stages.ts'
import * as schema from './schema.ts'

type Work = { stages: Stages; histories: Histories; campaigns: ReadonlyMap<string, string | null> }
type Opportunity = Parsed<schema.Opportunity>

export function mapCases(desk: MappingDesk): void {
  const opportunities = newest(desk.read('Opportunity', schema.opportunity, 'deals'))
  const leads = newest(desk.read('Lead', schema.lead, 'leads'))
  const stages = mapStages(
    desk,
    opportunities.map(({ value }) => value),
  )
  const histories = readHistories(desk, { stages, opportunities, leads })
  const campaigns = new Map(desk.read('Campaign', schema.campaign, null).map(({ value }) => [value.Id, value.Name]))
  const work = { stages, histories, campaigns }
  const leadOf = new Map(
    leads.flatMap(({ value }) => (value.ConvertedOpportunityId === null ? [] : [[value.ConvertedOpportunityId, value.Id] as const])),
  )
  const contactOf = mainContacts(desk)
  for (const one of opportunities) putDeal(desk, work, one, { lead: leadOf.get(one.value.Id), contact: contactOf.get(one.value.Id) })
  const createdOf = new Map(opportunities.map(({ value }) => [value.Id, value.CreatedDate]))
  for (const one of leads) putLead(desk, work, one, createdOf.get(one.value.ConvertedOpportunityId ?? '') ?? null)
  mapItems(desk)
}

/** Pages overlap: of rows with one id the newest counts. */
function newest<T extends { Id: string; SystemModstamp: string | null }>(rows: readonly Parsed<T>[]): Parsed<T>[] {
  const found = new Map<string, Parsed<T>>()
  for (const one of rows) {
    const before = found.get(one.value.Id)
    if (before === undefined || (before.value.SystemModstamp ?? '') <= (one.value.SystemModstamp ?? '')) found.set(one.value.Id, one)
  }
  return [...found.values()]
}

function mainContacts(desk: MappingDesk): Map<string, string> {
  const found = new Map<string, string>()
  for (const { value, row } of desk.read('OpportunityContactRole', schema.contactRole, null)) {
    const opportunity = value.OpportunityId ?? schema.to18(row.about.parent)
    if (opportunity !== null && value.ContactId !== null && (value.IsPrimary === true || !found.has(opportunity)))
      found.set(opportunity, value.ContactId)
  }
  return found
}

const lossField = /^(closed_?)?(loss|lost|lose)_?.*reason|reason.*(loss|lost)|причина.*(отказ|відмов)/i

function putDeal(
  desk: MappingDesk,
  { histories, campaigns, stages }: Work,
  { value, row }: Opportunity,
  links: { lead: string | undefined; contact: string | undefined },
): void {
  const outcome =
    value.IsClosed === true ? (value.IsWon === true ? 'won' : 'lost') : value.IsClosed === null ? stages.kindOf(value.StageName) : 'open'
  const custom = schema.customFields(value)
  const reason = Object.keys(custom).find((name) => lossField.test(name))
  const closed_at = outcome === 'open' ? null : (histories.closedAt.get(value.Id) ?? value.LastStageChangeDate ?? value.CloseDate)
  desk.put('deals', row, {
    id: value.Id,
    created_at: value.CreatedDate,
    lead_id: links.lead,
    contact_id: links.contact ?? value.ContactId,
    company_id: value.AccountId,
    pipeline_id: stages.pipeline,
    stage_id: stages.need(value.StageName),
    owner_id: value.OwnerId,
    outcome,
    closed_at,
    expected_close_at: outcome === 'open' ? value.CloseDate : null,
    amount: value.Amount,
    currency: value.CurrencyIsoCode,
    lost_reason: outcome === 'lost' && reason !== undefined ? custom[reason] : null,
    channel: value.LeadSource,
    campaign: value.CampaignId === null ? null : (campaigns.get(value.CampaignId) ?? value.CampaignId),
    updated_at: value.SystemModstamp ?? value.LastModifiedDate,
    deleted: value.IsDeleted === true ? true : null,
    extra: { ...custom, ...trackingOf(custom), name: value.Name, type: value.Type, ...asideOf(value) },
  })
}

const asideOf = ({ RecordType, RecordTypeId, Probability, NextStep }: schema.Opportunity) => ({
  record_type: toText(RecordType.Name) ?? RecordTypeId,
  probability: Probability,
  next_step: NextStep,
})

const ORIGINS: readonly (readonly [RegExp, string])[] = [
  [/phone|call/i, 'call'],
  [/chat|messag|whatsapp/i, 'message'],
  [/^web|website|form|landing|demo request/i, 'form'],
  [/cold|purchased|prospect|outbound/i, 'cold'],
  [/import/i, 'import'],
]

function statusOf({ IsConverted, MasterRecordId, Status }: schema.Lead): string {
  const text = Status ?? ''
  if (MasterRecordId !== null) return 'duplicate'
  if (IsConverted === true) return 'converted'
  if (/spam/i.test(text)) return 'spam'
  if (/unqualif|disqualif|not qualif|junk|bad/i.test(text)) return 'disqualified'
  if (/closed|lost|dead|recycl|not converted/i.test(text) && !/not contacted/i.test(text)) return 'lost'
  if (/qualified|sql/i.test(text)) return 'qualified'
  return /^(new|open)\b/i.test(text) ? 'new' : 'working'
}

/** The day of a conversion is known, not its time: history or the opportunity tell it. */
function putLead(desk: MappingDesk, { histories, stages }: Work, one: Parsed<schema.Lead>, opportunityAt: string | null): void {
  const { value, row } = one
  const status = statusOf(value)
  const convertedAt = value.IsConverted === true ? (histories.convertedAt.get(value.Id) ?? opportunityAt ?? value.ConvertedDate) : null
  const endedAt = histories.lastStatusAt.get(value.Id) ?? value.LastModifiedDate ?? value.SystemModstamp
  const isOut = status === 'disqualified' || status === 'lost' || status === 'spam'
  const custom = schema.customFields(value)
  const { referrer: _referrer, ...tracking } = trackingOf(custom)
  const reason = Object.keys(custom).find((name) => lossField.test(name) || /disqualif.*reason/i.test(name))
  desk.put('leads', row, {
    id: value.Id,
    created_at: value.CreatedDate,
    contact_id: value.ConvertedContactId ?? contactOf(desk, value, row),
    company_id: value.ConvertedAccountId,
    origin: ORIGINS.find(([pattern]) => pattern.test(value.LeadSource ?? ''))?.[1],
    channel: value.LeadSource,
    ...tracking,
    campaign: tracking.utm_campaign,
    owner_id: value.OwnerId,
    status,
    qualified: convertedAt === null ? null : true,
    qualified_at: convertedAt,
    closed_at: convertedAt ?? (isOut ? endedAt : null),
    merged_into: value.MasterRecordId,
    deal_id: value.ConvertedOpportunityId,
    lost_reason: isOut ? ((reason === undefined ? null : custom[reason]) ?? value.Status) : null,
    updated_at: value.SystemModstamp ?? value.LastModifiedDate,
    deleted: value.IsDeleted === true && value.MasterRecordId === null ? true : null,
    extra: { ...custom, name: value.Name, company: value.Company },
  })
  stages.needLead(value.Status)
}

/** A lead carries a person who is no contact yet. */
function contactOf(desk: MappingDesk, value: schema.Lead, row: WireRow): string | null {
  const phone = [...new Set([value.Phone, value.MobilePhone].filter((text) => text !== null))].join(';') || null
  if (phone === null && value.Email === null) return null
  const id = `lead-${value.Id}`
  const name = value.Name ?? ([value.FirstName, value.LastName].filter(Boolean).join(' ') || null)
  desk.put('contacts', row, {
    id,
    name,
    phone,
    email: value.Email,
    position: value.Title,
    owner_id: value.OwnerId,
    created_at: value.CreatedDate,
    updated_at: value.SystemModstamp,
  })
  return id
}

function mapItems(desk: MappingDesk): void {
  const products = new Map(desk.read('Product2', schema.product, null).map(({ value }) => [value.Id, value]))
  for (const { value, row } of desk.read('OpportunityLineItem', schema.lineItem, 'deal_items')) {
    const product = products.get(value.Product2Id ?? '')
    const sold = value.TotalPrice === null || value.Quantity === null ? null : divide(value.TotalPrice, value.Quantity)
    const name = toText(value.Product2.Name) ?? product?.Name ?? toText(value.PricebookEntry.Name) ?? value.Name ?? value.Product2Id
    desk.put('deal_items', row, {
      id: value.Id,
      deal_id: value.OpportunityId ?? schema.to18(row.about.parent),
      product: name,
      quantity: value.Quantity,
      price: sold ?? value.UnitPrice,
      list_price: value.ListPrice ?? value.UnitPrice,
      category: product?.Family ?? toText(value.Product2.Family),
      added_at: value.CreatedDate,
      updated_at: value.SystemModstamp,
      deleted: value.IsDeleted === true ? true : null,
      extra: schema.customFields(value),
    })
  }
}
