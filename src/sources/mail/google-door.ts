// Asks Gmail and Google Calendar for one person or, with the key of a service account, for several: whose box each request is about is
// told by its token.
import { createSign } from 'node:crypto'
import { AppError } from '../../contract/errors.ts'
import { type Clock, type HttpAnswer, HttpClient, type Verdict } from '../http-client.ts'
import { OauthToken, readGrant } from '../oauth-token.ts'
import { parseJson } from '../parse-json.ts'
import { readOrigin } from '../read-address.ts'
import type { OpenGiven } from '../source.ts'
import { toList, toText, toValues } from '../wire-values.ts'

/** `owner` null: the one whose token it is. */
export type GoogleBox = { owner: string | null; gmail: HttpClient; calendar: HttpClient }
export type GoogleDoor = { boxes: readonly GoogleBox[]; clock: Clock }

const API = 'https://www.googleapis.com'
const SCOPES = 'https://www.googleapis.com/auth/gmail.metadata https://www.googleapis.com/auth/calendar.events.readonly'
/** 15,000 units a minute for each user; a letter costs 5. */
const LIMIT = { perSecond: 40, burst: 10 }

export const readGoogleAddress = (written: string): string => (written.trim() === '' ? API : readOrigin(written))

/** Three hosts of one cloud; a stand-in answers for all. */
const hostOf = (address: string, name: string) => (address === API ? `https://${name}.googleapis.com` : address)

export function openGoogle({ address, token, clock, keep }: OpenGiven): GoogleDoor {
  const key = toValues(parseJson(token))
  const origin = hostOf(address, 'oauth2')
  if (key.type === 'service_account')
    return { clock, boxes: usersOf(key.users).map((owner) => boxOf(address, clock, owner, asUser(owner))) }
  const grant = readGrant(token)
  if (grant === null) return { clock, boxes: [boxOf(address, clock, null, { access: () => token })] }
  const holder = new OauthToken({
    ...{ grant, keep, clock, title: 'Google' },
    renewal: ({ client_id, client_secret, refresh_token }) => {
      const form = new URLSearchParams({ grant_type: 'refresh_token', client_id, client_secret, refresh_token })
      return { origin, path: '/token', form }
    },
  })
  return { clock, boxes: [boxOf(address, clock, null, { access: () => holder.access, renew: () => holder.renew() })] }

  function asUser(owner: string): Access {
    const own = new OauthToken({
      ...{ clock, title: 'Google' },
      // Each renewal is signed anew: there is nothing to keep.
      ...{ grant: { client_id: '', client_secret: '', refresh_token: '' }, keep: async () => undefined },
      renewal: () => {
        const assertion = signFor(owner, toText(key.client_email) ?? '', toText(key.private_key) ?? '', clock.now())
        return {
          origin,
          path: '/token',
          form: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }),
        }
      },
    })
    return { access: () => own.access, renew: () => own.renew() }
  }
}

type Access = { access: () => string; renew?: () => Promise<void> }

function usersOf(users: unknown): string[] {
  const list = toList(users).flatMap((user) => toText(user)?.toLowerCase() ?? [])
  if (list.length > 0) return list
  throw new AppError('bad_usage', 'The key of the service account does not say whose boxes are read.', {
    path: 'token',
    hint: 'Add "users": ["anna@company.com"] to it.',
  })
}

function boxOf(address: string, clock: Clock, owner: string | null, { access, renew }: Access): GoogleBox {
  const common = {
    ...{ clock, limit: LIMIT, sign: () => ({ headers: { Authorization: `Bearer ${access()}` } }) },
    judge: (answer: HttpAnswer) => (answer.status === 401 && renew !== undefined ? 'renew' : judge(answer)),
    ...(renew === undefined ? {} : { renew }),
  }
  const gmail = new HttpClient({ ...common, origin: hostOf(address, 'gmail') })
  return { owner, gmail, calendar: new HttpClient({ ...common, origin: address }) }
}

const reasonOf = (body: unknown) => toText(toValues(toList(toValues(toValues(body).error).errors)[0]).reason) ?? ''

/** What has expired (404, 410) and what is forbidden (403) is judged by who asked. */
function judge({ status, body, headers }: HttpAnswer): Verdict {
  const retryS = Number(headers.get('Retry-After') ?? Number.NaN)
  if (status === 429 || (status === 403 && /ratelimitexceeded|quotaexceeded/i.test(reasonOf(body))))
    return { againMs: retryS > 0 ? Math.min(retryS, 300) * 1000 : null }
  if (status === 0 || status >= 500 || (status === 200 && (body === null || typeof body === 'string'))) return { againMs: null }
  if (status === 401)
    return new AppError('source_unavailable', 'Google does not accept the token.', { hint: 'Get a new refresh token and connect again.' })
  if (status === 403 && typeof body === 'string')
    return new AppError('source_unavailable', 'Google has blocked this address.', { hint: 'Run the sync again later.' })
  return 'take'
}

const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64url')

function signFor(subject: string, email: string, key: string, nowMs: number): string {
  const nowS = Math.floor(nowMs / 1000)
  const claims = { iss: email, sub: subject, scope: SCOPES, aud: 'https://oauth2.googleapis.com/token', iat: nowS, exp: nowS + 3600 }
  const text = `${base64(JSON.stringify({ alg: 'RS256', typ: 'JWT' }))}.${base64(JSON.stringify(claims))}`
  try {
    return `${text}.${base64(createSign('RSA-SHA256').update(text).sign(key))}`
  } catch {
    // TRICKY (Google): keys get broken when their line ends are lost on the way.
    throw new AppError('source_unavailable', 'The private key of the service account cannot be read.', { hint: 'Paste the whole file.' })
  }
}
