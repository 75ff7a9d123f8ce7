// Facts about work: touches, conversations, calls missed, contacts, tasks.
import { caseColumns, count, type Fact, type FactColumn, flag, key, keys, moment, moments, seconds, text } from './columns.ts'

/** A fact whose cases are touches. */
export const ofTouches = {
  record: { kind: 'touches', source: 'source', id: 'id' },
  axis: 'at',
  credit: 'owner',
  key: ['party', 'k'],
} as const satisfies Partial<Fact>

export const caseLinks = [
  key('lead', 'Lead it belongs to (the survivor of merged ones)'),
  key('deal', 'Deal it names (the head of continued ones)'),
]

/** A wait on the business calendar: over the age of 15 business minutes at due_15m_at. */
const clock = [
  key('calendar', 'Business calendar of its clock'),
  seconds('start_business_s', 'Business clock of its calendar at the start'),
  moment('due_15m_at', 'When 15 business minutes have passed'),
]

export const touches: Fact = {
  name: 'touches',
  doc: 'One row per call, e-mail, meeting and turn of messages, both directions, robots included; the same touch of two sources is one.',
  ...ofTouches,
  columns: [
    key('k', 'Touch; of a turn its first message'),
    ...caseColumns,
    ...caseLinks,
    flag('named', 'It names a lead or deal itself'),
    text('kind', 'call, email, meeting, message (a turn)'),
    text('direction', 'out, in'),
    text('via', 'By which means'),
    moment('at', 'When; of a turn its first message'),
    moment('ended_at', 'Last message of a turn, else at'),
    key('person', 'Who of us, as recorded'),
    key('case_owner', 'Who owned the deal, lead or client then; of an inbound call first the client'),
    key('owner', 'Who of us, else case_owner; of an inbound call nobody answered case_owner first'),
    key('calendar', 'Business calendar of case_owner then, else of the owner'),
    flag('automated', 'By a robot'),
    text(
      'outcome',
      'answered, no_answer, busy, voicemail, failed, sent, bounced, held, no_show, cancelled; a call without outcome by its talk',
    ),
    flag('answered', 'A call somebody answered'),
    flag('effective', 'An answered call of at least effective_call_s, not automated'),
    flag('attempt', 'Outgoing, not automated call, e-mail or turn, not failed or bounced'),
    flag('asks', "A client's turn that asks something, more than thanks, consent or a reaction"),
    flag('business_time', 'An inbound call within business time'),
    flag('decision_maker', 'With a decision maker'),
    seconds('wait_s', 'Ringing'),
    seconds('duration_s', 'Talk'),
    seconds('talk_person_s', 'Talk of our side'),
    moment('booked_at', 'When a meeting was agreed'),
    moment('cancelled_at', 'When a cancelled meeting was last changed: taken for the cancellation'),
    moment('answers_at', 'When it can be the first response to a lead: outgoing, by a person, arrived'),
    key('thread', 'Conversation'),
    key('number', "The client's number, else the client"),
    count('messages', 'Messages of the turn, else 1'),
    key('script', 'Script'),
    keys('materials', 'Materials sent'),
    text('line', "The company's number"),
    moment('first_purchase_at', 'First purchase of the client: later than at = had not bought yet'),
  ],
}

export const contacts: Fact = {
  name: 'contacts',
  doc: 'Talks with clients: effective calls (answered, of at least effective_call_s), held meetings, turns and e-mails of clients we had written to in the 14 days before. Contacts are the counted ones.',
  ...ofTouches,
  columns: [
    key('k', 'Touch'),
    ...caseColumns,
    ...caseLinks,
    flag('named', 'It names a lead or deal itself'),
    flag('counted', 'The first of its client, local day and kind: the others are no contact of their own'),
    flag('first_of_hour', 'The first of its client, clock hour and kind: of calls these are the effective ones that count'),
    key('script', 'Script of a call: as checked, else as named'),
    flag('checked', 'A call checked by a reviewer, a model, or its transcript'),
    flag('followed', 'A checked call that followed its script'),
    text('kind', 'call, email, meeting, message'),
    text('direction', 'out, in'),
    text('via', 'By which means'),
    moment('at', 'When'),
    key('owner', 'Who of us, else who owned the client, deal or lead then'),
    flag('decision_maker', 'With a decision maker'),
    flag('first_ever', 'First contact with the client ever'),
    moment('first_purchase_at', 'First purchase of the client'),
    moment('previous_at', 'The contact before, when a lead or deal of the client was open from it on'),
    count('gap_days', 'Business days since the contact before'),
    moment('next_step_at', 'When there was a future task, a booked meeting, a move or a close'),
    moment('next_step_due_at', 'End of the next business day'),
  ],
}

export const attempts: Fact = {
  name: 'attempts',
  doc: 'Attempts on leads.',
  ...ofTouches,
  columns: [
    key('k', 'Touch'),
    ...caseColumns,
    key('lead', 'Lead'),
    text('kind', 'call, email, message'),
    moment('at', 'When'),
    key('owner', 'Who made it'),
    count('nth', 'Which attempt on the lead'),
    flag('rushed', 'There were three or more on the lead in the 24 hours before'),
    moment('previous_at', 'The attempt before'),
    seconds('gap_s', 'Business seconds since the attempt before, while there was no contact yet'),
  ],
}

export const replies: Fact = {
  name: 'replies',
  doc: "Clients' turns that ask something, and what we did about them.",
  ...ofTouches,
  columns: [
    key('k', 'Turn'),
    ...caseColumns,
    ...caseLinks,
    key('thread', 'Conversation'),
    text('via', 'By which means'),
    moment('at', 'When'),
    ...clock,
    moment('reply_at', 'Our next turn of a person in the conversation'),
    seconds('reply_business_s', 'Business seconds to it'),
    moment('next_at', 'Next turn of either side, robots left out: from then on this is not the last one'),
    key('case_owner', 'Who owned the client, deal or lead then'),
    key('owner', 'Who replied, else who owned the client, deal or lead then'),
  ],
}

export const missedCalls: Fact = {
  name: 'missed_calls',
  doc: 'Inbound calls nobody answered, one per number and 30 minutes.',
  ...ofTouches,
  columns: [
    key('k', 'Call'),
    ...caseColumns,
    ...caseLinks,
    text('line', "The company's number"),
    moment('at', 'When'),
    flag('business_time', 'Within business time'),
    ...clock,
    moment('callback_at', 'Our first call after it'),
    seconds('callback_business_s', 'Business seconds to it'),
    moment('talk_at', 'First later call of the client that was answered'),
    moment('next_at', 'Next missed call of the number: from then on this is not the last one'),
    key('case_owner', 'Owner of the client then'),
    key('rung', 'Owner of the client then, else whose phone rang'),
    key('owner', 'Owner of the client then, else who called back'),
  ],
}

export const dialogs: Fact = {
  name: 'dialogs',
  doc: 'Conversations by local day with turns of both sides.',
  ...ofTouches,
  columns: [
    key('k', 'First turn of the day'),
    ...caseColumns,
    ...caseLinks,
    key('thread', 'Conversation'),
    text('via', 'By which means'),
    moment('at', 'When the second side joined'),
    key('owner', 'Who of us wrote most turns'),
    count('turns_in', 'Turns of the client'),
    count('turns_out', 'Turns of ours'),
  ],
}

export const inquiries: Fact = {
  name: 'inquiries',
  doc: 'Unknown numbers and conversations whose first effective call or turn came to us without a lead, deal or contact.',
  ...ofTouches,
  columns: [
    key('k', 'Call or turn'),
    ...caseColumns,
    text('kind', 'call, message'),
    text('via', 'By which means'),
    text('line', "The company's number"),
    moment('at', 'When'),
    key('owner', 'Who answered'),
    moment('registered_at', 'First lead, deal or contact of this client'),
    moment('due_at', 'End of the next business day: unregistered by then'),
  ],
}

export const tasks: Fact = {
  name: 'tasks',
  doc: 'What was planned, done or not.',
  record: { kind: 'tasks', source: 'source', id: 'id' },
  axis: 'due_at',
  credit: 'person',
  key: ['party', 'k'],
  columns: [
    key('k', 'Task'),
    ...caseColumns,
    ...caseLinks,
    text('kind', 'call, message, email, meeting, payment, other'),
    moment('created_at', 'Created'),
    moment('due_at', 'Due as last set; the last moment of the day when known to the day'),
    moment('due_end_at', 'End of the day it is due'),
    moments('due_from', 'Since when each due moment holds'),
    moments('due_was', 'Due moments in time'),
    moment('late_at', 'One business day after due_at: the same time of the next working day'),
    moment('done_at', 'Done'),
    key('person', 'Who has to do it'),
    moment('card_closed_at', 'When its lead or deal was closed'),
    moment('touched_at', 'First touch on the client from 2 hours before it was done to 15 minutes after'),
  ],
}

export const taskMoves: Fact = {
  name: 'task_moves',
  doc: 'Moves of a task to a later day.',
  record: { kind: 'tasks', source: 'source', id: 'id' },
  axis: 'at',
  credit: 'by_person',
  key: ['party', 'k', 'at'],
  columns: [
    key('k', 'Task'),
    ...caseColumns,
    ...caseLinks,
    text('kind', 'Kind of the task'),
    moment('at', 'When it was moved'),
    key('by_person', 'Who moved it, else whose task it is'),
    key('person', 'Whose task it is'),
    moment('due_was', 'Due before'),
    moment('due_became', 'Due after'),
  ],
}

export const workdays: Fact = {
  name: 'workdays',
  doc: 'Days on which people who sell work: by the calendar of their team and attendance, between hired and left.',
  record: { kind: 'people', source: 'source', id: 'id' },
  axis: 'at',
  credit: 'person',
  key: ['person', 'at'],
  columns: [
    text('source', 'Source of the person'),
    text('id', 'Id of the person in its source'),
    moment('at', 'Start of the local day'),
    key('person', 'Who works'),
  ],
}

export const activityFacts: readonly Fact[] = [
  workdays,
  touches,
  contacts,
  attempts,
  replies,
  missedCalls,
  dialogs,
  inquiries,
  tasks,
  taskMoves,
]

/** What touches and tasks tell about a lead as well as about a deal. */
export const followUpColumns: readonly FactColumn[] = [
  moments('outgoing_at', 'Touches of ours, in order, robots left out'),
  moments('incoming_at', 'Touches of the client, in order'),
  moments('waiting_from', 'Calls missed and turns that ask something: since when the client waits'),
  moments('waiting_to', 'Until when (2200 = still)'),
  moment('last_touch_at', 'Last touch either way'),
  moments('task_from', 'Tasks: created'),
  moments('task_to', 'Tasks: done (2200 = still open)'),
  moments('task_due', 'Tasks: due'),
  moments('task_late', 'Tasks: when one business day has passed since due'),
  moments('meeting_ahead_from', 'Booked meetings: agreed'),
  moments('meeting_ahead_to', 'Booked meetings: their time, or the cancellation'),
]
