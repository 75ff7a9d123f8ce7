// Asterisk and FreePBX: rows of call detail records -> calls. One call has many rows: dial attempts, ring groups, transfers.
// Times are local to the server and are sent as such.
import { MappingDesk, type Parsed } from '../mapping-desk.ts'
import { type Agent, type Call, isExtension, isOutside, putCall } from '../put-call.ts'
import type { Answer, Known, Located, Mapped, Source } from '../source.ts'
import { isValues, toList, toValues } from '../wire-values.ts'
import { cdrLink } from './fetch.ts'
import { type Leg, leg } from './schema.ts'

export const asterisk: Source = { system: 'asterisk', title: 'Asterisk', map, link: cdrLink }

function locate({ body }: Answer): Located | string {
  if (body === null || body === undefined || body === '') return []
  if (typeof body === 'string') return 'neither JSON nor a row of call records'
  if (isChannelEvent(body) || (Array.isArray(body) && body.length > 0 && body.every(isChannelEvent)))
    return 'channel events (CEL) are not read: they tell of the same calls as the call records (CDR)'
  const isRow = Array.isArray(body) && body.every((cell) => typeof cell !== 'object')
  if (isRow) return [{ object: 'legs', rows: [{ raw: body, spot: '' }] }]
  const inner = ['rows', 'data', 'records', 'cdr'].map((name) => toValues(body)[name]).find(Array.isArray)
  const list = Array.isArray(body) ? body : (inner ?? [body])
  if (!list.every((raw) => Array.isArray(raw) || isValues(raw))) return 'nobody knows what these rows are'
  return [{ object: 'legs', rows: toList(list).map((raw, at) => ({ raw, spot: list.length > 1 ? `[${at}]` : '' })) }]
}

const EVENTS =
  /^(CHAN_(START|END)|ANSWER|HANGUP|APP_(START|END)|BRIDGE_(START|END|ENTER|EXIT|UPDATE)|LINKEDID_END|CONF_\w+|PARK_(START|END)|\w*TRANSFER|PICKUP|FORWARD|LOCAL_OPTIMIZE|USER_DEFINED|STREAM_\w+)$/

function isChannelEvent(raw: unknown): boolean {
  if (Array.isArray(raw)) return raw.slice(0, 2).some((cell) => typeof cell === 'string' && EVENTS.test(cell))
  return isValues(raw) && Object.keys(raw).some((name) => /^event_?(type|name)$/i.test(name)) && !('disposition' in raw)
}

type Row = Parsed<Leg>

function map(answers: readonly Answer[], known: Known = {}): Mapped {
  const desk = new MappingDesk(answers, locate)
  const rows = desk.read('legs', leg, 'touches').filter((one) => {
    if (one.value.start !== null && one.value.disposition !== null) return true
    const column = one.value.start === null ? 'start' : 'disposition'
    desk.refuse('touches', one.row, { column, value: '', reason: 'required, but empty' })
    return false
  })
  const calls = Map.groupBy(rows, ({ value }) => value.linkedid ?? value.uniqueid ?? JSON.stringify(value))
  for (const [id, legs] of calls) putLegs(desk, id.startsWith('{') ? nameOf(legs[0]!.value) : id, legs.toSorted(byStart), known)
  return desk.result()
}

const byStart = (a: Row, b: Row) =>
  a.value.start! < b.value.start! ? -1 : a.value.start! > b.value.start! ? 1 : (a.value.sequence ?? 0) - (b.value.sequence ?? 0)

/** Where the log carries no id: what no two calls share. */
const nameOf = ({ start, src, dst, channel }: Leg) => [start, src, dst, channel].filter(Boolean).join(' ')

/** The extension at one end of a channel: `PJSIP/101-0000001a`, `Local/101@from-queue-1;2`. A trunk has none. */
function extensionOf(channel: string | null): string | null {
  const peer = /^[A-Za-z0-9]+\/([^-@;/]+)/.exec(channel ?? '')?.[1] ?? null
  return isExtension(peer) ? peer : null
}

/** Who rang, for an outgoing call; null when the call came from outside. */
function callerOf({ channel, src, cnum, dcontext }: Leg): string | null {
  if (/^Local\/.*@from-queue/.test(channel ?? '')) return null
  const own = extensionOf(channel)
  if (own !== null) return own
  const isTrunk = /trunk|pstn|did|incoming|external/i.test(dcontext ?? '')
  const named = [cnum, src].find(isExtension) ?? null
  return isTrunk ? null : named
}

function putLegs(desk: MappingDesk, id: string, legs: readonly Row[], known: Known): void {
  const first = legs[0]!
  const caller = callerOf(first.value)
  const { dst } = first.value
  // Between our own people nothing is sold.
  if (caller !== null && !isOutside(dst)) return
  if (caller === null && isExtension(first.value.src) && isExtension(dst)) return
  const call = caller === null ? incoming(legs) : outgoing(legs, caller)
  const recording = legs.map(({ value }) => value.recordingfile ?? audioOf(value.userfield)).find((file) => file !== null)
  const { extension, ...told } = call
  const agent = extension === null ? null : agentOf(legs, extension)
  putCall(desk, first.row, { id, at: first.value.start, recording_url: recording, ...told, agent }, known)
}

const audioOf = (field: string | null) => (/\.(wav|mp3|gsm|ogg|opus)$/i.test(field ?? '') ? field!.replace(/^audio:/, '') : null)

/** The log names who has an extension where that extension rang. */
function agentOf(legs: readonly Row[], extension: string): Agent {
  const named = legs.map(({ value }) => /^"?([^"<]*?)"?\s*<(\d+)>$/.exec(value.clid ?? '')).find((found) => found?.[2] === extension)
  return { extension, name: named?.[1]?.trim() }
}

type Told = Pick<Call, 'direction' | 'outcome' | 'duration_s' | 'wait_s' | 'phone' | 'line'> & { extension: string | null }

const isAnswered = ({ value }: Row) => value.disposition?.toUpperCase() === 'ANSWERED'
const endings: Readonly<Record<string, string>> = { BUSY: 'busy', FAILED: 'failed', CONGESTION: 'failed' }
const seconds = (from: string | null, to: string | null) =>
  from === null || to === null ? null : (Date.parse(to) - Date.parse(from)) / 1000

/** The human who was rung: a queue, a menu or a mailbox that answers is nobody. */
function humanOf({ value }: Row): string | null {
  if (/voicemail|playback|background|ivr/i.test(value.lastapp ?? '')) return null
  return (
    extensionOf(value.dstchannel) ??
    (/^(dial|queue)?$/i.test(value.lastapp ?? '') && isExtension(value.dst) && /^dial$/i.test(value.lastapp ?? '') ? value.dst : null)
  )
}

/** A call put through to a number outside was taken by somebody, too. */
const isForwarded = ({ value }: Row) =>
  /^dial$/i.test(value.lastapp ?? '') && value.dstchannel !== null && !/^Local\//.test(value.dstchannel)

function incoming(legs: readonly Row[]): Told {
  const { value: first } = legs[0]!
  const talks = legs.filter((one) => isAnswered(one) && (humanOf(one) !== null || isForwarded(one)) && (one.value.billsec ?? 0) > 0)
  const talk = talks.toSorted((a, b) => (b.value.billsec ?? 0) - (a.value.billsec ?? 0))[0]
  const src = legs.map(({ value }) => value.src).find(isOutside) ?? null
  const phone = src ?? [first.cnum].find(isOutside) ?? null
  const line =
    legs.map(({ value }) => value.did).find((did) => did !== null) ??
    legs.map(({ value }) => value.dst).find((dst) => isOutside(dst) && dst !== phone) ??
    null
  if (talk !== undefined) {
    const earliest = talks.toSorted(byStart)[0]!.value
    const rung =
      earliest.answer !== null
        ? seconds(first.start, earliest.answer)
        : (seconds(first.start, earliest.start) ?? 0) + (earliest.duration ?? 0) - (earliest.billsec ?? 0)
    return {
      direction: 'in',
      outcome: 'answered',
      duration_s: talk.value.billsec ?? 0,
      wait_s: rung,
      phone,
      line,
      extension: humanOf(talk),
    }
  }
  const rung = new Set(legs.map(humanOf).filter((extension) => extension !== null))
  const isMail = legs.some((one) => isAnswered(one) && /voicemail/i.test(one.value.lastapp ?? ''))
  const ended = legs.map(({ value }) => endings[value.disposition?.toUpperCase() ?? '']).find((outcome) => outcome === 'busy')
  const waits = legs.map(({ value }) => (seconds(first.start, value.start) ?? 0) + (value.duration ?? 0))
  const outcome = isMail ? 'voicemail' : ended !== undefined && legs.length === 1 ? ended : 'no_answer'
  return {
    direction: 'in',
    outcome,
    duration_s: 0,
    wait_s: Math.max(...waits),
    phone,
    line,
    extension: rung.size === 1 ? [...rung][0]! : null,
  }
}

function outgoing(legs: readonly Row[], caller: string): Told {
  const { value: first } = legs[0]!
  const talk = legs
    .filter((one) => isAnswered(one) && (one.value.billsec ?? 0) > 0)
    .toSorted((a, b) => (b.value.billsec ?? 0) - (a.value.billsec ?? 0))[0]
  const phone = first.dst
  const line = [first.outbound_cnum, first.src].find((number) => isOutside(number) && number !== phone) ?? null
  const { value: last } = talk ?? legs.at(-1)!
  const wait_s =
    last.answer !== null && talk !== undefined
      ? seconds(first.start, last.answer)
      : (last.duration ?? 0) - (talk === undefined ? 0 : (last.billsec ?? 0))
  const outcome = talk !== undefined ? 'answered' : (endings[last.disposition?.toUpperCase() ?? ''] ?? 'no_answer')
  return { direction: 'out', outcome, duration_s: talk?.value.billsec ?? 0, wait_s, phone, line, extension: caller }
}
