// Deals as they stand before anything is added: effective outcome, sale event, loss, card or not. One row per deal record;
// leads, deals and stays all start from it.
import { type FactContext, history, inScope, links, milestones, quoteAll, records, type Scope, side } from './context.ts'
import { firstMove, moves, owners, stageMeta } from './moves.ts'
import { dayNumber, rateJoin } from './rates.ts'

export const pipelineMeta = (context: FactContext) => `(SELECT * FROM pipeline_meta FINAL WHERE ws = ${context.ws})`

/** Payments of each deal in workspace currency, in order: columns deal, payment_at, payment_amount (refunds negative). */
function paymentsOfDeals(context: FactContext, scope: Scope): string {
  if (!context.has.payments)
    return "(SELECT toUInt64(0) AS deal, CAST([], 'Array(DateTime64(3, \\'UTC\\'))') AS payment_at, CAST([], 'Array(Nullable(Decimal(38, 8)))') AS payment_amount WHERE 0)"
  const rate = rateJoin(context, 'p', 'currency', 'day')
  return `(
    SELECT deal, arraySort(x -> x.1, groupArray((at, amount_ws))) AS sorted,
      arrayMap(x -> x.1, sorted) AS payment_at, arrayMap(x -> x.2, sorted) AS payment_amount
    FROM (
      SELECT p.deal AS deal, p.at AS at, CAST(p.amount * ${rate.factor} * if(p.kind = 'refund', -1, 1), 'Nullable(Decimal(38, 8))') AS amount_ws
      FROM (
        SELECT q.at AS at, q.amount AS amount, q.currency AS currency, q.kind AS kind,
          if(q.deal_id != 0, q.deal_id, i.deal_id) AS deal, ${dayNumber(context, 'q.at')} AS day
        FROM ${records(context, scope, 'payments')} AS q
        LEFT ANY JOIN ${records(context, scope, 'invoices', 'k, deal_id')} AS i ON i.k = q.invoice_id
      ) AS p
      ${rate.join}
    ) WHERE deal != 0 GROUP BY deal
  )`
}

/** The record with its moves, pipeline and payments joined: what it came to, undisputed by money. */
function dealOutcomes(context: FactContext, scope: Scope): string {
  const outcomeChanges = history(
    context,
    scope,
    'value_changes',
    ['deals'],
    'entity_id',
    'entity_id, at, new',
    "entity = 'deal' AND field = 'outcome'",
  )
  return `(
    SELECT d.*, m_list AS list, ld_lead AS converted_lead,
      if(d.pipeline_id != 0, d.pipeline_id, if(empty(list), s_pipeline, list[-1].7)) AS pipeline,
      multiIf(pk_kind != '', toString(pk_kind), s_pipeline_kind != '', toString(s_pipeline_kind), 'sales') AS pipeline_kind,
      if(empty(list), '', list[-1].8) AS last_kind,
      multiIf(d.outcome != '', toString(d.outcome), last_kind IN ('won', 'lost'), last_kind, s_kind IN ('won', 'lost'), toString(s_kind), 'open') AS result,
      multiIf(result = 'open', NULL, d.closed_at IS NOT NULL, d.closed_at, last_kind = result, list[-1].1, v_at > d.created_at, v_at, NULL) AS ended_at,
      d.closed_at IS NOT NULL AND d.closed_at_precision = 2 AS ended_to_the_day,
      if(result = 'won', ended_at, ${firstMove("x.8 = 'won'")}) AS ended_won,
      if(last_kind = 'open', list[-1].1, NULL) AS undone_at,
      if(result = 'lost' AND d.amount = 0, NULL, d.amount) AS known_amount,
      ${dayNumber(context, 'ifNull(ended_at, d.created_at)')} AS money_day,
      p_payment_at AS payment_at, p_payment_amount AS payment_amount,
      d.lead_id = 0 AND ld_deal_id = 0 AND d.continues_deal_id = 0 AND d.pipeline_id != 0
        AND d.source IN ${quoteAll(context.oneCardSources)} AND pipeline_kind IN ('qualification', 'sales') AS card,
      card AND pk_has_qualified AS qualifies,
      if(qualifies, ${firstMove("x.10 OR x.8 = 'won'")}, d.created_at) AS deal_at
    FROM ${records(context, scope, 'deals')} AS d
    LEFT ANY JOIN ${side('m', moves(context, scope, 'deal'), 'entity, list')} ON m_entity = d.k
    LEFT ANY JOIN ${side('s', stageMeta(context), 'stage, pipeline, pipeline_kind, kind')} ON s_stage = d.stage_id
    LEFT ANY JOIN ${side('pk', pipelineMeta(context), 'pipeline, kind, has_qualified')} ON pk_pipeline = d.pipeline_id
    LEFT ANY JOIN ${side('v', `(SELECT entity_id, new, max(at) AS at FROM ${outcomeChanges} GROUP BY entity_id, new)`, 'entity_id, new, at')} ON v_entity_id = d.k AND v_new = d.outcome
    LEFT ANY JOIN ${side('p', paymentsOfDeals(context, scope), 'deal, payment_at, payment_amount')} ON p_deal = d.k
    LEFT ANY JOIN ${side('ld', `(SELECT deal_id, min(k) AS lead FROM ${records(context, scope, 'leads', 'k, deal_id')} WHERE deal_id != 0 GROUP BY deal_id)`, 'deal_id, lead')} ON ld_deal_id = d.k
    WHERE pipeline_kind IN ('qualification', 'sales', 'repeat')
  )`
}

/** Moment of the sale event, over the columns of `dealRows`; null = not sold. */
function saleMoment(context: FactContext): string {
  const at = milestones.indexOf(context.saleEvent as (typeof milestones)[number])
  if (at >= 0) return firstMove(`x.9 >= ${at} OR x.8 = 'won'`)
  if (context.saleEvent === 'first_payment')
    return 'if(arrayExists(y -> y > 0, payment_amount), payment_at[arrayFirstIndex(y -> y > 0, payment_amount)], NULL)'
  return context.saleEvent === 'full_payment' ? 'paid_in_full_at' : 'ended_won'
}

/**
 * One row per living deal of the pipelines that count: the columns of the record and list (moves), pipeline, pipeline_kind,
 * result (won, lost, open), ended_at, ended_to_the_day, amount_ws, amount_missing, sold_at, sold_to_the_day, lost_at, reverted_at,
 * payment_at, payment_amount, paid_in_full_at, card (yields a lead), converted_lead, deal_at (null = never became a deal), owner_at, owner_k,
 * client, party.
 */
export function selectDealRows(context: FactContext, scope: Scope): string {
  const rate = rateJoin(context, 'o', 'currency', 'money_day')
  const paidSoFar = 'arrayCumSum(arrayMap(x -> ifNull(x, toDecimal128(0, 8)), payment_amount))'
  return `SELECT o.*, x_base AS client, x_party AS party, w_owner_at AS owner_at, w_owner_k AS owner_k,
      CAST(o.known_amount * ${rate.factor}, 'Nullable(Decimal(38, 8))') AS amount_ws,
      multiIf(o.known_amount IS NULL, 'amount', amount_ws IS NULL, 'rate', '') AS amount_missing,
      if(amount_ws > 0 AND arrayExists(x -> x >= amount_ws, ${paidSoFar}), payment_at[arrayFirstIndex(x -> x >= amount_ws, ${paidSoFar})], NULL) AS paid_in_full_at,
      if(arrayExists(x -> x < 0, payment_amount) AND arraySum(arrayMap(x -> ifNull(x, toDecimal128(0, 8)), payment_amount)) <= 0, payment_at[-1], NULL) AS refunded_at,
      ${saleMoment(context)} AS sold_at,
      ${context.saleEvent === 'won' ? "result = 'won' AND ended_to_the_day" : '0'} AS sold_to_the_day,
      if(sold_at IS NULL AND result = 'lost', ended_at, NULL) AS lost_at,
      multiIf(sold_at IS NULL, NULL, result = 'lost' AND ended_at >= sold_at, ended_at,
        result = 'open' AND undone_at > sold_at, undone_at, refunded_at >= sold_at, refunded_at, NULL) AS reverted_at
    FROM ${dealOutcomes(context, scope)} AS o
    INNER JOIN ${side('x', links(context, scope, 'deals'), 'k, base, party')} ON x_k = o.k
    LEFT ANY JOIN ${side('w', owners(context, scope, 'deal'), 'k, owner_at, owner_k')} ON w_k = o.k
    ${rate.join}`
}

/** The deal rows of the parties in scope, as written earlier in the derivation. */
export const dealRows = (context: FactContext, scope: Scope) =>
  `(SELECT * FROM work_deals FINAL WHERE ws = ${context.ws} AND ${inScope(context, scope)})`
