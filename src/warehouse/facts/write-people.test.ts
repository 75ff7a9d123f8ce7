import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { givenFor, openRecordHouse, type RecordHouse } from '../../../test/shared/record-house.ts'
import { calendarKeys } from './calendar-keys.ts'
import { lineUp, teamsInTime, writePeople } from './write-people.ts'

let house: RecordHouse
beforeAll(async () => {
  house = await openRecordHouse()
})
afterAll(() => house.stop())

const ids = ['crm:ann', 'crm:bob', 'crm:head', 'crm:a', 'crm:b', 'crm:top', 'crm:x', 'crm:y', 'crm:ghost']

/** Spans of a workspace, keys written as names. */
async function spansOf(ws: number, calendars: readonly Record<string, unknown>[] = [{}]) {
  const names = await house.names(ids)
  const keys = await calendarKeys(house.warehouse, ws, givenFor(ws, { calendars }).settings)
  const calendar = new Map([...keys].map(([team, key]) => [key, team]))
  const rows = await house.warehouse.query<Record<string, string> & { teams: string[]; selling: boolean }>(
    `SELECT person, formatDateTime(from_at, '%Y-%m-%d %H:%i', 'Europe/Kyiv') AS since, team, teams, role, selling, calendar FROM person_spans FINAL WHERE ws = ${ws} ORDER BY person, from_at`,
  )
  return rows.map((row) => ({
    person: names.get(row.person!),
    since: row.since,
    line: row.teams.map((team) => names.get(team)).join(' < '),
    team: names.get(row.team!),
    role: row.selling ? row.role : `(${row.role})`,
    calendar: calendar.get(row.calendar!),
  }))
}

test('without memberships the team of the person holds for all time, with all teams above it', async () => {
  await house.take(1, {
    people: [
      { id: 'ann', name: 'Ann', team_id: 'a' },
      { id: 'head', name: 'Head', role: 'head' },
      { id: 'bob', name: 'Bob', team_id: 'ghost', role: 'caller' },
    ],
    teams: [
      { id: 'a', name: 'A', parent_id: 'top' },
      { id: 'top', name: 'Top' },
    ],
  })
  await writePeople(house.warehouse, givenFor(1))
  expect(await spansOf(1)).toEqual(
    expect.arrayContaining([
      { person: 'crm:ann', since: '1970-01-01 03:00', team: 'crm:a', line: 'crm:a < crm:top', role: 'seller', calendar: '' },
      { person: 'crm:head', since: '1970-01-01 03:00', team: '-', line: '', role: '(head)', calendar: '' },
      { person: 'crm:bob', since: '1970-01-01 03:00', team: 'crm:ghost', line: 'crm:ghost', role: 'caller', calendar: '' },
    ]),
  )
})

test('memberships move a person between teams, each with the calendar of the nearest team that has one', async () => {
  const calendars = [{}, { team_id: 'crm:top' }, { team_id: 'crm:b' }]
  await house.take(2, {
    people: [{ id: 'ann', name: 'Ann', team_id: 'x' }],
    teams: [
      { id: 'a', name: 'A', parent_id: 'top' },
      { id: 'b', name: 'B', parent_id: 'top' },
      { id: 'top', name: 'Top' },
    ],
    memberships: [
      { person_id: 'ann', team_id: 'a', from: '2024-01-01', to: '2024-06-01' },
      { person_id: 'ann', team_id: 'b', from: '2024-05-01T12:00:00' },
    ],
  })
  await writePeople(house.warehouse, givenFor(2, { calendars }))
  expect((await spansOf(2, calendars)).map(({ since, team, calendar }) => ({ since, team, calendar }))).toEqual([
    { since: '1970-01-01 03:00', team: '-', calendar: '' },
    { since: '2024-01-01 00:00', team: 'crm:a', calendar: 'crm:top' },
    { since: '2024-05-01 12:00', team: 'crm:b', calendar: 'crm:b' },
  ])
})

test('what is gone is struck out the next time', async () => {
  await house.take(3, {
    people: [
      { id: 'ann', name: 'Ann' },
      { id: 'bob', name: 'Bob' },
    ],
  })
  await writePeople(house.warehouse, givenFor(3, {}, '16'))
  await house.take(3, { people: [{ id: 'bob', name: 'Bob', deleted: true, updated_at: '2026-05-01' }] })
  await writePeople(house.warehouse, givenFor(3, {}, '32'))
  expect((await spansOf(3)).map(({ person }) => person)).toEqual(['crm:ann'])
})

test('teams that are above one another in a circle end the line', async () => {
  await house.take(4, {
    people: [{ id: 'ann', name: 'Ann', team_id: 'x' }],
    teams: [
      { id: 'x', name: 'X', parent_id: 'y' },
      { id: 'y', name: 'Y', parent_id: 'x' },
    ],
  })
  await writePeople(house.warehouse, givenFor(4))
  expect(await spansOf(4)).toMatchObject([{ line: 'crm:x < crm:y' }])
  expect(lineUp('1', new Map([['1', '1']]))).toEqual(['1'])
})

describe('teams in time', () => {
  const holds = (from: number, to: number | null, team: string) => ({ person: '1', team, from, to })

  test('the latest begun membership wins; when it ends the earlier one holds again', () => {
    expect(teamsInTime([holds(10, null, '1'), holds(20, 30, '2')], '9')).toEqual([
      { from: 0, team: '0' },
      { from: 10, team: '1' },
      { from: 20, team: '2' },
      { from: 30, team: '1' },
    ])
  })

  test('at any moment the team is that of the latest begun membership that holds, and no span repeats the one before', () => {
    const membership = fc.record({
      from: fc.integer({ min: 0, max: 30 }),
      length: fc.option(fc.integer({ min: 1, max: 20 })),
      team: fc.integer({ min: 1, max: 3 }),
    })
    const property = fc.property(fc.array(membership, { minLength: 1, maxLength: 6 }), fc.integer({ min: 0, max: 60 }), (given, moment) => {
      const list = given
        .map(({ from, length, team }) => holds(from, length === null ? null : from + length, String(team)))
        .toSorted((a, b) => a.from - b.from)
      const spans = teamsInTime(list, '9')
      expect(spans.every(({ from, team }, i) => i === 0 || (spans[i - 1]!.from < from && spans[i - 1]!.team !== team))).toBe(true)
      const held = list.filter(({ from, to }) => from <= moment && (to === null || moment < to))
      expect(spans.findLast(({ from }) => from <= moment)?.team).toBe(held.at(-1)?.team ?? '0')
    })
    fc.assert(property, { seed: 7, numRuns: 300 })
  })
})
