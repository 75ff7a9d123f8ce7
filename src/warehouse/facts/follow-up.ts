// What was done and planned about a lead or deal, as lists in time: touches both ways, waits, tasks, meetings, contacts. From the
// facts of activity of the run.
import { followUpColumns } from '../../kpi/vocabulary/activity.ts'
import { ofRun } from './cases.ts'
import { type FactContext, never, orNever, type Scope } from './context.ts'

const epoch = "toDateTime64(0, 3, 'UTC')"

/** Kinds of events, and what their moments a, b, c, d are. */
export const what = {
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

/** All of it: columns lead, deal, client, named, what, a, b, c, d, form (kind of a contact), decides (a decision maker was talked to). */
export function events(context: FactContext, scope: Scope): string {
  const from = (
    fact: string,
    moments: readonly string[],
    more: { of: string; where?: string; named?: string; kind?: string; decides?: string },
  ) => {
    const [a, b = epoch, c = epoch, d = epoch] = moments
    const { of, where = '1', named = 'named', kind = 'toUInt8(0)', decides = 'false' } = more
    const columns = `lead, deal, client, ${named} AS named, ${of} AS what, ${a} AS a, ${b} AS b, ${c} AS c, ${d} AS d, ${kind} AS form, ${decides} AS decides`
    return `SELECT * FROM ${ofRun(context, scope, `fact_${fact}`, columns, where)}`
  }
  const touch = `toUInt8(if(direction = 'in', ${what.incoming}, if(attempt, ${what.attempt}, ${what.work})))`
  const of = (code: number) => ({ of: `toUInt8(${code})`, named: 'true' })
  const parts = [
    from('touches', ['at'], { of: touch, where: 'NOT automated' }),
    from('touches', ['assumeNotNull(booked_at)', "if(outcome = 'cancelled', ifNull(cancelled_at, at), at)"], {
      ...of(what.meeting),
      where: "kind = 'meeting' AND booked_at IS NOT NULL",
    }),
    from('replies', ['at', orNever('next_at')], of(what.waiting)),
    from('missed_calls', ['at', `least(${orNever('callback_at')}, ${orNever('talk_at')})`], of(what.waiting)),
    from('tasks', ['assumeNotNull(created_at)', orNever('done_at'), 'due_at', orNever('late_at')], of(what.task)),
    from('contacts', ['at'], {
      ...of(what.contact),
      named: 'named',
      kind: "toUInt8(transform(toString(kind), ['call', 'email', 'meeting', 'message'], [1, 2, 3, 4], 0))",
      decides: "decision_maker AND kind IN ('call', 'meeting')",
    }),
  ]
  return `(${parts.join(' UNION ALL ')})`
}

/**
 * Events gathered by a key: lists of moments `attempts`, `works`, `incomings`, and of tuples `waits` (since, until), `plans` (created,
 * done, due, late), `meetings` (agreed, until), `talks` (at, named, form, decides). `rows` has the columns of `events` and the key.
 */
export function gathered(rows: string, key: string): string {
  const list = (of: number, ...fields: string[]) =>
    `groupArrayIf(${fields.length === 1 ? fields[0] : `(${fields.join(', ')})`}, what = ${of})`
  return `(
    SELECT ${key}, ${list(what.attempt, 'a')} AS attempts, ${list(what.work, 'a')} AS works, ${list(what.incoming, 'a')} AS incomings, ${list(what.waiting, 'a', 'b')} AS waits,
      ${list(what.task, 'a', 'b', 'c', 'd')} AS plans, ${list(what.meeting, 'a', 'b')} AS meetings, ${list(what.contact, 'a', 'named', 'form', 'decides')} AS talks
    FROM ${rows} GROUP BY ${key})`
}

/** Can there be anything about the cases in scope. */
export const isActive = ({ has }: FactContext) => has.touches || has.tasks

export const gatheredLists = ['attempts', 'works', 'incomings', 'waits', 'plans', 'meetings', 'talks'] as const

/** Columns of cases that keep their defaults where nothing was done or planned: a small change is then planned quickly. */
export const quietColumns: readonly string[] = [...followUpColumns.map(({ name }) => name), 'contacts']

/** The columns followUpColumns of the vocabulary, from such lists, named with a prefix. */
export function followUp(prefix: string): string {
  const pick = (list: string, field: number) => `arraySort(${prefix}${list}).${field}`
  return `arraySort(arrayConcat(${prefix}attempts, ${prefix}works)) AS outgoing_at, arraySort(${prefix}incomings) AS incoming_at,
      ${pick('waits', 1)} AS waiting_from, ${pick('waits', 2)} AS waiting_to,
      nullIf(greatest(outgoing_at[-1], incoming_at[-1]), ${epoch}) AS last_touch_at,
      ${pick('plans', 1)} AS task_from, ${pick('plans', 2)} AS task_to, ${pick('plans', 3)} AS task_due, ${pick('plans', 4)} AS task_late,
      ${pick('meetings', 1)} AS meeting_ahead_from, ${pick('meetings', 2)} AS meeting_ahead_to`
}

/** Of talks [(at, named, form, decides)] the first of each local day and kind, in order: at most one contact a day and kind. */
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
  return `arrayFilter(x -> x.2 > x.1, arrayMap(f -> arrayPushBack(f.2, (f.1, ${never})), [${fold}])[1])`
}
