// The deal facts: what each sale came to, whose it was and what it is about. A deal carried on in another pipeline is one with
// what it continues: the first sale of the chain counts, lost only when the last of it is.
import { companyJoin } from './case-columns.ts'
import { ofRun } from './cases.ts'
import {
  clockSeconds,
  endOfDay,
  type FactContext,
  history,
  isMet,
  localDay,
  never,
  notSelling,
  orNever,
  ownerAt,
  records,
  type Scope,
  side,
  sideWhere,
} from './context.ts'
import { dealActivityJoin, lastTouchJoin } from './deal-activity.ts'
import { itemsOfDeals, itemTypes } from './deal-items.ts'
import { dealRows, paidInFull } from './deal-rows.ts'
import { dealTalksJoin } from './deal-talks.ts'
import { heads } from './heads.ts'
import { leadOrigins } from './lead-rows.ts'
import { firstMove } from './moves.ts'
import { reasonColumns, reasonJoin } from './reasons.ts'

/** Later deals of a chain, folded: one row per head. */
function chains(context: FactContext, rows: string): string {
  const merged = heads(context, 'deals')
  return `(
    SELECT h.head AS head, count() AS parts,
      minIf(d.sold_at, d.sold_at IS NOT NULL) AS sold_at, argMinIf(d.k, d.sold_at, d.sold_at IS NOT NULL) AS seller_k,
      argMinIf((d.amount_ws, d.amount_missing, d.amount, d.gross_profit, d.currency, d.factor, d.reverted_at), d.sold_at, d.sold_at IS NOT NULL) AS money, argMinIf(d.sold_to_the_day, d.sold_at, d.sold_at IS NOT NULL) AS sold_to_the_day,
      countIf(d.result = 'open') AS open_parts, max(d.lost_at) AS lost_at, argMax(d.k, d.created_at) AS last_k
    FROM ${rows} AS d INNER JOIN ${merged} AS h ON h.k = d.k GROUP BY h.head
  )`
}

/** What a sale takes from the deal of its chain that was sold, in the order of `money`. */
const folded = ['amount_ws', 'amount_missing', 'amount', 'gross_profit', 'currency', 'factor', 'reverted_at']

const ownLead = 'if(d.lead_id != 0, d.lead_id, d.converted_lead)'

/** Each deal with its lead, its chain folded and its money of the close; one row per sale. */
function sales(context: FactContext, scope: Scope): string {
  const rows = dealRows(context, scope)
  const merged = sideWhere(context.has.merges, 'lh', { k: 'UInt64', head: 'UInt64' }, () => heads(context, 'leads'), ownLead)
  const lead = `multiIf(d.card, d.k, ${ownLead}) AS own_lead, if(lh_head != 0, lh_head, own_lead) AS lead`
  if (!context.has.continuations)
    return `(
    SELECT ${merged.none} d.* EXCEPT (lost_at, created_at), d.created_at AS card_created_at, assumeNotNull(d.deal_at) AS created_at, ${lead},
      d.k AS owner_deal, if(d.sold_at IS NULL, d.lost_at, NULL) AS lost_at
    FROM ${rows} AS d ${merged.join} WHERE d.deal_at IS NOT NULL)`
  const later = chains(context, rows)
  return `(
    SELECT ${merged.none} d.* EXCEPT (${folded.join(', ')}, sold_at, lost_at, sold_to_the_day, created_at), d.created_at AS card_created_at, assumeNotNull(d.deal_at) AS created_at,
      ${lead},
      c_parts > 0 AS chained, chained AND c_seller_k != 0 AND (d.sold_at IS NULL OR c_sold_at < d.sold_at) AS sold_later,
      if(sold_later, c_sold_at, d.sold_at) AS sold_at, if(sold_later, c_sold_to_the_day, d.sold_to_the_day) AS sold_to_the_day,
      ${folded.map((name, i) => `if(sold_later, c_money.${i + 1}, d.${name}) AS ${name}`).join(', ')}, if(sold_later, c_seller_k, d.k) AS owner_deal,
      multiIf(sold_at IS NOT NULL, NULL, NOT chained, d.lost_at, c_open_parts > 0, NULL, greatest(ifNull(d.lost_at, c_lost_at), ifNull(c_lost_at, d.lost_at))) AS lost_at
    FROM ${rows} AS d
    LEFT ANY JOIN ${side('c', later, 'head, parts, sold_at, seller_k, money, sold_to_the_day, open_parts, lost_at')} ON c_head = d.k
    ${merged.join}
    WHERE d.deal_at IS NOT NULL AND d.k NOT IN (SELECT k FROM ${heads(context, 'deals')})
  )`
}

/** Amounts and expected closes in time, from value_changes, as lists of (at, old, new): columns entity_id, amounts, closes. */
function valuesInTime(context: FactContext, scope: Scope): string {
  const columns = 'entity_id, field, at, old, new'
  const changes = history(
    context,
    scope,
    'value_changes',
    ['deals'],
    'entity_id',
    columns,
    "entity = 'deal' AND field IN ('amount', 'expected_close_at')",
  )
  const list = (field: string) => `arraySort(groupArrayIf((at, old, new), field = '${field}'))`
  return `(SELECT entity_id, ${list('amount')} AS amounts, ${list('expected_close_at')} AS closes FROM ${changes} GROUP BY entity_id)`
}

const valueList = "Array(Tuple(DateTime64(3, 'UTC'), String, String))"
const creditTypes = { deal_id: 'UInt64', credit_k: 'Array(UInt64)', credit_share: 'Array(Decimal(38, 8))' }

/** Who shares in each deal. */
const creditsOf = (context: FactContext, scope: Scope) =>
  `(SELECT deal_id, groupArray(person_id) AS credit_k, groupArray(ifNull(share, 0)) AS credit_share FROM ${history(context, scope, 'deal_credits', ['deals'], 'deal_id', 'deal_id, person_id, share')} GROUP BY deal_id)`

/** Longest normal stay in each of a list of stages, in seconds; 0 = not set. */
function stayLimits({ ws }: FactContext, stages: string): string {
  const limits = `(SELECT (groupArray(stage), groupArray(ifNull(days_max, 0) * 86400)) FROM stage_meta FINAL WHERE ws = ${ws})`
  return `arrayMap(x -> ${limits}.2[indexOf(${limits}.1, x)], ${stages})`
}

/** Selling owner when the lead became qualified, of a deal without one when the deal did; at the latest when the deal was made. */
function opener(context: FactContext): string {
  const selling = (person: string) => `if(${notSelling(context, person)}, 0, ${person})`
  const ofLead = ownerAt('ifNull(d.lead_qualified_at, d.created_at)', 'd.lead_owner_at', 'd.lead_owner_k')
  const own = ownerAt('ifNull(qualified_move, d.created_at)', 'd.owner_at', 'd.owner_k')
  return `if(d.lead_known AND ${selling(ofLead)} != 0, ${ofLead}, ${selling(own)})`
}

/** First sale of every client, from the cases: columns client, at, k. Apart, since a window would sort whole rows. */
const firstOfClients = (context: FactContext, scope: Scope) => `(
    SELECT s.client AS client, min(s.at) AS at, argMin(s.k, (s.at, s.k)) AS k FROM (
      SELECT c.head AS k, anyIf(c.client, c.k = c.head) AS client, assumeNotNull(min(c.sold_at)) AS at
      FROM ${ofRun(context, scope, 'work_cases', 'head, k, client, sold_at', "entity_kind = 'deals'")} AS c GROUP BY c.head HAVING min(c.sold_at) IS NOT NULL)
    AS s GROUP BY s.client)`

const instant = "DateTime64(3, 'UTC')"
const textual = 'LowCardinality(String)'

/** What a deal takes from its lead. */
const originTypes = {
  ...{
    k: 'UInt64',
    created_at: instant,
    channel: textual,
    channel_group: textual,
    campaign: textual,
    origin: textual,
    utm_campaign: textual,
  },
  ...{ product: textual, language: textual, contact_id: 'UInt64', company: 'UInt64', qualified_at: `Nullable(${instant})` },
  ...{ owner_at: `Array(${instant})`, owner_k: 'Array(UInt64)' },
}

/** Sales with what they take from their lead and contact. */
function withOrigins(context: FactContext, scope: Scope): string {
  const soldUntil = `ifNull(if(s.sold_to_the_day, ${endOfDay(context, 'assumeNotNull(s.sold_at)')}, s.sold_at), toDateTime64(0, 3, 'UTC'))`
  const origin = sideWhere(context.has.leads, 'lo', originTypes, () => leadOrigins(context, scope), 's.lead')
  const contact = sideWhere(
    isMet(scope, 'contacts'),
    'dc',
    { k: 'UInt64', company_id: 'UInt64' },
    () => records(context, scope, 'contacts', 'k, company_id'),
    's.contact_id',
  )
  return `(
      SELECT ${origin.none} ${contact.none} s.* EXCEPT (channel, channel_group, campaign), lo_k != 0 AS lead_known, lo_created_at AS lead_created, lo_origin AS origin,
        if(lead_known, lo_channel, s.channel) AS channel, if(lead_known, lo_channel_group, s.channel_group) AS channel_group,
        if(lead_known, lo_campaign, s.campaign) AS campaign, lo_utm_campaign AS utm_campaign, lo_product AS lead_product,
        lo_language AS lead_language, lo_qualified_at AS lead_qualified_at, lo_owner_at AS lead_owner_at, lo_owner_k AS lead_owner_k, if(s.contact_id != 0, s.contact_id, lo_contact_id) AS contact,
        multiIf(s.company_id != 0, s.company_id, dc_company_id != 0, dc_company_id, s.contact_id != 0, 0, lo_company) AS company, pm_has_qualified AS has_qualified,
        ${soldUntil} AS seen_until
      FROM ${sales(context, scope)} AS s
      ${origin.join} ${contact.join}
      LEFT ANY JOIN ${side('pm', `(SELECT * FROM pipeline_meta FINAL WHERE ws = ${context.ws})`, 'pipeline, has_qualified')} ON pm_pipeline = s.pipeline
    )`
}

/** SELECT of the deal facts; columns not named take their default. */
export function dealFacts(context: FactContext, scope: Scope): string {
  const rows = dealRows(context, scope)
  const seller = context.has.continuations ? { at: 'so_owner_at', who: 'so_owner_k' } : { at: 'd.owner_at', who: 'd.owner_k' }
  const reason = reasonColumns(context, 'd')
  const company = companyJoin(context, scope, 'd')
  const activity = dealActivityJoin(context, scope)
  const talks = dealTalksJoin(context, scope)
  const seen = lastTouchJoin(context, scope, 'd', 'seen_until')
  const items = sideWhere(context.has.items, 'it', itemTypes, () => itemsOfDeals(context, scope), 'd.owner_deal')
  const valueTypes = { entity_id: 'UInt64', amounts: valueList, closes: valueList }
  const values = sideWhere(context.has.valued, 'v', valueTypes, () => valuesInTime(context, scope), 'd.k')
  const credits = sideWhere(context.has.credits, 'cr', creditTypes, () => creditsOf(context, scope), 'd.k')
  const close = `if(d.sold_at IS NOT NULL AND d.sold_to_the_day OR d.sold_at IS NULL AND d.ended_to_the_day, ${endOfDay(context, 'assumeNotNull(closed_at)')}, closed_at)`
  const firstSelling = `arrayFirstIndex(x -> x != 0 AND NOT ${notSelling(context, 'x')}, d.owner_k)`
  const parse = (text: string) => `parseDateTime64BestEffortOrNull(${text}, 3, '${context.timezone}')`
  return `
    SELECT ${items.none} ${values.none} ${credits.none} d.k AS k, d.source AS source, d.id AS id, d.party AS party, d.client AS client, d.company AS company, d.contact AS contact,
      if(d.lead_known, d.lead, 0) AS lead, d.created_at AS created_at, if(d.lead_known, d.lead_created, d.card_created_at) AS lead_created_at,
      d.pipeline AS pipeline, d.pipeline_kind AS pipeline_kind, if(empty(d.list), d.stage_id, d.list[-1].6) AS stage, if(empty(d.list), '', d.list[-1].13) AS milestone,
      d.channel AS channel, if(d.campaign != '', d.campaign, d.utm_campaign) AS campaign, d.origin AS origin,
      d.channel_group AS channel_group, if(d.product != '', d.product, d.lead_product) AS product, d.lead_language AS language,
      ${company.columns}, ${company.customerSince} AS customer_since, d.extra AS extra,
      if(least(if(fc_client = 0, ${never}, fc_at), ifNull(customer_since, ${never})) < d.created_at, 'repeat', 'new') AS customer_kind,
      d.owner_at AS owner_at, d.owner_k AS owner_k, d.owner_k[${firstSelling}] AS first_owner,
      if(${firstSelling} = 0, NULL, greatest(d.owner_at[${firstSelling}], d.created_at)) AS first_owner_at,
      ${firstMove('x.10', 'd.list')} AS qualified_move,
      ${opener(context)} AS opener,
      cr_credit_k AS credit_k, cr_credit_share AS credit_share,
      d.sold_at AS sold_at, d.lost_at AS lost_at, ifNull(d.sold_at, d.lost_at) AS closed_at, greatest(d.created_at, ${orNever('closed_at')}) AS open_until, ${close} AS close_moment,
      ${ownerAt('assumeNotNull(close_moment)', seller.at, seller.who)} AS owner_at_close,
      if(closed_at IS NULL OR ${notSelling(context, 'owner_at_close')}, 0, owner_at_close) AS closer,
      d.sold_at IS NOT NULL AND fc_k = d.k
        AND (customer_since IS NULL OR ${localDay(context, 'assumeNotNull(customer_since)')} >= ${localDay(context, 'assumeNotNull(d.sold_at)')}) AS first_purchase,
      if(d.sold_at IS NULL, NULL, ${seen.at}) AS seen_at,
      d.reverted_at AS reverted_at, d.sold_at IS NOT NULL AND d.has_qualified AND qualified_move IS NULL AS jumped,
      d.amount_ws AS amount, d.amount_missing AS amount_missing,
      if(empty(v_amounts), [d.created_at], arrayConcat([least(d.created_at, v_amounts[1].1)], arrayMap(x -> x.1, v_amounts))) AS amount_at,
      arrayMap(x -> toDecimal128OrNull(x, 8), if(empty(v_amounts), [ifNull(toString(d.amount), '')], arrayConcat([v_amounts[1].2], arrayMap(x -> x.3, v_amounts)))) AS amount_was,
      toString(d.currency) AS currency,
      if(empty(v_closes), [d.created_at], arrayConcat([least(d.created_at, v_closes[1].1)], arrayMap(x -> x.1, v_closes))) AS expected_at,
      if(empty(v_closes), [${orNever('d.expected_close_at')}], arrayMap(x -> ${orNever(parse('x'))}, arrayConcat([v_closes[1].2], arrayMap(x -> x.3, v_closes)))) AS expected_was,
      if(d.sold_at IS NULL, NULL, greatest(0, ${clockSeconds(context, 'lead_created_at', 'assumeNotNull(d.sold_at)', 'd.sold_to_the_day')})) AS cycle_s,
      ${reason.name} AS lost_reason, ${reason.group} AS lost_reason_group, lost_reason != '' AND lost_reason_group != 'other'
        AND lowerUTF8(lost_reason) NOT IN ('другое', 'інше', 'other') AS lost_reason_known,
      if(d.sold_at IS NULL AND closed_at IS NOT NULL, arrayLast(x -> x.8 = 'open', d.list).6, 0) AS lost_stage,
      arrayMap(x -> x.6, d.list) AS open_stage, arrayMap(x -> x.1, d.list) AS open_stage_from, ${stayLimits(context, 'if(empty(d.list), [d.stage_id], open_stage)')} AS open_stage_max_s,
      d.company_id != 0 AS with_company, ${activity.columns}, ${talks.columns},
      d.owner_deal AS money_deal, d.factor AS factor, it_items AS items, it_has_addon AS has_addon,
      CAST(ifNull(d.gross_profit, it_profit) * d.factor, 'Nullable(Decimal(38, 8))') AS gross_profit,
      d.payment_at AS payment_at, d.payment_amount AS payment_amount,
      ${context.has.continuations ? paidInFull(context, 'd.payments', 'd.amount', 'd.currency', 'd.factor') : 'd.paid_in_full_at AS paid_in_full_at, d.paid_to_the_day AS paid_to_the_day'},
      if(paid_in_full_at IS NULL, NULL, ${clockSeconds(context, 'lead_created_at', 'assumeNotNull(paid_in_full_at)', 'paid_to_the_day')}) AS cash_cycle_s
    FROM ${withOrigins(context, scope)} AS d
    ${context.has.continuations ? `LEFT ANY JOIN ${side('so', rows, 'k, owner_at, owner_k')} ON so_k = d.owner_deal` : ''}
    ${values.join} ${credits.join}
    ${items.join}
    LEFT ANY JOIN ${side('fc', firstOfClients(context, scope), 'client, at, k')} ON fc_client = d.client
    ${activity.join} ${talks.join} ${seen.join}
    ${company.join}
    ${reasonJoin(context, 'd')}`
}
