// A call as telephony knows it -> a touch, the person whose extension it is, and the visit that brought it. One call, however many rows
// its system wrote.
import type { MappingDesk } from './mapping-desk.ts'
import type { Known, WireRow } from './source.ts'

export type Call = {
  id: string
  at: string | null
  direction: 'in' | 'out'
  outcome: string
  duration_s: number
  wait_s: number | null
  /** The client's number. */
  phone: string | null
  /** The company's own number. */
  line: string | null
  /** Whose of us; null: nobody's or of several. */
  agent: Agent | null
  recording_url?: string | null | undefined
  extra?: Readonly<Record<string, unknown>>
  tracking?: Tracking | null
}
export type Agent = { extension: string; name?: string | null | undefined; email?: string | null }
/** What call tracking knows of the way to the call. */
export type Tracking = Readonly<
  Partial<
    Record<'visitor' | 'at' | 'utm_source' | 'utm_medium' | 'utm_campaign' | 'utm_content' | 'utm_term' | 'url' | 'referrer', string | null>
  >
>

const digitsOf = (number: string | null) => number?.replace(/[^\d]/g, '') ?? ''
/** A number of the telephone network; fewer digits are an extension. */
export const isOutside = (number: string | null) => /^\+?[\d ()-]+$/.test(number ?? '') && digitsOf(number).length >= 6
export const isExtension = (number: string | null) => /^\d{2,5}$/.test(number ?? '')

export function putCall(desk: MappingDesk, row: WireRow, call: Call, known: Known): void {
  const { agent, tracking = null, extra, ...told } = call
  const person_id = agent === null ? null : personOf(desk, row, agent, known)
  desk.put('touches', row, { kind: 'call', via: 'phone', ...told, person_id, ...(extra === undefined ? {} : { extra }) })
  if (tracking !== null && call.direction === 'in') putVisit(desk, row, call, tracking)
}

/** A person is known by the extension in another system, else is one of this source. */
function personOf(desk: MappingDesk, row: WireRow, { extension, name, email }: Agent, known: Known): string {
  const other = known.extensions?.get(extension)
  if (other !== undefined) return other
  const isNamed = name !== undefined && name !== null && name !== ''
  desk.put('people', row, { id: extension, name: isNamed ? name : extension, email, extensions: extension })
  return extension
}

const unset = new Set(['(not set)', '(not provided)', '(none)', 'undefined', 'null', '-'])
const told = (value: string | null | undefined) => (value === undefined || value === null || unset.has(value.toLowerCase()) ? null : value)

/** The caller becomes a contact, so that the visit finds the lead of that number. */
function putVisit(desk: MappingDesk, row: WireRow, { phone, at }: Call, tracking: Tracking): void {
  const { visitor, at: visitedAt, ...about } = Object.fromEntries(Object.entries(tracking).map(([name, value]) => [name, told(value)]))
  if (phone === null || Object.values(about).every((value) => value === null || value === undefined)) return
  const contact = `caller-${digitsOf(phone)}`
  desk.put('contacts', row, { id: contact, phone })
  desk.put('visits', row, { visitor_id: visitor ?? contact, at: visitedAt ?? at, contact_id: contact, ...about })
}
