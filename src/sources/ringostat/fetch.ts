// Fetches Ringostat's call log. It answers in the times of the project, which it does not name: windows overlap by more than any zone.
import { AppError } from '../../contract/errors.ts'
import { type HttpAnswer, HttpClient, type Verdict } from '../http-client.ts'
import { readOrigin } from '../read-address.ts'
import type { Answer, Fetch, OpenGiven } from '../source.ts'
import { walkBack } from '../walk-back.ts'
import { toList } from '../wire-values.ts'
import { FIELDS } from './schema.ts'

const DAY_S = 86_400
/** A period with so many is cut off. */
const ROWS_MAX = 6500

export const readAddress = (written: string): string => (written === '' ? 'https://api.ringostat.net' : readOrigin(written))

export function openRingostat({ address, token, clock }: OpenGiven): HttpClient {
  return new HttpClient({ origin: address, headers: { 'Auth-key': token }, clock, judge, limit: { perSecond: 1, burst: 1 } })
}

function judge({ status, body }: HttpAnswer): Verdict {
  if (status === 0 || status === 429 || status >= 500) return { againMs: null }
  if (status === 401 || status === 403)
    return new AppError('source_unavailable', 'Ringostat does not accept the Auth-key.', { hint: 'Take it from Integrations → API.' })
  if (status !== 200 || (body !== null && !Array.isArray(body)))
    return new AppError('source_unavailable', `Ringostat answers ${status}, not with a call log.`, { hint: 'Check the Auth-key.' })
  return 'take'
}

const stamp = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')
const pathOf = (from: number, to: number) =>
  `/calls/list?export_type=json&from=${encodeURIComponent(stamp(from))}&to=${encodeURIComponent(stamp(to - 1))}&order=${encodeURIComponent('calldate asc')}&fields=${FIELDS.join(',')}`

export async function checkRingostat(client: HttpClient): Promise<{ name: string; currency: string | null }> {
  await client.get(pathOf(1_700_000_000, 1_700_003_600))
  return { name: 'Ringostat', currency: null }
}

export const fetchRingostat: Fetch = async function* fetchRingostat(client, state, since) {
  const { at } = await client.get(pathOf(1_700_000_000, 1_700_003_600))
  const nowS = Math.floor(at / 1000)
  yield* walkBack({ state, since, nowS, windowS: 7 * DAY_S, overlapS: DAY_S, silenceS: 91 * DAY_S }, (from, to) =>
    readWindow(client, from, to),
  )
}

async function readWindow(client: HttpClient, from: number, to: number): Promise<{ answers: Answer[]; rows: number }> {
  const path = pathOf(from, to)
  const { body } = await client.get(path)
  const rows = toList(body).length
  if (rows < ROWS_MAX || to - from <= 1) return { answers: [{ file: 'calls/list', line: 1, path, body }], rows }
  const middle = Math.floor((from + to) / 2)
  const [first, second] = [await readWindow(client, from, middle), await readWindow(client, middle, to)]
  return { answers: [...first.answers, ...second.answers], rows: first.rows + second.rows }
}
