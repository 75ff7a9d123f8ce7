// Leads of amoCRM, which are cards: what became of «Неразобранное», their positions, invoices and what was deleted.
import type { z } from 'zod'
import type { MappingDesk, Parsed } from '../mapping-desk.ts'
import type { WireRow } from '../source.ts'
import { earlier, fromUnix, toId, toList, toText, toValues, type Values } from '../wire-values.ts'
import { type CustomField, extraOf, fieldText, readFields, trackingCodes, trackingOf } from './custom-fields.ts'
import { mainOf, tagsOf } from './map-clients.ts'
import type { Stages } from './map-stages.ts'
import * as schema from './schema.ts'

/** What history needs to know of the cards: when each was made and closed, where it stands. */
export type Cards = {
  createdAt: ReadonlyMap<string, string>
  closedAt: ReadonlyMap<string, { at: string; row: WireRow }>
  stageOf: ReadonlyMap<string, string>
}
type Work = { stages: Stages; currency: string | null; events: readonly Parsed<schema.AmoEvent>[] }

const ORIGINS: Readonly<Record<string, string>> = { forms: 'form', sip: 'call', chats: 'message', mail: 'message' }
const DECLINED = 'unsorted-declined'

type Entry = Parsed<schema.Unsorted> & { isDeclined: boolean }

export function mapCards(desk: MappingDesk, work: Work): Cards {
  const entries = readEntries(desk)
  const sources = new Map(desk.read('sources', schema.source, null).map(({ value }) => [value.id, value.name]))
  const leads = desk.readNewest('leads', schema.lead, 'deals')
  const elements = readElements(desk, work.currency, linksOf(leads))
  const removals = removalsOf(work.events)
  const createdAt = new Map<string, string>()
  const stageOf = new Map<string, string>()
  const closedAt = new Map<string, { at: string; row: WireRow }>()
  for (const { value, row } of leads) {
    const entry = entries.get(value.id)
    const removed = removals.get(value.id)
    removals.delete(value.id)
    const isGone = value.is_deleted === true || (removed?.isGone === true && removed.at >= (value.updated_at ?? ''))
    putCard(desk, work, { value, row, entry, isGone, sources })
    const created = earlier(value.created_at, entry?.value.created_at)
    if (created !== null) createdAt.set(value.id, created)
    if (value.pipeline_id !== null && value.status_id !== null) stageOf.set(value.id, work.stages.idOf(value.pipeline_id, value.status_id))
    if (work.stages.kindOf(value.status_id) !== 'open') closedAt.set(value.id, { at: value.closed_at ?? value.updated_at ?? '', row })
    putItems(desk, value, row, elements)
    entries.delete(value.id)
  }
  for (const [id, entry] of entries) putEntry(desk, work, id, entry)
  for (const [id, { at, isGone, row }] of removals)
    if (isGone && !entries.has(id)) desk.put('deals', row, { id, deleted: true, updated_at: at })
  return { createdAt, closedAt, stageOf }
}

/** «Неразобранное» by the lead it belongs to; one without a lead goes by its own id. */
function readEntries(desk: MappingDesk): Map<string, Entry> {
  const found = new Map<string, Entry>()
  const add = (object: string, isDeclined: boolean) => {
    for (const parsed of desk.read(object, schema.unsorted, 'deals')) {
      const leads = toList(parsed.value._embedded.leads)
        .map((lead) => toId(toValues(lead).id))
        .filter((id) => id !== null)
      for (const id of leads.length > 0 ? leads : [parsed.value.uid]) found.set(id, { ...parsed, isDeclined })
    }
  }
  add('unsorted', false)
  add('accepted', false)
  add('declined', true)
  return found
}

/** The last that was said of each lead: deleted or restored. */
function removalsOf(events: Work['events']): Map<string, { at: string; isGone: boolean; row: WireRow }> {
  const last = new Map<string, { at: string; isGone: boolean; row: WireRow }>()
  for (const { value, row } of events)
    if (value.entity_id !== null && (value.type === 'lead_deleted' || value.type === 'lead_restored'))
      last.set(value.entity_id, { at: value.created_at ?? '', isGone: value.type === 'lead_deleted', row })
  return last
}

type Card = {
  value: schema.Lead
  row: WireRow
  entry: Entry | undefined
  isGone: boolean
  sources: ReadonlyMap<string, string | null>
}

function putCard(desk: MappingDesk, { stages, currency }: Work, { value, row, entry, isGone, sources }: Card): void {
  const outcome = stages.kindOf(value.status_id)
  const fields = readFields(value.custom_fields_values)
  const tracking = trackingOf(fields)
  const reason = toList(value._embedded.loss_reason).map(toValues)[0]
  const reasonId = value.loss_reason_id ?? toId(reason?.id)
  const reasonName = toText(reason?.name)
  if (reasonId !== null && reasonName !== null)
    desk.put('lost_reasons', row, { id: reasonId, name: reasonName, updated_at: fromUnix(reason?.updated_at) })
  const source = toValues(value._embedded.source)
  const isDeclined = entry?.isDeclined === true && outcome === 'open'
  if (isDeclined) putDeclined(desk, row)
  desk.put('deals', row, {
    id: value.id,
    created_at: earlier(value.created_at, entry?.value.created_at),
    contact_id: mainOf(value._embedded.contacts),
    company_id: mainOf(value._embedded.companies),
    pipeline_id: value.pipeline_id,
    stage_id: stages.need(value.pipeline_id, value.status_id),
    owner_id: value.responsible_user_id,
    outcome: isDeclined ? 'lost' : outcome,
    closed_at: isDeclined ? value.updated_at : outcome === 'open' ? null : value.closed_at,
    amount: value.price_with_minor_units ?? value.price,
    currency,
    lost_reason: isDeclined ? DECLINED : outcome === 'lost' ? reasonId : null,
    channel: sources.get(value.source_id ?? '') ?? toText(source.name) ?? entry?.value.source_name,
    campaign: tracking.utm_campaign,
    updated_at: value.updated_at,
    deleted: isGone && !isDeclined ? true : null,
    extra: { ...extraOf(fields, trackingCodes), ...tracking, name: value.name, tags: tagsOf(value._embedded), ...aboutEntry(entry) },
  })
}

const aboutEntry = (entry: Entry | undefined) => {
  if (entry === undefined) return {}
  const { category, metadata } = entry.value
  return { origin: ORIGINS[category ?? ''] ?? null, form: toText(metadata.form_name), referrer: toText(metadata.referer) }
}

function putDeclined(desk: MappingDesk, row: WireRow): void {
  desk.put('lost_reasons', row, { id: DECLINED, name: 'Неразобранное: отклонено', group: 'not_target' })
}

/** An inquiry whose card is not among the leads: still waiting, or declined. */
function putEntry(desk: MappingDesk, { stages, currency }: Work, id: string, { value, row, isDeclined }: Entry): void {
  if (isDeclined) putDeclined(desk, row)
  const [lead] = toList(value._embedded.leads).map(toValues)
  desk.put('deals', row, {
    id,
    created_at: value.created_at,
    contact_id: mainOf(value._embedded.contacts),
    company_id: mainOf(value._embedded.companies),
    pipeline_id: value.pipeline_id,
    stage_id: value.pipeline_id === null ? null : stages.unsorted.get(value.pipeline_id),
    outcome: isDeclined ? 'lost' : 'open',
    closed_at: isDeclined ? value.created_at : null,
    lost_reason: isDeclined ? DECLINED : null,
    amount: toText(lead?.price),
    currency,
    channel: value.source_name,
    extra: { name: toText(lead?.name), ...aboutEntry({ value, row, isDeclined }) },
  })
}

type Element = { name: string | null; price: string | null; category: string | null; isInvoice: boolean }

/** Which lead an element of a catalogue belongs to. */
function linksOf(leads: readonly Parsed<schema.Lead>[]): Map<string, string> {
  const links = leads.flatMap(({ value }) =>
    toList(value._embedded.catalog_elements).map((raw) => [elementKey(toValues(raw)), value.id] as const),
  )
  return new Map(links)
}

const elementKey = (link: Values) => `${toId(toValues(link.metadata).catalog_id) ?? toId(link.catalog_id) ?? ''}:${toId(link.id)}`

/** Products by catalogue and id; elements of an invoice catalogue become invoices. */
function readElements(desk: MappingDesk, currency: string | null, leadOf: ReadonlyMap<string, string>): Map<string, Element> {
  const types = new Map(desk.read('catalogs', schema.catalog, null).map(({ value }) => [value.id, value.type]))
  const found = new Map<string, Element>()
  for (const { value, row } of desk.readNewest('elements', schema.element, 'deal_items')) {
    const fields = readFields(value.custom_fields_values)
    const catalog = value.catalog_id ?? row.about.parent ?? ''
    const isInvoice = types.get(catalog) === 'invoices' || fields.some(({ code }) => code.startsWith('BILL_'))
    found.set(`${catalog}:${value.id}`, {
      name: value.name,
      price: fieldText(fields, 'PRICE'),
      category: fieldText(fields, 'GROUP'),
      isInvoice,
    })
    if (isInvoice) putInvoice(desk, { value, row, fields, currency, deal: leadOf.get(`${catalog}:${value.id}`) ?? null })
  }
  return found
}

type Invoice = Parsed<z.output<typeof schema.element>> & { fields: readonly CustomField[]; currency: string | null; deal: string | null }

function putInvoice(desk: MappingDesk, { value, row, fields, currency, deal }: Invoice): void {
  const amount = fieldText(fields, 'BILL_PRICE')
  const paidAt = fromUnix(fieldText(fields, 'BILL_PAYMENT_DATE'))
  const common = { currency, deal_id: deal, updated_at: value.updated_at, deleted: value.is_deleted === true ? true : null }
  const status = fieldText(fields, 'BILL_STATUS')
  desk.put('invoices', row, { ...common, id: value.id, issued_at: value.created_at, amount, number: value.name, extra: { status } })
  if (paidAt !== null) desk.put('payments', row, { ...common, id: `invoice-${value.id}`, at: paidAt, amount, invoice_id: value.id })
}

function putItems(desk: MappingDesk, lead: schema.Lead, row: WireRow, elements: ReadonlyMap<string, Element>): void {
  for (const raw of toList(lead._embedded.catalog_elements)) {
    const link = toValues(raw)
    const metadata = toValues(link.metadata)
    const id = toId(link.id)
    const key = elementKey(link)
    const element = elements.get(key)
    if (id === null || element?.isInvoice === true) continue
    desk.put('deal_items', row, {
      id: `${lead.id}:${key}`,
      deal_id: lead.id,
      product: element?.name ?? toText(link.name) ?? id,
      quantity: toText(metadata.quantity) ?? toText(link.quantity),
      price: toText(metadata.price) ?? element?.price,
      category: element?.category,
      updated_at: lead.updated_at,
    })
  }
}
