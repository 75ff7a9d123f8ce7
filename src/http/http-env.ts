// What travels with a request, and what the routes are built with.
import type { Logger } from 'pino'
import type { Caller } from '../app/access/caller.ts'
import type { Accounts } from '../app/access/open-accounts.ts'
import type { Lang } from '../app/ask-house.ts'
import type { House } from '../app/open-house.ts'

export type HttpEnv = {
  Variables: {
    requestId: string
    log: Logger
    /** Who asks; known before any route is reached. */
    caller: Caller
  }
}

export type HttpContext = {
  house: House
  log: Logger
  now: () => Date
  lang: Lang
  accounts: Accounts
  /** Where people find the server; null = under loopback names only. */
  publicUrl: URL | null
  /** Token of DIR/server.json. */
  localToken: string
  /** Built page; null = not built. */
  webDir: string | null
  /** For the cookie: cookies of one host are shared by all its ports. */
  cookieName: string
}
