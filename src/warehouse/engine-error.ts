// Turns whatever the ClickHouse client throws into the AppError a door can show. Decides codes, never retries.
import { AppError, type ErrorCode } from '../contract/errors.ts'

const HEAVY = new Set(['158', '159', '160', '241', '307', '396'])
const UNAVAILABLE = new Set(['209', '210', '242', '279', '516', '999'])
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ERR_STREAM_PREMATURE_CLOSE',
])
const MESSAGE_MAX = 600

const HINTS: Partial<Record<ErrorCode, string>> = {
  query_too_heavy: 'Ask for a shorter period or fewer dimensions',
  disk_full: 'Free space on the disk of the data directory, then try again',
  engine_unavailable: 'The embedded engine restarts by itself; a server of your own must be reachable at its URL',
}

/** The engine's message without stack, version and the text after the first sentence block, at most 600 characters. */
export function cutMessage(text: string): string {
  const plain = text
    .replace(/^(Code: \d+\. )?(DB::Exception: )+/, '')
    .replace(/\s*\(version [^)]*\).*$/s, '')
    .replace(/\s+/g, ' ')
    .trim()
  return plain.length > MESSAGE_MAX ? `${plain.slice(0, MESSAGE_MAX)}…` : plain
}

function codeOf(engineCode: string, message: string): ErrorCode {
  if (engineCode === '243' || /No space left on device|errno: 28\b/.test(message)) return 'disk_full'
  if (HEAVY.has(engineCode)) return 'query_too_heavy'
  if (engineCode === '202') return 'busy'
  if (UNAVAILABLE.has(engineCode)) return 'engine_unavailable'
  return 'engine_failed'
}

/** An error of `@clickhouse/client` or of the network below it, as an AppError; an AppError passes unchanged. */
export function toEngineError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const message = error instanceof Error ? error.message : String(error)
  const engineCode = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (/^\d+$/.test(engineCode)) return appError(codeOf(engineCode, message), cutMessage(message), error)
  if (NETWORK.has(engineCode) || engineCode.startsWith('ERR_TLS') || /socket hang up|aborted|certificate|self-signed|SSL/i.test(message))
    return appError('engine_unavailable', `The analytics engine does not answer: ${cutMessage(message) || engineCode}`, error)
  return appError(codeOf('', message), cutMessage(message), error)
}

function appError(code: ErrorCode, message: string, cause: unknown): AppError {
  const hint = /authentication failed/i.test(message) ? 'Check user and password of the analytics server' : HINTS[code]
  return new AppError(code, message, hint === undefined ? { cause } : { cause, hint })
}
