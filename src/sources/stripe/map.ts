// Stripe: answers -> records. Money that came is a charge, once, however many objects tell of it; refunds are of their own day.
import { fromMinor } from '../decimals.ts'
import { MappingDesk, type Parsed } from '../mapping-desk.ts'
import type { Answer, Mapped, RecordValues, Source, WireRow } from '../source.ts'
import { fromUnix, isValues, toList, toText, toValues, type Values } from '../wire-values.ts'
import { currencyPlaces } from './currency-places.ts'
import { stripeLink } from './fetch.ts'
import { locate } from './locate.ts'
import * as schema from './schema.ts'

export const stripe: Source = { system: 'stripe', title: 'Stripe', map, link: stripeLink }

function map(answers: readonly Answer[]): Mapped {
  const desk = new MappingDesk(answers, locate)
  mapCustomers(desk)
  const invoices = newest(desk.read('invoice', schema.invoice, 'invoices'))
  const links = linkInvoices(desk, invoices)
  const charges = newest(desk.read('charge', schema.charge, 'payments'))
  for (const one of charges) putCharge(desk, one, links)
  const told = new Set(charges.map(({ value }) => value.id))
  putIntents(desk, links, told, new Set(charges.map(({ value }) => value.payment_intent)))
  for (const one of invoices) putInvoice(desk, one)
  mapRefunds(desk, charges, links)
  return desk.result()
}

/** The same object comes in lists and in events: the last that was read stays, whatever came between. */
function newest<T extends { id: string }>(rows: readonly Parsed<T>[]): Parsed<T>[] {
  const found = new Map<string, Parsed<T>>()
  for (const one of rows) {
    const [at, before] = [one.row.about.at, found.get(one.value.id)?.row.about.at]
    // A list of events begins with the latest.
    if (!at || !before || before <= at) found.set(one.value.id, one)
  }
  return [...found.values()]
}

function toMoney(units: string | null, currency: string | null): { amount: string | null; currency: string | null } {
  const code = currency?.toUpperCase() ?? null
  return { amount: units === null || code === null ? units : (fromMinor(units, currencyPlaces(code)) ?? units), currency: code }
}

const metadataOf = (metadata: Values) => Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, toText(value)]))

/** A deal named in the metadata with its source, `crm:17`. */
function dealOf(metadata: Values): string | null {
  const deal = toText(metadata.deal_id) ?? toText(metadata.deal)
  return deal !== null && /^[^:]+:.+/.test(deal) ? deal : null
}

function mapCustomers(desk: MappingDesk): void {
  for (const { value, row } of desk.read('customer', schema.customer, 'contacts'))
    desk.put('contacts', row, {
      id: value.id,
      name: value.name,
      email: value.email,
      phone: value.phone,
      created_at: value.created,
      updated_at: row.about.at || value.created,
      deleted: value.deleted === true ? true : null,
      extra: { ...metadataOf(value.metadata), country: toText(value.address.country) },
    })
}

/** Who pays: a customer, else whoever has the address of the receipt. */
function payerOf(
  desk: MappingDesk,
  row: WireRow,
  who: { customer: string | null; email: string | null; name?: string | null; phone?: string | null },
): string | null {
  const { customer, email, name = null, phone = null } = who
  const id = customer ?? (email === null ? null : `guest-${email.toLowerCase()}`)
  if (id !== null && (email !== null || name !== null || phone !== null)) desk.put('contacts', row, { id, name, email, phone })
  return id
}

/** Invoices by the charge or intent that paid them. */
function linkInvoices(desk: MappingDesk, invoices: readonly Parsed<schema.Invoice>[]): ReadonlyMap<string, string> {
  const links = new Map<string, string>()
  const payments = desk.read('invoice_payment', schema.invoicePayment, null).map(({ value }) => value)
  const inline = invoices.flatMap(({ value }) =>
    toList(value.payments.data).map((raw) => ({ invoice: value.id, payment: toValues(toValues(raw).payment) })),
  )
  for (const { invoice, payment } of [...payments, ...inline])
    for (const paid of [payment.charge, payment.payment_intent]) {
      const id = isValues(paid) ? toText(paid.id) : toText(paid)
      if (id !== null && invoice !== null) links.set(id, invoice)
    }
  for (const { value } of invoices) for (const id of [value.charge, value.payment_intent]) if (id !== null) links.set(id, value.id)
  return links
}

function putCharge(desk: MappingDesk, { value, row }: Parsed<schema.Charge>, links: ReadonlyMap<string, string>): void {
  const isMoney = value.status === 'succeeded' || (value.status === null && value.paid === true)
  if (!isMoney || value.captured === false) return
  const billing = value.billing_details
  const email = toText(billing.email) ?? value.receipt_email
  const invoice_id = value.invoice ?? links.get(value.id) ?? links.get(value.payment_intent ?? '')
  desk.put('payments', row, {
    id: value.id,
    at: value.created,
    ...toMoney(value.amount_captured ?? value.amount, value.currency),
    kind: 'payment',
    deal_id: dealOf(value.metadata),
    invoice_id,
    contact_id: payerOf(desk, row, { customer: value.customer, email, name: toText(billing.name), phone: toText(billing.phone) }),
    updated_at: value.created,
    extra: { ...metadataOf(value.metadata), description: value.description, payment_intent: value.payment_intent },
  })
}

/** An intent stands for its charge where the charge itself was not read. */
function putIntents(
  desk: MappingDesk,
  links: ReadonlyMap<string, string>,
  charges: ReadonlySet<string>,
  intents: ReadonlySet<string | null>,
): void {
  for (const { value, row } of desk.read('payment_intent', schema.intent, 'payments')) {
    const id = value.latest_charge ?? value.id
    if (value.status !== 'succeeded' || charges.has(id) || intents.has(value.id)) continue
    desk.put('payments', row, {
      id,
      at: value.created,
      ...toMoney(value.amount_received ?? value.amount, value.currency),
      kind: 'payment',
      deal_id: dealOf(value.metadata),
      invoice_id: value.invoice ?? links.get(value.id) ?? links.get(id),
      contact_id: payerOf(desk, row, { customer: value.customer, email: value.receipt_email }),
      extra: { ...metadataOf(value.metadata), description: value.description, payment_intent: value.id },
    })
  }
}

function putInvoice(desk: MappingDesk, { value, row }: Parsed<schema.Invoice>): void {
  if (value.deleted === true) {
    desk.put('invoices', row, { id: value.id, deleted: true, updated_at: row.about.at })
    return
  }
  if (value.status === 'draft') return
  const moments = value.status_transitions
  const contact_id = payerOf(desk, row, { customer: value.customer, email: value.customer_email, name: value.customer_name })
  const common = { deal_id: dealOf(value.metadata), contact_id }
  desk.put('invoices', row, {
    id: value.id,
    issued_at: fromUnix(moments.finalized_at) ?? value.effective_at ?? value.created,
    ...toMoney(value.total ?? value.amount_due, value.currency),
    due_at: value.due_date,
    number: value.number,
    cancelled_at: fromUnix(moments.voided_at) ?? fromUnix(moments.marked_uncollectible_at),
    updated_at: row.about.at,
    ...common,
    extra: { ...metadataOf(value.metadata), status: value.status },
  })
  const isElsewhere = value.paid_out_of_band === true && Number(value.amount_paid ?? 0) > 0
  if (isElsewhere)
    desk.put('payments', row, {
      id: `${value.id}:paid`,
      at: fromUnix(moments.paid_at) ?? value.created,
      ...toMoney(value.amount_paid, value.currency),
      kind: 'payment',
      invoice_id: value.id,
      ...common,
    })
}

function mapRefunds(desk: MappingDesk, charges: readonly Parsed<schema.Charge>[], links: ReadonlyMap<string, string>): void {
  const byId = new Map<string, Parsed<schema.Charge>>()
  for (const one of charges) for (const id of [one.value.id, one.value.payment_intent]) if (id !== null) byId.set(id, one)
  const told = new Set<string>()
  const about = (id: string | null, intent: string | null): RecordValues => {
    const charge = (byId.get(id ?? '') ?? byId.get(intent ?? ''))?.value
    const invoice_id = charge?.invoice ?? links.get(id ?? '') ?? links.get(intent ?? '')
    return {
      invoice_id,
      contact_id: charge?.customer,
      deal_id: charge === undefined ? null : dealOf(charge.metadata),
      extra: { charge: id ?? charge?.id },
    }
  }
  for (const { value, row } of newest(desk.read('refund', schema.refund, 'payments'))) {
    const of = value.charge ?? byId.get(value.payment_intent ?? '')?.value.id ?? null
    if (of !== null) told.add(of)
    const isGone = value.status === 'failed' || value.status === 'canceled'
    const record = {
      id: value.id,
      at: value.created,
      ...toMoney(value.amount, value.currency),
      kind: 'refund',
      updated_at: row.about.at || value.created,
    }
    desk.put('payments', row, { ...record, ...about(value.charge, value.payment_intent), deleted: isGone ? true : null })
    if (of !== null) desk.put('payments', row, { id: wholeRefund(of), deleted: true, updated_at: value.created })
  }
  for (const { value, row } of newest(desk.read('dispute', schema.dispute, 'payments')))
    if (value.status === 'lost')
      desk.put('payments', row, {
        id: value.id,
        at: value.created,
        ...toMoney(value.amount, value.currency),
        kind: 'refund',
        ...about(value.charge, value.payment_intent),
      })
  for (const { value, row } of charges) {
    if (told.has(value.id) || Number(value.amount_refunded ?? 0) <= 0) continue
    const money = toMoney(value.amount_refunded, value.currency)
    desk.put('payments', row, {
      id: wholeRefund(value.id),
      at: value.created,
      ...money,
      kind: 'refund',
      ...about(value.id, value.payment_intent),
    })
  }
}

/** What was given back of a charge as the charge tells it, on its own day, until the refunds themselves are read. */
const wholeRefund = (charge: string) => `${charge}:refunded`
