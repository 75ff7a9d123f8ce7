// Where the server's unix socket lives: in the data directory, or, when that path is too long, in a private short one.

import { createHash } from 'node:crypto'
import { chown, lstat, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { AppError } from '../../contract/errors.ts'
import type { RunAs } from './run-as.ts'

const SOCKET_NAME = '.s.PGSQL.5432'
const SHORT_PREFIX = 'rumb-pg-'

/** TRICKY: a unix socket's path must stay under 108 bytes on Linux and 104 on macOS; the server adds a lock file's suffix. */
const PATH_BYTES_MAX = 98

export async function makeSocketDir(dataDir: string, runAs: RunAs): Promise<string> {
  if (fits(dataDir)) return dataDir
  const name = SHORT_PREFIX + createHash('sha256').update(dataDir).digest('hex').slice(0, 16)
  const base = [tmpdir(), '/tmp'].find((candidate) => fits(join(candidate, name)))
  if (base === undefined)
    throw new AppError('bad_input', 'No directory is short enough for the socket of the database.', { path: tmpdir() })
  return claim(join(base, name), runAs)
}

/** Was it made by `makeSocketDir` outside of the data directory? Then it is removed with the server. */
export function isShortSocketDir(path: string): boolean {
  return basename(path).startsWith(SHORT_PREFIX)
}

function fits(dir: string): boolean {
  return Buffer.byteLength(join(dir, SOCKET_NAME)) < PATH_BYTES_MAX
}

/** The temporary directory is open to everybody: a directory there is used only when it is private to the server's user. */
async function claim(path: string, runAs: RunAs): Promise<string> {
  const [made] = await Promise.allSettled([mkdir(path, { mode: 0o700 })])
  if (made.status === 'fulfilled' && runAs.uid !== null && runAs.gid !== null) await chown(path, runAs.uid, runAs.gid)
  const seen = await lstat(path)
  const owner = runAs.uid ?? process.getuid?.()
  if (seen.isDirectory() && seen.uid === owner && (seen.mode & 0o077) === 0) return path
  throw new AppError('forbidden', 'The directory for the socket of the database belongs to somebody else.', {
    path,
    hint: 'Remove it, or set TMPDIR to a directory of your own.',
  })
}
