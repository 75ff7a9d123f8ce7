// Who hangs together: every record gets the client it belongs to (base) and its party, the closed group of clients joined by
// cases that name two of them. Facts of a party follow from its own records, so only the parties a change meets are derived again.
import type { Warehouse } from '../client.ts'
import { recordTable } from '../records.ts'
import { type Affected, keysAs } from './affected.ts'
import { readsAll } from './context.ts'
import { joinParties } from './join-parties.ts'
import { bareTaxId, numberMatches } from './payment-matches.ts'
import { quickDigits } from './phone-digits.ts'
import {
  affectedKeys,
  bareAddresses,
  baseSelect,
  columnOf,
  type Given,
  type Linked,
  type LinkedKind,
  linkedKinds,
  linksOf,
  precedence,
  type Work,
} from './record-bases.ts'

const chains: Readonly<Partial<Record<LinkedKind, string>>> = { leads: 'merged_into', deals: 'continues_deal_id' }

/** Writes base (and party = base for now) of the records of a kind, and the edges between different bases. */
async function linkKind(warehouse: Warehouse, work: Work, kind: LinkedKind): Promise<void> {
  const { ws, version } = work
  const few = work.affected?.few(kind) ?? null
  await work.writing.links
  if (few !== null) return linkFew(warehouse, work, kind)
  work.written = null
  work.writing.hasEdges = true
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
  `ws = ${work.ws} AND kind = '${kind}' AND version < ${work.version}${work.affected === null ? '' : ` AND k IN ${affectedKeys(work, kind)}`}`

/** The same for a few records: read side by side, and only written what is there. */
async function linkFew(warehouse: Warehouse, work: Work, kind: LinkedKind): Promise<void> {
  const { ws, version } = work
  const chain = chains[kind]
  const chained = chain === undefined ? '0' : `exists(SELECT 1 FROM ${recordTable(kind)} WHERE ${isChained(work, kind, chain)} LIMIT 1)`
  const few = kind === 'touches' ? await bareAddresses(warehouse, work) : null
  const [found, [older]] = await Promise.all([
    warehouse.query<{ k: string; base: string; others: string[] }>(`SELECT k, base, others FROM (${baseSelect(work, kind, few)})`),
    warehouse.query<{ chained: number; links: string[][]; link_edges: string[][] }>(
      `SELECT ${chained} AS chained, ${lists.map(([table, columns]) => `(SELECT groupArray([${columns.join(', ')}]) FROM ${table} FINAL WHERE ${olderOf(work, kind)}) AS ${table}`).join(', ')}`,
    ),
  ])
  const row = { ws, kind, version, is_deleted: 0 }
  work.written?.push(...found.map(({ k, base }) => ({ kind, k, base })))
  const edges = found.flatMap(({ k, base, others }) => others.map((other) => ({ ...row, k, a: base, b: other })))
  const linked = found.map(({ k, base }) => ({ ...row, k, base, party: base }))
  work.writing.links = linked.length > 0 ? warehouse.insertRows('links', linked) : Promise.resolve()
  void Promise.allSettled([work.writing.links])
  if (edges.length > 0) await warehouse.insertRows('link_edges', edges)
  work.writing.hasEdges ||= edges.length > 0
  if (chain !== undefined && Number(older?.chained) === 1) {
    work.writing.hasEdges = true
    await work.writing.links
    await linkChain(warehouse, work, kind, chain)
    return strikeOlder(warehouse, work, kind)
  }
  for (const [table, columns] of lists) {
    const again = new Set(table === 'links' ? found.map(({ k }) => k) : edges.map(({ k, a, b }) => `${k} ${a} ${b}`))
    const gone = (older?.[table] ?? [])
      .filter((values) => !again.has(table === 'links' ? String(values[0]) : values.join(' ')))
      .map((values) => ({ ...row, ...Object.fromEntries(columns.map((column, at) => [column, values[at]])), is_deleted: 1 }))
    if (gone.length === 0) continue
    await work.writing.links
    await warehouse.insertRows(table, gone)
    work.writing.hasEdges ||= table === 'link_edges'
  }
}

/** Condition on records that point along a chain, from or to one that is affected. */
function isChained(work: Work, kind: LinkedKind, column: string): string {
  const scope = work.affected === null ? '1' : `(k IN ${affectedKeys(work, kind)} OR ${column} IN ${affectedKeys(work, kind)})`
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
  const by = points.map((to) => `${columnOf[to]} IN ${affectedKeys(work, to)}`)
  if (kind === 'contacts' && work.joined.contacts && has('companies'))
    by.push(
      `k IN (SELECT k FROM identity_heads FINAL WHERE ws = ${work.ws} AND kind = 'contacts' AND company IN ${affectedKeys(work, 'companies')})`,
    )
  if (kind === 'leads' && has(kind)) by.push(`merged_into IN ${affectedKeys(work, kind)}`)
  if (kind === 'deals' && has(kind)) by.push(`continues_deal_id IN ${affectedKeys(work, kind)}`)
  if (kind === 'deals' && has('leads'))
    by.push(`k IN (SELECT deal_id FROM rec_leads FINAL WHERE ws = ${work.ws} AND k IN ${affectedKeys(work, 'leads')})`)
  if (kind === 'touches' && has('contacts')) {
    const changed = `SELECT address FROM (SELECT arrayJoin(arrayConcat(arrayMap(p -> ${quickDigits('p', work.phones)}, phone), arrayMap(e -> lowerUTF8(e), email))) AS address FROM rec_contacts WHERE ws = ${work.ws} AND k IN ${affectedKeys(work, 'contacts')})`
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
  const fitting = `k IN (SELECT k FROM ${numberMatches(ws, 'q.deal_id = 0')} WHERE invoice IN ${affectedKeys(work, 'invoices')})
    OR ${bareTaxId('payer_tax_id')} IN (SELECT tax FROM (SELECT ${bareTaxId('tax_id')} AS tax FROM rec_companies FINAL WHERE ws = ${ws} AND tax != '' AND k IN ${affectedKeys(work, 'companies')}))`
  const before = `k IN (SELECT k FROM links FINAL WHERE ws = ${ws} AND kind = 'payments' AND party IN (
    SELECT party FROM links FINAL WHERE ws = ${ws} AND ((kind = 'invoices' AND k IN ${affectedKeys(work, 'invoices')}) OR (kind = 'companies' AND k IN ${affectedKeys(work, 'companies')}))))`
  return `(deal_id = 0 AND invoice_id = 0 AND (${fitting} OR ${before}))`
}

/** More records of a party than this are asked for kind by kind. */
const OWN_MAX = 400

/** Roots of the bases that were written, and the records of their parties, where no party can have changed; one question for both. */
async function readRooted(
  warehouse: Warehouse,
  { ws, affected }: Work & { affected: Affected },
  written: readonly Linked[],
): Promise<Rooted> {
  const bases = [...new Set(written.map(({ base }) => base))]
  const parties = affected.few('parties')
  const near = parties === null ? null : [...new Set([...bases, ...parties])]
  if (bases.length === 0 && near?.length === 0) return { roots: new Map(), own: [] }
  const rooted = `party_roots FINAL WHERE ws = ${ws} AND base IN (${['0', ...bases].join(', ')})`
  const among = `ws = ${ws} AND party IN (SELECT arrayJoin(arrayConcat(CAST([${(near ?? []).join(', ')}], 'Array(UInt64)'), groupArray(root))) FROM ${rooted})`
  const [row] = await warehouse.query<{ roots: [string, string][]; own: [string, string][] }>(
    `SELECT (SELECT groupArray((base, root)) FROM ${rooted}) AS roots, (SELECT groupArray(${OWN_MAX + 1})((toString(kind), k)) FROM (
       SELECT kind, k FROM links FINAL WHERE ${among} AND (kind, k) IN (SELECT kind, k FROM links WHERE ${among}))) AS own`,
  )
  const own = [...(row?.own ?? []), ...written.map(({ kind, k }) => [kind, k] as const)]
  return { roots: new Map(row?.roots ?? []), own: near === null || own.length > OWN_MAX ? null : own }
}

/** `own`: kind and key; null = too many. */
type Rooted = { roots: ReadonlyMap<string, string>; own: Own | null }
export type Own = readonly (readonly [kind: string, k: string])[]

/** Joins bases by their edges; writes the roots that changed and tells the bases that have another one now. */
async function joinBases(warehouse: Warehouse, { ws, version, affected, writing }: Work): Promise<{ changed: string[]; roots: number }> {
  const [there] = await warehouse.query<{ known: string }>(`SELECT count() AS known FROM party_roots WHERE ws = ${ws}`)
  if (affected !== null && !writing.hasEdges) return { changed: [], roots: Number(there?.known) }
  const edges = await warehouse.query<{ a: string; b: string }>(`SELECT DISTINCT a, b FROM link_edges FINAL WHERE ws = ${ws}`, {
    ...readsAll,
    isLarge: true,
  })
  const known = await warehouse.query<{ base: string; root: string }>(`SELECT base, root FROM party_roots FINAL WHERE ws = ${ws}`, {
    ...readsAll,
    isLarge: true,
  })
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

/** Gives every record the party of its base; a change also affects the parties before and after. Tells their records where they are known by then. */
async function settleParties(warehouse: Warehouse, work: Work): Promise<Own | null> {
  const { affected: met, written, writing } = work
  if (met !== null && written !== null && !writing.hasEdges) return settleWritten(warehouse, { ...work, affected: met }, written)
  await writing.links
  const { changed, roots } = await joinBases(warehouse, work)
  const again = changed.length > 0
  if (roots > 0 || again) await settleAgain(warehouse, work, again)
  if (met !== null) await met.add(partiesOf({ ...work, affected: met }))
  return null
}

/** The same where no party changed: only those that were written now are given theirs. */
async function settleWritten(warehouse: Warehouse, work: Work & { affected: Affected }, written: readonly Linked[]): Promise<Own | null> {
  const { ws, version, affected } = work
  const [{ roots, own }] = await Promise.all([readRooted(warehouse, work, written), work.writing.links])
  const rooted = written.flatMap((one) => {
    const party = roots.get(one.base)
    return party === undefined ? [] : [{ ws, ...one, party, version: Number(version) + 1, is_deleted: 0 }]
  })
  if (rooted.length > 0) await warehouse.insertRows('links', rooted)
  const parties = [...new Set(written.map(({ base }) => roots.get(base) ?? base))]
  if (affected.keep('parties', parties)) return own
  await affected.add(partiesOf(work))
  return null
}

async function settleAgain(warehouse: Warehouse, work: Work, again: boolean): Promise<void> {
  const { ws, version, affected: met } = work
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

/** What others point at. */
const pointed = ['companies', 'contacts', 'leads', 'deals', 'invoices'] as const
const allKinds = linkedKinds.map(({ kind }) => kind)

/** Adds whatever points at an affected record, and the parties of all as they were. */
async function spreadAll(work: Work & { affected: Affected }): Promise<void> {
  const { affected } = work
  const count = (kinds: readonly LinkedKind[]) => kinds.map((kind) => (affected.has(kind) ? (affected.few(kind)?.length ?? -1) : 0))
  const [found, named] = [count(allKinds), count(pointed)]
  const all = linkedKinds.flatMap(({ kind }) => spread(work, kind) ?? [])
  await affected.add([...all, partiesOf(work)].join(' UNION ALL '))
  const isKnown = (before: readonly number[], kinds: readonly LinkedKind[]) => count(kinds).join() === before.join() && !before.includes(-1)
  // The parties of the statement are of what was known before it: a task whose lead came was of another.
  if (isKnown(found, allKinds)) return
  // More is pointed at than was known: kind by kind, since each can bring more.
  if (!isKnown(named, pointed)) {
    for (const { kind } of linkedKinds) {
      const select = spread(work, kind)
      if (select !== null) await affected.add(select)
    }
  }
  await affected.add(partiesOf(work))
}

/**
 * Links all records (affected null) or those affected and whatever points at them. Afterwards the parties of a change, old and new,
 * are among the affected. `isNew`: none of its records was linked before; `own`: the records of the parties, where they are known.
 */
export async function linkRecords(warehouse: Warehouse, given: Given): Promise<{ isNew: boolean; own: Own | null }> {
  const { affected: met } = given
  const work: Work = { ...given, written: met === null ? null : [], writing: { links: Promise.resolve(), hasEdges: false } }
  if (met !== null) await spreadAll({ ...work, affected: met })
  const isNew = met !== null && !met.has('parties')
  for (const { kind } of linkedKinds) if (met === null || met.has(kind)) await linkKind(warehouse, work, kind)
  const own = await settleParties(warehouse, work)
  return { isNew, own }
}
