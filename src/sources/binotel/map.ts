// Binotel: calls of its statistics and webhooks -> touches.
import { MappingDesk, type Parsed } from '../mapping-desk.ts'
import { type Agent, isExtension, isOutside, putCall, type Tracking } from '../put-call.ts'
import type { Answer, Known, Link, Located, Mapped, Source } from '../source.ts'
import { fromUnix, isValues, toText, toValues, type Values } from '../wire-values.ts'
import { checkBinotel, fetchBinotel, openBinotel, readAddress } from './fetch.ts'
import * as schema from './schema.ts'

const link: Link = { open: openBinotel, check: checkBinotel, fetch: fetchBinotel, readAddress }
export const binotel: Source = { system: 'binotel', title: 'Binotel', map, link }

function locate({ body }: Answer): Located | string {
  if (body === null || body === undefined || body === '') return []
  if (!isValues(body)) return Array.isArray(body) ? locateCalls(body) : 'the answer is no JSON: Binotel refused or failed'
  if (body.status === 'error') return `Binotel answered with an error: ${toText(body.code) ?? ''} ${toText(body.message) ?? ''}`.trim()
  const type = toText(body.requestType)
  if (type !== null && type !== 'apiCallCompleted') return []
  return locateCalls('callDetails' in body ? body.callDetails : body)
}

/** One call, a list, or calls by their id. */
function locateCalls(details: unknown): Located | string {
  if (isValues(details) && ('generalCallID' in details || 'callID' in details))
    return [{ object: 'call', rows: [{ raw: details, spot: 'callDetails' }] }]
  const list = Array.isArray(details) ? details.map((raw, at) => [`[${at}]`, raw] as const) : Object.entries(toValues(details))
  if (!list.every(([, raw]) => isValues(raw))) return 'no list of calls that is known'
  return [{ object: 'call', rows: list.map(([spot, raw]) => ({ raw, spot })) }]
}

type Row = Parsed<schema.BinotelCall>
const idOf = ({ generalCallID, callID }: schema.BinotelCall) => generalCallID ?? callID!

function map(answers: readonly Answer[], known: Known = {}): Mapped {
  const desk = new MappingDesk(answers, locate)
  const rows = desk.read('call', schema.call, 'touches')
  for (const [id, list] of Map.groupBy(rows, ({ value }) => idOf(value))) putRows(desk, id, list, known)
  return desk.result()
}

const going = new Set(['ONLINE', 'CALLING'])
const isFax = (disposition: string) => disposition === 'SUCCESS'
const endings: Readonly<Record<string, string>> = {
  ...{ BUSY: 'busy', CONGESTION: 'failed', CHANUNAVAIL: 'failed', FAILED: 'failed', VM: 'voicemail', 'VM-SUCCESS': 'voicemail' },
}

function putRows(desk: MappingDesk, id: string, rows: readonly Row[], known: Known): void {
  const ordered = rows.toSorted((a, b) => (`${a.value.startTime} ${a.value.callID}` < `${b.value.startTime} ${b.value.callID}` ? -1 : 1))
  const { value: first, row } = ordered[0]!
  const ends = ordered.map(({ value }) => value.disposition!.toUpperCase())
  const phone = first.externalNumber
  if (ends.some((end) => going.has(end)) || ends.every(isFax) || (!isOutside(phone) && isExtension(phone))) return
  const common = { id, at: first.startTime, phone, line: lineOf(first), extra: { new_caller: first.isNewCall === '1' ? 'yes' : null } }
  const [sms] = ends
  if (sms!.startsWith('SMS')) {
    const outcome = sms === 'SMS-FAILED' ? 'failed' : 'sent'
    desk.put('touches', row, { ...common, kind: 'message', via: 'sms', direction: 'out', outcome })
    return
  }
  const legs = ordered.flatMap(({ value }) => legsOf(value))
  const talk = legs.filter(isTalk).toSorted((a, b) => (b.billsec ?? 0) - (a.billsec ?? 0))[0]
  const rung = new Map(legs.map((leg) => [leg.internalNumber, leg]))
  const whose = talk ?? (rung.size === 1 || first.callType === '1' ? legs[0] : undefined)
  const unanswered = endings[ends.at(-1)!] ?? 'no_answer'
  putCall(
    desk,
    row,
    {
      ...common,
      direction: first.callType === '1' ? 'out' : 'in',
      outcome: talk === undefined ? unanswered : 'answered',
      duration_s: talk?.billsec ?? 0,
      wait_s: first.waitsec,
      agent: whose === undefined ? null : agentOf(whose),
      recording_url: ordered.map(({ value }) => value.linkToCallRecordInMyBusiness).find((url) => url !== null),
      tracking: trackingOf(first),
    },
    known,
  )
}

const isTalk = ({ disposition, billsec }: schema.Part) => (billsec ?? 0) > 0 && /^(ANSWER|TRANSFER|SUCCESS)/i.test(disposition ?? '')

/** Rows that carry no history are legs themselves. */
function legsOf(value: schema.BinotelCall): schema.Part[] {
  const history = value.historyData.flatMap((raw) => {
    const parsed = schema.part.safeParse(raw)
    return parsed.success ? [parsed.data] : []
  })
  return history.length > 0 ? history : [value]
}

function agentOf({ internalNumber, employeeData, employeeName, employeeEmail }: schema.Part): Agent | null {
  if (internalNumber === null || isOutside(internalNumber)) return null
  return {
    extension: internalNumber,
    name: toText(employeeData.name) ?? employeeName,
    email: toText(employeeData.email) ?? employeeEmail,
  }
}

const lineOf = ({ pbxNumberData, didNumber, did }: schema.BinotelCall) => toText(pbxNumberData.number) ?? didNumber ?? did

function trackingOf({ callTrackingData, getCallData }: schema.BinotelCall): Tracking | null {
  const data: Values = Object.keys(callTrackingData).length > 0 ? callTrackingData : getCallData
  if (Object.keys(data).length === 0) return null
  const utm = (['utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term'] as const).map((name) => [name, toText(data[name])])
  return { ...Object.fromEntries(utm), visitor: toText(data.gaClientId), at: fromUnix(data.firstVisitAt), url: toText(data.fullUrl) }
}
