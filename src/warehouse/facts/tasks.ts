// The task facts: what was planned and by when, how often that was put off, and whether anything was done about it.
import { calendarJoin, dayEnd, dayOf, nextWorkingDay } from './business-clock.ts'
import { casesByKey, ofRun } from './cases.ts'
import { type FactContext, history, links, quote, records, type Scope } from './context.ts'
import { leadsOfClients, openLead } from './touches.ts'

const about = ['channel', 'channel_group', 'origin', 'campaign', 'product', 'language', 'region', 'industry', 'size', 'segment']

/** A due moment as text: a date alone is the end of that day. */
const dueFromText = (context: FactContext, text: string) => {
  const moment = `parseDateTime64BestEffortOrNull(${text}, 3, ${quote(context.timezone)})`
  return `if(length(${text}) = 10 AND position(${text}, '-') > 0, ${dayEnd(context, dayOf(context, `assumeNotNull(${moment})`))}, ${moment})`
}

/** Changes of due_at in order: columns entity_id, list of (at, old, new, by). */
function dueChanges(context: FactContext, scope: Scope): string {
  const sent = history(
    context,
    scope,
    'value_changes',
    ['tasks'],
    'entity_id',
    'entity_id, at, old, new, by_person_id',
    "entity = 'task' AND field = 'due_at'",
  )
  return `(
    SELECT entity_id, arraySort(groupArray((at, assumeNotNull(old_due), assumeNotNull(new_due), by_person_id))) AS list
    FROM (SELECT entity_id, at, by_person_id, ${dueFromText(context, 'old')} AS old_due, ${dueFromText(context, 'new')} AS new_due FROM ${sent})
    WHERE old_due IS NOT NULL AND new_due IS NOT NULL GROUP BY entity_id)`
}

/** Living tasks with client, lead, deal and what they are about. */
function taskRows(context: FactContext, scope: Scope): string {
  const columns =
    'k, source, id, created_at, due_at, due_at_precision, done_at, done_at_precision, person_id, kind, lead_id, deal_id, contact_id, company_id, extra'
  const cases = casesByKey(context, scope, `k, head, lead, contact, company, closed_at, ${about.join(', ')}`)
  const due = `if(t.due_at_precision = 2, ${dayEnd(context, dayOf(context, 't.due_at'))}, t.due_at)`
  const done = "ifNull(t.done_at, toDateTime64(0, 3, 'UTC'))"
  return `(
    SELECT t.k AS k, t.source AS source, t.id AS id, t.kind AS kind, t.created_at AS created_at, t.done_at AS done_at, t.person_id AS person, t.extra AS extra,
      x.base AS client, x.party AS party, ${due} AS due_at, ${dayOf(context, 't.due_at')} AS due_day, ${dayEnd(context, 'due_day')} AS due_end_at,
      multiIf(t.deal_id != 0, if(c.lead != 0, c.lead, t.lead_id), c.k != 0, c.head, t.lead_id) AS lead, multiIf(t.deal_id = 0, 0, c.k != 0, c.head, t.deal_id) AS deal,
      if(t.contact_id != 0, t.contact_id, c.contact) AS contact, if(t.company_id != 0, t.company_id, c.company) AS company, c.closed_at AS card_closed_at,
      ${done} - toIntervalHour(2) AS touched_from, if(t.done_at_precision = 2, ${dayEnd(context, dayOf(context, done))}, ${done} + toIntervalMinute(15)) AS touched_to,
      ${about.map((name) => `c.${name} AS ${name}`).join(', ')},
      if(empty(h.list), [created_at], arrayConcat([least(created_at, h.list[1].1)], arrayMap(x -> x.1, h.list))) AS due_from,
      if(empty(h.list), [due_at], arrayConcat([h.list[1].2], arrayMap(x -> x.3, h.list))) AS due_was
    FROM ${records(context, scope, 'tasks', columns)} AS t
    INNER JOIN ${links(context, scope, 'tasks')} AS x ON x.k = t.k
    LEFT ANY JOIN ${leadsOfClients(context, scope)} AS own ON own.client = if(t.lead_id = 0 AND t.deal_id = 0, x.base, 0)
    LEFT ANY JOIN ${cases} AS c ON c.k = multiIf(t.deal_id != 0, t.deal_id, t.lead_id != 0, t.lead_id, ${openLead('own.leads', 't.created_at', 't.contact_id')})
    LEFT ANY JOIN ${dueChanges(context, scope)} AS h ON h.entity_id = t.k
  )`
}

/** SELECT of the task facts; cases and touches of the run come first. */
export function taskFacts(context: FactContext, scope: Scope): string {
  const calendar = calendarJoin(context, 't', 'person', 'due_at', 'span')
  const next = nextWorkingDay(context, 'd', 'due_day', 'later')
  const touches = ofRun(
    context,
    scope,
    'fact_touches',
    'client, arrayJoin(if(ended_at > at, [at, assumeNotNull(ended_at)], [at])) AS at',
    'NOT automated',
  )
  const dayLength = `(toUnixTimestamp64Milli(d.due_at) - toUnixTimestamp64Milli(${dayEnd(context, 'd.due_day - 1')}))`
  return `
    SELECT d.* EXCEPT (due_day, touched_from, touched_to, calendar),
      ${dayEnd(context, `assumeNotNull(${next.day}) - 1`)} + toIntervalMillisecond(${dayLength}) AS late,
      if(${next.day} IS NULL, NULL, late) AS late_at,
      if(d.done_at IS NOT NULL AND near.near_client != 0 AND near.near_at <= d.touched_to, near.near_at, NULL) AS touched_at
    FROM (SELECT t.*, ${calendar.calendar} AS calendar FROM ${taskRows(context, scope)} AS t ${calendar.join}) AS d
    ${next.join}
    ASOF LEFT JOIN (SELECT client AS near_client, at AS near_at FROM ${touches}) AS near ON near.near_client = d.client AND d.touched_from <= near.near_at`
}

/** SELECT of the moves of tasks to a later local day; the task facts come first. */
export function taskMoveFacts(context: FactContext, scope: Scope): string {
  const kept = ['k', 'source', 'id', 'party', 'client', 'company', 'contact', 'lead', 'deal', 'kind', 'person', ...about]
  return `
    SELECT ${kept.map((name) => `t.${name} AS ${name}`).join(', ')}, move.1 AS at, if(move.4 != 0, move.4, t.person) AS by_person, move.2 AS due_was, move.3 AS due_became
    FROM ${ofRun(context, scope, 'fact_tasks', kept.join(', '))} AS t
    INNER JOIN (SELECT entity_id, arrayJoin(list) AS move FROM ${dueChanges(context, scope)}) AS m ON m.entity_id = t.k
    WHERE ${dayOf(context, 'move.3')} > ${dayOf(context, 'move.2')}`
}
