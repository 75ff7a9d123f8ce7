// The closed set of expected errors. Doors map a code to an HTTP status and an exit code; nothing else may.

/** Codes a caller can meet. `rows_quarantined` is a result, not an error, and has no place here. */
export type ErrorCode =
  | 'bad_usage'
  | 'bad_input'
  | 'ambiguous_input'
  | 'not_found'
  | 'not_signed_in'
  | 'forbidden'
  | 'too_many_tries'
  | 'conflict'
  | 'too_large'
  | 'busy'
  | 'engine_unavailable'
  | 'engine_failed'
  | 'query_too_heavy'
  | 'schema_newer'
  | 'data_in_use'
  | 'disk_full'
  | 'source_unavailable'

export type ErrorDetails = {
  /** What to do next, one sentence. */
  hint?: string
  /** Where: a file, a key, a JSON path. */
  path?: string
  cause?: unknown
  /** Seconds after which to try again. */
  retryS?: number
  /** Every problem found, when there are several. */
  problems?: readonly { path: string; message: string }[]
}

/** An expected failure: said to the user in one sentence, with a place and a next step. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly path: string | undefined
  readonly retryS: number | undefined
  readonly problems: readonly { path: string; message: string }[]

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'AppError'
    this.code = code
    this.hint = details.hint
    this.path = details.path
    this.retryS = details.retryS
    this.problems = details.problems ?? []
  }
}
