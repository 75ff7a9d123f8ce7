// Takes mapped answers of a system into the warehouse, the bad ones into the quarantine.
import type { OpenRaw } from '../sources/open-raw.ts'
import { ingestTable } from '../warehouse/ingest/ingest-table.ts'
import { openRun } from '../warehouse/ingest/runs.ts'
import type { House } from './open-house.ts'
import { inTurn, keepQuarantine, keepUnread, listWaiting, noteWritten, type Writing } from './write-records.ts'

export type Taken = { accepted: number; unchanged: number; quarantined: number }

export async function takeRaw(house: House, writing: Writing, { tables, unread, now }: OpenRaw & { now: Date }): Promise<Taken> {
  const { num } = writing.workspace
  return inTurn(house, num, async () => {
    const run = await openRun(house.warehouse, num, now.getTime())
    const taken: Taken = { accepted: 0, unchanged: 0, quarantined: unread.length }
    for (const [part, table] of tables.entries()) {
      const waiting = await listWaiting(house, writing, table.kind)
      const result = await ingestTable(house.warehouse, writing.target, { run, part }, table, { waiting })
      await keepQuarantine(house, writing, table, result, now)
      taken.accepted += result.accepted
      taken.unchanged += result.unchanged
      taken.quarantined += result.quarantined
    }
    await keepUnread(house, writing, unread, now)
    await noteWritten(house, writing, now)
    return taken
  })
}
