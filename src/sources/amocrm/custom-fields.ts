// Values of custom fields: those with a code are known everywhere, the others are kept under the names people gave them.
import { taxIdOf as taxIdIn, trackingOf as trackingIn } from '../named-fields.ts'
import { fromUnix, isValues, toList, toText, toValues } from '../wire-values.ts'

export type CustomField = { code: string; name: string; type: string; values: readonly unknown[] }

export function readFields(list: readonly unknown[]): CustomField[] {
  return list.flatMap((raw) => {
    const field = toValues(raw)
    const name = toText(field.field_name) ?? toText(field.name) ?? toText(field.field_code) ?? toText(field.field_id)
    if (name === null) return []
    const values = toList(field.values).map((one) => (isValues(one) && 'value' in one ? (one.value ?? one.catalog_element_id) : one))
    return [
      { code: (toText(field.field_code) ?? toText(field.code) ?? '').toUpperCase(), name, type: toText(field.field_type) ?? '', values },
    ]
  })
}

/** Values of the field with this code, joined by ; when there are several. */
export function fieldText(fields: readonly CustomField[], code: string): string | null {
  const texts = fields.filter((field) => field.code === code).flatMap(({ values }) => values.map(toText).filter((text) => text !== null))
  return texts.length === 0 ? null : texts.join(';')
}

const HALF_DAY_MS = 43_200_000
const dates = new Set(['date', 'date_time', 'birthday'])

function shown(type: string, value: unknown): string | null {
  if (dates.has(type)) {
    const moment = fromUnix(value)
    if (type === 'date_time' || moment === null || !/^\d{4}-\d{2}-\d{2}T/.test(moment)) return moment
    // A date is local midnight: noon of that day is on the same date in UTC, whatever the zone.
    return new Date(Date.parse(moment) + HALF_DAY_MS).toISOString().slice(0, 10)
  }
  if (isValues(value)) return toText(value.name) ?? toText(value.file_name) ?? JSON.stringify(value)
  return toText(value)
}

const utmCodes = ['UTM_SOURCE', 'UTM_MEDIUM', 'UTM_CAMPAIGN', 'UTM_CONTENT', 'UTM_TERM'] as const
const clickCodes = ['GCLID', 'YCLID', 'FBCLID', 'GBRAID', 'WBRAID', 'MSCLKID', 'TTCLID', 'ROISTAT']

/** Where the client came from: utm_*, click_id, referrer. */
export function trackingOf(fields: readonly CustomField[]): Record<string, string | null> {
  // Accounts older than the fields of amoCRM made such fields themselves, by name.
  const named = trackingIn(extraOf(fields, new Set()))
  const utm = utmCodes.map((code) => [code.toLowerCase(), fieldText(fields, code) ?? named[code.toLowerCase()] ?? null] as const)
  const click = clickCodes.map((code) => fieldText(fields, code)).find((text) => text !== null) ?? named.click_id ?? null
  return { ...Object.fromEntries(utm), click_id: click, referrer: fieldText(fields, 'REFERRER') ?? named.referrer ?? null }
}

/** Fields that became columns are left out, the rest goes by its name. */
export function extraOf(fields: readonly CustomField[], taken: ReadonlySet<string>): Record<string, string> {
  const rest = fields.filter(({ code }) => !taken.has(code))
  return Object.fromEntries(
    rest.flatMap(({ name, type, values }) => {
      const texts = values.map((value) => shown(type, value)).filter((text) => text !== null)
      return texts.length === 0 ? [] : [[name, texts.join(';')]]
    }),
  )
}

export const trackingCodes: ReadonlySet<string> = new Set([...utmCodes, ...clickCodes, 'REFERRER'])

/** The company's number with the tax office, from a legal entity or a field named so. */
export function taxIdOf(fields: readonly CustomField[]): string | null {
  const legal = fields
    .filter(({ type }) => type === 'legal_entity')
    .flatMap(({ values }) => values.map((value) => toText(toValues(value).vat_id)))
  const plain = fields.filter(({ type }) => type !== 'legal_entity')
  return legal.find((text) => text !== null) ?? taxIdIn(extraOf(plain, new Set()))
}
