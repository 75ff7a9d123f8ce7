// Custom fields of Pipedrive: their keys are hashes of 40 digits, told apart by a list of fields that an account has.
import type { MappingDesk } from '../mapping-desk.ts'
import { isValues, toList, toText, toValues, type Values } from '../wire-values.ts'
import { field } from './schema.ts'

export type Fields = {
  extra: (values: Values) => Record<string, string>
  /** What the account calls an option of a field. */
  option: (key: string, value: string | null) => string | null
}

const HASH = /^[0-9a-f]{40}$/

export function readFields(desk: MappingDesk, object: string): Fields {
  const names = new Map<string, string>()
  const options = new Map<string, string>()
  for (const { value } of desk.read(object, field, null)) {
    const key = value.field_code ?? value.key
    if (key === null) continue
    names.set(key, value.field_name ?? value.name ?? key)
    for (const raw of value.options.map(toValues)) {
      const label = toText(raw.label)
      if (label !== null) options.set(`${key} ${toText(raw.id) ?? ''}`, label)
    }
  }
  const shown = (key: string, value: unknown): string | null => {
    if (Array.isArray(value))
      return (
        value
          .map((one) => shown(key, one))
          .filter((one) => one !== null)
          .join(';') || null
      )
    if (isValues(value)) return toText(value.value) ?? toText(value.name) ?? toText(value.id) ?? JSON.stringify(value)
    const text = toText(value)
    return options.get(`${key} ${text ?? ''}`) ?? text
  }
  const extra = (values: Values) => {
    const own = [...Object.entries(toValues(values.custom_fields)), ...Object.entries(values)].filter(([key]) => HASH.test(key))
    return Object.fromEntries(
      own.flatMap(([key, value]) => {
        const text = shown(key, value)
        const currency = isValues(value) ? toText(value.currency) : toText(values[`${key}_currency`])
        const name = names.get(key) ?? key
        return text === null ? [] : [[name, text], ...(currency === null ? [] : [[`${name} (currency)`, currency]])]
      }),
    )
  }
  return { extra, option: (key, value) => (value === null ? null : (options.get(`${key} ${value}`) ?? value)) }
}

/** Phones or mails, the main one first. */
export function valuesOf(...lists: readonly unknown[]): string | null {
  const all = lists.flatMap((list) => (typeof list === 'string' ? [list] : toList(list)))
  const main = all.toSorted((a, b) => Number(toValues(b).primary === true) - Number(toValues(a).primary === true))
  const texts = main.map((one) => toText(isValues(one) ? one.value : one)).filter((text) => text !== null)
  return texts.length === 0 ? null : [...new Set(texts)].join(';')
}
