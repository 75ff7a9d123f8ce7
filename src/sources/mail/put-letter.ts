// What is kept of letters and meetings: those with a client of the workspace, once, whichever of our boxes they were read from.
import type { MappingDesk } from '../mapping-desk.ts'
import type { Known, WireRow } from '../source.ts'
import { type Address, type Headers, isAutomatic } from './mail-headers.ts'

export type Letter = {
  /** Message-ID. */
  id: string
  at: string
  thread: string | null
  from: Address
  to: readonly Address[]
  subject: string | null
  headers: Headers
  attachments: readonly string[]
  isSent: boolean
}

export type Meeting = {
  id: string
  at: string
  duration_s: number | null
  booked_at: string | null
  updated_at: string | null
  organizer: Address | null
  attendees: readonly (Address & { isDeclined: boolean })[]
  subject: string | null
  via: 'zoom' | 'in_person' | 'other'
  isCancelled: boolean
}

const free =
  /@(gmail|googlemail|ukr|mail|bk|list|inbox|yandex|ya|rambler|yahoo|hotmail|outlook|live|icloud|me|proton|protonmail|i|meta|bigmir|gmx|wp|o2|onet|interia)\.[a-z.]{2,6}$/i

/** Our own addresses: of the boxes that are read, and all of their domains that belong to a company. */
export class OwnAddresses {
  readonly #emails = new Set<string>()
  readonly #domains = new Set<string>()

  add(email: string | null | undefined): void {
    if (email === null || email === undefined || !email.includes('@')) return
    this.#emails.add(email.toLowerCase())
    if (!free.test(email)) this.#domains.add(email.slice(email.indexOf('@')).toLowerCase())
  }

  has(email: string): boolean {
    return this.#emails.has(email) || this.#domains.has(email.slice(email.indexOf('@')))
  }
}

const byEmail = (a: Address, b: Address) => (a.email < b.email ? -1 : a.email > b.email ? 1 : 0)
const CLIENTS_MAX = 10

/** Without a list of contacts everybody outside is a client. */
function clientsOf(among: readonly Address[], own: OwnAddresses, { correspondents }: Known): Address[] {
  const outside = among.filter(({ email }) => !own.has(email) && (correspondents === undefined || correspondents.has(email)))
  return [...new Map(outside.map((one) => [one.email, one])).values()].toSorted(byEmail).slice(0, CLIENTS_MAX)
}

/** A letter that cannot be read is told of only where a client is in it: what others write is nobody's business. */
export const isBusiness = (among: readonly Address[], { own, known }: { own: OwnAddresses; known: Known }): boolean =>
  known.correspondents === undefined || clientsOf(among, own, known).length > 0

function personOf(desk: MappingDesk, row: WireRow, { email, name }: Address): string {
  desk.put('people', row, { id: email, name: name ?? email, email })
  return email
}

export function putLetter(desk: MappingDesk, row: WireRow, letter: Letter, { own, known }: { own: OwnAddresses; known: Known }): void {
  const { id, at, from, to, headers, thread, subject, attachments } = letter
  const isOut = letter.isSent || own.has(from.email)
  const clients = clientsOf(isOut ? to : [from], own, known)
  const ours = isOut ? from : to.find(({ email }) => own.has(email))
  if (clients.length === 0) return
  const person_id = ours === undefined ? null : personOf(desk, row, ours)
  const automated = isAutomatic(headers, from.email) ? true : null
  for (const [nth, client] of clients.entries())
    desk.put('touches', row, {
      id: nth === 0 ? id : `${id}/${client.email}`,
      kind: 'email',
      via: 'email',
      direction: isOut ? 'out' : 'in',
      at,
      person_id,
      email: client.email,
      thread_id: thread,
      outcome: isOut ? 'sent' : null,
      automated,
      subject,
      attachments: attachments.length > 0 ? attachments.map((name) => name.replaceAll(';', ',')) : null,
    })
}

export function putMeeting(
  desk: MappingDesk,
  row: WireRow,
  meeting: Meeting,
  { own, known, owner }: { own: OwnAddresses; known: Known; owner: string | null },
): void {
  const { id, at, organizer, attendees, isCancelled } = meeting
  const among = organizer === null ? attendees : [organizer, ...attendees]
  const clients = clientsOf(among, own, known)
  if (clients.length === 0) return
  const declined = new Set(attendees.filter(({ isDeclined }) => isDeclined).map(({ email }) => email))
  const host =
    organizer !== null && own.has(organizer.email)
      ? organizer
      : (attendees.find(({ email }) => own.has(email)) ?? (owner === null ? null : { email: owner, name: null }))
  const person_id = host === null ? null : personOf(desk, row, host)
  for (const [nth, client] of clients.entries())
    desk.put('touches', row, {
      id: nth === 0 ? id : `${id}/${client.email}`,
      kind: 'meeting',
      via: meeting.via,
      direction: organizer === null || own.has(organizer.email) ? 'out' : 'in',
      at,
      booked_at: meeting.booked_at,
      duration_s: meeting.duration_s,
      person_id,
      email: client.email,
      outcome: isCancelled || declined.has(client.email) ? 'cancelled' : null,
      subject: meeting.subject,
      updated_at: meeting.updated_at,
    })
}
