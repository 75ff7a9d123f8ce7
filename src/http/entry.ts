// Who asks: found for every request before any route is reached. Whoever is nobody gets no further than the open routes and the page,
// which holds no data. Here the owner link becomes a session.
import { randomBytes } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { noteAudit, noteRefusal } from '../app/access/audit.ts'
import type { Caller, Door } from '../app/access/caller.ts'
import { findCaller } from '../app/access/find-caller.ts'
import { endLinkSession, enterByLink } from '../app/access/owner-link.ts'
import { AppError } from '../contract/errors.ts'
import { type Resource, resources } from '../contract/resources.ts'
import { streams } from '../contract/streams.ts'
import type { HttpContext, HttpEnv } from './http-env.ts'
import { addressOf, checkOrigin } from './origin.ts'
import { servePage } from './routes/page.ts'

const openRoutes = new Set(
  [...Object.values(resources as Record<string, Resource>), ...Object.values(streams)]
    .filter(({ access }) => access === 'open')
    .map(({ method, path }) => `${method.toUpperCase()} ${path}`),
)

/** Finds the caller; throws not_signed_in for nobody, the same for whatever is wrong. */
export function letIn(http: HttpContext): MiddlewareHandler<HttpEnv> {
  return async (context, next) => {
    const found = await findCaller(http.house, {
      ...carriedBy(context, http),
      localToken: http.localToken,
      accounts: http.accounts,
      now: http.now(),
    })
    context.set('caller', found.caller)
    if (found.wrong !== null) await noteWrong(context, http, found.wrong)
    const isOpen = openRoutes.has(`${context.req.method} ${context.req.path}`)
    if (found.wrong === 'token' || (found.caller.kind === 'nobody' && !isOpen))
      throw new AppError('not_signed_in', 'Sign in, or send a key as a bearer token.')
    await checkOrigin(context, http)
    for (const line of found.cookies) context.header('set-cookie', line, { append: true })
    await next()
  }
}

/** Who it is by now: an answer that goes on for hours outlives sessions and roles. */
export async function callerNow(context: Context<HttpEnv>, http: HttpContext): Promise<Caller> {
  const { house, localToken, accounts } = http
  return (await findCaller(house, { ...carriedBy(context, http), localToken, accounts, now: http.now() })).caller
}

function carriedBy(context: Context<HttpEnv>, http: HttpContext) {
  const bearer = context.req.header('authorization')
  return {
    bearer: bearer === undefined ? undefined : (/^Bearer\s+(\S+)$/i.exec(bearer)?.[1] ?? ''),
    cookie: getCookie(context, sessionCookie(http)) === undefined ? undefined : context.req.header('cookie'),
    link: getCookie(context, linkCookie(http)),
  }
}

const isSecure = ({ publicUrl }: HttpContext) => publicUrl?.protocol === 'https:'
/** As better-auth calls it. */
const sessionCookie = (http: HttpContext) => `${isSecure(http) ? '__Secure-' : ''}${http.cookieName}`
const linkCookie = (http: HttpContext) => `${http.cookieName}-link`

/** A session that is over is taken out of the browser, so that it is told once. */
async function noteWrong(context: Context<HttpEnv>, http: HttpContext, wrong: 'token' | 'session'): Promise<void> {
  if (wrong === 'session') {
    deleteCookie(context, sessionCookie(http), { path: '/', secure: isSecure(http) })
    deleteCookie(context, linkCookie(http), { path: '/' })
  }
  const noted = { now: http.now(), address: addressOf(context, http), detail: { path: context.req.path.slice(0, 200) } }
  await noteRefusal(http.house, { caller: { kind: 'nobody' }, ...noted, action: `${wrong}.refused` })
}

export function openDoor(context: Context<HttpEnv>, http: HttpContext): Door {
  const link = getCookie(context, linkCookie(http))
  return {
    accounts: http.accounts,
    cookie: context.req.header('cookie') ?? '',
    setCookie: (line) => {
      if (line.startsWith(`${sessionCookie(http)}=`)) context.header('set-cookie', line, { append: true })
    },
    endLink: async () => {
      deleteCookie(context, linkCookie(http), { path: '/' })
      if (link !== undefined) await endLinkSession(http.house, link)
    },
  }
}

/** `/enter?token=…` turns the owner link into a session, once. A link that is wrong or used gets the page, which says so. */
export function enter(http: HttpContext) {
  return async (context: Context<HttpEnv>): Promise<Response> => {
    // A link preview that asks for the head only must not use the link up.
    if (context.req.method !== 'GET') return context.body(null, 405, { allow: 'GET' })
    const now = http.now()
    const address = addressOf(context, http)
    const session = randomBytes(32).toString('base64url')
    const seconds = await enterByLink(http.house, { token: context.req.query('token') ?? '', session, now })
    if (seconds === null) {
      const { caller } = await findCaller(http.house, {
        ...carriedBy(context, http),
        localToken: http.localToken,
        accounts: http.accounts,
        now,
      })
      if (caller.kind !== 'nobody') return context.redirect('/', 303)
      await noteRefusal(http.house, { caller, now, address, action: 'owner_link.refused' })
      return servePage(context, http, 401)
    }
    setCookie(context, linkCookie(http), session, { httpOnly: true, sameSite: 'Lax', path: '/', maxAge: seconds, secure: isSecure(http) })
    await noteAudit(http.house, { caller: { kind: 'link' }, now, address, action: 'owner_link.used' })
    return context.redirect('/welcome', 303)
  }
}
