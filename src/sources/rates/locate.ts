// Says what a bank's document holds: quotes as the bank wrote them.
import { childText, parseXml, type XmlElement } from '../parse-xml.ts'
import type { Answer, Located } from '../source.ts'
import { isValues, toValues } from '../wire-values.ts'

export function locate({ body }: Answer): Located | string {
  if (body === null || body === undefined || body === '') return []
  if (typeof body === 'string') return body.trimStart().startsWith('<') ? locateXml(body) : 'neither JSON nor XML'
  const list = Array.isArray(body) ? body : [body]
  if (list.length === 0) return []
  if (!list.every((one) => isValues(one) && 'cc' in one && 'rate' in one)) return 'no list of rates that is known'
  return [{ object: 'nbu', rows: list.map((raw, at) => ({ raw, spot: list.length > 1 ? `[${at}]` : '' })) }]
}

function locateXml(text: string): Located | string {
  const root = parseXml(text)
  if (root === undefined) return 'the XML is cut off or damaged'
  if (root.name === 'ValCurs') return locateCbr(root)
  const days = findAll(root, (element) => element.name === 'Cube' && 'time' in element.attributes)
  if (root.name !== 'Envelope' || days.length === 0) return 'no list of rates that is known'
  const rows = days.flatMap(({ attributes, children }) =>
    children.map((child) => ({ raw: { ...attributes, ...child.attributes }, spot: `${attributes.time}` })),
  )
  return [{ object: 'ecb', rows }]
}

/** A list of one day, or one currency over days; the latter says only the bank's own code of it. */
function locateCbr({ attributes, children }: XmlElement): Located {
  const values = (element: XmlElement) =>
    Object.fromEntries(['CharCode', 'Nominal', 'Value'].map((name) => [name, childText(element, name) ?? undefined]))
  const ofDay = children.filter(({ name }) => name === 'Valute')
  const ofCurrency = children.filter(({ name }) => name === 'Record')
  const rows = [
    ...ofDay.map((one) => ({ raw: { Date: attributes.Date, ID: one.attributes.ID, ...values(one) }, spot: one.attributes.ID ?? '' })),
    ...ofCurrency.map((one) => ({
      raw: { Date: one.attributes.Date, ID: one.attributes.Id ?? attributes.ID, ...values(one) },
      spot: one.attributes.Date ?? '',
    })),
  ]
  return [{ object: 'cbr', rows: rows.map(({ raw, spot }) => ({ raw, spot, about: { bankCode: String(toValues(raw).ID ?? '') } })) }]
}

const findAll = (element: XmlElement, isWanted: (element: XmlElement) => boolean): XmlElement[] => [
  ...(isWanted(element) ? [element] : []),
  ...element.children.flatMap((child) => findAll(child, isWanted)),
]
