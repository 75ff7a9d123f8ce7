// Moves what was written without an offset to another time zone: local times and days stand for other instants there.
// Records that are named by such a time get their new name, and a tombstone stays under the old one.
import { recordKinds } from '../../contract/records/kinds.ts'
import type { RecordKind } from '../../contract/records/record-kind.ts'
import type { Warehouse } from '../client.ts'
import { recordColumns, recordTable, storedName } from '../records.ts'
import { plainType, printContent } from './content.ts'
import { TIES } from './read-row.ts'
import { offsetAt, toInstantMs } from './read-time.ts'
import { clearStage, markFull, openRun } from './runs.ts'
import { stageTable } from './tables.ts'

export type Rezone = { ws: number; oldZone: string; newZone: string; nowMs: number }

/**
 * How far each kind has come, kept by the caller: under which run its moved rows are staged, and are they copied. What is staged no longer
 * depends on what is there, so a copy that was cut off is made again as it was.
 */
export type RezoneJournal = {
  kinds: ReadonlyMap<string, { run: number; isCopied: boolean }>
  note(kinds: RezoneJournal['kinds']): Promise<void>
}

/** Returns how many records moved; when any did, everything has to be derived again, which the open run says. */
export async function rezoneRecords(
  warehouse: Warehouse,
  { ws, oldZone, newZone, nowMs }: Rezone,
  journal: RezoneJournal,
): Promise<number> {
  if (oldZone === newZone) return 0
  const counts: number[] = []
  for (const kind of recordKinds) counts.push(await countLocal(warehouse, kind, ws))
  const total = counts.reduce((sum, count) => sum + count, 0)
  const kinds = new Map(journal.kinds)
  if (total === 0 && kinds.size === 0) return 0
  const run = await openRun(warehouse, ws, nowMs)
  await markFull(warehouse, ws, run)
  const note = (kind: RecordKind, step: { run: number; isCopied: boolean }) => journal.note(kinds.set(kind.name, step))
  for (const [at, kind] of recordKinds.entries()) {
    const staged = kinds.get(kind.name)
    if (staged?.isCopied || (staged === undefined && counts[at] === 0)) continue
    if (staged === undefined) {
      await stageKind(warehouse, kind, { ws, oldZone, newZone, run })
      await note(kind, { run, isCopied: false })
    }
    const from = staged?.run ?? run
    await copyStaged(warehouse, kind, { ws, run: from })
    await note(kind, { run: from, isCopied: true })
    await clearStage(warehouse, ws, from, { kinds: [kind.name] })
  }
  return total
}

const timesOf = (kind: RecordKind) => kind.columns.filter(({ type }) => type === 'time').map(({ name }) => name)
const isLocal = (kind: RecordKind) =>
  timesOf(kind)
    .map((name) => `\`${name}_precision\` > 0`)
    .join(' OR ') || 'false'

async function countLocal(warehouse: Warehouse, kind: RecordKind, ws: number): Promise<number> {
  if (timesOf(kind).length === 0) return 0
  const [row] = await warehouse.query<{ n: string }>(
    `SELECT count() AS n FROM ${recordTable(kind.name)} FINAL WHERE ws = {ws:UInt32} AND (${isLocal(kind)})`,
    { params: { ws }, timeoutMs: 300_000 },
  )
  return Number(row!.n)
}

const iso = (moment: string) => `concat(replaceOne(toString(${moment}), ' ', 'T'), 'Z')`

const namesOf = (kind: RecordKind) =>
  recordColumns(kind)
    .map(({ name }) => `\`${name}\``)
    .join(', ')

async function copyStaged(warehouse: Warehouse, kind: RecordKind, params: { ws: number; run: number }): Promise<void> {
  const columns = namesOf(kind)
  await warehouse.command(
    `INSERT INTO ${recordTable(kind.name)} (${columns}) SELECT ${columns} FROM ${stageTable(kind.name)} WHERE ws = {ws:UInt32} AND run = {run:UInt64}`,
    { params, settings: { optimize_on_insert: 0 } },
  )
}

type Staging = Omit<Rezone, 'nowMs'> & { run: number }

/** Stages the new rows, and beside them tombstones under names that are no longer theirs. */
async function stageKind(warehouse: Warehouse, kind: RecordKind, { ws, oldZone, newZone, run }: Staging): Promise<void> {
  const times = timesOf(kind)
  const moved = times.map((name) => {
    const at = `\`${name}\``
    const wall = `toUnixTimestamp64Milli(${at}) + ${offsetAt(`toUnixTimestamp64Milli(assumeNotNull(${at}))`, '{oldZone:String}')} * 1000`
    return [
      `${wall} AS \`w_${name}\``,
      `if(\`${name}_precision\` = 0, ${at}, fromUnixTimestamp64Milli(${toInstantMs(`\`w_${name}\``, '{newZone:String}')}, 'UTC')) AS \`n_${name}\``,
    ] as const
  })
  const inKey = times.filter((name) => kind.key.includes(name) && kind.key[0] !== 'id')
  const newId = inKey.reduce(
    (id, name) => `replaceOne(${id}, ifNull(${iso(`\`${name}\``)}, ''), ifNull(${iso(`\`n_${name}\``)}, ''))`,
    'id',
  )
  const columns = recordColumns(kind)
  const isTime = new Set(times.map(storedName))
  const stays = `version + if(version % ${TIES} = ${TIES - 1}, 0, 1)`
  const source = `(SELECT *, ${moved.map(([, value]) => value).join(', ')}, ${newId} AS n_id
  FROM (SELECT *, ${moved.map(([wall]) => wall).join(', ')} FROM ${recordTable(kind.name)} FINAL WHERE ws = {ws:UInt32} AND (${isLocal(kind)})))`
  const named = columns.map(
    ({ name, type }) =>
      `CAST(${isTime.has(name) ? `if(gone, \`${name}\`, \`n_${name}\`)` : `\`${name}\``} AS ${plainType(type)}) AS \`o_${name}\``,
  )
  const fixed: Readonly<Record<string, string>> = {
    id: 'if(gone, id, n_id)',
    k: "cityHash64(concat(source, ':', if(gone, id, n_id)))",
    content: printContent(columns, 'o_'),
    version: `if(gone OR n_id = id, ${stays}, version)`,
    is_deleted: 'toUInt8(gone)',
  }
  const values = columns.map(({ name }) => fixed[name] ?? `\`o_${name}\``)
  await warehouse.command(
    `INSERT INTO ${stageTable(kind.name)} (run, part, line_no, ${namesOf(kind)})
SELECT {run:UInt64}, 0, 0, ${values.join(', ')} FROM (SELECT *, ${named.join(', ')} FROM (SELECT *, arrayJoin(if(n_id = id, [false], [false, true])) AS gone FROM ${source}))`,
    { params: { ws, oldZone, newZone, run }, settings: { optimize_on_insert: 0 } },
  )
}
