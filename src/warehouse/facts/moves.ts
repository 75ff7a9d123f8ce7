// Moves between stages as one ordered list per lead or deal: the ground of stays, milestones and sale events.
import { type FactContext, history, noRows, records, type Scope } from './context.ts'

/** Type of a list of moves, as `moves` gives it. */
export const moveList =
  "Array(Tuple(DateTime64(3, 'UTC'), Float64, UInt8, UInt32, String, UInt64, UInt64, String, Int8, Bool, UInt32, UInt64, String, String, UInt8))"

/** Stages with their meaning, as the head confirmed them. */
export const stageMeta = (context: FactContext) => `(SELECT * FROM stage_meta FINAL WHERE ws = ${context.ws})`

/**
 * One row per entity with moves: `list` of tuples (at, seq, closing, place, id, stage, pipeline, kind, milestone_no, qualified,
 * next_place, by, milestone, pipeline_kind, at_day), in order, a change to the same stage left out.
 */
export function moves(context: FactContext, scope: Scope, entity: 'lead' | 'deal'): string {
  if (!context.has.moves) return noRows({ entity: 'UInt64', list: moveList })
  const kind = entity === 'lead' ? 'leads' : 'deals'
  const changes = history(
    context,
    scope,
    'stage_changes',
    [kind],
    'entity_id',
    'entity_id, stage_id, at, at_precision, seq, by_person_id',
    `entity = '${entity}'`,
  )
  return `(
    SELECT entity, arrayFilter((x, i) -> i = 1 OR x.6 != sorted[i - 1].6, sorted, arrayEnumerate(sorted)) AS list
    FROM (
      SELECT c.entity_id AS entity, arraySort(x -> (x.1, x.2, x.3, x.4, x.5), groupArray((
        c.at, ifNull(c.seq, 0), m.kind IN ('won', 'lost'), m.place, m.id, c.stage_id, m.pipeline,
        if(m.kind = '', 'open', toString(m.kind)), m.milestone_no, m.qualified, m.next_place, c.by_person_id, toString(m.milestone),
        toString(m.pipeline_kind), c.at_precision = 2))) AS sorted
      FROM ${changes} AS c
      LEFT ANY JOIN ${stageMeta(context)} AS m ON c.stage_id = m.stage
      GROUP BY c.entity_id
    )
  )`
}

/** First moment among moves that satisfy a condition on the tuple x; null when none does. */
export const firstMove = (condition: string, list = 'list') =>
  `if(arrayExists(x -> ${condition}, ${list}), arrayFirst(x -> ${condition}, ${list}).1, NULL)`

/** Owners in time per entity: lists owner_at, owner_k. Before the first known change the present owner holds if it is another one. */
export function owners(context: FactContext, scope: Scope, entity: 'lead' | 'deal'): string {
  const kind = entity === 'lead' ? 'leads' : 'deals'
  const changes = history(context, scope, 'owner_changes', [kind], 'entity_id', 'entity_id, at, owner_id', `entity = '${entity}'`)
  return `(
    SELECT r.k AS k,
      arrayFilter((x, i) -> i = 1 OR x.2 != steps[i - 1].2, steps, arrayEnumerate(steps)) AS compact,
      arrayMap(x -> x.1, compact) AS owner_at, arrayMap(x -> x.2, compact) AS owner_k
    FROM (
      SELECT l.k AS k, arraySort(c.list) AS sent,
        multiIf(empty(sent), [(l.created_at, l.owner_id)],
          sent[1].1 > l.created_at AND l.owner_id != 0 AND l.owner_id != sent[-1].2, arrayConcat([(l.created_at, l.owner_id)], sent),
          sent) AS steps
      FROM ${records(context, scope, kind, 'k, created_at, owner_id')} AS l
      LEFT ANY JOIN (SELECT entity_id, groupArray((at, owner_id)) AS list FROM ${changes} GROUP BY entity_id) AS c ON c.entity_id = l.k
    ) AS r
  )`
}
