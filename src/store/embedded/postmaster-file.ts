// Reads postmaster.pid, the file by which a server tells who serves a data directory, and judges whether it still does.

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, readlink, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** `foreign` = the file is there but its process is dead, or is another program that got the same number. */
export type Postmaster = { pid: number; socketDir: string; state: 'ready' | 'busy' | 'dead' | 'foreign' }

const EMPTY_MS = 2000

export function postmasterFile(dataDir: string): string {
  return join(dataDir, 'postmaster.pid')
}

/** What the file says now, checked against the process table; null without a (complete) file. */
export async function loadPostmaster(dataDir: string): Promise<Postmaster | null> {
  const [read] = await Promise.allSettled([readFile(postmasterFile(dataDir), 'utf8')])
  if (read.status === 'rejected') {
    if (read.reason.code === 'ENOENT' || read.reason.code === 'ENOTDIR') return null
    throw read.reason
  }
  const lines = read.value.split('\n')
  const pid = Math.abs(Number(lines[0]))
  if (!Number.isSafeInteger(pid) || pid === 0) return null
  const socketDir = lines[4] ?? ''
  if (!isAlive(pid)) return { pid, socketDir, state: 'dead' }
  if (!(await servesDirectory(pid, dataDir))) return { pid, socketDir, state: 'foreign' }
  return { pid, socketDir, state: lines[7]?.trim() === 'ready' ? 'ready' : 'busy' }
}

/**
 * Makes the server see a stale file as stale although its number was given to another program.
 * TRICKY: PostgreSQL refuses to start when that number is alive under the same user. The file is kept, with a number
 * no process can have, because the server also looks in it for shared memory that orphaned backends still use.
 */
export async function disownPostmasterFile(dataDir: string): Promise<void> {
  const [read] = await Promise.allSettled([readFile(postmasterFile(dataDir), 'utf8')])
  if (read.status === 'rejected') return
  await writeFile(postmasterFile(dataDir), ['2147483647', ...read.value.split('\n').slice(1)].join('\n'))
}

/**
 * Removes an empty file, what a crash or a full disk leaves and what the server refuses to judge; false = it may be of a
 * server that starts at this moment, look again.
 */
export async function removeEmptyPostmasterFile(dataDir: string): Promise<boolean> {
  const [seen] = await Promise.allSettled([stat(postmasterFile(dataDir))])
  if (seen.status === 'rejected' || seen.value.size > 0) return true
  if (Date.now() - seen.value.mtimeMs < EMPTY_MS) return false
  await rm(postmasterFile(dataDir), { force: true })
  return true
}

function isAlive(pid: number): boolean {
  if (process.platform === 'linux') return existsSync(`/proc/${pid}`)
  return spawnSync('ps', ['-p', String(pid)]).status === 0
}

async function servesDirectory(pid: number, dataDir: string): Promise<boolean> {
  if (process.platform !== 'linux') {
    return spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes('postgres')
  }
  const [cwd] = await Promise.allSettled([readlink(`/proc/${pid}/cwd`)])
  // A process of another user hides its directory. Only root may then start a server here, and root sees everything.
  return cwd.status === 'fulfilled' && cwd.value === dataDir
}
