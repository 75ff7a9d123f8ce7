// Phones as they are compared, in SQL: digits with the calling code, whatever way they were written. What is no whole number (an
// extension, a short code) stays as its digits.
import type { PhoneRules } from '../../kpi/phone-rules.ts'
import { quote } from './context.ts'

/** An extension stands behind the number. */
const bare = (phone: string) => `replaceRegexpAll(replaceRegexpOne(${phone}, '(?i)\\\\s*(доб|вн|ext|x|#|;|,).*$', ''), '[^0-9]', '')`

/** SQL of the digits of a phone; '' = there are none. */
export function phoneDigits(phone: string, { code, abroad, within, digits }: PhoneRules): string {
  // Where 8 is the prefix of calls within the country, people write a + before it.
  const misused = ['', '7', '375', '380'].includes(code) ? " AND NOT (startsWith(d, '8') AND length(d) = 11)" : ''
  const isWhole = `startsWith(trimLeft(${phone}), '+') AND NOT startsWith(d, '0')${misused}`
  const matches = (pattern: string, lead: string) =>
    pattern === '' ? [] : [`match(d, ${quote(pattern)})`, `concat('${lead}', extract(d, ${quote(pattern)}))`]
  const cases = [
    ...[isWhole, 'd'],
    ...["startsWith(d, '00')", 'substring(d, 3)'],
    ...matches(abroad, ''),
    ...matches(within, code),
    ...(digits === 0 ? [] : [`length(d) = ${digits} AND NOT startsWith(d, '0')`, `concat('${code}', d)`]),
    // Local forms of Ukraine and Russia in a workspace of another country.
    ...["length(d) = 10 AND startsWith(d, '0')", "concat('38', d)"],
    ...["length(d) = 11 AND startsWith(d, '80')", "concat('3', d)"],
    ...["length(d) = 11 AND startsWith(d, '8')", "concat('7', substring(d, 2))"],
  ]
  return `arrayMap(d -> multiIf(${cases.join(', ')}, d), [${bare(phone)}])[1]`
}

/** The same, quicker where most phones come as + and digits already: only the others are taken apart. */
export function quickDigits(phone: string, rules: PhoneRules): string {
  const plain = `startsWith(${phone}, '+') AND NOT startsWith(${phone}, '+0') AND NOT startsWith(${phone}, '+8') AND toUInt64OrZero(substring(${phone}, 2)) != 0`
  return `multiIf(${phone} = '', '', ${plain}, substring(${phone}, 2), ${phoneDigits(phone, rules)})`
}
