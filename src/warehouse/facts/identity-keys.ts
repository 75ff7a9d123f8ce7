// By what a person, contact or company can be recognised in another source: phones as digits, e-mails in small letters (dots and
// plus parts stay: they are different mailboxes elsewhere), tax ids, domains.
import type { PhoneRules } from '../../kpi/phone-rules.ts'
import { publicDomains, sharedMailboxes } from '../../kpi/shared-addresses.ts'
import { recordTable } from '../records.ts'
import { quoteAll } from './context.ts'
import type { IdentityKind } from './identity-tables.ts'
import { bareTaxId } from './payment-matches.ts'
import { phoneDigits } from './phone-digits.ts'

/** A number in full, with more than one digit among its last seven: others were typed in to fill the field. */
const isWholePhone = "length(p) BETWEEN 9 AND 15 AND length(arrayDistinct(splitByString('', right(p, 7)))) > 1"

const phones = (rules: PhoneRules, list: string) =>
  `arrayMap(p -> ('phone', p), arrayFilter(p -> ${isWholePhone}, arrayMap(p -> ${phoneDigits('p', rules)}, ${list})))`

const mails = (list: string) =>
  `arrayMap(e -> (if(splitByChar('@', e)[1] IN ${quoteAll(sharedMailboxes)}, 'mailbox', 'email'), e), arrayFilter(e -> match(e, '^[^@\\\\s]+@[^@\\\\s]+[.][^@\\\\s]+$'), arrayMap(e -> lowerUTF8(trimBoth(e)), ${list})))`

const domains = (domain: string) => {
  const bare = `replaceRegexpOne(replaceRegexpOne(lowerUTF8(trimBoth(${domain})), '^(?:[a-z]+://)?(?:www[.])?', ''), '[/:?#].*$', '')`
  return `arrayMap(d -> ('domain', d), arrayFilter(d -> position(d, '.') > 0 AND d NOT IN ${quoteAll(publicDomains)}, [${bare}]))`
}

const taxIds = (id: string) =>
  `arrayMap(t -> ('tax_id', t), arrayFilter(t -> length(t) >= 6 AND length(arrayDistinct(splitByString('', t))) > 1, [${bareTaxId(id)}]))`

const listOf = (rules: PhoneRules): Readonly<Record<IdentityKind, string>> => ({
  people: `arrayConcat(${phones(rules, '[phone]')}, ${mails('[email]')})`,
  contacts: `arrayConcat(${phones(rules, 'phone')}, ${mails('email')})`,
  companies: `arrayConcat(${taxIds('tax_id')}, ${domains('domain')})`,
})

/** SQL over a record of a kind: its addresses as tuples (method, address). */
export const addressesOf = (kind: IdentityKind, rules: PhoneRules) => `arrayDistinct(${listOf(rules)[kind]})`

/** SELECT of k, source, method, value of the living records of a kind; `which` narrows them. */
export function selectKeys(ws: number, kind: IdentityKind, rules: PhoneRules, which = '1'): string {
  const rows = `${recordTable(kind)} FINAL WHERE ws = ${ws} AND ${which}`
  const found = `SELECT k, source, one.1 AS method, cityHash64(one.2) AS value FROM (SELECT k, toString(source) AS source, arrayJoin(${addressesOf(kind, rules)}) AS one FROM ${rows})`
  if (kind === 'companies') return found
  const of = kind === 'contacts' ? 'company_id' : 'team_id'
  return `${found} UNION ALL SELECT k, toString(source) AS source, 'of' AS method, ${of} AS value FROM ${rows} AND ${of} != 0`
}
