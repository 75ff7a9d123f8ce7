// Twilio and alike: calls with those they started -> touches.
import { MappingDesk, type Parsed } from '../mapping-desk.ts'
import { type Agent, isExtension, isOutside, putCall } from '../put-call.ts'
import type { Answer, Known, Located, Mapped, Source } from '../source.ts'
import { isValues, toText, toValues } from '../wire-values.ts'
import { twilioLink } from './fetch.ts'
import * as schema from './schema.ts'

export const twilio: Source = { system: 'twilio', title: 'Twilio', map, link: twilioLink }

function locate({ body }: Answer): Located | string {
  if (body === null || body === undefined || body === '') return []
  if (typeof body === 'string') return 'neither JSON nor a row of calls'
  const { recordings } = toValues(body)
  if (Array.isArray(recordings)) return [{ object: 'recording', rows: recordings.map((raw, at) => ({ raw, spot: `recordings[${at}]` })) }]
  const inner = toValues(body).calls
  const list: unknown[] = Array.isArray(inner) ? inner : Array.isArray(body) ? body : [body]
  if (list.every((raw) => isValues(raw) && Object.keys(raw).some((name) => /^(dial)?(call)?[ _]?sid$/i.test(name))))
    return [{ object: 'call', rows: list.map((raw, at) => ({ raw, spot: list.length > 1 ? `[${at}]` : '' })) }]
  const message = isValues(body) ? toText(body.message) : null
  return message === null ? 'no list of calls that is known' : `the answer is an error: ${message}`
}

type Row = Parsed<schema.TwilioCall>

/** Where it can be heard: said whole, or by the path of what describes it. */
const addressOf = ({ media_url, uri }: schema.TwilioRecording) =>
  media_url ?? (uri === null ? null : `https://api.twilio.com${uri.replace(/\.json$/, '')}`)

function map(answers: readonly Answer[], known: Known = {}): Mapped {
  const desk = new MappingDesk(answers, locate)
  const newest = [...new Map(desk.read('call', schema.call, 'touches').map((one) => [one.value.sid, one])).values()]
  const sids = new Set(newest.map(({ value }) => value.sid))
  const rootOf = ({ value }: Row) => (value.parent !== null && sids.has(value.parent) ? value.parent : value.sid)
  const recordings = new Map(desk.read('recording', schema.recording, null).map(({ value }) => [value.call_sid, addressOf(value)]))
  const heard = newest.map((one): Row => {
    return { ...one, value: { ...one.value, recording: one.value.recording ?? recordings.get(one.value.sid) ?? null } }
  })
  for (const [id, list] of Map.groupBy(heard, rootOf)) putLegs(desk, id, list, known)
  return desk.result()
}

const going = /^(queued|initiated|ringing|in-progress)$/i
const endings: Readonly<Record<string, string>> = { busy: 'busy', failed: 'failed', canceled: 'no_answer', 'no-answer': 'no_answer' }
const startOf = ({ value }: Row) => value.start ?? value.stamp!
const hasTalk = ({ value: { status, duration } }: Row) =>
  /^(completed|answered)$/i.test(status ?? '') && (duration === null || duration > 0)
const seconds = (from: string, to: string) => Math.max((Date.parse(to) - Date.parse(from)) / 1000, 0)

function putLegs(desk: MappingDesk, id: string, list: readonly Row[], known: Known): void {
  const legs = list.toSorted((a, b) => Number(b.value.sid === id) - Number(a.value.sid === id) || (startOf(a) < startOf(b) ? -1 : 1))
  const [first, ...started] = legs as [Row, ...Row[]]
  if (legs.some(({ value }) => going.test(value.status ?? ''))) return
  const isOut = /^outbound/i.test(first.value.direction ?? '') || isOurs(first.value.from)
  const dialled = started.length > 0 ? started : [first]
  const outside = (isOut ? dialled.map(({ value }) => value.to) : legs.map(({ value }) => value.from)).find(isOutside) ?? null
  // Between our own people nothing is sold; a hidden number is a client's.
  if (outside === null && (isOut || isOurs(first.value.from))) return
  const talk = dialled.filter(hasTalk).toSorted((a, b) => (b.value.duration ?? 0) - (a.value.duration ?? 0))[0]
  const rung = dialled.map(({ value }) => agentOf(isOut ? first.value.from : value.to)).filter((agent) => agent !== null)
  const whose = isOut
    ? agentOf(first.value.from)
    : talk !== undefined
      ? agentOf(talk.value.to)
      : new Set(rung.map(({ extension }) => extension)).size === 1
        ? rung[0]!
        : null
  const answeredAt = talk?.value.start ?? null
  putCall(
    desk,
    first.row,
    {
      id,
      at: startOf(first),
      direction: isOut ? 'out' : 'in',
      outcome: talk !== undefined ? 'answered' : (endings[(legs.at(-1)!.value.status ?? '').toLowerCase()] ?? 'no_answer'),
      duration_s: talk?.value.duration ?? 0,
      wait_s: started.length > 0 && answeredAt !== null ? seconds(startOf(first), answeredAt) : null,
      phone: outside,
      line: legs.map(({ value }) => (isOut ? value.from : value.to)).find((number) => isOutside(number) && number !== outside) ?? null,
      agent: whose,
      recording_url: legs.map(({ value }) => value.recording).find((url) => url !== null),
    },
    known,
  )
}

const isOurs = (address: string | null) => /^(client|sip):/i.test(address ?? '') || isExtension(address)

/** `client:anna`, `sip:101@example.org`, `101`. */
function agentOf(address: string | null): Agent | null {
  const named = /^(?:client|sip):([^@;]+)/i.exec(address ?? '')?.[1] ?? address
  return named === null || named === '' || isOutside(named) ? null : { extension: named, name: named }
}
