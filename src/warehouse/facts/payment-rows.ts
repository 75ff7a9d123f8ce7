// Invoices and payments as they stand before anything is added: the deal and invoice a payment is for, amounts in workspace
// currency, and what was paid of each invoice. Deals, invoices and payment facts all start from these.
import { type FactContext, links, records, rowsOf, type Scope, side } from './context.ts'
import { heads } from './heads.ts'
import { bareTaxId, numberMatches, ownCurrency, taxIdMatches } from './payment-matches.ts'
import { dayNumber, rateJoin } from './rates.ts'

const money = 'Nullable(Decimal(38, 8))'

/**
 * SELECT of one row per invoice: k, party, client, the columns of the record, due_to_the_day, deal (the head of continued ones),
 * named_deal, currency (its own), amount (in it), factor to workspace currency on the day of issue, amount_ws.
 */
export function selectInvoiceRows(context: FactContext, scope: Scope): string {
  const rate = rateJoin(context, 'i', 'currency', 'day')
  return `SELECT i.k AS k, i.source AS source, i.id AS id, i.deal_id AS named_deal, if(h_head != 0, h_head, i.deal_id) AS deal, i.company_id AS company_id, i.contact_id AS contact_id, toString(i.kind) AS kind, i.extra AS extra,
      i.issued_at AS issued_at, i.due_at AS due_at, i.due_at_precision = 2 AS due_to_the_day, i.cancelled_at AS cancelled_at, i.amount AS amount, i.own_currency AS currency,
      x_base AS client, x_party AS party, CAST(${rate.factor}, '${money}') AS factor, CAST(i.amount * factor, '${money}') AS amount_ws
    FROM (SELECT q.*, ${ownCurrency(context.currency, 'q')} AS own_currency, ${dayNumber(context, 'q.issued_at')} AS day FROM ${records(context, scope, 'invoices')} AS q) AS i
    INNER JOIN ${side('x', links(context, scope, 'invoices'), 'k, base, party')} ON x_k = i.k
    LEFT ANY JOIN ${side('h', heads(context, 'deals'), 'k, head')} ON h_k = i.deal_id
    ${rate.join}`
}

const workRows = (table: string) => (context: FactContext, scope: Scope) => `(SELECT * FROM ${rowsOf(context, scope, table)})`

/** The invoice rows of the parties in scope, as written earlier in the derivation. */
export const invoiceRows = workRows('work_invoices')

/**
 * SELECT of one row per payment with what it names by id or number: k, party, client, the columns of the record, to_the_day, refund,
 * currency (its own), amount (in it, positive), amount_ws (refunds negative), invoice, deal (the head of continued ones), named_deal,
 * matched_by, tax (of the payer, where nothing is named).
 */
export function selectPaymentRows(context: FactContext, scope: Scope): string {
  const rate = rateJoin(context, 'p', 'currency', 'day')
  return `SELECT p.k AS k, x_base AS client, x_party AS party, p.source AS source, p.id AS id, p.at AS at, p.to_the_day AS to_the_day, p.refund AS refund, p.amount AS amount, p.own_currency AS currency,
      CAST(if(p.refund, -1, 1) * p.amount * ${rate.factor}, '${money}') AS amount_ws, p.contact_id AS contact_id, p.company_id AS company_id, p.product AS product, p.extra AS extra,
      p.invoice AS invoice, if(p.deal_id != 0, p.deal_id, p.invoice_deal) AS named_deal, if(h_head != 0, h_head, named_deal) AS deal, p.tax AS tax,
      multiIf(p.deal_id != 0, 'deal', p.invoice_id != 0, 'invoice', p.invoice != 0, 'number', '') AS matched_by
    FROM (
      SELECT q.*, q.kind = 'refund' AS refund, q.at_precision = 2 AS to_the_day, ${ownCurrency(context.currency, 'q')} AS own_currency, ${dayNumber(context, 'q.at')} AS day,
        multiIf(q.invoice_id != 0, q.invoice_id, q.deal_id = 0 OR n_deal = q.deal_id, n_invoice, 0) AS invoice,
        multiIf(q.invoice_id != 0, i_deal_id, invoice != 0, n_deal, 0) AS invoice_deal,
        if(q.deal_id = 0 AND invoice = 0 AND NOT refund, ${bareTaxId('q.payer_tax_id')}, '') AS tax
      FROM ${records(context, scope, 'payments')} AS q
      LEFT ANY JOIN ${side('i', records(context, scope, 'invoices', 'k, deal_id'), 'k, deal_id')} ON i_k = q.invoice_id
      LEFT ANY JOIN (SELECT m.k AS n_k, m.invoice AS n_invoice, v.deal_id AS n_deal FROM ${numberMatches(context.ws)} AS m
        INNER JOIN ${records(context, scope, 'invoices', 'k, deal_id')} AS v ON v.k = m.invoice) AS n ON n_k = q.k
    ) AS p
    INNER JOIN ${side('x', links(context, scope, 'payments'), 'k, base, party')} ON x_k = p.k
    LEFT ANY JOIN ${side('h', heads(context, 'deals'), 'k, head')} ON h_k = if(p.deal_id != 0, p.deal_id, p.invoice_deal)
    ${rate.join}`
}

/** A sum in one currency as it is in another: the same, or by the way of workspace currency. */
const inCurrency = (amount: string, currency: string, amountWs: string, wanted: string, wantedFactor: string) =>
  `if(${currency} = ${wanted}, CAST(${amount}, '${money}'), CAST(CAST(${amountWs}, '${money}') / nullIf(${wantedFactor}, 0), '${money}'))`

/**
 * What was paid of each invoice, in its own currency: columns invoice, at, own; one row per part. First the payments that name it;
 * then those that name only its deal fill what is left of the deal's invoices, earliest due first. Refunds reopen nothing.
 * `payments` has k, deal, invoice, at, amount, currency, amount_ws, refund.
 */
export function paidParts(payments: string, invoices: string): string {
  const direct = `
    SELECT i.k AS invoice, i.deal AS deal, p.at AS at, p.k AS payment, ${inCurrency('p.amount', 'p.currency', 'p.amount_ws', 'i.currency', 'i.factor')} AS own
    FROM ${payments} AS p INNER JOIN ${invoices} AS i ON i.k = p.invoice WHERE NOT p.refund`
  const zero = 'toDecimal128(0, 8)'
  const open = `
    SELECT i.deal AS deal, arraySort(x -> (x.1, x.2, x.3), groupArray((ifNull(i.due_at, i.issued_at), i.issued_at, i.k, i.currency, i.factor, greatest(${zero}, ifNull(i.amount, ${zero}) - ifNull(d.paid, ${zero}))))) AS list
    FROM ${invoices} AS i LEFT ANY JOIN (SELECT invoice, sum(own) AS paid FROM (${direct}) GROUP BY invoice) AS d ON d.invoice = i.k
    WHERE i.deal != 0 AND i.cancelled_at IS NULL GROUP BY i.deal`
  const general = `SELECT deal, arraySort(x -> (x.1, x.2), groupArray((at, k, amount, currency, amount_ws))) AS list FROM ${payments} WHERE NOT refund AND deal != 0 AND invoice = 0 GROUP BY deal`
  return `(
    SELECT invoice, at, own FROM (${direct})
    UNION ALL
    SELECT part.1 AS invoice, part.2 AS at, part.3 AS own FROM (
      SELECT arrayJoin(arrayFilter(z -> z.3 > 0, arrayFlatten(arrayMap((i, to) -> arrayMap((p, till) -> (i.3, p.1,
          CAST(if(i.4 = unit, 1, unit_factor / nullIf(i.5, 0)) * (least(to.2, till.2) - greatest(to.1, till.1)), '${money}')), paid, paid_edges), open, open_edges)))) AS part
      FROM (
        SELECT o.list AS open, g.list AS paid, o.list[1].4 AS unit, o.list[1].5 AS unit_factor,
          arrayCumSum(arrayMap(x -> ifNull(${inCurrency('x.6', 'x.4', '(x.6 * x.5)', 'unit', 'unit_factor')}, ${zero}), open)) AS open_to,
          arrayCumSum(arrayMap(x -> ifNull(${inCurrency('x.3', 'x.4', 'x.5', 'unit', 'unit_factor')}, ${zero}), paid)) AS paid_to,
          arrayMap((x, i) -> (if(i = 1, toDecimal256(0, 8), open_to[i - 1]), x), open_to, arrayEnumerate(open_to)) AS open_edges,
          arrayMap((x, i) -> (if(i = 1, toDecimal256(0, 8), paid_to[i - 1]), x), paid_to, arrayEnumerate(paid_to)) AS paid_edges
        FROM (${open}) AS o INNER JOIN (${general}) AS g ON g.deal = o.deal
      )
    )
  )`
}

/** SELECT of the payments found by their payer: k, party, invoice. */
export function selectPayerMatches(context: FactContext, scope: Scope): string {
  const named = workRows('work_payments')(context, scope)
  const invoices = invoiceRows(context, scope)
  const open = `(
    SELECT i.k AS k, c.tax AS tax, i.currency AS currency, i.issued_at AS issued_at, i.amount - ifNull(d.paid, toDecimal128(0, 8)) AS open_amount
    FROM ${invoices} AS i
    INNER JOIN (SELECT cityHash64('company', k) AS base, ${bareTaxId('tax_id')} AS tax FROM ${records(context, scope, 'companies', 'k, tax_id')} WHERE tax != '') AS c ON c.base = i.client
    LEFT ANY JOIN (SELECT invoice, sum(own) AS paid FROM ${paidParts(named, invoices)} GROUP BY invoice) AS d ON d.invoice = i.k
    WHERE i.cancelled_at IS NULL)`
  const unnamed = `(SELECT k, tax, amount, currency, if(to_the_day, at + toIntervalDay(1), at) AS at FROM ${named} WHERE tax != '')`
  return `SELECT m.k AS k, m.invoice AS invoice, p.party AS party FROM ${taxIdMatches(unnamed, open)} AS m INNER JOIN ${named} AS p ON p.k = m.k`
}

/** The payment rows of the parties in scope, as written earlier in the derivation, those found by their payer with their invoice. */
export function paymentRows(context: FactContext, scope: Scope): string {
  const named = workRows('work_payments')(context, scope)
  if (!context.has.unnamedPayments) return named
  const matches = workRows('work_payer_matches')(context, scope)
  return `(SELECT n.* EXCEPT (invoice, deal, named_deal, matched_by), if(t_invoice != 0, t_invoice, n.invoice) AS invoice, if(t_invoice != 0, v_deal, n.deal) AS deal,
      if(t_invoice != 0, v_named_deal, n.named_deal) AS named_deal, if(t_invoice != 0, 'tax_id', n.matched_by) AS matched_by
    FROM ${named} AS n
    LEFT ANY JOIN ${side('t', matches, 'k, invoice')} ON t_k = if(n.tax = '', 0, n.k)
    LEFT ANY JOIN ${side('v', invoiceRows(context, scope), 'k, deal, named_deal')} ON v_k = t_invoice)`
}

/** Is a row for a deal of a pipeline that no KPI counts, unless it continues one that counts. */
export function outsideDeals(context: FactContext, scope: Scope, deal: string, head: string): string {
  const counted = `(SELECT k FROM ${rowsOf(context, scope, 'work_deals')})`
  return `(${deal} != 0 AND ${deal} NOT IN ${counted} AND ${head} NOT IN ${counted} AND ${deal} IN (SELECT k FROM ${records(context, scope, 'deals', 'k')}))`
}
