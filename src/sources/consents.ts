// How a person lets the company's own application read a system: the page of the provider that asks them, and where the code it gives
// is changed for tokens. One table; what is stored and whose it is are another matter.
import { createHash } from 'node:crypto'
import { AppError } from '../contract/errors.ts'
import { checkCloudHost, isInCloud, originOf } from './cloud-hosts.ts'
import { type Clock, type HttpAnswer, HttpClient } from './http-client.ts'
import { readOrigin } from './read-address.ts'
import { findSource } from './systems.ts'
import { toText, toValues, type Values } from './wire-values.ts'

/** What the person wrote, and what was made for this one consent. `address`: of the account, or of the API where there is one for all. */
export type ConsentGiven = {
  address: string
  client_id: string
  client_secret: string
  redirect_uri: string
  state: string
  /** Of the proof that whoever changes the code is who asked for it (RFC 7636). */
  verifier: string
}

type Consent = {
  /** Where it is asked. `home`: the address, or of a stand-in for the whole cloud. */
  page: (address: string) => string
  /** Beside client_id, state, redirect_uri and response_type. */
  query?: Readonly<Record<string, string>>
  hasProof?: true
  /** Where the code is changed. */
  token: (address: string) => string
  /** How the application says who it is there: in the form, in a header, or all of it in the address. */
  how: 'form' | 'basic' | 'query'
  form?: Readonly<Record<string, string>>
  /** The address of the account as the provider names it, where it does. */
  accountOf?: (told: Values, answer: Values) => unknown
  /** What of the answer is kept beside the tokens. */
  kept?: readonly string[]
}

const amocrm = (host: string): Consent => ({
  page: () => `${host}/oauth`,
  query: { mode: 'popup' },
  token: (address) => `${address}/oauth2/access_token`,
  how: 'form',
  accountOf: ({ referer }) => referer,
})

const hubspotScopes = 'oauth crm.objects.contacts.read crm.objects.deals.read crm.objects.owners.read'
const hubspotOptional = [
  ...['crm.objects.companies.read', 'crm.objects.leads.read', 'crm.objects.line_items.read', 'crm.objects.invoices.read'],
  ...['crm.schemas.contacts.read', 'crm.schemas.companies.read', 'crm.schemas.deals.read', 'sales-email-read'],
].join(' ')
const googleScopes = 'https://www.googleapis.com/auth/gmail.metadata https://www.googleapis.com/auth/calendar.events.readonly'
const microsoftScopes = 'offline_access https://graph.microsoft.com/Mail.ReadBasic https://graph.microsoft.com/Calendars.Read'

const consents: Readonly<Record<string, Consent>> = {
  amocrm: amocrm('https://www.amocrm.ru'),
  kommo: amocrm('https://www.kommo.com'),
  bitrix24: {
    page: (address) => `${address}/oauth/authorize/`,
    token: () => 'https://oauth.bitrix.info/oauth/token/',
    how: 'query',
    accountOf: ({ domain }, answer) => domain ?? answer.domain,
    kept: ['server_endpoint', 'member_id'],
  },
  hubspot: {
    page: () => 'https://app.hubspot.com/oauth/authorize',
    query: { scope: hubspotScopes, optional_scope: hubspotOptional },
    token: (address) => `${address}/oauth/v1/token`,
    how: 'form',
  },
  pipedrive: {
    page: () => 'https://oauth.pipedrive.com/oauth/authorize',
    token: () => 'https://oauth.pipedrive.com/oauth/token',
    how: 'basic',
    accountOf: (_, answer) => answer.api_domain,
  },
  salesforce: {
    page: (address) => `${address}/services/oauth2/authorize`,
    query: { scope: 'api refresh_token' },
    hasProof: true,
    token: (address) => `${address}/services/oauth2/token`,
    how: 'form',
    accountOf: (_, answer) => answer.instance_url,
    kept: ['id'],
  },
  google: {
    page: () => 'https://accounts.google.com/o/oauth2/v2/auth',
    // Without asking anew Google gives no second refresh token.
    query: { scope: googleScopes, access_type: 'offline', prompt: 'consent' },
    hasProof: true,
    token: () => 'https://oauth2.googleapis.com/token',
    how: 'form',
  },
  microsoft: {
    page: () => 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
    query: { scope: microsoftScopes, prompt: 'select_account' },
    hasProof: true,
    token: () => 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
    how: 'form',
    form: { scope: microsoftScopes },
  },
}

export const hasConsent = (system: string): boolean => consents[system] !== undefined

/** The consent of a system at an address. A stand-in for its cloud answers for all of it. */
function openConsent(system: string, address: string): { consent: Consent; isStandIn: boolean; at: (url: string) => string } {
  const consent = consents[system]
  if (consent === undefined)
    throw new AppError('bad_usage', `${system} has no consent of a person.`, { path: 'system', hint: 'Connect it with a token.' })
  // Nobody's cloud is reached without TLS; a portal on a server of one's own still asks the cloud for its tokens.
  const isStandIn = !isInCloud(system, address) && new URL(address).protocol === 'http:'
  return { consent, isStandIn, at: (url) => (isStandIn ? `${address}${new URL(url).pathname}` : url) }
}

/** The address that is kept with the connection, from what was written. */
export function readConsentAddress(system: string, written: string): string {
  const link = findSource(system)?.link
  return (link?.readAddress ?? readOrigin)(written)
}

/** Where the person is sent. */
export function consentPage(system: string, given: ConsentGiven): string {
  const { consent, at } = openConsent(system, given.address)
  const { client_id, redirect_uri, state, verifier } = given
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const proof = consent.hasProof === true ? { code_challenge: challenge, code_challenge_method: 'S256' } : {}
  const query = new URLSearchParams({ response_type: 'code', client_id, redirect_uri, state, ...consent.query, ...proof })
  return `${at(consent.page(given.address))}?${query}`
}

type Exchange = { system: string; given: ConsentGiven; told: Readonly<Record<string, string>>; allowed: readonly string[]; clock: Clock }

/**
 * Changes the code for tokens: the address of the account, and what is given to the system in place of a token. Throws source_unavailable
 * where the provider refuses the code, bad_input where it names an account elsewhere.
 */
export async function exchangeCode({ system, given, told, allowed, clock }: Exchange): Promise<{ address: string; token: string }> {
  const { consent, isStandIn, at } = openConsent(system, given.address)
  const { client_id, client_secret, redirect_uri, verifier } = given
  const accountAt = (answer: Values) => {
    const named = toText(consent.accountOf?.(told, answer))
    const origin = named === null || isStandIn ? given.address : readConsentAddress(system, named)
    checkCloudHost(system, originOf(origin), allowed)
    return origin
  }
  const url = new URL(at(consent.token(accountAt({}))))
  const form = new URLSearchParams({ grant_type: 'authorization_code', code: told.code ?? '', redirect_uri, ...consent.form })
  if (consent.hasProof === true) form.set('code_verifier', verifier)
  const basic = { Authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}` }
  if (consent.how !== 'basic') for (const [name, text] of Object.entries({ client_id, client_secret })) form.set(name, text)
  const title = findSource(system)?.title ?? system
  const judge = ({ status, body }: HttpAnswer) => {
    // A code is good once: a request that may have arrived is not sent again.
    if (status === 200 && toText(toValues(body).access_token) !== null) return 'take' as const
    return new AppError('source_unavailable', `${title} does not accept the code of the consent.`, {
      hint: 'Check the id, the secret and the return address of the application, and allow it again.',
    })
  }
  const headers = consent.how === 'basic' ? basic : {}
  const client = new HttpClient({ origin: url.origin, headers, judge, clock, limit: { perSecond: 1, burst: 1 } })
  const { body } = await (consent.how === 'query' ? client.get(`${url.pathname}?${form}`) : client.post(url.pathname, form))
  const answer = toValues(body)
  if (toText(answer.refresh_token) === null)
    throw new AppError('source_unavailable', `${title} gave no token to renew with.`, { hint: 'Give the application access for longer.' })
  const kept = Object.fromEntries((consent.kept ?? []).map((name) => [name, answer[name]]))
  const grant = { client_id, client_secret, redirect_uri, ...kept, access_token: answer.access_token, refresh_token: answer.refresh_token }
  const token = JSON.stringify(isStandIn ? { ...grant, token_origin: given.address } : grant)
  return { address: accountAt(answer), token }
}
