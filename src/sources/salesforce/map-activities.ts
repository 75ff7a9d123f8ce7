// Tasks, events and mails of Salesforce. A closed task for a call is the call; an open one is a plan.
import type { MappingDesk } from '../mapping-desk.ts'
import type { RecordValues } from '../source.ts'
import { toText } from '../wire-values.ts'
import * as schema from './schema.ts'

/** What an id points at is told by its first three characters. */
function linksOf(who: string | null, what: string | null): RecordValues {
  const links: Record<string, string> = {}
  if (who?.startsWith('003')) links.contact_id = who
  if (who?.startsWith('00Q')) links.lead_id = who
  if (what?.startsWith('006')) links.deal_id = what
  return links
}
const companyOf = (what: string | null) => (what?.startsWith('001') ? what : null)

export function mapActivities(desk: MappingDesk): void {
  const told = mapMails(desk)
  for (const { value, row } of desk.read('Task', schema.task, 'tasks')) {
    const kind = kindOf(value)
    const links = linksOf(value.WhoId, value.WhatId)
    const updated_at = value.SystemModstamp ?? value.LastModifiedDate
    const common = {
      id: value.Id,
      person_id: value.OwnerId,
      ...links,
      subject: value.Subject,
      updated_at,
      deleted: value.IsDeleted === true ? true : null,
    }
    if (value.IsClosed === true && (kind === 'call' || kind === 'email')) {
      const isInternal = /^internal$/i.test(value.CallType ?? '')
      if (!told.has(value.Id) && !isInternal) desk.put('touches', row, { ...common, ...touchOf(value, kind) })
      continue
    }
    const done_at = value.IsClosed === true ? (value.CompletedDateTime ?? updated_at) : null
    const due_at = value.ActivityDate ?? done_at
    // Without a day nothing is planned.
    if (due_at !== null)
      desk.put('tasks', row, { ...common, created_at: value.CreatedDate, due_at, done_at, kind, company_id: companyOf(value.WhatId) })
  }
  for (const { value, row } of desk.read('Event', schema.event, 'touches')) {
    const start = value.StartDateTime ?? value.ActivityDateTime ?? value.ActivityDate
    const isOnline = /zoom|teams|meet\.google|webex/i.test(value.Location ?? '')
    const about = { kind: 'meeting', direction: 'out', at: start, booked_at: value.CreatedDate, via: isOnline ? 'zoom' : 'other' }
    const stamps = { updated_at: value.SystemModstamp ?? value.LastModifiedDate, deleted: value.IsDeleted === true ? true : null }
    desk.put('touches', row, {
      id: value.Id,
      ...about,
      person_id: value.OwnerId,
      ...linksOf(value.WhoId, value.WhatId),
      subject: value.Subject,
      ...stamps,
    })
  }
}

function kindOf({ TaskSubtype, Type, CallType, CallDurationInSeconds }: schema.Task): string {
  const text = `${TaskSubtype ?? ''} ${Type ?? ''}`
  if (/call/i.test(text) || CallType !== null || CallDurationInSeconds !== null) return 'call'
  if (/email/i.test(text)) return 'email'
  return /meeting|demo/i.test(text) ? 'meeting' : 'other'
}

const outcomes: readonly (readonly [RegExp, string])[] = [
  [/no.?answer|not reached|missed/i, 'no_answer'],
  [/voice.?mail|left.?(a )?message|lvm/i, 'voicemail'],
  [/busy/i, 'busy'],
  [/wrong|invalid|fail|disconnected/i, 'failed'],
  [/connect|answered|talked|spoke|interested|completed/i, 'answered'],
]

function touchOf(value: schema.Task, kind: 'call' | 'email'): RecordValues {
  const at = value.CompletedDateTime ?? value.CreatedDate
  if (kind === 'email') return { kind, direction: 'out', at, via: 'email', outcome: 'sent' }
  const outcome = outcomes.find(([pattern]) => pattern.test(value.CallDisposition ?? ''))?.[1]
  const phone = /^[+\d][\d ()-]{6,}$/.test(value.CallObject ?? '') ? value.CallObject : null
  return {
    kind,
    direction: /^inbound$/i.test(value.CallType ?? '') ? 'in' : 'out',
    at,
    via: 'phone',
    duration_s: value.CallDurationInSeconds,
    outcome,
    phone,
  }
}

const DRAFT = '5'

/** Mails by their own records; returns the tasks that tell of the same. */
function mapMails(desk: MappingDesk): Set<string> {
  const told = new Set<string>()
  for (const { value, row } of desk.read('EmailMessage', schema.email, 'touches')) {
    if (value.ActivityId !== null) told.add(value.ActivityId)
    if (value.Status === DRAFT || value.Status === 'Draft') continue
    const isIn = value.Incoming === true
    const address = (isIn ? value.FromAddress : value.ToAddress)?.split(/[;,]/)[0]?.trim().toLowerCase()
    desk.put('touches', row, {
      id: value.Id,
      kind: 'email',
      direction: isIn ? 'in' : 'out',
      at: value.MessageDate ?? value.CreatedDate,
      person_id: isIn ? null : value.CreatedById,
      ...linksOf(toText(value.RelatedToId), toText(value.RelatedToId)),
      via: 'email',
      email: address,
      thread_id: value.ThreadIdentifier,
      outcome: isIn ? null : value.IsBounced === true ? 'bounced' : 'sent',
      subject: value.Subject,
      updated_at: value.SystemModstamp,
      deleted: value.IsDeleted === true ? true : null,
    })
  }
  return told
}
