// Contacts and companies of Bitrix24, with their phones, mails and tax numbers.
import type { MappingDesk } from '../mapping-desk.ts'
import { taxIdOf } from '../named-fields.ts'
import { isValues, toId, toList, toText, toValues, type Values } from '../wire-values.ts'
import type { FieldsOf } from './fields.ts'
import * as schema from './schema.ts'

/** Phones or mails: `PHONE: [{VALUE}]` of the old lists, `fm: [{typeId, value}]` or `fm: {PHONE: [{VALUE}]}` of the new. */
export function channelsOf(values: Values, type: 'PHONE' | 'EMAIL' | 'WEB'): string | null {
  const fm = values.fm ?? values.FM
  const listed = Array.isArray(fm)
    ? fm.filter((one) => (toText(toValues(one).typeId) ?? toText(toValues(one).TYPE_ID)) === type)
    : toList(toValues(fm)[type])
  const plain = values[type.toLowerCase()]
  const all = [...listed, ...(Array.isArray(plain) ? plain : isValues(plain) ? Object.values(plain) : [plain])]
  const texts = all.map((one) => (isValues(one) ? (toText(one.value) ?? toText(one.VALUE)) : toText(one))).filter((text) => text !== null)
  return texts.length === 0 ? null : [...new Set(texts)].join(';')
}

export const fullName = ({ name, secondName, lastName }: { name: string | null; secondName: string | null; lastName: string | null }) =>
  [name, secondName, lastName].filter(Boolean).join(' ') || null

export function mapClients(desk: MappingDesk, fieldsOf: FieldsOf): void {
  const taxIds = new Map<string, string>()
  for (const { value } of desk.read('requisites', schema.requisite, null)) {
    const tax = value.rqInn ?? value.rqEdrpou ?? value.rqBin ?? value.rqVatId
    if (tax !== null && value.entityId !== null && value.entityTypeId === '4') taxIds.set(value.entityId, tax)
  }
  for (const { value, row } of desk.read('contacts', schema.client, 'contacts'))
    desk.put('contacts', row, {
      id: value.id,
      name: fullName(value) ?? value.title,
      company_id: value.companyId ?? toList(value.companyIds).map(toId)[0],
      email: channelsOf(value, 'EMAIL'),
      phone: channelsOf(value, 'PHONE'),
      position: value.post,
      owner_id: value.assignedById,
      created_at: value.createdTime,
      updated_at: value.updatedTime,
      extra: fieldsOf('contacts').extra(value),
    })
  for (const { value, row } of desk.read('companies', schema.client, 'companies')) {
    const own = fieldsOf('companies').extra(value)
    desk.put('companies', row, {
      id: value.id,
      name: value.title,
      industry: value.industry,
      size: value.employees,
      domain: channelsOf(value, 'WEB')
        ?.split(';')[0]
        ?.replace(/^[a-z]+:\/\/(www\.)?/i, '')
        .split('/')[0],
      tax_id: taxIds.get(value.id) ?? taxIdOf(own),
      owner_id: value.assignedById,
      updated_at: value.updatedTime,
      extra: { ...own, phone: channelsOf(value, 'PHONE'), email: channelsOf(value, 'EMAIL') },
    })
  }
}
