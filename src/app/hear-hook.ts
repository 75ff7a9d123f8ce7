// Messages of systems about changes: hints only. The key in the address tells whose they are; what they name is fetched by the next
// sync, which is asked for at once. Many messages ask for one sync.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { AppError } from '../contract/errors.ts'
import type { Hook, HookMessage } from '../sources/source.ts'
import { findSource } from '../sources/systems.ts'
import { type Connection, findConnection } from '../store/tables/connections.ts'
import { findWorkspaces } from '../store/tables/workspaces.ts'
import { noteRefusal } from './access/audit.ts'
import { sealedFor } from './connect-source.ts'
import { RateLimit } from './limit-rate.ts'
import type { House } from './open-house.ts'
import { loadSourceKey, unsealSecret } from './seal-secret.ts'

const PER_MINUTE = 600
const limit = new RateLimit()

/** Systems send a message again when they did not hear that it was heard: what came lately in the same words asks for nothing. */
class HeardLately {
  readonly #seen = new Map<string, number>()

  isNew(text: string, now: Date): boolean {
    for (const [digest, at] of this.#seen) {
      if (now.getTime() - at <= LATELY_MS && this.#seen.size < LATELY_MAX) break
      this.#seen.delete(digest)
    }
    const digest = createHash('sha256').update(text).digest('base64url')
    const isKnown = this.#seen.has(digest)
    if (!isKnown) this.#seen.set(digest, now.getTime())
    return !isKnown
  }
}
const LATELY_MS = 10 * 60_000
const LATELY_MAX = 10_000
const heard = new HeardLately()

/** Goes with the connection: a new one after a disconnect has another key. */
export function hookKey({ dataDir }: House, { ws, source, createdAt }: Pick<Connection, 'ws' | 'source' | 'createdAt'>): string {
  const about = ['hook', ws, source, createdAt.toISOString()].join('\n')
  return `${ws}.${createHmac('sha256', loadSourceKey(dataDir)).update(about).digest('base64url')}`
}

type Heard = { source: string; key: string; message: HookMessage; address: string | null; now: Date }

/** `reply`: what the system has to hear; null: any answer does. */
type HeardHints = { hints: number; reply: Hook['reply'] | null }

/** Answers how many objects were named. Errors: not_found for a wrong key, forbidden for a wrong signature, bad_input for what is no message. */
export async function hearHook(house: House, { source, key, message, address, now }: Heard): Promise<HeardHints> {
  if (!limit.hasRoom(address ?? '', PER_MINUTE, now)) throw new AppError('too_many_tries', 'Too many messages.', { retryS: 60 })
  const refuse = (why: string) => {
    const noted = { now, address, action: 'hook.refused', detail: { source: source.slice(0, 100), why } }
    return noteRefusal(house, { caller: { kind: 'nobody' }, ...noted })
  }
  const connection = await findByKey(house, source, key)
  const hook = connection === null ? undefined : findSource(connection.system)?.link?.hook
  if (connection === null || hook === undefined) {
    await refuse('key')
    throw new AppError('not_found', 'Nothing is connected under this address.')
  }
  const token = unsealSecret(house.dataDir, connection.secret, sealedFor(connection.ws, source))
  if (hook.isSigned?.(message, { token, address: connection.address, now }) === false) {
    await refuse('signature')
    throw new AppError('forbidden', 'The message is not signed as it should be.')
  }
  const hints = hook.read(message)
  if (hints === null) throw new AppError('bad_input', `This is no message of ${connection.system}.`)
  const [workspace] = await findWorkspaces(house.store.db, [connection.ws])
  const isNew = heard.isNew(`${connection.ws} ${source} ${message.body}`, now)
  if (isNew && hints.length > 0 && workspace !== undefined && connection.pausedAt === null)
    await house.syncs.ask({ workspace: workspace.id, source })
  return { hints: hints.length, reply: hook.reply ?? null }
}

async function findByKey(house: House, source: string, key: string): Promise<Connection | null> {
  const ws = Number(/^(\d{1,9})\./.exec(key)?.[1] ?? Number.NaN)
  const connection = Number.isInteger(ws) ? await findConnection(house.store.db, ws, source) : null
  if (connection === null) return null
  const [given, right] = [Buffer.from(key), Buffer.from(hookKey(house, connection))]
  return given.length === right.length && timingSafeEqual(given, right) ? connection : null
}
