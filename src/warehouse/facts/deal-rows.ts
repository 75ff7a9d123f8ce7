// Deals as they stand before anything is added: effective outcome, sale event, loss, card or not. One row per deal record;
// leads, deals and stays all start from it.
import {
  type FactContext,
  history,
  isMet,
  links,
  milestones,
  never,
  orNever,
  quote,
  quoteAll,
  records,
  rowsOf,
  type Scope,
  side,
  sideWhere,
  unlessNever,
} from './context.ts'
import { firstMove, moveList, moves, owners, stageMeta } from './moves.ts'
import { paymentRows } from './payment-rows.ts'
import { dayNumber, rateJoin } from './rates.ts'

export const pipelineMeta = (context: FactContext) => `(SELECT * FROM pipeline_meta FINAL WHERE ws = ${context.ws})`

const payment = "Tuple(DateTime64(3, 'UTC'), UInt64, Nullable(Decimal(38, 8)), Decimal(38, 8), String, UInt8)"

/** Payments of each deal and of what continues it, in order: columns deal, list of (at, k, amount_ws, amount, currency, to_the_day), refunds negative. */
function paymentsOfDeals(context: FactContext, scope: Scope): string {
  return `(
    SELECT deal, arraySort(x -> (x.1, x.2), groupArray((at, k, amount_ws, ifNull(if(refund, -amount, amount), toDecimal128(0, 8)), toString(currency), to_the_day))) AS list
    FROM ${paymentRows(context, scope)} WHERE deal != 0 GROUP BY deal)`
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
  const moved = sideWhere(context.has.moves, 'm', { entity: 'UInt64', list: moveList }, () => moves(context, scope, 'deal'), 'd.k')
  const paid = sideWhere(
    context.has.payments,
    'p',
    { deal: 'UInt64', list: `Array(${payment})` },
    () => paymentsOfDeals(context, scope),
    'd.k',
  )
  const converted = `(SELECT deal_id, min(k) AS lead FROM ${records(context, scope, 'leads', 'k, deal_id')} WHERE deal_id != 0 GROUP BY deal_id)`
  const from = sideWhere(isMet(scope, 'leads'), 'ld', { deal_id: 'UInt64', lead: 'UInt64' }, () => converted, 'd.k')
  return `(
    SELECT ${moved.none} ${paid.none} ${from.none} d.*, m_list AS list, ld_lead AS converted_lead,
      if(d.pipeline_id != 0, d.pipeline_id, if(empty(list), s_pipeline, list[-1].7)) AS pipeline,
      multiIf(pk_kind != '', toString(pk_kind), s_pipeline_kind != '', toString(s_pipeline_kind), 'sales') AS pipeline_kind,
      if(empty(list), '', list[-1].8) AS last_kind,
      multiIf(d.outcome != '', toString(d.outcome), last_kind IN ('won', 'lost'), last_kind, s_kind IN ('won', 'lost'), toString(s_kind), 'open') AS result,
      multiIf(result = 'open', NULL, d.closed_at IS NOT NULL, d.closed_at, last_kind = result, list[-1].1, v_at > d.created_at, v_at, NULL) AS ended_at,
      d.closed_at IS NOT NULL AND d.closed_at_precision = 2 AS ended_to_the_day,
      if(result = 'won', ended_at, coalesce(${firstMove("x.8 = 'won'")}, if(w_won > d.created_at, w_won, NULL))) AS ended_won,
      if(result = 'won', [], arraySort(arrayConcat(w_opened, arrayMap(x -> x.1, arrayFilter(x -> x.8 = 'open' AND x.7 = pipeline, list))))) AS opened,
      if(result = 'lost' AND d.amount = 0, NULL, d.amount) AS known_amount,
      p_list AS payments, arrayMap(x -> x.1, p_list) AS payment_at, arrayMap(x -> x.3, p_list) AS payment_amount,
      ${dayNumber(context, `coalesce(${context.saleEvent === 'full_payment' ? 'NULL' : saleMoment(context)}, ended_at, d.created_at)`)} AS money_day,
      d.lead_id = 0 AND ld_deal_id = 0 AND d.continues_deal_id = 0 AND d.pipeline_id != 0
        AND d.source IN ${quoteAll(context.oneCardSources)} AND pipeline_kind IN ('qualification', 'sales') AS card,
      card AND pk_has_qualified AS qualifies,
      if(qualifies, ${firstMove("x.10 OR x.8 = 'won'")}, d.created_at) AS deal_at
    FROM ${records(context, scope, 'deals')} AS d
    ${moved.join}
    LEFT ANY JOIN ${side('s', stageMeta(context), 'stage, pipeline, pipeline_kind, kind')} ON s_stage = d.stage_id
    LEFT ANY JOIN ${side('pk', pipelineMeta(context), 'pipeline, kind, has_qualified')} ON pk_pipeline = d.pipeline_id
    LEFT ANY JOIN ${side('v', `(SELECT entity_id, new, max(at) AS at FROM ${outcomeChanges} GROUP BY entity_id, new)`, 'entity_id, new, at')} ON v_entity_id = d.k AND v_new = d.outcome
    LEFT ANY JOIN ${side('w', `(SELECT entity_id, minIf(at, new = 'won') AS won, groupArrayIf(at, new = 'open') AS opened FROM ${outcomeChanges} GROUP BY entity_id)`, 'entity_id, won, opened')} ON w_entity_id = d.k
    ${paid.join} ${from.join}
    WHERE pipeline_kind IN ('qualification', 'sales', 'repeat')
  )`
}

/** Moment of the sale event, over the columns of `dealRows`; null = not sold. */
function saleMoment(context: FactContext): string {
  const at = milestones.indexOf(context.saleEvent as (typeof milestones)[number])
  if (at >= 0) return firstMove(`x.9 >= ${at} OR x.8 = 'won'`)
  if (context.saleEvent === 'first_payment') return 'if(arrayExists(y -> y.4 > 0, payments), arrayFirst(y -> y.4 > 0, payments).1, NULL)'
  return context.saleEvent === 'full_payment' ? 'paid_in_full_at' : 'ended_won'
}

/**
 * When payments reached an amount: paid_in_full_at, paid_to_the_day. In the currency of the amount, so that a change of rates
 * leaves nothing open; other currencies by the way of the workspace's.
 */
export function paidInFull(context: FactContext, payments: string, amount: string, currency: string, factor: string): string {
  const own = `if(x.5 = if(${currency} = '', ${quote(context.currency)}, toString(${currency})), x.4, CAST(x.3 / nullIf(${factor}, 0), 'Nullable(Decimal(38, 8))'))`
  return `arrayCumSum(arrayMap(x -> ifNull(${own}, toDecimal128(0, 8)), ${payments})) AS paid_so_far,
      if(${amount} > 0, arrayFirstIndex(x -> x >= ${amount}, paid_so_far), 0) AS paid_no,
      if(paid_no = 0, NULL, ${payments}[paid_no].1) AS paid_in_full_at, paid_no != 0 AND ${payments}[paid_no].6 = 1 AS paid_to_the_day`
}

/**
 * One row per living deal of the pipelines that count: the columns of the record and list (moves), pipeline, pipeline_kind,
 * result (won, lost, open), ended_at, ended_to_the_day, amount_ws, amount_missing, sold_at, sold_to_the_day, lost_at, reverted_at,
 * payments, payment_at, payment_amount, factor (of its currency at the close), paid_in_full_at, paid_to_the_day, card (yields a lead), converted_lead, deal_at (null = never became a deal), owner_at, owner_k,
 * client, party.
 */
export function selectDealRows(context: FactContext, scope: Scope): string {
  const rate = rateJoin(context, 'o', 'currency', 'money_day')
  return `SELECT o.*, ${context.channelGroup('o', 'deal')} AS channel_group, x_base AS client, x_party AS party, w_owner_at AS owner_at, w_owner_k AS owner_k,
      CAST(${rate.factor}, 'Nullable(Decimal(38, 8))') AS factor, CAST(o.known_amount * factor, 'Nullable(Decimal(38, 8))') AS amount_ws,
      multiIf(o.known_amount IS NULL, 'amount', amount_ws IS NULL, 'rate', '') AS amount_missing,
      ${paidInFull(context, 'o.payments', 'o.known_amount', 'o.currency', 'factor')},
      arrayFirstIndex((x, total) -> x.4 < 0 AND total <= 0, o.payments, paid_so_far) AS refund_no, if(refund_no = 0, NULL, o.payments[refund_no].1) AS refunded_at,
      ${saleMoment(context)} AS sold_at,
      ${context.saleEvent === 'won' ? "result = 'won' AND ended_to_the_day" : '0'} AS sold_to_the_day,
      if(sold_at IS NULL AND result = 'lost', ended_at, NULL) AS lost_at,
      ${context.saleEvent === 'won' ? 'arrayFirstOrNull(x -> x > sold_at, o.opened)' : 'NULL'} AS undone_at,
      ${unlessNever(`least(if(result = 'lost' AND ended_at >= sold_at, assumeNotNull(ended_at), ${never}), ${orNever('undone_at')}, if(refunded_at >= sold_at, assumeNotNull(refunded_at), ${never}))`)} AS reverted_at
    FROM ${dealOutcomes(context, scope)} AS o
    INNER JOIN ${side('x', links(context, scope, 'deals'), 'k, base, party')} ON x_k = o.k
    LEFT ANY JOIN ${side('w', owners(context, scope, 'deal'), 'k, owner_at, owner_k')} ON w_k = o.k
    ${rate.join}`
}

/** The deal rows of the parties in scope, as written earlier in the derivation. */
export const dealRows = (context: FactContext, scope: Scope) => `(SELECT * FROM ${rowsOf(context, scope, 'work_deals')})`
