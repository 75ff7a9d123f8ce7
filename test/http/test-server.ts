// A house in a temporary directory and the application over it, with a fixed clock: what the HTTP tests ask.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { openAccounts } from '../../src/app/access/open-accounts.ts'
import { issueOwnerToken } from '../../src/app/access/owner-link.ts'
import { type House, openHouse } from '../../src/app/open-house.ts'
import { loadConfig } from '../../src/config.ts'
import type { HttpContext } from '../../src/http/http-env.ts'
import { buildServer } from '../../src/http/server.ts'

export const now = new Date('2026-11-22T10:00:00Z')
export const ownerToken = 'token-of-the-owner-link'
export const localToken = 'token-of-server-json'
export const origin = 'http://127.0.0.1:4600'

export type TestServer = {
  house: House
  http: HttpContext
  /** A request as it would arrive on the wire. */
  send(path: string, init?: RequestInit): Promise<Response>
  /** Method and path of every route there is. */
  routes: readonly { method: string; path: string }[]
  /** The same with the bearer token of the owner. */
  ask(path: string, init?: RequestInit): Promise<Response>
  close(): Promise<void>
}

export async function openTestServer(webDir: string | null = null, env: Record<string, string> = {}): Promise<TestServer> {
  const directory = mkdtempSync(join(tmpdir(), 'rumb-http-'))
  const house = await openHouse(loadConfig({ data: directory }, env))
  await issueOwnerToken(house, ownerToken, now)
  const log = pino({ level: 'silent' })
  const cookieName = 'rumb-test'
  const accounts = await openAccounts(house.store, { secret: 'a secret of the tests, long and well mixed 7391', cookieName, url: origin })
  const http: HttpContext = { house, log, now: () => now, lang: 'en', accounts, publicUrl: null, localToken, webDir, cookieName }
  const app = buildServer(http, '1.2.3')
  const send = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    if (!headers.has('host')) headers.set('host', '127.0.0.1:4600')
    return app.request(path, { ...init, headers })
  }
  return {
    house,
    http,
    send,
    routes: app.routes,
    ask: (path, init = {}) => send(path, { ...init, headers: { authorization: `Bearer ${ownerToken}`, ...init.headers } }),
    close: async () => {
      await house.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

export const post = (body: unknown): RequestInit => ({ method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) })
