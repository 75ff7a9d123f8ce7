// Keeps who is one across sources: keys of what changed, the pairs they make, the heads of the groups. A change that shares no
// address ends after one look at the index; one that does judges the pairs of its kind anew, in sets.
import type { PhoneRules } from '../../kpi/phone-rules.ts'
import type { Warehouse } from '../client.ts'
import { recordTable } from '../records.ts'
import { type Affected, keysAs } from './affected.ts'
import { readsAll } from './context.ts'
import { groupPairs, type Member, type Pair } from './identity-groups.ts'
import { selectKeys } from './identity-keys.ts'
import { selectPairs } from './identity-pairs.ts'
import type { IdentityKind } from './identity-tables.ts'

/** `affected`: what a change has to look at; null = everything. */
export type IdentityWork = { ws: number; version: string; phones: PhoneRules; affected: Affected | null }

const own = ({ ws }: IdentityWork, kind: IdentityKind) => `ws = ${ws} AND kind = '${kind}'`

/** Of a change also adds to the affected whoever has another head than before. */
export async function joinIdentities(warehouse: Warehouse, work: IdentityWork, kinds: readonly IdentityKind[]): Promise<void> {
  for (const kind of kinds) {
    if (work.affected !== null && !work.affected.has(kind)) continue
    const state = await stateOf(warehouse, work, kind)
    if (!state.isNeeded && !state.isKept) continue
    const isMet =
      work.affected === null || !state.isKept
        ? await writeKeys(warehouse, work, kind)
        : await followKeys(warehouse, work, kind, work.affected)
    if (!isMet) continue
    await writePairs(warehouse, work, kind)
    await writeHeads(warehouse, work, kind)
    if (work.affected !== null)
      await work.affected.add(keysAs(kind, `SELECT k FROM identity_heads WHERE ${own(work, kind)} AND version = ${work.version}`))
  }
}

/** Has the kind several sources, or decisions; are its keys there already. */
async function stateOf(warehouse: Warehouse, work: IdentityWork, kind: IdentityKind): Promise<{ isNeeded: boolean; isKept: boolean }> {
  const [row] = await warehouse.query<{ needed: number; kept: number }>(
    `SELECT (SELECT min(source) != max(source) FROM ${recordTable(kind)} WHERE ws = ${work.ws}) OR exists(SELECT 1 FROM identity_decisions WHERE ${own(work, kind)} LIMIT 1) AS needed,
       exists(SELECT 1 FROM identity_keys WHERE ${own(work, kind)} LIMIT 1) AS kept`,
  )
  return { isNeeded: Number(row?.needed) === 1, isKept: Number(row?.kept) === 1 }
}

/** All keys of a kind anew. */
async function writeKeys(warehouse: Warehouse, work: IdentityWork, kind: IdentityKind): Promise<true> {
  const columns = 'method, value, k'
  await warehouse.command(
    `INSERT INTO identity_keys (ws, kind, source, ${columns}, version, is_deleted) SELECT ${work.ws}, '${kind}', source, ${columns}, ${work.version}, 0 FROM (${selectKeys(work.ws, kind, work.phones)})`,
    readsAll,
  )
  await strikeOlder(warehouse, work, kind, 'identity_keys', columns)
  return true
}

async function strikeOlder(warehouse: Warehouse, work: IdentityWork, kind: IdentityKind, table: string, columns: string): Promise<void> {
  await warehouse.command(
    `INSERT INTO ${table} (ws, kind, ${columns}, version, is_deleted) SELECT ws, kind, ${columns}, ${work.version}, 1 FROM ${table} FINAL WHERE ${own(work, kind)} AND version < ${work.version}`,
    readsAll,
  )
}

/** Keys of what changed; tells whether pairs can be others now. */
async function followKeys(warehouse: Warehouse, work: IdentityWork, kind: IdentityKind, affected: Affected): Promise<boolean> {
  const among = `k IN ${affected.keys(kind)}`
  const fresh = `SELECT k, source, method, value, 1 AS fresh FROM (${selectKeys(work.ws, kind, work.phones, among)})`
  const kept = `SELECT k, toString(source) AS source, toString(method) AS method, value, 0 AS fresh FROM identity_keys FINAL WHERE ${own(work, kind)} AND ${among}`
  const differing = `SELECT k, source, method, value, min(fresh) AS is_new FROM (${fresh} UNION ALL ${kept}) GROUP BY k, source, method, value HAVING count() = 1`
  const [row] = await warehouse.query<{ differ: string; decided: number }>(
    `SELECT (SELECT count() FROM (${differing})) AS differ, exists(SELECT 1 FROM identity_decisions WHERE ${own(work, kind)} AND (a IN ${affected.keys(kind)} OR b IN ${affected.keys(kind)}) LIMIT 1) AS decided`,
    readsAll,
  )
  const isDecided = Number(row?.decided) === 1
  if (Number(row?.differ) === 0) return isDecided
  await warehouse.command(
    `INSERT INTO identity_keys (ws, kind, source, method, value, k, version, is_deleted) SELECT ${work.ws}, '${kind}', source, method, value, k, ${work.version}, NOT is_new FROM (${differing})`,
    readsAll,
  )
  const changed = `SELECT method, value FROM identity_keys WHERE ${own(work, kind)} AND version = ${work.version} AND method != 'of'`
  const [met] = await warehouse.query<{ shared: number }>(
    `SELECT exists(SELECT 1 FROM identity_keys FINAL WHERE ${own(work, kind)} AND (method, value) IN (${changed}) AND NOT (${among}) LIMIT 1)
       OR exists(SELECT 1 FROM identity_pairs FINAL WHERE ${own(work, kind)} AND (a IN ${affected.keys(kind)} OR b IN ${affected.keys(kind)}) LIMIT 1)
       OR (SELECT count() != uniqExact(method, value) FROM identity_keys FINAL WHERE ${own(work, kind)} AND (method, value) IN (${changed})) AS shared`,
    readsAll,
  )
  return isDecided || Number(met?.shared) === 1
}

async function writePairs(warehouse: Warehouse, work: IdentityWork, kind: IdentityKind): Promise<void> {
  const columns = 'a, b, source_a, source_b, state, why, methods'
  await warehouse.command(
    `INSERT INTO identity_pairs (ws, kind, ${columns}, version, is_deleted) SELECT ${work.ws}, '${kind}', ${columns}, ${work.version}, 0 FROM (${selectPairs(work.ws, kind)})`,
    readsAll,
  )
  await strikeOlder(warehouse, work, kind, 'identity_pairs', 'a, b')
}

type HeadRow = { k: string; head: string; company: string }

/** Groups of two are written by one statement; only records with several partners, or refused ones, are looked at here. */
async function writeHeads(warehouse: Warehouse, work: IdentityWork, kind: IdentityKind): Promise<void> {
  const { ws, version } = work
  const pairs = `(SELECT * FROM identity_pairs WHERE ${own(work, kind)} AND version = ${version} AND is_deleted = 0)`
  const ends = `(SELECT arrayJoin([a, b]) AS k, state FROM ${pairs} WHERE state != 'doubtful')`
  const several = `(SELECT k FROM ${ends} GROUP BY k HAVING countIf(state = 'joined') > 1 OR countIf(state = 'joined') = 1 AND countIf(state = 'refused') > 0)`
  const companies = `(SELECT k, max(value) AS company FROM identity_keys FINAL WHERE ${own(work, kind)} AND method = 'of' GROUP BY k)`
  const old = `(SELECT k AS o_k, head AS o_head, company AS o_company FROM identity_heads FINAL WHERE ${own(work, kind)})`
  const ofTwo = `
    SELECT arrayJoin([a, b]) AS k, if((ca.company = 0, source_a, a) < (cb.company = 0, source_b, b), (a, ca.company), (b, cb.company)) AS first, first.1 AS head, first.2 AS company
    FROM ${pairs} AS p LEFT ANY JOIN ${companies} AS ca ON ca.k = p.a LEFT ANY JOIN ${companies} AS cb ON cb.k = p.b
    WHERE state = 'joined' AND a NOT IN ${several} AND b NOT IN ${several}`
  const groups = await findGroups(warehouse, work, kind, { pairs, several, companies })
  await warehouse.command(
    `INSERT INTO identity_heads (ws, kind, k, head, company, version, is_deleted)
     SELECT ${ws}, '${kind}', k, head, company, ${version}, 0 FROM (${ofTwo}) AS n LEFT ANY JOIN ${old} AS o ON o_k = n.k WHERE o_head != head OR o_company != company`,
    readsAll,
  )
  if (groups.length > 0)
    await warehouse.insertRows(
      'identity_heads',
      groups.map((row) => ({ ws, kind, version, is_deleted: 0, ...row })),
    )
  const kept = `SELECT k FROM ${ends} WHERE state = 'joined'`
  await warehouse.command(
    `INSERT INTO identity_heads (ws, kind, k, head, company, version, is_deleted) SELECT ${ws}, '${kind}', o_k, o_head, o_company, ${version}, 1 FROM ${old} WHERE o_k NOT IN (${kept})`,
    readsAll,
  )
}

/** Heads, other than before, of records that hang together by more than one pair. */
async function findGroups(
  warehouse: Warehouse,
  work: IdentityWork,
  kind: IdentityKind,
  sql: { pairs: string; several: string; companies: string },
): Promise<(HeadRow & { is_deleted?: number })[]> {
  const met = `a IN ${sql.several} OR b IN ${sql.several}`
  const edges = await warehouse.query<Pair>(
    `SELECT a, b, toString(source_a) AS source_a, toString(source_b) AS source_b, toString(state) AS state, toString(why) AS why FROM ${sql.pairs} WHERE state != 'doubtful' AND (${met})`,
    readsAll,
  )
  if (edges.length === 0) return []
  const known = await warehouse.query<HeadRow & { own_company: string }>(
    `SELECT k, any(head) AS head, any(company) AS company, any(own_company) AS own_company FROM (
       SELECT e.k AS k, o.head AS head, o.company AS company, c.company AS own_company FROM (SELECT DISTINCT arrayJoin([a, b]) AS k FROM ${sql.pairs} WHERE ${met}) AS e
       LEFT ANY JOIN (SELECT k, head, company FROM identity_heads FINAL WHERE ${own(work, kind)}) AS o ON o.k = e.k LEFT ANY JOIN ${sql.companies} AS c ON c.k = e.k) GROUP BY k`,
    readsAll,
  )
  const before = new Map(known.map((row) => [row.k, row]))
  const sources = new Map(edges.flatMap(({ a, b, source_a, source_b }) => [[a, source_a] as const, [b, source_b] as const]))
  const members = new Map<string, Member>(
    known.map(({ k, own_company }) => [k, { source: sources.get(k) ?? '', isOf: own_company !== '0' }]),
  )
  const heads = groupPairs(edges, members)
  // A pair that a refusal elsewhere keeps apart is doubtful again: somebody has to say which of the two is wrong.
  const apart = edges.filter(({ a, b, state }) => state === 'joined' && heads.get(a) !== heads.get(b))
  if (apart.length > 0)
    await warehouse.command(
      `INSERT INTO identity_pairs (ws, kind, a, b, source_a, source_b, methods, state, why, version, is_deleted)
       SELECT ws, kind, a, b, source_a, source_b, methods, 'doubtful', 'refused', version + 1, 0 FROM ${sql.pairs} WHERE (a, b) IN (${apart.map(({ a, b }) => `(${a}, ${b})`).join(', ')})`,
    )
  return known.flatMap(({ k }) => {
    const head = heads.get(k)
    const was = before.get(k)
    if (head === undefined) return was === undefined || was.head === '0' ? [] : [{ k, head: was.head, company: was.company, is_deleted: 1 }]
    const company = before.get(head)?.own_company ?? '0'
    return was?.head === head && was.company === company ? [] : [{ k, head, company }]
  })
}
