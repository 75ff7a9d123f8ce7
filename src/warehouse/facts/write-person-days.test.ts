import { afterAll, beforeAll, expect, test } from 'vitest'
import { givenFor, openRecordHouse, type RecordHouse } from '../../../test/shared/record-house.ts'
import { writeCalendars } from './write-calendars.ts'
import { writePeople } from './write-people.ts'

let house: RecordHouse
beforeAll(async () => {
  house = await openRecordHouse('cluster')
})
afterAll(() => house.stop())

const evening = { team_id: 'crm:evening', hours: { fri: [['18:00', '22:00']], sat: [['18:00', '24:00']] } }
const calendars = [{}, evening]

/** Days of March 2026 on which Ann works, as numbers. 1 March is a Sunday. */
async function march(ws: number, records: Record<string, readonly unknown[]>, version = '16'): Promise<number[]> {
  await house.take(ws, records)
  const given = givenFor(ws, { calendars }, version)
  await writePeople(house.warehouse, given)
  await writeCalendars(house.warehouse, given)
  const rows = await house.warehouse.query<{ d: number }>(
    `SELECT toDayOfMonth(day) AS d FROM person_days FINAL WHERE ws = ${ws} AND person = cityHash64('crm:ann') AND day >= '2026-03-01' AND day < '2026-04-01' ORDER BY day`,
  )
  return rows.map(({ d }) => d)
}

const ann = (more: object = {}) => ({ people: [{ id: 'ann', name: 'Ann', ...more }] })
const away = (from: string, to: string, kind = 'vacation') => ({ person_id: 'ann', from, to, kind })
const weekdays = [2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16, 17, 18, 19, 20, 23, 24, 25, 26, 27, 30, 31]
const without = (...days: number[]) => weekdays.filter((day) => !days.includes(day))

test('a person works on the working days of the calendar between the day hired and the day left', async () => {
  expect(await march(1, ann())).toEqual(weekdays)
  expect(await march(2, ann({ hired_at: '2026-03-04', left_at: '2026-03-11' }))).toEqual([4, 5, 6, 9, 10])
})

test('absences take days away, whole ones and those half or more of whose hours they cover', async () => {
  expect(await march(3, { ...ann(), attendance: [away('2026-03-05', '2026-03-10'), away('2026-03-12', '2026-03-13', 'sick')] })).toEqual(
    without(5, 6, 9, 12),
  )
  const parts = [
    away('2026-03-03T09:00', '2026-03-03T13:00'),
    away('2026-03-04T09:00', '2026-03-04T14:00'),
    away('2026-03-10T18:00', '2026-03-11T09:30'),
    away('2026-03-16T09:00', '2026-03-16T11:30'),
    away('2026-03-16T16:00', '2026-03-16T18:00', 'training'),
  ]
  expect(await march(4, { ...ann(), attendance: parts })).toEqual(without(4, 16))
})

test('a shift adds its day, also over midnight; an absence goes before a shift', async () => {
  const shifts = [
    away('2026-03-07T20:00', '2026-03-08T08:00', 'shift'),
    away('2026-03-21', '2026-03-22', 'shift'),
    away('2026-03-28', '2026-03-30', 'shift'),
  ]
  expect(await march(5, { ...ann(), attendance: shifts })).toEqual([...weekdays, 7, 21, 28, 29].toSorted((a, b) => a - b))
  expect(await march(6, { ...ann(), attendance: [...shifts, away('2026-03-28T08:00', '2026-03-29', 'sick')] })).toEqual(
    [...weekdays, 7, 21, 29].toSorted((a, b) => a - b),
  )
})

test('a change of team changes the calendar from that day on', async () => {
  const memberships = [{ person_id: 'ann', team_id: 'evening', from: '2026-03-13T15:00', to: '2026-03-28' }]
  expect(await march(7, { ...ann(), teams: [{ id: 'evening', name: 'Evening' }], memberships })).toEqual([
    2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 14, 20, 21, 27, 30, 31,
  ])
})

test('days that are no longer worked are struck out the next time', async () => {
  expect(await march(8, ann(), '16')).toEqual(weekdays)
  expect(await march(8, { attendance: [away('2026-03-02', '2026-03-28')] }, '32')).toEqual([30, 31])
})
