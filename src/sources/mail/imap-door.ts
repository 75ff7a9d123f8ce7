// The door to a mailbox: a connection that is opened when it is needed, opened again when it breaks, and says in plain words why it
// cannot be. Letters are never changed, nor marked as read.
import type { ImapFlow } from 'imapflow'
import { AppError } from '../../contract/errors.ts'
import type { Clock } from '../http-client.ts'
import type { OpenGiven } from '../source.ts'
import { readPair } from '../token-pair.ts'

/** `mark` changes with every letter that comes, and when the box is numbered anew. */
export type Box = { path: string; use: string | null; mark: string }
export type HeaderLetter = { headers: string; attachments: string[] }

const PORTS = { 'imaps:': 993, 'imap:': 143 } as const
const TRIES_MAX = 5
const PAUSE_MS = 2000
const CHUNK = 200

/** `imaps://host[:port]`; `imap:` for STARTTLS; a host alone means the former. Errors: bad_input for what is no address. */
export function readImapAddress(written: string): string {
  const text = /^[a-z]+:\/\//i.test(written) ? written : `imaps://${written}`
  const url = URL.canParse(text) ? new URL(text) : null
  if (url !== null && url.protocol in PORTS && url.username === '' && url.hostname !== '') return `${url.protocol}//${url.host}`
  throw new AppError('bad_input', `"${written}" is no mail server.`, { path: 'address', hint: 'Write it like imaps://imap.example.com.' })
}

const isHere = (host: string) => /^(localhost|127\.|\[::1\])/.test(host)

export class ImapDoor {
  readonly user: string
  readonly clock: Clock
  readonly #password: string
  readonly #url: URL
  #client: ImapFlow | null = null

  constructor({ address, token, clock }: OpenGiven) {
    const [user, password] = readPair(token, 'USER:PASSWORD')
    this.user = user
    this.#password = password
    this.#url = new URL(address)
    this.clock = clock
  }

  /** The boxes that hold letters people sent or got. */
  boxes(): Promise<Box[]> {
    return this.#ask(async (client) => {
      const listed = await client.list({ statusQuery: { uidNext: true, uidValidity: true } })
      const held = listed.filter(({ path, flags, specialUse, status }) => {
        const isBox = ![...flags].some((flag) => /^\\(noselect|nonexistent)$/i.test(flag)) && status !== undefined && !('error' in status)
        return isBox && !/^\\(drafts|junk|trash)$/i.test(specialUse ?? '') && !unwantedBox.test(path)
      })
      // Where one box has all letters the others repeat them; what we sent tells our own addresses.
      const all = held.filter(({ specialUse }) => specialUse === '\\All')
      const kept = all.length === 0 ? held : [...all, ...held.filter(({ specialUse }) => specialUse === '\\Sent')]
      return kept.map(({ path, specialUse, status }) => {
        return { path, use: specialUse ?? null, mark: `${status?.uidValidity}:${status?.uidNext}` }
      })
    })
  }

  /** Headers of what came into a box from one day to another, both whole. */
  letters(box: string, fromS: number, toS: number): Promise<HeaderLetter[]> {
    return this.#ask(async (client) => {
      const lock = await client.getMailboxLock(box, { readOnly: true })
      try {
        // TRICKY (IMAP): days are those of the server, wherever it stands.
        const [since, before] = [new Date((fromS - DAY_S) * 1000), new Date((toS + 2 * DAY_S) * 1000)]
        const uids = (await client.search({ since, before }, { uid: true })) || []
        const found: HeaderLetter[] = []
        for (let at = 0; at < uids.length; at += CHUNK) {
          const range = uids.slice(at, at + CHUNK).join(',')
          for await (const one of client.fetch(range, { uid: true, headers: [...WANTED], bodyStructure: true }, { uid: true }))
            found.push({ headers: one.headers?.toString('utf8') ?? '', attachments: namesIn(one.bodyStructure) })
        }
        return found
      } finally {
        lock.release()
      }
    })
  }

  async close(): Promise<void> {
    const client = this.#client
    this.#client = null
    await Promise.allSettled([client?.logout()])
  }

  async #ask<T>(work: (client: ImapFlow) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      const [done] = await Promise.allSettled([this.#open().then(work)])
      if (done.status === 'fulfilled') return done.value
      this.#client?.close()
      this.#client = null
      const refusal = this.#refusalOf(done.reason, tries)
      if (refusal !== null) throw refusal
      await this.clock.sleep(PAUSE_MS * 2 ** (tries - 1))
    }
  }

  async #open(): Promise<ImapFlow> {
    if (this.#client?.usable === true) return this.#client
    const { protocol, hostname, port } = this.#url
    const isSecure = protocol === 'imaps:'
    // Only who reads mail waits for the library to load.
    const imapflow = await import('imapflow')
    const client = new imapflow.ImapFlow({
      host: hostname,
      port: port === '' ? PORTS[protocol as keyof typeof PORTS] : Number(port),
      secure: isSecure,
      // A password never goes out in the clear.
      ...(isSecure || isHere(hostname) ? {} : { doSTARTTLS: true }),
      auth: { user: this.user, pass: this.#password },
      logger: false,
      disableAutoIdle: true,
      connectionTimeout: 30_000,
      socketTimeout: 120_000,
    })
    // What breaks is told by the question that was asked; without a listener it would end the process.
    client.on('error', () => undefined)
    this.#client = client
    await client.connect()
    return client
  }

  #refusalOf(reason: unknown, tries: number): AppError | null {
    const { authenticationFailed, message } = reason as { authenticationFailed?: boolean; message?: string }
    const { host } = this.#url
    if (authenticationFailed === true)
      return new AppError('source_unavailable', `${host} does not accept user and password of ${this.user}.`, {
        hint: 'Many mail services ask for a password of its own for applications; make one and connect again.',
      })
    if (tries < TRIES_MAX) return null
    return new AppError('source_unavailable', `${host} did not answer after ${TRIES_MAX} tries: ${message ?? 'it closed the connection'}`, {
      hint: 'Run the sync again later: it goes on where it stopped.',
    })
  }
}

const DAY_S = 86_400
export const unwantedBox = /draft|junk|spam|trash|bin|чернов|чернет|спам|корзин|кошик|удален|видален/i

/** What is read of a letter besides the names of its attachments. */
const WANTED = [
  ...['from', 'to', 'cc', 'bcc', 'date', 'subject', 'message-id', 'in-reply-to', 'references', 'delivered-to', 'x-original-to'],
  ...['return-path', 'auto-submitted', 'precedence', 'list-id', 'list-unsubscribe', 'feedback-id'],
  ...['x-autoreply', 'x-autorespond', 'x-auto-reply'],
] as const

type Part = {
  disposition?: string | undefined
  dispositionParameters?: Record<string, string> | undefined
  parameters?: Record<string, string> | undefined
  childNodes?: Part[] | undefined
}

function namesIn(part: Part | undefined): string[] {
  if (part === undefined) return []
  const own = part.dispositionParameters?.filename ?? part.parameters?.name
  return [...(own === undefined ? [] : [own]), ...(part.childNodes ?? []).flatMap(namesIn)]
}
