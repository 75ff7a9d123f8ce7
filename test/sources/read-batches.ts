// What the tests of a fetch read and hold of it, as a sync and a store would.
import { expect } from 'vitest'
import type { Source, SyncBatch } from '../../src/sources/source.ts'

export type Values = Readonly<Record<string, unknown>>

/** Reads to the end, or up to the batch at which it fails, and keeps the last place, as a sync does. */
export async function readBatches(fetched: AsyncIterable<SyncBatch>, given: SyncBatch['state']) {
  const batches: SyncBatch[] = []
  let error: unknown = null
  try {
    for await (const batch of fetched) batches.push(batch)
  } catch (failure) {
    error = failure
  }
  const state = batches.at(-1)?.state ?? given
  return { batches, error, state: JSON.parse(JSON.stringify(state)) as SyncBatch['state'] }
}

/** What a store would hold: of a record the newest, of equally old ones the last, none that is deleted. */
export function heldRecords(source: Pick<Source, 'map'>, batches: readonly SyncBatch[]): Record<string, Values[]> {
  const held = new Map<string, { kind: string; values: Values }>()
  for (const { answers } of batches) {
    const { records, refused } = source.map(answers)
    expect(refused).toEqual([])
    for (const { kind, values } of records) {
      const name = `${kind} ${values.id ?? JSON.stringify([values.entity, values.entity_id, values.field, values.at, values.stage_id])}`
      const before = held.get(name)
      if (before === undefined || String(before.values.updated_at ?? '') <= String(values.updated_at ?? ''))
        held.set(name, { kind, values })
    }
  }
  const alive = [...held.values()].filter(({ values }) => values.deleted !== true)
  return Object.fromEntries([...Map.groupBy(alive, ({ kind }) => kind)].map(([kind, all]) => [kind, all.map(({ values }) => values)]))
}
