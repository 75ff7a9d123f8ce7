// Asks Microsoft Graph: as an application for everybody's boxes, or for the one person who allowed it.
import { AppError } from '../../contract/errors.ts'
import { type Clock, type HttpAnswer, HttpClient, type Verdict } from '../http-client.ts'
import { type Grant, OauthToken, readGrant } from '../oauth-token.ts'
import { parseJson } from '../parse-json.ts'
import { readOrigin } from '../read-address.ts'
import type { OpenGiven } from '../source.ts'
import { toList, toText, toValues } from '../wire-values.ts'

/** `users` null: the one whose token it is; empty: everybody. */
export type MicrosoftDoor = { graph: HttpClient; users: readonly string[] | null; clock: Clock }

const API = 'https://graph.microsoft.com'
const LOGIN = 'https://login.microsoftonline.com'
const DELEGATED = 'offline_access https://graph.microsoft.com/Mail.ReadBasic https://graph.microsoft.com/Calendars.Read'
/** 10,000 requests in 10 minutes for each application and box. */
const LIMIT = { perSecond: 12, burst: 4 }

export const readMicrosoftAddress = (written: string): string => (written.trim() === '' ? API : readOrigin(written))

export function openMicrosoft({ address, token, clock, keep }: OpenGiven): MicrosoftDoor {
  const given = toValues(parseJson(token))
  const [tenant, client_id, client_secret] = ['tenant', 'client_id', 'client_secret'].map((name) => toText(given[name]))
  const common = {
    clock,
    origin: address,
    limit: LIMIT,
    headers: { Prefer: 'odata.maxpagesize=100, outlook.timezone="UTC", IdType="ImmutableId"' },
  }
  const grant: Grant | null = readGrant(token)
  const isApplication = grant === null && tenant && client_id && client_secret
  if (grant === null && !isApplication) {
    const headers = { ...common.headers, Authorization: `Bearer ${token}` }
    return { clock, users: null, graph: new HttpClient({ ...common, headers, judge }) }
  }
  const holder = new OauthToken({
    ...{ clock, title: 'Microsoft', grant: grant ?? { client_id: client_id!, client_secret: client_secret!, refresh_token: '' } },
    // An application asks for a new token each time: what was given stays as it is.
    keep: grant === null ? async () => undefined : keep,
    renewal: (own) => {
      const { client_id: id, client_secret: secret, refresh_token } = own
      const asked = isApplication
        ? { grant_type: 'client_credentials', scope: `${API}/.default` }
        : { grant_type: 'refresh_token', refresh_token, scope: DELEGATED }
      const form = new URLSearchParams({ client_id: id, client_secret: secret, ...asked })
      const path = `/${encodeURIComponent(tenant ?? 'common')}/oauth2/v2.0/token`
      return { origin: address === API ? LOGIN : address, path, form }
    },
  })
  const graph = new HttpClient({
    ...common,
    judge: (answer) => (answer.status === 401 ? 'renew' : judge(answer)),
    sign: () => ({ headers: { Authorization: `Bearer ${holder.access}` } }),
    renew: () => holder.renew(),
  })
  const users = toList(given.users).flatMap((user) => toText(user)?.toLowerCase() ?? [])
  return { clock, graph, users: isApplication ? users : null }
}

export const codeOf = ({ body }: HttpAnswer) => toText(toValues(toValues(body).error).code) ?? ''

/** What has expired (410) and what is forbidden (403) is judged by who asked. */
function judge(answer: HttpAnswer): Verdict {
  const { status, body, headers } = answer
  const retryS = Number(headers.get('Retry-After') ?? Number.NaN)
  const againMs = retryS > 0 ? Math.min(retryS, 600) * 1000 : null
  if (status === 429 || status === 503 || status === 504) return { againMs }
  if (status === 0 || status >= 500 || (status === 200 && (body === null || typeof body === 'string'))) return { againMs }
  if (status === 401)
    return new AppError('source_unavailable', 'Microsoft does not accept the token.', { hint: 'Make a new one and connect again.' })
  if (status === 403 && typeof body === 'string')
    return new AppError('source_unavailable', 'Microsoft has blocked this address.', { hint: 'Run the sync again later.' })
  return 'take'
}

/** What Microsoft refused, in plain words. */
export function refuseMicrosoft(answer: HttpAnswer, what: string): never {
  const { status, body } = answer
  const told = toText(toValues(toValues(body).error).message)
  throw new AppError('source_unavailable', `Microsoft refused ${what}: ${codeOf(answer)} ${told ?? status}`.replace(/\s+/g, ' '), {
    ...(status === 403
      ? { hint: 'Give the application Mail.ReadBasic.All, Calendars.ReadBasic.All and User.ReadBasic.All with admin consent.' }
      : {}),
  })
}
