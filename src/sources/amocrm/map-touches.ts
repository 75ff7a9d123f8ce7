// Notes and chat events of amoCRM as touches: calls, mails, SMS, messages.
import type { MappingDesk, Parsed } from '../mapping-desk.ts'
import type { RecordValues } from '../source.ts'
import { toBool, toId, toNumber, toText, toValues, type Values } from '../wire-values.ts'
import * as schema from './schema.ts'

const linked: Readonly<Record<string, string>> = { leads: 'deal_id', lead: 'deal_id', contacts: 'contact_id', contact: 'contact_id' }

/** The link of a touch or task; a company is no link of a touch, so it stays beside. */
function linkTo(entity: string, id: string | null): RecordValues {
  const column = linked[entity]
  return column === undefined ? { extra: { [`${entity}_id`]: id } } : { [column]: id }
}

export function mapTouches(desk: MappingDesk, events: readonly Parsed<schema.AmoEvent>[]): void {
  for (const { value, row } of desk.readNewest('notes', schema.note, 'touches')) {
    const made = touchOf(value)
    if (made === null) continue
    const { extra, ...link } = linkTo(row.about.entity ?? '', value.entity_id ?? row.about.parent ?? null)
    const told = { id: value.id, at: value.created_at, updated_at: value.updated_at, ...link, ...made }
    desk.put('touches', row, { ...told, extra: { ...extra, ...made.extra } })
  }
  for (const { value, row } of events) {
    const made = messageOf(value)
    if (made !== null) desk.put('touches', row, { at: value.created_at, ...linkTo(value.entity_type ?? '', value.entity_id), ...made })
  }
}

function touchOf(note: schema.Note): RecordValues | null {
  const { params } = note
  switch (note.note_type) {
    case 'call_in':
    case 'call_out':
      return callOf(note)
    case 'amomail_message':
      return mailOf(note)
    case 'sms_in':
    case 'sms_out': {
      const isOut = note.note_type === 'sms_out'
      const common = {
        kind: 'message',
        direction: isOut ? 'out' : 'in',
        via: 'sms',
        phone: toText(params.phone),
        subject: toText(params.text),
      }
      return {
        ...common,
        person_id: note.created_by,
        outcome: isOut ? 'sent' : null,
        automated: isOut && note.created_by === null ? true : null,
      }
    }
    default:
      return null
  }
}

/** What `call_status` says: 1 left a message, 2 call again, 3 not there, 4 talked, 5 wrong number, 6 not reached, 7 busy. */
const outcomes: Readonly<Record<string, string>> = {
  '1': 'voicemail',
  '2': 'answered',
  '3': 'no_answer',
  '4': 'answered',
  '5': 'failed',
  '6': 'no_answer',
  '7': 'busy',
}

function callOf({ note_type, params, created_by, responsible_user_id }: schema.Note): RecordValues {
  const duration = toNumber(params.duration)
  const said = outcomes[toText(params.call_status) ?? '']
  // A status set by hand may contradict the line: who talked for a while was answered.
  const talked = duration !== null && duration > 0 && (said === undefined || said === 'no_answer' || said === 'busy')
  const silent = duration === 0 && said === 'answered'
  const responsible = toValues(params.call_responsible)
  const named = toId(responsible.id) ?? (/^\d+$/.test(toText(params.call_responsible) ?? '') ? toText(params.call_responsible) : null)
  return {
    kind: 'call',
    direction: note_type === 'call_out' ? 'out' : 'in',
    via: 'phone',
    person_id: named ?? responsible_user_id ?? created_by,
    duration_s: duration,
    outcome: talked ? 'answered' : silent ? 'no_answer' : said,
    phone: toText(params.phone),
    recording_url: toText(params.link),
    extra: { result: toText(params.call_result), provider: toText(params.source), uniq: toText(params.uniq) },
  }
}

function mailOf({ params, created_by, responsible_user_id }: schema.Note): RecordValues {
  const isIn = toBool(params.income) === true
  const other = toValues(isIn ? params.from : params.to)
  const status = toText(toValues(params.delivery).status) ?? ''
  const isBad = /fail|bounce|error|reject/i.test(status)
  return {
    kind: 'email',
    direction: isIn ? 'in' : 'out',
    via: 'email',
    person_id: created_by ?? responsible_user_id,
    email: toText(other.email)?.toLowerCase(),
    thread_id: toText(params.thread_id),
    subject: toText(params.subject),
    outcome: isIn ? null : isBad ? 'bounced' : 'sent',
  }
}

const vias: readonly (readonly [RegExp, string])[] = [
  [/waba|whatsapp|amocrmwa|wazzup|wappi/i, 'whatsapp'],
  [/telegram|tg\b/i, 'telegram'],
  [/insta/i, 'instagram'],
  [/facebook|messenger|^fb/i, 'facebook'],
  [/viber/i, 'viber'],
  [/online_?chat|live_?chat|site|widget|jivo/i, 'site_chat'],
  [/sms/i, 'sms'],
]

function messageOf({ id, type, created_by, value_after }: schema.AmoEvent): RecordValues | null {
  if (type !== 'incoming_chat_message' && type !== 'outgoing_chat_message') return null
  const message: Values = toValues(toValues(value_after[0]).message)
  const isOut = type === 'outgoing_chat_message'
  const origin = toText(message.origin) ?? ''
  return {
    id: `message-${toText(message.id) ?? id}`,
    kind: 'message',
    direction: isOut ? 'out' : 'in',
    via: vias.find(([pattern]) => pattern.test(origin))?.[1] ?? 'other',
    thread_id: toId(message.talk_id) ?? toId(message.chat_id),
    person_id: isOut ? created_by : null,
    outcome: isOut ? 'sent' : null,
    automated: isOut && created_by === null ? true : null,
  }
}
