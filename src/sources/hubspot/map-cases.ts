// Deals and leads of HubSpot with the history of their properties, line items, invoices and payments.
import { divide } from '../decimals.ts'
import type { MappingDesk } from '../mapping-desk.ts'
import { trackingOf } from '../named-fields.ts'
import { toBool, toId, toText, type Values } from '../wire-values.ts'
import { putMerged, stampsOf } from './map-clients.ts'
import type { Kind, Stages } from './map-stages.ts'
import { customProperties, type Links, readWhole, type Whole } from './records-of.ts'
import { type Entry, historyOf, ownersOf, toMoment } from './schema.ts'

type Work = { links: Links; stages: Stages; currency: string | null; ownerOf: (user: string | null) => string | null }

const dealProperties = [
  'dealname',
  'amount',
  'deal_currency_code',
  'dealstage',
  'pipeline',
  'closedate',
  'closed_lost_reason',
  'closed_won_reason',
  'dealtype',
]

export function mapCases(desk: MappingDesk, work: Work): void {
  for (const one of readWhole(desk, 'deals', 'deals', work.links)) {
    mapDeal(desk, work, one)
    putMerged(desk, 'deals', one)
  }
  for (const one of readWhole(desk, 'leads', 'leads', work.links)) mapLead(desk, work, one)
  for (const one of readWhole(desk, 'line_items', 'deal_items', work.links)) mapItem(desk, one)
  for (const one of readWhole(desk, 'invoices', 'invoices', work.links)) mapInvoice(desk, one)
  for (const one of readWhole(desk, 'commerce_payments', 'payments', work.links)) mapPayment(desk, one)
}

function mapDeal(desk: MappingDesk, work: Work, one: Whole): void {
  const { id, row, properties: p } = one
  const { stages } = work
  const pipeline = toId(p.pipeline)
  const stage = toId(p.dealstage)
  const kind = outcomeOf(one, stages)
  const moves = movesOf(one, 'dealstage', 'pipeline')
  const closed = lastClosing(moves, stages)
  const closedate = toMoment(p.closedate)
  const own = customProperties(p, dealProperties)
  const closed_at = kind === 'open' ? null : ((closed?.kind === kind ? closed.at : null) ?? closedate)
  desk.put('deals', row, {
    id,
    created_at: one.createdAt,
    lead_id: one.links.leads?.[0],
    contact_id: one.links.contacts?.[0],
    company_id: one.links.companies?.[0],
    pipeline_id: pipeline,
    stage_id: stages.need('deal', pipeline, stage),
    owner_id: toId(p.hubspot_owner_id),
    outcome: kind,
    closed_at,
    expected_close_at: kind === 'open' ? closedate : null,
    amount: toText(p.amount),
    currency: toText(p.deal_currency_code) ?? work.currency,
    lost_reason: kind === 'lost' ? toText(p.closed_lost_reason) : null,
    channel: toText(p.hs_analytics_source),
    ...stampsOf(one),
    extra: {
      ...own,
      ...trackingIn(p, own),
      name: toText(p.dealname),
      type: toText(p.dealtype),
      source_1: toText(p.hs_analytics_source_data_1),
      source_2: toText(p.hs_analytics_source_data_2),
    },
  })
  putHistory(desk, work, one, { entity: 'deal', moves, closed_at })
}

/** Marks of the way here: the portal's own properties, then what HubSpot saw in the address. */
function trackingIn(p: Values, own: Readonly<Record<string, string>>): Record<string, string | null> {
  const named = trackingOf(own)
  return { ...named, click_id: named.click_id ?? toText(p.hs_google_click_id) ?? toText(p.hs_facebook_click_id) }
}

function outcomeOf({ properties: p }: Whole, stages: Stages): Kind {
  const kind = stages.kindOf(toId(p.pipeline), toId(p.dealstage))
  if (kind !== 'open') return kind
  if (toBool(p.hs_is_closed_won) === true) return 'won'
  return toBool(p.hs_is_closed) === true ? 'lost' : 'open'
}

type Move = { at: string; by: string | null; stage: string; pipeline: string | null }

/** A stage tells nothing of its pipeline: both histories are read side by side. */
function movesOf({ history, properties }: Whole, stageName: string, pipelineName: string): Move[] {
  const pipelines = historyOf(history, pipelineName)
  const now = toId(properties[pipelineName])
  const pipelineAt = (at: string) => pipelines.findLast((entry) => entry.at <= at)?.value ?? pipelines[0]?.value ?? now
  return historyOf(history, stageName).flatMap(({ value, at, by }) =>
    value === null ? [] : [{ at, by, stage: value, pipeline: pipelineAt(at) }],
  )
}

/** The move that closed it, unless it was opened again. */
function lastClosing(moves: readonly Move[], stages: Stages): { at: string; kind: Kind } | undefined {
  const kinds = moves.map(({ pipeline, stage, at }) => ({ at, kind: stages.kindOf(pipeline, stage) }))
  const last = kinds.at(-1)
  if (last === undefined || last.kind === 'open') return undefined
  const before = kinds.findLastIndex(({ kind }) => kind !== last.kind)
  return kinds[before + 1]
}

type Told = { entity: 'deal' | 'lead'; moves: readonly Move[]; closed_at: string | null }

function putHistory(
  desk: MappingDesk,
  { stages, ownerOf }: Work,
  { id, row, history, createdAt }: Whole,
  { entity, moves, closed_at }: Told,
): void {
  moves.forEach(({ at, by, stage, pipeline }, seq) => {
    // A robot may come back to a stage within its moment.
    const again = moves.slice(0, seq).filter((move) => move.at === at && move.stage === stage).length
    desk.put('stage_changes', row, {
      id: again === 0 ? null : [entity, id, stage, at, again].join('/'),
      entity,
      entity_id: id,
      stage_id: stages.need(entity, pipeline, stage),
      at,
      by_person_id: ownerOf(by),
      seq,
    })
  })
  for (const { value, at } of ownersOf(history)) desk.put('owner_changes', row, { entity, entity_id: id, owner_id: value, at })
  const put = (field: string, entries: readonly Entry[]) =>
    entries.forEach(({ value, at, by }, place) => {
      const old = entries[place - 1]?.value ?? null
      if (old === value || (place === 0 && isAtOnce(createdAt, at))) return
      desk.put('value_changes', row, { entity, entity_id: id, field, at, old, new: value, by_person_id: ownerOf(by) })
    })
  if (entity === 'lead') return
  put('amount', historyOf(history, 'amount'))
  // Closing a deal sets its close date: that is no change of a plan.
  put(
    'expected_close_at',
    historyOf(history, 'closedate')
      .filter(({ at }) => closed_at === null || at < closed_at)
      .map((entry) => ({ ...entry, value: toMoment(entry.value) })),
  )
}

const AT_ONCE_MS = 5000
const isAtOnce = (createdAt: string | null, at: string) => createdAt === null || Date.parse(at) - Date.parse(createdAt) <= AT_ONCE_MS

function mapLead(desk: MappingDesk, work: Work, one: Whole): void {
  const { id, row, properties: p } = one
  const { stages } = work
  const pipeline = toId(p.hs_pipeline)
  const bare = toId(p.hs_pipeline_stage)
  const stage = stages.need('lead', pipeline, bare)
  const told = `${bare ?? ''} ${stages.labelOf(stage) ?? ''}`.toLowerCase()
  const moves = movesOf(one, 'hs_pipeline_stage', 'hs_pipeline')
  const last = moves.at(-1)?.at ?? one.updatedAt
  const isOut = /unqualif|disqualif/.test(told) || stages.kindOf(pipeline, bare) === 'lost'
  const isQualified = !isOut && (/qualif/.test(told) || stages.kindOf(pipeline, bare) === 'won')
  const deal_id = one.links.deals?.[0]
  const own = customProperties(p, [])
  const { referrer: _referrer, ...tracking } = trackingIn(p, own)
  const status = isOut
    ? 'disqualified'
    : deal_id !== undefined
      ? 'converted'
      : isQualified
        ? 'qualified'
        : /new/.test(told)
          ? 'new'
          : 'working'
  desk.put('leads', row, {
    id,
    created_at: one.createdAt,
    contact_id: one.links.contacts?.[0],
    company_id: one.links.companies?.[0],
    channel: toText(p.hs_analytics_source) ?? toText(p.hs_lead_source),
    ...tracking,
    campaign: tracking.utm_campaign,
    owner_id: toId(p.hubspot_owner_id),
    status,
    qualified: isQualified || deal_id !== undefined ? true : isOut ? false : null,
    qualified_at: isQualified ? last : null,
    closed_at: isOut ? last : null,
    deal_id,
    lost_reason: isOut ? toText(p.hs_lead_disqualification_reason) : null,
    ...stampsOf(one),
    extra: { ...own, name: toText(p.hs_lead_name), label: toText(p.hs_lead_label) },
  })
  putHistory(desk, work, one, { entity: 'lead', moves, closed_at: null })
}

/** `price` is before the discount, `amount` is what the position comes to. */
function mapItem(desk: MappingDesk, one: Whole): void {
  const { id, row, properties: p } = one
  const deal_id = one.links.deals?.[0]
  if (one.isArchived) {
    desk.put('deal_items', row, { id, ...stampsOf(one) })
    return
  }
  if (deal_id === undefined) {
    desk.refuse('deal_items', row, { column: 'associations.deals', value: '', reason: 'a line item of no deal' })
    return
  }
  const [price, quantity, amount] = [toText(p.price), toText(p.quantity) ?? '1', toText(p.amount)]
  const sold = amount === null ? price : (divide(amount, quantity) ?? price)
  desk.put('deal_items', row, {
    id,
    deal_id,
    product: toText(p.name) ?? toId(p.hs_product_id),
    quantity,
    price: sold,
    list_price: price,
    cost: toText(p.hs_cost_of_goods_sold),
    ...stampsOf(one),
    extra: { sku: toText(p.hs_sku) },
  })
}

function mapInvoice(desk: MappingDesk, one: Whole): void {
  const { id, row, properties: p } = one
  const status = (toText(p.hs_invoice_status) ?? '').toLowerCase()
  // A draft asks nobody for money.
  if (status === 'draft' && !one.isArchived) return
  desk.put('invoices', row, {
    id,
    issued_at: toMoment(p.hs_invoice_date) ?? one.createdAt,
    due_at: toMoment(p.hs_due_date),
    amount: toText(p.hs_amount_billed),
    currency: toText(p.hs_currency),
    number: toText(p.hs_number),
    deal_id: one.links.deals?.[0],
    company_id: one.links.companies?.[0],
    contact_id: one.links.contacts?.[0],
    cancelled_at: status === 'voided' ? one.updatedAt : null,
    ...stampsOf(one),
  })
}

function mapPayment(desk: MappingDesk, one: Whole): void {
  const { id, row, properties: p } = one
  if (!/^(succeeded|paid|refunded|partially_refunded)$/i.test(toText(p.hs_latest_status) ?? 'succeeded')) return
  desk.put('payments', row, {
    id,
    at: toMoment(p.hs_initiated_date) ?? one.createdAt,
    amount: toText(p.hs_initial_amount),
    currency: toText(p.hs_currency_code),
    deal_id: one.links.deals?.[0],
    contact_id: one.links.contacts?.[0],
    company_id: one.links.companies?.[0],
    ...stampsOf(one),
  })
}
