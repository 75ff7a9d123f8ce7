// Leads as they stand before anything is added: records and the cards of one-card sources alike, with the survivor of merged
// groups. Deals and touches read them too.
import { findRecordKind } from '../../contract/records/kinds.ts'
import { withBringing } from './brought-by.ts'
import { type FactContext, isMet, links, quoteAll, records, rowsOf, type Scope, side, sideWhere } from './context.ts'
import { dealRows } from './deal-rows.ts'
import { heads } from './heads.ts'
import { owners } from './moves.ts'
import { reasonColumns, reasonJoin } from './reasons.ts'

const utm = 'utm_source, utm_medium, utm_campaign, click_id'

function recordLeads(context: FactContext, scope: Scope): string {
  return `SELECT k, source, id, 'leads' AS entity_kind, created_at, contact_id, company_id, toString(r.origin) AS origin, channel, ${context.channelGroup('r', 'lead')} AS channel_group, campaign, ${utm},
      owner_id, toString(status) AS status, qualified, qualified_at, closed_at, closed_at_precision = 2 AS closed_to_the_day,
      marked_by, merged_into, deal_id, lost_reason, product, language, extra
    FROM ${withBringing(context, scope, 'leads', records(context, scope, 'leads'))} AS r`
}

/** What a card has no column for stands in its extra: the columns of a lead. */
export function cardColumns(): string {
  const origins = findRecordKind('leads')!.columns.find(({ name }) => name === 'origin')!.choices!
  const sent = utm.split(', ').map((name) => `extra['${name}'] AS ${name}`)
  return `${sent.join(', ')}, if(extra['origin'] IN ${quoteAll(origins)}, extra['origin'], '') AS origin`
}

/** Cards: qualified when they became a deal, disqualified or lost when they ended before. */
function cardLeads(context: FactContext, scope: Scope): string {
  if (context.oneCardSources.length === 0) return ''
  const cards = `(SELECT *, ${cardColumns()} FROM ${dealRows(context, scope)} WHERE card)`
  return `UNION ALL SELECT k, source, id, 'deals' AS entity_kind, created_at, contact_id, company_id, origin, channel, ${context.channelGroup('r', 'lead')} AS channel_group, campaign, ${utm},
      owner_id, multiIf(deal_at IS NULL AND result = 'lost', 'lost', deal_at IS NULL, 'working', qualifies, 'qualified', 'working') AS status,
      NULL AS qualified, if(qualifies, deal_at, NULL) AS qualified_at, if(deal_at IS NULL, ended_at, NULL) AS closed_at,
      ended_to_the_day AS closed_to_the_day, toUInt64(0) AS marked_by, toUInt64(0) AS merged_into, k AS deal_id, lost_reason, product, '' AS language, extra
    FROM ${withBringing(context, scope, 'deals', cards)} AS r`
}

/**
 * One row per lead and card: columns of the record, client and party, company (its own or its contact's), head (the survivor, or
 * itself), reason and reason_group. A card lost before it qualified for a reason of group junk or not_target is disqualified.
 */
export function selectLeadRows(context: FactContext, scope: Scope): string {
  const cards = context.oneCardSources.length > 0
  const merged = sideWhere(context.has.merges, 'h', { k: 'UInt64', head: 'UInt64' }, () => heads(context, 'leads'), 'l.k')
  const contact = sideWhere(
    isMet(scope, 'contacts'),
    'c',
    { k: 'UInt64', company_id: 'UInt64' },
    () => records(context, scope, 'contacts', 'k, company_id'),
    'l.contact_id',
  )
  const reason = reasonColumns(context, 'l')
  const ownerLists = `(SELECT k, owner_at, owner_k, 'leads' AS kind FROM ${owners(context, scope, 'lead')}${cards ? ` UNION ALL SELECT k, owner_at, owner_k, 'deals' AS kind FROM ${dealRows(context, scope)} WHERE card` : ''})`
  return `SELECT ${merged.none} ${contact.none} l.*, x_base AS client, x_party AS party, w_owner_at AS owner_at, w_owner_k AS owner_k, if(l.company_id != 0, l.company_id, c_company_id) AS company,
      if(h_head != 0, h_head, l.k) AS head, ${reason.name} AS reason, ${reason.group} AS reason_group,
      if(l.entity_kind = 'deals' AND l.status = 'lost' AND reason_group IN ('junk', 'not_target'), 'disqualified', l.status) AS state
    FROM (${recordLeads(context, scope)} ${cardLeads(context, scope)}) AS l
    INNER JOIN ${side('x', `(SELECT *, 'leads' AS kind FROM ${links(context, scope, 'leads')} UNION ALL SELECT *, 'deals' AS kind FROM ${links(context, scope, 'deals')})`, 'k, kind, base, party')}
      ON x_k = l.k AND x_kind = l.entity_kind
    ${contact.join} ${merged.join}
    LEFT ANY JOIN ${side('w', ownerLists, 'k, kind, owner_at, owner_k')} ON w_k = l.k AND w_kind = l.entity_kind
    ${reasonJoin(context, 'l')}`
}

/** The lead rows of the parties in scope, as written earlier in the derivation. */
export const leadRows = (context: FactContext, scope: Scope) => `(SELECT * FROM ${rowsOf(context, scope, 'work_leads')})`

/** The lead rows of merged groups alone: few, so that folding them costs little. */
export const mergedRows = (context: FactContext, scope: Scope) =>
  `(SELECT * FROM ${rowsOf(context, scope, 'work_leads')} AND head IN (SELECT head FROM ${leadRows(context, scope)} WHERE head != k))`

/**
 * What a case takes from its lead, one row per lead: k and, of its merged group, created_at, channel columns, product, language,
 * first contact and company. The earliest lead of the group speaks for it.
 */
export function leadOrigins(context: FactContext, scope: Scope): string {
  const columns =
    'created_at, source, channel, channel_group, campaign, utm_campaign, origin, product, language, contact_id, company, qualified_at, owner_at, owner_k'
  if (!context.has.merges) return `(SELECT k, ${columns} FROM ${leadRows(context, scope)})`
  const first = columns.split(', ').map((column) => `argMin(r.${column}, (r.created_at, r.k)) AS ${column}`)
  return `(
    SELECT k, ${columns} FROM ${leadRows(context, scope)} WHERE head = k AND k NOT IN (SELECT head FROM ${leadRows(context, scope)} WHERE head != k)
    UNION ALL SELECT head AS k, ${first.join(', ')} FROM ${mergedRows(context, scope)} AS r GROUP BY r.head)`
}
