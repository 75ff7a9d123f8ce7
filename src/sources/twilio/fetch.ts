// Fetches Twilio's calls and recordings by days: its lists are cut by dates in UTC, and pages are followed as it names them.
import { AppError } from '../../contract/errors.ts'
import { type HttpAnswer, HttpClient, type Verdict } from '../http-client.ts'
import { readOrigin } from '../read-address.ts'
import type { Answer, LinkOf, OpenGiven, SyncBatch } from '../source.ts'
import { walkBack } from '../walk-back.ts'
import { toList, toText, toValues } from '../wire-values.ts'

const DAY_S = 86_400
const ROWS = 1000
const PAGES_MAX = 2000

export type TwilioDoor = { client: HttpClient; account: string }

/** Errors: bad_usage for a token that is neither SID:TOKEN nor SID:KEY:SECRET. */
function openTwilio({ address, token, clock }: OpenGiven): TwilioDoor {
  const [account = '', first = '', second] = token.split(':').map((part) => part.trim())
  if (!/^AC\w+$/.test(account) || first === '')
    throw new AppError('bad_usage', 'The token has two or three parts: write it as SID:TOKEN, or SID:KEY:SECRET for an API key.', {
      path: 'token',
      hint: 'The account SID begins with AC.',
    })
  const [user, secret] = second === undefined ? [account, first] : [first, second]
  const headers = { Authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}` }
  return { account, client: new HttpClient({ origin: address, headers, clock, judge, limit: { perSecond: 4, burst: 1 } }) }
}

function judge({ status, body }: HttpAnswer): Verdict {
  if (status === 0 || status === 429 || status >= 500 || (status === 200 && (body === null || typeof body === 'string')))
    return { againMs: null }
  if (status === 401 || status === 403)
    return new AppError('source_unavailable', 'Twilio does not accept the token.', {
      hint: 'Copy the account SID and the auth token anew.',
    })
  if (status !== 200) return new AppError('source_unavailable', `Twilio answers ${status}: ${toText(toValues(body).message) ?? ''}`.trim())
  return 'take'
}

const home = (account: string) => `/2010-04-01/Accounts/${account}`

async function checkTwilio({ client, account }: TwilioDoor): Promise<{ name: string; currency: string | null }> {
  const { body } = await client.get(`${home(account)}.json`)
  return { name: toText(toValues(body).friendly_name) ?? account, currency: null }
}

const dayOf = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10)

async function* fetchTwilio(
  { client, account }: TwilioDoor,
  state: Readonly<Record<string, unknown>>,
  since: Date | null,
): AsyncGenerator<SyncBatch> {
  const { at } = await client.get(`${home(account)}.json`)
  const nowS = Math.floor(at / 1000)
  // TRICKY (Twilio): an end is the midnight a day begins with, so the day after the last one is named.
  yield* walkBack({ state, since, nowS, windowS: 7 * DAY_S, overlapS: DAY_S, silenceS: 91 * DAY_S }, async (from, to) => {
    const window = (field: string) =>
      `${field}%3E=${dayOf(from)}&${field}%3C=${dayOf(Math.floor((to - 1) / DAY_S) * DAY_S + DAY_S)}&PageSize=${ROWS}`
    const calls = await readPages(client, `${home(account)}/Calls.json?${window('StartTime')}`)
    const recordings = await readPages(client, `${home(account)}/Recordings.json?${window('DateCreated')}`)
    const rows = calls.reduce((sum, { body }) => sum + toList(toValues(body).calls).length, 0)
    return { answers: [...calls, ...recordings], rows }
  })
}

async function readPages(client: HttpClient, first: string): Promise<Answer[]> {
  const answers: Answer[] = []
  let path: string | null = first
  for (let page = 0; path !== null && page < PAGES_MAX; page += 1) {
    const { body } = await client.get(path)
    answers.push({ file: path.split('?')[0]!, line: 1, path, body })
    path = toText(toValues(body).next_page_uri)
  }
  return answers
}

export const twilioLink: LinkOf<TwilioDoor> = {
  readAddress: (written) => (written.trim() === '' ? 'https://api.twilio.com' : readOrigin(written)),
  open: openTwilio,
  check: checkTwilio,
  fetch: fetchTwilio,
}
