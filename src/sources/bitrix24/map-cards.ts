// Leads, deals and invoices of Bitrix24 with their moves and positions. When a deal ended is told by its history: the close date
// on the card is a plan that people edit.

import { plus } from '../decimals.ts'
import type { MappingDesk, Parsed } from '../mapping-desk.ts'
import { trackingOf } from '../named-fields.ts'
import type { WireRow } from '../source.ts'
import { toId, toList } from '../wire-values.ts'
import type { FieldsOf } from './fields.ts'
import { channelsOf, fullName } from './map-clients.ts'
import { type Kind, kindOfSemantic, leadStage, pipelineOf, type Stages, usualKind } from './map-stages.ts'
import * as schema from './schema.ts'

type Card = Parsed<schema.Card>
/** When each card last came into a stage that ends it. */
type Ends = ReadonlyMap<string, string>

type Work = { stages: Stages; fieldsOf: FieldsOf }

export function mapCards(desk: MappingDesk, work: Work): void {
  const { stages } = work
  const deals = newest(desk.read('deals', schema.card, 'deals'))
  const ends = mapMoves(desk, stages)
  const dealOf = new Map(deals.toReversed().flatMap(({ value }) => (value.leadId === null ? [] : [[value.leadId, value.id] as const])))
  for (const one of newest(desk.read('leads', schema.card, 'leads'))) putLead(desk, work, one, { ends, dealOf })
  for (const one of deals) putDeal(desk, work, one, ends)
  for (const one of newest(desk.read('invoices', schema.card, 'invoices'))) putInvoice(desk, one)
  mapItems(desk)
}

function newest(cards: readonly Card[]): Card[] {
  const found = new Map<string, Card>()
  for (const one of cards) {
    const before = found.get(one.value.id)
    if (before === undefined || (before.value.updatedTime ?? '') <= (one.value.updatedTime ?? '')) found.set(one.value.id, one)
  }
  return [...found.values()]
}

/** Only "to" is told: "from" is the move before. Ids are numbers and grow with time. */
function mapMoves(desk: MappingDesk, stages: Stages): Ends {
  const ends = new Map<string, string>()
  const perSecond = new Map<string, number>()
  const moves = desk.read('moves', schema.move, 'stage_changes').toSorted((a, b) => Number(a.value.id) - Number(b.value.id))
  for (const { value, row } of moves) {
    const type = row.about.type || (value.statusId !== null && value.stageId === null ? '1' : '2')
    if (type !== '1' && type !== '2') continue
    const entity = type === '1' ? 'lead' : 'deal'
    const bare = value.stageId ?? value.statusId
    const stage = entity === 'lead' ? leadStage(bare) : bare
    const kind = kindOfSemantic(value.stageSemanticId) ?? stages.kindOf(stage) ?? usualKind(bare ?? '')
    const name = `${entity}:${value.ownerId}`
    if (kind === 'open') ends.delete(name)
    else ends.set(name, value.createdTime ?? '')
    const second = `${name} ${value.createdTime}`
    const seq = (perSecond.get(second) ?? 0) + 1
    perSecond.set(second, seq)
    const stage_id = stages.need(entity, stage, kind)
    desk.put('stage_changes', row, { id: `${entity}-${value.id}`, entity, entity_id: value.ownerId, stage_id, at: value.createdTime, seq })
  }
  return ends
}

const ORIGINS: readonly (readonly [RegExp, string])[] = [
  [/^(CALL|CALLBACK)$/, 'call'],
  [/^(WEB|WEBFORM|STORE)$/, 'form'],
  [/^EMAIL$|OPENLINE|^\d+\|/, 'message'],
  [/^(RC_GENERATOR|REPEAT_SALE)$/, 'existing'],
]

/** By the card's own marks, then by fields of the portal. */
function trackingIn(value: schema.Card, own: Readonly<Record<string, string>>): Record<string, string | null> {
  const { referrer: _referrer, ...named } = trackingOf(own)
  const told = Object.entries(utmOf(value)).filter(([, text]) => text !== null)
  return { ...named, ...Object.fromEntries(told) }
}

const utmOf = (value: schema.Card) => ({
  utm_source: value.utmSource,
  utm_medium: value.utmMedium,
  utm_campaign: value.utmCampaign,
  utm_content: value.utmContent,
  utm_term: value.utmTerm,
})

function putLead(
  desk: MappingDesk,
  { stages, fieldsOf }: Work,
  { value, row }: Card,
  { ends, dealOf }: { ends: Ends; dealOf: ReadonlyMap<string, string> },
): void {
  const status = value.stageId ?? value.statusId
  const stage = leadStage(status)
  const kind = kindOfSemantic(value.stageSemanticId) ?? stages.kindOf(stage) ?? usualKind(status ?? '')
  const origin = ORIGINS.find(([pattern]) => pattern.test(value.sourceId ?? ''))?.[1]
  const own = fieldsOf('leads').extra(value)
  desk.put('leads', row, {
    id: value.id,
    created_at: value.createdTime,
    contact_id: contactOf(desk, value, row),
    company_id: value.companyId,
    origin,
    channel: stages.sourceName(value.sourceId),
    campaign: value.utmCampaign,
    ...trackingIn(value, own),
    owner_id: value.assignedById,
    status:
      kind === 'won' ? 'converted' : kind === 'open' ? (status === 'NEW' ? 'new' : 'working') : status === 'JUNK' ? 'disqualified' : 'lost',
    closed_at: kind === 'open' ? null : (ends.get(`lead:${value.id}`) ?? value.dateClosed ?? value.movedTime),
    marked_by: kind === 'lost' ? value.movedBy : null,
    deal_id: dealOf.get(value.id),
    lost_reason: kind === 'lost' ? (stages.nameOf(stage) === null ? status : stages.need('lead', stage, kind)) : null,
    updated_at: value.updatedTime,
    extra: {
      ...own,
      name: value.title,
      source: value.sourceDescription,
      amount: value.opportunity === null || Number(value.opportunity) === 0 ? null : value.opportunity,
      currency: value.currencyId,
      returning: value.isReturnCustomer === true ? 'true' : null,
    },
  })
}

/** A lead may carry name, phone and mail of somebody who is no contact yet. */
function contactOf(desk: MappingDesk, value: schema.Card, row: WireRow): string | null {
  const linked =
    value.contactId ??
    toList(value.contactIds)
      .map(toId)
      .find((id) => id !== null)
  if (linked) return linked
  const [phone, email] = [channelsOf(value, 'PHONE'), channelsOf(value, 'EMAIL')]
  if (phone === null && email === null) return null
  const id = `lead-${value.id}`
  desk.put('contacts', row, {
    id,
    name: fullName(value) ?? value.title,
    phone,
    email,
    owner_id: value.assignedById,
    created_at: value.createdTime,
    updated_at: value.updatedTime,
  })
  return id
}

function putDeal(desk: MappingDesk, { stages, fieldsOf }: Work, { value, row }: Card, ends: Ends): void {
  const kind: Kind = kindOfSemantic(value.stageSemanticId) ?? stages.kindOf(value.stageId) ?? usualKind(value.stageId ?? '')
  const isOpen = kind === 'open'
  const origin = ORIGINS.find(([pattern]) => pattern.test(value.sourceId ?? ''))?.[1]
  const own = fieldsOf('deals').extra(value)
  desk.put('deals', row, {
    id: value.id,
    created_at: value.createdTime,
    lead_id: value.leadId,
    contact_id:
      value.contactId ??
      toList(value.contactIds)
        .map(toId)
        .find((id) => id !== null),
    company_id: value.companyId,
    pipeline_id: value.categoryId ?? (value.stageId === null ? null : pipelineOf(value.stageId)),
    stage_id: stages.need('deal', value.stageId, kind),
    owner_id: value.assignedById,
    outcome: kind,
    closed_at: isOpen ? null : (ends.get(`deal:${value.id}`) ?? value.movedTime ?? value.closedate),
    expected_close_at: isOpen ? value.closedate : null,
    amount: value.opportunity,
    currency: value.currencyId,
    lost_reason: kind === 'lost' ? value.stageId : null,
    channel: stages.sourceName(value.sourceId),
    campaign: value.utmCampaign,
    updated_at: value.updatedTime,
    extra: { ...own, ...trackingIn(value, own), origin, name: value.title, type: value.typeId },
  })
}

function putInvoice(desk: MappingDesk, { value, row }: Card): void {
  const kind =
    kindOfSemantic(value.stageSemanticId) ?? (/:P$/.test(value.stageId ?? '') ? 'won' : /:D$/.test(value.stageId ?? '') ? 'lost' : 'open')
  const deal_id = toId(value.parentId2) ?? toId(value.ufDealId)
  const common = {
    amount: value.opportunity,
    currency: value.currencyId,
    deal_id,
    company_id: value.companyId,
    contact_id: value.contactId,
    updated_at: value.updatedTime,
  }
  const number = toId(value.accountNumber)
  const cancelled_at = kind === 'lost' ? value.movedTime : null
  desk.put('invoices', row, {
    id: value.id,
    issued_at: value.begindate ?? value.createdTime,
    due_at: value.closedate,
    number,
    cancelled_at,
    ...common,
  })
  if (kind === 'won')
    desk.put('payments', row, { id: `invoice-${value.id}`, at: value.movedTime ?? value.updatedTime, invoice_id: value.id, ...common })
}

function mapItems(desk: MappingDesk): void {
  for (const { value, row } of desk.read('product-rows', schema.productRow, 'deal_items')) {
    if (value.ownerType !== 'D' && value.ownerType !== null && value.ownerType !== '2') continue
    const sum = Number(value.discountSum ?? 0)
    const list = value.price !== null && sum > 0 ? plus(value.price, value.discountSum!) : value.price
    const product = value.productName ?? value.productId
    desk.put('deal_items', row, {
      id: value.id,
      deal_id: value.ownerId,
      product,
      quantity: value.quantity,
      price: value.price,
      list_price: list,
    })
  }
}
