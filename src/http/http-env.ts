// What travels with a request, and what the routes are built with.
import type { Logger } from 'pino'
import type { Lang } from '../app/ask-house.ts'
import type { House } from '../app/open-house.ts'
import type { Viewer } from '../contract/query.ts'

export type HttpEnv = {
  Variables: {
    requestId: string
    log: Logger
    /** Set once the caller is let in. */
    viewer: Viewer
    /** The caller proved that it may read the data directory, by the token in DIR/server.json. */
    isLocal: boolean
  }
}

export type HttpContext = {
  house: House
  log: Logger
  now: () => Date
  lang: Lang
  /** Token of DIR/server.json. */
  localToken: string
  /** Built page; null = not built. */
  webDir: string | null
  /** For the cookie: cookies of one host are shared by all its ports. */
  cookieName: string
}
