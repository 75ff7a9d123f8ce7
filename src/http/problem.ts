// What goes wrong, as RFC 9457 problem JSON: one table from code to status. Nothing else decides a status of failure.
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { AppError, type ErrorCode } from '../contract/errors.ts'
import type { HttpEnv } from './http-env.ts'

/** Codes a client can meet: those of the house, and `internal` for what nobody expected. */
type ProblemCode = ErrorCode | 'internal'

const statuses = {
  bad_usage: 400,
  bad_input: 400,
  ambiguous_input: 400,
  not_signed_in: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_many_tries: 429,
  too_large: 413,
  query_too_heavy: 422,
  internal: 500,
  engine_failed: 500,
  source_unavailable: 502,
  busy: 503,
  engine_unavailable: 503,
  schema_newer: 503,
  data_in_use: 503,
  disk_full: 507,
} as const satisfies Record<ProblemCode, number>

const titles: Record<ProblemCode, string> = {
  bad_usage: 'The request does not say enough',
  bad_input: 'The request cannot be understood',
  ambiguous_input: 'The data can be read in two ways',
  not_signed_in: 'Not signed in',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  conflict: 'In conflict with what is there',
  too_many_tries: 'Too many tries',
  too_large: 'Too large',
  query_too_heavy: 'The question is too heavy',
  internal: 'An unexpected failure',
  engine_failed: 'The database failed',
  source_unavailable: 'The source does not answer',
  busy: 'Busy',
  engine_unavailable: 'The database does not answer',
  schema_newer: 'The data is of a newer program',
  data_in_use: 'The data directory is in use',
  disk_full: 'The disk is full',
}

export const problemCodes = Object.keys(statuses) as ProblemCode[]
const retrySeconds = 2

export function problemResponse(context: Context<HttpEnv>, error: unknown): Response {
  const known = toAppError(error)
  const code: ProblemCode = known?.code ?? 'internal'
  const status = statuses[code]
  if (known === undefined || status >= 500) context.var.log.error({ err: error, code }, 'request failed')
  const body = {
    type: `urn:rumb:problem:${code}`,
    title: titles[code],
    status,
    detail: known?.message ?? 'See the log of the server under the request id.',
    code,
    ...(known?.hint === undefined ? {} : { hint: known.hint }),
    ...(known?.path === undefined ? {} : { path: known.path }),
    ...(known === undefined || known.problems.length === 0 ? {} : { problems: known.problems }),
    request_id: context.var.requestId,
  }
  const headers = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' }
  const wait = known?.retryS ?? (status === 503 ? retrySeconds : undefined)
  return context.newResponse(JSON.stringify(body), status, wait === undefined ? headers : { ...headers, 'retry-after': String(wait) })
}

function toAppError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error
  // TRICKY: Hono reports a body that is no JSON, and one beyond the limit, by exceptions of its own.
  if (error instanceof HTTPException && error.status === 413) return new AppError('too_large', 'The body of the request is too large.')
  if (error instanceof HTTPException && error.status < 500) return new AppError('bad_input', error.message)
  return undefined
}
