// From the staging table into the records: which staged rows win over what is there, what changed thereby, what collides.
// Slices of the key range bound the memory. Parameters of every statement: {ws:UInt32}, {run:UInt64}, {part:UInt32}, {lo:UInt64}, {hi:UInt64}.
import type { RecordKind } from '../../contract/records/record-kind.ts'
import type { Warehouse } from '../client.ts'
import { quote } from '../embedded/insert-sql.ts'
import { recordColumns, recordTable } from '../records.ts'
import { printCanonical } from './canonical.ts'
import { type NotedText, notedTexts } from './note-ids.ts'
import { TIES } from './read-row.ts'
import { stageTable } from './tables.ts'

export type Slice = { ws: number; run: number; part: number; lo: string; hi: string }
export type Collision = { line: number; id: string }

const SLICE_ROWS = 300_000
const WRITE_MS = 900_000
/** Compiling costs more than it gains in statements that are never the same. */
const settings = { compile_expressions: 0, compile_aggregate_expressions: 0 }

/** Ranges of keys that hold about `size` each: keys are hashes, so an even cut does it. */
export function slicesOf(rows: number, size = SLICE_ROWS): { lo: string; hi: string }[] {
  const count = BigInt(Math.max(1, Math.ceil(rows / size)))
  const width = 2n ** 64n / count
  return Array.from({ length: Number(count) }, (_, at) => ({
    lo: String(BigInt(at) * width),
    hi: String(BigInt(at) === count - 1n ? 2n ** 64n - 1n : (BigInt(at) + 1n) * width - 1n),
  }))
}

const inSlice =
  'ws = {ws:UInt32} AND run = {run:UInt64} AND part = {part:UInt32} AND empty(problems) AND k BETWEEN {lo:UInt64} AND {hi:UInt64}'
const moment = (version: string) => `intDiv(${version}, ${TIES})`

/** Kinds whose facts depend on who points at them. */
const FOLLOWED = new Set(['leads', 'deals', 'contacts', 'companies', 'touches', 'tasks', 'invoices', 'visits'])

/** What facts must look at again when a record no longer points at it: reference column → kind, in SQL. */
function followedRefs(kind: RecordKind): { name: string; kindSql: string }[] {
  return kind.columns
    .filter((column) => column.type === 'ref' && column.to?.some((to) => FOLLOWED.has(to)))
    .map(({ name, to = [] }) => ({
      name,
      kindSql:
        to.length === 1 ? quote(to[0]!) : `multiIf(${to.map((one) => `e_entity = ${quote(singular(one))}, ${quote(one)}`).join(', ')}, '')`,
    }))
}

const singular = (kind: string) => ({ companies: 'company' })[kind] ?? kind.replace(/s$/, '')

/** Staged rows beside the stored version of the same key (`e_…`). With ties: one row per key, the canonical texts beside it. */
function printBeside(kind: RecordKind, hasTies: boolean): string {
  const refs = followedRefs(kind)
  const old = [...refs.map(({ name }) => name), ...(refs.some(({ kindSql }) => kindSql.startsWith('multiIf')) ? ['entity'] : [])]
  const order = hasTies ? printCanonical(kind) : 'content'
  const latest = (column: string, as: string) => `argMax(${column}, (version, ${order})) AS ${as}`
  const stored = [
    'max(version) AS e_version',
    'argMax(content, (version, content)) != argMax(content, (version, bitNot(content))) AS e_torn',
    latest('content', 'e_content'),
    latest('id', 'e_id'),
    latest('source', 'e_source'),
    ...old.map((name) => latest(`\`${name}\``, `e_${name}`)),
    ...(hasTies ? [latest(printCanonical(kind), 'e_canonical')] : []),
  ]
  const staged = hasTies
    ? `(SELECT *, ${printCanonical(kind)} AS s_canonical FROM ${stageTable(kind.name)} WHERE ${inSlice} ORDER BY k, id, version DESC, s_canonical DESC LIMIT 1 BY k)`
    : `(SELECT * FROM ${stageTable(kind.name)} WHERE ${inSlice})`
  return `${staged} AS s LEFT JOIN (
  SELECT k, ${stored.join(', ')} FROM ${recordTable(kind.name)}
  WHERE ws = {ws:UInt32} AND k IN (SELECT k FROM ${stageTable(kind.name)} WHERE ${inSlice}) GROUP BY k
) AS e ON s.k = e.k`
}

const isNew = "e_id = ''"
const isSame = '(s.id = e_id AND s.source = e_source)'
/** Torn: two contents of one version, left by a first load that named a record twice and was cut off before it settled it. */
const isTie = `(${moment('s.version')} = ${moment('e_version')} AND (s.content != e_content OR e_torn))`
const isLater = `${moment('s.version')} > ${moment('e_version')}`
const wins = (hasTies: boolean) =>
  `(${isNew} OR (${isSame} AND (${isLater}${hasTies ? ` OR (${isTie} AND (s_canonical > e_canonical OR (e_torn AND s_canonical = e_canonical)))` : ''})))`
const differs = `(${isNew} OR s.content != e_content)`

type Counts = { rows: number; keys: number; ids: number; ties: number; collisions: number; wins: number; changes: number }
/** `listed`: of few rows without ties, what facts must look at again; `noted`: what they point at. */
export type Comparison = Counts & { listed: readonly Listed[] | null; noted: readonly NotedText[] }
export type Listed = readonly [kind: string, k: string, own: number]

/** Compares a slice with what is stored. `isSmall`: few rows, whose changes are told and not only counted. */
export async function compareSlice(warehouse: Warehouse, kind: RecordKind, slice: Slice, isSmall = false): Promise<Comparison> {
  const listing = `groupArrayArrayIf(${changedBy(kind, { key: 's.k', prefix: 's.' })}, ${wins(false)} AND ${differs}) AS listed`
  const texts = notedTexts(kind, 's')
  const told = isSmall ? `, ${listing}${texts === null ? '' : `, groupUniqArrayArray(${texts}) AS noted`}` : ''
  const [row] = await warehouse.query<Record<keyof Counts, string> & { listed?: Listed[]; noted?: NotedText[] }>(
    `SELECT count() AS rows, uniqExact(s.k) AS keys, uniqExact(s.k, s.id) AS ids, countIf(NOT ${isNew} AND ${isTie}) AS ties,
  countIf(NOT ${isNew} AND NOT ${isSame}) AS collisions, countIf(${wins(false)}) AS wins, countIf(${wins(false)} AND ${differs}) AS changes${told}
FROM ${printBeside(kind, false)}`,
    { params: slice, timeoutMs: WRITE_MS, settings },
  )
  const { listed = null, noted = [], ...counts } = row!
  return { ...(Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, Number(value)])) as Counts), listed, noted }
}

/** SQL of a list of (kind, key, is it the record itself): the record, and what it pointed at and no longer does. */
function changedBy(kind: RecordKind, { key, prefix }: { key: string; prefix: string }): string {
  const own = `[(${quote(kind.name)}, ${key}, 1)]`
  const old = followedRefs(kind).map(({ name, kindSql }) => {
    const now = prefix.endsWith('.') ? `${prefix}\`${name}\`` : `${prefix}${name}`
    return `if(e_${name} != 0 AND e_${name} != ${now}, [(${kindSql}, e_${name}, 0)], [])`
  })
  return old.length === 0 ? own : `arrayConcat(${[own, ...old].join(', ')})`
}

/** Changes when several versions of one moment have to be ordered first. */
export async function countChanges(warehouse: Warehouse, kind: RecordKind, slice: Slice): Promise<number> {
  const [row] = await warehouse.query<{ n: string }>(`SELECT countIf(${wins(true)} AND ${differs}) AS n FROM ${printBeside(kind, true)}`, {
    params: slice,
    timeoutMs: WRITE_MS,
  })
  return Number(row!.n)
}

/** Lists what will change, then writes it: a run cut off in between lists too much, never too little. `isWhole`: every row wins, without ties. */
export async function takeSlice(
  warehouse: Warehouse,
  kind: RecordKind,
  slice: Slice,
  { hasTies, listed, isWhole }: { hasTies: boolean; listed: readonly Listed[] | null; isWhole: boolean },
): Promise<void> {
  if (hasTies || listed === null) await listChanges(warehouse, kind, slice, hasTies)
  else if (listed.length > 0)
    await warehouse.insertRows(
      'changed',
      listed.map(([of, k, own]) => ({ ws: slice.ws, run: slice.run, kind: of, k, own })),
    )
  const columns = recordColumns(kind).map(({ name }) => name)
  const next = isWhole
    ? 's.version'
    : `if(NOT ${isNew} AND ${moment('s.version')} = ${moment('e_version')}, e_version + if(e_version % ${TIES} = ${TIES - 1}, 0, 1), s.version)`
  await warehouse.command(
    `INSERT INTO ${recordTable(kind.name)} (${columns.map((name) => `\`${name}\``).join(', ')})
SELECT ${columns.map((name) => (name === 'version' ? next : `s.\`${name}\``)).join(', ')}
FROM ${isWhole ? `${stageTable(kind.name)} AS s WHERE ${inSlice}` : `${printBeside(kind, hasTies)} WHERE ${wins(hasTies)}`}`,
    { params: slice, settings: { ...settings, optimize_on_insert: 0 } },
  )
}

async function listChanges(warehouse: Warehouse, kind: RecordKind, slice: Slice, hasTies: boolean): Promise<void> {
  const refs = followedRefs(kind)
  const entity = refs.some(({ kindSql }) => kindSql.startsWith('multiIf')) ? ['e_entity'] : []
  const changed = ['s.k AS own_k', ...refs.flatMap(({ name }) => [`s.\`${name}\` AS s_${name}`, `e_${name}`]), ...entity]
  await warehouse.command(
    `INSERT INTO changed (ws, run, kind, k, own) SELECT {ws:UInt32}, {run:UInt64}, one.1, one.2, one.3
FROM (SELECT arrayJoin(${changedBy(kind, { key: 'own_k', prefix: 's_' })}) AS one
  FROM (SELECT ${changed.join(', ')} FROM ${printBeside(kind, hasTies)} WHERE ${wins(hasTies)} AND ${differs}))`,
    { params: slice, settings },
  )
}

/** Rows whose key is the hash of another record's id: astronomically rare, and refused. */
export async function findCollisions(warehouse: Warehouse, kind: RecordKind, slice: Slice): Promise<Collision[]> {
  const stage = stageTable(kind.name)
  const rows = await warehouse.query<{ line: string; id: string }>(
    `SELECT s.line_no AS line, s.id AS id FROM ${printBeside(kind, false)}
LEFT JOIN (SELECT k, min(id) AS first_id FROM ${stage} WHERE ${inSlice} GROUP BY k) AS f ON s.k = f.k
WHERE if(${isNew}, s.id != first_id, NOT ${isSame}) ORDER BY line LIMIT 10000`,
    { params: slice, settings },
  )
  return rows.map(({ line, id }) => ({ line: Number(line), id }))
}
