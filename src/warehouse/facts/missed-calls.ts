// The facts of missed calls: inbound calls nobody answered, one per number and 30 minutes, and how they were called back.
// The touch facts come first.
import { businessClock } from './business-clock.ts'
import { ofRun } from './cases.ts'
import type { FactContext, Scope } from './context.ts'
import { caseAbout, waited, waitS } from './conversations.ts'

const windowMs = 1_800_000
const missed = "kind = 'call' AND direction = 'in' AND NOT answered AND NOT automated"

/** Calls that open half an hour of their number: columns k, next_ms (the next of them, 0 = none). */
const episodes = (context: FactContext, scope: Scope) => `(
  SELECT kept[i].2 AS k, kept[i + 1].1 AS next_ms
  FROM (
    SELECT arrayFold((acc, x) -> if(empty(acc) OR x.1 - acc[-1].1 >= ${windowMs}, arrayPushBack(acc, x), acc), list, CAST([], 'Array(Tuple(Int64, UInt64))')) AS kept,
      arraySort(groupArray((toUnixTimestamp64Milli(at), k))) AS list
    FROM ${ofRun(context, scope, 'fact_touches', 'number, at, k', missed)} GROUP BY number
  ) ARRAY JOIN arrayEnumerate(kept) AS i)`

/** SELECT of the missed calls. The client called back by whoever, or talked to after calling again. */
export function missedCallFacts(context: FactContext, scope: Scope): string {
  const columns = [
    'k',
    'source',
    'id',
    'party',
    'client',
    'company',
    'contact',
    'lead',
    'deal',
    'line',
    'at',
    'business_time',
    'case_owner',
    'calendar',
    ...caseAbout,
  ]
  const calls = ofRun(context, scope, 'fact_touches', `${columns.join(', ')}, owner AS rung`, missed)
  const back = ofRun(context, scope, 'fact_touches', 'client AS b_client, at AS b_at, owner AS b_owner', "kind = 'call' AND attempt")
  const talks = ofRun(context, scope, 'fact_touches', 'client AS s_client, at AS s_at', "kind = 'call' AND direction = 'in' AND answered")
  const clock = waited(context, 'w.callback_at', 'callback_business_s')
  return `
    SELECT ${columns.map((name) => `w.${name} AS ${name}`).join(', ')}, w.callback_at AS callback_at, w.talk_at AS talk_at, w.next_at AS next_at, w.rung AS rung,
      if(w.case_owner != 0, w.case_owner, w.called_by) AS owner, ${clock.columns}
    FROM (
      SELECT t.*, if(b_client = 0, NULL, b_at) AS callback_at, b_owner AS called_by, if(s_client = 0, NULL, s_at) AS talk_at, if(e_next_ms = 0, NULL, fromUnixTimestamp64Milli(e_next_ms, 'UTC')) AS next_at,
        ${businessClock('t.calendar', 't.at')} AS start_business_s, start_business_s + ${waitS} AS target
      FROM ${calls} AS t
      INNER JOIN (SELECT k AS e_k, next_ms AS e_next_ms FROM ${episodes(context, scope)}) AS e ON e_k = t.k
      ASOF LEFT JOIN ${back} AS b ON b_client = t.client AND t.at < b_at
      ASOF LEFT JOIN ${talks} AS s ON s_client = t.client AND t.at < s_at
    ) AS w ${clock.join}`
}
