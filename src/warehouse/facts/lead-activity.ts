// What touches and tasks tell about leads: first response and first contact on the business clock, the spells of their owners before
// each, attempts, contacts, waits and idle times. One row per lead; leads.ts joins it.
import { businessClock, calendarJoin, clockMoment } from './business-clock.ts'
import { ofRun } from './cases.ts'
import { clockSeconds, type FactContext, localDay, never, notSelling, rowsOf, type Scope, sideWhere, unlessNever } from './context.ts'
import { contactsOf, events, followUp, gaps, gathered, gatheredLists, isActive, quietColumns } from './follow-up.ts'
import { recordedTouch } from './load-context.ts'

/** A call may be entered as a lead so long before it begins to be recorded, and a lead so long after its call. */
const calledS = { after: 120, before: 3600 }
const idleDays = 14

/** When each lead was first answered by touches, first talked to by a call that brought it: columns lead and moments (2200 = never). */
function answers(context: FactContext, scope: Scope): string {
  const touches = ofRun(
    context,
    scope,
    'fact_touches',
    'lead, named, answers_at, at, kind, direction, answered, effective, automated',
    'lead != 0',
  )
  const brought = "named AND kind = 'call' AND direction = 'in' AND answered AND NOT automated"
  return `(
    SELECT lead, ifNull(minIf(answers_at, named), ${never}) AS by_name, groupArrayIf(assumeNotNull(answers_at), NOT named AND answers_at IS NOT NULL) AS by_contact,
      minIf(at, ${brought}) AS call_at, countIf(${brought}) AS calls
    FROM ${touches} GROUP BY lead)`
}

/** Answered inbound calls that name no lead: the last one of the client before a lead of origin call is what brought it. */
const unnamedCalls = (context: FactContext, scope: Scope) =>
  `(SELECT client AS u_client, at AS u_at, effective AS u_effective FROM ${ofRun(context, scope, 'fact_touches', 'client, at, effective', "NOT named AND kind = 'call' AND direction = 'in' AND answered AND NOT automated")})`

/** Leads with the moments of response and contact. */
function answered(context: FactContext, scope: Scope): string {
  const cases = ofRun(
    context,
    scope,
    'work_cases',
    'k, client, source, origin, head, created_at, closed_at, owner_at, owner_k, advanced_at',
    "entity_kind = 'leads'",
  )
  if (!isActive(context))
    return `(SELECT *, head = k AS is_head, false AS brought_by_call, ${never} AS contact_or_never, ${never} AS response_or_never, ${never} AS first_touch_at FROM ${cases})`
  const lists = gatheredLists.map((name) => `g_${name}`).join(', ')
  const selected = gatheredLists.map((name) => `${name} AS g_${name}`).join(', ')
  const within = `toIntervalSecond(${calledS.after})`
  const talk = `arrayFilter(x -> x.2 OR x.1 >= l.created_at, g_talks)`
  const first = (list: string) => `arrayMin(arrayConcat([${never}], ${list}))`
  return `(
    SELECT l.*, ${lists}, l.head = l.k AS is_head,
      u_client != 0 AND l.origin = 'call' AND u_at >= l.created_at - toIntervalSecond(${calledS.before}) AS called_before,
      is_head AND (called_before OR (a_calls > 0 AND a_call_at <= l.created_at + ${within})) AS brought_by_call,
      arrayMap(x -> greatest(x.1, l.created_at), ${talk}) AS talk_at,
      if(called_before AND u_effective, l.created_at, ${first('talk_at')}) AS contact_or_never,
      multiIf(NOT is_head OR a_lead = 0 AND NOT brought_by_call, ${never}, brought_by_call, l.created_at,
        least(greatest(a_by_name, l.created_at), ${first('arrayFilter(x -> x >= l.created_at, a_by_contact)')})) AS response_or_never,
      ${first('arrayConcat(g_attempts, g_works, g_incomings)')} AS first_touch_at
    FROM (SELECT *, created_at + ${within} AS called_until FROM ${cases}) AS l
    LEFT ANY JOIN (SELECT lead AS a_lead, by_name AS a_by_name, by_contact AS a_by_contact, call_at AS a_call_at, calls AS a_calls FROM ${answers(context, scope)}) AS a ON a_lead = l.k
    LEFT ANY JOIN (SELECT lead AS g_lead, ${selected} FROM ${gathered(`(SELECT * FROM ${events(context, scope)} WHERE lead != 0)`, 'lead')}) AS g ON g_lead = l.head
    ASOF LEFT JOIN ${unnamedCalls(context, scope)} AS u ON u_client = l.client AND l.called_until >= u_at
  )`
}

/** Owners of each lead from its creation on, each with the business clock of their team: columns lead, spans (from, to, owner, sells, calendar, clock). */
function ownerSpans(context: FactContext, scope: Scope): string {
  const cases = ofRun(context, scope, 'work_cases', 'k, created_at, owner_at, owner_k', "entity_kind = 'leads'")
  const calendar = calendarJoin(context, 's', 'owner', 'since', 'span')
  const known = `arrayFilter(x -> x.2 > created_at, arrayZip(arrayMap(x -> greatest(x, created_at), owner_at), arrayPushBack(arrayPopFront(owner_at), ${never}), owner_k))`
  const unknown = `(created_at, if(empty(owner_at), ${never}, owner_at[1]), toUInt64(0))`
  return `(
    SELECT k AS lead, arraySort(groupArray((since, until, owner, owner != 0 AND NOT ${notSelling(context, 'owner')}, own_calendar, ${businessClock('own_calendar', 'since')}))) AS spans
    FROM (
      SELECT s.k AS k, s.since AS since, s.until AS until, s.owner AS owner, ${calendar.calendar} AS own_calendar
      FROM (
        SELECT k, span.1 AS since, span.2 AS until, span.3 AS owner
        FROM ${cases} ARRAY JOIN if(empty(owner_at) OR owner_at[1] > created_at, arrayPushFront(${known}, ${unknown}), ${known}) AS span
      ) AS s ${calendar.join}
    ) GROUP BY k)`
}

/** Spans of selling owners up to a moment. */
const sellingUntil = (moment: string) => `arrayFilter(x -> x.4 AND x.1 <= ${moment}, o.spans)`

/** Such spans as the five parallel lists of a name. */
function spells(name: string, spans: string): string {
  const columns = ['from', 'to', 'owner', '', 'calendar', 'business_s']
  return columns.flatMap((column, i) => (column === '' ? [] : [`${spans}.${i + 1} AS ${name}_${column}`])).join(', ')
}

const ownerThen = (moment: string) => `if(${moment} = ${never}, 0, arrayLast(x -> x.1 <= ${moment}, spans).3)`

/** Has this person no call or e-mail of their own: then nothing of them is recorded. */
const isUnrecorded = ({ ws, recorded }: FactContext, person: string) =>
  recorded === null
    ? `${person} NOT IN (SELECT person_id FROM rec_touches WHERE ws = ${ws} AND ${recordedTouch})`
    : `NOT has(CAST([${recorded.join(', ')}], 'Array(UInt64)'), ${person})`

/** Spam and duplicates as marked, and whether by a selling person. */
const dropped = (context: FactContext, scope: Scope) => `(
  SELECT k, marked_by != 0 AND NOT ${notSelling(context, 'marked_by')} AS dropped
  FROM ${rowsOf(context, scope, 'work_leads')} AND (status IN ('spam', 'duplicate') OR head != k))`

/**
 * One row per lead (`k`, and nothing of a merged one but `dumped` and its clock) with the columns of the vocabulary from `dumped` on that
 * touches and tasks tell. The facts of activity of the run come first.
 */
export function leadActivity(context: FactContext, scope: Scope): string {
  const quarter = clockMoment(context, 'r', 'after_15m', 'quarter')
  const hour = clockMoment(context, 'r', 'after_1h', 'hour')
  const clockOf = (moment: string) =>
    `if(${moment} = ${never}, NULL, greatest(0, ${businessClock('r.calendar', moment)} - r.created_business_s))`
  const marked = sideWhere(
    context.has.dropped || context.has.merges,
    'x',
    { k: 'UInt64', dropped: 'UInt8' },
    () => dropped(context, scope),
    'r.k',
  )
  const later = (moment: string) => `least(${moment}, ${never} - toIntervalDay(${idleDays})) + toIntervalDay(${idleDays})`
  const isQuiet = !isActive(context)
  const idle = isQuiet
    ? `arrayFilter(x -> x.2 > x.1, [(${later('r.created_at')}, ${never})])`
    : gaps(
        later('r.created_at'),
        `arrayConcat(arrayMap(x -> (x, ${later('x')}), arrayConcat(g_attempts, g_works, g_incomings)), arrayMap(x -> (x.1, ${later('x.2')}), g_plans))`,
      )
  const answering = `
      ${unlessNever('r.response_or_never')} AS response_at, ${ownerThen('r.response_or_never')} AS response_owner, ${clockOf('r.response_or_never')} AS response_business_s,
      if(response_at IS NULL, NULL, ${clockSeconds(context, 'r.created_at', 'r.response_or_never', '0')}) AS response_clock_s,
      ${unlessNever('r.contact_or_never')} AS contact_at, ${ownerThen('r.contact_or_never')} AS contact_owner, ${clockOf('r.contact_or_never')} AS contact_business_s,
      arraySort(g_attempts) AS attempts, ${contactsOf((moment) => localDay(context, moment), 'arrayMap(x -> (greatest(x.1, r.created_at), x.2, x.3, x.4), arrayFilter(x -> x.2 OR x.1 >= r.created_at, g_talks))')} AS contacts,
      ${followUp('g_')},`
  const unseen = `
      if(r.is_head AND r.advanced_at IS NOT NULL AND r.first_touch_at > r.advanced_at AND NOT r.brought_by_call, r.advanced_at, NULL) AS unseen_at,
      unseen_at IS NOT NULL AND ${isUnrecorded(context, ownerThen('assumeNotNull(unseen_at)'))} AS response_unknown,`
  return `
    SELECT ${marked.none} r.k AS k, r.calendar AS calendar, r.created_business_s AS created_business_s, ${quarter.moment} AS due_15m_at, ${hour.moment} AS due_1h_at,
      if(r.routed_at = ${never}, NULL, greatest(0, ${businessClock('r.calendar', 'r.routed_at')} - r.created_business_s)) AS routing_business_s,
      ${isQuiet ? '' : answering} ${spells('spell', 'r.response_spans')}, ${spells('contact_spell', 'r.contact_spans')},
      ${isUnmoved(context) ? '' : unseen}
      x_dropped AND ${isQuiet ? 'true' : 'contact_at IS NULL'} AS dumped,
      arrayFilter(x -> x.1 < r.contact_or_never, ${idle}) AS idle, idle.1 AS idle_from, idle.2 AS idle_to
    FROM (
      SELECT w.*, o.spans AS spans, ${sellingUntil('w.response_or_never')} AS response_spans, ${sellingUntil('w.contact_or_never')} AS contact_spans, o.spans[1].5 AS calendar, o.spans[1].6 AS created_business_s, created_business_s + 900 AS after_15m, created_business_s + 3600 AS after_1h,
        if(arrayExists(x -> x.4, o.spans), arrayFirst(x -> x.4, o.spans).1, ${never}) AS routed_at
      FROM ${answered(context, scope)} AS w INNER JOIN ${ownerSpans(context, scope)} AS o ON o.lead = w.k
    ) AS r
    ${quarter.join} ${hour.join}
    ${marked.join}`
}

const told = [
  'calendar created_business_s due_15m_at due_1h_at routing_business_s response_at response_owner response_business_s response_clock_s unseen_at response_unknown',
  'spell_owner spell_from spell_to spell_calendar spell_business_s contact_at contact_owner contact_business_s contact_spell_owner contact_spell_from contact_spell_to',
  'contact_spell_calendar contact_spell_business_s attempts contacts dumped idle_from idle_to outgoing_at incoming_at waiting_from waiting_to last_touch_at',
  'task_from task_to task_due task_late meeting_ahead_from meeting_ahead_to',
].flatMap((line) => line.split(' '))

const unanswered = 'response_at response_owner response_business_s response_clock_s contact_at contact_owner contact_business_s attempts'

/** Nothing moved a lead on: neither in stages nor by a deal. */
const isUnmoved = ({ has }: FactContext) => !has.moves && !has.deals

/** Columns of lead facts that keep their defaults where nothing was done or planned, or nothing moved. */
export const quietLeads = (context: FactContext): readonly string[] => [
  ...(isActive(context) ? [] : [...quietColumns, ...unanswered.split(' ')]),
  ...(isUnmoved(context) ? ['unseen_at', 'response_unknown'] : []),
]

/** Joins it to a left side with a column k; `columns` are those of the vocabulary. */
export function leadActivityJoin(context: FactContext, scope: Scope, left: string): { join: string; columns: string } {
  const quiet = quietLeads(context)
  return {
    join: `LEFT ANY JOIN (${leadActivity(context, scope)}) AS act ON act.k = ${left}.k`,
    columns: told
      .filter((name) => !quiet.includes(name))
      .map((name) => `act.${name} AS ${name}`)
      .join(', '),
  }
}
