// Where a lead stands at the moment asked: the first that holds (records.md, lead state). One expression, so that the ledger, KPIs
// and lists cannot disagree.
import { frameNames } from '../expression/types.ts'
import { call, compare, infix, lambda, name, not, number, or, type Sql, text } from '../sql/nodes.ts'

const asOf = name(frameNames.as_of)
const x = name('x')
const happened = (moment: Sql): Sql => compare('<=', moment, asOf)
const some = (moments: string, condition: Sql): Sql => call('arrayExists', lambda(['x'], condition), name(moments))
const isPast = infix('<=', x, asOf)

/** One of the spans from[i]..to[i] is open now and `more` holds of z, the third list. */
const open = (from: string, to: string, third: string, more: Sql): Sql => {
  const now = infix('AND', infix('<=', x, asOf), infix('>', name('y'), asOf))
  return call('arrayExists', lambda(['x', 'y', 'z'], infix('AND', now, more)), name(from), name(to), name(third))
}
const openSpan = (from: string, to: string): Sql => open(from, to, to, number(1))

/** The last of our touches, and of the client's, so far; 1970 without any. */
const lastSoFar = (moments: string): Sql =>
  call('arrayMax', lambda(['x'], call('if', isPast, x, call('toDateTime64', number(0), number(3), text('UTC')))), name(moments))

const noAnswerYet = call(
  'if',
  name('inbound'),
  infix('AND', not(happened(name('response_at'))), not(name('response_unknown'))),
  not(some('outgoing_at', isPast)),
)
const clientWaits = openSpan('waiting_from', 'waiting_to')
const taskLate = open('task_from', 'task_to', 'task_late', infix('<=', name('z'), asOf))
const taskAhead = open('task_from', 'task_to', 'task_due', infix('>=', name('z'), asOf))
const meetingAhead = openSpan('meeting_ahead_from', 'meeting_ahead_to')

const patienceDays = 14
const lastOurs = lastSoFar('outgoing_at')
const waitingOnClient = infix(
  'AND',
  infix('>', lastOurs, lastSoFar('incoming_at')),
  infix('>=', lastOurs, infix('-', asOf, call('toIntervalDay', number(patienceDays)))),
)

/** `lost`: the lead is lost for a sale. Gives one of leadStates. */
export function leadStateSql(lost: Sql): Sql {
  const population = name('population')
  return call(
    'multiIf',
    infix('!=', population, text('')),
    call('toString', population),
    happened(name('won_at')),
    text('won'),
    or(happened(name('disqualified_at')), name('disqualified_undated')),
    text('disqualified'),
    lost,
    text('lost'),
    not(happened(name('first_owner_at'))),
    text('unowned'),
    or(noAnswerYet, clientWaits, taskLate),
    text('waiting_on_us'),
    or(taskAhead, meetingAhead),
    text('in_work'),
    waitingOnClient,
    text('waiting_on_client'),
    text('abandoned'),
  )
}
