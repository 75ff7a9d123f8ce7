// Fetches Google Ads: campaigns by days as one stream. The version of the API stands in the address, for Google retires each after a year.
import { AppError } from '../../contract/errors.ts'
import { type HttpAnswer, HttpClient, type Verdict } from '../http-client.ts'
import { OauthToken, readGrant } from '../oauth-token.ts'
import { readUrl } from '../read-address.ts'
import type { Answer, Fetch, LinkOf, OpenGiven } from '../source.ts'
import { toList, toText, toValues, type Values } from '../wire-values.ts'
import { walkDays } from './walk-days.ts'

const API = 'https://googleads.googleapis.com'
const VERSION = 'v25'
const WINDOW_DAYS = 90

/** Another version as its path: https://googleads.googleapis.com/v26. */
function readAddress(written: string): string {
  const { origin, pathname } = readUrl(written.trim() === '' ? API : written)
  return `${origin}/${/^\/(v\d+)/.exec(pathname)?.[1] ?? VERSION}`
}

export type AdsDoor = { client: HttpClient; customer: string }

function openGoogleAds({ address, token, clock, keep }: OpenGiven): AdsDoor {
  const grant = readGrant(token)
  const digits = (name: string) => toText(grant?.[name])?.replace(/\D/g, '') ?? ''
  const customer = digits('customer_id')
  if (grant === null || customer === '')
    throw new AppError('bad_usage', 'Google Ads asks for client_id, client_secret, refresh_token and customer_id as JSON.', {
      path: 'token',
    })
  const { origin } = new URL(address)
  const holder = new OauthToken({
    ...{ grant, keep, clock, title: 'Google Ads' },
    renewal: ({ client_id, client_secret, refresh_token }) => {
      const form = new URLSearchParams({ grant_type: 'refresh_token', client_id, client_secret, refresh_token })
      return { origin: origin === API ? 'https://oauth2.googleapis.com' : origin, path: '/token', form }
    },
  })
  const developer = toText(grant.developer_token)
  const headers = {
    ...(digits('login_customer_id') === '' ? {} : { 'login-customer-id': digits('login_customer_id') }),
    ...(developer === null ? {} : { 'developer-token': developer }),
  }
  const client = new HttpClient({
    ...{ origin: address, clock, headers, limit: { perSecond: 2, burst: 2 } },
    judge: (answer) => (answer.status === 401 ? 'renew' : judge(answer)),
    sign: () => ({ headers: { Authorization: `Bearer ${holder.access}` } }),
    renew: () => holder.renew(),
  })
  return { client, customer }
}

/** A stream answers a list even where it fails. */
const errorOf = (body: unknown): Values => toValues(toValues(Array.isArray(body) ? body[0] : body).error)

function judge({ status, body }: HttpAnswer): Verdict {
  if (status === 0 || status >= 500 || (status === 200 && !Array.isArray(body))) return { againMs: null }
  const error = errorOf(body)
  if (status === 429) {
    const seconds = Number(/"retryDelay":"(\d+)/.exec(JSON.stringify(error))?.[1] ?? Number.NaN)
    if (seconds > 900)
      return new AppError('source_unavailable', "Google Ads' operations for today are used up.", { hint: 'Run the sync again tomorrow.' })
    return { againMs: seconds > 0 ? seconds * 1000 : null }
  }
  if (status === 200) return 'take'
  if (status === 403 && typeof body === 'string')
    return new AppError('source_unavailable', 'Google has blocked this address.', { hint: 'Run the sync again later.' })
  const code = /"errorCode":\{"\w+":"(\w+)"/.exec(JSON.stringify(error))?.[1]
  return new AppError('source_unavailable', `Google Ads refuses: ${code ?? ''} ${toText(error.message) ?? status}`.replace(/\s+/g, ' '), {
    hint: 'Check the customer, its manager account (login_customer_id) and the access level of the Cloud project; a retired version of the API is named in the address.',
  })
}

async function ask({ client, customer }: AdsDoor, query: string): Promise<HttpAnswer> {
  return client.post(`/customers/${customer}/googleAds:searchStream`, { query })
}

async function readReport(door: AdsDoor, from: string, to: string): Promise<Answer[]> {
  const fields =
    'campaign.id, campaign.name, segments.date, metrics.cost_micros, metrics.clicks, metrics.impressions, customer.currency_code'
  const { body } = await ask(door, `SELECT ${fields} FROM campaign WHERE segments.date BETWEEN '${from}' AND '${to}'`)
  // A stream without rows is an empty list.
  return toList(body).length === 0 ? [] : [{ file: `campaigns ${from} ${to}`, line: 1, path: null, body }]
}

async function readCustomer(door: AdsDoor): Promise<{ name: string; currency: string | null; at: number }> {
  const { body, at } = await ask(door, 'SELECT customer.id, customer.descriptive_name, customer.currency_code FROM customer LIMIT 1')
  const row = toValues(toList(toValues(toList(body)[0]).results)[0])
  const { descriptiveName, currencyCode } = toValues(row.customer)
  return { name: toText(descriptiveName) ?? door.customer, currency: toText(currencyCode), at }
}

const fetchGoogleAds: Fetch<AdsDoor> = async function* fetchGoogleAds(door, state, since) {
  const { at } = await readCustomer(door)
  const walk = { state, since, nowMs: at, windowDays: WINDOW_DAYS, monthsBack: null }
  yield* walkDays(walk, (from, to) => readReport(door, from, to))
}

export const googleAdsLink: LinkOf<AdsDoor> = {
  readAddress,
  open: openGoogleAds,
  check: async (door) => {
    const { name, currency } = await readCustomer(door)
    return { name, currency }
  },
  fetch: fetchGoogleAds,
  rights: async () => [{ kind: 'spend', may: true }],
}
