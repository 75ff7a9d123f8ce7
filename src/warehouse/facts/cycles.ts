// Ways from an inquiry to a sale: the leads that count and the deals without a lead, in one form.
import { caseColumns, ownerColumns } from '../../kpi/vocabulary/columns.ts'
import { type FactContext, orNever, quote, rowsOf, type Scope } from './context.ts'

const shared = [...caseColumns, ...ownerColumns].map((column) => column.name).join(', ')

/** SELECT of the cycle facts, from the facts of leads and deals derived before. */
export function cycleFacts(context: FactContext, scope: Scope): string {
  const none = "CAST(NULL, 'Nullable(DateTime64(3, \\'UTC\\'))')"
  const days = Object.entries(context.completeFrom)
  const knownFrom =
    days.length === 0
      ? 'NULL'
      : `toDateTime64OrNull(transform(toString(source), [${days.map(([source]) => quote(source)).join(', ')}], [${days.map(([, at]) => quote(at)).join(', ')}], ''), 3, 'UTC')`
  const ofLeads = `
      SELECT k, toString(entity_kind) AS entity_kind, ${shared}, created_at, disqualified_at, disqualified_undated, closed_at, closed,
        deal_created, deal_sold, deal_lost, deal_amount, won_at, won_to_the_day
      FROM ${rowsOf(context, scope, 'fact_leads')} AND population = ''`
  const ofDeals = `
      SELECT k, 'deals' AS entity_kind, ${shared}, created_at, ${none} AS disqualified_at, false AS disqualified_undated, ${none} AS closed_at, false AS closed,
        [created_at] AS deal_created, [${orNever('sold_at')}] AS deal_sold, [${orNever('lost_at')}] AS deal_lost, [amount] AS deal_amount,
        sold_at AS won_at, ifNull(close_moment > sold_at, false) AS won_to_the_day
      FROM ${rowsOf(context, scope, 'fact_deals')} AND lead = 0`
  const parts = [...(context.has.leads ? [ofLeads] : []), ...(context.has.deals ? [ofDeals] : [])]
  return `SELECT *, ${knownFrom} AS known_from FROM (${parts.join(' UNION ALL ')})`
}
