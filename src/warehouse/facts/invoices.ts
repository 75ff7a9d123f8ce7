// The invoice facts: planned money, and when which part of it was paid.
import { endOfDay, type FactContext, type Scope } from './context.ts'
import { moneyColumns } from './money-columns.ts'
import { invoiceRows, outsideDeals, paidParts, paymentRows } from './payment-rows.ts'

export function invoiceFacts(context: FactContext, scope: Scope): string {
  const own = moneyColumns(context, scope)
  const rows = `(SELECT *, issued_at AS at FROM ${invoiceRows(context, scope)})`
  const paid = `(SELECT invoice, arraySort(groupArray((at, own))) AS list FROM ${paidParts(paymentRows(context, scope), invoiceRows(context, scope))} WHERE own > 0 GROUP BY invoice)`
  return `
    SELECT m.k AS k, m.source AS source, m.id AS id, ${own.columns}, m.extra AS extra, d.product AS product, m.kind AS kind, m.issued_at AS issued_at,
      m.due_at AS due_at, if(m.due_to_the_day, ${endOfDay(context, 'm.due_at')}, m.due_at) AS due_until, m.cancelled_at AS cancelled_at,
      m.amount_ws AS amount, arrayMap(x -> x.1, p.list) AS paid_at, arrayMap(x -> CAST(x.2 * m.factor, 'Nullable(Decimal(38, 8))'), p.list) AS paid_amount,
      arrayCumSum(arrayMap(x -> ifNull(x.2, toDecimal128(0, 8)), p.list)) AS paid_so_far,
      multiIf(m.amount <= 0, m.issued_at, arrayExists(x -> x >= m.amount, paid_so_far), p.list[arrayFirstIndex(x -> x >= m.amount, paid_so_far)].1, NULL) AS paid_in_full_at
    FROM ${own.before(rows)} AS m
    LEFT ANY JOIN ${paid} AS p ON p.invoice = m.k
    ${own.join}
    WHERE NOT ${outsideDeals(context, scope, 'm.named_deal', 'm.deal')}`
}
