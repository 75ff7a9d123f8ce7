// The lead facts: what became of every inquiry, whose it was, and how fast it was answered (activity is joined in).
import { companyJoin, firstSales } from './case-columns.ts'
import { confirmationColumns, confirmationJoin } from './confirmations.ts'
import { endOfDay, type FactContext, history, never, notSelling, orNever, rowsOf, type Scope, sideWhere } from './context.ts'
import { idealFlags, idealJoin } from './ideal-customer.ts'
import { leadActivityJoin } from './lead-activity.ts'
import { leadRows, mergedRows } from './lead-rows.ts'
import { firstMove, moveList, moves } from './moves.ts'

const dealTypes = {
  lead: 'UInt64',
  deal_k: 'Array(UInt64)',
  ...Object.fromEntries(['deal_created', 'deal_sold', 'deal_lost'].map((name) => [name, "Array(DateTime64(3, 'UTC'))"])),
  deal_amount: 'Array(Nullable(Decimal(38, 8)))',
  won_at: "Nullable(DateTime64(3, 'UTC'))",
  won_to_the_day: 'UInt8',
  first_deal_at: "DateTime64(3, 'UTC')",
}

/** Deals of each lead in the order of their creation, from the deal facts of this run. */
const dealsOfLeads = (context: FactContext, scope: Scope) => `(
    SELECT lead, arraySort(groupArray((created_at, k, ${orNever('sold_at')}, ${orNever('lost_at')}, if(amount_missing = '', amount, NULL)))) AS list,
      arrayMap(x -> x.2, list) AS deal_k, arrayMap(x -> x.1, list) AS deal_created, arrayMap(x -> x.3, list) AS deal_sold,
      arrayMap(x -> x.4, list) AS deal_lost, arrayMap(x -> x.5, list) AS deal_amount,
      min(sold_at) AS won_at, argMin(close_moment > sold_at, (sold_at, k)) AS won_to_the_day, min(created_at) AS first_deal_at
    FROM ${rowsOf(context, scope, 'fact_deals')} AND lead != 0 GROUP BY lead
  )`

const changeTypes = {
  entity: 'UInt64',
  ...Object.fromEntries(['qualified', 'rejected', 'dropped'].map((name) => [name, "DateTime64(3, 'UTC')"])),
}

/** When fields of a lead changed, where the source says so. */
const changes = (context: FactContext, scope: Scope) => `(
    SELECT entity_id AS entity, minIf(at, (field = 'qualified' AND lower(new) IN ('true', '1', 'yes')) OR (field = 'status' AND new IN ('qualified', 'converted'))) AS qualified,
      maxIf(at, field = 'status' AND new IN ('disqualified', 'lost')) AS rejected, maxIf(at, field = 'status' AND new IN ('spam', 'duplicate')) AS dropped
    FROM ${history(context, scope, 'value_changes', ['leads'], 'entity_id', 'entity_id, field, at, new', "entity = 'lead' AND field IN ('qualified', 'status')")} GROUP BY entity_id
  )`

/** One row per lead, its merged group folded into the survivor. */
function folded(context: FactContext, scope: Scope): string {
  const rows = leadRows(context, scope)
  if (!context.has.merges) return `(SELECT *, k AS owner_lead FROM ${rows})`
  const earliest = [
    'created_at',
    'channel',
    'channel_group',
    'campaign',
    'utm_source',
    'utm_medium',
    'utm_campaign',
    'click_id',
    'origin',
    'owner_at',
    'owner_k',
  ]
  return `(
    SELECT r.* EXCEPT (${earliest.join(', ')}), ${earliest.map((name) => `if(g_parts > 1 AND r.head = r.k, g_${name}, r.${name}) AS ${name}`).join(', ')},
      if(g_parts > 1 AND r.head = r.k, g_earliest, r.k) AS owner_lead
    FROM ${rows} AS r
    LEFT ANY JOIN (
      SELECT x.head AS g_head, count() AS g_parts, argMin(x.k, (x.created_at, x.k)) AS g_earliest, ${earliest.map((name) => `argMin(x.${name}, (x.created_at, x.k)) AS g_${name}`).join(', ')}
      FROM ${mergedRows(context, scope)} AS x GROUP BY x.head
    ) AS g ON g_head = r.k
  )`
}

const epoch = "toDateTime64('1970-01-02 00:00:00', 3, 'UTC')"

/** What was decided about the lead: qualified, rejected, closed, each with its moment or undated. */
const decisions = `
      ifNull(l.qualified, false) OR l.state IN ('qualified', 'converted') OR qualified_move IS NOT NULL AS is_target,
      if(is_target, coalesce(l.qualified_at, qualified_move, if(v_qualified > ${epoch}, v_qualified, NULL), if(l.state = 'converted', d_first_deal_at, NULL)), NULL) AS qualified_at,
      l.state IN ('disqualified', 'lost') OR l.closed_at IS NOT NULL AS closed,
      multiIf(l.closed_at IS NOT NULL, l.closed_at, v_rejected > ${epoch} AND l.state IN ('disqualified', 'lost'), v_rejected,
        v_dropped > ${epoch} AND l.state IN ('spam', 'duplicate'), v_dropped, NULL) AS closed_at`

/** From when on the lead is not open at whatever moment asked; not before it was created. */
const openUntil = `greatest(l.created_at, least(ifNull(l.won_at, ${never}), multiIf(disqualified_at IS NOT NULL, assumeNotNull(disqualified_at),
        notEmpty(l.deal_k), greatest(arrayMax(l.deal_lost), arrayMax(l.deal_created)), ifNull(l.closed_at, ${never}))))`

const ofDeals = Object.keys(dealTypes).filter((name) => name !== 'lead')

/**
 * Leads with their moves and deals, and what was decided about each. One level of columns after the other: the engine copies an
 * expression wherever its alias is named, and plans for longer than it runs.
 */
function decided(context: FactContext, scope: Scope): string {
  const ideal = idealJoin(context, scope, 'l')
  const confirmed = confirmationJoin(context, scope)
  const moved = sideWhere(context.has.moves, 'm', { entity: 'UInt64', list: moveList }, () => moves(context, scope, 'lead'), 'l.k')
  const sold = sideWhere(context.has.deals, 'd', dealTypes, () => dealsOfLeads(context, scope), 'l.k')
  const valued = sideWhere(context.has.valued, 'v', changeTypes, () => changes(context, scope), 'l.k')
  const firstSelling = `arrayFirstIndex(x -> x != 0 AND NOT ${notSelling(context, 'x')}, l.owner_k)`
  const closedEnd = `if(l.closed_at IS NOT NULL AND l.closed_to_the_day, ${endOfDay(context, 'assumeNotNull(l.closed_at)')}, NULL)`
  return `(
    SELECT l.*, ${confirmed.none} ${confirmed.handed}
    FROM (
      SELECT *, if(qualified_at IS NULL, 0, owner_k[arrayLastIndex(x -> x <= assumeNotNull(qualified_at), owner_at)]) AS qualified_by
      FROM (
        SELECT l.* EXCEPT (qualified, qualified_at, closed_at), ${moved.none} ${sold.none} ${valued.none} m_list AS moves, ${ofDeals.map((name) => `d_${name} AS ${name}`).join(', ')}, ${ideal.row}
          ${firstSelling} AS first_no, ${closedEnd} AS closed_end, if(l.entity_kind = 'deals', NULL, ${firstMove('x.10', 'm_list')}) AS qualified_move, ${decisions}
        FROM (SELECT *, contact_id AS contact FROM ${folded(context, scope)}) AS l
        ${moved.join}
        ${valued.join}
        ${sold.join}
        ${ideal.join}
      )
    ) AS l ${confirmed.join}
  )`
}

/** SELECT of the lead facts; columns not named take their default. */
export function leadFacts(context: FactContext, scope: Scope): string {
  const company = companyJoin(context, scope, 'l')
  const activity = leadActivityJoin(context, scope, 'l')
  const first = firstSales(context, scope, 'l')
  const plain =
    'k source id party client company contact entity_kind created_at channel channel_group origin product language extra marked_by owner_at owner_k qualified_at closed closed_at qualified_by deal_k deal_created deal_sold deal_lost deal_amount won_at won_to_the_day'
  return `
    SELECT ${first.none} ${plain
      .split(' ')
      .map((name) => `l.${name} AS ${name}`)
      .join(', ')}, l.state AS status,
      multiIf(l.status = 'spam', 'spam', l.head != l.k OR l.status = 'duplicate', 'duplicate', '') AS population,
      if(l.campaign != '', l.campaign, l.utm_campaign) AS campaign, ${company.columns},
      l.origin IN ('', 'form', 'call', 'message', 'walk_in') AS inbound,
      l.status IN ('spam', 'duplicate') OR l.head != l.k OR l.reason_group = 'junk' AS junk,
      l.owner_k[l.first_no] AS first_owner, if(l.first_no = 0, NULL, greatest(l.owner_at[l.first_no], l.created_at)) AS first_owner_at,
      l.source IN (${context.sourcesWith.ownerChanges.map((name) => `'${name}'`).join(', ') || "''"}) AS owner_history,
      l.is_target AND l.qualified_at IS NULL AS qualified_undated,
      if(NOT l.is_target AND l.closed, l.closed_at, NULL) AS rejected_at, NOT l.is_target AND l.closed AND l.closed_at IS NULL AS rejected_undated,
      if(l.state = 'disqualified', l.closed_at, NULL) AS disqualified_at, l.state = 'disqualified' AND l.closed_at IS NULL AS disqualified_undated,
      l.reason AS lost_reason, l.reason_group AS lost_reason_group, if(empty(l.deal_k), NULL, l.first_deal_at) AS first_deal_at,
      ${openUntil} AS open_until,
      if(least(ifNull(fs_first_sold, ${never}), ifNull(${company.customerSince}, ${never})) < l.created_at, 'repeat', 'new') AS customer_kind,
      ifNull(l.closed_end, l.closed_at) AS close_moment, ${confirmationColumns(context)},
      ${idealFlags(context, 'l.ideal_row')}, ${activity.columns}
    FROM ${decided(context, scope)} AS l
    ${first.join} ${company.join} ${activity.join}`
}
