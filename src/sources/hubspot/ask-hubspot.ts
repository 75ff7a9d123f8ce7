// Asks the API of HubSpot: its limits and errors in plain words. What is asked for is another matter.
import { AppError } from '../../contract/errors.ts'
import { type HttpAnswer, HttpClient, type Verdict } from '../http-client.ts'
import { OauthToken, readGrant } from '../oauth-token.ts'
import { parseJson } from '../parse-json.ts'
import { readOrigin } from '../read-address.ts'
import type { Answer, OpenGiven } from '../source.ts'
import { toId, toList, toText, toValues } from '../wire-values.ts'

const API = 'https://api.hubapi.com'
/** What is left of the day's requests for the portal's other integrations. */
const DAILY_LEFT_MIN = 0.1
const SEARCH = /\/search$/

/** A portal's own address is that of its pages: the API has one for all. */
export function readHubspotAddress(written: string): string {
  if (written.trim() === '') return API
  const origin = readOrigin(written)
  return /(^|\.)hubspot\.com$/.test(new URL(origin).hostname) ? API : origin
}

export function openHubspot({ address: origin, token, clock, keep }: OpenGiven): HttpClient {
  const narrow = { paths: SEARCH, limit: { perSecond: 4, burst: 1 } }
  const common = { origin, clock, limit: { perSecond: 9, burst: 5 }, narrow }
  const grant = readGrant(token)
  if (grant === null) return new HttpClient({ ...common, judge, headers: { Authorization: `Bearer ${plainToken(token)}` } })
  const holder = new OauthToken({
    ...{ grant, keep, clock, title: 'HubSpot' },
    renewal: ({ client_id, client_secret, refresh_token }) => {
      const form = new URLSearchParams({ grant_type: 'refresh_token', client_id, client_secret, refresh_token })
      return { origin, path: '/oauth/v1/token', form }
    },
  })
  return new HttpClient({
    ...common,
    judge: (answer) => (answer.status === 401 ? 'renew' : judge(answer)),
    sign: () => ({ headers: { Authorization: `Bearer ${holder.access}` } }),
    renew: () => holder.renew(),
  })
}

/** A private app may come with the secret its messages are signed with. */
const plainToken = (token: string) => toText(toValues(parseJson(token)).access_token) ?? token

const BROKEN_TOKEN = 530
const LOCKED = 423
const MIGRATED = 477

function judge(answer: HttpAnswer): Verdict {
  const { status, body, headers } = answer
  if (status === 429) return judgeLimit(answer)
  if (status === 401 || status === BROKEN_TOKEN)
    return new AppError('source_unavailable', 'HubSpot does not accept the token.', {
      hint: 'Copy the access token of the private app anew and connect again.',
    })
  if (status === LOCKED || status === MIGRATED) return { againMs: secondsOf(headers, 10) }
  if (status === 0 || status >= 500 || (status === 200 && (typeof body === 'string' || body === null))) return { againMs: null }
  if (status === 403 && typeof body === 'string')
    return new AppError('source_unavailable', 'HubSpot has blocked this address.', {
      hint: 'Run the sync again later: it goes on where it stopped.',
    })
  const [left, all] = ['Daily-Remaining', 'Daily'].map((name) => Number(headers.get(`X-HubSpot-RateLimit-${name}`) ?? Number.NaN))
  if (left! / all! < DAILY_LEFT_MIN)
    return new AppError('source_unavailable', "HubSpot's requests for today are nearly used up; the rest is left to other integrations.", {
      hint: 'Run the sync again tomorrow: it goes on where it stopped.',
    })
  return 'take'
}

function judgeLimit({ body, headers }: HttpAnswer): Verdict {
  const policy = toText(toValues(body).policyName) ?? ''
  if (policy === 'DAILY')
    return new AppError('source_unavailable', 'HubSpot answers no more today: the daily limit of the portal is reached.', {
      hint: 'Run the sync again tomorrow: it goes on where it stopped.',
    })
  return { againMs: secondsOf(headers, policy === 'SECONDLY' ? 1 : 10) }
}

function secondsOf(headers: Headers, usual: number): number {
  const seconds = Number(headers.get('Retry-After') ?? usual)
  return Math.min(Number.isFinite(seconds) && seconds > 0 ? seconds : usual, 300) * 1000
}

/** Requests that show whether the token is good and may read what is needed. */
export async function checkHubspot(client: HttpClient): Promise<{ name: string; currency: string | null }> {
  const { status, body } = await client.get('/account-info/v3/details')
  const account = toValues(body)
  const portal = toId(account.portalId)
  if (status !== 200 || portal === null)
    throw new AppError('source_unavailable', `This address answers ${status}, not as HubSpot.`, { hint: 'Write it like app.hubspot.com.' })
  for (const path of ['owners', 'objects/deals', 'objects/contacts']) refuseStatus(await client.get(`/crm/v3/${path}?limit=1`), path)
  return { name: `HubSpot ${portal}`, currency: toText(account.companyCurrency) }
}

/** Throws what HubSpot refused, with the scopes it names. */
export function refuseStatus({ status, body }: HttpAnswer, path: string): void {
  if (status === 200 || status === 207) return
  const scopes = toList(toValues(body).errors).flatMap((error) => toList(toValues(toValues(error).context).requiredGranularScopes))
  if (status === 403)
    throw new AppError('source_unavailable', `HubSpot's token may not read ${path}.`, {
      hint: `Give the private app the scope ${scopes.map(toText).join(' or ') || `crm.${path.replace('/', '.')}.read`}.`,
    })
  const told = toText(toValues(body).message)
  throw new AppError('source_unavailable', `HubSpot refused ${path}: ${told ?? status}`)
}

export const toAnswer = (path: string, body: unknown): Answer => ({ file: path.split('?')[0]!, line: 1, path, body })

/** An answer that must be one. */
export async function get(client: HttpClient, path: string): Promise<Answer> {
  const answer = await client.get(path)
  refuseStatus(answer, path.split('?')[0]!)
  return toAnswer(path, answer.body)
}

export async function post(client: HttpClient, path: string, question: object): Promise<Answer> {
  const answer = await client.post(path, question)
  refuseStatus(answer, path)
  return toAnswer(path, answer.body)
}

/** Where the next page begins; null: there is none. */
export const nextOf = (page: unknown) => toText(toValues(toValues(toValues(page).paging).next).after)
export const resultsOf = (page: unknown) => toList(toValues(page).results).map(toValues)
