// Who hangs together: every record gets the client it belongs to (base) and its party, the closed group of clients joined by
// cases that name two of them. Facts of a party follow from its own records, so only the parties a change meets are derived again.
import type { Warehouse } from '../client.ts'
import { recordTable } from '../records.ts'
import { joinParties } from './join-parties.ts'
import { bareTaxId, companiesByTaxId, numberMatches } from './payment-matches.ts'

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

type Work = { ws: number; version: string; run: string | null }

/** Digits of a phone as they are compared: local forms of Ukraine and Russia get their country. */
export const phoneDigits = (phone: string) => {
  const digits = `replaceRegexpAll(${phone}, '[^0-9]', '')`
  return `multiIf(length(${digits}) = 10 AND startsWith(${digits}, '0'), concat('38', ${digits}), length(${digits}) = 11 AND startsWith(${digits}, '8'), concat('7', substring(${digits}, 2)), startsWith(${digits}, '00'), substring(${digits}, 3), ${digits})`
}

/** Contacts by the phones and e-mails they can be recognised by: columns address, k. The smallest key speaks when several share one. */
const addresses = (ws: number) => `(
  SELECT address, min(k) AS k FROM (
    SELECT k, ${phoneDigits('p')} AS address FROM rec_contacts FINAL ARRAY JOIN phone AS p WHERE ws = ${ws}
    UNION ALL SELECT k, lowerUTF8(e) AS address FROM rec_contacts FINAL ARRAY JOIN email AS e WHERE ws = ${ws}
  ) WHERE address != '' GROUP BY address)`

/** Bases of a kind; of a run only those of `keys`, a SELECT. */
const linksOf = (work: Work, kind: string, keys: string) =>
  `(SELECT k, base FROM links FINAL WHERE ws = ${work.ws} AND kind = '${kind}'${work.run === null ? '' : ` AND k IN (${keys})`})`
const affected = (work: Work, kind: string) => `(SELECT k FROM affected WHERE ws = ${work.ws} AND run = ${work.run} AND kind = '${kind}')`

/** Base of each record of a kind and the bases it names besides: columns k, base, others. */
function baseSelect(work: Work, kind: LinkedKind): string {
  const rows = `SELECT * FROM ${recordTable(kind)} FINAL WHERE ws = ${work.ws}${work.run === null ? '' : ` AND k IN ${affected(work, kind)}`}`
  if (kind === 'companies') return `SELECT k, cityHash64('company', k) AS base, CAST([], 'Array(UInt64)') AS others FROM (${rows})`
  if (kind === 'contacts')
    return `SELECT k, if(company_id != 0, cityHash64('company', company_id), cityHash64('contact', k)) AS base, CAST([], 'Array(UInt64)') AS others FROM (${rows})`
  const order = precedence[kind]
  const named = (column: string) => `SELECT ${column} FROM ${recordTable(kind)} WHERE ws = ${work.ws} AND k IN ${affected(work, kind)}`
  const byAddress = kind === 'touches'
  const baseOf = (to: string) => {
    const column = `r.${columnOf[to]}`
    if (to === 'companies') return `if(${column} = 0, 0, cityHash64('company', ${column}))`
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
  if (kind === 'deals') {
    const converted = `ws = ${work.ws} AND ${work.run === null ? 'deal_id != 0' : `deal_id IN ${affected(work, kind)}`}`
    joins.push(
      `LEFT ANY JOIN (SELECT deal_id, any(l.base) AS base FROM (SELECT k, deal_id FROM rec_leads FINAL WHERE ${converted}) AS a INNER JOIN ${linksOf(work, 'leads', `SELECT k FROM rec_leads WHERE ${converted}`)} AS l ON l.k = a.k GROUP BY deal_id) AS conv ON conv.deal_id = r.k`,
    )
  }
  if (byAddress) {
    const known = `(SELECT a.address AS address, l.base AS base FROM ${addresses(work.ws)} AS a INNER JOIN ${linksOf({ ...work, run: null }, 'contacts', '')} AS l ON l.k = a.k)`
    joins.push(`LEFT ANY JOIN ${known} AS ap ON ap.address = r.phone_digits`, `LEFT ANY JOIN ${known} AS ae ON ae.address = r.mail`)
  }
  if (kind === 'payments')
    joins.push(
      `LEFT ANY JOIN ${numberMatches(work.ws, 'q.deal_id = 0')} AS nm ON nm.k = r.k LEFT ANY JOIN ${linksOf({ ...work, run: null }, 'invoices', '')} AS l_number ON l_number.k = nm.invoice`,
      `LEFT ANY JOIN ${companiesByTaxId(work.ws)} AS payer ON payer.tax = r.tax`,
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
    ? `, if(lead_id != 0 OR deal_id != 0 OR contact_id != 0, '', ${phoneDigits('phone')}) AS phone_digits, if(lead_id != 0 OR deal_id != 0 OR contact_id != 0, '', lowerUTF8(email)) AS mail`
    : payer
  return `SELECT r.k AS k, arrayFilter(x -> x != 0, ${bearers}) AS named, if(empty(named), ${own}, named[1]) AS base, arrayDistinct(arrayFilter(x -> x != base, named)) AS others
    FROM (SELECT ${columns.join(', ')}${extra} FROM (${rows})) AS r ${joins.join(' ')}`
}

/** Writes base (and party = base for now) of the records of a kind, and the edges between different bases. */
async function linkKind(warehouse: Warehouse, work: Work, kind: LinkedKind): Promise<void> {
  const select = baseSelect(work, kind)
  const { ws, version } = work
  await warehouse.command(
    `INSERT INTO links (ws, kind, k, base, party, version, is_deleted) SELECT ${ws}, '${kind}', k, base, base, ${version}, 0 FROM (${select})`,
  )
  if (precedence[kind].length > 1)
    await warehouse.command(
      `INSERT INTO link_edges (ws, kind, k, a, b, version, is_deleted) SELECT ${ws}, '${kind}', k, base, arrayJoin(others), ${version}, 0 FROM (${select}) WHERE notEmpty(others)`,
    )
  const chain = kind === 'leads' ? 'merged_into' : kind === 'deals' ? 'continues_deal_id' : null
  if (chain !== null) await linkChain(warehouse, work, kind, chain)
  const scope = work.run === null ? '1' : `k IN ${affected(work, kind)}`
  for (const [table, columns] of [
    ['links', 'k, base'],
    ['link_edges', 'k, a, b'],
  ] as const)
    await warehouse.command(
      `INSERT INTO ${table} (ws, kind, ${columns}, version, is_deleted) SELECT ws, kind, ${columns}, ${version}, 1 FROM ${table} FINAL WHERE ws = ${ws} AND kind = '${kind}' AND version < ${version} AND ${scope}`,
    )
}

/** A merged lead or a continued deal joins the party of what it points at. */
async function linkChain(warehouse: Warehouse, work: Work, kind: LinkedKind, column: string): Promise<void> {
  const scope = work.run === null ? '1' : `(k IN ${affected(work, kind)} OR ${column} IN ${affected(work, kind)})`
  const rows = (key: string) => `SELECT ${key} FROM ${recordTable(kind)} WHERE ws = ${work.ws} AND ${column} != 0 AND ${scope}`
  await warehouse.command(
    `INSERT INTO link_edges (ws, kind, k, a, b, version, is_deleted)
     SELECT ${work.ws}, '${kind}', r.k, a.base, if(b.base != 0, b.base, cityHash64('${kind}', r.${column})) AS other, ${work.version}, 0
     FROM (SELECT k, ${column} FROM ${recordTable(kind)} FINAL WHERE ws = ${work.ws} AND ${column} != 0 AND ${scope}) AS r
     INNER JOIN ${linksOf(work, kind, rows('k'))} AS a ON a.k = r.k LEFT ANY JOIN ${linksOf(work, kind, rows(column))} AS b ON b.k = r.${column} WHERE a.base != other`,
  )
}

/** Records that have to be linked again because what they point at was, now or earlier: written to `affected`. */
async function spread(warehouse: Warehouse, work: Work, kind: LinkedKind, present: ReadonlySet<string>): Promise<void> {
  const points = (linkedKinds.find((one) => one.kind === kind)?.points ?? []).filter((to) => present.has(to))
  const by = points.map((to) => `${columnOf[to]} IN ${affected(work, to)}`)
  if (kind === 'leads') by.push(`merged_into IN ${affected(work, kind)}`)
  if (kind === 'deals')
    by.push(
      `continues_deal_id IN ${affected(work, kind)}`,
      `k IN (SELECT deal_id FROM rec_leads FINAL WHERE ws = ${work.ws} AND k IN ${affected(work, 'leads')})`,
    )
  if (kind === 'touches' && present.has('contacts')) {
    const changed = `SELECT address FROM (SELECT arrayJoin(arrayConcat(arrayMap(p -> ${phoneDigits('p')}, phone), arrayMap(e -> lowerUTF8(e), email))) AS address FROM rec_contacts WHERE ws = ${work.ws} AND k IN ${affected(work, 'contacts')})`
    by.push(
      `(contact_id = 0 AND lead_id = 0 AND deal_id = 0 AND (${phoneDigits('phone')} IN (${changed}) OR lowerUTF8(email) IN (${changed})))`,
    )
  }
  if (kind === 'payments') by.push(unnamedPayments(work))
  if (by.length === 0) return
  await warehouse.command(
    `INSERT INTO affected (ws, run, kind, k) SELECT ${work.ws}, ${work.run}, '${kind}', k FROM ${recordTable(kind)} WHERE ws = ${work.ws} AND (${by.join(' OR ')}) AND k NOT IN ${affected(work, kind)}`,
  )
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

const partiesOf = (work: Work) =>
  `INSERT INTO affected (ws, run, kind, k) SELECT DISTINCT ${work.ws}, ${work.run}, 'parties', party FROM links FINAL WHERE ws = ${work.ws} AND (kind, k) IN (SELECT kind, k FROM affected WHERE ws = ${work.ws} AND run = ${work.run})`

/** Joins bases by their edges; writes the roots that changed and tells the bases that have another one now. */
async function joinBases(warehouse: Warehouse, { ws, version, run }: Work): Promise<{ changed: string[]; roots: number }> {
  const [touched] = await warehouse.query<{ n: string }>(`SELECT count() AS n FROM link_edges WHERE ws = ${ws} AND version >= ${version}`)
  if (run !== null && Number(touched?.n) === 0) {
    const [known] = await warehouse.query<{ n: string }>(`SELECT count() AS n FROM party_roots WHERE ws = ${ws}`)
    return { changed: [], roots: Number(known?.n) }
  }
  const edges = await warehouse.query<{ a: string; b: string }>(`SELECT DISTINCT a, b FROM link_edges FINAL WHERE ws = ${ws}`)
  const known = await warehouse.query<{ base: string; root: string }>(`SELECT base, root FROM party_roots FINAL WHERE ws = ${ws}`)
  const roots = joinParties(edges.map((edge) => [edge.a, edge.b] as const))
  const before = new Map(known.map((row) => [row.base, row.root]))
  const changed = [...new Set([...before.keys(), ...roots.keys()])].filter((base) => before.get(base) !== roots.get(base))
  await warehouse.insertRows(
    'party_roots',
    changed.map((base) => ({ ws, base, root: roots.get(base) ?? base, version, is_deleted: roots.has(base) ? 0 : 1 })),
  )
  return { changed, roots: roots.size }
}

/** Gives every record the party of its base; `affected` gets the parties before and after. */
async function settleParties(warehouse: Warehouse, work: Work): Promise<void> {
  const { ws, version, run } = work
  const { changed, roots } = await joinBases(warehouse, work)
  const rooted = `(SELECT base, root FROM party_roots FINAL WHERE ws = ${ws})`
  const again = changed.length > 0
  if (run !== null && again) {
    await warehouse.insertRows(
      'affected',
      changed.map((base) => ({ ws, run, kind: 'bases', k: base })),
    )
    await warehouse.command(
      `INSERT INTO affected (ws, run, kind, k) SELECT DISTINCT ${ws}, ${run}, 'parties', party FROM links FINAL WHERE ws = ${ws} AND base IN ${affected(work, 'bases')}`,
    )
  }
  const ofRun = `(kind, k) IN (SELECT kind, k FROM affected WHERE ws = ${ws} AND run = ${run})`
  const inRun = `${ofRun} AND base IN (SELECT base FROM ${rooted})`
  const which = run === null ? `base IN (SELECT base FROM ${rooted})` : again ? `(base IN ${affected(work, 'bases')} OR (${inRun}))` : inRun
  const meant =
    run === null || again
      ? rooted
      : `(SELECT base, root FROM ${rooted} WHERE base IN (SELECT base FROM links WHERE ws = ${ws} AND ${ofRun}))`
  if (roots > 0 || again)
    await warehouse.command(
      `INSERT INTO links (ws, kind, k, base, party, version, is_deleted)
       SELECT l.ws, l.kind, l.k, l.base, if(r.root != 0, r.root, l.base), ${version} + 1, 0 FROM (SELECT * FROM links FINAL WHERE ws = ${ws} AND ${which}) AS l LEFT ANY JOIN ${meant} AS r ON r.base = l.base`,
    )
  if (run !== null && again)
    await warehouse.command(
      `INSERT INTO affected (ws, run, kind, k) SELECT DISTINCT ${ws}, ${run}, 'parties', party FROM links FINAL WHERE ws = ${ws} AND base IN ${affected(work, 'bases')}`,
    )
}

/** Kinds with affected records of the run. */
async function affectedKinds(warehouse: Warehouse, work: Work): Promise<Set<string>> {
  const rows = await warehouse.query<{ kind: string }>(`SELECT DISTINCT kind FROM affected WHERE ws = ${work.ws} AND run = ${work.run}`)
  return new Set(rows.map((row) => row.kind))
}

/** Adds whatever points at an affected record, kind by kind, and tells which kinds are to be linked again. */
async function spreadAll(warehouse: Warehouse, work: Work): Promise<Set<string>> {
  let present = await affectedKinds(warehouse, work)
  for (const { kind, points } of linkedKinds) {
    const chained = kind === 'leads' || kind === 'deals'
    if (!points.some((to) => present.has(to)) && !(chained && present.has(kind))) continue
    await spread(warehouse, work, kind, present)
    present = await affectedKinds(warehouse, work)
  }
  return present
}

/**
 * Links all records (run null) or those named in `affected` for the run and whatever points at them. Afterwards `affected` holds the
 * parties of the run, old and new.
 */
export async function linkRecords(warehouse: Warehouse, work: Work): Promise<void> {
  const present = work.run === null ? null : await spreadAll(warehouse, work)
  if (work.run !== null) await warehouse.command(partiesOf(work))
  for (const { kind } of linkedKinds) if (present === null || present.has(kind)) await linkKind(warehouse, work, kind)
  await settleParties(warehouse, work)
  if (work.run !== null) await warehouse.command(partiesOf(work))
}
