// What touches and tasks can belong to: every lead and deal record with its head, its owners in time and how long it is open.
// Written to work_cases, so that touches, tasks and what they tell about leads and deals can lean on it.
import type { TableDef } from '../ddl.ts'
import { companyJoin } from './case-columns.ts'
import { endOfDay, type FactContext, isMet, links, never, orNever, records, rowsOf, type Scope, sideWhere, unlessNever } from './context.ts'
import { dealRows } from './deal-rows.ts'
import { heads } from './heads.ts'
import { leadOrigins, leadRows, mergedRows } from './lead-rows.ts'
import { moveList, moves } from './moves.ts'

const instant = "DateTime64(3, 'UTC')"
const about = ['channel', 'channel_group', 'origin', 'campaign', 'product', 'language', 'region', 'industry', 'size', 'segment']
const named = (type: string, names: readonly string[]) => names.map((name) => ({ name, type }))

/** `k` stands there as a lead and as a deal when it is a card. */
export const caseTable: TableDef = {
  name: 'work_cases',
  engine: 'replacing',
  isDurable: false,
  orderBy: 'ws, party, entity_kind, k',
  columns: [
    { name: 'ws', type: 'UInt32' },
    ...named('UInt64', ['k', 'party', 'client', 'company', 'contact', 'head', 'lead', 'named_lead']),
    ...named('LowCardinality(String)', ['entity_kind', 'source', ...about]),
    { name: 'is_card', type: 'Bool' },
    ...named(instant, ['created_at', 'open_to', 'own_open_to']),
    ...named(`Nullable(${instant})`, ['sold_at', 'closed_at', 'advanced_at', 'customer_since']),
    ...named(`Array(${instant})`, ['owner_at', 'moved_at']),
    { name: 'owner_k', type: 'Array(UInt64)' },
    { name: 'version', type: 'UInt64' },
    { name: 'is_deleted', type: 'UInt8' },
  ],
}

/** First step forward or win among moves; null when there is none. */
const advance = (list: string) => {
  const steps = `arrayFilter((x, p) -> x.8 = 'won' OR (x.8 = 'open' AND x.7 = p.7 AND x.4 > p.4), arrayPopFront(${list}), arrayPopBack(${list}))`
  return `if(empty(${steps}), NULL, ${steps}[1].1)`
}

/** Moves that are more than the entry. */
const laterMoves = (list: string) => `arrayMap(x -> x.1, arrayPopFront(${list}))`

const earliestOf = (moments: readonly string[]) => unlessNever(`least(${moments.map(orNever).join(', ')})`)

/** Deals with their lead and the head of their chain; open_to = 2200 while open. */
function dealCore(context: FactContext, scope: Scope): string {
  const end = `if(d.ended_to_the_day, ${endOfDay(context, 'assumeNotNull(d.ended_at)')}, d.ended_at)`
  const types = { k: 'UInt64', head: 'UInt64' }
  const named = 'multiIf(d.lead_id != 0, d.lead_id, d.converted_lead)'
  const merged = sideWhere(context.has.merges, 'lh', types, () => heads(context, 'leads'), named)
  const continued = sideWhere(context.has.continuations, 'dh', types, () => heads(context, 'deals'), 'd.k')
  return `(
    SELECT ${merged.none} ${continued.none} d.k AS k, d.party AS party, d.client AS client, d.source AS source, if(dh_head != 0, dh_head, d.k) AS head,
      multiIf(d.card, d.k, d.lead_id != 0, d.lead_id, d.converted_lead) AS own_lead, if(lh_head != 0, lh_head, own_lead) AS lead,
      ifNull(d.deal_at, d.created_at) AS created_at, d.contact_id AS contact_id, d.company_id AS company_id, d.channel AS channel, d.channel_group AS channel_group, d.campaign AS campaign, d.product AS product,
      if(d.result = 'open', ${never}, ifNull(${end}, d.created_at)) AS open_to, if(d.result = 'open', NULL, ${end}) AS ended,
      d.sold_at AS sold_at, d.owner_at AS owner_at, d.owner_k AS owner_k, ${laterMoves('d.list')} AS moved_at, ${earliestOf([advance('d.list'), 'd.sold_at'])} AS advanced_at
    FROM ${dealRows(context, scope)} AS d
    ${merged.join} ${continued.join}
  )`
}

/**
 * Lead rows with what they are about: of a merged group all speak with the channel of the earliest and with the product, language,
 * company and end of the survivor, which also takes the earliest owners. Without its survivor a merged lead is nothing.
 */
function told(context: FactContext, scope: Scope): string {
  const rows = leadRows(context, scope)
  const end = `if(closed_to_the_day, ${endOfDay(context, 'assumeNotNull(closed_at)')}, closed_at)`
  const plain = `SELECT *, contact_id AS contact, company AS about_company, ${end} AS own_end, own_end AS head_end FROM ${rows}`
  if (!context.has.merges) return `(${plain})`
  const about = 'channel channel_group campaign utm_source utm_medium utm_campaign click_id origin'.split(' ')
  const earliest = ['created_at', 'owner_at', 'owner_k']
  const survivor = ['product', 'language']
  const columns = [...about, ...earliest, ...survivor]
  const group = `(
      SELECT x.head AS g_head, ${[...about, ...earliest].map((name) => `argMin(x.${name}, (x.created_at, x.k)) AS g_${name}`).join(', ')},
        ${[...survivor, 'company'].map((name) => `anyIf(x.${name}, x.k = x.head) AS g_${name}`).join(', ')}, anyIf(${end}, x.k = x.head) AS g_end, countIf(x.k = x.head) AS g_known
      FROM ${mergedRows(context, scope)} AS x GROUP BY x.head)`
  const given = (name: string) => `if(g_known = 0${earliest.includes(name) ? ' OR r.head != r.k' : ''}, r.${name}, g_${name}) AS ${name}`
  return `(
    SELECT r.* EXCEPT (${columns.join(', ')}), ${columns.map(given).join(', ')}, r.contact_id AS contact, if(g_known = 0, r.company, g_company) AS about_company,
      if(r.closed_to_the_day, ${endOfDay(context, 'assumeNotNull(r.closed_at)')}, r.closed_at) AS own_end, if(g_known = 0, own_end, g_end) AS head_end
    FROM ${rows} AS r LEFT ANY JOIN ${group} AS g ON g_head = r.head WHERE r.head = r.k OR g_known != 0)`
}

/** Deals of each lead, folded, from the cases of deals: columns lead, parts, open_to, sold_at, advanced_at, moved_at. */
const dealsOfLeads = (context: FactContext, scope: Scope) => `(
      SELECT lead, count() AS parts, max(own_open_to) AS open_to, min(sold_at) AS sold_at, min(advanced_at) AS advanced_at, groupArrayArray(moved_at) AS moved_at
      FROM ${ofRun(context, scope, 'work_cases', 'named_lead AS lead, own_open_to, sold_at, advanced_at, moved_at', "entity_kind = 'deals' AND named_lead != 0")} GROUP BY lead)`

function leadCases(context: FactContext, scope: Scope): string {
  const company = companyJoin(context, scope, 'l', 'about_company')
  const moved = sideWhere(context.has.moves, 'm', { entity: 'UInt64', list: moveList }, () => moves(context, scope, 'lead'), 'l.k')
  const dated = `Nullable(${instant})`
  const ofDeal = { lead: 'UInt64', parts: 'UInt64', open_to: instant, sold_at: dated, advanced_at: dated, moved_at: `Array(${instant})` }
  const sold = sideWhere(context.has.deals, 'd', ofDeal, () => dealsOfLeads(context, scope), 'l.head')
  return `
    SELECT ${moved.none} ${sold.none} l.k AS k, 'leads' AS entity_kind, l.entity_kind = 'deals' AS is_card, l.source AS source, l.party AS party, l.client AS client, l.company AS company, l.contact AS contact,
      l.channel AS channel, l.channel_group AS channel_group, l.origin AS origin, if(l.campaign != '', l.campaign, l.utm_campaign) AS campaign,
      l.product AS product, l.language AS language, ${company.columns}, ${company.customerSince} AS customer_since, l.created_at AS created_at, l.head AS head, l.head AS lead,
      l.owner_at AS owner_at, l.owner_k AS owner_k, l.head = l.k AS is_head,
      if(d_parts > 0, greatest(d_open_to, ifNull(l.head_end, d_open_to)), ifNull(l.head_end, ${never})) AS open_to,
      if(is_head, d_sold_at, NULL) AS sold_at, l.own_end AS closed_at, arraySort(arrayConcat(${laterMoves('m_list')}, if(is_head, d_moved_at, []))) AS moved_at,
      ${earliestOf([advance('m_list'), 'if(is_head, d_advanced_at, NULL)'])} AS advanced_at
    FROM ${told(context, scope)} AS l
    ${moved.join} ${sold.join}
    ${company.join}`
}

function dealCases(context: FactContext, scope: Scope): string {
  const company = companyJoin(context, scope, 'd')
  const told = ['channel', 'channel_group', 'campaign', 'origin', 'utm_campaign', 'product', 'language']
  const ofLead = {
    k: 'UInt64',
    ...Object.fromEntries(told.map((name) => [name, 'LowCardinality(String)'])),
    ...{ contact_id: 'UInt64', company: 'UInt64' },
  }
  const origin = sideWhere(context.has.leads, 'lo', ofLead, () => leadOrigins(context, scope), 's.lead')
  const ofContact = () => records(context, scope, 'contacts', 'k, company_id')
  const contact = sideWhere(isMet(scope, 'contacts'), 'dc', { k: 'UInt64', company_id: 'UInt64' }, ofContact, 's.contact_id')
  const chains = () =>
    `(SELECT head, count() AS parts, max(open_to) AS open_to FROM ${dealCore(context, scope)} GROUP BY head HAVING parts > 1)`
  const chain = sideWhere(context.has.continuations, 'ch', { head: 'UInt64', parts: 'UInt64', open_to: instant }, chains, 's.head')
  return `
    SELECT d.k AS k, 'deals' AS entity_kind, 0 AS is_card, d.source AS source, d.party AS party, d.client AS client, d.company AS company, d.contact AS contact,
      d.channel AS channel, d.channel_group AS channel_group, d.origin AS origin, if(d.campaign != '', d.campaign, d.utm_campaign) AS campaign, d.product AS product,
      d.language AS language, ${company.columns}, ${company.customerSince} AS customer_since, d.created_at AS created_at, d.head AS head, if(d.lead_known, d.lead, 0) AS lead, d.lead AS named_lead, d.open_to AS own_open_to,
      d.owner_at AS owner_at, d.owner_k AS owner_k, if(d.chain_parts > 1, d.chain_open_to, d.open_to) AS open_to, d.sold_at AS sold_at, d.ended AS closed_at,
      d.moved_at AS moved_at, d.advanced_at AS advanced_at
    FROM (
      SELECT ${origin.none} ${contact.none} ${chain.none} s.* EXCEPT (channel, channel_group, campaign, product), lo_k != 0 AS lead_known, if(lead_known, lo_channel, s.channel) AS channel, if(lead_known, lo_channel_group, s.channel_group) AS channel_group, if(lead_known, lo_campaign, s.campaign) AS campaign,
        if(s.product != '', s.product, lo_product) AS product, lo_origin AS origin, lo_utm_campaign AS utm_campaign,
        lo_language AS language, ch_parts AS chain_parts, ch_open_to AS chain_open_to, if(s.contact_id != 0, s.contact_id, lo_contact_id) AS contact,
        multiIf(s.company_id != 0, s.company_id, dc_company_id != 0, dc_company_id, s.contact_id != 0, 0, lo_company) AS company
      FROM ${dealCore(context, scope)} AS s
      ${origin.join} ${contact.join} ${chain.join}
    ) AS d
    ${company.join}`
}

/** What only cases of deals have: the lead they name, seen or not, and until when the deal itself is open. */
const ofDeals = ['named_lead', 'own_open_to']
const columns = caseTable.columns.map(({ name }) => name).filter((name) => !['ws', 'version', 'is_deleted'].includes(name))
export const leadCaseColumns = columns.filter((name) => !ofDeals.includes(name))

/** SELECT of the cases of deals in scope. */
export const dealCaseRows = (context: FactContext, scope: Scope): string =>
  `SELECT ${columns.join(', ')} FROM (${dealCases(context, scope)})`

/** SELECT of the cases of leads; those of deals come first. What is about a merged lead is about its survivor. */
export const leadCaseRows = (context: FactContext, scope: Scope): string =>
  `SELECT ${leadCaseColumns.join(', ')} FROM (${leadCases(context, scope)})`

/** Rows that this run has written for its parties, of a fact or a work table. */
export const ofRun = (context: FactContext, scope: Scope, table: string, columns: string, where = '1') =>
  `(SELECT ${columns} FROM ${rowsOf(context, scope, table)} AND ${where})`

/** First purchase of every client in our data: columns client, first_at. */
export function firstPurchases(context: FactContext, scope: Scope): string {
  if (context.purchases === 'deals')
    return `(SELECT client, assumeNotNull(min(sold_at)) AS first_at FROM ${ofRun(context, scope, 'work_cases', 'client, sold_at', "entity_kind = 'deals' AND sold_at IS NOT NULL")} GROUP BY client)`
  return `(SELECT x.base AS client, min(r.at) AS first_at FROM ${records(context, scope, 'payments', 'k, at, kind')} AS r
    INNER JOIN ${links(context, scope, 'payments')} AS x ON x.k = r.k WHERE r.kind != 'refund' GROUP BY client)`
}

/** Cases by their key, a card once. */
export const casesByKey = (context: FactContext, scope: Scope, columns: string) =>
  ofRun(context, scope, 'work_cases', columns, "NOT (entity_kind = 'leads' AND is_card)")
