// What HubSpot sends: records whose property values are all text, ids as text, history newest first.
import { z } from 'zod'
import { fromIso, fromUnix, isValues, toList, toText, toValues, type Values, wire } from '../wire-values.ts'

/** The first interface wrote `dealId`, `vid`, `companyId`, and each value with its versions: the same told in the way of the third. */
function toRecord(raw: unknown): unknown {
  const values = toValues(raw)
  const id = values.id ?? values.dealId ?? values.vid ?? values.companyId ?? values['canonical-vid'] ?? values.objectId
  const entries = Object.entries(toValues(values.properties))
  if (!entries.some(([, one]) => isValues(one) && 'value' in one)) return isValues(raw) ? { ...values, id } : raw
  const properties = entries.map(([name, one]) => [name, isValues(one) ? (one.value ?? null) : one] as const)
  const versions = entries.map(([name, one]) => [name, toList(toValues(one).versions).map(toVersion)] as const)
  const { associatedVids, associatedCompanyIds } = toValues(values.associations)
  const ids = (list: unknown) => ({ results: toList(list).map((one) => ({ id: one })) })
  return {
    ...{ id, properties: Object.fromEntries(properties), propertiesWithHistory: Object.fromEntries(versions) },
    associations: { contacts: ids(associatedVids), companies: ids(associatedCompanyIds) },
    ...{ archived: values.isDeleted ?? false, createdAt: values.addedAt === undefined ? null : fromUnix(values.addedAt) },
  }
}

const toVersion = (raw: unknown) => {
  const { value, timestamp, sourceId, 'source-id': id } = toValues(raw)
  return { value, timestamp, sourceId: sourceId ?? id }
}

export const record = z.preprocess(
  toRecord,
  z.object({
    id: wire.id,
    properties: wire.values,
    propertiesWithHistory: wire.values,
    associations: wire.values,
    createdAt: wire.iso,
    updatedAt: wire.iso,
    archived: wire.bool,
    archivedAt: wire.iso,
  }),
)
export type HubRecord = z.output<typeof record>

export const owner = z.object({
  ...{
    id: wire.id,
    email: wire.text,
    type: wire.text,
    firstName: wire.text,
    lastName: wire.text,
    userId: wire.ref,
    userIdIncludingInactive: wire.ref,
  },
  ...{ archived: wire.bool, teams: wire.list, updatedAt: wire.iso },
})
export const pipeline = z.object({ id: wire.id, label: wire.text, displayOrder: wire.number, archived: wire.bool, stages: wire.list })
export const stage = z.object({ id: wire.id, label: wire.text, displayOrder: wire.number, archived: wire.bool, metadata: wire.values })
export const link = z.object({ from: wire.values, to: wire.list })
export const hook = z.object({
  subscriptionType: wire.text,
  objectTypeId: wire.text,
  objectId: wire.ref,
  occurredAt: wire.unix,
  mergedObjectIds: wire.list,
  primaryObjectId: wire.ref,
  newObjectId: wire.ref,
})

/** A moment: ISO 8601, or milliseconds since 1970 in older answers. */
export function toMoment(value: unknown): string | null {
  const text = toText(value)
  return text === null ? null : /^\d{12,14}(\.\d+)?$/.test(text) ? fromUnix(text) : fromIso(text, 'utc')
}

export type Entry = { value: string | null; at: string; by: string | null }

/** Owners a record had; the times between, when it was nobody's, have no record. */
export const ownersOf = (values: Values): Entry[] => historyOf(values, 'hubspot_owner_id').filter(({ value }) => value !== null)

/** The values a property had, oldest first. `by` is the user, where one changed it. */
export function historyOf(values: Values, property: string): Entry[] {
  const list = values[property]
  if (!Array.isArray(list)) return []
  const entries = list.filter(isValues).flatMap((one): Entry[] => {
    const at = toMoment(one.timestamp)
    const by = toText(one.updatedByUserId) ?? /^userId:(\d+)$/.exec(toText(one.sourceId) ?? '')?.[1] ?? null
    return at === null ? [] : [{ value: toText(one.value), at, by }]
  })
  const sorted = entries.toReversed().toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  return sorted.filter(({ at, value }, place) => at !== sorted[place - 1]?.at || value !== sorted[place - 1]?.value)
}
