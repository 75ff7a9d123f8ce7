// Asks the API of Pipedrive, v2 where there is one, v1 for the rest: by a person's token or as an application, within its budget of the
// second and of the day.
import { AppError } from '../../contract/errors.ts'
import { type HttpAnswer, HttpClient, type Verdict } from '../http-client.ts'
import { OauthToken, readGrant } from '../oauth-token.ts'
import type { Answer, OpenGiven } from '../source.ts'
import { toId, toText, toValues } from '../wire-values.ts'

const OAUTH = 'https://oauth.pipedrive.com'
const PAGES_MAX = 10_000
const RESET_S_MAX = 120

/** The smallest plan takes 20 requests in two seconds. */
const limit = { perSecond: 8, burst: 1 }

export function openPipedrive({ address, token, clock, keep }: OpenGiven): HttpClient {
  const grant = readGrant(token)
  const common = { origin: address, clock, limit, rest: restAfter }
  if (grant === null) return new HttpClient({ ...common, judge, headers: { 'x-api-token': token } })
  const holder = new OauthToken({
    ...{ grant, keep, clock, title: 'Pipedrive' },
    renewal: ({ client_id, client_secret, refresh_token, token_origin }) => ({
      origin: toText(token_origin) ?? OAUTH,
      path: '/oauth/token',
      form: new URLSearchParams({ grant_type: 'refresh_token', refresh_token }),
      headers: { Authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}` },
    }),
  })
  return new HttpClient({
    ...common,
    judge: (answer) => (answer.status === 401 ? 'renew' : judge(answer)),
    sign: () => ({ headers: { Authorization: `Bearer ${holder.access}` } }),
    renew: () => holder.renew(),
  })
}

const refused = (message: string, hint?: string) => new AppError('source_unavailable', message, hint === undefined ? {} : { hint })

/** TRICKY (Pipedrive): 429 does not say Retry-After; `x-ratelimit-reset` does, but not where the budget of the day is spent. */
function judge({ status, body, headers }: HttpAnswer): Verdict {
  if (status === 429 && headers.get('x-daily-ratelimit-token-remaining') === '0')
    return refused(
      'The budget of requests that Pipedrive gives the company for a day is spent.',
      'Run the sync again tomorrow: it goes on.',
    )
  if (status === 429) return { againMs: resetMs(headers) }
  if (status === 401) return refused('Pipedrive no longer accepts the token.', 'Make a new one and connect again.')
  if (status === 402) return refused('The account of Pipedrive is not paid, so it answers nothing.')
  if (status === 403 && typeof body === 'string')
    return refused('Pipedrive has blocked this address for too many requests.', 'The block ends by itself; run the sync less often.')
  const isLost = status === 200 && (typeof body !== 'object' || body === null)
  return status === 0 || status >= 500 || isLost ? { againMs: null } : 'take'
}

function resetMs(headers: Headers): number | null {
  const seconds = Number(headers.get('x-ratelimit-reset') ?? Number.NaN)
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 1), RESET_S_MAX) * 1000 : null
}

const restAfter = ({ headers }: HttpAnswer) => (headers.get('x-ratelimit-remaining') === '0' ? (resetMs(headers) ?? 0) : 0)

/** One request that shows whether the token is good: the company's name and currency. */
export async function checkPipedrive(client: HttpClient): Promise<{ name: string; currency: string | null }> {
  const { status, body } = await client.get('/api/v1/users/me')
  const me = toValues(toValues(body).data)
  if (status !== 200 || toId(me.id) === null)
    throw refused(`This address answers ${status}, not as Pipedrive.`, 'Write it like https://company.pipedrive.com.')
  return { name: toText(me.company_name) ?? toText(me.company_domain) ?? '', currency: toText(me.default_currency) }
}

/** `optional`: what the plan or the token's user may not have; then there is nothing of it. */
export type Ask = { path: string; isOptional?: boolean }

/** One page, and the address of the next. Throws source_unavailable where it is refused. */
export async function readPage(
  client: HttpClient,
  { path, isOptional = false }: Ask,
): Promise<{ answer: Answer | null; next: string | null; at: number }> {
  const { status, body, at } = await client.get(path)
  const values = toValues(body)
  if (status !== 200 || values.success === false) {
    if (isOptional && [400, 403, 404, 410].includes(status)) return { answer: null, next: null, at }
    throw refused(`Pipedrive refused ${path.split('?')[0]}: ${status} ${toText(values.error) ?? ''}`.trim())
  }
  // What is of one kind is taken in at once, whichever deal it is of.
  const file = path.split('?')[0]!.replace(/\/\d+\//, '/')
  return { answer: { file, line: 1, path, body }, next: nextOf(path, toValues(values.additional_data)), at }
}

/** v2 goes on by a cursor, v1 by the number of the row. The last page may have neither. */
function nextOf(path: string, { next_cursor, pagination }: Readonly<Record<string, unknown>>): string | null {
  const [address, query] = path.split('?')
  const params = new URLSearchParams(query)
  const { more_items_in_collection: isMore, next_start } = toValues(pagination)
  if (toText(next_cursor) !== null) params.set('cursor', toText(next_cursor)!)
  else if (isMore === true && toText(next_start) !== null) params.set('start', toText(next_start)!)
  else return null
  return `${address}?${params}`
}

export async function readPages(client: HttpClient, first: Ask): Promise<Answer[]> {
  const answers: Answer[] = []
  let path: string | null = first.path
  for (let page = 0; path !== null && page < PAGES_MAX; page += 1) {
    const { answer, next }: { answer: Answer | null; next: string | null } = await readPage(client, { ...first, path })
    if (answer !== null) answers.push(answer)
    path = next
  }
  return answers
}
