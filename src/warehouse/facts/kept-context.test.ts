import { afterAll, beforeAll, expect, test } from 'vitest'
import { givenFor, openRecordHouse, type RecordHouse } from '../../../test/shared/record-house.ts'
import { closeRuns, readPending } from '../ingest/runs.ts'
import { openContext } from './kept-context.ts'
import { loadFactContext } from './load-context.ts'

let house: RecordHouse
beforeAll(async () => {
  house = await openRecordHouse()
})
afterAll(() => house.stop())

const at = '2026-03-05T10:00:00Z'
const late = '2026-03-09T10:00:00Z'

test('after any change the kept context is the one that would be loaded', async () => {
  const batches: [string, Record<string, Record<string, unknown>[]>][] = [
    ['crm', { leads: [{ id: '1', created_at: at, closed_at: late }] }],
    ['crm', { leads: [{ id: '2', created_at: at }] }],
    ['crm', { leads: [{ id: '3', created_at: at, closed_at: at }] }],
    ['crm', { leads: [{ id: '3', created_at: at, updated_at: at, closed_at: null }] }],
    ['pbx', { deals: [{ id: '1', created_at: at }] }],
    ['crm', { touches: [{ id: '1', kind: 'call', direction: 'out', at }] }],
    ['pbx', { touches: [{ id: '1', kind: 'message', direction: 'in', at }] }],
    ['crm', { leads: [{ id: '4', created_at: at, merged_into: '1' }] }],
    ['crm', { stage_changes: [{ entity: 'lead', entity_id: '1', stage_id: 's', at }], payments: [{ id: '1', at, amount: 1 }] }],
    ['pbx', { leads: [{ id: '1', created_at: at }] }],
    ['pbx', { leads: [{ id: '1', created_at: at, updated_at: late, deleted: true }] }],
  ]
  const seen: string[] = []
  let lastRun: number | null = null
  for (const [no, [source, records]] of batches.entries()) {
    await house.take(1, records, source)
    const { changes, hasScripts } = await readPending(house.warehouse, 1, 48)
    const run = no + 1
    const given = { ...givenFor(1), version: String(run) }
    const kept = await openContext(house.warehouse, { ...given, run, lastRun, keys: changes.keys, hasScripts })
    expect(kept, JSON.stringify(records)).toEqual({
      ...(await loadFactContext(house.warehouse, given)),
      channelGroup: kept.channelGroup,
      idealCustomer: kept.idealCustomer,
    })
    seen.push(JSON.stringify([kept.completeFrom, kept.oneCardSources, kept.has]))
    await closeRuns(house.warehouse, 1, changes.runs, { isSmall: true })
    lastRun = run
  }
  expect(new Set(seen).size).toBeGreaterThan(7)
})
