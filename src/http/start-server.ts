// Starts a server over a data directory: house, app, port, the record other commands find it by, the owner link.
import { randomBytes } from 'node:crypto'
import { type Logger, pino } from 'pino'
import { sweepAudit } from '../app/access/audit.ts'
import { openAccounts } from '../app/access/open-accounts.ts'
import { printOwnerLink } from '../app/access/owner-link.ts'
import { loadSessionSecret } from '../app/access/session-secret.ts'
import { catchUpFacts } from '../app/catch-up-facts.ts'
import { extendDemo, hasDemo } from '../app/extend-demo.ts'
import { type House, openHouse } from '../app/open-house.ts'
import { runSyncs, type Syncs } from '../app/run-syncs.ts'
import { findServer, removeServerRecord, writeServerRecord } from '../app/server-record.ts'
import type { Config } from '../config.ts'
import { AppError } from '../contract/errors.ts'
import type { ImportNews } from '../contract/imports.ts'
import type { HttpContext } from './http-env.ts'
import { type Fetch, listen } from './listen.ts'
import { buildServer } from './server.ts'

export type ServerOptions = { version: string; webDir: string | null }
export type Server = {
  url: string
  /** null: there is an owner, who signs in. */
  ownerLink: string | null
  /** The first time waits until the demo company is there; later it is extended to today while the server answers. */
  keepDemo(onNews: (news: ImportNews) => void): Promise<void>
  close(): Promise<void>
}

const loopback = ['127.0.0.1', 'localhost', '::1']

/** Errors: bad_usage, data_in_use when a server runs on the directory already, and those of opening the house. */
export async function startServer(config: Config, { version, webDir }: ServerOptions): Promise<Server> {
  if (!loopback.includes(config.host) && config.url === null) {
    throw new AppError('bad_usage', `RUMB_HOST is ${config.host}: beyond this machine the server needs to know its own address.`, {
      path: 'RUMB_URL',
      hint: 'Set RUMB_URL to the address people open: https://rumb.example.com.',
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
  await catchUpFacts(house)
  const now = () => config.now ?? new Date()
  const localToken = newSecret()
  const [listening] = await Promise.allSettled([listenOn({ house, log, now, lang: config.lang, localToken, webDir }, config, version)])
  if (listening.status === 'rejected') {
    await house.close()
    throw listening.reason
  }
  const { url } = listening.value
  writeServerRecord(config.data, { pid: process.pid, url, token: localToken })
  const ownerPath = await printOwnerLink(house, now())
  await sweepAudit(house, now())
  noteEnd(log)
  const syncs = openSyncs(house, log, now)
  let extending: Promise<void> = Promise.resolve()
  const close = async () => {
    removeServerRecord(config.data)
    await listening.value.close()
    await (await syncs)?.close()
    await extending
    await house.close()
  }
  return {
    url,
    ownerLink: ownerPath === null ? null : `${config.url === null ? url : new URL(config.url).origin}${ownerPath}`,
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

/** The server answers without them: what they could not do stands in the log. */
async function openSyncs(house: House, log: Logger, now: () => Date): Promise<Syncs | null> {
  const onError = (error: unknown) => log.error({ err: error }, 'a sync failed unexpectedly')
  const [opened] = await Promise.allSettled([runSyncs(house, { now, onWarning: (message) => log.warn(message), onError })])
  if (opened.status === 'fulfilled') return opened.value
  log.error({ err: opened.reason }, 'syncs cannot be run by the clock')
  return null
}

type Given = Omit<HttpContext, 'accounts' | 'publicUrl' | 'cookieName'>

async function listenOn(given: Given, config: Config, version: string) {
  const { promise: ready, resolve } = Promise.withResolvers<Fetch>()
  const listening = await listen(async (request, wire) => (await ready)(request, wire), config.host, config.port)
  const cookieName = `rumb-${listening.port}`
  const secret = loadSessionSecret(config.data, config.secret)
  const accounts = await openAccounts(given.house.store, { secret, cookieName, url: config.url ?? listening.url })
  const publicUrl = config.url === null ? null : new URL(config.url)
  const app = buildServer({ ...given, accounts, publicUrl, cookieName }, version)
  resolve((request, wire) => app.fetch(request, wire))
  return listening
}

const newSecret = () => randomBytes(32).toString('base64url')

/** A failure nobody expected ends the process; the log must say why. */
function noteEnd(log: Logger): void {
  process.on('uncaughtExceptionMonitor', (error) => log.fatal({ err: error }, 'unexpected failure, the server ends'))
}
