// The deal facts: what each sale came to, whose it was and what it is about. A deal carried on in another pipeline is one with
// what it continues: the first sale of the chain counts, lost only when the last of it is.
import { companyJoin } from './case-columns.ts'
import { clockSeconds, endOfDay, type FactContext, links, never, notSelling, orNever, ownerAt, records, type Scope } from './context.ts'
import { dealRows } from './deal-rows.ts'
import { leadOrigins } from './lead-rows.ts'
import { firstMove, heads, owners } from './moves.ts'
import { reasonColumns, reasonJoin } from './reasons.ts'

/** Later deals of a chain, folded: one row per head. */
function chains(context: FactContext, scope: Scope, rows: string): string {
  const merged = heads(context, scope, 'deals', 'continues_deal_id')
  return `(
    SELECT h.head AS head, count() AS parts,
      minIf(d.sold_at, d.sold_at IS NOT NULL) AS sold_at, argMinIf(d.k, d.sold_at, d.sold_at IS NOT NULL) AS seller_k,
      argMinIf(d.amount_ws, d.sold_at, d.sold_at IS NOT NULL) AS amount_ws, argMinIf(d.sold_to_the_day, d.sold_at, d.sold_at IS NOT NULL) AS sold_to_the_day,
      countIf(d.result = 'open') AS open_parts, max(d.lost_at) AS lost_at, argMax(d.k, d.created_at) AS last_k
    FROM ${rows} AS d INNER JOIN ${merged} AS h ON h.k = d.k GROUP BY h.head
  )`
}

/** Each deal with its lead, its chain folded and its money of the close; one row per sale. */
function sales(context: FactContext, scope: Scope): string {
  const rows = dealRows(context, scope)
  const later = chains(context, scope, rows)
  const leadHeads = heads(context, scope, 'leads', 'merged_into')
  return `(
    SELECT d.* EXCEPT (sold_at, lost_at, amount_ws, sold_to_the_day, created_at), d.created_at AS card_created_at, assumeNotNull(d.deal_at) AS created_at,
      multiIf(d.card, d.k, d.lead_id != 0, d.lead_id, d.converted_lead) AS own_lead, if(lh.head != 0, lh.head, own_lead) AS lead,
      c.parts > 0 AS chained, chained AND c.seller_k != 0 AND (d.sold_at IS NULL OR c.sold_at < d.sold_at) AS sold_later,
      if(sold_later, c.sold_at, d.sold_at) AS sold_at, if(sold_later, c.sold_to_the_day, d.sold_to_the_day) AS sold_to_the_day,
      if(sold_later, c.amount_ws, d.amount_ws) AS amount_ws, if(sold_later, c.seller_k, d.k) AS owner_deal,
      multiIf(sold_at IS NOT NULL, NULL, NOT chained, d.lost_at, c.open_parts > 0, NULL, greatest(ifNull(d.lost_at, c.lost_at), ifNull(c.lost_at, d.lost_at))) AS lost_at
    FROM ${rows} AS d
    LEFT ANY JOIN ${later} AS c ON c.head = d.k
    LEFT ANY JOIN ${leadHeads} AS lh ON lh.k = multiIf(d.lead_id != 0, d.lead_id, d.converted_lead)
    WHERE d.deal_at IS NOT NULL AND d.k NOT IN (SELECT k FROM ${heads(context, scope, 'deals', 'continues_deal_id')})
  )`
}

/** Amounts and expected closes in time, from value_changes; the present value where none were sent. */
function valuesInTime(context: FactContext, scope: Scope): string {
  return `(
    SELECT entity_id, field, arraySort(groupArray((at, old, new))) AS list FROM (
      SELECT entity_id, toString(field) AS field, at, old, new FROM rec_value_changes FINAL
      WHERE ws = ${context.ws} AND entity = 'deal' AND field IN ('amount', 'expected_close_at')
        AND entity_id IN (SELECT k FROM ${links(context, scope, 'deals')}))
    GROUP BY entity_id, field
  )`
}

/** SELECT of the deal facts; columns not named take their default. */
export function dealFacts(context: FactContext, scope: Scope): string {
  const reason = reasonColumns('d')
  const company = companyJoin(context, scope, 'd')
  const close = `if(d.sold_at IS NOT NULL AND d.sold_to_the_day OR d.sold_at IS NULL AND d.ended_to_the_day, ${endOfDay(context, 'assumeNotNull(closed_at)')}, closed_at)`
  const firstSelling = `arrayFirstIndex(x -> x != 0 AND NOT ${notSelling(context, 'x')}, o.owner_k)`
  const parse = (text: string) => `parseDateTime64BestEffortOrNull(${text}, 3, '${context.timezone}')`
  return `
    SELECT d.k AS k, d.source AS source, d.id AS id, x.party AS party, x.base AS client, d.company AS company, d.contact AS contact,
      if(d.lead_known, d.lead, 0) AS lead, d.created_at AS created_at, if(d.lead_known, d.lead_created, d.card_created_at) AS lead_created_at,
      d.pipeline AS pipeline, d.pipeline_kind AS pipeline_kind, if(empty(d.list), d.stage_id, d.list[-1].6) AS stage, if(empty(d.list), '', d.list[-1].13) AS milestone,
      if(d.lead_known, d.lead_channel, d.channel) AS channel, if(d.lead_known, d.lead_campaign, d.campaign) AS campaign, d.lead_origin AS origin,
      ${context.channelGroup('d')} AS channel_group, if(d.product != '', d.product, d.lead_product) AS product, d.lead_language AS language,
      ${company.columns}, ${company.customerSince} AS customer_since, d.extra AS extra,
      if(least(ifNull(min(d.sold_at) OVER (PARTITION BY x.base), ${never}), ifNull(customer_since, ${never})) < d.created_at, 'repeat', 'new') AS customer_kind,
      o.owner_at AS owner_at, o.owner_k AS owner_k, o.owner_k[${firstSelling}] AS first_owner,
      if(${firstSelling} = 0, NULL, greatest(o.owner_at[${firstSelling}], d.created_at)) AS first_owner_at,
      ${firstMove('x.10', 'd.list')} AS qualified_move,
      ${ownerAt('ifNull(qualified_move, d.created_at)', 'o.owner_at', 'o.owner_k')} AS opener,
      cr.credit_k AS credit_k, cr.credit_share AS credit_share,
      d.sold_at AS sold_at, d.lost_at AS lost_at, ifNull(d.sold_at, d.lost_at) AS closed_at, ${close} AS close_moment,
      ${ownerAt('assumeNotNull(close_moment)', 'so.owner_at', 'so.owner_k')} AS owner_at_close,
      if(closed_at IS NULL OR ${notSelling(context, 'owner_at_close')}, 0, owner_at_close) AS closer,
      d.reverted_at AS reverted_at, d.sold_at IS NOT NULL AND d.has_qualified AND qualified_move IS NULL AS jumped,
      d.amount_ws AS amount, d.amount_missing AS amount_missing,
      if(empty(va.list), [d.created_at], arrayConcat([least(d.created_at, va.list[1].1)], arrayMap(x -> x.1, va.list))) AS amount_at,
      arrayMap(x -> toDecimal128OrNull(x, 8), if(empty(va.list), [ifNull(toString(d.amount), '')], arrayConcat([va.list[1].2], arrayMap(x -> x.3, va.list)))) AS amount_was,
      toString(d.currency) AS currency,
      if(empty(ve.list), [d.created_at], arrayConcat([least(d.created_at, ve.list[1].1)], arrayMap(x -> x.1, ve.list))) AS expected_at,
      if(empty(ve.list), [${orNever('d.expected_close_at')}], arrayMap(x -> ${orNever(parse('x'))}, arrayConcat([ve.list[1].2], arrayMap(x -> x.3, ve.list)))) AS expected_was,
      if(d.sold_at IS NULL, NULL, greatest(0, ${clockSeconds(context, 'lead_created_at', 'assumeNotNull(d.sold_at)', 'd.sold_to_the_day')})) AS cycle_s,
      ${reason.name} AS lost_reason, ${reason.group} AS lost_reason_group, lost_reason != '' AND lost_reason_group != 'other'
        AND lowerUTF8(lost_reason) NOT IN ('другое', 'інше', 'other') AS lost_reason_known,
      arrayMap(x -> x.6, d.list) AS open_stage, arrayMap(x -> x.1, d.list) AS open_stage_from,
      d.company_id != 0 AS with_company,
      d.payment_at AS payment_at, d.payment_amount AS payment_amount, d.paid_in_full_at AS paid_in_full_at,
      if(d.paid_in_full_at IS NULL, NULL, greatest(0, ${clockSeconds(context, 'lead_created_at', 'assumeNotNull(d.paid_in_full_at)', '0')})) AS cash_cycle_s
    FROM (
      SELECT s.*, lo.k != 0 AS lead_known, lo.created_at AS lead_created, lo.channel AS lead_channel, lo.campaign AS lead_campaign, lo.origin AS lead_origin,
        lo.utm_source AS utm_source, lo.utm_medium AS utm_medium, lo.utm_campaign AS utm_campaign, lo.click_id AS click_id, lo.product AS lead_product,
        lo.language AS lead_language, if(s.contact_id != 0, s.contact_id, lo.contact_id) AS contact,
        multiIf(s.company_id != 0, s.company_id, dc.company_id != 0, dc.company_id, s.contact_id != 0, 0, lo.company) AS company, pm.has_qualified AS has_qualified
      FROM ${sales(context, scope)} AS s
      LEFT ANY JOIN ${leadOrigins(context, scope)} AS lo ON lo.k = s.lead
      LEFT ANY JOIN ${records(context, scope, 'contacts', 'k, company_id')} AS dc ON dc.k = s.contact_id
      LEFT ANY JOIN (SELECT pipeline, has_qualified FROM pipeline_meta FINAL WHERE ws = ${context.ws}) AS pm ON pm.pipeline = s.pipeline
    ) AS d
    INNER JOIN ${links(context, scope, 'deals')} AS x ON x.k = d.k
    LEFT ANY JOIN ${owners(context, scope, 'deal')} AS o ON o.k = d.k
    LEFT ANY JOIN ${owners(context, scope, 'deal')} AS so ON so.k = d.owner_deal
    LEFT ANY JOIN (SELECT entity_id, list FROM ${valuesInTime(context, scope)} WHERE field = 'amount') AS va ON va.entity_id = d.k
    LEFT ANY JOIN (SELECT entity_id, list FROM ${valuesInTime(context, scope)} WHERE field = 'expected_close_at') AS ve ON ve.entity_id = d.k
    LEFT ANY JOIN (SELECT deal_id, groupArray(person_id) AS credit_k, groupArray(ifNull(share, 0)) AS credit_share FROM rec_deal_credits FINAL WHERE ws = ${context.ws} GROUP BY deal_id) AS cr ON cr.deal_id = d.k
    ${company.join}
    ${reasonJoin(context, 'd')}`
}
