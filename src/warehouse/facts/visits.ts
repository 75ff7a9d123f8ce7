// Stays in stages and stages reached, from the moves of leads and deals.
import { caseColumns } from '../../kpi/vocabulary/columns.ts'
import { clockSeconds, endOfDay, type FactContext, ownerAt, rowsOf, type Scope, side } from './context.ts'
import { lastTouchJoin } from './deal-activity.ts'
import { dealRows } from './deal-rows.ts'
import { leadRows } from './lead-rows.ts'
import { moves, stageMeta } from './moves.ts'

/** Leads and deals with moves, how they ended and who owned them: the same columns for both. */
function entities(context: FactContext, scope: Scope): string {
  const deals = `SELECT k, 'deals' AS entity_kind, list, result AS ending, ended_at, ended_to_the_day, owner_at, owner_k FROM ${dealRows(context, scope)} WHERE notEmpty(list)`
  const leads = `SELECT l.k AS k, 'leads' AS entity_kind, m.list AS list,
      multiIf(l.state IN ('disqualified', 'lost', 'spam'), 'lost', l.state = 'converted', 'won', 'open') AS ending,
      l.closed_at AS ended_at, l.closed_at IS NOT NULL AND l.closed_to_the_day AS ended_to_the_day, l.owner_at AS owner_at, l.owner_k AS owner_k
    FROM (SELECT * FROM ${leadRows(context, scope)} WHERE entity_kind = 'leads' AND head = k AND state NOT IN ('spam', 'duplicate')) AS l
    INNER JOIN ${moves(context, scope, 'lead')} AS m ON m.entity = l.k`
  return `(${deals} UNION ALL ${leads})`
}

/** What the case behind a stay is about, from the facts of leads and deals derived before. */
function withCase(context: FactContext, scope: Scope, rows: string): string {
  const names = caseColumns.map((column) => column.name).join(', ')
  return `SELECT r.*, ${caseColumns.map(({ name }) => `c_${name} AS ${name}`).join(', ')} FROM (${rows}) AS r
    LEFT ANY JOIN ${side('c', `(SELECT k, 'deals' AS kind, ${names} FROM ${rowsOf(context, scope, 'fact_deals')} UNION ALL SELECT k, toString(entity_kind), ${names} FROM ${rowsOf(context, scope, 'fact_leads')})`, `k, kind, ${names}`)}
      ON c_k = r.entity AND c_kind = r.entity_kind WHERE c_k != 0`
}

export function visitFacts(context: FactContext, scope: Scope): string {
  const seen = lastTouchJoin(context, scope, 'v', 'seen_until')
  return `SELECT v.* EXCEPT (seen_until), ${seen.at} AS seen_at FROM (${withCase(context, scope, visitRows(context, scope))}) AS v ${seen.join}`
}
export const reachFacts = (context: FactContext, scope: Scope) => withCase(context, scope, reachRows(context, scope))
export const stepFacts = (context: FactContext, scope: Scope) => withCase(context, scope, stepRows(context, scope))

/** Stays: one row per entry into a stage. */
function visitRows(context: FactContext, scope: Scope): string {
  const ended = "is_last AND ending IN ('won', 'lost') AND stage_kind = 'open' AND ended_at IS NOT NULL"
  return `
    SELECT k AS entity, entity_kind, nth, cur.7 AS pipeline, if(cur.14 = '', 'sales', cur.14) AS pipeline_kind, cur.6 AS stage, cur.8 AS stage_kind, cur.13 AS milestone,
      cur.1 AS entered_at, if(cur.15, ${endOfDay(context, 'cur.1')}, cur.1) AS seen_until,
      multiIf(stage_kind != 'open', entered_at, NOT is_last, nxt.1, ${ended}, greatest(ended_at, entered_at), NULL) AS left_at,
      multiIf(stage_kind != 'open', stage_kind, ${ended}, ending, is_last, 'still_there', nxt.8 != 'open', nxt.8,
        nxt.7 != cur.7, 're_piped', nxt.4 < cur.4, 'moved_back', nxt.4 <= cur.11 OR cur.11 = 0, 'advanced', 'skipped_over') AS outcome,
      if(left_at IS NULL OR stage_kind != 'open', NULL, greatest(0, ${clockSeconds(context, 'entered_at', 'assumeNotNull(left_at)', `${ended} AND ended_to_the_day`)})) AS stay_s,
      stage_kind = 'open' AND (left_at IS NULL OR stay_s > 0) AS timed,
      ${ownerAt('entered_at')} AS owner, cur.12 AS by_person,
      nth > 1 AND (stage_kind = 'won' OR (stage_kind = 'open' AND prv.7 = cur.7 AND cur.4 > prv.4)) AS advance
    FROM (
      SELECT *, nth, list[nth] AS cur, list[nth + 1] AS nxt, list[nth - 1] AS prv, nth = length(list) AS is_last
      FROM ${entities(context, scope)} ARRAY JOIN arrayEnumerate(list) AS nth
    )`
}

/** Stages reached: every stage a case has been in, or passed by being in a later open one or winning. */
const reachRows = (context: FactContext, scope: Scope) =>
  `SELECT s.* EXCEPT (reached_at, owner), assumeNotNull(s.reached_at) AS reached_at, ${ownerAt('assumeNotNull(s.reached_at)')} AS owner
    FROM (${stepRows(context, scope)}) AS s WHERE s.reached_at IS NOT NULL`

/**
 * Every stage of a pipeline for each case that entered it, with when it was reached. Lost counts when it is how the pipeline ended
 * for the case.
 */
function stepRows(context: FactContext, scope: Scope): string {
  const { ws } = context
  return `
    SELECT e.k AS entity, e.entity_kind AS entity_kind, e.pipeline AS pipeline, e.pipeline_kind AS pipeline_kind, s.stage AS stage, s.kind AS stage_kind, s.milestone AS milestone,
      if(s.kind = 'won', [], arrayMap(x -> x.1, arrayFilter(x -> x.2 >= s.place, e.opens))) || if(e.won_at IS NULL, [], [assumeNotNull(e.won_at)]) AS moments,
      if(empty(moments), NULL, arrayMin(moments)) AS reached_at,
      arrayMap(x -> x.1, arrayFilter(x -> x.2 > s.place, e.opens)) || if(e.won_at IS NULL, [], [assumeNotNull(e.won_at)]) AS later,
      if(s.kind = 'won' OR empty(later), NULL, arrayMin(later)) AS later_at,
      e.won_at AS won_at, e.lost_at AS lost_at, e.re_piped_at AS re_piped_at, e.pipeline_entered_at AS pipeline_entered_at,
      e.owner_at AS owner_at, e.owner_k AS owner_k, ${ownerAt('pipeline_entered_at')} AS owner
    FROM (
      SELECT k, entity_kind, pipeline, any(pipeline_kind) AS pipeline_kind, any(owner_at) AS owner_at, any(owner_k) AS owner_k,
        groupArrayIf((at, place), kind = 'open') AS opens, min(at) AS pipeline_entered_at,
        minIf(at, kind = 'won') AS won_move, countIf(kind = 'won') AS won_moves,
        any(ending) AS ending_, any(ended_at) AS ended_at_, any(last_pipeline) = pipeline AS last_here, argMax(kind, nth) AS last_kind, max(at) AS last_at, max(left_at) AS left_at_,
        multiIf(won_moves > 0, won_move, last_here AND ending_ = 'won' AND last_kind = 'open', ifNull(ended_at_, last_at), NULL) AS won_at,
        multiIf(won_at IS NOT NULL, NULL, last_kind = 'lost', last_at, last_here AND ending_ = 'lost', ifNull(ended_at_, last_at), NULL) AS lost_at,
        if(last_here, NULL, left_at_) AS re_piped_at
      FROM (
        SELECT k, entity_kind, nth, list[nth].1 AS at, list[nth].4 AS place, list[nth].7 AS pipeline, list[nth].8 AS kind, if(list[nth].14 = '', 'sales', list[nth].14) AS pipeline_kind, list[-1].7 AS last_pipeline,
          if(nth = length(list), NULL, list[nth + 1].1) AS left_at, ending, ended_at, owner_at, owner_k
        FROM ${entities(context, scope)} ARRAY JOIN arrayEnumerate(list) AS nth
      )
      WHERE pipeline != 0 GROUP BY k, entity_kind, pipeline
    ) AS e
    INNER JOIN (SELECT * FROM ${stageMeta(context)} WHERE kind IN ('open', 'won') AND ws = ${ws}) AS s ON s.pipeline = e.pipeline
    WHERE NOT s.archived OR arrayExists(x -> x.2 = s.place, e.opens)`
}
