// What touches and tasks can belong to: every lead and deal record with its head, its owners in time and how long it is open.
// Derived first, so that touches, tasks and what they tell about leads and deals can lean on it.
import { companyJoin } from './case-columns.ts'
import {
  endOfDay,
  type FactContext,
  inScope,
  links,
  never,
  notSelling,
  orNever,
  records,
  type Scope,
  side,
  unlessNever,
} from './context.ts'
import { dealRows } from './deal-rows.ts'
import { leadOrigins, leadRows } from './lead-rows.ts'
import { heads, moves, owners } from './moves.ts'

/** First step forward or win among moves; null when there is none. */
const advance = (list: string) => {
  const steps = `arrayFilter((x, p) -> x.8 = 'won' OR (x.8 = 'open' AND x.7 = p.7 AND x.4 > p.4), arrayPopFront(${list}), arrayPopBack(${list}))`
  return `if(empty(${steps}), NULL, ${steps}[1].1)`
}

/** Moves that are more than the entry. */
const laterMoves = (list: string) => `arrayMap(x -> x.1, arrayPopFront(${list}))`

const earliestOf = (moments: readonly string[]) => unlessNever(`least(${moments.map(orNever).join(', ')})`)

/** Deals with their lead and the head of their chain; `open_to` = 2200 while open. */
function dealCore(context: FactContext, scope: Scope): string {
  const end = `if(d.ended_to_the_day, ${endOfDay(context, 'assumeNotNull(d.ended_at)')}, d.ended_at)`
  return `(
    SELECT d.k AS k, d.source AS source, d.id AS id, if(dh.head != 0, dh.head, d.k) AS head,
      multiIf(d.card, d.k, d.lead_id != 0, d.lead_id, d.converted_lead) AS own_lead, if(lh.head != 0, lh.head, own_lead) AS lead,
      ifNull(d.deal_at, d.created_at) AS created_at, d.contact_id AS contact_id, d.company_id AS company_id, d.channel AS channel, d.campaign AS campaign, d.product AS product,
      d.result = 'open' AS is_open, if(is_open, ${never}, ifNull(${end}, d.created_at)) AS open_to, if(is_open, NULL, ${end}) AS ended,
      d.sold_at AS sold_at, ${laterMoves('d.list')} AS moved_at, ${earliestOf([advance('d.list'), 'd.sold_at'])} AS advanced_at
    FROM ${dealRows(context, scope)} AS d
    LEFT ANY JOIN ${heads(context, scope, 'leads', 'merged_into')} AS lh ON lh.k = multiIf(d.lead_id != 0, d.lead_id, d.converted_lead)
    LEFT ANY JOIN ${heads(context, scope, 'deals', 'continues_deal_id')} AS dh ON dh.k = d.k
  )`
}

const ownerColumns = (context: FactContext, created: string) => {
  const first = `arrayFirstIndex(x -> x != 0 AND NOT ${notSelling(context, 'x')}, o.owner_k)`
  return `o.owner_at AS owner_at, o.owner_k AS owner_k, o.owner_k[${first}] AS first_owner, if(${first} = 0, NULL, greatest(o.owner_at[${first}], ${created})) AS first_owner_at`
}

function leadCases(context: FactContext, scope: Scope): string {
  const rows = leadRows(context, scope)
  const company = companyJoin(context, scope, 'l')
  const named = ['channel', 'campaign', 'utm_source', 'utm_medium', 'utm_campaign', 'click_id', 'origin']
  const group = named.map((name) => `argMin(x.${name}, (x.created_at, x.k)) AS g_${name}`).join(', ')
  const survivor = named.map((name) => `if(g_parts > 1, g_${name}, r.${name}) AS ${name}`).join(', ')
  return `
    SELECT l.k AS k, 'leads' AS entity_kind, l.source AS source, l.id AS id, l.party AS party, l.client AS client, l.company AS company, l.contact AS contact,
      l.channel AS channel, ${context.channelGroup('l')} AS channel_group, l.origin AS origin, if(l.campaign != '', l.campaign, l.utm_campaign) AS campaign,
      l.product AS product, l.language AS language, ${company.columns}, l.created_at AS created_at, l.head AS head, l.head AS lead,
      ${ownerColumns(context, 'l.created_at')},
      nullIf(multiIf(d.parts > 0, greatest(d.open_to, ifNull(l.end, d.open_to)), ifNull(l.end, ${never})), ${never}) AS open_to,
      d.sold_at AS sold_at, l.closed_at AS closed_at, arraySort(arrayConcat(${laterMoves('m.list')}, d.moved_at)) AS moved_at,
      ${earliestOf([advance('m.list'), 'd.advanced_at'])} AS advanced_at
    FROM (
      SELECT r.* EXCEPT (${named.join(', ')}, created_at), ${survivor}, if(g_parts > 1, g_created_at, r.created_at) AS created_at, r.contact_id AS contact,
        if(g_parts > 1, g_earliest, r.k) AS owner_lead, if(r.closed_to_the_day, ${endOfDay(context, 'assumeNotNull(r.closed_at)')}, r.closed_at) AS end
      FROM ${rows} AS r
      LEFT ANY JOIN (SELECT x.head AS g_head, count() AS g_parts, min(x.created_at) AS g_created_at, argMin(x.k, (x.created_at, x.k)) AS g_earliest, ${group} FROM ${rows} AS x GROUP BY x.head HAVING g_parts > 1) AS g ON g_head = r.k
    ) AS l
    LEFT ANY JOIN (SELECT *, 'leads' AS kind FROM ${owners(context, scope, 'lead')} UNION ALL SELECT *, 'deals' AS kind FROM ${owners(context, scope, 'deal')}) AS o ON o.k = l.owner_lead AND o.kind = l.entity_kind
    LEFT ANY JOIN ${moves(context, scope, 'lead')} AS m ON m.entity = l.k
    LEFT ANY JOIN (
      SELECT lead, count() AS parts, max(open_to) AS open_to, min(sold_at) AS sold_at, min(advanced_at) AS advanced_at, groupArrayArray(moved_at) AS moved_at
      FROM ${dealCore(context, scope)} WHERE lead != 0 GROUP BY lead) AS d ON d.lead = l.k
    ${company.join}`
}

function dealCases(context: FactContext, scope: Scope): string {
  const origins = 'k, channel, campaign, origin, utm_source, utm_medium, utm_campaign, click_id, product, language, contact_id, company'
  const company = companyJoin(context, scope, 'd')
  return `
    SELECT d.k AS k, 'deals' AS entity_kind, d.source AS source, d.id AS id, x.party AS party, x.base AS client, d.company AS company, d.contact AS contact,
      if(d.lead_known, d.lead_channel, d.channel) AS channel, ${context.channelGroup('d')} AS channel_group, d.origin AS origin,
      if(d.lead_known, if(d.lead_campaign != '', d.lead_campaign, d.utm_campaign), d.campaign) AS campaign, if(d.product != '', d.product, d.lead_product) AS product,
      d.language AS language, ${company.columns}, d.created_at AS created_at, d.head AS head, if(d.lead_known, d.lead, 0) AS lead,
      ${ownerColumns(context, 'd.created_at')},
      nullIf(if(d.chain_parts > 1, d.chain_open_to, d.open_to), ${never}) AS open_to, d.sold_at AS sold_at, d.ended AS closed_at, d.moved_at AS moved_at, d.advanced_at AS advanced_at
    FROM (
      SELECT s.*, lo_k != 0 AS lead_known, lo_channel AS lead_channel, lo_campaign AS lead_campaign, lo_origin AS origin, lo_utm_source AS utm_source, lo_utm_medium AS utm_medium,
        lo_utm_campaign AS utm_campaign, lo_click_id AS click_id, lo_product AS lead_product, lo_language AS language, ch_parts AS chain_parts, ch_open_to AS chain_open_to,
        if(s.contact_id != 0, s.contact_id, lo_contact_id) AS contact,
        multiIf(s.company_id != 0, s.company_id, dc_company_id != 0, dc_company_id, s.contact_id != 0, 0, lo_company) AS company
      FROM ${dealCore(context, scope)} AS s
      LEFT ANY JOIN ${side('lo', leadOrigins(context, scope), origins)} ON lo_k = s.lead
      LEFT ANY JOIN ${side('dc', records(context, scope, 'contacts', 'k, company_id'), 'k, company_id')} ON dc_k = s.contact_id
      LEFT ANY JOIN (SELECT head AS ch_head, count() AS ch_parts, max(open_to) AS ch_open_to FROM ${dealCore(context, scope)} GROUP BY head HAVING ch_parts > 1) AS ch ON ch_head = s.head
    ) AS d
    INNER JOIN ${links(context, scope, 'deals')} AS x ON x.k = d.k
    LEFT ANY JOIN ${owners(context, scope, 'deal')} AS o ON o.k = d.k
    ${company.join}`
}

/** SELECT of the case facts; a card is there as a lead and as a deal. */
export function caseFacts(context: FactContext, scope: Scope): string {
  const names =
    'k, entity_kind, source, id, party, client, company, contact, channel, channel_group, origin, campaign, product, language, region, industry, size, segment, created_at, head, lead, owner_at, owner_k, first_owner, first_owner_at, open_to, sold_at, closed_at, moved_at, advanced_at'
  return `SELECT ${names} FROM (${leadCases(context, scope)}) UNION ALL SELECT ${names} FROM (${dealCases(context, scope)})`
}

/** The rows of a fact that this run has written for its parties: no FINAL needed, each is there once. */
export const ofRun = (context: FactContext, scope: Scope, fact: string, columns: string, where = '1') =>
  `(SELECT ${columns} FROM fact_${fact} WHERE ws = ${context.ws} AND version = ${context.version} AND is_deleted = 0 AND ${inScope(context, scope)} AND ${where})`

/** First purchase of every client, customer_since included: columns client, first_purchase_at. */
export function firstPurchases(context: FactContext, scope: Scope): string {
  const known = (kind: string) =>
    `SELECT x.base AS client, r.customer_since AS at FROM ${records(context, scope, kind, 'k, customer_since')} AS r INNER JOIN ${links(context, scope, kind)} AS x ON x.k = r.k WHERE r.customer_since IS NOT NULL`
  const bought =
    context.purchases === 'deals'
      ? `SELECT client, assumeNotNull(sold_at) AS at FROM ${ofRun(context, scope, 'cases', 'client, sold_at', "entity_kind = 'deals' AND sold_at IS NOT NULL")}`
      : `SELECT x.base AS client, r.at AS at FROM ${records(context, scope, 'payments', 'k, at, kind')} AS r INNER JOIN ${links(context, scope, 'payments')} AS x ON x.k = r.k WHERE r.kind != 'refund'`
  return `(SELECT client, min(at) AS first_purchase_at FROM (${bought} UNION ALL ${known('companies')} UNION ALL ${known('contacts')}) GROUP BY client)`
}
