// People in time: which team, role and calendar each had when. One row per stretch; the first holds from 1970.
import type { Settings } from '../../contract/settings.ts'
import type { Warehouse } from '../client.ts'
import { standIns } from '../find-standing.ts'
import { calendarKeys } from './calendar-keys.ts'
import { replaceRows } from './replace-rows.ts'
import { roleSql } from './role-sql.ts'

type Person = { k: string; team: string; role: string; hired_at: string | null; left_at: string | null }
type Team = { k: string; parent: string }
/** Milliseconds. */
type Membership = { person: string; team: string; from: number; to: number | null }

const SELLING = new Set(['seller', 'caller', 'account'])
const NONE = '0'

/** Writes person_spans of a workspace anew. */
export async function writePeople(
  warehouse: Warehouse,
  given: { ws: number; settings: Pick<Settings, 'calendars' | 'people'>; version: string },
): Promise<void> {
  const { ws, settings, version } = given
  const people = await warehouse.query<Person>(
    `SELECT k, team_id AS team, ${roleSql(settings.people)} AS role, hired_at, left_at FROM rec_people FINAL WHERE ws = ${ws} AND k NOT IN ${standIns(ws)}`,
  )
  const teams = await warehouse.query<Team>(`SELECT k, parent_id AS parent FROM rec_teams FINAL WHERE ws = ${ws}`)
  const memberships = await warehouse.query<{ person: string; team: string; from: string; to: string | null }>(
    `SELECT if(h_head != 0, h_head, person_id) AS person, team_id AS team, toUnixTimestamp64Milli(\`from\`) AS \`from\`, toUnixTimestamp64Milli(\`to\`) AS \`to\`
     FROM (SELECT * FROM rec_memberships FINAL WHERE ws = ${ws}) AS m
     LEFT ANY JOIN (SELECT k AS h_k, head AS h_head FROM identity_heads FINAL WHERE ws = ${ws} AND kind = 'people') AS h ON h_k = m.person_id ORDER BY person, \`from\`, k`,
  )
  const calendarOf = await teamCalendars(warehouse, ws, settings)
  const parents = new Map(teams.map(({ k, parent }) => [k, parent]))
  const theirs = Map.groupBy(memberships, ({ person }) => person)
  const rows = people.flatMap((person) => {
    const own = theirs.get(person.k)?.map((one) => ({ ...one, from: Number(one.from), to: one.to === null ? null : Number(one.to) }))
    return teamsInTime(own, person.team).map(({ from, team }) => {
      const line = lineUp(team, parents)
      return {
        person: person.k,
        from_at: new Date(from).toISOString(),
        team,
        teams: line,
        role: person.role || 'seller',
        selling: SELLING.has(person.role || 'seller'),
        calendar: calendarOf(line),
        hired_at: person.hired_at,
        left_at: person.left_at,
      }
    })
  })
  await replaceRows(warehouse, { table: 'person_spans', ws, keys: ['person', 'from_at'], version }, rows)
}

/** Key of the calendar of the nearest team that has one of its own, else of the workspace. */
async function teamCalendars(warehouse: Warehouse, ws: number, settings: Pick<Settings, 'calendars'>) {
  const keys = await calendarKeys(warehouse, ws, settings)
  const rows = await warehouse.query<{ k: string; team: string }>(
    'SELECT cityHash64(team) AS k, team FROM (SELECT arrayJoin({teams:Array(String)}) AS team)',
    { params: { teams: [...keys.keys()] } },
  )
  const own = new Map(rows.filter(({ team }) => team !== '').map(({ k, team }) => [k, keys.get(team) ?? NONE]))
  const workspace = keys.get('') ?? NONE
  return (line: readonly string[]) => {
    const nearest = line.find((team) => own.has(team))
    return nearest === undefined ? workspace : (own.get(nearest) ?? workspace)
  }
}

/** The team and all above it, nearest first; a circle is left at its second visit. */
export function lineUp(team: string, parents: ReadonlyMap<string, string>): string[] {
  const line: string[] = []
  for (let at = team; at !== NONE && at !== undefined && !line.includes(at); at = parents.get(at) ?? NONE) line.push(at)
  return line
}

/** Teams in time from memberships, the latest begun one that still holds; without any the person's own team for all time. */
export function teamsInTime(memberships: readonly Membership[] | undefined, team: string): { from: number; team: string }[] {
  if (memberships === undefined || memberships.length === 0) return [{ from: 0, team }]
  const moments = [...new Set([0, ...memberships.flatMap(({ from, to }) => (to === null ? [from] : [from, to]))])]
  const spans: { from: number; team: string }[] = []
  for (const moment of moments.toSorted((a, b) => a - b)) {
    const held = memberships.filter(({ from, to }) => from <= moment && (to === null || to > moment))
    const latest = held.reduce<Membership | undefined>((best, one) => (best === undefined || one.from >= best.from ? one : best), undefined)
    const now = latest?.team ?? NONE
    if (spans.at(-1)?.team !== now) spans.push({ from: moment, team: now })
  }
  return spans
}
