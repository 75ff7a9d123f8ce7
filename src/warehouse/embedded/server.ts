// The child process: one chDB engine behind the part of ClickHouse's HTTP interface that `@clickhouse/client` speaks,
// on loopback, for whoever holds the password. Started by start-embedded.ts with its options as the first message.
import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { createSlots } from '../slots.ts'
import { type Engine, openEngine, type Statement } from './engine.ts'
import { readBodyFromFile } from './insert-sql.ts'

export type ServerOptions = {
  engineDir: string
  configFile: string
  incomingDir: string
  port: number
  user: string
  password: string
  tls?: { cert: string; key: string }
  /** Set on every session before the settings of the request. */
  settings?: Record<string, string>
}

export type ServerMessage = { ready: { port: number } } | { failed: string } | { beat: true } | { stuck: string }

const RUNNING_MAX = 3
const WAITING_MAX = 500
const SQL_MAX = 16 * 1024 * 1024
const URL_MAX = 2 * 1024 * 1024
const STOP_WAIT_MS = 10_000
const PURGE_AFTER_MS = 2_000
/** Where statements follow each other without a pause. */
const PURGE_EACH_MS = 15_000
/** A killed statement that still runs after this long means the engine hangs. */
const STUCK_AFTER_MS = 30_000
/** Settings of the HTTP layer of a server; the engine itself does not know them. */
const HTTP_ONLY = /^(wait_end_of_query|buffer_size|send_progress_in_http_headers|http_.*|enable_http_compression|cancel_http_readonly.*)$/
const RESERVED = new Set([
  'query',
  'query_id',
  'database',
  'default_format',
  'session_id',
  'role',
  'user',
  'password',
  'compress',
  'decompress',
])

const say = (message: ServerMessage) => process.send?.(message)

function serve(options: ServerOptions, engine: Engine): RequestListener {
  const slots = createSlots(RUNNING_MAX, WAITING_MAX)
  let running = 0
  let idle: NodeJS.Timeout | undefined
  let purgedMs = performance.now()
  const purge = () => {
    purgedMs = performance.now()
    void engine.purge()
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost')
    if (url.pathname === '/ping') return void response.end('Ok.\n')
    if (!isKnown(request, options))
      return refuse(response, 'Code: 516. DB::Exception: Authentication failed: wrong user or password. (AUTHENTICATION_FAILED)', 403)
    const gone = new AbortController()
    response.once('close', () => {
      if (!response.writableFinished) gone.abort(new Error('the caller has gone'))
    })
    const work = { path: undefined as string | undefined }
    try {
      const statement = await readStatement(url, request, options.incomingDir, work)
      if (statement === undefined) return void response.end()
      response.setHeader('X-ClickHouse-Query-Id', statement.id)
      const isKill = /^\s*KILL\s/i.test(statement.sql)
      const run = () => respond(engine, statement, response, gone.signal)
      await (isKill ? run() : slots.run(run, gone.signal))
    } catch (error) {
      // TRICKY: an edge of its own, a process that must outlive any statement.
      fail(response, error instanceof Error ? error.message : String(error))
    } finally {
      if (work.path !== undefined) await rm(work.path, { force: true })
    }
  }

  return (request, response) => {
    running += 1
    clearTimeout(idle)
    void answer(request, response).finally(() => {
      running -= 1
      if (performance.now() - purgedMs > PURGE_EACH_MS) purge()
      else if (running === 0) idle = setTimeout(purge, PURGE_AFTER_MS).unref()
    })
  }
}

/** By basic authorization or, as the client does over TLS, by two headers. */
function isKnown(request: IncomingMessage, options: ServerOptions): boolean {
  const { authorization = '', 'x-clickhouse-user': user, 'x-clickhouse-key': key } = request.headers
  const given = user === undefined ? Buffer.from(authorization.replace(/^Basic /i, ''), 'base64') : Buffer.from(`${user}:${key}`)
  const wanted = Buffer.from(`${options.user}:${options.password}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

/** The statement of a request, its body kept as a file when it holds rows; undefined when there are no rows to insert. */
async function readStatement(
  url: URL,
  request: IncomingMessage,
  incomingDir: string,
  work: { path: string | undefined },
): Promise<Statement | undefined> {
  const inUrl = url.searchParams.get('query')
  const named = request.headers['x-rumb-body-path']
  let sql = inUrl ?? (await readText(request))
  if (named !== undefined) sql = readBodyFromFile(sql, decodeURIComponent(String(named))) ?? sql
  else if (inUrl !== null && request.method === 'POST') {
    work.path = join(incomingDir, randomUUID())
    const file = createWriteStream(work.path)
    await pipeline(request, file)
    const fromFile = readBodyFromFile(sql, work.path)
    if (fromFile === undefined && file.bytesWritten > 0)
      throw new Error('Code: 62. DB::Exception: A body with rows needs an INSERT that ends in FORMAT. (SYNTAX_ERROR)')
    if (fromFile !== undefined && file.bytesWritten === 0) return undefined
    sql = fromFile ?? sql
  }
  return { ...readSettings(url), sql, isWhole: request.headers['x-rumb-whole'] !== undefined }
}

function readSettings(url: URL): Omit<Statement, 'sql' | 'isWhole'> {
  const settings = new Map<string, string>()
  const params = new Map<string, string>()
  for (const [name, value] of url.searchParams) {
    if (!/^\w+$/.test(name)) throw new Error(`Code: 36. DB::Exception: Bad name of a setting: ${name}. (BAD_ARGUMENTS)`)
    if (name.startsWith('param_')) params.set(name.slice('param_'.length), value)
    else if (!RESERVED.has(name) && !HTTP_ONLY.test(name)) settings.set(name, value)
  }
  const id = url.searchParams.get('query_id') ?? ''
  return {
    id: /^[\w-]{1,64}$/.test(id) ? id : randomUUID(),
    format: url.searchParams.get('default_format') ?? 'TabSeparated',
    database: url.searchParams.get('database') ?? undefined,
    settings,
    params,
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request) {
    size += part.length
    if (size > SQL_MAX) throw new Error('Code: 62. DB::Exception: The statement is too long. (SYNTAX_ERROR)')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** Runs and sends; a caller who goes away is the end of the statement too. */
async function respond(engine: Engine, statement: Statement, response: ServerResponse, gone: AbortSignal): Promise<void> {
  gone.throwIfAborted()
  let stuck: NodeJS.Timeout | undefined
  const kill = () => {
    stuck = setTimeout(() => say({ stuck: statement.id }), STUCK_AFTER_MS)
    void engine.kill(statement.id)
  }
  gone.addEventListener('abort', kill, { once: true })
  try {
    for await (const chunk of engine.run(statement)) {
      if (gone.aborted) break
      if (!response.headersSent) response.writeHead(200, { 'X-ClickHouse-Exception-Tag': exceptionTag(response) })
      if (!response.write(chunk)) await drained(response, gone)
    }
    response.end()
  } finally {
    gone.removeEventListener('abort', kill)
    clearTimeout(stuck)
  }
}

function drained(response: ServerResponse, gone: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done)
      gone.removeEventListener('abort', done)
      resolve()
    }
    response.once('drain', done)
    gone.addEventListener('abort', done, { once: true })
    if (gone.aborted) done()
  })
}

const tags = new WeakMap<ServerResponse, string>()

function exceptionTag(response: ServerResponse): string {
  const tag = tags.get(response) ?? randomBytes(8).toString('hex')
  tags.set(response, tag)
  return tag
}

/** Before the first byte a status; after it the tagged block that ClickHouse 25.11 and later end a broken answer with. */
function fail(response: ServerResponse, message: string): void {
  const text =
    /No space left|ENOSPC/.test(message) && !message.startsWith('Code:')
      ? `Code: 243. DB::Exception: ${message}. (NOT_ENOUGH_SPACE)`
      : message
  if (!response.headersSent) {
    refuse(response, text, 500)
    return
  }
  const tag = exceptionTag(response)
  const line = `${text.replaceAll('\r', ' ')}\n`
  response.end(`\r\n__exception__\r\n${tag}\r\n${line}${Buffer.byteLength(line)} ${tag}\r\n__exception__\r\n`)
}

function refuse(response: ServerResponse, message: string, status: number): void {
  const code = /Code: (\d+)/.exec(message)?.[1]
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=UTF-8',
    ...(code === undefined ? {} : { 'X-ClickHouse-Exception-Code': code }),
  })
  response.end(`${message}\n`)
}

function start(options: ServerOptions): void {
  const engine = openEngine(options.engineDir, options.configFile, new Map(Object.entries(options.settings ?? {})))
  const limits = { maxHeaderSize: URL_MAX, keepAliveTimeout: 600_000, requestTimeout: 0 }
  const listener = serve(options, engine)
  const server = options.tls === undefined ? createServer(limits, listener) : createTlsServer({ ...limits, ...options.tls }, listener)
  server.once('error', (error) => {
    say({ failed: error.message })
    process.exit(1)
  })
  server.listen(options.port, '127.0.0.1', () => {
    const address = server.address()
    if (address !== null && typeof address === 'object') say({ ready: { port: address.port } })
    setInterval(() => say({ beat: true }), 1_000).unref()
  })
  process.on('message', (message) => {
    if (message !== 'stop') return
    server.close()
    // Closing the connections kills what runs on them; the engine may close only when nothing does.
    server.closeAllConnections()
    void Promise.race([engine.settled(), sleep(STOP_WAIT_MS)]).then(() => {
      engine.close()
      process.exit(0)
    })
  })
}

// The parent decides when the work is over, also when a terminal signals the whole group; an orphan must let go of the
// data at once, and acknowledged rows are on disk already.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => undefined)
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
process.once('message', (options) => start(options as ServerOptions))
