import { describe, expect, it } from 'vitest'
import { type Snapshot, tellChanges } from '../../src/sources/snapshot-diff.ts'

const row = { raw: {}, file: 'deals', line: 1, spot: '', about: {} }
const card = (values: object) => ({ kind: 'deals', row, values: { id: '5', created_at: '2026-01-01T00:00:00.000Z', ...values } })
const known = (more: Partial<Snapshot> = {}): Snapshot => ({
  ...{ owner: '7', amount: '100', updatedAt: '2026-02-01T00:00:00.000Z', hasOwners: false },
  ...more,
})
const tell = (values: object, before: Snapshot) =>
  tellChanges(
    { records: [card(values)], refused: [] },
    { before: new Map([['deals 5', before]]), unseen: { deals: ['owner', 'amount'] }, seenAt: '2026-03-01T00:00:00.000Z' },
  ).records.slice(0, -1)
const changed = { owner_id: '8', amount: '120.00', updated_at: '2026-03-02T00:00:00.000Z' }

describe('changes without history', () => {
  it('are told with how they are known, and the owner before with the first of them only', () => {
    const told = tell(changed, known())
    expect(told.map(({ kind, values: { at, owner_id, old, extra } }) => [kind, at, owner_id ?? old, extra?.confidence])).toEqual([
      ['owner_changes', '2026-01-01T00:00:00.000Z', '7', 'inferred'],
      ['owner_changes', '2026-03-02T00:00:00.000Z', '8', 'bounded'],
      ['value_changes', '2026-03-02T00:00:00.000Z', '100', 'bounded'],
    ])
    expect(told[1]!.values.extra).toEqual({ method: 'snapshot_diff', confidence: 'bounded', bound_from: '2026-03-01T00:00:00.000Z' })
    expect(tell(changed, known({ hasOwners: true })).map(({ kind }) => kind)).toEqual(['owner_changes', 'value_changes'])
  })

  it('are none where the card is no newer, is the same or is gone, however its amount is written', () => {
    expect(tell({ ...changed, updated_at: '2026-02-01T00:00:00.000Z' }, known())).toEqual([])
    expect(tell({ ...changed, owner_id: '7', amount: '100.00' }, known())).toEqual([])
    expect(tell({ ...changed, deleted: true }, known())).toEqual([])
  })
})
