// The authorization servers of the providers: a page that asks a person, codes that are good once and soon expire, tokens for who proves
// to be the application that asked. What each provider wants said, and how, is checked; what it would not notice is not.
import { createHash } from 'node:crypto'
import { type Asked, type FakeServer, type Served, startFakeServer } from './fake-server.ts'

type Code = { client: string; redirect: string; challenge: string | null; at: number }
export type FakeConsents = FakeServer & {
  /** What the person says next. */
  answer: 'allow' | 'deny'
  /** What `domain`, `referer`, `api_domain` and `instance_url` name; the server itself when null. */
  account: string | null
  /** Scopes asked for, by the path of the page. */
  scopes: Map<string, string>
}

export const application = { client_id: 'app-of-acme', client_secret: 'secret-of-acme' }
const pages = /^\/(oauth|oauth\/authorize\/?|services\/oauth2\/authorize|o\/oauth2\/v2\/auth|common\/oauth2\/v2\.0\/authorize)$/
const tokens = /^\/(oauth2\/access_token|oauth\/token\/?|oauth\/v1\/token|services\/oauth2\/token|token|common\/oauth2\/v2\.0\/token)$/
const withProof = /services|v2\.0|^\/(o|token)(\/|$)/
const GOOD_MS = 30_000

/** `serve` answers what is no consent: the API behind it. */
export async function startFakeConsents(now: () => number, serve: (asked: Asked) => Served): Promise<FakeConsents> {
  const codes = new Map<string, Code>()
  const state: Pick<FakeConsents, 'answer' | 'account' | 'scopes'> = { answer: 'allow', account: null, scopes: new Map() }
  const fake = { current: null as FakeConsents | null }
  const told = () => fake.current ?? state
  const originOf = () => fake.current?.origin ?? ''
  const accountOf = () => told().account ?? originOf()
  const ask = ({ path, query }: Asked): Served => {
    const redirect = query.get('redirect_uri') ?? ''
    told().scopes.set(path, query.get('scope') ?? '')
    if (query.get('client_id') !== application.client_id || query.get('response_type') !== 'code')
      return { status: 400, body: 'bad client' }
    if (withProof.test(path) && query.get('code_challenge_method') !== 'S256') return { status: 400, body: 'no proof' }
    const code = `code-${codes.size + 1}`
    const denied = told().answer === 'deny'
    if (!denied) codes.set(code, { client: application.client_id, redirect, challenge: query.get('code_challenge'), at: now() })
    const back = denied ? { error: 'access_denied' } : { code, referer: new URL(accountOf()).host, domain: accountOf() }
    return { status: 302, headers: { Location: `${redirect}?${new URLSearchParams({ ...back, state: query.get('state') ?? '' })}` } }
  }
  const change = ({ path, method, body, query, headers }: Asked): Served => {
    const form = new URLSearchParams(method === 'GET' ? query : body)
    const isPipedrive = path === '/oauth/token'
    const [id, secret] = isPipedrive
      ? Buffer.from(String(headers.authorization ?? '').replace('Basic ', ''), 'base64')
          .toString()
          .split(':')
      : [form.get('client_id'), form.get('client_secret')]
    const code = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const isGood =
      form.get('grant_type') === 'authorization_code' &&
      id === application.client_id &&
      secret === application.client_secret &&
      code !== undefined &&
      now() - code.at <= GOOD_MS &&
      code.redirect === form.get('redirect_uri') &&
      (code.challenge === null || code.challenge === challenge)
    if (!isGood) return { status: 400, body: { error: 'invalid_grant' } }
    const account = accountOf()
    const named = { api_domain: account, instance_url: account, domain: account, server_endpoint: `${originOf()}/rest/`, member_id: 'm1' }
    return {
      status: 200,
      body: { token_type: 'Bearer', access_token: 'good-token', refresh_token: 'refresh-0', expires_in: 3600, ...named },
    }
  }
  const server = await startFakeServer({
    now,
    limit: { requests: 1000, ms: 1000, refusal: { status: 429 } },
    serve: (asked) =>
      pages.test(asked.path) && asked.query.has('state') ? ask(asked) : tokens.test(asked.path) ? change(asked) : serve(asked),
  })
  fake.current = Object.assign(server, state)
  return fake.current
}

/** What a browser does with the page of a provider: where it is sent back to, with what. */
export async function visitPage(url: string): Promise<{ status: number; to: string | null; told: Record<string, string> }> {
  const response = await fetch(url, { redirect: 'manual' })
  const to = response.headers.get('location')
  const back = to === null ? null : new URL(to)
  return {
    status: response.status,
    to: back === null ? null : `${back.origin}${back.pathname}`,
    told: Object.fromEntries(back?.searchParams ?? []),
  }
}
