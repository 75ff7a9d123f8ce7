// Downloads a document with a table in it, and calls it by what it is.
import { createWriteStream } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../../contract/errors.ts'
import type { WebPlace } from './read-place.ts'

const TIMEOUT_MS = 600_000
const BYTES_MAX = 2_000_000_000

/** The path of the file, in `directory`. Throws source_unavailable. */
export async function download({ url, token }: WebPlace, directory: string): Promise<string> {
  const draft = join(directory, 'download')
  const [got] = await Promise.allSettled([fetchTo(url, token, draft)])
  if (got.status === 'rejected')
    throw got.reason instanceof AppError
      ? got.reason
      : new AppError('source_unavailable', `${new URL(url).origin} does not give the document.`, { cause: got.reason })
  const path = join(directory, `${titleOf(url)}.${await endingOf(draft, url)}`)
  await rename(draft, path)
  return path
}

async function fetchTo(url: string, token: string, path: string): Promise<void> {
  const headers: Record<string, string> = { 'User-Agent': 'Rumb', ...(token === '' ? {} : { Authorization: `Bearer ${token}` }) }
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) })
  const isPage = /text\/html/i.test(response.headers.get('content-type') ?? '')
  if (!response.ok || response.body === null || isPage)
    throw new AppError('source_unavailable', `${new URL(url).origin} answers ${isPage ? 'a page' : response.status}, not a table.`, {
      hint: 'Check that whoever has the link may read the document.',
    })
  let bytes = 0
  const count = async function* (pieces: AsyncIterable<Uint8Array>) {
    for await (const piece of pieces) {
      bytes += piece.length
      if (bytes > BYTES_MAX) throw new AppError('too_large', 'The document is too large to be downloaded.')
      yield piece
    }
  }
  await pipeline(Readable.from(response.body as unknown as AsyncIterable<Uint8Array>), count, createWriteStream(path))
}

const ENDING = /\.(csv|tsv|txt|ndjson|jsonl|json|xlsx|parquet)$/i
const titleOf = (url: string) =>
  decodeURIComponent(basename(new URL(url).pathname))
    .replace(ENDING, '')
    .replace(/[^\p{L}\p{N}_-]+/gu, '-') || 'table'

async function endingOf(path: string, url: string): Promise<string> {
  const file = await open(path)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0)
  await file.close()
  const head = buffer.toString('latin1', 0, bytesRead)
  if (head.startsWith('PAR1')) return 'parquet'
  if (head.startsWith('PK')) return 'xlsx'
  const told = ENDING.exec(new URL(url).pathname)?.[1]?.toLowerCase()
  if (told !== undefined && told !== 'xlsx' && told !== 'parquet') return told
  return /^\s*\[/.test(head) ? 'json' : /^\s*\{/.test(head) ? 'ndjson' : 'csv'
}
