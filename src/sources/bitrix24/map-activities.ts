// Activities, calls of the telephony and tasks of Bitrix24 -> touches and tasks.
import type { MappingDesk } from '../mapping-desk.ts'
import type { RecordValues } from '../source.ts'
import { toBool, toId, toText, toValues } from '../wire-values.ts'
import * as schema from './schema.ts'

const MEETING = '1'
const CALL = '2'
const TASK = '3'
const EMAIL = '4'

const columns: Readonly<Record<string, string>> = { '1': 'lead_id', '2': 'deal_id', '3': 'contact_id', '4': 'company_id' }
const entityTypes: Readonly<Record<string, string>> = { LEAD: '1', DEAL: '2', CONTACT: '3', COMPANY: '4' }

type Links = Record<string, string>

/** `sessions`: those of open lines whose messages are told by themselves. */
export function mapActivities(desk: MappingDesk, sessions: ReadonlySet<string>): void {
  const activities = desk.read('activities', schema.activity, 'touches')
  const linksByActivity = new Map(activities.map(({ value }) => [value.id, linksOf(value)]))
  const told = mapCalls(desk, linksByActivity, new Map(activities.map(({ value }) => [value.id, value.updatedTime])))
  for (const { value, row } of activities) {
    const links = linksOf(value)
    const isTold = told.has(value.id) || (isOpenLine(value) && sessions.has(value.associatedEntityId ?? ''))
    const touch = isTold ? null : touchOf(value)
    const { company_id, ...touchLinks } = links
    if (touch !== null) desk.put('touches', row, { ...touchLinks, ...touch, extra: { company_id } })
    const kind = taskKind(value)
    if (kind === null) continue
    const due_at = value.deadline ?? value.endTime ?? value.startTime
    const done_at = value.completed === true ? (value.endTime ?? value.updatedTime) : null
    const created_at = value.createdTime ?? value.created
    desk.put('tasks', row, {
      id: value.id,
      created_at,
      due_at,
      done_at,
      person_id: value.responsibleId,
      kind,
      subject: value.subject,
      updated_at: value.updatedTime,
      ...links,
    })
  }
  mapTasks(desk)
}

function linksOf({ ownerTypeId, ownerId, bindings, communications }: schema.Activity): Links {
  const pairs = [
    { type: ownerTypeId, id: ownerId },
    ...bindings.map((raw) => ({ type: toText(toValues(raw).OWNER_TYPE_ID), id: toId(toValues(raw).OWNER_ID) })),
    ...communications.map((raw) => ({ type: toText(toValues(raw).ENTITY_TYPE_ID), id: toId(toValues(raw).ENTITY_ID) })),
  ]
  const links: Links = {}
  for (const { type, id } of pairs) {
    const column = columns[type ?? '']
    if (column !== undefined && id !== null) links[column] ??= id
  }
  return links
}

const isOpenLine = ({ providerId }: schema.Activity) => /^(IMOPENLINES|OPENLINE)/.test(providerId ?? '')
const isTelephony = ({ providerId, originId }: schema.Activity) => providerId === 'VOXIMPLANT_CALL' || /^VI_/.test(originId ?? '')

function touchOf(value: schema.Activity): RecordValues | null {
  const provider = value.providerId ?? ''
  const isIn = value.direction === '1'
  const address = value.communications.map((raw) => toText(toValues(raw).VALUE)).find((text) => text !== null)
  const common = {
    id: value.id,
    person_id: value.responsibleId,
    subject: value.subject,
    updated_at: value.updatedTime,
    direction: isIn ? 'in' : 'out',
  }
  const at = value.startTime ?? value.createdTime ?? value.created
  if (isOpenLine(value))
    return { ...common, kind: 'message', direction: 'in', at, via: 'other', thread_id: value.associatedEntityId ?? value.id }
  if (/SMS/.test(provider)) return { ...common, kind: 'message', at, via: 'sms', phone: address, outcome: 'sent' }
  if (value.typeId === MEETING) {
    const outcome = value.completed === true ? 'held' : null
    return { ...common, kind: 'meeting', direction: 'out', at, booked_at: value.createdTime ?? value.created, via: 'other', outcome }
  }
  if (value.typeId === EMAIL)
    return { ...common, kind: 'email', at, via: 'email', email: address?.toLowerCase(), outcome: isIn ? null : 'sent' }
  if (value.typeId !== CALL || (value.completed !== true && !isTelephony(value))) return null
  const missed = toBool(value.settings.MISSED_CALL) === true
  const seconds =
    value.startTime !== null && value.endTime !== null && isTelephony(value)
      ? (Date.parse(value.endTime) - Date.parse(value.startTime)) / 1000
      : null
  const duration_s = missed ? 0 : seconds !== null && seconds >= 0 ? seconds : null
  return { ...common, kind: 'call', at, via: 'phone', phone: address, duration_s, outcome: missed ? 'no_answer' : null }
}

/** What is planned: tasks, to-dos, and calls and meetings written down ahead. */
function taskKind(value: schema.Activity): string | null {
  if (value.typeId === MEETING) return 'meeting'
  if (value.typeId === CALL) return isTelephony(value) ? null : 'call'
  if (value.typeId === TASK || /TASK|TODO/.test(value.providerId ?? '')) return 'other'
  return null
}

/** How a call ended, by the code of the telephony. */
function outcomeOf(code: string | null, seconds: number | null): string | null {
  if (code === '200') return 'answered'
  if (code === '304' || code === '480' || code === '603-S') return 'no_answer'
  if (code === '486' || code === '603') return 'busy'
  if (code === null) return seconds === null ? null : seconds > 0 ? 'answered' : 'no_answer'
  return code === 'OTHER' && (seconds ?? 0) > 0 ? 'answered' : 'failed'
}

/** Calls by the statistics of the telephony; returns the activities they tell of, which add only their links. */
function mapCalls(desk: MappingDesk, links: ReadonlyMap<string, Links>, updated: ReadonlyMap<string, string | null>): Set<string> {
  const told = new Set<string>()
  for (const { value, row } of desk.read('calls', schema.call, 'touches')) {
    const id = value.crmActivityId ?? value.callId ?? value.externalCallId ?? value.id
    if (value.crmActivityId !== null) told.add(value.crmActivityId)
    const { company_id, ...more } = links.get(value.crmActivityId ?? '') ?? {}
    const column = columns[entityTypes[value.crmEntityType ?? ''] ?? '']
    const own = column === undefined || column === 'company_id' ? {} : { [column]: value.crmEntityId }
    const outcome = outcomeOf(value.callFailedCode, value.callDuration)
    const direction = value.callType === '2' || value.callType === '3' ? 'in' : 'out'
    desk.put('touches', row, {
      id,
      kind: 'call',
      direction,
      at: value.callStartDate,
      person_id: value.portalUserId,
      ...more,
      ...own,
      via: 'phone',
      duration_s: outcome === 'answered' ? value.callDuration : outcome === null ? null : 0,
      outcome,
      automated: value.callType === '5' ? true : null,
      phone: value.phoneNumber,
      line: value.portalNumber,
      recording_url: value.callRecordUrl,
      // Alone it gives way to what was told with its activity.
      updated_at: updated.get(value.crmActivityId ?? '') ?? null,
      extra: { company_id: company_id ?? (column === 'company_id' ? value.crmEntityId : null) },
    })
  }
  return told
}

const bound: Readonly<Record<string, string>> = { L: 'lead_id', D: 'deal_id', C: 'contact_id', CO: 'company_id' }
/** The third version of the interface writes it as a word. */
const COMPLETED = new Set(['5', 'completed'])

function mapTasks(desk: MappingDesk): void {
  for (const { value, row } of desk.read('tasks', schema.task, 'tasks')) {
    const links = Object.fromEntries(
      value.ufCrmTask.flatMap((raw) => {
        const [, type = '', id = ''] = /^([A-Z]+)_(\d+)$/.exec(toText(raw) ?? '') ?? []
        return bound[type] === undefined ? [] : [[bound[type], id]]
      }),
    )
    const done_at = COMPLETED.has(value.status ?? '') || value.closedDate !== null ? (value.closedDate ?? value.changedDate) : null
    const common = {
      id: `task-${value.id}`,
      created_at: value.createdDate,
      due_at: value.deadline,
      done_at,
      person_id: value.responsibleId ?? toId(value.responsible.id),
    }
    // A task without a deadline plans nothing.
    if (value.deadline !== null)
      desk.put('tasks', row, { ...common, kind: 'other', subject: value.title, updated_at: value.changedDate, ...links })
  }
}
