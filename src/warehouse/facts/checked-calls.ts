// Calls checked against a script: what persons, models and the phrases of the script say of each step, person over model over phrases.
// Phrases speak where nobody else does (work_heard, written by heard-calls.ts); a step nobody mentions is absent.
import { ofRun } from './cases.ts'
import { endOfDay, type FactContext, history, never, records, type Scope, side, unlessNever } from './context.ts'
import { dealRows } from './deal-rows.ts'
import { heads } from './heads.ts'
import { twins } from './touch-records.ts'

const said = 'Array(Tuple(String, Float64, String))'
const epoch = "toDateTime64(0, 3, 'UTC')"
const ranks = "transform(toString(by), ['person', 'model', 'rule'], [3, 2, 1], 0)"

/** All scripts, a short list: (k, source, threshold, steps [(key, weight, critical)], objections [key]). */
function scriptList({ ws }: FactContext): string {
  const steps = "JSONExtract(steps, 'Array(Tuple(key String, weight Nullable(Float64), critical Nullable(Bool)))')"
  const objections = "JSONExtract(objections, 'Array(Tuple(key String))')"
  return `(SELECT groupArray((k, toString(source), ifNull(threshold, 0.7), arrayMap(x -> (x.1, ifNull(x.2, 1.), ifNull(x.3, false)), arrayFilter(x -> x.1 != '', ${steps})), arrayMap(x -> x.1, ${objections})))
    FROM (SELECT * FROM rec_scripts FINAL WHERE ws = ${ws} ORDER BY k))`
}

/** What is said of each call, by anyone: columns touch, sent and heard (key, present, quote), and who scored it when. */
function checks(context: FactContext, scope: Scope): string {
  const isTwin = context.sourcesWith.touches.length > 1
  const head = isTwin ? 'if(w_head != 0, w_head, o.touch_id)' : 'o.touch_id'
  const join = isTwin ? `LEFT ANY JOIN ${side('w', twins(context, scope), 'k, head')} ON w_k = o.touch_id` : ''
  const rows = history(context, scope, 'script_checks', ['touches'], 'touch_id', '*', 'present IS NOT NULL')
  const sent = `
    SELECT touch, groupArray((step, found.1, found.2)) AS sent, CAST([], '${said}') AS heard, toUInt64(0) AS heard_script, max(said_by) AS who,
      max(scored_at) AS reviewed_at, argMaxIf(scorer, (scored_at, step), said_by = 3) AS reviewer
    FROM (
      SELECT ${head} AS touch, o.step AS step, argMax((toFloat64(assumeNotNull(o.present)), o.quote), (${ranks}, o.k)) AS found, max(${ranks}) AS said_by,
        maxIf(ifNull(o.at, ${epoch}), o.by = 'person') AS scored_at, argMaxIf(o.reviewer_id, (ifNull(o.at, ${epoch}), o.k), o.by = 'person') AS scorer
      FROM ${rows} AS o ${join} GROUP BY touch, step
    ) GROUP BY touch`
  const among = scope.kind === 'all' ? '1' : `k IN (SELECT k FROM ${records(context, scope, 'touches', 'k')})`
  const heard = `
    SELECT ${head} AS touch, CAST([], '${said}') AS sent, arrayMap((x, q) -> (x, 1., q), o.heard, o.quotes) AS heard, o.script AS heard_script, 1 AS who, ${epoch} AS reviewed_at, toUInt64(0) AS reviewer
    FROM (SELECT k AS touch_id, heard, quotes, script FROM work_heard FINAL WHERE ws = ${context.ws} AND ${among}) AS o ${join}`
  return `(
    SELECT touch, groupArrayArray(sent) AS sent, groupArrayArray(heard) AS heard, max(heard_script) AS heard_script, max(who) AS who, max(reviewed_at) AS reviewed_at, max(reviewer) AS reviewer
    FROM (${sent} UNION ALL ${heard}) GROUP BY touch)`
}

/** Steps forward and sales of every deal, continued ones with their head: columns deal, moved. */
function movesForward(context: FactContext, scope: Scope): string {
  const forward =
    "arrayFilter((x, p) -> x.8 = 'won' OR (x.8 = 'open' AND x.7 = p.7 AND x.4 > p.4), arrayPopFront(d.list), arrayPopBack(d.list))"
  const sold = `if(d.sold_to_the_day, ${endOfDay(context, 'assumeNotNull(d.sold_at)')}, d.sold_at)`
  return `(
    SELECT head AS deal, arraySort(groupArrayArray(steps)) AS moved FROM (
      SELECT if(h_head != 0, h_head, d.k) AS head,
        arrayConcat(arrayMap(x -> if(x.15, ${endOfDay(context, 'x.1')}, x.1), ${forward}), if(d.sold_at IS NULL, [], [assumeNotNull(${sold})])) AS steps
      FROM ${dealRows(context, scope)} AS d LEFT ANY JOIN ${side('h', heads(context, 'deals'), 'k, head')} ON h_k = d.k WHERE d.deal_at IS NOT NULL
    ) GROUP BY head)`
}

const kept =
  'k source id party client company contact channel channel_group origin campaign product customer_kind region industry size segment language lead deal named direction via at owner effective'.split(
    ' ',
  )

/** The script of a call: as named, as heard, else the one most of the keys are of; the keys of what was said. */
function judged(context: FactContext, scope: Scope): string {
  const scripts = scriptList(context)
  const keysOf = 'arrayMap(s -> s.1, x.4)'
  const fitting = `arraySort(x -> (-length(arrayIntersect(${keysOf}, keys)), x.2 != toString(t.source), x.1), arrayFilter(x -> hasAny(${keysOf}, keys), ${scripts}))`
  return `(
    SELECT ${kept.map((name) => `t.${name} AS ${name}`).join(', ')}, c.who AS who, if(c.reviewed_at > ${epoch}, c.reviewed_at, t.at) AS scored_at, c.reviewer AS scorer,
      if(empty(c.sent), c.heard, c.sent) AS list, arrayMap(x -> x.1, list) AS keys,
      arrayFirst(x -> x.1 = t.script AND t.script != 0, ${scripts}) AS named_script, arrayFirst(x -> x.1 = c.heard_script AND c.heard_script != 0, ${scripts}) AS heard_script,
      multiIf(named_script.1 != 0, named_script, heard_script.1 != 0, heard_script, ${fitting}[1]) AS chosen
    FROM ${ofRun(context, scope, 'fact_touches', [...kept, 'script'].join(', '), "kind = 'call'")} AS t
    INNER JOIN ${checks(context, scope)} AS c ON c.touch = t.k
  )`
}

/** SELECT of the checked calls; touches and deals of the run come first. */
export function checkedCallFacts(context: FactContext, scope: Scope): string {
  const moved = context.has.deals
    ? movesForward(context, scope)
    : `(SELECT toUInt64(0) AS deal, CAST([], 'Array(DateTime64(3, \\'UTC\\'))') AS moved WHERE 0)`
  const weights = 'arrayMap(x -> x.2, j.chosen.4)'
  return `
    SELECT ${kept.map((name) => `j.${name} AS ${name}`).join(', ')}, j.chosen.1 AS script, transform(j.who, [3, 2, 1], ['person', 'model', 'rule'], '') AS checked_by, j.chosen.1 != 0 AS scored,
      arrayMap(x -> x.1, j.chosen.4) AS steps, arrayMap(x -> arrayFirst(y -> y.1 = x.1, j.list).2, j.chosen.4) AS step_present,
      if(arraySum(${weights}) > 0, arraySum((w, p) -> w * p, ${weights}, step_present) / arraySum(${weights}), NULL) AS coverage,
      if(arrayExists((x, p) -> x.3 AND p = 0, j.chosen.4, step_present), 0 * coverage, coverage) AS score, ifNull(coverage >= j.chosen.3 - 1e-9, false) AS followed,
      arrayFilter(x -> arrayExists(y -> y.1 = x AND y.2 > 0, j.list), j.chosen.5) AS objections,
      arrayMap(x -> x.1, arrayFilter(x -> x.3 != '', j.list)) AS heard, arrayMap(x -> x.3, arrayFilter(x -> x.3 != '', j.list)) AS quotes,
      ${unlessNever(`arrayMin(arrayPushBack(arrayFilter(x -> x > j.at, m.moved), ${never}))`)} AS moved_on_at, m.deal != 0 AS on_deal,
      if(j.who = 3, j.scored_at, NULL) AS reviewed_at, j.scorer AS reviewer
    FROM ${judged(context, scope)} AS j LEFT ANY JOIN ${moved} AS m ON m.deal = j.deal`
}
