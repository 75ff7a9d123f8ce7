// Passwords and sessions by better-auth over the tables of the store. Only server-side calls: its own routes are not served, so
// that every request passes the one door. What it says of failures stays here: the house asks yes or no.

import { passwordMin } from '../../contract/access.ts'
import { AppError } from '../../contract/errors.ts'
import type { Store } from '../../store/client.ts'

export type AccountUser = { id: string; name: string; email: string }
/** Set-Cookie lines that go out with the answer. */
export type SignedIn = { user: AccountUser; cookies: readonly string[] }

export type Accounts = {
  /** null: no such account, or another password; both take the same time. */
  signIn(email: string, password: string): Promise<SignedIn | null>
  /** null: the e-mail has an account. */
  signUp(person: { name: string; email: string; password: string }): Promise<SignedIn | null>
  /** Who the Cookie header of a request belongs to; a session in use is prolonged once a day. */
  find(cookie: string): Promise<SignedIn | null>
  /** Ends the session; the cookies that take it out of the browser. */
  signOut(cookie: string): Promise<readonly string[]>
  /** Sets a new password and ends every session of the account. */
  setPassword(userId: string, password: string): Promise<void>
  /** Is it the password of the account? */
  checkPassword(userId: string, password: string): Promise<boolean>
}

export type AccountOptions = { secret: string; cookieName: string; url: string }

const sessionS = 30 * 86_400
const prolongedAfterS = 86_400

const columns = {
  created: { createdAt: 'created_at', updatedAt: 'updated_at' },
  user: { emailVerified: 'email_verified' },
  session: { userId: 'user_id', expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent' },
  account: {
    ...{ userId: 'user_id', accountId: 'account_id', providerId: 'provider_id', idToken: 'id_token' },
    ...{ accessToken: 'access_token', refreshToken: 'refresh_token' },
    ...{ accessTokenExpiresAt: 'access_token_expires_at', refreshTokenExpiresAt: 'refresh_token_expires_at' },
  },
  verification: { expiresAt: 'expires_at' },
}

/** Loaded when a server opens: commands have no use for it. */
export async function openAccounts(store: Store, { secret, cookieName, url }: AccountOptions): Promise<Accounts> {
  const { betterAuth } = await import('better-auth')
  const isSecure = url.startsWith('https:')
  const auth = betterAuth({
    baseURL: url,
    secret,
    database: { db: store.db, type: 'postgres' },
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: { enabled: true, minPasswordLength: passwordMin, maxPasswordLength: 128 },
    user: { modelName: 'users', fields: { ...columns.user, ...columns.created } },
    session: {
      modelName: 'user_sessions',
      fields: { ...columns.session, ...columns.created },
      expiresIn: sessionS,
      updateAge: prolongedAfterS,
    },
    account: { modelName: 'user_accounts', fields: { ...columns.account, ...columns.created } },
    verification: { modelName: 'user_verifications', fields: { ...columns.verification, ...columns.created } },
    advanced: {
      ipAddress: { disableIpTracking: true },
      cookies: { session_token: { name: cookieName } },
      useSecureCookies: isSecure,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure },
    },
  })
  const context = await auth.$context
  const withCookie = (cookie: string) => new Headers({ cookie })
  const find: Accounts['find'] = async (cookie) => {
    const found = await told(auth.api.getSession({ headers: withCookie(cookie), returnHeaders: true }), [401])
    return found?.response ? { user: toUser(found.response.user), cookies: found.headers.getSetCookie() } : null
  }
  return {
    signIn: async (email, password) => {
      const done = await told(auth.api.signInEmail({ body: { email, password }, returnHeaders: true }), [400, 401])
      return done && { user: toUser(done.response.user), cookies: done.headers.getSetCookie() }
    },
    signUp: async (body) => {
      const done = await told(auth.api.signUpEmail({ body, returnHeaders: true }), [422])
      return done && { user: toUser(done.response.user), cookies: done.headers.getSetCookie() }
    },
    find,
    signOut: async (cookie) => {
      const done = await auth.api.signOut({ headers: withCookie(cookie), returnHeaders: true })
      if (await find(cookie)) throw new AppError('engine_unavailable', 'The session could not be ended.')
      return done.headers.getSetCookie()
    },
    setPassword: async (userId, password) => {
      await context.internalAdapter.updatePassword(userId, await context.password.hash(password))
      await context.internalAdapter.deleteUserSessions(userId)
    },
    checkPassword: async (userId, password) => {
      const account = await context.internalAdapter.findCredentialAccount(userId)
      return account?.password ? context.password.verify({ hash: account.password, password }) : false
    },
  }
}

/** Its answer; null for the statuses that mean no. A failure of the store comes out as what it was. */
async function told<T>(asked: Promise<T>, no: readonly number[]): Promise<T | null> {
  const [done] = await Promise.allSettled([asked])
  if (done.status === 'fulfilled') return done.value
  if (done.reason instanceof Error && no.includes((done.reason as { statusCode?: number }).statusCode ?? 0)) return null
  throw done.reason?.cause instanceof AppError ? done.reason.cause : done.reason
}

const toUser = ({ id, name, email }: AccountUser): AccountUser => ({ id, name, email })
