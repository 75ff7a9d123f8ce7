// Keeps what is heard in transcripts (work_heard): which calls have to be listened to, because their text, their script or the ear is new,
// and what came of it. The listening itself is done by the caller.
import type { Warehouse } from '../client.ts'
import { readsAll } from './context.ts'

export type ScriptRow = { k: string; source: string; steps: string; objections: string }
export type Unheard = { k: string; source: string; script: string; transcript: string; signature: string }
export type HeardCall = Pick<Unheard, 'k' | 'signature'> & { script: string; heard: readonly string[]; quotes: readonly string[] }

/** `runs`: only what these changed; null = all. `ear`: what hearing rests on besides the call itself. */
export type Hearing = { ws: number; runs: readonly number[] | null; ear: string; version: string }

const hearing = (ws: number) => `ws = ${ws} AND kind = 'call' AND transcript != ''`
/** Few enough that listening to a page does not keep others waiting. */
export const pageRows = 500
const keysEnd = 2n ** 64n - 1n

export async function listScripts(warehouse: Warehouse, ws: number): Promise<ScriptRow[]> {
  return warehouse.query<ScriptRow>(
    `SELECT toString(k) AS k, toString(source) AS source, steps, objections FROM rec_scripts FINAL WHERE ws = ${ws} ORDER BY k`,
  )
}

const among = ({ ws, runs }: Hearing) =>
  runs === null ? '1' : `k IN (SELECT k FROM changed WHERE ws = ${ws} AND run IN (${runs.join(', ')}) AND kind = 'touches')`

/** Keys lie evenly, so equal ranges of them hold about a page of calls each: a page then reads its own range, not all that is left. */
export async function callRanges(warehouse: Warehouse, { ws, runs }: Hearing): Promise<{ after: bigint; until: bigint }[]> {
  const [row] =
    runs === null ? await warehouse.query<{ n: string }>(`SELECT count() AS n FROM rec_touches WHERE ${hearing(ws)}`, readsAll) : []
  const count = BigInt(Math.max(1, Math.ceil(Number(row?.n ?? 0) / pageRows)))
  const edge = (i: bigint) => (keysEnd * i) / count
  return Array.from({ length: Number(count) }, (_, i) => ({ after: edge(BigInt(i)), until: edge(BigInt(i) + 1n) }))
}

/** Calls with a transcript that has not been heard like this, of keys in (after, until], in pages by key. */
export async function listUnheard(warehouse: Warehouse, hear: Hearing, after: bigint, until: bigint): Promise<Unheard[]> {
  const { ws, ear } = hear
  return warehouse.query<Unheard>(
    `SELECT toString(t.k) AS k, toString(t.source) AS source, toString(t.script_id) AS script, t.transcript AS transcript, toString(t.sign) AS signature
     FROM (SELECT k, source, script_id, transcript, cityHash64(transcript, script_id, {ear:String}) AS sign FROM rec_touches FINAL WHERE ${hearing(ws)} AND k > ${after} AND k <= ${until} AND ${among(hear)}) AS t
     LEFT ANY JOIN (SELECT k, signature FROM work_heard FINAL WHERE ws = ${ws} AND k > ${after} AND k <= ${until}) AS h ON h.k = t.k
     WHERE h.signature != t.sign ORDER BY t.k LIMIT ${pageRows}`,
    { params: { ear }, ...readsAll },
  )
}

export async function writeHeard(warehouse: Warehouse, { ws, version }: Hearing, calls: readonly HeardCall[]): Promise<void> {
  await warehouse.insertRows(
    'work_heard',
    calls.map((call) => ({ ws, ...call, version, is_deleted: 0 })),
  )
}

/** Calls that have no transcript any more; all of them where no script is left to listen by. */
export async function forgetHeard(warehouse: Warehouse, hear: Hearing, hasScripts: boolean): Promise<void> {
  const { ws, version } = hear
  const left = hasScripts
    ? ` AND ${among(hear)} AND k NOT IN (SELECT k FROM rec_touches FINAL WHERE ${hearing(ws)} AND ${among(hear)})`
    : ''
  await warehouse.command(
    `INSERT INTO work_heard (ws, k, version, is_deleted) SELECT ws, k, ${version}, 1 FROM work_heard FINAL
     WHERE ws = ${ws}${left}`,
  )
}
