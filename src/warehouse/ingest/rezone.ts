// Moves what was written without an offset to another time zone: local times and days stand for other instants there.
// Records that are named by such a time get their new name, and a tombstone stays under the old one.
import { recordKinds } from '../../contract/records/kinds.ts'
import type { RecordKind } from '../../contract/records/record-kind.ts'
import type { Warehouse } from '../client.ts'
import { recordColumns, recordTable, storedName } from '../records.ts'
import { plainType, printContent } from './content.ts'
import { TIES } from './read-row.ts'
import { offsetAt, toInstantMs } from './read-time.ts'
import { markFull, openRun } from './runs.ts'

export type Rezone = { ws: number; oldZone: string; newZone: string; nowMs: number }

/** Returns how many records moved; when any did, everything has to be derived again, which the open run says. */
export async function rezoneRecords(warehouse: Warehouse, { ws, oldZone, newZone, nowMs }: Rezone): Promise<number> {
  if (oldZone === newZone) return 0
  const counts: number[] = []
  for (const kind of recordKinds) counts.push(await countLocal(warehouse, kind, ws))
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return 0
  await markFull(warehouse, ws, await openRun(warehouse, ws, nowMs))
  for (const [at, kind] of recordKinds.entries()) if (counts[at]! > 0) await moveKind(warehouse, kind, { ws, oldZone, newZone })
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

/** The new rows, and beside them tombstones under names that are no longer theirs, in one insert. */
async function moveKind(warehouse: Warehouse, kind: RecordKind, { ws, oldZone, newZone }: Omit<Rezone, 'nowMs'>): Promise<void> {
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
    `INSERT INTO ${recordTable(kind.name)} (${columns.map(({ name }) => `\`${name}\``).join(', ')})
SELECT ${values.join(', ')} FROM (SELECT *, ${named.join(', ')} FROM (SELECT *, arrayJoin(if(n_id = id, [false], [false, true])) AS gone FROM ${source}))`,
    { params: { ws, oldZone, newZone }, settings: { optimize_on_insert: 0 } },
  )
}
