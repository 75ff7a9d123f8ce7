// Deals as they stand before anything is joined to them: effective outcome, sale event, loss, card or not.
// One row per deal record; used by deals, leads and visits alike.
import { type FactContext, history, milestones, quoteAll, records, type Scope } from './context.ts'
import { firstMove, moves, stageMeta } from './moves.ts'

/** Rates in time, for the value of money at its own day. */
export const rates = (context: FactContext) =>
  `(SELECT currency, day, rate FROM rec_rates FINAL WHERE ws = ${context.ws} ORDER BY currency, day)`

/** Factor to workspace currency from a joined rate `rate`, `rate_day` (see `withRate`); null = no rate. */
export function rateFactor(context: FactContext, currency: string, day: string): string {
  return `multiIf(${currency} IN ('', '${context.currency}'), toDecimal128(1, 8), rate_day >= ${day} - 7 AND rate_day > toDate32('1900-01-01'), rate, NULL)`
}

/** The deal's own moves towards the sale event; null = the event has not happened. */
function milestoneEvent(context: FactContext): string {
  const at = milestones.indexOf(context.saleEvent as (typeof milestones)[number])
  return at < 0 ? 'NULL' : firstMove(`x.9 >= ${at} OR x.8 = 'won'`)
}

/** Payments of each deal in workspace currency, in order: columns deal_id, payment_at, payment_amount (refunds negative). */
export function paymentsOfDeals(context: FactContext, scope: Scope): string {
  const zone = `'${context.timezone}'`
  return `(
    SELECT deal AS deal_id, arraySort(groupArray((at, amount_ws))) AS sorted,
      arrayMap(x -> x.1, sorted) AS payment_at, arrayMap(x -> x.2, sorted) AS payment_amount
    FROM (
      SELECT if(p.deal_id != 0, p.deal_id, i.deal_id) AS deal, p.at AS at,
        p.amount * ${rateFactor(context, 'p.currency', 'p.day')} * if(p.kind = 'refund', -1, 1) AS amount_ws
      FROM (SELECT *, toDate32(toTimeZone(at, ${zone})) AS day FROM ${records(context, scope, 'payments')}) AS p
      LEFT ANY JOIN ${records(context, scope, 'invoices', 'k, deal_id')} AS i ON i.k = p.invoice_id
      ASOF LEFT JOIN (SELECT currency, day AS rate_day, rate FROM ${rates(context)}) AS r ON r.currency = p.currency AND p.day >= r.rate_day
    ) WHERE deal != 0 GROUP BY deal
  )`
}

/** When payments reached the amount, null when they have not; lists payment_at, payment_amount and a column amount. */
const paidInFull = `if(amount_ws > 0 AND arrayExists(x -> x >= amount_ws, arrayCumSum(arrayMap(x -> ifNull(x, 0), payment_amount))),
  payment_at[arrayFirstIndex(x -> x >= amount_ws, arrayCumSum(arrayMap(x -> ifNull(x, 0), payment_amount)))], NULL)`

/**
 * One row per living deal: all columns of the record and list (moves), pipeline, pipeline_kind, result (won, lost, open),
 * ended_at, ended_to_the_day, amount_ws, amount_missing, sold_at, sold_to_the_day, lost_at, reverted_at, payment_at,
 * payment_amount, paid_in_full_at, card (yields a lead), deal_at (when it becomes a deal; null = never did).
 */
export function dealRows(context: FactContext, scope: Scope): string {
  const zone = `'${context.timezone}'`
  const outcomeChanges = history(context, scope, 'value_changes', ['deals'], 'entity_id', 'entity_id, at, new', "entity = 'deal' AND field = 'outcome'")
  const deals = records(context, scope, 'deals')
  const leadDeals = records(context, scope, 'leads', 'k, deal_id')
  const payments = paymentsOfDeals(context, scope)
  const event = {
    won: 'ended_won',
    contract: milestoneEvent(context),
    prepaid: milestoneEvent(context),
    paid: milestoneEvent(context),
    first_payment: `arrayMin(arrayFilter((x, y) -> y > 0, payment_at, payment_amount))`,
    full_payment: 'paid_in_full_at',
  }[context.saleEvent]
  const saleEvent = context.saleEvent === 'first_payment' ? `if(arrayExists(y -> y > 0, payment_amount), ${event}, NULL)` : event
  return `(
    SELECT *,
      ${saleEvent} AS sold_at,
      ${context.saleEvent === 'won' ? "result = 'won' AND ended_to_the_day" : '0'} AS sold_to_the_day,
      if(sold_at IS NULL AND result = 'lost', ended_at, NULL) AS lost_at,
      multiIf(sold_at IS NULL, NULL, result = 'lost' AND ended_at >= sold_at, ended_at,
        result = 'open' AND undone_at > sold_at, undone_at,
        refunded_at IS NOT NULL AND refunded_at >= sold_at, refunded_at, NULL) AS reverted_at,
      ${paidInFull} AS paid_in_full_at
    FROM (
      SELECT d.*, m.list AS list,
        if(d.pipeline_id != 0, d.pipeline_id, if(empty(m.list), s.pipeline, m.list[-1].7)) AS pipeline,
        multiIf(pk.kind != '', toString(pk.kind), empty(m.list), toString(s.pipeline_kind), m.list[-1].14) AS known_kind,
        if(known_kind = '', 'sales', known_kind) AS pipeline_kind,
        if(empty(m.list), '', m.list[-1].8) AS last_kind,
        multiIf(d.outcome != '', toString(d.outcome), last_kind IN ('won', 'lost'), last_kind, s.kind IN ('won', 'lost'), toString(s.kind), 'open') AS result,
        multiIf(result = 'open', NULL, d.closed_at IS NOT NULL, d.closed_at, last_kind = result, m.list[-1].1,
          v.at > toDateTime64('1970-01-02 00:00:00', 3, 'UTC'), v.at, NULL) AS ended_at,
        d.closed_at IS NOT NULL AND d.closed_at_precision = 2 AS ended_to_the_day,
        multiIf(result = 'won', ended_at, ${firstMove("x.8 = 'won'")}) AS ended_won,
        if(empty(m.list) OR last_kind != 'open', NULL, m.list[-1].1) AS undone_at,
        toDate32(toTimeZone(ifNull(ended_at, d.created_at), ${zone})) AS money_day,
        if(result = 'lost' AND d.amount = 0, NULL, d.amount) AS known_amount,
        known_amount * ${rateFactor(context, 'd.currency', 'money_day')} AS amount_ws,
        multiIf(known_amount IS NULL, 'amount', amount_ws IS NULL, 'rate', '') AS amount_missing,
        p.payment_at AS payment_at, p.payment_amount AS payment_amount,
        if(arrayExists(x -> x < 0, p.payment_amount) AND arraySum(arrayMap(x -> ifNull(x, 0), p.payment_amount)) <= 0, p.payment_at[-1], NULL) AS refunded_at,
        d.lead_id = 0 AND ld.deal_id = 0 AND d.continues_deal_id = 0 AND d.pipeline_id != 0
          AND d.source IN ${quoteAll(context.oneCardSources)} AND pipeline_kind IN ('qualification', 'sales') AS card,
        d.pipeline_id IN (SELECT pipeline FROM ${stageMeta(context)} WHERE milestone = 'qualified') AS qualifies,
        multiIf(NOT card OR NOT qualifies, d.created_at, ${firstMove("x.10 OR x.8 = 'won'")}) AS deal_at
      FROM ${deals} AS d
      LEFT ANY JOIN ${moves(context, scope, 'deal')} AS m ON m.entity = d.k
      LEFT ANY JOIN ${stageMeta(context)} AS s ON s.stage = d.stage_id
      LEFT ANY JOIN (SELECT pipeline, any(pipeline_kind) AS kind FROM ${stageMeta(context)} GROUP BY pipeline) AS pk ON pk.pipeline = d.pipeline_id
      LEFT ANY JOIN (SELECT entity_id, new, max(at) AS at FROM ${outcomeChanges} GROUP BY entity_id, new) AS v ON v.entity_id = d.k AND v.new = d.outcome
      LEFT ANY JOIN ${payments} AS p ON p.deal_id = d.k
      LEFT ANY JOIN (SELECT deal_id, any(k) AS lead FROM ${leadDeals} WHERE deal_id != 0 GROUP BY deal_id) AS ld ON ld.deal_id = d.k
      ASOF LEFT JOIN (SELECT currency, day AS rate_day, rate FROM ${rates(context)}) AS r ON r.currency = d.currency AND d.rate_on >= r.rate_day
    )
    WHERE pipeline_kind IN ('qualification', 'sales', 'repeat')
  )`
}
