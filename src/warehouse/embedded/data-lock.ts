// Who holds a data directory, and the file by which another process finds the engine that runs over it.
import { mkdir, readdir, readFile, readlink, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../../contract/errors.ts'

export type EngineRecord = { pid: number; parentPid: number; url: string; user: string; password: string }

export type DataPaths = { root: string; engine: string; incoming: string; config: string; record: string }

const ORPHAN_WAIT_MS = 10_000

export function dataPaths(root: string): DataPaths {
  return {
    root,
    engine: join(root, 'engine'),
    incoming: join(root, 'incoming'),
    config: join(root, 'engine.xml'),
    record: join(root, 'engine.json'),
  }
}

/** Makes the directories; every way a directory can be unfit becomes one sentence. */
export async function prepareDirectory(paths: DataPaths): Promise<void> {
  try {
    await mkdir(paths.engine, { recursive: true })
    await rm(paths.incoming, { recursive: true, force: true })
    await mkdir(paths.incoming, { recursive: true })
    await writeFile(join(paths.incoming, 'probe'), 'x'.repeat(4096))
    await rm(join(paths.incoming, 'probe'))
  } catch (cause) {
    // TRICKY: the file system answers in error codes; only here is it known that they concern the data directory.
    throw directoryError(paths.root, cause)
  }
}

function directoryError(path: string, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new AppError('disk_full', `No space left for the data directory ${path}`, {
      path,
      cause,
      hint: 'Free space on its disk or choose another directory',
    })
  if (code === 'EEXIST' || code === 'ENOTDIR')
    return new AppError('bad_input', `The data directory ${path} is a file, not a directory`, { path, cause, hint: 'Name a directory' })
  return new AppError('bad_input', `The data directory ${path} cannot be written${code === '' ? '' : ` (${code})`}`, {
    path,
    cause,
    hint: 'Give the directory to the user who runs this program or choose another one',
  })
}

/** Waits for an orphan of a killed parent to go, takes over from one that hangs, refuses a directory in use. */
export async function claimDirectory(paths: DataPaths): Promise<void> {
  const until = performance.now() + ORPHAN_WAIT_MS
  for (;;) {
    const pid = await findHolder(paths)
    if (pid === undefined) return
    const record = await readRecord(paths)
    const isOrphan = record?.pid === pid && !isAlive(record.parentPid)
    if (!isOrphan) throw inUse(paths, String(pid))
    if (performance.now() > until) process.kill(pid, 'SIGKILL')
    await sleep(50)
  }
}

export function inUse(paths: DataPaths, pid: string | undefined): AppError {
  const who = pid === undefined ? 'another process' : `process ${pid}`
  return new AppError('data_in_use', `The data directory ${paths.root} is in use by ${who}`, {
    path: paths.root,
    hint: 'Use the program that runs already, stop it, or choose another data directory',
  })
}

/** The process that holds the engine's lock; the kernel's list where there is one, else the record. */
export async function findHolder(paths: DataPaths): Promise<number | undefined> {
  const lockFile = await ifThere(realpath(join(paths.engine, 'status')))
  if (lockFile === undefined) return undefined
  const locks = await ifThere(readFile('/proc/locks', 'utf8'))
  if (locks === undefined) {
    const record = await readRecord(paths)
    return record !== undefined && isAlive(record.pid) ? record.pid : undefined
  }
  const { ino } = await stat(lockFile)
  for (const line of locks.split('\n').filter((text) => text.includes('FLOCK') && text.includes(`:${ino} `))) {
    const pid = Number(line.trim().split(/\s+/)[4])
    if (pid > 0 && (await doesHoldOpen(pid, lockFile))) return pid
  }
  return undefined
}

/** Inode numbers repeat across file systems; the open files of a process tell, unless they are not ours to read. */
async function doesHoldOpen(pid: number, file: string): Promise<boolean> {
  const directory = `/proc/${pid}/fd`
  const handles = await ifThere(readdir(directory))
  if (handles === undefined) return isAlive(pid)
  const targets = await Promise.all(handles.map((handle) => ifThere(readlink(join(directory, handle)))))
  return targets.includes(file)
}

/** TRICKY: processes, their files and our record come and go while we look; what is not there (or not ours) is no error. */
function ifThere<T>(found: Promise<T>): Promise<T | undefined> {
  return found.catch(() => undefined)
}

export async function readRecord(paths: DataPaths): Promise<EngineRecord | undefined> {
  const text = await ifThere(readFile(paths.record, 'utf8'))
  return text === undefined ? undefined : (JSON.parse(text) as EngineRecord)
}

export async function writeRecord(paths: DataPaths, record: EngineRecord): Promise<void> {
  const draft = `${paths.record}.${process.pid}`
  await writeFile(draft, JSON.stringify(record), { mode: 0o600 })
  await rename(draft, paths.record)
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // TRICKY: signal 0 tells "not mine" and "not there" by an error code only.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
