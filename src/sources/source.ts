// What every system that is read has in common: answers of its API in, records out. How answers are got is another matter:
// a raw file holds them, a sync fetches them, and the same pure map reads both.
import type { ZodType } from 'zod'
import type { Clock, HttpClient } from './http-client.ts'
import type { DatabasePlace } from './tables/read-place.ts'
import type { Values } from './wire-values.ts'

/** What the system's API answered to one request. `path` null: the body has to say itself what it is. */
export type Answer = { file: string; line: number; path: string | null; body: unknown }

/** One object of an answer: where it stood, and what the answer's address tells about it. */
export type WireRow = { raw: unknown; file: string; line: number; spot: string; about: Readonly<Record<string, string>> }

export type RecordValues = Readonly<Record<string, unknown>> & { readonly extra?: Readonly<Record<string, unknown>> }
export type MappedRecord = { kind: string; values: RecordValues; row: WireRow }

/** An object that cannot become a record. `kind` is the record it would have been; null: nobody knows what it is. */
export type Refusal = { kind: string | null; column: string; value: string; reason: string; row: WireRow }

export type Mapped = { records: readonly MappedRecord[]; refused: readonly Refusal[] }

/** What the workspace knows already: who has which telephone extension, as `source:id`; its currency; e-mails of its contacts. */
export type Known = {
  readonly extensions?: ReadonlyMap<string, string>
  readonly currency?: string
  readonly correspondents?: ReadonlySet<string>
}

/** Every id of a kind that was there at a moment: what is known beside them has been deleted. */
export type Present = { kind: string; ids: ReadonlySet<string>; at: Date }

/** A part of a sync that can be taken in by itself. `state`: where to go on after it; `completeFrom` null: everything is in. */
export type SyncBatch = {
  answers: readonly Answer[]
  state: Readonly<Record<string, unknown>>
  completeFrom: Date | null
  /** Where a system does not tell what was deleted. */
  present?: readonly Present[]
}

/** Fetches what is new since `state`, then the past, the newest first, back to `since` or to the beginning. */
export type Fetch<Client = HttpClient> = (
  client: Client,
  state: Readonly<Record<string, unknown>>,
  since: Date | null,
) => AsyncGenerator<SyncBatch>

/** Rows of a table in a database of the customer, of a period by the times of that column. The warehouse reads it. */
export type ReadRows = (ask: {
  place: DatabasePlace
  table: string
  column: string
  from?: string
  until?: string
  rowsMax?: number
}) => Promise<Values[]>

/** `keep` stores a token in place of the one given, before it is used: that of an application is replaced when it is renewed. */
export type OpenGiven = { address: string; token: string; clock: Clock; keep: (token: string) => Promise<void>; readRows?: ReadRows }

/** A message of a system about changes, as it came. `url`: the address it was sent to. */
export type HookMessage = { headers: Headers; body: string; url: string }

export type HookKnown = { token: string; address: string; now: Date }

/** What a message names. Only a hint: what changed is fetched again, for messages get lost, come twice and tell little. */
export type Hint = { object: string; id: string }

/** How a system tells of changes by itself. */
export type Hook = {
  /** What the message names; null when it is no message of this system. */
  read: (message: HookMessage) => readonly Hint[] | null
  /**
   * Is the message of this account, and signed, as far as the connection's token holds what to tell it by? Absent: the secret in the
   * address is all there is.
   */
  isSigned?: (message: HookMessage, known: HookKnown) => boolean
  /** What the system has to hear before it believes that it was heard. Absent: any answer of 200. */
  reply?: { type: string; body: string }
}

/** What a token may read, by kind of record. */
export type Right = { kind: string; may: boolean }

/** How a system is reached by itself. `check` throws source_unavailable when address or token are no good. */
export type LinkOf<Client> = {
  /** The address to keep of what was written, where it is not that of an account. */
  readAddress?: (written: string) => string
  /** It answers everybody: no token is needed. */
  isOpen?: true
  open(given: OpenGiven): Client
  check(client: Client): Promise<{ name: string; currency: string | null }>
  fetch(client: Client, state: Readonly<Record<string, unknown>>, since: Date | null): AsyncGenerator<SyncBatch>
  /** A few quick requests that show what the token may read. Absent: the system does not tell. */
  rights?(client: Client): Promise<readonly Right[]>
  /** Absent: it is read by the clock only. */
  hook?: Hook
}

/** By kind of record. */
export type Unseen = Readonly<Partial<Record<'deals' | 'leads' | 'contacts' | 'companies', readonly ('owner' | 'amount')[]>>>

/** What it asks through is its own matter: an HttpClient, several of them, or what the system speaks instead. */
export type Link = LinkOf<object>

export type Source = {
  /** What `--source` or `--system` calls it. */
  system: string
  title: string
  /** Its files are tables whose header may stand under a preamble: each is one answer, a list of rows of texts. */
  isTable?: true
  /** It holds letters of everybody: the map must know whose are business. */
  isMail?: true
  /** Answers of one account, all that belong together: references across them are resolved. Never throws for bad data. */
  map: (answers: readonly Answer[], known?: Known) => Mapped
  /** What of its cards and clients the system keeps no history of: changes are told by what was known before. */
  unseen?: Unseen
  /** Absent: its answers can only be imported. */
  link?: Link
}

/** An object nobody knows: each of its rows is refused alone, for `about.reason` where there is one. */
export const UNKNOWN = '?'

/** What an answer holds: rows by the object they are, or why there are none. */
export type Located = { object: string; rows: readonly { raw: unknown; spot: string; about?: Readonly<Record<string, string>> }[] }[]

export type Schema<T> = ZodType<T>
