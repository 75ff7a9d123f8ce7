// What was done and planned about a lead or deal, as lists in time: touches both ways, waits, tasks, meetings, contacts. From the
// facts of activity of the run.
import { ofRun } from './cases.ts'
import { type FactContext, never, orNever, type Scope } from './context.ts'

const epoch = "toDateTime64(0, 3, 'UTC')"

/** Kinds of events, and what their moments a, b, c, d are. */
const what = {
  /** a = at */
  attempt: 1,
  /** a = at; ours, but no attempt: a meeting, a bounced mail */
  work: 2,
  /** a = at */
  incoming: 3,
  /** a = since, b = until */
  waiting: 4,
  /** a = created, b = done, c = due, d = one business day later */
  task: 5,
  /** a = agreed, b = its time or cancellation */
  meeting: 6,
  /** a = at */
  contact: 7,
} as const

/** All of it: columns lead, deal, client, named, what, a, b, c, d, kind, decides (a decision maker was talked to). */
function events(context: FactContext, scope: Scope): string {
  const named = 'lead, deal, client'
  const from = (fact: string, columns: string, where: string) => `SELECT * FROM ${ofRun(context, scope, `fact_${fact}`, columns, where)}`
  const rest = (kind: string, decides = 'false') => `${kind} AS kind, ${decides} AS decides`
  const touch = `if(direction = 'in', ${what.incoming}, if(attempt, ${what.attempt}, ${what.work}))`
  return `(
    ${from('touches', `${named}, named, ${touch} AS what, at AS a, ${epoch} AS b, ${epoch} AS c, ${epoch} AS d, ${rest("''")}`, 'NOT automated')}
    UNION ALL ${from('touches', `${named}, named, ${what.meeting} AS what, assumeNotNull(booked_at) AS a, if(outcome = 'cancelled', ifNull(cancelled_at, at), at) AS b, ${epoch} AS c, ${epoch} AS d, ${rest("''")}`, "kind = 'meeting' AND booked_at IS NOT NULL")}
    UNION ALL ${from('replies', `${named}, true AS named, ${what.waiting} AS what, at AS a, ${orNever('next_at')} AS b, ${epoch} AS c, ${epoch} AS d, ${rest("''")}`, '1')}
    UNION ALL ${from('missed_calls', `${named}, true AS named, ${what.waiting} AS what, at AS a, least(${orNever('callback_at')}, ${orNever('talk_at')}) AS b, ${epoch} AS c, ${epoch} AS d, ${rest("''")}`, '1')}
    UNION ALL ${from('tasks', `${named}, true AS named, ${what.task} AS what, assumeNotNull(created_at) AS a, ${orNever('done_at')} AS b, due_at AS c, ${orNever('late_at')} AS d, ${rest("''")}`, '1')}
    UNION ALL ${from('contacts', `${named}, named, ${what.contact} AS what, at AS a, ${epoch} AS b, ${epoch} AS c, ${epoch} AS d, ${rest('toString(kind)', "decision_maker AND kind IN ('call', 'meeting')")}`, '1')}
  )`
}

/**
 * Events gathered by a key: lists of tuples `attempts`, `works`, `incomings` (at, named), `waits` (since, until), `plans` (created, done,
 * due, late), `meetings` (agreed, until), `talks` (at, named, kind, decides).
 */
export function gathered(context: FactContext, scope: Scope, key: string, where: string): string {
  const list = (tuple: string, of: number) => `groupArrayIf(${tuple}, what = ${of})`
  return `(
    SELECT ${key}, ${list('(a, named)', what.attempt)} AS attempts, ${list('(a, named)', what.work)} AS works, ${list('(a, named)', what.incoming)} AS incomings,
      ${list('(a, b)', what.waiting)} AS waits, ${list('(a, b, c, d)', what.task)} AS plans, ${list('(a, b)', what.meeting)} AS meetings,
      ${list('(a, named, kind, decides)', what.contact)} AS talks
    FROM ${events(context, scope)} WHERE ${where} GROUP BY ${key.replaceAll(/\S+ AS /g, '')})`
}

export const gatheredLists = ['attempts', 'works', 'incomings', 'waits', 'plans', 'meetings', 'talks'] as const

/** The columns followUpColumns of the vocabulary, from such lists, named with a prefix. */
export function followUp(prefix: string): string {
  const at = (list: string) => `arrayMap(x -> x.1, ${list})`
  const pick = (list: string, field: number) => `arrayMap(x -> x.${field}, arraySort(${prefix}${list}))`
  return `arraySort(arrayConcat(${at(`${prefix}attempts`)}, ${at(`${prefix}works`)})) AS outgoing_at, arraySort(${at(`${prefix}incomings`)}) AS incoming_at,
      ${pick('waits', 1)} AS waiting_from, ${pick('waits', 2)} AS waiting_to,
      nullIf(greatest(arrayMax(arrayConcat([${epoch}], outgoing_at)), arrayMax(arrayConcat([${epoch}], incoming_at))), ${epoch}) AS last_touch_at,
      ${pick('plans', 1)} AS task_from, ${pick('plans', 2)} AS task_to, ${pick('plans', 3)} AS task_due, ${pick('plans', 4)} AS task_late,
      ${pick('meetings', 1)} AS meeting_ahead_from, ${pick('meetings', 2)} AS meeting_ahead_to`
}

/** Of talks [(at, named, kind, decides)] the first of each local day and kind, in order: at most one contact a day and kind. */
export const contactsOf = (day: (moment: string) => string, talks: string) =>
  `arraySort(arrayMap(x -> x.3, arrayCompact(x -> (x.1, x.2), arraySort(arrayMap(x -> (x.3, ${day('x.1')}, x.1), ${talks})))))`

/**
 * Spans that no interval of a list [(from, to)] covers, from `start` on: list of (from, to), the last until 2200. Zero-length intervals
 * divide.
 */
export function gaps(start: string, intervals: string): string {
  const types = `Tuple(DateTime64(3, \\'UTC\\'), Array(Tuple(DateTime64(3, \\'UTC\\'), DateTime64(3, \\'UTC\\'))))`
  const fold = `arrayFold((acc, x) -> (greatest(acc.1, x.2), if(x.1 > acc.1, arrayPushBack(acc.2, (acc.1, x.1)), acc.2)),
        arraySort(arrayFilter(x -> x.2 > ${start}, ${intervals})), CAST((${start}, []), '${types.replaceAll("\\'", "\\'")}'))`
  return `arrayFilter(x -> x.2 > x.1, arrayPushBack(${fold}.2, (${fold}.1, ${never})))`
}
