// Microsoft Graph: letters and events of Outlook -> letters and meetings with clients.
import { MappingDesk } from '../mapping-desk.ts'
import type { Answer, Known, Located, Mapped, Source, WireRow } from '../source.ts'
import { fromIso, isValues, toList, toText, toValues, type Values } from '../wire-values.ts'
import { microsoftLink } from './fetch-microsoft.ts'
import { type Address, toHeaders } from './mail-headers.ts'
import { isBusiness, OwnAddresses, putLetter, putMeeting } from './put-letter.ts'

export const microsoft: Source = { system: 'microsoft', title: 'Microsoft 365', isMail: true, map, link: microsoftLink }

function locate({ path, body }: Answer): Located | string {
  if (body === null || body === undefined || body === '') return []
  if (!isValues(body)) return 'the answer is no JSON: Microsoft refused or failed'
  const error = toValues(body.error)
  if ('code' in error) return `Microsoft answered with an error: ${toText(error.code) ?? ''} ${toText(error.message) ?? ''}`.trim()
  const owner = /\/users\/([^/?]+@[^/?]+)/.exec(decodeURIComponent(path ?? ''))?.[1] ?? ''
  const list: unknown[] = Array.isArray(body.value) ? body.value : [body]
  const rows = list.map((raw, at) => ({ raw, spot: list.length > 1 ? `value[${at}]` : '', about: { owner } }))
  const isOf = (names: readonly string[]) => rows.filter(({ raw }) => names.some((name) => name in toValues(raw)))
  const located = [
    { object: 'profile', rows: isOf(['userPrincipalName']) },
    { object: 'letter', rows: isOf(['internetMessageId', 'toRecipients']) },
    { object: 'event', rows: isOf(['attendees', 'isAllDay']) },
  ].filter((one) => one.rows.length > 0)
  // What was removed says no more than an id of its box.
  const removed = rows.filter(({ raw }) => '@removed' in toValues(raw)).length
  return located.length === 0 && removed === 0 && list.length > 0 ? 'no letters or events that are known' : located
}

function addressOf(value: unknown): Address | null {
  const { address, name } = toValues(toValues(value).emailAddress)
  const email = toText(address)?.toLowerCase()
  return email === undefined ? null : { email, name: toText(name) }
}
const addresses = (value: unknown) =>
  toList(value)
    .map(addressOf)
    .filter((one) => one !== null)

function map(answers: readonly Answer[], known: Known = {}): Mapped {
  const desk = new MappingDesk(answers, locate)
  const own = new OwnAddresses()
  for (const { raw } of desk.rows('profile')) for (const name of ['mail', 'userPrincipalName']) own.add(toText(toValues(raw)[name]))
  for (const object of ['letter', 'event']) for (const { row } of desk.rows(object)) own.add(row.about.owner)
  for (const { raw, row } of desk.rows('letter')) putMessage(desk, toValues(raw), row, { own, known })
  for (const { raw, row } of desk.rows('event')) putEvent(desk, toValues(raw), row, { own, known })
  return desk.result()
}

type With = { own: OwnAddresses; known: Known }

function putMessage(desk: MappingDesk, raw: Values, row: WireRow, related: With): void {
  if (raw.isDraft === true) return
  const from = addressOf(raw.from) ?? addressOf(raw.sender)
  const id = toText(raw.internetMessageId) ?? toText(raw.id)
  const at = fromIso(raw.sentDateTime ?? raw.receivedDateTime, 'utc')
  const to = ['toRecipients', 'ccRecipients', 'bccRecipients'].flatMap((name) => addresses(raw[name]))
  if (from === null || id === null || at === null) {
    if (!isBusiness(from === null ? to : [from, ...to], related)) return
    const column = from === null ? 'from' : id === null ? 'internetMessageId' : 'sentDateTime'
    desk.refuse('touches', row, { column, value: '', reason: 'required, but empty' })
    return
  }
  const headers = toHeaders(
    toList(raw.internetMessageHeaders).map((one) => ({ name: toText(toValues(one).name) ?? '', value: toText(toValues(one).value) ?? '' })),
  )
  const attachments = toList(raw.attachments).flatMap((one) => toText(toValues(one).name) ?? [])
  const common = { thread: toText(raw.conversationId), subject: toText(raw.subject), attachments, headers, isSent: false }
  putLetter(desk, row, { id: id.replace(/[<>]/g, ''), at, from, to, ...common }, related)
}

/** Moments come in UTC unless something else was asked for. */
const momentOf = (value: unknown) => {
  const { dateTime, timeZone } = toValues(value)
  return fromIso(toText(dateTime)?.replace(/(\.\d{3})\d+$/, '$1'), /^utc$/i.test(toText(timeZone) ?? 'utc') ? 'utc' : 'local')
}

function putEvent(desk: MappingDesk, raw: Values, row: WireRow, { own, known }: With): void {
  const id = toText(raw.iCalUId) ?? toText(raw.id)
  const [start, end] = [momentOf(raw.start), momentOf(raw.end)]
  if (id === null || start === null || raw.isAllDay === true) return
  putMeeting(
    desk,
    row,
    {
      id: raw.type === 'occurrence' ? `${id}/${start}` : id,
      at: start,
      duration_s: end === null ? null : (Date.parse(end) - Date.parse(start)) / 1000,
      booked_at: fromIso(raw.createdDateTime, 'utc'),
      updated_at: fromIso(raw.lastModifiedDateTime, 'utc'),
      organizer: addressOf(raw.organizer),
      attendees: toList(raw.attendees).flatMap((one) => {
        const address = addressOf(one)
        return address === null || toValues(one).type === 'resource'
          ? []
          : [{ ...address, isDeclined: toValues(toValues(one).status).response === 'declined' }]
      }),
      subject: toText(raw.subject),
      via: raw.isOnlineMeeting === true ? 'zoom' : toText(toValues(raw.location).displayName) === null ? 'other' : 'in_person',
      isCancelled: raw.isCancelled === true,
    },
    { own, known, owner: row.about.owner || null },
  )
}
