// Fields a portal made itself, by the names and options its list of fields gives them; without that list by their codes.
import type { MappingDesk } from '../mapping-desk.ts'
import { isValues, toList, toText, toValues, type Values } from '../wire-values.ts'

export type Fields = { extra: (values: Values) => Record<string, string> }
export type FieldsOf = (object: string) => Fields

type Own = { label: string; options: ReadonlyMap<string, string> }

const OWN = /^uf_?crm/i
const codeOf = (name: string) => name.toUpperCase().replace(/^UFCRM_?/, 'UF_CRM_')

/** By object: deals, leads, contacts, companies. */
export function readFields(desk: MappingDesk): FieldsOf {
  const known = new Map<string, Map<string, Own>>()
  for (const { raw, row } of desk.rows('fields')) {
    const own = known.get(row.about.of ?? '') ?? new Map<string, Own>()
    known.set(row.about.of ?? '', own)
    const taken = new Set([...own.values()].map(({ label }) => label))
    for (const [name, field] of Object.entries(toValues(raw)).filter(([name]) => OWN.test(name))) {
      const { formLabel, listLabel, filterLabel, title, items } = toValues(field)
      const label = [formLabel, listLabel, filterLabel, title].map(toText).find((text) => text !== null && !OWN.test(text))
      if (label === undefined || label === null || taken.has(label)) continue
      taken.add(label)
      const options = toList(items)
        .map(toValues)
        .flatMap(({ ID, VALUE }) => (toText(ID) === null || toText(VALUE) === null ? [] : [[toText(ID)!, toText(VALUE)!] as const]))
      own.set(codeOf(name), { label, options: new Map(options) })
    }
  }
  return (object) => ({ extra: (values) => extraOf(values, known.get(object)) })
}

function extraOf(values: Values, own: ReadonlyMap<string, Own> | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => OWN.test(name))
      .flatMap(([name, value]) => {
        const field = own?.get(codeOf(name))
        const texts = (Array.isArray(value) ? value : [value]).flatMap((one) => textOf(one, field) ?? [])
        return texts.length === 0 ? [] : [[field?.label ?? codeOf(name), texts.join(';')]]
      }),
  )
}

/** An option by its name; a file or a place that is an object by what of it can be read. */
function textOf(value: unknown, field: Own | undefined): string | null {
  const text = isValues(value) ? (toText(value.value) ?? toText(value.VALUE) ?? toText(value.url) ?? toText(value.id)) : toText(value)
  if (text === null || text === 'false') return null
  return field?.options.get(text) ?? text
}
