// Fields that companies make themselves and name alike everywhere: where the client came from, the number with the tax office.

export type NamedFields = Readonly<Record<string, string | null | undefined>>

const plain = (name: string) => name.toLowerCase().replace(/[\s_-]+/g, '')

const UTM = ['source', 'medium', 'campaign', 'content', 'term'] as const
const CLICKS = new Set(['gclid', 'yclid', 'fbclid', 'gbraid', 'wbraid', 'msclkid', 'ttclid', 'twclid', 'roistat', 'clickid'])

/** utm_*, click_id and referrer, by names such as `utm_source`, `UTM Source` and `utmSource`; null where there is none. */
export function trackingOf(fields: NamedFields): Record<string, string | null> {
  const texts = Object.entries(fields).flatMap(([name, text]) =>
    text === null || text === undefined ? [] : [[plain(name), text] as const],
  )
  const known = new Map(texts.toReversed())
  const utm = UTM.map((part) => [`utm_${part}`, known.get(`utm${part}`) ?? null] as const)
  const click_id = texts.find(([name]) => CLICKS.has(name))?.[1] ?? null
  return { ...Object.fromEntries(utm), click_id, referrer: known.get('referrer') ?? known.get('referer') ?? null }
}

const TAX =
  /^(инн|иин|іпн|бин|біп|рнокпп|inn|iin|nip|edrpou|(код )?(єдрпоу|едрпоу)|tax (id|number|code)|vat( id| number| code)?|ein)( |$|\/|,|\()/iu

/** The number with the tax office, from a field that is named so. */
export function taxIdOf(fields: NamedFields): string | null {
  const spaced = (name: string) => name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[_-]+/g, ' ')
  return Object.entries(fields).find(([name, text]) => TAX.test(spaced(name)) && text !== null && text !== undefined)?.[1] ?? null
}
