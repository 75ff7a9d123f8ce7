// Contacts and companies of HubSpot; what was merged into them is gone.
import type { MappingDesk } from '../mapping-desk.ts'
import { taxIdOf } from '../named-fields.ts'
import { toId, toText } from '../wire-values.ts'
import { customProperties, type Links, mergedInto, readWhole, type Whole } from './records-of.ts'
import { ownersOf } from './schema.ts'

const contactProperties = ['firstname', 'lastname', 'email', 'phone', 'mobilephone', 'jobtitle', 'associatedcompanyid']
const companyProperties = ['name', 'domain', 'industry', 'numberofemployees', 'state', 'country']

const joined = (texts: readonly (string | null)[]) => [...new Set(texts.filter((text) => text !== null))].join(';') || null

export function mapClients(desk: MappingDesk, links: Links): void {
  for (const one of readWhole(desk, 'contacts', 'contacts', links)) {
    const { id, row, properties: p } = one
    desk.put('contacts', row, {
      id,
      name: [p.firstname, p.lastname].map(toText).filter(Boolean).join(' ') || null,
      company_id: toId(p.associatedcompanyid) ?? one.links.companies?.[0],
      email: joined([toText(p.email), ...(toText(p.hs_additional_emails)?.split(';') ?? [])]),
      phone: joined([toText(p.phone), toText(p.mobilephone)]),
      position: toText(p.jobtitle),
      owner_id: toId(p.hubspot_owner_id),
      created_at: one.createdAt,
      ...stampsOf(one),
      extra: { ...customProperties(p, contactProperties), source: toText(p.hs_analytics_source) },
    })
    putOwners(desk, 'contact', one)
    putMerged(desk, 'contacts', one)
  }
  for (const one of readWhole(desk, 'companies', 'companies', links)) {
    const { id, row, properties: p } = one
    const own = customProperties(p, companyProperties)
    desk.put('companies', row, {
      id,
      name: toText(p.name) ?? toText(p.domain),
      domain: toText(p.domain),
      industry: toText(p.industry),
      size: toText(p.numberofemployees),
      region: toText(p.state),
      country: toText(p.country),
      tax_id: taxIdOf(own),
      owner_id: toId(p.hubspot_owner_id),
      ...stampsOf(one),
      extra: own,
    })
    putOwners(desk, 'company', one)
    putMerged(desk, 'companies', one)
  }
}

function putOwners(desk: MappingDesk, entity: 'contact' | 'company', { id, row, history }: Whole): void {
  for (const { value, at } of ownersOf(history)) desk.put('owner_changes', row, { entity, entity_id: id, owner_id: value, at })
}

export const stampsOf = ({ updatedAt, isArchived }: Whole) => ({ updated_at: updatedAt, deleted: isArchived ? true : null })

export function putMerged(desk: MappingDesk, kind: string, { id, row, properties, updatedAt }: Whole): void {
  for (const loser of mergedInto(properties)) if (loser !== id) desk.put(kind, row, { id: loser, deleted: true, updated_at: updatedAt })
}
