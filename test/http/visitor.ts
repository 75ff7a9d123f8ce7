// Somebody at the doors of the test server: with a session, as a browser sends it, or with a key. And how one comes to an account.
import { expect } from 'vitest'
import type { SessionAnswer } from '../../src/contract/access.ts'
import { localToken, origin, type TestServer } from './test-server.ts'

export type Visitor = {
  /** `workspace` null: none is named. */
  ask(method: string, path: string, body?: unknown, workspace?: string | null): Promise<Response>
}

export const password = 'correct horse battery'

export function visitor(server: TestServer, headers: Record<string, string>, named: string | null = null): Visitor {
  return {
    ask: (method, path, body, workspace = named) =>
      server.send(path, {
        method,
        headers: { ...headers, ...(workspace === null ? {} : { 'rumb-workspace': workspace }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  }
}

export const withToken = (server: TestServer, token: string, workspace: string | null = null) =>
  visitor(server, { authorization: `Bearer ${token}` }, workspace)
export const withCookie = (server: TestServer, cookie: string, workspace: string | null = null) =>
  visitor(server, { cookie, origin, 'sec-fetch-site': 'same-origin' }, workspace)
/** A command on this machine. */
export const machine = (server: TestServer, workspace: string | null = null) => withToken(server, localToken, workspace)
export const stranger = (server: TestServer) => visitor(server, {})

export const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .filter((pair) => !pair.endsWith('='))
    .join('; ')

export async function told<T>(response: Response | Promise<Response>, status = 200): Promise<T> {
  const arrived = await response
  expect(arrived.status, await arrived.clone().text()).toBe(status)
  return (await arrived.json()) as T
}

type Grant = { role: string; person?: string; teams?: string[] }

/** An invitation link of the workspace: its token. */
export async function invitationOf(
  server: TestServer,
  workspace: string,
  grant: Grant & { email?: string; days?: number },
): Promise<string> {
  const { path } = await told<{ path: string }>(machine(server, workspace).ask('POST', '/api/invitations', grant))
  return path.split('#token=')[1] ?? ''
}

/** Makes an account by an invitation; its cookie. */
export async function joinAs(server: TestServer, workspace: string, email: string, grant: Grant): Promise<{ cookie: string; id: string }> {
  const token = await invitationOf(server, workspace, grant)
  const accepted = await stranger(server).ask('POST', '/api/invitations/accept', { token, email, name: email, password })
  const { user } = await told<SessionAnswer>(accepted.clone())
  return { cookie: cookieOf(accepted), id: user?.id ?? '' }
}

/** What an answer says, without what differs from request to request. */
export async function saying(response: Response): Promise<{ status: number; body: unknown }> {
  const text = await response.text()
  const body = text.startsWith('{') ? { ...(JSON.parse(text) as object), request_id: undefined } : text
  return { status: response.status, body }
}
