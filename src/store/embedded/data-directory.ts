// The data directory of the embedded server: is it ours and of our version, and making a new one whole or not at all.

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { AppError } from '../../contract/errors.ts'
import { type Binaries, SERVER_MAJOR } from './binaries.ts'
import { handOver, type RunAs } from './run-as.ts'
import { explainFailure } from './start-failure.ts'

/** The one role and database of the embedded server. */
export const ROLE = 'rumb'
export const DATABASE = 'postgres'

const PASSWORD_FILE = 'rumb.password'

/** The real path of a data directory that may not exist yet; its parents are made. */
export async function settlePath(dataDir: string): Promise<string> {
  const path = resolve(dataDir)
  const [made] = await Promise.allSettled([mkdir(dirname(path), { recursive: true })])
  if (made.status === 'rejected') throw unreachable(path, made.reason)
  const [real] = await Promise.allSettled([realpath(path)])
  return real.status === 'fulfilled' ? real.value : join(await realpath(dirname(path)), basename(path))
}

/** `absent` = nothing there, or an empty directory. Anything but a cluster of our major version is refused. */
export async function checkDataDirectory(path: string): Promise<'absent' | 'cluster'> {
  const [listed] = await Promise.allSettled([readdir(path)])
  if (listed.status === 'rejected') {
    if (listed.reason.code === 'ENOENT') return 'absent'
    if (listed.reason.code === 'ENOTDIR') throw new AppError('bad_input', 'The database directory is a file.', { path })
    throw unreachable(path, listed.reason)
  }
  if (listed.value.length === 0) return 'absent'
  if (!listed.value.includes('PG_VERSION')) {
    throw new AppError('bad_input', 'The database directory is not empty and holds no database.', {
      path,
      hint: 'Point --data to another directory, or move these files away.',
    })
  }
  const major = (await readFile(join(path, 'PG_VERSION'), 'utf8')).trim()
  if (major === String(SERVER_MAJOR)) return 'cluster'
  const isNewer = Number(major) > SERVER_MAJOR
  throw new AppError(
    isNewer ? 'schema_newer' : 'engine_failed',
    `The database directory is of PostgreSQL ${major}; this Rumb brings ${SERVER_MAJOR}.`,
    {
      path,
      hint: isNewer ? 'Start the newer Rumb that made it.' : 'Move the data with the older Rumb (rumb backup, rumb restore).',
    },
  )
}

/**
 * Makes a new cluster beside its place and moves it there whole, so that a killed or second maker leaves no half of one.
 * Returns when a cluster is in place, whoever made it.
 */
export async function createCluster(path: string, binaries: Binaries, runAs: RunAs): Promise<void> {
  await sweepUnfinished(path)
  const [made] = await Promise.allSettled([mkdtemp(`${path}.new-${process.pid}-`)])
  if (made.status === 'rejected') throw explainFailure(String(made.reason), path)
  const draft = made.value
  const passwordFile = `${draft}.password`
  const [outcome] = await Promise.allSettled([fillCluster(draft, passwordFile, path, binaries, runAs)])
  await rm(draft, { recursive: true, force: true })
  await rm(passwordFile, { force: true })
  if (outcome.status === 'rejected') throw outcome.reason
}

async function fillCluster(draft: string, passwordFile: string, path: string, binaries: Binaries, runAs: RunAs): Promise<void> {
  const [written] = await Promise.allSettled([writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 })])
  if (written.status === 'rejected') throw explainFailure(String(written.reason), path)
  if (runAs.uid !== null && runAs.gid !== null) await chown(passwordFile, runAs.uid, runAs.gid)
  await chmod(draft, 0o700)
  handOver(draft, runAs)
  const { code, output } = await runInitdb(draft, passwordFile, binaries, runAs)
  if (code !== 0) throw explainFailure(output, path)
  await rename(passwordFile, join(draft, PASSWORD_FILE))
  const [moved] = await Promise.allSettled([rename(draft, path)])
  if (moved.status === 'fulfilled') return
  if (moved.reason.code === 'ENOTEMPTY' || moved.reason.code === 'EEXIST') return
  throw explainFailure(String(moved.reason), path)
}

function runInitdb(
  draft: string,
  passwordFile: string,
  binaries: Binaries,
  runAs: RunAs,
): Promise<{ code: number | null; output: string }> {
  const options = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions']
  const access = [`--username=${ROLE}`, `--pwfile=${passwordFile}`, '--auth-local=scram-sha-256', '--auth-host=reject']
  return run(binaries.initdb, [`--pgdata=${draft}`, ...options, ...access], draft, runAs)
}

function run(program: string, args: readonly string[], cwd: string, runAs: RunAs): Promise<{ code: number | null; output: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ code: number | null; output: string }>()
  const child = spawnAs(program, args, cwd, runAs, 'pipe')
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output = (output + chunk).slice(-20_000)))
  child.once('error', reject)
  child.once('close', (code) => resolve({ code, output }))
  return promise
}

/** Starts one of the server's programs as its user, in its own session, with a clean environment. */
export function spawnAs(program: string, args: readonly string[], cwd: string, runAs: RunAs, output: 'pipe' | number) {
  const [first, ...rest] = [...runAs.prefix, program, ...args]
  const identity = runAs.prefix.length > 0 || runAs.uid === null || runAs.gid === null ? {} : { uid: runAs.uid, gid: runAs.gid }
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
  return spawn(first!, rest, { ...identity, cwd, env, detached: true, stdio: ['ignore', output, output] })
}

/** The password made with the cluster. */
export async function loadPassword(path: string): Promise<string> {
  const file = join(path, PASSWORD_FILE)
  const [read] = await Promise.allSettled([readFile(file, 'utf8')])
  if (read.status === 'fulfilled') return read.value.trim()
  throw new AppError('engine_failed', 'The database directory has lost the file with its password.', {
    path: file,
    hint: 'Restore the directory from a backup.',
    cause: read.reason,
  })
}

/** Removes what makers left that were killed midway; the number in the name is the maker's process. */
async function sweepUnfinished(path: string): Promise<void> {
  const mark = `${basename(path)}.new-`
  for (const name of await readdir(dirname(path))) {
    if (!name.startsWith(mark)) continue
    const maker = Number(name.slice(mark.length).split('-')[0])
    if (maker !== process.pid && !isRunning(maker)) await rm(join(dirname(path), name), { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // TRICKY: Node tells a dead process only by an exception; EPERM means alive and somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function unreachable(path: string, cause: NodeJS.ErrnoException): AppError {
  if (cause.code === 'EACCES' || cause.code === 'EPERM') {
    return new AppError('forbidden', 'The database directory belongs to another user.', {
      path,
      hint: 'Run Rumb as the user who made it.',
      cause,
    })
  }
  return explainFailure(String(cause), path)
}
