// Starts a server over a data directory: house, app, port, the record other commands find it by, the owner link.
import { randomBytes } from 'node:crypto'
import { type Logger, pino } from 'pino'
import { extendDemo, hasDemo } from '../app/extend-demo.ts'
import { openHouse } from '../app/open-house.ts'
import { issueOwnerToken } from '../app/owner-access.ts'
import { findServer, removeServerRecord, writeServerRecord } from '../app/server-record.ts'
import type { Config } from '../config.ts'
import { AppError } from '../contract/errors.ts'
import type { ImportNews } from '../contract/imports.ts'
import type { HttpContext } from './http-env.ts'
import { listen } from './listen.ts'
import { buildServer } from './server.ts'

export type ServerOptions = { version: string; webDir: string | null }
export type Server = {
  url: string
  ownerLink: string
  /** The first time waits until the demo company is there; later it is extended to today while the server answers. */
  keepDemo(onNews: (news: ImportNews) => void): Promise<void>
  close(): Promise<void>
}

const loopback = ['127.0.0.1', 'localhost', '::1']

/** Errors: bad_usage, data_in_use when a server runs on the directory already, and those of opening the house. */
export async function startServer(config: Config, { version, webDir }: ServerOptions): Promise<Server> {
  if (!loopback.includes(config.host)) {
    throw new AppError('bad_usage', `RUMB_HOST is ${config.host}: without accounts the server listens on loopback only.`, {
      path: 'RUMB_HOST',
    })
  }
  const running = findServer(config.data)
  if (running) {
    throw new AppError('data_in_use', `A server runs on ${config.data} already: ${running.url} (process ${running.pid}).`, {
      path: config.data,
      hint: 'Use it, stop it, or choose another directory with --data.',
    })
  }
  const log = pino({ level: config.logLevel, base: null }, pino.destination({ fd: 2, sync: true }))
  const house = await openHouse(config, { info: (message) => log.info(message), warn: (message) => log.warn(message) })
  const now = () => config.now ?? new Date()
  const localToken = newSecret()
  const http: HttpContext = { house, log, now, lang: config.lang, localToken, webDir, cookieName: 'rumb' }
  const [listening] = await Promise.allSettled([listenOn(http, config, version)])
  if (listening.status === 'rejected') {
    await house.close()
    throw listening.reason
  }
  const { url } = listening.value
  writeServerRecord(config.data, { pid: process.pid, url, token: localToken })
  const ownerToken = newSecret()
  await issueOwnerToken(house, ownerToken, now())
  noteEnd(log)
  let extending: Promise<void> = Promise.resolve()
  const close = async () => {
    removeServerRecord(config.data)
    await listening.value.close()
    await extending
    await house.close()
  }
  return {
    url,
    ownerLink: `${url}/enter?token=${ownerToken}`,
    keepDemo: async (onNews) => {
      const isThere = await hasDemo(house)
      const extended = extendDemo(house, { now: now(), onNews: isThere ? () => undefined : onNews })
      if (isThere) {
        extending = extended.then(
          () => undefined,
          (error: unknown) => log.error({ err: error }, 'the demo company could not be extended to today'),
        )
        return
      }
      const [made] = await Promise.allSettled([extended])
      if (made.status === 'fulfilled') return
      await close()
      throw made.reason
    },
    close,
  }
}

async function listenOn(http: HttpContext, config: Config, version: string) {
  const { promise: ready, resolve } = Promise.withResolvers<(request: Request) => Response | Promise<Response>>()
  const listening = await listen(async (request) => (await ready)(request), config.host, config.port)
  http.cookieName = `rumb-${listening.port}`
  const app = buildServer(http, version)
  resolve((request) => app.fetch(request))
  return listening
}

const newSecret = () => randomBytes(32).toString('base64url')

/** A failure nobody expected ends the process; the log must say why. */
function noteEnd(log: Logger): void {
  process.on('uncaughtExceptionMonitor', (error) => log.fatal({ err: error }, 'unexpected failure, the server ends'))
}
