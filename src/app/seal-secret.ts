// Seals tokens of connected systems: authenticated encryption with a key in the data directory, so that who reads the store reads no token.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../contract/errors.ts'

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** `about` is bound to the secret: it cannot be opened in the place of another. */
export function sealSecret(dataDir: string, secret: string, about: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, loadSourceKey(dataDir), nonce).setAAD(Buffer.from(about))
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
}

/** Throws source_unavailable when it was sealed with another key. */
export function unsealSecret(dataDir: string, sealed: string, about: string): string {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv(CIPHER, loadSourceKey(dataDir), bytes.subarray(0, NONCE_BYTES))
  decipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch (cause) {
    // TRICKY: OpenSSL tells a wrong key only by throwing.
    throw new AppError('source_unavailable', 'The token cannot be opened with the key of this data directory.', {
      cause,
      hint: 'Connect the system again.',
    })
  }
}

/** Made once and kept in the data directory. */
export function loadSourceKey(dataDir: string): Buffer {
  const file = join(dataDir, 'source-key')
  if (!existsSync(file)) {
    const draft = `${file}.new`
    writeFileSync(draft, randomBytes(32).toString('base64'), { mode: 0o600 })
    renameSync(draft, file)
  }
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
}
