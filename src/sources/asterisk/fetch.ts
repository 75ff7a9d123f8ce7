// Fetches call detail records from the database Asterisk writes them to, by the time calls began. A call is read whole or not at all: its
// rows may begin hours apart.
import { AppError } from '../../contract/errors.ts'
import type { Clock } from '../http-client.ts'
import type { Answer, Fetch, LinkOf, OpenGiven, ReadRows } from '../source.ts'
import { readPlace } from '../tables/read-place.ts'
import { walkBack } from '../walk-back.ts'
import { toText, type Values } from '../wire-values.ts'

const HOUR_S = 3600
const DAY_S = 24 * HOUR_S
/** So long after its first row a call may still have others. */
const CALL_S = 2 * HOUR_S
const SILENCE_S = 120 * DAY_S

export type CdrDoor = { clock: Clock; read: (from: string, until: string, rowsMax?: number) => Promise<Values[]>; name: string }

/** `mysql://host/asteriskcdrdb`, with `?table=` where it is not called cdr. */
function openCdr({ address, token, clock, readRows }: OpenGiven): CdrDoor {
  const [database = '', table = 'cdr'] = address.split('?table=')
  const place = readPlace(database, token)
  if (place.engine !== 'mysql' && place.engine !== 'postgresql')
    throw new AppError('bad_input', 'This is no database of calls.', {
      path: 'address',
      hint: 'Write it like mysql://pbx.example/asteriskcdrdb.',
    })
  if (readRows === undefined) throw new AppError('bad_usage', 'Databases are read by the warehouse only.', { path: 'address' })
  const ask: Parameters<ReadRows>[0] = { place, table, column: 'calldate' }
  return {
    clock,
    name: `${place.database}.${table}`,
    read: (from, until, rowsMax) => readRows({ ...ask, from, until, ...(rowsMax === undefined ? {} : { rowsMax }) }),
  }
}

/** TRICKY (Asterisk): calldate is in the zone of its server, which nobody tells; a day of overlap covers every zone. */
const momentOf = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')

const callOf = (row: Values) => toText(row.linkedid) ?? toText(row.uniqueid) ?? JSON.stringify(row)
const startOf = (row: Values) => (toText(row.calldate) ?? '').replace('T', ' ')

async function readWindow({ read }: CdrDoor, from: number, to: number): Promise<{ answers: Answer[]; rows: number }> {
  const [begin, end] = [momentOf(from), momentOf(to)]
  const rows = await read(momentOf(from - CALL_S), momentOf(to + CALL_S))
  const calls = [...Map.groupBy(rows, callOf).values()]
  const own = calls.filter((legs) => {
    const first = legs.map(startOf).toSorted()[0]!
    return first >= begin && first < end
  })
  const body = own.flat()
  return { answers: body.length === 0 ? [] : [{ file: `cdr ${begin}`, line: 1, path: null, body }], rows: body.length }
}

const fetchCdr: Fetch<CdrDoor> = async function* fetchCdr(door, state, since) {
  const nowS = Math.floor(door.clock.now() / 1000)
  const walk = { state, since, nowS, windowS: 14 * DAY_S, overlapS: DAY_S, silenceS: SILENCE_S }
  yield* walkBack(walk, (from, to) => readWindow(door, from, to))
}

export const cdrLink: LinkOf<CdrDoor> = {
  readAddress: (written) => written.trim(),
  open: openCdr,
  check: async (door) => {
    const [row] = await door.read('1970-01-01 00:00:00', '2100-01-01 00:00:00', 1)
    const missing = row === undefined ? [] : ['calldate', 'src', 'dst', 'disposition', 'billsec'].filter((column) => !(column in row))
    if (missing.length > 0)
      throw new AppError('source_unavailable', `${door.name} has no ${missing.join(', ')}: it holds no call detail records.`)
    return { name: door.name, currency: null }
  },
  fetch: fetchCdr,
  rights: async () => [{ kind: 'touches', may: true }],
}
