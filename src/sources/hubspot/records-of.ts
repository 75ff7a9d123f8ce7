// Records of HubSpot put together: properties and history come in separate answers, links in records or in pages of their own.
import type { MappingDesk } from '../mapping-desk.ts'
import type { WireRow } from '../source.ts'
import { toId, toList, toText, toValues, type Values } from '../wire-values.ts'
import { typeName } from './locate.ts'
import { type HubRecord, link, record, toMoment } from './schema.ts'

export type Whole = {
  id: string
  row: WireRow
  properties: Values
  history: Values
  createdAt: string | null
  updatedAt: string | null
  isArchived: boolean
  links: Readonly<Record<string, readonly string[]>>
}
export type Links = ReadonlyMap<string, readonly string[]>

/** Pages of associations: `from-type id to-type` -> ids. Both ways, because either may have been asked. */
export function readLinks(desk: MappingDesk): Links {
  const links = new Map<string, string[]>()
  const add = (from: string, id: string, to: string, other: string) => {
    const name = `${from} ${id} ${to}`
    const list = links.get(name) ?? []
    if (!list.includes(other)) list.push(other)
    links.set(name, list)
  }
  for (const { value, row } of desk.read('links', link, null)) {
    const id = toId(value.from.id)
    const [from, to] = [row.about.from ?? '', row.about.to ?? '']
    for (const raw of value.to) {
      const other = toId(toValues(raw).toObjectId) ?? toId(toValues(raw).id)
      if (id === null || other === null) continue
      add(from, id, to, other)
      add(to, other, from, id)
    }
  }
  for (const object of objects) for (const { raw } of desk.rows(object)) addOwn(object, toValues(raw), add)
  return links
}

const objects = [
  'deals',
  'leads',
  'contacts',
  'companies',
  'line_items',
  'calls',
  'emails',
  'meetings',
  'communications',
  'tasks',
  'invoices',
  'commerce_payments',
]

/** Associations that came with a record; they hold for the other one too. */
function addOwn(object: string, given: Values, add: (from: string, id: string, to: string, other: string) => void): void {
  const parsed = record.safeParse(given)
  if (!parsed.success) return
  const raw = parsed.data
  const { id } = raw
  for (const [name, list] of Object.entries(toValues(raw.associations)))
    for (const one of toList(toValues(list).results ?? list)) {
      const other = toId(toValues(one).id) ?? toId(toValues(one).toObjectId)
      if (other === null) continue
      add(object, id, typeName(name), other)
      add(typeName(name), other, object, id)
    }
}

const linked = ['contacts', 'companies', 'deals', 'leads'] as const

export function readWhole(desk: MappingDesk, object: string, kind: string, links: Links): Whole[] {
  const byId = Map.groupBy(desk.read(object, record, kind), ({ value }) => value.id)
  return [...byId].map(([id, all]) => {
    const sorted = all.toSorted((a, b) => ((a.value.updatedAt ?? '') < (b.value.updatedAt ?? '') ? -1 : 1))
    const { value: newest, row } = sorted.at(-1)!
    const properties = Object.assign({}, ...sorted.map(({ value }) => value.properties)) as Values
    const changedAt = toMoment(properties.hs_lastmodifieddate) ?? toMoment(properties.lastmodifieddate) ?? newest.updatedAt
    // Deleting a record does not change it.
    const isArchived = newest.archived === true
    return {
      ...{ id, row, properties, history: mergeHistory(sorted.map(({ value }) => value)) },
      createdAt: toMoment(properties.createdate) ?? toMoment(properties.hs_createdate) ?? newest.createdAt,
      updatedAt: isArchived ? (newest.archivedAt ?? changedAt) : changedAt,
      isArchived,
      links: Object.fromEntries(linked.map((to) => [to, links.get(`${object} ${id} ${to}`) ?? []])),
    }
  })
}

/** Of a property the newest list: it holds the older ones. */
function mergeHistory(records: readonly HubRecord[]): Values {
  const told = records.flatMap(({ propertiesWithHistory }) => Object.entries(propertiesWithHistory))
  return Object.fromEntries(told.filter(([, list]) => toList(list).length > 0))
}

/** Properties that are the portal's own, not counted or kept by HubSpot itself. */
export function customProperties(properties: Values, taken: readonly string[]): Record<string, string> {
  const known = new Set(taken)
  const rest = Object.entries(properties).filter(
    ([name]) =>
      !known.has(name) &&
      !/^(hs_|hubspot_|num_|notes_|days_to_|amount_in_home|createdate|lastmodifieddate|first_deal|recent_|total_|currentlyin|ip_)/.test(
        name,
      ),
  )
  return Object.fromEntries(rest.flatMap(([name, value]) => (toText(value) === null ? [] : [[name, toText(value)!]])))
}

/** Ids that were merged into this record: `1;2`, or `1:milliseconds;2:milliseconds`. */
export function mergedInto(properties: Values): string[] {
  const text = [properties.hs_merged_object_ids, properties.hs_calculated_merged_vids].map(toText).filter(Boolean).join(';')
  return [...new Set(text.split(/[;,]/).map((one) => one.split(':')[0]!.trim()))].filter((id) => /^\d+$/.test(id))
}
