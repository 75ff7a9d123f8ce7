// Changes that a system keeps no history of, told by the difference between a card as it was known and as it is now. Each says how it
// is known: `method` snapshot_diff, `confidence` bounded (it happened after `bound_from`, at the latest when the card changed last)
// or inferred (the owner before the first difference is taken for the first one).

import type { Mapped, MappedRecord, RecordValues, Unseen } from './source.ts'
import { fromIso, toText } from './wire-values.ts'

/** A card as it is stored. `hasOwners`: changes of its owner are known already. */
export type Snapshot = { owner: string | null; amount: string | null; updatedAt: string | null; hasOwners: boolean }

export const snapshotName = (kind: string, id: string) => `${kind} ${id}`
const entities = { deals: 'deal', leads: 'lead', contacts: 'contact', companies: 'company' } as const
type Kind = keyof typeof entities

/** Records of which the state before is needed: ids by kind. */
export function cardsOf({ records }: Mapped, unseen: Unseen): Map<Kind, string[]> {
  const told = records.filter(({ kind, values }) => unseen[kind as Kind] !== undefined && values.deleted !== true)
  const byKind = Map.groupBy(told, ({ kind }) => kind as Kind)
  return new Map([...byKind].map(([kind, list]) => [kind, list.map(({ values }) => String(values.id))]))
}

/** `seenAt`: when the cards were last looked at. The changes stand before the cards: told twice they are the same. */
export function tellChanges(
  mapped: Mapped,
  { before, unseen, seenAt }: { before: ReadonlyMap<string, Snapshot>; unseen: Unseen; seenAt: string | null },
): Mapped {
  const changes = mapped.records.flatMap((record) => {
    const known = unseen[record.kind as Kind] === undefined ? undefined : before.get(snapshotName(record.kind, String(record.values.id)))
    return known === undefined || !isNewer(record.values, known) ? [] : changesOf(record, { known, unseen, seenAt })
  })
  return { records: [...changes, ...mapped.records], refused: mapped.refused }
}

const isNewer = ({ updated_at, deleted }: RecordValues, { updatedAt }: Snapshot) =>
  deleted !== true && typeof updated_at === 'string' && (updatedAt === null || updated_at > updatedAt)

type Given = { known: Snapshot; unseen: Unseen; seenAt: string | null }

function changesOf({ kind, values, row }: MappedRecord, { known, unseen: all, seenAt }: Given): MappedRecord[] {
  const unseen = all[kind as Kind] ?? []
  const about = { entity: entities[kind as Kind], entity_id: values.id }
  const at = fromIso(values.updated_at)
  const how = { method: 'snapshot_diff', confidence: 'bounded', bound_from: seenAt }
  const changes: MappedRecord[] = []
  const owner = toText(values.owner_id)
  if (unseen.includes('owner') && owner !== null && known.owner !== null && owner !== known.owner) {
    if (!known.hasOwners && values.created_at !== undefined)
      changes.push({
        ...{ kind: 'owner_changes', row },
        values: { ...about, owner_id: known.owner, at: values.created_at, extra: { ...how, confidence: 'inferred' } },
      })
    changes.push({ kind: 'owner_changes', row, values: { ...about, owner_id: owner, at, extra: how } })
  }
  const amount = toText(values.amount)
  if (unseen.includes('amount') && amount !== null && known.amount !== null && Number(amount) !== Number(known.amount))
    changes.push({ kind: 'value_changes', row, values: { ...about, field: 'amount', at, old: known.amount, new: amount, extra: how } })
  return changes
}
