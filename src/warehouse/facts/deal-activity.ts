// What touches and tasks tell about deals: contacts, waits, tasks and meetings ahead, idle times, talks with decision makers. One row
// per deal; deals.ts joins it.
import { ofRun } from './cases.ts'
import { type FactContext, localDay, never, type Scope } from './context.ts'
import { contactsOf, events, followUp, gaps, gathered, gatheredLists, isActive, quietColumns, what } from './follow-up.ts'

const epoch = "toDateTime64(0, 3, 'UTC')"

/** Deals a touch can belong to without naming one, with the moment of their lead: columns id (lead or client), deals. */
export function dealsOf(context: FactContext, scope: Scope, of: 'lead' | 'client'): string {
  const deals = ofRun(context, scope, 'work_cases', 'k, client, lead, created_at', "entity_kind = 'deals' AND head = k")
  const leads = ofRun(context, scope, 'work_cases', 'k AS s_k, created_at AS s_created_at', "entity_kind = 'leads' AND head = k")
  return `(
    SELECT t.${of} AS ${of}_id, groupArray((t.k, if(s_k != 0, s_created_at, t.created_at))) AS ${of}_deals
    FROM ${deals} AS t LEFT ANY JOIN ${leads} AS s ON s_k = t.lead WHERE t.${of} != 0 GROUP BY t.${of})`
}

/**
 * One row per deal (`k`, heads of continued ones) with the columns of the vocabulary that touches and tasks tell. To a deal belongs what
 * names it, what belongs to its lead and names no other deal, and from the lead on what names nothing. The facts of activity of the
 * run come first.
 */
function dealActivity(context: FactContext, scope: Scope): string {
  const deals = ofRun(context, scope, 'work_cases', 'k, created_at', "entity_kind = 'deals' AND head = k")
  const given = 'what, a, b, c, d, named, form, decides'
  const meant = `multiIf(e.deal != 0, [(e.deal, ${epoch})], e.lead != 0, lead_deals, arrayFilter(x -> e.a >= x.2, client_deals))`
  const rows = `(
      SELECT ${given}, of.1 AS id
      FROM (
        SELECT ${given
          .split(', ')
          .map((name) => `e.${name} AS ${name}`)
          .join(', ')}, ${meant} AS meant FROM ${events(context, scope)} AS e
        LEFT ANY JOIN ${dealsOf(context, scope, 'lead')} AS l ON lead_id = if(e.deal = 0, e.lead, 0)
        LEFT ANY JOIN ${dealsOf(context, scope, 'client')} AS c ON client_id = if(e.deal = 0 AND e.lead = 0, e.client, 0)
      ) ARRAY JOIN meant AS of WHERE what != ${what.contact} OR named OR a >= of.2
    )`
  const lists = gatheredLists.map((name) => `g.${name} AS g_${name}`).join(', ')
  const told = `(SELECT t.k AS k, t.created_at AS created, ${lists} FROM ${deals} AS t LEFT ANY JOIN ${gathered(rows, 'id')} AS g ON g.id = t.k)`
  const covered = 'arrayConcat(arrayMap(x -> (x, x), contacts), arrayMap(x -> (x.1, x.2), g_plans))'
  return `(
    SELECT k, ${followUp('g_')}, ${contactsOf((moment) => localDay(context, moment), 'g_talks')} AS contacts,
      arraySort(arrayMap(x -> x.1, arrayFilter(x -> x.4, g_talks))) AS decisions, if(empty(decisions), NULL, decisions[1]) AS decision_maker_at,
      ${gaps('created', covered)} AS idle, arrayMap(x -> x.1, idle) AS idle_from, arrayMap(x -> x.2, idle) AS idle_to
    FROM ${told}
  )`
}

const told =
  'outgoing_at incoming_at waiting_from waiting_to last_touch_at task_from task_to task_due task_late meeting_ahead_from meeting_ahead_to idle_from idle_to contacts decision_maker_at'.split(
    ' ',
  )

/** Columns of deal facts that keep their defaults where nothing was done or planned. */
export const quietDeals = (context: FactContext): readonly string[] =>
  isActive(context) ? [] : [...quietColumns, 'decision_maker_at', 'contacted', 'contacts_to_win', 'touched_after_loss_at']

/**
 * Joins it to a left side `d` with columns k, created_at, sold_at, lost_at and the moment `close_moment`; `columns` are those of the
 * vocabulary.
 */
export function dealActivityJoin(context: FactContext, scope: Scope): { join: string; columns: string } {
  if (!isActive(context)) {
    const idle = (moment: string) => `if(d.created_at < ${never}, [${moment}], [])`
    return { join: '', columns: `${idle('d.created_at')} AS idle_from, ${idle(never)} AS idle_to` }
  }
  return {
    join: `LEFT ANY JOIN ${dealActivity(context, scope)} AS act ON act.k = d.k`,
    columns: `${told.map((name) => `act.${name} AS ${name}`).join(', ')},
      arrayExists(x -> x <= close_moment, act.contacts) AS contacted, if(d.sold_at IS NULL, 0, toInt64(arrayCount(x -> x <= close_moment, act.contacts))) AS contacts_to_win,
      if(d.sold_at IS NULL AND d.lost_at IS NOT NULL AND arrayExists(x -> x > close_moment, act.outgoing_at), arrayFirst(x -> x > close_moment, act.outgoing_at), NULL) AS touched_after_loss_at`,
  }
}

/** Last touch on a client up to a moment: join to a left side with columns client and that moment; null when it is older than 14 days. */
export function lastTouchJoin(context: FactContext, scope: Scope, left: string, moment: string): { join: string; at: string } {
  if (!context.has.touches) return { join: '', at: "CAST(NULL, 'Nullable(DateTime64(3, \\'UTC\\'))')" }
  const touches = ofRun(context, scope, 'fact_touches', 'client AS touch_client, at AS touch_at', 'NOT automated')
  return {
    join: `ASOF LEFT JOIN ${touches} AS last_touch ON touch_client = ${left}.client AND ${left}.${moment} >= touch_at`,
    at: `if(touch_client != 0 AND touch_at >= ${left}.${moment} - toIntervalDay(14), touch_at, NULL)`,
  }
}
