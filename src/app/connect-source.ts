// Connects a system: the token is tried before it is kept, and kept sealed. Disconnecting forgets it; the records stay.
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../contract/errors.ts'
import type { ResourceInput, ResourceOutput } from '../contract/resources.ts'
import type { Clock } from '../sources/http-client.ts'
import { readOrigin } from '../sources/read-address.ts'
import type { Link, Source } from '../sources/source.ts'
import { findSource, linkedSystems } from '../sources/systems.ts'
import { putConnection, removeConnection } from '../store/tables/connections.ts'
import type { House } from './open-house.ts'
import { rowsReader } from './read-rows.ts'
import { resolveWorkspace } from './resolve-workspace.ts'
import { sealSecret } from './seal-secret.ts'
import { checkTables, packTables, TABLES } from './sync-table.ts'
import { checkSource, findWritten, openWriting } from './write-records.ts'

export const wallClock: Clock = { now: () => Date.now(), sleep: (ms) => sleep(ms) }

/** What a secret is bound to. */
export const sealedFor = (ws: number, source: string) => `${ws}\n${source}`

/** Throws bad_usage for a system that cannot be read by itself. */
export function findLinked(system: string): Source & { link: Link } {
  const found = findSource(system)
  if (found?.link !== undefined) return { ...found, link: found.link }
  const hint =
    found === undefined
      ? `One of ${linkedSystems.join(', ')}.`
      : `Its answers can be imported: rumb import FILE --raw --source ${found.system}`
  throw new AppError('bad_usage', `${system} cannot be connected.`, { path: 'system', hint })
}

type Asked = { workspace: string; now: Date; clock?: Clock }

/** Errors: bad_usage, bad_input for a bad address or name, source_unavailable when the system refuses. */
export async function connectSource(
  house: House,
  { workspace, now, clock = wallClock }: Asked,
  { system, source = system, address = '', token = '', mapping }: ResourceInput<'connect'>,
): Promise<ResourceOutput<'connect'>> {
  if (system === TABLES) return connectTables(house, { workspace, now }, { source, address, token, mapping })
  const { link, system: name } = findLinked(system)
  checkSource(source)
  const origin = (link.readAddress ?? readOrigin)(address)
  if (token === '' && link.isOpen !== true)
    throw new AppError('bad_usage', `${name} asks for a token.`, {
      path: 'token',
      hint: 'Its README in src/sources says where it is made.',
    })
  let latest = token
  const keep = async (next: string) => {
    latest = next
  }
  const client = link.open({ address: origin, token, clock, keep, readRows: rowsReader(house) })
  const account = await link.check(client)
  const rights = (await link.rights?.(client)) ?? null
  const { id } = await findWritten(house, workspace === '' ? null : workspace)
  const { workspace: written } = await openWriting(house, { id, source, kind: name, now })
  const secret = sealSecret(house.dataDir, latest, sealedFor(written.num, source))
  const told = { account: account.name, rights: rights === null ? null : [...rights] }
  await putConnection(house.store.db, written.num, { source, system: name, address: origin, secret, createdAt: now, ...told })
  return { source, system: name, account: account.name, currency: account.currency }
}

type TablesAsk = { source: string; address: string; token: string; mapping: string | undefined }

async function connectTables(house: House, { workspace, now }: Asked, ask: TablesAsk): Promise<ResourceOutput<'connect'>> {
  const { source, address, token, mapping } = ask
  checkSource(source)
  if (mapping === undefined)
    throw new AppError('bad_usage', 'Tables need a mapping.', { path: 'mapping', hint: '--map FILE; `rumb map` proposes one for a file.' })
  const { name } = await checkTables(house, { address, token, mapping })
  const { id } = await findWritten(house, workspace === '' ? null : workspace)
  const { workspace: written } = await openWriting(house, { id, source, kind: TABLES, now })
  const secret = sealSecret(house.dataDir, packTables({ token, mapping }), sealedFor(written.num, source))
  await putConnection(house.store.db, written.num, { source, system: TABLES, address, secret, createdAt: now, account: name, rights: null })
  return { source, system: TABLES, account: name, currency: null }
}

export async function disconnectSource(
  house: House,
  { workspace }: { workspace: string },
  { id }: { id: string },
): Promise<Record<string, never>> {
  const { num } = await resolveWorkspace(house, workspace)
  if (await removeConnection(house.store.db, num, id)) return {}
  throw new AppError('not_found', `${id} is not connected.`, { path: 'id', hint: '`rumb sources` lists them.' })
}
