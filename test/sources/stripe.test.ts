import { describe, expect, it } from 'vitest'
import { mapAnswers } from './map-answers.ts'

const charge = (id: string, more: Record<string, unknown> = {}) => ({
  ...{
    id,
    object: 'charge',
    amount: 1999,
    amount_captured: 1999,
    amount_refunded: 0,
    currency: 'usd',
    created: 1700000000,
    status: 'succeeded',
    paid: true,
    captured: true,
  },
  ...{
    customer: 'cus_1',
    invoice: null,
    payment_intent: `pi_${id}`,
    metadata: {},
    billing_details: { email: null, name: null, phone: null },
  },
  ...more,
})
const list = (data: unknown[]) => ({ object: 'list', url: '/v1/charges', has_more: false, data })
const at = '2023-11-14T22:13:20.000Z'

describe('answers of Stripe', () => {
  it('read the smallest unit of every currency, and only money that came', () => {
    const got = mapAnswers('stripe', [
      [
        '/v1/charges',
        list([
          charge('ch_1'),
          charge('ch_2', { currency: 'jpy', amount: 5000, amount_captured: 5000 }),
          charge('ch_3', { currency: 'kwd', amount: 5, amount_captured: 5 }),
          charge('ch_4', { status: 'failed', paid: false }),
          charge('ch_5', { captured: false, amount_captured: 0 }),
          charge('ch_6', { currency: 'ugx', amount: 500, amount_captured: 500 }),
        ]),
      ],
    ])
    expect(
      got.payments!.map(({ id, amount, currency, kind, at: when, contact_id }) => [id, amount, currency, kind, when, contact_id]),
    ).toEqual([
      ['ch_1', '19.99', 'USD', 'payment', at, 'cus_1'],
      ['ch_2', '5000', 'JPY', 'payment', at, 'cus_1'],
      ['ch_3', '0.005', 'KWD', 'payment', at, 'cus_1'],
      ['ch_6', '5.00', 'UGX', 'payment', at, 'cus_1'],
    ])
  })

  it('count an intent and its charge once, and link both to the invoice they paid', () => {
    const intent = (id: string, latest_charge: string | null) => ({
      id,
      object: 'payment_intent',
      amount: 100,
      amount_received: 100,
      currency: 'eur',
      created: 1700000000,
      status: 'succeeded',
      latest_charge,
      customer: null,
      receipt_email: 'A@b.c',
      metadata: { deal_id: 'crm:17' },
    })
    const invoice = (id: string, more: Record<string, unknown>) => ({
      id,
      object: 'invoice',
      number: id,
      status: 'paid',
      total: 1999,
      amount_paid: 1999,
      currency: 'usd',
      created: 1699990000,
      due_date: 1700086400,
      customer: 'cus_1',
      status_transitions: { finalized_at: 1699990001, paid_at: 1700000000, voided_at: null },
      ...more,
    })
    const got = mapAnswers('stripe', [
      ['/v1/charges', list([charge('ch_1')])],
      [
        '/v1/payment_intents',
        list([intent('pi_ch_1', 'ch_1'), intent('pi_9', 'ch_9'), { ...intent('pi_8', null), status: 'requires_payment_method' }]),
      ],
      [
        '/v1/invoices',
        list([
          invoice('in_1', { payment_intent: 'pi_ch_1' }),
          invoice('in_2', { status: 'draft' }),
          invoice('in_3', { paid_out_of_band: true }),
          invoice('in_4', { status: 'void', status_transitions: { finalized_at: 1699990001, voided_at: 1700000000 } }),
        ]),
      ],
    ])
    expect(got.payments!.map(({ id, amount, invoice_id, deal_id, contact_id }) => [id, amount, invoice_id, deal_id, contact_id])).toEqual([
      ['ch_1', '19.99', 'in_1', undefined, 'cus_1'],
      ['ch_9', '1.00', undefined, 'crm:17', 'guest-a@b.c'],
      ['in_3:paid', '19.99', 'in_3', undefined, 'cus_1'],
    ])
    expect(got.invoices!.map(({ id, amount, cancelled_at }) => [id, amount, cancelled_at])).toEqual([
      ['in_1', '19.99', undefined],
      ['in_3', '19.99', undefined],
      ['in_4', '19.99', at],
    ])
    expect(got.contacts).toContainEqual({ id: 'guest-a@b.c', email: 'A@b.c' })
  })

  it('give back on the day of the refund; a failed one is none; until refunds are read the charge tells the sum', () => {
    const refund = (id: string, of: string, more: Record<string, unknown> = {}) => ({
      id,
      object: 'refund',
      amount: 500,
      currency: 'usd',
      created: 1700086400,
      charge: of,
      status: 'succeeded',
      metadata: {},
      ...more,
    })
    const got = mapAnswers('stripe', [
      [
        null,
        {
          object: 'event',
          type: 'charge.refunded',
          created: 1700086401,
          data: { object: charge('ch_1', { amount_refunded: 500, refunds: list([refund('re_1', 'ch_1')]) }) },
        },
      ],
      ['/v1/refunds', list([refund('re_2', 'ch_2', { status: 'failed' })])],
      ['/v1/charges', list([charge('ch_3', { amount_refunded: 700 })])],
      [
        '/v1/customers',
        list([
          { id: 'cus_1', object: 'customer', name: 'Acme', email: 'x@y.z', created: 1690000000 },
          { id: 'cus_2', object: 'customer', deleted: true },
        ]),
      ],
      ['/v1/charges', { error: { type: 'invalid_request_error', message: 'No such key' } }],
      ['/v1/zoo', { object: 'zebra', id: 'z' }],
      ['/v1/balance_transactions', list([{ object: 'balance_transaction', id: 'txn_1' }])],
    ])
    const shown = got
      .payments!.filter(({ kind, deleted }) => kind === 'refund' || deleted)
      .map(({ id, amount, at: when, contact_id, deleted }) => [id, amount, when, contact_id, deleted])
    expect(shown).toEqual([
      ['re_1', '5.00', '2023-11-15T22:13:20.000Z', 'cus_1', undefined],
      ['ch_1:refunded', undefined, undefined, undefined, true],
      ['re_2', '5.00', '2023-11-15T22:13:20.000Z', undefined, true],
      ['ch_2:refunded', undefined, undefined, undefined, true],
      ['ch_3:refunded', '7.00', at, 'cus_1', undefined],
    ])
    expect(got.contacts).toEqual([
      expect.objectContaining({ id: 'cus_1', name: 'Acme', email: 'x@y.z' }),
      expect.objectContaining({ id: 'cus_2', deleted: true }),
    ])
    expect(got.refused.map(({ reason }) => reason)).toEqual([expect.stringContaining('No such key'), 'nothing is read from zebra'])
  })
})
