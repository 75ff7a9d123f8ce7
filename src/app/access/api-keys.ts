// API keys of a workspace: made, listed, revoked. The key itself is shown once; the store keeps its hash.
import { randomBytes } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { AppError } from '../../contract/errors.ts'
import type { ResourceInput, ResourceOutput } from '../../contract/resources.ts'
import { mayGrant } from '../../contract/roles.ts'
import { hashSecret } from '../../store/tables/access-tokens.ts'
import { type ApiKey, deleteApiKey, listApiKeys, putApiKey } from '../../store/tables/api-keys.ts'
import type { House } from '../open-house.ts'
import { resolveWorkspace } from '../resolve-workspace.ts'
import { checkIsPerson } from './admit.ts'
import { noteAudit } from './audit.ts'
import { checkGrant } from './check-grant.ts'
import { type GiverAsk, giverName, readId } from './invite.ts'

export async function listKeys(house: House, { workspace }: GiverAsk): Promise<ResourceOutput<'keys'>> {
  const { num } = await resolveWorkspace(house, workspace)
  return { keys: (await listApiKeys(house.store.db, num)).map(printKey) }
}

export async function addKey(house: House, ask: GiverAsk, input: ResourceInput<'keyAdd'>): Promise<ResourceOutput<'keyAdd'>> {
  checkIsPerson(ask.caller)
  const workspace = await resolveWorkspace(house, ask.workspace)
  const grant = await checkGrant(house, workspace, ask.viewer.role, input)
  const secret = `rumb_${randomBytes(32).toString('base64url')}`
  const made = await putApiKey(house.store.db, {
    ...grant,
    ...{ hash: hashSecret(secret), ws: workspace.num, name: input.name },
    ...{ createdAt: ask.now, createdBy: giverName(ask.caller), expiresAt: readExpiry(input.expires, workspace.settings.timezone, ask.now) },
  })
  const detail = { key: made.id, name: made.name, role: made.role, person: made.person, teams: made.teams }
  await noteAudit(house, { ...ask, ws: workspace.num, action: 'key.added', detail })
  return { ...printKey(made), key: secret }
}

/** The start of the local day. */
function readExpiry(day: string | undefined, timezone: string, now: Date): Date | null {
  if (day === undefined) return null
  const isDay = new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) ?? false
  const at = isDay ? new Date(Temporal.PlainDate.from(day).toZonedDateTime(timezone).epochMilliseconds) : now
  if (at > now) return at
  throw new AppError('bad_input', `${day} is no day to come.`, { path: 'expires' })
}

export async function revokeKey(house: House, ask: GiverAsk, { id }: { id: string }): Promise<Record<string, never>> {
  checkIsPerson(ask.caller)
  const { num } = await resolveWorkspace(house, ask.workspace)
  const key = (await listApiKeys(house.store.db, num)).find((one) => one.id === readId(id))
  if (!key) throw new AppError('not_found', 'There is no such key.', { path: 'id' })
  if (!mayGrant(ask.viewer.role, key.role)) throw new AppError('forbidden', `Your role cannot revoke a key of ${key.role}.`)
  await deleteApiKey(house.store.db, num, key.id)
  await noteAudit(house, { ...ask, ws: num, action: 'key.revoked', detail: { key: key.id, name: key.name, role: key.role } })
  return {}
}

const printKey = ({ id, name, role, person, teams, createdAt, createdBy, expiresAt, lastUsedAt }: ApiKey) => ({
  ...{ id: String(id), name, role, person },
  teams: [...teams],
  created_at: createdAt.toISOString(),
  created_by: createdBy,
  expires_at: expiresAt?.toISOString() ?? null,
  last_used_at: lastUsedAt?.toISOString() ?? null,
})
