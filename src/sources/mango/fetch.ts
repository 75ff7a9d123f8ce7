// Fetches Mango Office: statistics of a period are ordered, then asked for until they are ready. Each request is signed.
import { createHash } from 'node:crypto'
import { AppError } from '../../contract/errors.ts'
import { type Body, type HttpAnswer, HttpClient, type Verdict } from '../http-client.ts'
import { readOrigin } from '../read-address.ts'
import type { Answer, Fetch, OpenGiven } from '../source.ts'
import { readPair } from '../token-pair.ts'
import { walkBack } from '../walk-back.ts'
import { toText, toValues } from '../wire-values.ts'
import { FIELDS } from './schema.ts'

const DAY_S = 86_400

export const readAddress = (written: string): string => (written === '' ? 'https://app.mango-office.ru' : readOrigin(written))

export function openMango({ address, token, clock }: OpenGiven): HttpClient {
  const [key, salt] = readPair(token, 'CODE:SIGNING_KEY')
  const seal = (body: Body) => {
    const json = JSON.stringify(body)
    const sign = createHash('sha256').update(`${key}${json}${salt}`).digest('hex')
    return new URLSearchParams({ vpbx_api_key: key, sign, json })
  }
  return new HttpClient({ origin: address, clock, judge, seal, limit: { perSecond: 1, burst: 1 } })
}

/** TRICKY (Mango): 204 or 202 says that the statistics are not ready; 5000 to 5004 that it is overloaded, 3104, 3300 and 4000 that there are none. */
function judge({ status, body }: HttpAnswer): Verdict {
  const code = Number(toText(toValues(body).code) ?? toText(toValues(body).result) ?? 0)
  if (status === 0 || status === 202 || status === 204 || status === 429 || status >= 500 || (code >= 5000 && code <= 5004))
    return { againMs: null }
  if (status === 200 || [3104, 3300, 4000].includes(code)) return 'take'
  return new AppError(
    'source_unavailable',
    `Mango Office refuses: ${status} ${code || ''} ${toText(toValues(body).message) ?? ''}`.trim(),
    {
      hint: 'Check the code of the ATS and the key for signing.',
    },
  )
}

async function order(client: HttpClient, from: number, to: number): Promise<{ key: string | null; at: number }> {
  const { body, at } = await client.post('/vpbx/stats/request', { date_from: from, date_to: to - 1, fields: FIELDS.join(',') })
  return { key: toText(toValues(body).key), at }
}

export async function checkMango(client: HttpClient): Promise<{ name: string; currency: string | null }> {
  await order(client, 1_700_000_000, 1_700_003_600)
  return { name: 'Mango Office', currency: null }
}

export const fetchMango: Fetch = async function* fetchMango(client, state, since) {
  const { at } = await order(client, 1_700_000_000, 1_700_003_600)
  const nowS = Math.floor(at / 1000)
  yield* walkBack({ state, since, nowS, windowS: 7 * DAY_S, overlapS: 7200, silenceS: 91 * DAY_S }, (from, to) =>
    readWindow(client, from, to),
  )
}

async function readWindow(client: HttpClient, from: number, to: number): Promise<{ answers: Answer[]; rows: number }> {
  const { key } = await order(client, from, to)
  if (key === null) return { answers: [], rows: 0 }
  const { body } = await client.post('/vpbx/stats/result', { key })
  if (typeof body !== 'string') return { answers: [], rows: 0 }
  const rows = body.split('\n').filter((line) => line.trim() !== '').length
  return { answers: [{ file: 'stats/result', line: 1, path: '/vpbx/stats/result', body }], rows }
}
