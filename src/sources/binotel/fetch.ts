// Fetches Binotel: calls of a day at a time, which is the most it gives. Key and secret travel in the body.
import { AppError } from '../../contract/errors.ts'
import { type HttpAnswer, HttpClient, type Verdict } from '../http-client.ts'
import { readOrigin } from '../read-address.ts'
import type { Answer, Fetch, OpenGiven } from '../source.ts'
import { readPair } from '../token-pair.ts'
import { walkBack } from '../walk-back.ts'
import { toText, toValues } from '../wire-values.ts'

const DAY_S = 86_400
const PATH = '/api/4.0/stats/list-of-calls-for-period.json'

export const readAddress = (written: string): string => (written === '' ? 'https://api.binotel.com' : readOrigin(written))

export function openBinotel({ address, token, clock }: OpenGiven): HttpClient {
  const [key, secret] = readPair(token, 'KEY:SECRET')
  const seal = (body: object) => ({ ...body, key, secret })
  return new HttpClient({ origin: address, clock, judge, seal, limit: { perSecond: 1, burst: 1 } })
}

function judge({ status, body }: HttpAnswer): Verdict {
  if (status === 0 || status === 429 || status >= 500 || (status === 200 && typeof body === 'string')) return { againMs: null }
  const { status: said, code, message } = toValues(body)
  if (status === 200 && said === 'success') return 'take'
  return new AppError('source_unavailable', `Binotel refuses: ${toText(code) ?? status} ${toText(message) ?? ''}`.trim(), {
    hint: 'Check key and secret, and that the API is switched on for the company.',
  })
}

export async function checkBinotel(client: HttpClient): Promise<{ name: string; currency: string | null }> {
  // The system's own clock comes with its first answer; a period long past shows the key, too.
  await client.post(PATH, { startTime: 1_700_000_000, stopTime: 1_700_003_600 })
  return { name: 'Binotel', currency: null }
}

export const fetchBinotel: Fetch = async function* fetchBinotel(client, state, since) {
  const read = async (from: number, to: number): Promise<{ answer: Answer; at: number; rows: number }> => {
    const { body, at } = await client.post(PATH, { startTime: from, stopTime: to - 1 })
    const rows = Object.keys(toValues(toValues(body).callDetails)).length
    return { answer: { file: 'list-of-calls-for-period', line: 1, path: PATH, body }, at, rows }
  }
  const { at } = await client.post(PATH, { startTime: 1_700_000_000, stopTime: 1_700_003_600 })
  const nowS = Math.floor(at / 1000)
  // A call is listed when it ends: two hours late at most.
  yield* walkBack({ state, since, nowS, windowS: DAY_S, overlapS: 7200, silenceS: 60 * DAY_S }, async (from, to) => {
    const { answer, rows } = await read(from, to)
    return { answers: [answer], rows }
  })
}
