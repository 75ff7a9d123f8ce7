// The secret that signs session cookies: RUMB_SECRET, else DIR/session-secret, made on the first start. It is not in the store, so that
// who reads a backup of the store can forge no session.
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export function loadSessionSecret(dataDir: string, given: string | null): string {
  if (given !== null) return given
  const file = join(dataDir, 'session-secret')
  if (!existsSync(file)) {
    const draft = `${file}.new`
    writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600 })
    renameSync(draft, file)
  }
  return readFileSync(file, 'utf8').trim()
}
