// Asks the API of Salesforce: its tokens, limits and errors in plain words. What is asked for is another matter.
import { AppError } from '../../contract/errors.ts'
import { type HttpAnswer, HttpClient, type Verdict } from '../http-client.ts'
import { OauthToken, readGrant } from '../oauth-token.ts'
import { parseJson } from '../parse-json.ts'
import { readOrigin } from '../read-address.ts'
import type { Answer, OpenGiven } from '../source.ts'
import { toList, toText, toValues, type Values } from '../wire-values.ts'

const VERSION = 'v62.0'
export const API = `/services/data/${VERSION}`
/** Of the organisation's requests of 24 hours; the rest is left to its other integrations. */
const USED_MAX = 0.8
const PAGES_MAX = 10_000
const AGAIN = 'Run the sync again tomorrow: it goes on where it stopped.'

/** The address of the pages is not that of the API. */
export function readSalesforceAddress(written: string): string {
  const origin = readOrigin(written)
  const { hostname } = new URL(origin)
  if (/^(login|test)\.salesforce\.com$/.test(hostname))
    throw new AppError('bad_input', `${hostname} is the page where everybody signs in.`, {
      path: 'address',
      hint: 'Write the address from Setup → My Domain, like company.my.salesforce.com.',
    })
  return origin.replace(/\.lightning\.force\.com$/, '.my.salesforce.com')
}

export function openSalesforce({ address, token, clock, keep }: OpenGiven): HttpClient {
  const common = { origin: address, clock, limit: { perSecond: 10, burst: 5 } }
  const grant = readGrant(withRefresh(token))
  if (grant === null) return new HttpClient({ ...common, judge, headers: { Authorization: `Bearer ${token}` } })
  const holder = new OauthToken({
    ...{ grant, keep, clock, title: 'Salesforce' },
    renewal: ({ client_id, client_secret, refresh_token }) => {
      const how =
        refresh_token === '' ? { grant_type: 'client_credentials' } : { grant_type: 'refresh_token', refresh_token: refresh_token }
      return { origin: address, path: '/services/oauth2/token', form: new URLSearchParams({ ...how, client_id, client_secret }) }
    },
  })
  return new HttpClient({
    ...common,
    judge: (answer) => (answer.status === 401 ? 'renew' : judge(answer)),
    sign: () => ({ headers: { Authorization: `Bearer ${holder.access}` } }),
    renew: () => holder.renew(),
  })
}

/** An application that acts for a user of its own has no refresh token. */
function withRefresh(token: string): string {
  const values = toValues(parseJson(token))
  return typeof values.client_secret === 'string' && values.refresh_token === undefined
    ? JSON.stringify({ ...values, refresh_token: '' })
    : token
}

export const errorOf = (body: unknown): Values => toValues(toList(body)[0])
const codeOf = (body: unknown) => toText(errorOf(body).errorCode) ?? ''

function judge({ status, body, headers }: HttpAnswer): Verdict {
  if (codeOf(body) === 'QUERY_TIMEOUT') return 'take'
  if (status === 401)
    return new AppError('source_unavailable', 'Salesforce no longer accepts the token.', { hint: 'Make a new one and connect again.' })
  if (status === 403) return judgeRefusal(body)
  if (status === 429) return { againMs: 10_000 }
  if (status === 0 || status >= 500 || (status === 200 && (typeof body === 'string' || body === null))) return { againMs: null }
  const [, used, all] = /api-usage=(\d+)\/(\d+)/.exec(headers.get('Sforce-Limit-Info') ?? '') ?? []
  if (Number(used) / Number(all) > USED_MAX)
    return new AppError(
      'source_unavailable',
      'Four fifths of the requests Salesforce allows in 24 hours are used up; the rest is left to other integrations.',
      { hint: AGAIN },
    )
  return 'take'
}

/** TRICKY (Salesforce): 403 says missing rights as well as limits, of the day and of questions asked at once. */
function judgeRefusal(body: unknown): Verdict {
  if (typeof body === 'string') return new AppError('source_unavailable', 'Salesforce has blocked this address.', { hint: AGAIN })
  const code = codeOf(body)
  const told = toText(errorOf(body).message) ?? ''
  if (code === 'REQUEST_LIMIT_EXCEEDED' && /concurrent/i.test(told)) return { againMs: 10_000 }
  if (code === 'REQUEST_LIMIT_EXCEEDED')
    return new AppError('source_unavailable', 'Salesforce answers no more today: the daily limit of requests is reached.', { hint: AGAIN })
  if (code === 'API_DISABLED_FOR_ORG' || code === 'API_CURRENTLY_DISABLED')
    return new AppError('source_unavailable', 'This edition or this user of Salesforce has no API.', {
      hint: 'It needs Enterprise or more, or the API as an extra, and the permission "API Enabled".',
    })
  return 'take'
}

const toAnswer = (path: string, body: unknown): Answer => ({ file: API, line: 1, path, body })

export type Found = { answers: Answer[]; rows: Values[] }

/** All pages of a question, deleted records too. `refused`: the code of the error where Salesforce did not answer it. */
export async function query(client: HttpClient, soql: string): Promise<Found & { refused: string | null }> {
  const found: Found = { answers: [], rows: [] }
  let path: string | null = `${API}/queryAll?q=${encodeURIComponent(soql).replaceAll('%20', '+').replaceAll('%2C', ',')}`
  for (let page = 0; path !== null && page < PAGES_MAX; page += 1) {
    const { status, body } = await client.get(path)
    if (status !== 200) return { ...found, refused: codeOf(body) || String(status) }
    const values = toValues(body)
    found.answers.push(toAnswer(path, body))
    for (const row of toList(values.records)) found.rows.push(toValues(row))
    path = values.done === true ? null : toText(values.nextRecordsUrl)
  }
  return { ...found, refused: null }
}

/** The same, of what has to be answered. */
export async function ask(client: HttpClient, soql: string): Promise<Found> {
  const { refused, ...found } = await query(client, soql)
  if (refused !== null) throw refusalOf(/from\s+(\w+)/i.exec(soql)?.[1] ?? '', refused)
  return found
}

export function refusalOf(object: string, code: string): AppError {
  if (code === 'QUERY_TIMEOUT')
    return new AppError('source_unavailable', `Salesforce does not answer for ${object} in time.`, {
      hint: 'Run the sync again later: it goes on where it stopped.',
    })
  return new AppError('source_unavailable', `Salesforce's user may not read ${object} (${code}).`, {
    hint: 'Give the user of the application the permissions "View All Data" and "API Enabled".',
  })
}

/** Requests that show whether the token is good and may read what is needed. */
export async function checkSalesforce(client: HttpClient): Promise<{ name: string; currency: string | null }> {
  const { rows } = await ask(client, 'SELECT Id, Name FROM Organization')
  await ask(client, 'SELECT Id FROM Opportunity LIMIT 1')
  // Only an organisation of several currencies knows them.
  const { rows: currencies } = await query(client, 'SELECT IsoCode FROM CurrencyType WHERE IsCorporate = true')
  return { name: toText(rows[0]?.Name) ?? '', currency: toText(currencies[0]?.IsoCode) }
}
