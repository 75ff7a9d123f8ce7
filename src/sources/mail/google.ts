// Gmail and Google Calendar: answers of their APIs -> letters and meetings with clients.
import { MappingDesk } from '../mapping-desk.ts'
import type { Answer, Known, Located, Mapped, Source } from '../source.ts'
import { fromIso, fromUnix, isValues, toList, toText, toValues, type Values } from '../wire-values.ts'
import { googleLink } from './fetch-google.ts'
import { type Address, parseAddresses, toHeaders } from './mail-headers.ts'
import { isBusiness, OwnAddresses, putLetter, putMeeting } from './put-letter.ts'

export const google: Source = { system: 'google', title: 'Gmail and Google Calendar', isMail: true, map, link: googleLink }

function locate({ body }: Answer): Located | string {
  if (body === null || body === undefined || body === '') return []
  if (Array.isArray(body)) return body.flatMap((one) => locateOne(toValues(one)))
  if (!isValues(body)) return 'the answer is no JSON: Google refused or failed'
  const error = toValues(body.error)
  if ('code' in error || 'message' in error)
    return `Google answered with an error: ${toText(error.code) ?? ''} ${toText(error.message) ?? ''}`.trim()
  const found = locateOne(body)
  return found.length === 0 && !('messages' in body || 'history' in body || 'items' in body) ? 'no letters or events that are known' : found
}

function locateOne(body: Values): Located {
  if ('emailAddress' in body) return [{ object: 'profile', rows: [{ raw: body, spot: '' }] }]
  if ('payload' in body) return [{ object: 'letter', rows: [{ raw: body, spot: '' }] }]
  const letters = toList(body.messages).filter((one) => 'payload' in toValues(one))
  const about = { calendar: toText(body.summary) ?? '' }
  const events = body.kind === 'calendar#event' ? [body] : toList(body.items)
  return [
    { object: 'letter', rows: letters.map((raw, at) => ({ raw, spot: `messages[${at}]` })) },
    { object: 'event', rows: events.map((raw, at) => ({ raw, spot: `items[${at}]`, about })) },
  ].filter(({ rows }) => rows.length > 0)
}

const unwanted = new Set(['DRAFT', 'SPAM', 'TRASH', 'CHAT'])
const labelsOf = (raw: Values) => toList(raw.labelIds).map(String)
const headersOf = (raw: Values) =>
  toHeaders(
    toList(toValues(raw.payload).headers).map((one) => ({
      name: toText(toValues(one).name) ?? '',
      value: toText(toValues(one).value) ?? '',
    })),
  )

function map(answers: readonly Answer[], known: Known = {}): Mapped {
  const desk = new MappingDesk(answers, locate)
  const own = new OwnAddresses()
  for (const { raw } of desk.rows('profile')) own.add(toText(toValues(raw).emailAddress))
  const letters = desk.rows('letter').map(({ raw, row }) => ({ raw: toValues(raw), row, headers: headersOf(toValues(raw)) }))
  for (const { raw, headers } of letters) {
    own.add(headers.get('delivered-to'))
    if (labelsOf(raw).includes('SENT')) own.add(parseAddresses(headers.get('from'))[0]?.email)
  }
  for (const { raw } of desk.rows('event'))
    for (const one of toList(toValues(raw).attendees)) if (toValues(one).self === true) own.add(toText(toValues(one).email))
  for (const { raw, row, headers } of letters) {
    if (labelsOf(raw).some((label) => unwanted.has(label))) continue
    const [from] = parseAddresses(headers.get('from'))
    const at = fromUnix(raw.internalDate)
    const id = headers.get('message-id') ?? toText(raw.id)
    const to = ['to', 'cc', 'bcc'].flatMap((name) => parseAddresses(headers.get(name)))
    if (from === undefined || at === null || id === null) {
      if (!isBusiness(from === undefined ? to : [from, ...to], { own, known })) continue
      const column = from === undefined ? 'from' : at === null ? 'internalDate' : 'id'
      desk.refuse('touches', row, { column, value: '', reason: 'required, but empty' })
      continue
    }
    const common = { thread: toText(raw.threadId), subject: headers.get('subject') ?? null, attachments: namesIn(toValues(raw.payload)) }
    putLetter(
      desk,
      row,
      { id: id.replace(/[<>]/g, ''), at, from, to, headers, isSent: labelsOf(raw).includes('SENT'), ...common },
      { own, known },
    )
  }
  for (const { raw, row } of desk.rows('event')) putEvent(desk, toValues(raw), row, { own, known })
  return desk.result()
}

/** Names of attachments, of parts within parts, too. */
function namesIn(part: Values): string[] {
  const own = toText(part.filename)
  return [...(own === null ? [] : [own]), ...toList(part.parts).flatMap((inner) => namesIn(toValues(inner)))]
}

type With = { own: OwnAddresses; known: Known }

function putEvent(desk: MappingDesk, raw: Values, row: Parameters<typeof putMeeting>[1], { own, known }: With): void {
  const id = toText(raw.id)
  const [start, end] = [toValues(raw.start), toValues(raw.end)].map((value) => fromIso(value.dateTime))
  const isCancelled = raw.status === 'cancelled'
  if (id === null) return
  if (start === null || start === undefined) {
    // A deleted event may say no more than its id; one of a whole day is no meeting.
    if (isCancelled && !('start' in raw)) desk.put('touches', row, { id, deleted: true, updated_at: fromIso(raw.updated) })
    return
  }
  const attendees = toList(raw.attendees).map(toValues)
  const self = attendees.find((one) => one.self === true)
  putMeeting(
    desk,
    row,
    {
      id,
      at: start,
      duration_s: end === null || end === undefined ? null : (Date.parse(end) - Date.parse(start)) / 1000,
      booked_at: fromIso(raw.created),
      updated_at: fromIso(raw.updated),
      organizer: addressOf(toValues(raw.organizer)),
      attendees: attendees
        .filter((one) => one.resource !== true)
        .flatMap((one) => {
          const address = addressOf(one)
          return address === null ? [] : [{ ...address, isDeclined: one.responseStatus === 'declined' }]
        }),
      subject: toText(raw.summary),
      via: 'hangoutLink' in raw || 'conferenceData' in raw ? 'zoom' : toText(raw.location) === null ? 'other' : 'in_person',
      isCancelled,
    },
    { own, known, owner: toText(self?.email) },
  )
}

function addressOf(value: Values): Address | null {
  const email = toText(value.email)?.toLowerCase()
  return email === undefined || email.endsWith('.calendar.google.com') ? null : { email, name: toText(value.displayName) }
}
