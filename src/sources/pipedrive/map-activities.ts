// Activities, calls and mails of Pipedrive. An activity is a plan; once done, a call, mail or meeting is a touch as well.
import type { MappingDesk } from '../mapping-desk.ts'
import { isValues, toId, toText, toValues } from '../wire-values.ts'
import * as schema from './schema.ts'

const kinds: readonly (readonly [RegExp, 'call' | 'meeting' | 'email' | 'message' | 'payment'])[] = [
  [/call|звон|дзвін|дзвон|phone|telefon/iu, 'call'],
  [/meet|lunch|demo|visit|встреч|зустріч|spotkan/iu, 'meeting'],
  [/e-?mail|mail|лист|письм/iu, 'email'],
  [/messag|chat|sms|whatsapp|сообщ|повідом/iu, 'message'],
  [/pay|invoice|оплат/iu, 'payment'],
]

export function mapActivities(desk: MappingDesk): void {
  const told = mapCalls(desk)
  for (const { value, row } of desk.read('activities', schema.activity, 'tasks')) {
    const type = value.type ?? value.key_string ?? ''
    const kind = kinds.find(([pattern]) => pattern.test(type))?.[1] ?? 'other'
    const due_at = dueOf(value)
    const isDone = value.done === true
    const done_at = isDone ? (value.marked_as_done_time ?? value.update_time) : null
    const deleted = value.is_deleted === true || value.active_flag === false ? true : null
    const person_id = value.owner_id ?? value.assigned_to_user_id ?? value.user_id
    const links = { contact_id: value.person_id, deal_id: value.deal_id, lead_id: value.lead_id }
    const common = { id: value.id, person_id, ...links, subject: value.subject, updated_at: value.update_time, deleted }
    desk.put('tasks', row, { ...common, created_at: value.add_time, due_at, done_at, kind, company_id: value.org_id })
    const touch = touchOf(value, { kind, due_at, done_at })
    if (touch !== null && !told.has(value.id)) desk.put('touches', row, { ...common, ...touch })
  }
  for (const { value, row } of desk.read('mails', schema.mail, 'touches')) {
    const isOut = value.sent_flag === true
    const [other] = (isOut ? value.to : value.from).map(toValues)
    const links = { contact_id: toId(other?.linked_person_id), deal_id: value.deal_id ?? toId(row.about.parent) }
    const about = { kind: 'email', direction: isOut ? 'out' : 'in', via: 'email', email: toText(other?.email_address)?.toLowerCase() }
    desk.put('touches', row, {
      id: `mail-${value.id}`,
      at: value.message_time ?? value.add_time,
      person_id: isOut ? value.user_id : null,
      ...about,
      ...links,
      thread_id: value.mail_thread_id,
      outcome: isOut ? 'sent' : null,
      subject: value.subject,
    })
  }
}

/** The time of an activity is UTC; without one it is known to the day. */
function dueOf({ due_date, due_time }: schema.Activity): string | null {
  if (due_date === null) return null
  const clock = /^(\d{2}:\d{2})/.exec(isValues(due_time) ? '' : (due_time ?? ''))?.[1]
  return clock === undefined ? due_date : `${due_date}T${clock}:00.000Z`
}

function secondsOf(duration: string | null): number | null {
  const [, hours, minutes] = /^(\d{1,3}):(\d{2})/.exec(duration ?? '') ?? []
  const seconds = Number(hours) * 3600 + Number(minutes) * 60
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null
}

type Told = { kind: string; due_at: string | null; done_at: string | null }

function touchOf(value: schema.Activity, { kind, due_at, done_at }: Told) {
  if (kind === 'meeting') {
    const outcome = done_at === null ? null : 'held'
    return {
      kind,
      direction: 'out',
      at: due_at,
      booked_at: value.add_time,
      via: 'other',
      outcome,
      duration_s: outcome === null ? null : secondsOf(value.duration),
    }
  }
  if (done_at === null || (kind !== 'call' && kind !== 'email' && kind !== 'message')) return null
  // A plan done late happened when it was done; one written down afterwards says itself when it was.
  const at = due_at?.includes('T') && due_at < done_at && value.add_time !== null && due_at <= value.add_time ? due_at : done_at
  const via = kind === 'call' ? 'phone' : kind === 'email' ? 'email' : 'other'
  return {
    kind,
    direction: 'out',
    at,
    via,
    duration_s: kind === 'call' ? secondsOf(value.duration) : null,
    outcome: kind === 'call' ? null : 'sent',
  }
}

const outcomes: Readonly<Record<string, string>> = {
  connected: 'answered',
  left_message: 'answered',
  left_voicemail: 'voicemail',
  no_answer: 'no_answer',
  wrong_number: 'failed',
  busy: 'busy',
}

/** Calls of the dialler; returns the activities they tell of. */
function mapCalls(desk: MappingDesk): Set<string> {
  const told = new Set<string>()
  for (const { value, row } of desk.read('calls', schema.call, 'touches')) {
    if (value.activity_id !== null) told.add(value.activity_id)
    const links = { contact_id: value.person_id, deal_id: value.deal_id, lead_id: value.lead_id }
    const numbers = { phone: value.to_phone_number, line: value.from_phone_number }
    desk.put('touches', row, {
      id: value.activity_id ?? `call-${value.id}`,
      kind: 'call',
      direction: 'out',
      at: value.start_time,
      person_id: value.user_id,
      ...links,
      via: 'phone',
      duration_s: value.duration,
      outcome: outcomes[value.outcome ?? ''],
      ...numbers,
      subject: value.subject,
    })
  }
  return told
}
