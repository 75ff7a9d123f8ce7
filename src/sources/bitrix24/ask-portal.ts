// Asks a portal of Bitrix24: by the address of an inbound webhook, in the cloud or on a server of one's own, or as an application.
// Up to 50 questions go in one request.
import { AppError } from '../../contract/errors.ts'
import { type HttpAnswer, HttpClient, type Verdict } from '../http-client.ts'
import { OauthToken, readGrant } from '../oauth-token.ts'
import { parseJson } from '../parse-json.ts'
import type { OpenGiven } from '../source.ts'
import { toText, toValues, type Values } from '../wire-values.ts'

const BATCH_MAX = 50
const OAUTH = 'https://oauth.bitrix.info'
/** Seconds of work of one method in ten minutes after which it is left in peace; the portal refuses it from 480 on. */
const OPERATING_MAX = 400
const REST_MS_MAX = 600_000

/** Two requests a second run out of the portal's bucket of 50. Other programs on this machine pour into it too. */
const limit = { perSecond: 1.8, burst: 10 }

/** Errors: bad_input for a token that is neither the address of a webhook nor an application. */
export function openBitrix24({ address, token, clock, keep }: OpenGiven): HttpClient {
  const grant = readGrant(token)
  const common = { clock, limit, rest: restAfter }
  if (grant === null) return new HttpClient({ ...common, origin: `${address}${readWebhook(address, token)}`, judge })
  const holder = new OauthToken({
    ...{ grant, keep, clock, title: 'Bitrix24' },
    renewal: ({ client_id, client_secret, refresh_token, server_endpoint }) => {
      const server = toText(server_endpoint)
      const query = new URLSearchParams({ grant_type: 'refresh_token', client_id, client_secret, refresh_token })
      return { origin: server !== null && URL.canParse(server) ? new URL(server).origin : OAUTH, path: `/oauth/token/?${query}` }
    },
  })
  return new HttpClient({
    ...common,
    origin: `${address}/rest`,
    judge: (answer) => (answer.status === 401 ? 'renew' : judge(answer)),
    sign: () => ({ query: `auth=${encodeURIComponent(holder.access)}` }),
    renew: () => holder.renew(),
  })
}

/** `https://PORTAL/rest/USER/SECRET/`, or what of it follows the portal. */
function readWebhook(address: string, token: string): string {
  // With the token of an outgoing webhook beside it, whose messages it signs.
  const text = (toText(toValues(parseJson(token)).webhook) ?? token).trim().replace(/\/+$/, '')
  const url = URL.canParse(text) ? new URL(text) : null
  const path = url === null ? `/rest/${text.replace(/^\/?(rest\/)?/, '')}` : url.pathname
  if (!/\/rest\/\d+\/[\w-]+$/.test(path) || (url !== null && url.origin !== address))
    throw new AppError('bad_input', 'This is not the address of an inbound webhook of that portal.', {
      path: 'token',
      hint: 'Copy it whole: https://PORTAL/rest/USER/SECRET/',
    })
  return path
}

const busy = new Set(['QUERY_LIMIT_EXCEEDED', 'OPERATION_TIME_LIMIT', 'INTERNAL_SERVER_ERROR', 'ERROR_UNEXPECTED_ANSWER'])
const codeOf = (value: unknown) => toText(toValues(value).error)?.toUpperCase() ?? null
const refused = (message: string, hint?: string) => new AppError('source_unavailable', message, hint === undefined ? {} : { hint })

/** TRICKY (Bitrix24): too many requests are 503, too much work is 429, and both may stand inside a batch that is 200. */
function judge({ status, body, at }: HttpAnswer): Verdict {
  const result = toValues(toValues(body).result)
  const inner = Object.values(toValues(result.result_error)).find((one) => busy.has(codeOf(one) ?? ''))
  const code = codeOf(body) ?? (inner === undefined ? null : codeOf(inner))
  if (code === 'OPERATION_TIME_LIMIT') return { againMs: Math.max(resetAfter(timesOf(body), at), 60_000) }
  if (code === 'OVERLOAD_LIMIT')
    return refused('Bitrix24 has blocked the REST interface of this portal for its load.', 'Its support lifts the block.')
  if (code !== null && busy.has(code)) return { againMs: null }
  if (status === 403 && typeof body === 'string') return refused('Bitrix24 has blocked this address for too many requests.')
  if (status === 402 || code === 'ACCESS_DENIED' || code === 'PAYMENT_REQUIRED')
    return refused('The plan of this portal has no REST interface, or is not paid.')
  if (status === 401) return refused('Bitrix24 no longer accepts the token.', 'Make a new webhook and connect again.')
  const isLost = status === 200 && (typeof body !== 'object' || body === null)
  return status === 0 || status === 429 || status >= 500 || isLost ? { againMs: null } : 'take'
}

function timesOf(body: unknown): Values[] {
  const { time, result } = toValues(body)
  return [time, ...Object.values(toValues(toValues(result).result_time))].map(toValues)
}

function resetAfter(times: readonly Values[], at: number): number {
  const latest = Math.max(0, ...times.map(({ operating_reset_at }) => Number(operating_reset_at ?? 0)))
  return latest === 0 ? 0 : Math.min(Math.max(latest * 1000 - at, 0), REST_MS_MAX)
}

/** Waits before the portal has to refuse: each answer tells how long a method has worked of late. */
const restAfter = ({ body, at }: HttpAnswer) =>
  resetAfter(
    timesOf(body).filter(({ operating }) => Number(operating ?? 0) >= OPERATING_MAX),
    at,
  )

export type Command = { method: string; params: Values }
/** `error`: why this one was refused while the others were not. */
export type Reply = { result: unknown; next: number | null; error: string | null; at: number }

/** Replies in the order of the commands. */
export async function askPortal(client: HttpClient, commands: readonly Command[]): Promise<Reply[]> {
  const replies: Reply[] = []
  for (let start = 0; start < commands.length; start += BATCH_MAX) {
    const some = commands.slice(start, start + BATCH_MAX)
    const cmd = Object.fromEntries(some.map(({ method, params }, at) => [`c${at}`, `${method}?${encode(params)}`]))
    const { body, at, status } = await client.post('/batch.json', { halt: 0, cmd })
    const result = toValues(toValues(body).result)
    if (!('result' in result)) throw refused(`Bitrix24 answered ${status}: ${describe(body)}`)
    const [results, errors, nexts] = [result.result, result.result_error, result.result_next].map(toMap)
    some.forEach((_, place) => {
      const error = errors!.get(`c${place}`)
      const next = Number(nexts!.get(`c${place}`) ?? Number.NaN)
      replies.push({
        result: results!.get(`c${place}`) ?? null,
        next: Number.isFinite(next) ? next : null,
        error: error === undefined ? null : describe(error),
        at,
      })
    })
  }
  return replies
}

/** An empty map of PHP is a list. */
const toMap = (value: unknown) => new Map(Object.entries(toValues(value)))

const describe = (error: unknown) =>
  [codeOf(error), toText(toValues(error).error_description)].filter((text) => text !== null).join(' ') || 'no answer'

/** Parameters as PHP reads them: `filter[>id]=5&select[0]=*`. */
function encode(params: Values): string {
  const pairs = (value: unknown, name: string): string[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => pairs(inner, name === '' ? key : `${name}[${key}]`))
      : [`${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`]
  return pairs(params, '').join('&')
}

/** One request that shows whether the token is good. A portal has no name but its address. */
export async function checkBitrix24(client: HttpClient): Promise<{ name: string; currency: string | null }> {
  const [profile, currency, pipelines] = await askPortal(client, [
    { method: 'profile', params: {} },
    { method: 'crm.currency.base.get', params: {} },
    { method: 'crm.category.list', params: { entityTypeId: 2 } },
  ])
  if (pipelines!.error !== null)
    throw refused(`The token may not read the CRM: ${pipelines!.error}`, 'Give the webhook the rights crm, user_basic, department.')
  const person = toValues(profile!.result)
  const name = ['NAME', 'LAST_NAME'].map((key) => toText(person[key])).filter((text) => text !== null)
  return { name: name.join(' ') || 'Bitrix24', currency: toText(currency!.result) }
}
