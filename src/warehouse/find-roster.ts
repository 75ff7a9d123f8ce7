// Who sells, and who works on a day: by calendar, shifts and absences.
import type { Warehouse } from './client.ts'

/** `attendance`: work, off, or the kind of what is entered for the day. */
export type RosterRow = { person: string; attendance: string; worksOn: readonly string[] }

type Ask = { ws: number; timezone: string; day: string; at: string; days: readonly string[] }

/** Selling people with the company at a moment; of `days` those they work on. */
export async function findRoster(warehouse: Warehouse, { ws, timezone, day, at, days }: Ask): Promise<RosterRow[]> {
  const rows = await warehouse.query<{ person: string; entered: string; works: string[] }>(
    `SELECT toString(p.person) AS person, a.kind AS entered, w.days AS works
     FROM (
       SELECT person, argMax(selling, from_at) AS selling, any(hired_at) AS hired, any(left_at) AS gone FROM person_spans FINAL
       WHERE ws = {ws:UInt32} AND from_at <= parseDateTime64BestEffort({at:String}, 3, 'UTC') GROUP BY person
     ) AS p
     LEFT JOIN (
       SELECT person_id AS person, argMax(toString(kind), (kind != 'shift', updated_at)) AS kind FROM rec_attendance FINAL
       WHERE ws = {ws:UInt32} AND toDate32(toTimeZone(\`from\`, {timezone:String})) <= {day:Date32} AND \`to\` > toDateTime64({day:Date32}, 3, {timezone:String})
       GROUP BY person
     ) AS a ON a.person = p.person
     LEFT JOIN (
       SELECT person, groupArray(toString(day)) AS days FROM person_days FINAL WHERE ws = {ws:UInt32} AND has({days:Array(String)}, toString(day)) GROUP BY person
     ) AS w ON w.person = p.person
     WHERE p.selling AND (p.hired IS NULL OR p.hired <= parseDateTime64BestEffort({at:String}, 3, 'UTC')) AND (p.gone IS NULL OR p.gone > parseDateTime64BestEffort({at:String}, 3, 'UTC'))
     ORDER BY p.person`,
    { params: { ws, timezone, day, at, days: [...days] } },
  )
  return rows.map(({ person, entered, works }) => {
    const isThere = works.includes(day)
    // Half a day away is still a day of work.
    return {
      person,
      attendance: isThere ? (entered === 'shift' ? 'shift' : 'work') : entered === '' || entered === 'shift' ? 'off' : entered,
      worksOn: works,
    }
  })
}

/** Role of everybody who was with the company between two moments, by key: the last one held before the second. */
export async function findRoles(
  warehouse: Warehouse,
  ws: number,
  { from, to }: { from: string; to: string },
): Promise<Map<string, string>> {
  const rows = await warehouse.query<{ person: string; role: string }>(
    `SELECT toString(person) AS person, toString(argMax(role, from_at)) AS role FROM person_spans FINAL
     WHERE ws = {ws:UInt32} AND from_at < parseDateTime64BestEffort({to:String}, 3, 'UTC')
       AND (hired_at IS NULL OR hired_at < parseDateTime64BestEffort({to:String}, 3, 'UTC')) AND (left_at IS NULL OR left_at > parseDateTime64BestEffort({from:String}, 3, 'UTC'))
     GROUP BY person ORDER BY person`,
    { params: { ws, from, to } },
  )
  return new Map(rows.map(({ person, role }) => [person, role]))
}
