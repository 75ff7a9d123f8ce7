// The audit log: who looked at records, exported, changed something or was refused. Written once, never changed.

import type { Selectable } from 'kysely'
import { cleanJson, cleanText } from '../clean-text.ts'
import type { StoreDb } from '../client.ts'
import type { Tables } from '../tables.ts'

export type AuditEntry = {
  at: Date
  /** Number of the workspace; null = of the installation. */
  ws: number | null
  who: { kind: Tables['audit_log']['who_kind']; id: string | null; name: string | null }
  action: string
  detail: Readonly<Record<string, unknown>>
  address: string | null
}

const DETAIL_CHARS_MAX = 4_000

export async function addAuditEntry(db: StoreDb, { at, ws, who, action, detail, address }: AuditEntry): Promise<void> {
  await db
    .insertInto('audit_log')
    .values({
      ...{ at, ws, action, address, detail: cleanJson(detail, DETAIL_CHARS_MAX) ?? '{"cut":true}' },
      ...{ who_kind: who.kind, who_id: who.id, who_name: who.name === null ? null : cleanText(who.name, 200) },
    })
    .execute()
}

type Page = { ws: readonly (number | null)[]; action: string | undefined; before: number | undefined; limit: number }

/** Entries of these workspaces (null: of the installation), latest first. */
export async function listAuditEntries(db: StoreDb, { ws, action, before, limit }: Page): Promise<(AuditEntry & { id: number })[]> {
  const nums = ws.filter((num) => num !== null)
  const rows = await db
    .selectFrom('audit_log')
    .selectAll()
    .where((is) => is.or([...(nums.length > 0 ? [is('ws', 'in', nums)] : []), ...(nums.length < ws.length ? [is('ws', 'is', null)] : [])]))
    .$if(action !== undefined, (query) => query.where('action', '=', action ?? ''))
    .$if(before !== undefined, (query) => query.where('id', '<', before ?? 0))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toEntry)
}

/** Takes out what is older. */
export async function trimAuditLog(db: StoreDb, before: Date): Promise<void> {
  await db.deleteFrom('audit_log').where('at', '<', before).execute()
}

function toEntry(row: Selectable<Tables['audit_log']>): AuditEntry & { id: number } {
  const { id, at, ws, action, detail, address } = row
  return { id, at, ws, action, detail, address, who: { kind: row.who_kind, id: row.who_id, name: row.who_name } }
}
