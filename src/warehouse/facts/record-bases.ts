// The client (base) of every record, and the others it names: SQL over the records of a kind. Who hangs together by them is decided in
// links.ts.
import type { PhoneRules } from '../../kpi/phone-rules.ts'
import type { Warehouse } from '../client.ts'
import { recordTable } from '../records.ts'
import type { Affected } from './affected.ts'
import { type Joined, noRows, quote } from './context.ts'
import { bareTaxId, companiesByTaxId, numberMatches } from './payment-matches.ts'
import { quickDigits } from './phone-digits.ts'

/** Kinds with a party of their own, in the order in which they are linked, and what each can point at. */
export const linkedKinds = [
  { kind: 'companies', points: [] },
  { kind: 'contacts', points: ['companies'] },
  { kind: 'leads', points: ['companies', 'contacts'] },
  { kind: 'deals', points: ['companies', 'contacts', 'leads'] },
  { kind: 'touches', points: ['contacts', 'leads', 'deals'] },
  { kind: 'tasks', points: ['companies', 'contacts', 'leads', 'deals'] },
  { kind: 'invoices', points: ['companies', 'contacts', 'deals'] },
  { kind: 'payments', points: ['companies', 'contacts', 'deals', 'invoices'] },
  { kind: 'visits', points: ['contacts', 'leads'] },
  { kind: 'feedback', points: ['contacts', 'deals'] },
] as const
export type LinkedKind = (typeof linkedKinds)[number]['kind']

export const columnOf: Readonly<Record<string, string>> = {
  companies: 'company_id',
  contacts: 'contact_id',
  leads: 'lead_id',
  deals: 'deal_id',
  invoices: 'invoice_id',
}
/** What speaks first for the client of a kind. */
export const precedence: Readonly<Record<LinkedKind, readonly string[]>> = {
  companies: [],
  contacts: ['companies'],
  leads: ['companies', 'contacts'],
  deals: ['companies', 'contacts', 'leads'],
  touches: ['leads', 'deals', 'contacts'],
  tasks: ['leads', 'deals', 'contacts', 'companies'],
  invoices: ['deals', 'companies', 'contacts'],
  payments: ['deals', 'invoices', 'companies', 'contacts'],
  visits: ['leads', 'contacts'],
  feedback: ['deals', 'contacts'],
}

/** `affected`: what a change has to look at; null = everything. `joined`: are there records that are one with those of other sources. */
export type Given = {
  ws: number
  version: string
  affected: Affected | null
  phones: PhoneRules
  joined: Pick<Joined, 'contacts' | 'companies'>
}
export type Work = Given & { written: Linked[] | null; writing: Writing }

/** Rows on their way into `links`: waited for before anybody reads them. `hasEdges`: was anything joined or parted by this work. */
export type Writing = { links: Promise<unknown>; hasEdges: boolean }

/** Records whose links were written by their values; null = by statements, so that nobody knows them. */
export type Linked = { kind: LinkedKind; k: string; base: string }

/** Contacts by the phones and e-mails they can be recognised by: columns address, k. The smallest key speaks when several share one. */
const addresses = ({ ws, phones }: Work) => `(
  SELECT address, min(k) AS k FROM (
    SELECT k, ${quickDigits('p', phones)} AS address FROM rec_contacts FINAL ARRAY JOIN phone AS p WHERE ws = ${ws}
    UNION ALL SELECT k, lowerUTF8(e) AS address FROM rec_contacts FINAL ARRAY JOIN email AS e WHERE ws = ${ws}
  ) WHERE address != '' GROUP BY address)`

/** Bases of a kind; of a run only those of `keys`, a SELECT. */
export const linksOf = (work: Work, kind: string, keys: string) =>
  `(SELECT k, base FROM links FINAL WHERE ws = ${work.ws} AND kind = '${kind}'${work.affected === null ? '' : ` AND k IN (${keys})`})`
export const affectedKeys = (work: Work, kind: string) => work.affected?.keys(kind) ?? ''

/** Who is joined to another record of their kind: columns k, head, company under an alias; of a run only those of `keys`, a set. */
const identityOf = (work: Work, kind: 'companies' | 'contacts', alias: string, keys: string) =>
  `(SELECT k AS ${alias}_k, head AS ${alias}_head, company AS ${alias}_company FROM identity_heads FINAL WHERE ws = ${work.ws} AND kind = '${kind}'${work.affected === null ? '' : ` AND k IN ${keys}`}) AS ${alias}`

/**
 * Companies that are one have one base; a contact has that of its company, of the company of whoever stands for it, else of who stands
 * for it. One person at two companies stays two clients of one party.
 */
function clientBases(work: Work, kind: 'companies' | 'contacts', rows: string): string {
  const { joined } = work
  const head = (k: string, alias: string) => (joined.companies ? `if(${alias}_head != 0, ${alias}_head, ${k})` : k)
  const company = (k: string, alias: string) => `cityHash64('company', ${head(k, alias)})`
  const join = (alias: string, on: string, of: 'companies' | 'contacts', keys: string) =>
    joined[of] ? ` LEFT ANY JOIN ${identityOf(work, of, alias, keys)} ON ${alias}_k = ${on}` : ''
  if (kind === 'companies')
    return `SELECT r.k AS k, ${company('r.k', 'jc')} AS base, CAST([], 'Array(UInt64)') AS others FROM (SELECT k FROM (${rows})) AS r${join('jc', 'r.k', 'companies', affectedKeys(work, 'companies'))}`
  const ids = `SELECT company_id FROM rec_contacts WHERE ws = ${work.ws} AND k IN ${affectedKeys(work, 'contacts')}`
  const ofHeads = `SELECT company FROM identity_heads WHERE ws = ${work.ws} AND kind = 'contacts' AND k IN ${affectedKeys(work, 'contacts')}`
  const from = `(SELECT k, company_id FROM (${rows})) AS r${join('j', 'r.k', 'contacts', affectedKeys(work, 'contacts'))}${join('jc', 'r.company_id', 'companies', `(${ids})`)}`
  const named = `if(r.company_id != 0, ${company('r.company_id', 'jc')}, `
  if (!joined.contacts)
    return `SELECT r.k AS k, ${named}cityHash64('contact', r.k)) AS base, CAST([], 'Array(UInt64)') AS others FROM ${from}`
  const standing = `multiIf(j_company != 0, ${company('j_company', 'jd')}, j_head != 0, cityHash64('contact', j_head), cityHash64('contact', r.k))`
  return `SELECT r.k AS k, ${standing} AS head_base, ${named}head_base) AS base, if(j_head = 0 OR base = head_base, [], [head_base]) AS others
    FROM ${from}${join('jd', 'j_company', 'companies', `(${ofHeads})`)}`
}

/** Addresses of a few touches that name nobody: what else is known by an address need not be looked at. */
export async function bareAddresses(warehouse: Warehouse, work: Work): Promise<string[]> {
  const rows = await warehouse.query<{ address: string }>(
    `SELECT DISTINCT arrayJoin([${quickDigits('phone', work.phones)}, lowerUTF8(email)]) AS address FROM rec_touches FINAL
     WHERE ws = ${work.ws} AND k IN ${affectedKeys(work, 'touches')} AND lead_id = 0 AND deal_id = 0 AND contact_id = 0`,
  )
  return rows.map(({ address }) => address).filter((address) => address !== '')
}

/** Contacts and their bases by address: of `few` addresses only, null = of all. */
function basesByAddress(work: Work, few: readonly string[] | null): string {
  if (few?.length === 0) return noRows({ address: 'String', base: 'UInt64' })
  const among = few === null ? '' : ` WHERE a.address IN (${few.map(quote).join(', ')})`
  return `(SELECT a.address AS address, l.base AS base FROM ${addresses(work)} AS a INNER JOIN ${linksOf({ ...work, affected: null }, 'contacts', '')} AS l ON l.k = a.k${among})`
}

/** Base of each record of a kind and the bases it names besides: columns k, base, others. `few`: of touches, addresses that matter. */
export function baseSelect(work: Work, kind: LinkedKind, few: readonly string[] | null = null): string {
  const rows = `SELECT * FROM ${recordTable(kind)} FINAL WHERE ws = ${work.ws}${work.affected === null ? '' : ` AND k IN ${affectedKeys(work, kind)}`}`
  if (kind === 'companies' || kind === 'contacts') return clientBases(work, kind, rows)
  const order = precedence[kind]
  const named = (column: string) => `SELECT ${column} FROM ${recordTable(kind)} WHERE ws = ${work.ws} AND k IN ${affectedKeys(work, kind)}`
  const byAddress = kind === 'touches'
  const baseOf = (to: string) => {
    const column = `r.${columnOf[to]}`
    if (to === 'companies')
      return `if(${column} = 0, 0, cityHash64('company', ${work.joined.companies ? `if(jc_head != 0, jc_head, ${column})` : column}))`
    const unseen = to === 'contacts' ? `cityHash64('contact', ${column})` : `cityHash64('${to}', ${column})`
    return `multiIf(${column} = 0, 0, l_${to}.base != 0, l_${to}.base, ${unseen})`
  }
  const bases = [
    ...order.map(baseOf),
    ...(kind === 'deals' ? ['conv.base'] : []),
    ...(byAddress ? ["multiIf(r.phone_digits != '' AND ap.base != 0, ap.base, ae.base)"] : []),
    ...(kind === 'payments' ? ['l_number.base'] : []),
  ]
  const own = byAddress
    ? `if(r.phone_digits != '', cityHash64('number', r.phone_digits), cityHash64('touches', r.k))`
    : `cityHash64('${kind}', r.k)`
  const joins = order
    .filter((to) => to !== 'companies')
    .map((to) => `LEFT ANY JOIN ${linksOf(work, to, named(columnOf[to] ?? ''))} AS l_${to} ON l_${to}.k = r.${columnOf[to]}`)
  if (order.includes('companies') && work.joined.companies)
    joins.push(`LEFT ANY JOIN ${identityOf(work, 'companies', 'jc', `(${named('company_id')})`)} ON jc_k = r.company_id`)
  if (kind === 'deals') {
    const converted = `ws = ${work.ws} AND ${work.affected === null ? 'deal_id != 0' : `deal_id IN ${affectedKeys(work, kind)}`}`
    joins.push(
      `LEFT ANY JOIN (SELECT deal_id, any(l.base) AS base FROM (SELECT k, deal_id FROM rec_leads FINAL WHERE ${converted}) AS a INNER JOIN ${linksOf(work, 'leads', `SELECT k FROM rec_leads WHERE ${converted}`)} AS l ON l.k = a.k GROUP BY deal_id) AS conv ON conv.deal_id = r.k`,
    )
  }
  if (byAddress) {
    const known = basesByAddress(work, few)
    joins.push(`LEFT ANY JOIN ${known} AS ap ON ap.address = r.phone_digits`, `LEFT ANY JOIN ${known} AS ae ON ae.address = r.mail`)
  }
  if (kind === 'payments')
    joins.push(
      `LEFT ANY JOIN ${numberMatches(work.ws, 'q.deal_id = 0')} AS nm ON nm.k = r.k LEFT ANY JOIN ${linksOf({ ...work, affected: null }, 'invoices', '')} AS l_number ON l_number.k = nm.invoice`,
      `LEFT ANY JOIN ${companiesByTaxId(work.ws, work.joined.companies)} AS payer ON payer.tax = r.tax`,
    )
  const columns = [
    'k',
    ...order.map((to) => columnOf[to]),
    ...(kind === 'leads' ? ['merged_into'] : []),
    ...(kind === 'deals' ? ['continues_deal_id'] : []),
  ]
  const bearers = kind === 'payments' ? `arrayConcat([${bases.join(', ')}], payer.bases)` : `[${bases.join(', ')}]`
  const payer = kind === 'payments' ? `, if(deal_id = 0 AND invoice_id = 0, ${bareTaxId('payer_tax_id')}, '') AS tax` : ''
  const extra = byAddress
    ? `, if(lead_id != 0 OR deal_id != 0 OR contact_id != 0, '', ${quickDigits('phone', work.phones)}) AS phone_digits, if(lead_id != 0 OR deal_id != 0 OR contact_id != 0, '', lowerUTF8(email)) AS mail`
    : payer
  return `SELECT r.k AS k, arrayFilter(x -> x != 0, ${bearers}) AS named, if(empty(named), ${own}, named[1]) AS base, arrayDistinct(arrayFilter(x -> x != base, named)) AS others
    FROM (SELECT ${columns.join(', ')}${extra} FROM (${rows})) AS r ${joins.join(' ')}`
}
