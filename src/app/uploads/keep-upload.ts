// Keeps an uploaded file in a directory of its own until it is imported, forgotten or an hour old. Whoever sent it is the only one who
// finds it again.
import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../../contract/errors.ts'
import { type Caller, nameCaller } from '../access/caller.ts'

export type Upload = { id: string; name: string; path: string }
type Kept = Upload & { owner: string; directory: string; at: number }

const aliveMs = 3_600_000
const keptMax = 20
const kept = new Map<string, Kept>()

const ownerOf = (caller: Caller) => JSON.stringify([nameCaller(caller).kind, nameCaller(caller).id])
/** What a file may be called on any disk. */
const plainName = (name: string) => name.replace(/[\p{Cc}/\\]+/gu, '_').slice(-150) || 'file'

export async function keepUpload(caller: Caller, { name, body, now }: { name: string; body: Readable; now: Date }): Promise<Upload> {
  await forgetOld(now)
  const directory = await mkdtemp(join(tmpdir(), 'rumb-upload-'))
  const upload = { id: randomBytes(18).toString('base64url'), name: plainName(name), path: join(directory, plainName(name)) }
  const [written] = await Promise.allSettled([pipeline(body, createWriteStream(upload.path))])
  if (written.status === 'rejected') {
    await rm(directory, { recursive: true, force: true })
    throw written.reason
  }
  kept.set(upload.id, { ...upload, owner: ownerOf(caller), directory, at: now.getTime() })
  return upload
}

/** Throws not_found for a file that is not there, or not the caller's. */
export function findUpload(caller: Caller, id: string): Upload {
  const found = kept.get(id)
  if (found !== undefined && found.owner === ownerOf(caller)) return found
  throw new AppError('not_found', 'This file is no longer here.', { path: 'id', hint: 'Send it again.' })
}

export async function forgetUpload(caller: Caller, id: string): Promise<Record<string, never>> {
  await drop(findUpload(caller, id).id)
  return {}
}

async function drop(id: string): Promise<void> {
  const found = kept.get(id)
  kept.delete(id)
  if (found !== undefined) await rm(found.directory, { recursive: true, force: true })
}

async function forgetOld(now: Date): Promise<void> {
  const all = [...kept.values()].sort((a, b) => a.at - b.at)
  const old = all.filter(({ at }, index) => now.getTime() - at > aliveMs || index <= all.length - keptMax)
  for (const { id } of old) await drop(id)
}
