// Who hangs together: every record gets the client it belongs to (base) and its party, the closed group of clients joined by
// cases that name two of them. Facts of a party follow from its own records, so only the parties a change meets are derived again.
import type { PhoneRules } from '../../kpi/phone-rules.ts'
import type { Warehouse } from '../client.ts'
import { recordTable } from '../records.ts'
import { type Affected, keysAs } from './affected.ts'
import { type Joined, readsAll } from './context.ts'
import { joinParties } from './join-parties.ts'
import { bareTaxId, companiesByTaxId, numberMatches } from './payment-matches.ts'
import { quickDigits } from './phone-digits.ts'

/** Kinds with a party of their own, in the order in which they are linked, and what each can point at. */
const linkedKinds = [
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
type LinkedKind = (typeof linkedKinds)[number]['kind']

const columnOf: Readonly<Record<string, string>> = {
  companies: 'company_id',
  contacts: 'contact_id',
  leads: 'lead_id',
  deals: 'deal_id',
  invoices: 'invoice_id',
}
/** What speaks first for the client of a kind. */
const precedence: Readonly<Record<LinkedKind, readonly string[]>> = {
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
type Work = { ws: number; version: string; affected: Affected | null; phones: PhoneRules; joined: Pick<Joined, 'contacts' | 'companies'> }

/** Contacts by the phones and e-mails they can be recognised by: columns address, k. The smallest key speaks when several share one. */
const addresses = ({ ws, phones }: Work) => `(
  SELECT address, min(k) AS k FROM (
    SELECT k, ${quickDigits('p', phones)} AS address FROM rec_contacts FINAL ARRAY JOIN phone AS p WHERE ws = ${ws}
    UNION ALL SELECT k, lowerUTF8(e) AS address FROM rec_contacts FINAL ARRAY JOIN email AS e WHERE ws = ${ws}
  ) WHERE address != '' GROUP BY address)`

/** Bases of a kind; of a run only those of `keys`, a SELECT. */
const linksOf = (work: Work, kind: string, keys: string) =>
  `(SELECT k, base FROM links FINAL WHERE ws = ${work.ws} AND kind = '${kind}'${work.affected === null ? '' : ` AND k IN (${keys})`})`
const affected = (work: Work, kind: string) => work.affected?.keys(kind) ?? ''

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
    return `SELECT r.k AS k, ${company('r.k', 'jc')} AS base, CAST([], 'Array(UInt64)') AS others FROM (SELECT k FROM (${rows})) AS r${join('jc', 'r.k', 'companies', affected(work, 'companies'))}`
  const ids = `SELECT company_id FROM rec_contacts WHERE ws = ${work.ws} AND k IN ${affected(work, 'contacts')}`
  const ofHeads = `SELECT company FROM identity_heads WHERE ws = ${work.ws} AND kind = 'contacts' AND k IN ${affected(work, 'contacts')}`
  const from = `(SELECT k, company_id FROM (${rows})) AS r${join('j', 'r.k', 'contacts', affected(work, 'contacts'))}${join('jc', 'r.company_id', 'companies', `(${ids})`)}`
  const named = `if(r.company_id != 0, ${company('r.company_id', 'jc')}, `
  if (!joined.contacts)
    return `SELECT r.k AS k, ${named}cityHash64('contact', r.k)) AS base, CAST([], 'Array(UInt64)') AS others FROM ${from}`
  const standing = `multiIf(j_company != 0, ${company('j_company', 'jd')}, j_head != 0, cityHash64('contact', j_head), cityHash64('contact', r.k))`
  return `SELECT r.k AS k, ${standing} AS head_base, ${named}head_base) AS base, if(j_head = 0 OR base = head_base, [], [head_base]) AS others
    FROM ${from}${join('jd', 'j_company', 'companies', `(${ofHeads})`)}`
}

/** Base of each record of a kind and the bases it names besides: columns k, base, others. */
function baseSelect(work: Work, kind: LinkedKind): string {
  const rows = `SELECT * FROM ${recordTable(kind)} FINAL WHERE ws = ${work.ws}${work.affected === null ? '' : ` AND k IN ${affected(work, kind)}`}`
  if (kind === 'companies' || kind === 'contacts') return clientBases(work, kind, rows)
  const order = precedence[kind]
  const named = (column: string) => `SELECT ${column} FROM ${recordTable(kind)} WHERE ws = ${work.ws} AND k IN ${affected(work, kind)}`
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
    const converted = `ws = ${work.ws} AND ${work.affected === null ? 'deal_id != 0' : `deal_id IN ${affected(work, kind)}`}`
    joins.push(
      `LEFT ANY JOIN (SELECT deal_id, any(l.base) AS base FROM (SELECT k, deal_id FROM rec_leads FINAL WHERE ${converted}) AS a INNER JOIN ${linksOf(work, 'leads', `SELECT k FROM rec_leads WHERE ${converted}`)} AS l ON l.k = a.k GROUP BY deal_id) AS conv ON conv.deal_id = r.k`,
    )
  }
  if (byAddress) {
    const known = `(SELECT a.address AS address, l.base AS base FROM ${addresses(work)} AS a INNER JOIN ${linksOf({ ...work, affected: null }, 'contacts', '')} AS l ON l.k = a.k)`
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

const chains: Readonly<Partial<Record<LinkedKind, string>>> = { leads: 'merged_into', deals: 'continues_deal_id' }

/** Writes base (and party = base for now) of the records of a kind, and the edges between different bases. */
async function linkKind(warehouse: Warehouse, work: Work, kind: LinkedKind): Promise<void> {
  const { ws, version } = work
  const few = work.affected?.few(kind) ?? null
  if (few !== null) return linkFew(warehouse, work, kind)
  const select = baseSelect(work, kind)
  await warehouse.command(
    `INSERT INTO links (ws, kind, k, base, party, version, is_deleted) SELECT ${ws}, '${kind}', k, base, base, ${version}, 0 FROM (${select})`,
  )
  if (precedence[kind].length > 1 || (kind === 'contacts' && work.joined.contacts))
    await warehouse.command(
      `INSERT INTO link_edges (ws, kind, k, a, b, version, is_deleted) SELECT ${ws}, '${kind}', k, base, arrayJoin(others), ${version}, 0 FROM (${select}) WHERE notEmpty(others)`,
    )
  if (chains[kind] !== undefined) await linkChain(warehouse, work, kind, chains[kind])
  await strikeOlder(warehouse, work, kind)
}

/** Strikes out what was not written again. */
async function strikeOlder(warehouse: Warehouse, work: Work, kind: LinkedKind): Promise<void> {
  for (const [table, columns] of lists) {
    const named = `kind, ${columns.join(', ')}`
    await warehouse.command(
      `INSERT INTO ${table} (ws, ${named}, version, is_deleted) SELECT ws, ${named}, ${work.version}, 1 FROM ${table} FINAL WHERE ${olderOf(work, kind)}`,
    )
  }
}

const lists = [
  ['links', ['k', 'base']],
  ['link_edges', ['k', 'a', 'b']],
] as const

const olderOf = (work: Work, kind: LinkedKind) =>
  `ws = ${work.ws} AND kind = '${kind}' AND version < ${work.version}${work.affected === null ? '' : ` AND k IN ${affected(work, kind)}`}`

/** The same for a few records: read side by side, and only written what is there. */
async function linkFew(warehouse: Warehouse, work: Work, kind: LinkedKind): Promise<void> {
  const { ws, version } = work
  const chain = chains[kind]
  const chained = chain === undefined ? '0' : `exists(SELECT 1 FROM ${recordTable(kind)} WHERE ${isChained(work, kind, chain)} LIMIT 1)`
  const [found, [older]] = await Promise.all([
    warehouse.query<{ k: string; base: string; others: string[] }>(`SELECT k, base, others FROM (${baseSelect(work, kind)})`),
    warehouse.query<{ chained: number; links: string[][]; link_edges: string[][] }>(
      `SELECT ${chained} AS chained, ${lists.map(([table, columns]) => `(SELECT groupArray([${columns.join(', ')}]) FROM ${table} FINAL WHERE ${olderOf(work, kind)}) AS ${table}`).join(', ')}`,
    ),
  ])
  const row = { ws, kind, version, is_deleted: 0 }
  const edges = found.flatMap(({ k, base, others }) => others.map((other) => ({ ...row, k, a: base, b: other })))
  await Promise.all([
    found.length > 0 &&
      warehouse.insertRows(
        'links',
        found.map(({ k, base }) => ({ ...row, k, base, party: base })),
      ),
    edges.length > 0 && warehouse.insertRows('link_edges', edges),
  ])
  if (chain !== undefined && Number(older?.chained) === 1) {
    await linkChain(warehouse, work, kind, chain)
    return strikeOlder(warehouse, work, kind)
  }
  for (const [table, columns] of lists) {
    const again = new Set(table === 'links' ? found.map(({ k }) => k) : edges.map(({ k, a, b }) => `${k} ${a} ${b}`))
    const gone = (older?.[table] ?? [])
      .filter((values) => !again.has(table === 'links' ? String(values[0]) : values.join(' ')))
      .map((values) => ({ ...row, ...Object.fromEntries(columns.map((column, at) => [column, values[at]])), is_deleted: 1 }))
    if (gone.length > 0) await warehouse.insertRows(table, gone)
  }
}

/** Condition on records that point along a chain, from or to one that is affected. */
function isChained(work: Work, kind: LinkedKind, column: string): string {
  const scope = work.affected === null ? '1' : `(k IN ${affected(work, kind)} OR ${column} IN ${affected(work, kind)})`
  return `ws = ${work.ws} AND ${column} != 0 AND ${scope}`
}

/** A merged lead or a continued deal joins the party of what it points at. */
async function linkChain(warehouse: Warehouse, work: Work, kind: LinkedKind, column: string): Promise<void> {
  const which = isChained(work, kind, column)
  const rows = (key: string) => `SELECT ${key} FROM ${recordTable(kind)} WHERE ${which}`
  await warehouse.command(
    `INSERT INTO link_edges (ws, kind, k, a, b, version, is_deleted)
     SELECT ${work.ws}, '${kind}', r.k, a.base, if(b.base != 0, b.base, cityHash64('${kind}', r.${column})) AS other, ${work.version}, 0
     FROM (SELECT k, ${column} FROM ${recordTable(kind)} FINAL WHERE ${which}) AS r
     INNER JOIN ${linksOf(work, kind, rows('k'))} AS a ON a.k = r.k LEFT ANY JOIN ${linksOf(work, kind, rows(column))} AS b ON b.k = r.${column} WHERE a.base != other`,
  )
}

/** Records that have to be linked again because what they point at was, now or earlier: SELECT of kind, k; null = there can be none. */
function spread(work: Work & { affected: Affected }, kind: LinkedKind): string | null {
  const { has } = work.affected
  const points = (linkedKinds.find((one) => one.kind === kind)?.points ?? []).filter(has)
  const by = points.map((to) => `${columnOf[to]} IN ${affected(work, to)}`)
  if (kind === 'contacts' && work.joined.contacts && has('companies'))
    by.push(
      `k IN (SELECT k FROM identity_heads FINAL WHERE ws = ${work.ws} AND kind = 'contacts' AND company IN ${affected(work, 'companies')})`,
    )
  if (kind === 'leads' && has(kind)) by.push(`merged_into IN ${affected(work, kind)}`)
  if (kind === 'deals' && has(kind)) by.push(`continues_deal_id IN ${affected(work, kind)}`)
  if (kind === 'deals' && has('leads'))
    by.push(`k IN (SELECT deal_id FROM rec_leads FINAL WHERE ws = ${work.ws} AND k IN ${affected(work, 'leads')})`)
  if (kind === 'touches' && has('contacts')) {
    const changed = `SELECT address FROM (SELECT arrayJoin(arrayConcat(arrayMap(p -> ${quickDigits('p', work.phones)}, phone), arrayMap(e -> lowerUTF8(e), email))) AS address FROM rec_contacts WHERE ws = ${work.ws} AND k IN ${affected(work, 'contacts')})`
    by.push(
      `(contact_id = 0 AND lead_id = 0 AND deal_id = 0 AND (${quickDigits('phone', work.phones)} IN (${changed}) OR lowerUTF8(email) IN (${changed})))`,
    )
  }
  if (kind === 'payments' && (has('invoices') || has('companies'))) by.push(unnamedPayments(work))
  if (by.length === 0) return null
  return keysAs(kind, `SELECT k FROM ${recordTable(kind)} WHERE ws = ${work.ws} AND (${by.join(' OR ')})`)
}

/** Payments found by number or tax id: those that fit an affected invoice or company now, and those that did before. */
function unnamedPayments(work: Work): string {
  const { ws } = work
  const fitting = `k IN (SELECT k FROM ${numberMatches(ws, 'q.deal_id = 0')} WHERE invoice IN ${affected(work, 'invoices')})
    OR ${bareTaxId('payer_tax_id')} IN (SELECT tax FROM (SELECT ${bareTaxId('tax_id')} AS tax FROM rec_companies FINAL WHERE ws = ${ws} AND tax != '' AND k IN ${affected(work, 'companies')}))`
  const before = `k IN (SELECT k FROM links FINAL WHERE ws = ${ws} AND kind = 'payments' AND party IN (
    SELECT party FROM links FINAL WHERE ws = ${ws} AND ((kind = 'invoices' AND k IN ${affected(work, 'invoices')}) OR (kind = 'companies' AND k IN ${affected(work, 'companies')}))))`
  return `(deal_id = 0 AND invoice_id = 0 AND (${fitting} OR ${before}))`
}

/** Joins bases by their edges; writes the roots that changed and tells the bases that have another one now. */
async function joinBases(warehouse: Warehouse, { ws, version, affected }: Work): Promise<{ changed: string[]; roots: number }> {
  const [there] = await warehouse.query<{ touched: string; known: string }>(
    `SELECT (SELECT count() FROM link_edges WHERE ws = ${ws} AND version >= ${version}) AS touched, (SELECT count() FROM party_roots WHERE ws = ${ws}) AS known`,
  )
  if (affected !== null && Number(there?.touched) === 0) return { changed: [], roots: Number(there?.known) }
  const edges = await warehouse.query<{ a: string; b: string }>(`SELECT DISTINCT a, b FROM link_edges FINAL WHERE ws = ${ws}`, readsAll)
  const known = await warehouse.query<{ base: string; root: string }>(`SELECT base, root FROM party_roots FINAL WHERE ws = ${ws}`, readsAll)
  const roots = joinParties(edges.map((edge) => [edge.a, edge.b] as const))
  const before = new Map(known.map((row) => [row.base, row.root]))
  const changed = [...new Set([...before.keys(), ...roots.keys()])].filter((base) => before.get(base) !== roots.get(base))
  await warehouse.insertRows(
    'party_roots',
    changed.map((base) => ({ ws, base, root: roots.get(base) ?? base, version, is_deleted: roots.has(base) ? 0 : 1 })),
  )
  return { changed, roots: roots.size }
}

/** Condition on links: the records of a change. */
function isMet({ affected }: Work & { affected: Affected }): string {
  const each = linkedKinds.filter(({ kind }) => affected.has(kind)).map(({ kind }) => `(kind = '${kind}' AND k IN ${affected.keys(kind)})`)
  return each.length === 0 ? '0' : `(${each.join(' OR ')})`
}

/** SELECT of the parties of what is affected now: kind, k. */
const partiesOf = (work: Work & { affected: Affected }) =>
  keysAs('parties', `SELECT DISTINCT party FROM links FINAL WHERE ws = ${work.ws} AND ${isMet(work)}`)

/** Gives every record the party of its base; a change also affects the parties before and after. */
async function settleParties(warehouse: Warehouse, work: Work): Promise<void> {
  const { ws, version, affected: met } = work
  const { changed, roots } = await joinBases(warehouse, work)
  const again = changed.length > 0
  if (roots === 0 && !again) return
  const rooted = `(SELECT base, root FROM party_roots FINAL WHERE ws = ${ws})`
  const settle = (which: string, meant = rooted) =>
    warehouse.command(
      `INSERT INTO links (ws, kind, k, base, party, version, is_deleted)
       SELECT l.ws, l.kind, l.k, l.base, if(r.root != 0, r.root, l.base), ${version} + 1, 0 FROM (SELECT * FROM links FINAL WHERE ws = ${ws} AND ${which}) AS l LEFT ANY JOIN ${meant} AS r ON r.base = l.base`,
    )
  if (met === null) return settle(`base IN (SELECT base FROM ${rooted})`)
  const mine = isMet({ ...work, affected: met })
  const inRun = `${mine} AND base IN (SELECT base FROM ${rooted})`
  if (!again) return settle(inRun, `(SELECT base, root FROM ${rooted} WHERE base IN (SELECT base FROM links WHERE ws = ${ws} AND ${mine}))`)
  await met.add(keysAs('bases', `SELECT base FROM party_roots WHERE ws = ${ws} AND version = ${version}`))
  const moved = `base IN ${met.keys('bases')}`
  const parties = keysAs('parties', `SELECT DISTINCT party FROM links FINAL WHERE ws = ${ws} AND ${moved}`)
  await met.add(parties)
  await settle(`(${moved} OR (${inRun}))`)
  await met.add(parties)
}

/** Adds whatever points at an affected record, kind by kind. */
async function spreadAll(work: Work & { affected: Affected }): Promise<void> {
  for (const { kind } of linkedKinds) {
    const select = spread(work, kind)
    if (select !== null) await work.affected.add(select)
  }
}

/**
 * Links all records (affected null) or those affected and whatever points at them. Afterwards the parties of a change, old and new,
 * are among the affected.
 */
export async function linkRecords(warehouse: Warehouse, work: Work): Promise<void> {
  const { affected: met } = work
  const changed = met === null ? null : { ...work, affected: met }
  if (changed !== null) {
    await spreadAll(changed)
    await changed.affected.add(partiesOf(changed))
  }
  for (const { kind } of linkedKinds) if (met === null || met.has(kind)) await linkKind(warehouse, work, kind)
  await settleParties(warehouse, work)
  if (changed !== null) await changed.affected.add(partiesOf(changed))
}
