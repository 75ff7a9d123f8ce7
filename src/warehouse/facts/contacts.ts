// Talks with clients and what follows from their order: which of them count as contacts, the gap since the one before, the next
// step after each. And the attempts on leads that led there or not.
import { businessClock, calendarJoin, dayEnd, dayOf, nextWorkingDay, workingDayNumber } from './business-clock.ts'
import { ofRun } from './cases.ts'
import { type FactContext, never, orNever, ownerAt, quote, type Scope, unlessNever, wallSeconds } from './context.ts'
import { caseAbout } from './conversations.ts'

const kept = ['k', 'source', 'id', 'party', 'client', 'company', 'contact', 'lead', 'deal', 'kind', 'at', 'owner', ...caseAbout]

/** How long a message of ours makes the client's next one a contact. */
const writtenDays = 14

/** Effective calls, held meetings, and what clients wrote after we had written to them: only what their order needs. */
function talks(context: FactContext, scope: Scope): string {
  const candidates = ofRun(
    context,
    scope,
    'fact_touches',
    "k, client, kind, at, calendar, direction = 'in' AND kind IN ('email', 'message') AS is_written",
    "(effective OR kind = 'meeting' AND outcome = 'held' OR direction = 'in' AND NOT automated AND kind IN ('email', 'message'))",
  )
  const written = ofRun(context, scope, 'fact_touches', 'client AS ours_client, at AS ours_at', "attempt AND kind IN ('email', 'message')")
  return `(
    SELECT t.k AS k, t.client AS client, t.kind AS kind, t.at AS at, t.calendar AS calendar, ${dayOf(context, 't.at')} AS day, toStartOfHour(toTimeZone(t.at, ${quote(context.timezone)})) AS hour
    FROM ${candidates} AS t ASOF LEFT JOIN ${written} AS ours ON ours.ours_client = t.client AND t.at > ours.ours_at
    WHERE NOT t.is_written OR (ours.ours_client != 0 AND ours.ours_at >= t.at - toIntervalDay(${writtenDays}))
  )`
}

/** Talks in the order of their client: which count, and the counted one before. Narrow rows, because they are sorted several times. */
function ordered(context: FactContext, scope: Scope): string {
  const before = 'ORDER BY at, k ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW'
  return `(
    SELECT *, maxIf(at, counted) OVER (PARTITION BY client ORDER BY at, k ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS previous, ${dayOf(context, 'previous')} AS previous_day
    FROM (
      SELECT *, row_number() OVER (PARTITION BY client, kind, day ${before}) = 1 AS counted, row_number() OVER (PARTITION BY client, kind, hour ${before}) = 1 AS first_of_hour,
        row_number() OVER (PARTITION BY client ${before}) = 1 AS first_ever
      FROM ${talks(context, scope)}
    )
  )`
}

/** What is planned, booked, moved and closed for every client: columns client and lists. */
function stepsAhead(context: FactContext, scope: Scope): string {
  const none = "CAST([], 'Array(Tuple(DateTime64(3, \\'UTC\\'), DateTime64(3, \\'UTC\\'), DateTime64(3, \\'UTC\\')))')"
  const epoch = "toDateTime64(0, 3, 'UTC')"
  const tasks = ofRun(
    context,
    scope,
    'fact_tasks',
    `client, 1 AS what, assumeNotNull(created_at) AS a, due_at AS b, ${orNever('done_at')} AS c`,
  )
  const meetings = ofRun(
    context,
    scope,
    'fact_touches',
    `client, 2 AS what, assumeNotNull(booked_at) AS a, at AS b, if(outcome = 'cancelled', ifNull(cancelled_at, ${epoch}), ${never}) AS c`,
    "kind = 'meeting' AND booked_at IS NOT NULL",
  )
  const moves = ofRun(context, scope, 'work_cases', `client, 3 AS what, arrayJoin(moved_at) AS a, ${epoch} AS b, ${epoch} AS c`, 'head = k')
  const closes = ofRun(
    context,
    scope,
    'work_cases',
    `client, 3 AS what, assumeNotNull(closed_at) AS a, ${epoch} AS b, ${epoch} AS c`,
    'closed_at IS NOT NULL',
  )
  const open = ofRun(context, scope, 'work_cases', `client, 4 AS what, created_at AS a, open_to AS b, ${epoch} AS c`, 'head = k')
  const list = (what: number) => `if(countIf(what = ${what}) = 0, ${none}, groupArrayIf((a, b, c), what = ${what}))`
  return `(
    SELECT client, ${list(1)} AS tasks, ${list(2)} AS meetings, ${list(3)} AS moves, ${list(4)} AS cases
    FROM (${[tasks, meetings, moves, closes, open].map((from) => `SELECT * FROM ${from}`).join(' UNION ALL ')}) GROUP BY client)`
}

/**
 * First moment from the contact on at which a task due later, a booked meeting, a move or a close existed. A task done within two hours
 * after the contact was the contact itself.
 */
const nextStep = () => {
  const task =
    'arrayMap(x -> greatest(x.1, w.at), arrayFilter(x -> x.2 > w.at AND (x.1 >= w.at OR x.3 > w.at + toIntervalHour(2)), s.tasks))'
  const meeting = 'arrayMap(x -> greatest(x.1, w.at), arrayFilter(x -> x.2 > w.at AND x.3 > w.at, s.meetings))'
  const move = 'arrayMap(x -> x.1, arrayFilter(x -> x.1 >= w.at, s.moves))'
  return unlessNever(`arrayMin(arrayConcat([${never}], ${task}, ${meeting}, ${move}))`)
}

/** SELECT of the contact facts; touches, tasks and cases of the run come first. */
export function contactFacts(context: FactContext, scope: Scope): string {
  const here = workingDayNumber(context, 'w', 'day', 'here')
  const there = workingDayNumber(context, 'w', 'previous_day', 'there')
  const later = nextWorkingDay(context, 'w', 'day', 'later')
  const own = [...kept, 'named', 'direction', 'via', 'decision_maker', 'first_purchase_at']
  const checks = context.has.checks
    ? {
        join: `LEFT ANY JOIN ${ofRun(context, scope, 'fact_checked_calls', 'k AS cc_k, script AS cc_script, followed AS cc_followed')} AS cc ON cc_k = t.k`,
        columns: 'if(cc_k != 0, cc_script, t.script) AS script, cc_k != 0 AS checked, cc_followed AS followed',
      }
    : { join: '', columns: 't.script AS script, false AS checked, false AS followed' }
  const told = ['counted', 'first_of_hour', 'first_ever', 'previous_at', 'gap_days', 'next_step_at', 'next_step_due_at']
  return `
    SELECT ${own.map((name) => `t.${name} AS ${name}`).join(', ')}, ${told.map((name) => `n.${name} AS ${name}`).join(', ')}, ${checks.columns}
    FROM ${ofRun(context, scope, 'fact_touches', [...own, 'script'].join(', '), "(effective OR kind = 'meeting' OR direction = 'in')")} AS t
    INNER JOIN (
      SELECT w.k AS k, w.counted AS counted, w.first_of_hour AS first_of_hour, w.first_ever AS first_ever,
        w.counted AND w.previous > toDateTime64(0, 3, 'UTC') AND arrayExists(x -> x.1 <= w.previous AND x.2 >= w.at, s.cases) AS in_case, if(in_case, w.previous, NULL) AS previous_at,
        if(in_case, toInt64(${here.number}) - toInt64(${there.number}), 0) AS gap_days, if(w.counted, ${nextStep()}, NULL) AS next_step_at,
        if(${later.day} IS NULL, NULL, ${dayEnd(context, `assumeNotNull(${later.day})`)}) AS next_step_due_at
      FROM ${ordered(context, scope)} AS w
      ${here.join} ${there.join} ${later.join}
      LEFT ANY JOIN ${stepsAhead(context, scope)} AS s ON s.client = w.client
    ) AS n ON n.k = t.k
    ${checks.join}`
}

/** SELECT of the attempts on leads; touches, contacts and cases of the run come first. */
export function attemptFacts(context: FactContext, scope: Scope): string {
  const cases = (columns: string) => ofRun(context, scope, 'work_cases', columns, "entity_kind = 'leads' AND head = k")
  const calendar = calendarJoin(context, 'a', 'clock_owner', 'previous', 'span')
  const contacts = `(
    SELECT lead AS fc_lead, min(if(named, greatest(at, created_at), at)) AS fc_at FROM (
      SELECT t.lead AS lead, t.named AS named, t.at AS at, c.created_at AS created_at FROM ${ofRun(context, scope, 'fact_contacts', 'lead, named, at', 'lead != 0')} AS t
      INNER JOIN ${cases('k, created_at')} AS c ON c.k = t.lead) WHERE named OR at >= created_at GROUP BY lead)`
  const window = 'PARTITION BY lead ORDER BY at, k ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW'
  return `
    SELECT ${kept.map((name) => `t.${name} AS ${name}`).join(', ')}, n.nth AS nth, n.rushed AS rushed, n.previous_at AS previous_at, n.gap_s AS gap_s
    FROM ${ofRun(context, scope, 'fact_touches', kept.join(', '), 'attempt AND lead != 0')} AS t
    INNER JOIN (
      SELECT a.k AS k, a.nth AS nth, a.rushed AS rushed, if(a.nth > 1, a.previous, NULL) AS previous_at, ${calendar.calendar} AS calendar,
        if(a.nth > 1 AND a.before_contact, ${businessClock('calendar', 'a.at')} - ${businessClock('calendar', 'a.previous')}, NULL) AS gap_s
      FROM (
        SELECT o.*, ${ownerAt('o.previous', 'cs_owner_at', 'cs_owner_k')} AS clock_owner, fc_lead = 0 OR o.at < fc_at AS before_contact,
          o.nth > 3 AND ${wallSeconds(context, 'o.at')} - ${wallSeconds(context, 'o.third_before')} <= 86400 AS rushed
        FROM (
          SELECT k, lead, at, toInt64(row_number() OVER on_lead) AS nth, lagInFrame(at) OVER on_lead AS previous,
            lagInFrame(at, 3) OVER on_lead AS third_before
          FROM ${ofRun(context, scope, 'fact_touches', 'k, lead, at', 'attempt AND lead != 0')} WINDOW on_lead AS (${window})
        ) AS o
        LEFT ANY JOIN ${cases('k AS cs_k, owner_at AS cs_owner_at, owner_k AS cs_owner_k')} AS cs ON cs_k = o.lead
        LEFT ANY JOIN ${contacts} AS fc ON fc_lead = o.lead
      ) AS a
      ${calendar.join}
    ) AS n ON n.k = t.k`
}
