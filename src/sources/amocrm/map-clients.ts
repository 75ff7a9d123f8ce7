// Contacts and companies of amoCRM.
import type { MappingDesk } from '../mapping-desk.ts'
import { toId, toList, toText, toValues } from '../wire-values.ts'
import { extraOf, fieldText, readFields, taxIdOf } from './custom-fields.ts'
import * as schema from './schema.ts'

const contactCodes = new Set(['EMAIL', 'PHONE', 'POSITION'])
const companyCodes = new Set(['WEB'])

export const tagsOf = (embedded: Readonly<Record<string, unknown>>): string | null =>
  toList(embedded.tags)
    .map((tag) => toText(toValues(tag).name))
    .filter((name) => name !== null)
    .join(';') || null

/** The first id of a list of links, the main one before the others. */
export function mainOf(list: unknown): string | null {
  const links = toList(list).map(toValues)
  return toId((links.find(({ is_main }) => is_main === true) ?? links[0])?.id)
}

export function mapClients(desk: MappingDesk): void {
  for (const { value, row } of desk.readNewest('contacts', schema.contact, 'contacts')) {
    const fields = readFields(value.custom_fields_values)
    desk.put('contacts', row, {
      id: value.id,
      name: value.name ?? ([value.first_name, value.last_name].filter(Boolean).join(' ') || null),
      company_id: mainOf(value._embedded.companies),
      email: fieldText(fields, 'EMAIL'),
      phone: fieldText(fields, 'PHONE'),
      position: fieldText(fields, 'POSITION'),
      owner_id: value.responsible_user_id,
      created_at: value.created_at,
      updated_at: value.updated_at,
      deleted: value.is_deleted === true ? true : null,
      extra: { ...extraOf(fields, contactCodes), tags: tagsOf(value._embedded) },
    })
  }
  for (const { value, row } of desk.readNewest('companies', schema.company, 'companies')) {
    const fields = readFields(value.custom_fields_values)
    desk.put('companies', row, {
      id: value.id,
      name: value.name,
      domain: domainOf(fieldText(fields, 'WEB')),
      tax_id: taxIdOf(fields),
      owner_id: value.responsible_user_id,
      updated_at: value.updated_at,
      deleted: value.is_deleted === true ? true : null,
      extra: { ...extraOf(fields, companyCodes), tags: tagsOf(value._embedded) },
    })
  }
}

function domainOf(address: string | null): string | null {
  const host = address
    ?.split(';')[0]
    ?.replace(/^[a-z]+:\/\//i, '')
    .split(/[/?#]/)[0]
  return host?.replace(/^www\./i, '').toLowerCase() || null
}
