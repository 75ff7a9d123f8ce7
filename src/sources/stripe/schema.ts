// What Stripe sends: objects that name themselves, amounts in the smallest unit, times in Unix seconds.
import { z } from 'zod'
import { isValues, toId, wire } from '../wire-values.ts'

/** An id, or the object itself where the answer was expanded. */
const link = z
  .unknown()
  .optional()
  .transform((value) => (isValues(value) ? toId(value.id) : toId(value)))

const money = {
  id: wire.id,
  amount: wire.text,
  currency: wire.text,
  created: wire.unix,
  status: wire.text,
  metadata: wire.values,
  description: wire.text,
}

export const charge = z.looseObject({
  ...money,
  ...{
    amount_captured: wire.text,
    amount_refunded: wire.text,
    captured: wire.bool,
    paid: wire.bool,
    customer: link,
    invoice: link,
    payment_intent: link,
  },
  ...{ receipt_email: wire.text, billing_details: wire.values, refunds: wire.values },
})
export type Charge = z.output<typeof charge>
export const intent = z.looseObject({
  ...money,
  amount_received: wire.text,
  customer: link,
  invoice: link,
  latest_charge: link,
  receipt_email: wire.text,
})
export const refund = z.object({ ...money, charge: link, payment_intent: link })
export const dispute = z.object({ ...money, charge: link, payment_intent: link })
export const invoice = z.looseObject({
  ...{
    id: wire.id,
    number: wire.text,
    status: wire.text,
    currency: wire.text,
    created: wire.unix,
    due_date: wire.unix,
    total: wire.text,
    amount_due: wire.text,
  },
  ...{
    amount_paid: wire.text,
    customer: link,
    customer_email: wire.text,
    customer_name: wire.text,
    charge: link,
    payment_intent: link,
    metadata: wire.values,
  },
  ...{ deleted: wire.bool, status_transitions: wire.values, paid_out_of_band: wire.bool, payments: wire.values, effective_at: wire.unix },
})
export type Invoice = z.output<typeof invoice>
export const invoicePayment = z.object({ invoice: link, payment: wire.values })
export const customer = z.looseObject({
  ...{
    id: wire.id,
    name: wire.text,
    email: wire.text,
    phone: wire.text,
    created: wire.unix,
    deleted: wire.bool,
    metadata: wire.values,
    address: wire.values,
  },
})
