// Takes one table of a file, or the records of one kind from a request, into the warehouse. Can be repeated and cut off
// anywhere: the same rows lead to the same state.
import type { RawTable } from '../../contract/raw-table.ts'
import { findRecordKind } from '../../contract/records/kinds.ts'
import type { RecordKind } from '../../contract/records/record-kind.ts'
import type { Warehouse } from '../client.ts'
import { recordTable } from '../records.ts'
import { areIdsKept, noteIds, noteTexts } from './note-ids.ts'
import type { ReadTo } from './read-row.ts'
import { clearStage, markFull } from './runs.ts'
import { PROBLEMS_MAX, type Sent, sendRows, type Target } from './send-rows.ts'
import { stageTable } from './tables.ts'
import { compareSlice, countChanges, findCollisions, slicesOf, takeSlice } from './take-in.ts'

/** One thing wrong with one row; a row may have several. `id` is the record's, '' when it could not be read. */
export type Problem = { line: number; column: string; value: string; reason: string; id: string }

export type TableResult = {
  rows: number
  /** Records that are new or differ from what was there. */
  accepted: number
  /** Good rows that changed nothing: the same again, or an older version. */
  unchanged: number
  /** Rows not taken in. */
  quarantined: number
  /** What is wrong with them, the first PROBLEMS_MAX. */
  problems: Problem[]
  /** Those of `waiting` that were taken in. */
  released: string[]
}

export type IngestOptions = {
  /** Only says what would happen; the staged rows stay for `readStaged` until clearStage. */
  isDryRun?: boolean
  /** Ids of this kind that stand in the quarantine. */
  waiting?: readonly string[]
  /** Resolves when the run is listed, before which no record may be written. */
  listed?: Promise<void>
  onRows?: (rows: number) => void
}

/** From this many rows on, the first records of a source and kind go straight to their table. */
const DIRECT_ROWS = 50_000

/** A request of this many rows at most is over before its staging would be emptied. */
const FEW_ROWS = 1000

export async function ingestTable(
  warehouse: Warehouse,
  target: Target,
  { run, part = 0 }: { run: number; part?: number },
  table: RawTable,
  options: IngestOptions = {},
): Promise<TableResult> {
  const kind = findRecordKind(table.kind)
  if (kind === undefined) throw new Error(`No such kind of record: ${table.kind}`)
  const work: Work = { warehouse, target, run, part, table, kind, options }
  const isFirst = options.isDryRun !== true && table.rows >= DIRECT_ROWS && areIdsKept(kind) && !(await hasRecords(work))
  return isFirst ? ingestDirectly(work) : ingestStaged(work)
}

type Work = { warehouse: Warehouse; target: Target; run: number; part: number; table: RawTable; kind: RecordKind; options: IngestOptions }

const ofRun = 'ws = {ws:UInt32} AND run = {run:UInt64} AND part = {part:UInt32}'
const params = ({ target, run, part }: Work) => ({ ws: target.ws, run, part })

async function hasRecords({ warehouse, target, kind }: Work): Promise<boolean> {
  const sql = `SELECT 1 FROM ${recordTable(kind.name)} WHERE ws = {ws:UInt32} AND source = {source:String} LIMIT 1`
  return (await warehouse.query(sql, { params: { ws: target.ws, source: target.source } })).length > 0
}

async function ingestStaged(work: Work): Promise<TableResult> {
  const { warehouse, target, run, kind, options } = work
  const sent = await send(work, 'stage')
  const isSmall = sent.rows <= FEW_ROWS
  const whole = { ...params(work), ...slicesOf(1)[0]! }
  // Of few rows the comparison costs less than to wait for how many there are.
  const [staged, early] = await Promise.all([countStaged(work), isSmall ? compareSlice(warehouse, kind, whole, true) : null])
  await options.listed
  const note = async () => {
    if (early !== null && (await noteTexts(warehouse, target.ws, early.noted))) return
    await noteIds(warehouse, kind, stageTable(kind.name), `${ofRun} AND empty(problems)`, params(work), { isSmall })
  }
  const noting = isSmall && options.isDryRun !== true ? note() : null
  void Promise.allSettled([noting])
  let accepted = 0
  let collided: Problem[] = []
  for (const range of staged.good === 0 ? [] : slicesOf(staged.good)) {
    const slice = { ...params(work), ...range }
    const seen = early ?? (await compareSlice(warehouse, kind, slice))
    const hasTies = seen.keys < seen.rows || seen.ties > 0
    accepted += hasTies ? await countChanges(warehouse, kind, slice) : seen.changes
    if (seen.collisions > 0 || seen.ids > seen.keys) {
      const found = await findCollisions(warehouse, kind, slice)
      collided = [...collided, ...found.map(({ line, id }) => ({ line, id, column: 'id', value: id, reason: COLLISION }))]
    }
    if (options.isDryRun !== true && (hasTies || seen.wins > 0))
      await takeSlice(warehouse, kind, slice, { hasTies, listed: seen.listed, isWhole: !hasTies && seen.wins === seen.rows })
  }
  const problems = [...sent.broken.map(toProblem), ...(staged.bad > 0 ? await readProblems(work) : []), ...collided]
  const released = await findReleased(work, stageTable(kind.name), `${ofRun} AND empty(problems)`)
  if (options.isDryRun !== true) {
    await (noting ?? note())
    await clearStage(warehouse, target.ws, run, { kinds: [kind.name], isSmall })
  }
  const quarantined = sent.brokenCount + staged.bad + collided.length
  return {
    rows: sent.rows,
    accepted,
    unchanged: sent.rows - accepted - quarantined,
    quarantined,
    problems: problems.sort((a, b) => a.line - b.line).slice(0, PROBLEMS_MAX),
    released,
  }
}

const COLLISION = 'the hash of this id is that of another id'

/** The first records of a source and kind: no version to compare with, unless the file names a record twice. */
async function ingestDirectly(work: Work): Promise<TableResult> {
  const { warehouse, target, run, kind } = work
  await work.options.listed
  await markFull(warehouse, target.ws, run)
  const sent = await warehouse.withoutMerges(recordTable(kind.name), () => send(work, 'records'))
  const there = await countDirect(work)
  const isOnce = there.rows === there.keys
  const bad = isOnce && there.rows + sent.brokenCount < sent.rows ? await stageBad(work) : 0
  if (!isOnce || there.rows + sent.brokenCount + bad !== sent.rows) {
    // What was written is compared like anything else that is there, and settled.
    await forgetStaged(work)
    const again = await ingestStaged(work)
    const { keys } = await countDirect(work)
    return { ...again, accepted: keys, unchanged: again.rows - keys - again.quarantined }
  }
  const problems = [...sent.broken.map(toProblem), ...(bad > 0 ? await readProblems(work) : [])]
  if (bad > 0) await clearStage(warehouse, target.ws, run, { kinds: [kind.name] })
  const where = 'ws = {ws:UInt32} AND source = {source:String}'
  await noteIds(warehouse, kind, recordTable(kind.name), where, { ws: target.ws, source: target.source })
  return {
    rows: sent.rows,
    accepted: there.rows,
    unchanged: 0,
    quarantined: sent.brokenCount + bad,
    problems: problems.sort((a, b) => a.line - b.line).slice(0, PROBLEMS_MAX),
    released: await findReleased(work, recordTable(kind.name), where),
  }
}

/** Reads the table again for the rows that were left out. */
async function stageBad(work: Work): Promise<number> {
  await send(work, 'stage-bad')
  return (await countStaged(work)).bad
}

/** A part of its own, for rows staged a second time: the first ones are removed only in the background. */
async function forgetStaged(work: Work): Promise<void> {
  await clearStage(work.warehouse, work.target.ws, work.run, { kinds: [work.kind.name] })
  work.part += SECOND_PART
}

const SECOND_PART = 1_000_000

async function countDirect({ warehouse, target, kind, table }: Work): Promise<{ rows: number; keys: number }> {
  const counted = { rows: 0, keys: 0 }
  for (const range of slicesOf(table.rows, COUNTED_ROWS)) {
    const [row] = await warehouse.query<{ rows: string; keys: string }>(
      `SELECT count() AS rows, uniqExact(k) AS keys FROM ${recordTable(kind.name)}
WHERE ws = {ws:UInt32} AND source = {source:String} AND k BETWEEN {lo:UInt64} AND {hi:UInt64}`,
      { params: { ws: target.ws, source: target.source, ...range }, timeoutMs: 300_000 },
    )
    counted.rows += Number(row!.rows)
    counted.keys += Number(row!.keys)
  }
  return counted
}

const COUNTED_ROWS = 2_000_000

async function send({ warehouse, target, run, part, table, options }: Work, to: ReadTo): Promise<Sent> {
  return sendRows(warehouse, target, { run, part }, table, to, options.onRows ?? (() => undefined))
}

async function countStaged(work: Work): Promise<{ good: number; bad: number }> {
  const [row] = await work.warehouse.query<{ good: string; bad: string }>(
    `SELECT countIf(empty(problems)) AS good, countIf(notEmpty(problems)) AS bad FROM ${stageTable(work.kind.name)} WHERE ${ofRun}`,
    { params: params(work) },
  )
  return { good: Number(row!.good), bad: Number(row!.bad) }
}

async function readProblems(work: Work): Promise<Problem[]> {
  const rows = await work.warehouse.query<Omit<Problem, 'line'> & { line: string }>(
    `SELECT line_no AS line, one.1 AS column, one.2 AS value, one.3 AS reason, id FROM ${stageTable(work.kind.name)}
ARRAY JOIN problems AS one WHERE ${ofRun} ORDER BY line LIMIT ${PROBLEMS_MAX}`,
    { params: params(work) },
  )
  return rows.map((row) => ({ ...row, line: Number(row.line) }))
}

const toProblem = ({ line, break: { column, value, reason } }: Sent['broken'][number]): Problem => ({ line, column, value, reason, id: '' })

const IDS_AT_ONCE = 5_000

async function findReleased(work: Work, table: string, where: string): Promise<string[]> {
  const { warehouse, target, options } = work
  const waiting = options.waiting ?? []
  const found: string[] = []
  for (let start = 0; start < waiting.length; start += IDS_AT_ONCE) {
    const ids = waiting.slice(start, start + IDS_AT_ONCE)
    const given = { ...params(work), source: target.source, ids }
    const rows = await warehouse.query<{ id: string }>(`SELECT DISTINCT id FROM ${table} WHERE ${where} AND id IN {ids:Array(String)}`, {
      params: given,
    })
    found.push(...rows.map(({ id }) => id))
  }
  return found
}
