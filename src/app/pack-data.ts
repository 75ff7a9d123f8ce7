// A data directory as one file and back, by the tar of the machine, which keeps owners, rights and links. Nothing may run on the directory
// meanwhile: whoever calls sees to that.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { AppError } from '../contract/errors.ts'

/** What belongs to a running program and means nothing later. */
const passing = ['./server.json', './clickhouse/engine.json', './postgres/postmaster.pid', './postgres/.s.PGSQL.*']
const parts = ['./postgres/PG_VERSION', './clickhouse/']

/** Writes the file whole or not at all; answers its size. Errors: bad_usage inside the directory, conflict where the file exists. */
export async function packData(dataDir: string, file: string): Promise<number> {
  const target = resolve(file)
  if (!relative(dataDir, target).startsWith('..'))
    throw new AppError('bad_usage', 'A backup cannot lie in the directory it is of.', { path: target, hint: 'Name a file elsewhere.' })
  if (await isThere(target))
    throw new AppError('conflict', `${target} exists already.`, { path: target, hint: 'Name a new file, or remove it first.' })
  await mkdir(dirname(target), { recursive: true })
  const part = join(dirname(target), `.${basename(target)}.part`)
  // It holds passwords and secrets: for its owner only, from the first byte on.
  await rm(part, { force: true })
  await writeFile(part, '', { mode: 0o600 })
  const [packed] = await Promise.allSettled([tar(['-czf', part, ...passing.map((path) => `--exclude=${path}`), '-C', dataDir, '.'])])
  if (packed.status === 'rejected') {
    await rm(part, { force: true })
    throw packed.reason
  }
  await rename(part, target)
  return (await stat(target)).size
}

/** Errors: not_found; bad_input for a file that is no backup; conflict for a directory that holds something. */
export async function unpackData(file: string, dataDir: string): Promise<void> {
  const source = resolve(file)
  if (!(await isThere(source))) throw new AppError('not_found', `There is no file ${source}.`, { path: source })
  const [listed] = await Promise.allSettled([readdir(dataDir)])
  if (listed.status === 'fulfilled' && listed.value.length > 0)
    throw new AppError('conflict', `${dataDir} holds data already.`, {
      path: dataDir,
      hint: 'Restore into a new directory with --data DIR; nothing is written over.',
    })
  const [contents] = await Promise.allSettled([tar(['-tzf', source])])
  const names = new Set(contents.status === 'fulfilled' ? contents.value.split('\n') : [])
  if (!parts.every((part) => names.has(part)))
    throw new AppError('bad_input', `${source} is no backup of Rumb.`, { path: source, hint: '`rumb backup FILE` makes one.' })
  const beside = `${dataDir}.restoring`
  await rm(beside, { recursive: true, force: true })
  await mkdir(beside, { recursive: true })
  const [unpacked] = await Promise.allSettled([tar(['-xpzf', source, '-C', beside])])
  if (unpacked.status === 'rejected') {
    await rm(beside, { recursive: true, force: true })
    throw unpacked.reason
  }
  if (listed.status === 'fulfilled') await rmdir(dataDir)
  await rename(beside, dataDir)
}

async function isThere(path: string): Promise<boolean> {
  const [found] = await Promise.allSettled([stat(path)])
  return found.status === 'fulfilled'
}

/** What it printed. */
async function tar(args: readonly string[]): Promise<string> {
  const child = spawn('tar', args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  const [ended] = await Promise.allSettled([once(child, 'close')])
  if (ended.status === 'rejected')
    throw new AppError('engine_unavailable', 'The program tar is not there.', { cause: ended.reason, hint: 'Install tar and try again.' })
  if (ended.value[0] === 0) return out
  const isFull = /No space left/i.test(err)
  throw new AppError(isFull ? 'disk_full' : 'engine_failed', `tar failed: ${err.trim().split('\n').at(-1) ?? ''}`)
}
