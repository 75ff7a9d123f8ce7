// Asks the API of a system: never faster than it allows, again where it makes sense, in plain words where it does not. What an answer
// means is judged by the source; clock and network arrive as arguments.
import iconv from 'iconv-lite'
import { AppError } from '../contract/errors.ts'
import { parseJson } from './parse-json.ts'

export type Clock = { now: () => number; sleep: (ms: number) => Promise<void> }

/** `body`: null when empty, text when it is no JSON. `at`: the server's own clock, milliseconds. Status 0: no answer came. */
export type HttpAnswer = { status: number; body: unknown; headers: Headers; at: number }

/**
 * Take it, renew the token and ask once more, ask again after a while (null: a growing pause), come again when it is ready (a report that
 * is being made: no failure), or stop with an error.
 */
export type Verdict = 'take' | 'renew' | { againMs: number | null } | { readyInMs: number } | AppError

/** What shows the system who asks: in the headers, or in the address where it wants that. */
export type Signature = { headers?: Readonly<Record<string, string>>; query?: string }

type Limit = { perSecond: number; burst: number }
type HttpOptions = {
  /** What stands before every path. */
  origin: string
  headers?: Readonly<Record<string, string>>
  /** Asked before each request: a token may have been renewed meanwhile. */
  sign?: () => Signature
  /** Puts into what is sent what shows who asks, for systems that want it there. */
  seal?: (body: Body) => Body
  /** Gets a new token where the old one has expired. */
  renew?: () => Promise<void>
  limit: Limit
  /** Paths that have a narrower limit besides. */
  narrow?: { paths: RegExp; limit: Limit }
  judge: (answer: HttpAnswer) => Verdict
  /** Milliseconds to leave the system in peace after an answer that was taken. */
  rest?: (answer: HttpAnswer) => number
  clock: Clock
}

/** A form goes as one, everything else as JSON. */
export type Body = URLSearchParams | object

const TRIES_MAX = 7
const TIMEOUT_MS = 60_000
const PAUSE_MS = 1000
/** So long a report may take to be made. */
const READY_MAX_MS = 3_600_000
const BODY_BYTES_MAX = 100_000_000

/** Lets `burst` requests through at once and `perSecond` after that, in the order they came. */
class TokenBucket {
  readonly #intervalMs: number
  readonly #slackMs: number
  readonly #clock: Clock
  #nextMs: number

  constructor({ perSecond, burst }: Limit, clock: Clock) {
    this.#intervalMs = 1000 / perSecond
    this.#slackMs = (burst - 1) * this.#intervalMs
    this.#clock = clock
    // The account may just have been asked through another client: by the sync before this one, or for a token.
    this.#nextMs = clock.now() + this.#intervalMs - this.#slackMs
  }

  async take(): Promise<void> {
    const now = this.#clock.now()
    const slot = Math.max(this.#nextMs, now - this.#slackMs)
    this.#nextMs = slot + this.#intervalMs
    if (slot > now) await this.#clock.sleep(slot - now)
  }
}

export class HttpClient {
  readonly origin: string
  readonly #options: HttpOptions
  readonly #bucket: TokenBucket
  readonly #narrow: TokenBucket | null
  #restUntil = 0

  constructor(options: HttpOptions) {
    this.#options = options
    this.origin = options.origin
    this.#bucket = new TokenBucket(options.limit, options.clock)
    this.#narrow = options.narrow === undefined ? null : new TokenBucket(options.narrow.limit, options.clock)
  }

  /** Throws source_unavailable when the system does not answer after several tries, and what `judge` says. */
  get(path: string): Promise<HttpAnswer> {
    return this.#ask(path)
  }

  /** A question that is too long for an address. It may be asked twice: never for what changes anything. */
  post(path: string, body: Body): Promise<HttpAnswer> {
    return this.#ask(path, body)
  }

  async #ask(path: string, body?: Body): Promise<HttpAnswer> {
    const { judge, clock, renew, rest } = this.#options
    // A path may hold a secret.
    const { origin } = new URL(this.#options.origin)
    let isRenewed = false
    let waitedMs = 0
    for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
      if (this.#options.narrow?.paths.test(path)) await this.#narrow?.take()
      if (this.#restUntil > clock.now()) await clock.sleep(this.#restUntil - clock.now())
      await this.#bucket.take()
      const answer = await this.#try(path, body)
      const verdict = judge(answer)
      if (verdict === 'take') {
        this.#restUntil = clock.now() + (rest?.(answer) ?? 0)
        return answer
      }
      if (verdict instanceof AppError) throw verdict
      if (verdict === 'renew') {
        if (isRenewed || renew === undefined)
          throw new AppError('source_unavailable', `${origin} no longer accepts the token.`, { hint: 'Make a new one and connect again.' })
        await renew()
        isRenewed = true
      } else if ('readyInMs' in verdict) {
        waitedMs += verdict.readyInMs
        if (waitedMs > READY_MAX_MS) break
        tries -= 1
        await clock.sleep(verdict.readyInMs)
      } else if (tries < TRIES_MAX) await clock.sleep(verdict.againMs ?? PAUSE_MS * 2 ** (tries - 1))
    }
    throw new AppError('source_unavailable', `${origin} did not answer ${path.split('?')[0]} after ${TRIES_MAX} tries.`, {
      hint: 'Run the sync again later: it goes on where it stopped.',
    })
  }

  async #try(path: string, body: Body | undefined): Promise<HttpAnswer> {
    const [asked] = await Promise.allSettled([this.#read(path, body)])
    if (asked.status === 'fulfilled') return asked.value
    return { status: 0, body: String(asked.reason), headers: new Headers(), at: this.#options.clock.now() }
  }

  async #read(path: string, bare: Body | undefined): Promise<HttpAnswer> {
    const { origin, headers, sign, seal } = this.#options
    const asked = bare === undefined ? undefined : (seal?.(bare) ?? bare)
    const { headers: signed, query } = sign?.() ?? {}
    const url = `${origin}${path}${query === undefined ? '' : `${path.includes('?') ? '&' : '?'}${query}`}`
    const isForm = asked instanceof URLSearchParams
    const sent = asked === undefined ? {} : { method: 'POST', body: isForm ? asked : JSON.stringify(asked) }
    const type: Record<string, string> = asked === undefined || isForm ? {} : { 'Content-Type': 'application/json' }
    const response = await fetch(url, {
      ...sent,
      headers: { 'User-Agent': 'Rumb', ...type, ...headers, ...signed },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const text = decode(await readBytes(response), response.headers.get('content-type') ?? '')
    const date = Date.parse(response.headers.get('date') ?? '')
    const body = text.trim() === '' ? null : (parseJson(text) ?? text)
    return { status: response.status, body, headers: response.headers, at: Number.isNaN(date) ? this.#options.clock.now() : date }
  }
}

async function readBytes(response: Response): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of response.body ?? []) {
    pieces.push(piece)
    length += piece.length
    if (length > BODY_BYTES_MAX) throw new Error('the answer is too large')
  }
  return Buffer.concat(pieces)
}

const declaredXml = /^<\?xml[^>]*encoding=["']([\w-]+)["']/

/** By what the header or the XML itself declares; else UTF-8. */
function decode(bytes: Buffer, contentType: string): string {
  const told = /charset="?([\w-]+)/i.exec(contentType)?.[1] ?? declaredXml.exec(bytes.toString('latin1', 0, 200))?.[1] ?? 'utf-8'
  return iconv.decode(bytes, iconv.encodingExists(told) ? told : 'utf-8')
}
