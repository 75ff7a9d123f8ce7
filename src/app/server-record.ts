// DIR/server.json: where the server that owns a data directory answers, and the token that proves the asker may read that
// directory. Readable by its owner only; a record whose process is gone counts as absent.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const recordSchema = z.object({ pid: z.number().int().positive(), url: z.string(), token: z.string() })
export type ServerRecord = z.infer<typeof recordSchema>

const fileOf = (dataDir: string) => join(dataDir, 'server.json')

export function writeServerRecord(dataDir: string, record: ServerRecord): void {
  rmSync(fileOf(dataDir), { force: true })
  writeFileSync(fileOf(dataDir), `${JSON.stringify(record)}\n`, { mode: 0o600, flag: 'wx' })
}

export function removeServerRecord(dataDir: string): void {
  rmSync(fileOf(dataDir), { force: true })
}

/** The server that runs on the directory, as far as its record and its process tell. */
export function findServer(dataDir: string): ServerRecord | undefined {
  const file = fileOf(dataDir)
  if (!existsSync(file)) return undefined
  const record = recordSchema.safeParse(parseJson(readFileSync(file, 'utf8')))
  return record.success && isAlive(record.data.pid) ? record.data : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // TRICKY: a server killed while writing leaves half a file; that is a record of nothing.
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // TRICKY: Node tells that a process is gone only by an exception; EPERM means it lives under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
