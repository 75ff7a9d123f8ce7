// The payment facts: money received and given back, with the deal it is for.
import type { FactContext, Scope } from './context.ts'
import { moneyColumns } from './money-columns.ts'
import { outsideDeals, paymentRows } from './payment-rows.ts'

export function paymentFacts(context: FactContext, scope: Scope): string {
  const own = moneyColumns(context, scope)
  return `
    SELECT m.k AS k, m.source AS source, m.id AS id, ${own.columns}, m.extra AS extra, if(m.product != '', m.product, d.product) AS product,
      m.invoice AS invoice, m.matched_by AS matched_by, m.deal != 0 AS linked, m.refund AS refund, m.at AS at, m.amount_ws AS amount
    FROM ${own.before(paymentRows(context, scope))} AS m
    ${own.join}
    WHERE NOT ${outsideDeals(context, scope, 'm.named_deal', 'm.deal')}`
}
