// Who may enter: the holder of the one-time owner link (then by session cookie) or of a bearer token. Refuses requests made
// by other sites: foreign Host (DNS rebinding) and foreign origin of a change (CSRF).
import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { enterByLink, isSession, isToken } from '../app/owner-access.ts'
import { AppError } from '../contract/errors.ts'
import type { Viewer } from '../contract/query.ts'
import type { HttpContext, HttpEnv } from './http-env.ts'
import { notePage } from './note-page.ts'

const owner: Viewer = { role: 'owner', person: null, teams: [] }
const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]'])
const sessionDays = 30

/** Only names of this machine: a foreign name that resolves to it would make another site same-origin. */
export const checkHost: MiddlewareHandler<HttpEnv> = async (context, next) => {
  const host = hostOf(`http://${context.req.header('host') ?? ''}`)
  if (host === undefined || !loopbackNames.has(host.hostname)) {
    throw new AppError('forbidden', 'This server answers under 127.0.0.1 and localhost only.', { path: 'Host' })
  }
  await next()
}

/** Lets in by bearer token or session; everybody else gets not_signed_in (a browser that opens a page: a page that says so). */
export function letIn(http: HttpContext): MiddlewareHandler<HttpEnv> {
  return async (context, next) => {
    const bearer = /^Bearer\s+(\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1]
    context.set('isLocal', bearer !== undefined && isSame(bearer, http.localToken))
    if (bearer !== undefined && (context.var.isLocal || (await isToken(http.house, bearer, http.now())))) {
      context.set('viewer', owner)
      return next()
    }
    const session = getCookie(context, http.cookieName)
    if (session !== undefined && (await isSession(http.house, session, http.now()))) {
      checkOrigin(context)
      context.set('viewer', owner)
      return next()
    }
    if (isPageVisit(context)) return notePage(context, 401, 'sign_in')
    throw new AppError('not_signed_in', 'Open the owner link that the server printed, or send its token as a bearer token.')
  }
}

/** `/enter?token=…` turns the owner link into a session, once. */
export function enter(http: HttpContext) {
  return async (context: Context<HttpEnv>): Promise<Response> => {
    // A link preview that asks for the head only must not use the link up.
    if (context.req.method !== 'GET') return context.body(null, 405, { allow: 'GET' })
    const secret = randomBytes(32).toString('base64url')
    const token = context.req.query('token') ?? ''
    const now = http.now()
    const isIn = await enterByLink(http.house, {
      token,
      session: secret,
      now,
      expiresAt: new Date(now.getTime() + sessionDays * 86_400_000),
    })
    if (isIn) {
      setCookie(context, http.cookieName, secret, { httpOnly: true, sameSite: 'Lax', path: '/', maxAge: sessionDays * 86_400 })
      return context.redirect('/', 303)
    }
    const session = getCookie(context, http.cookieName)
    if (session !== undefined && (await isSession(http.house, session, now))) return context.redirect('/', 303)
    return notePage(context, 401, 'link_used')
  }
}

/** A change that comes with a cookie must come from our own page. */
function checkOrigin(context: Context<HttpEnv>): void {
  if (['GET', 'HEAD', 'OPTIONS'].includes(context.req.method)) return
  const site = context.req.header('sec-fetch-site')
  const origin = context.req.header('origin')
  const isOwn = origin === undefined ? site === 'same-origin' : hostOf(origin)?.host === context.req.header('host')
  if (!isOwn || (site !== undefined && site !== 'same-origin')) {
    throw new AppError('forbidden', 'A change must come from the page itself.', { path: 'Origin' })
  }
}

function isPageVisit(context: Context<HttpEnv>): boolean {
  return context.req.method === 'GET' && !context.req.path.startsWith('/api/') && (context.req.header('accept') ?? '').includes('text/html')
}

function hostOf(url: string): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
