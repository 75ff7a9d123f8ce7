// Pairs of records that may be one, as they are kept, with what is known of both sides.
import type { IdentityQuery } from '../contract/identity.ts'
import type { PhoneRules } from '../kpi/phone-rules.ts'
import type { Warehouse } from './client.ts'
import { addressesOf } from './facts/identity-keys.ts'
import type { IdentityKind } from './facts/identity-tables.ts'
import { recordTable } from './records.ts'

export type PairRow = { kind: IdentityKind; a: string; b: string; state: 'doubtful' | 'joined' | 'refused'; why: string; methods: string[] }
export type SideRow = {
  k: string
  id: string
  source: string
  name: string
  phones: string[]
  emails: string[]
  of: string
  cases: string
  addresses: string[]
}
export type CountRow = { kind: IdentityKind; doubtful: string; joined: string; refused: string }

export async function countPairs(warehouse: Warehouse, ws: number): Promise<CountRow[]> {
  const of = (state: string) => `countIf(state = '${state}') AS ${state}`
  return warehouse.query<CountRow>(
    `SELECT toString(kind) AS kind, ${['doubtful', 'joined', 'refused'].map(of).join(', ')} FROM identity_pairs FINAL WHERE ws = {ws:UInt32} GROUP BY kind ORDER BY kind`,
    { params: { ws } },
  )
}

/** A page of the pairs, those with more in common first, and how many there are. */
export async function findPairs(warehouse: Warehouse, ws: number, query: IdentityQuery): Promise<{ count: number; pairs: PairRow[] }> {
  const { kind = '', state, record = '', offset, limit } = query
  const which = `identity_pairs FINAL WHERE ws = {ws:UInt32} AND state = {state:String} AND ({kind:String} = '' OR kind = {kind:String})
    AND ({record:String} = '' OR a = cityHash64({record:String}) OR b = cityHash64({record:String}))`
  const params = { ws, kind, state, record, offset, limit }
  const [[all], pairs] = await Promise.all([
    warehouse.query<{ n: string }>(`SELECT count() AS n FROM ${which}`, { params }),
    warehouse.query<PairRow>(
      `SELECT toString(kind) AS kind, toString(a) AS a, toString(b) AS b, toString(state) AS state, toString(why) AS why, methods
       FROM ${which} ORDER BY length(methods) DESC, kind, a, b LIMIT {limit:UInt32} OFFSET {offset:UInt32}`,
      { params },
    ),
  ])
  return { count: Number(all?.n ?? 0), pairs }
}

/** The pair of two records named `source:id`, whatever its state; null = nobody ever thought of it. */
export async function findPair(warehouse: Warehouse, ws: number, kind: string, ids: readonly string[]): Promise<PairRow | null> {
  const [row] = await warehouse.query<PairRow>(
    `SELECT toString(kind) AS kind, toString(a) AS a, toString(b) AS b, toString(state) AS state, toString(why) AS why, methods FROM identity_pairs FINAL
     WHERE ws = {ws:UInt32} AND kind = {kind:String} AND a IN (SELECT cityHash64(arrayJoin({ids:Array(String)}))) AND b IN (SELECT cityHash64(arrayJoin({ids:Array(String)}))) LIMIT 1`,
    { params: { ws, kind, ids: [...ids] } },
  )
  return row ?? null
}

const cards: Readonly<Record<IdentityKind, { phones: string; emails: string; of: string; column: string; kinds: readonly string[] }>> = {
  people: {
    phones: "if(r.phone = '', [], [r.phone])",
    emails: "if(r.email = '', [], [r.email])",
    of: 'r.team_id_text',
    column: 'owner_id',
    kinds: ['leads', 'deals'],
  },
  companies: {
    phones: '[]',
    emails: '[]',
    of: "arrayStringConcat(arrayFilter(x -> x != '', [r.domain, r.tax_id]), ', ')",
    column: 'company_id',
    kinds: ['leads', 'deals'],
  },
  contacts: { phones: 'r.phone', emails: 'r.email', of: 'co.name', column: 'contact_id', kinds: ['leads', 'deals'] },
}

/** Records by key. */
export async function findSides(
  warehouse: Warehouse,
  ws: number,
  kind: IdentityKind,
  { keys, phones }: { keys: readonly string[]; phones: PhoneRules },
): Promise<Map<string, SideRow>> {
  if (keys.length === 0) return new Map()
  const card = cards[kind]
  const among = `(${[...new Set(keys)].map((k) => BigInt(k)).join(', ')})`
  const cases = card.kinds.map((of) => `SELECT ${card.column} AS k FROM rec_${of} FINAL WHERE ws = ${ws} AND ${card.column} IN ${among}`)
  const company =
    kind === 'contacts' ? `LEFT ANY JOIN (SELECT k, name FROM rec_companies FINAL WHERE ws = ${ws}) AS co ON co.k = r.company_id` : ''
  const rows = await warehouse.query<SideRow>(
    `SELECT toString(r.k) AS k, concat(toString(r.source), ':', r.id) AS id, toString(r.source) AS source, r.name AS name, ${card.phones} AS phones, ${card.emails} AS emails, ${card.of} AS of,
       n.cases AS cases, r.addresses AS addresses
     FROM (SELECT *, arrayMap(x -> x.2, ${addressesOf(kind, phones)}) AS addresses FROM ${recordTable(kind)} FINAL WHERE ws = ${ws} AND k IN ${among}) AS r
     LEFT ANY JOIN (SELECT k, count() AS cases FROM (${cases.join(' UNION ALL ')}) GROUP BY k) AS n ON n.k = r.k ${company}`,
  )
  return new Map(rows.map((row) => [row.k, row]))
}
