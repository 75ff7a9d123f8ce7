// Calls, meetings, mails, messages and tasks of HubSpot.
import type { MappingDesk } from '../mapping-desk.ts'
import type { RecordValues } from '../source.ts'
import { toBool, toId, toNumber, toText, type Values } from '../wire-values.ts'
import { stampsOf } from './map-clients.ts'
import { type Links, readWhole, type Whole } from './records-of.ts'
import { toMoment } from './schema.ts'

export function mapActivities(desk: MappingDesk, links: Links): void {
  const makers: Readonly<Record<string, (one: Whole) => RecordValues>> = {
    calls: callOf,
    meetings: meetingOf,
    emails: mailOf,
    communications: messageOf,
  }
  for (const [object, make] of Object.entries(makers))
    for (const one of readWhole(desk, object, 'touches', links)) {
      const about = { id: one.id, person_id: toId(one.properties.hubspot_owner_id), ...linksOf(one), ...stampsOf(one) }
      desk.put('touches', one.row, { ...about, ...make(one) })
    }
  for (const one of readWhole(desk, 'tasks', 'tasks', links)) mapTask(desk, one)
}

const linksOf = ({ links }: Whole) => ({ contact_id: links.contacts?.[0], deal_id: links.deals?.[0], lead_id: links.leads?.[0] })
const momentOf = ({ properties, createdAt }: Whole) => toMoment(properties.hs_timestamp) ?? createdAt

/** Outcomes every portal begins with. */
const dispositions: Readonly<Record<string, string>> = {
  'f240bbac-87c9-4f6e-bf70-924b57d47db7': 'answered',
  '9d9162e7-6cf3-4944-bf63-4dff82258764': 'busy',
  'a4c4c377-d246-4b32-a13b-75a56a4cd0ff': 'answered',
  'b2cf5968-551e-4856-9783-52b3da59a7d0': 'voicemail',
  '73a0d17f-1163-4015-bdd5-ec830791da20': 'no_answer',
  '17b47fee-58de-441e-a44c-c6300d46f273': 'failed',
}
const statuses: Readonly<Record<string, string>> = {
  NO_ANSWER: 'no_answer',
  MISSED: 'no_answer',
  BUSY: 'busy',
  FAILED: 'failed',
  CANCELED: 'no_answer',
  CANCELLED: 'no_answer',
}

function callOf(one: Whole): RecordValues {
  const p = one.properties
  const isIn = toText(p.hs_call_direction)?.toUpperCase() === 'INBOUND'
  const ms = toNumber(p.hs_call_duration)
  return {
    kind: 'call',
    direction: isIn ? 'in' : 'out',
    at: momentOf(one),
    via: 'phone',
    duration_s: ms === null ? null : ms / 1000,
    outcome: dispositions[toText(p.hs_call_disposition)?.toLowerCase() ?? ''] ?? statuses[toText(p.hs_call_status)?.toUpperCase() ?? ''],
    phone: toText(isIn ? p.hs_call_from_number : p.hs_call_to_number),
    line: toText(isIn ? p.hs_call_to_number : p.hs_call_from_number),
    recording_url: toText(p.hs_call_recording_url),
    subject: toText(p.hs_call_title),
  }
}

const held: Readonly<Record<string, string>> = {
  COMPLETED: 'held',
  NO_SHOW: 'no_show',
  CANCELED: 'cancelled',
  CANCELLED: 'cancelled',
  RESCHEDULED: 'cancelled',
}

function meetingOf(one: Whole): RecordValues {
  const p = one.properties
  const [start, end] = [toMoment(p.hs_meeting_start_time) ?? momentOf(one), toMoment(p.hs_meeting_end_time)]
  const outcome = held[(toText(p.hs_meeting_outcome) ?? '').toUpperCase().replace(' ', '_')]
  const isOnline = /zoom|teams|meet\.google|webex/i.test(
    `${toText(p.hs_meeting_location) ?? ''} ${toText(p.hs_meeting_external_url) ?? ''}`,
  )
  const duration_s = outcome === 'held' && start !== null && end !== null ? (Date.parse(end) - Date.parse(start)) / 1000 : null
  return {
    kind: 'meeting',
    direction: 'out',
    at: start,
    booked_at: one.createdAt,
    via: isOnline ? 'zoom' : 'other',
    outcome,
    duration_s,
    subject: toText(p.hs_meeting_title),
  }
}

function mailOf(one: Whole): RecordValues {
  const p = one.properties
  const isIn = /^(INCOMING|FORWARDED)/i.test(toText(p.hs_email_direction) ?? '')
  const status = (toText(p.hs_email_status) ?? '').toUpperCase()
  const other = isIn ? p.hs_email_from_email : p.hs_email_to_email
  const outcome = /BOUNCE/.test(status) ? 'bounced' : /FAIL/.test(status) ? 'failed' : 'sent'
  return {
    kind: 'email',
    direction: isIn ? 'in' : 'out',
    at: momentOf(one),
    via: 'email',
    email: toText(other)?.split(';')[0]?.toLowerCase(),
    thread_id: toId(p.hs_email_thread_id),
    outcome: isIn ? null : outcome,
    subject: toText(p.hs_email_subject),
  }
}

const channels: Readonly<Record<string, string>> = {
  WHATS_APP: 'whatsapp',
  WHATSAPP: 'whatsapp',
  SMS: 'sms',
  FACEBOOK_MESSENGER: 'facebook',
  LIVE_CHAT: 'site_chat',
}

function messageOf(one: Whole): RecordValues {
  const p: Values = one.properties
  const isIn = /^IN/i.test(toText(p.hs_communication_direction) ?? '')
  const via = channels[(toText(p.hs_communication_channel_type) ?? '').toUpperCase()] ?? 'other'
  return {
    kind: 'message',
    direction: isIn ? 'in' : 'out',
    at: momentOf(one),
    via,
    thread_id: toId(p.hs_communication_conversation_id),
    outcome: isIn ? null : 'sent',
  }
}

const kinds: Readonly<Record<string, string>> = {
  CALL: 'call',
  EMAIL: 'email',
  LINKED_IN_MESSAGE: 'message',
  LINKED_IN: 'message',
  MEETING: 'meeting',
}

function mapTask(desk: MappingDesk, one: Whole): void {
  const p = one.properties
  const isDone = toText(p.hs_task_status)?.toUpperCase() === 'COMPLETED' || toBool(p.hs_task_is_completed) === true
  desk.put('tasks', one.row, {
    id: one.id,
    created_at: one.createdAt,
    due_at: momentOf(one),
    done_at: isDone ? (toMoment(p.hs_task_completion_date) ?? one.updatedAt) : null,
    person_id: toId(p.hubspot_owner_id),
    kind: kinds[(toText(p.hs_task_type) ?? '').toUpperCase()] ?? 'other',
    ...linksOf(one),
    company_id: one.links.companies?.[0],
    subject: toText(p.hs_task_subject),
    ...stampsOf(one),
  })
}
