// By which touch a lead came, for channel rules that look at the line a client called or at the way a client wrote: read only where a
// workspace has such rules. Records are read, for the channel is known before any fact of a touch.
import { type FactContext, links, records, type Scope } from './context.ts'
import { isAutomated } from './turns.ts'

/** The first touch is looked for so long before the lead, and comes so long after it at the latest. */
const aroundS = 3600
/** The same call told by the telephony, which alone may know the line. */
const sameCallS = 60

/** Leads that say that they came in another way. */
const otherwise = "('form', 'walk_in', 'cold', 'import', 'existing')"

/**
 * `from` (leads or cards, with k, created_at and origin) with the columns line and via of the touch each came by: its first one, if that
 * came in. A touch that names the lead or its card is one of it however early; one that names neither is of whoever of the client came
 * within the hour.
 */
export function withBringing(context: FactContext, scope: Scope, kind: 'leads' | 'deals', from: string): string {
  if (!context.asksTouch) return from
  const sent = 'k, kind, direction, at, person_id, lead_id, deal_id, via, line, automated'
  const touches = `(
    SELECT x.base AS t_base, t.kind = 'call' AS is_call, t.direction = 'in' AS is_in, t.at AS t_at, t.lead_id AS t_lead, t.deal_id AS t_deal, toString(t.via) AS t_via, toString(t.line) AS t_line
    FROM ${records(context, scope, 'touches', sent)} AS t INNER JOIN ${links(context, scope, 'touches')} AS x ON x.k = t.k WHERE NOT ${isAutomated(context, 't.')})`
  const cases = `(
    SELECT r.k AS c_k, r.created_at AS c_created, x.base AS c_base FROM ${from} AS r INNER JOIN ${links(context, scope, kind)} AS x ON x.k = r.k WHERE toString(r.origin) NOT IN ${otherwise})`
  const named = kind === 'leads' ? 't_lead = c_k' : 't_deal = c_k'
  const unnamed = kind === 'leads' ? 't_lead = 0' : 't_lead = 0 AND t_deal = 0'
  return `(
    SELECT r.*, b_line AS line, b_via AS via FROM ${from} AS r
    LEFT ANY JOIN (
      SELECT c_k AS b_k, arraySort(groupArray((t_at, NOT is_in, NOT is_call, t_line, t_via))) AS list,
        if(list[1].2, '', arrayFirst(x -> NOT x.2 AND NOT x.3 AND x.4 != '' AND x.1 <= list[1].1 + toIntervalSecond(${sameCallS}), list).4) AS b_line,
        if(list[1].2, '', list[1].5) AS b_via
      FROM ${cases} AS c INNER JOIN ${touches} AS t ON t_base = c_base
      WHERE t_at <= c_created + toIntervalSecond(${aroundS}) AND (${named} OR (${unnamed} AND t_at >= c_created - toIntervalSecond(${aroundS})))
      GROUP BY c_k
    ) AS b ON b_k = r.k)`
}
