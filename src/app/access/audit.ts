// The audit log: noting what was done or refused, and reading it. Refusals from one place are noted a hundred times in a quarter
// of an hour at most, so that nobody can fill the disk by knocking.
import type { ResourceInput, ResourceOutput } from '../../contract/resources.ts'
import { addAuditEntry, listAuditEntries, trimAuditLog } from '../../store/tables/audit-log.ts'
import { findWorkspace } from '../../store/tables/workspaces.ts'
import type { House } from '../open-house.ts'
import { type Caller, nameCaller, ownsHouse } from './caller.ts'
import { hasRoom } from './limit-tries.ts'

const keptDays = 730
const refusalsMax = 100

type Noted = {
  caller: Caller
  now: Date
  address: string | null
  /** Number of the workspace; absent or null: of the installation. */
  ws?: number | null
  action: string
  detail?: Readonly<Record<string, unknown>>
}

export async function noteAudit(house: House, { caller, now, address, ws = null, action, detail = {} }: Noted): Promise<void> {
  await addAuditEntry(house.store.db, { at: now, ws, who: nameCaller(caller), action, detail, address })
}

export async function noteRefusal(house: House, noted: Noted): Promise<void> {
  const kind = { what: `refusals of ${noted.address}`, max: refusalsMax }
  if (await hasRoom(house, kind, noted.now)) await noteAudit(house, noted)
}

/** Takes out what is older than two years. */
export async function sweepAudit(house: House, now: Date): Promise<void> {
  await trimAuditLog(house.store.db, new Date(now.getTime() - keptDays * 86_400_000))
}

type Ask = { caller: Caller; workspace: string; query: ResourceInput<'audit'> }

/** Of the workspace; owners of the installation also read what belongs to none. */
export async function readAudit(house: House, { caller, workspace, query }: Ask): Promise<ResourceOutput<'audit'>> {
  const found = await findWorkspace(house.store.db, workspace)
  const ws = [...(found ? [found.num] : []), ...(ownsHouse(caller) ? [null] : [])]
  const entries = await listAuditEntries(house.store.db, { ws, action: query.action, before: query.before, limit: query.limit })
  return {
    entries: entries.map(({ id, at, who, action, detail, address }) => ({
      ...{ id, who, action, address },
      at: at.toISOString(),
      detail: { ...detail },
    })),
    next: entries.length < query.limit ? null : (entries.at(-1)?.id ?? null),
  }
}
