// The reference cases of business time: by the pure function and through the dictionary of each twin.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Calendar, calendar, WEEKDAYS } from '../../src/contract/calendar.ts'
import { businessSeconds, businessSpans } from '../../src/kpi/calendar/business-spans.ts'
import { dayNumber, workCalendar } from '../../src/kpi/calendar/working-hours.ts'
import { businessClock as businessClockSql } from '../../src/kpi/expression/clocks.ts'
import { name } from '../../src/kpi/sql/nodes.ts'
import { printSql } from '../../src/kpi/sql/print.ts'
import { calendarKeys } from '../../src/warehouse/facts/calendar-keys.ts'
import { writeCalendars } from '../../src/warehouse/facts/write-calendars.ts'
import { hasReferenceData, readReference } from '../reference-data.ts'
import { givenFor, openRecordHouse, type RecordHouse } from '../shared/record-house.ts'
import type { TwinKind } from '../shared/warehouse-twins.ts'

type Case = {
  name: string
  zone: string
  start_utc: string
  end_utc: string
  hours: [string, string][]
  weekdays_mon0: number[]
  holidays: string[]
  extra_working_days: string[]
  working_minutes: number
}

const cases: readonly Case[] = hasReferenceData ? JSON.parse(readReference('calendar/business-time.json')) : []

const settingOf = (one: Case): Partial<Calendar> => ({
  hours: Object.fromEntries(one.weekdays_mon0.map((weekday) => [WEEKDAYS[weekday], one.hours])),
  days_off: one.holidays,
  extra_working_days: one.extra_working_days,
})

describe.runIf(hasReferenceData)('reference cases', () => {
  test.each(cases)('$name', (one) => {
    const range = { from: dayNumber('2009-01-01'), to: dayNumber('2026-01-01') }
    const spans = businessSpans(workCalendar(calendar.parse(settingOf(one))), one.zone, range)
    expect(businessSeconds(spans, Date.parse(one.start_utc) / 1000, Date.parse(one.end_utc) / 1000) / 60).toBe(one.working_minutes)
  })
})

const clockSql = (calendarColumn: string, moment: string) => printSql(businessClockSql(name(calendarColumn), name(moment)))

describe.each<TwinKind>(['embedded', 'server', 'cluster'])('through the dictionary of the %s', (kind) => {
  let house: RecordHouse
  beforeAll(async () => {
    house = await openRecordHouse(kind)
  })
  afterAll(() => house.stop())

  const elapsed = async (ws: number, team: string, start: string, end: string) => {
    const rows = await house.warehouse.query<{ s: number }>(
      `SELECT ${clockSql('calendar', 'ended')} - ${clockSql('calendar', 'started')} AS s FROM (SELECT cityHash64({ws:UInt32}, {team:String}) AS calendar,
         parseDateTime64BestEffort({start:String}, 3, 'UTC') AS started, parseDateTime64BestEffort({end:String}, 3, 'UTC') AS ended)`,
      { params: { ws, team, start, end } },
    )
    return rows[0]?.s
  }

  test.runIf(hasReferenceData)('the reference cases come out exactly', async () => {
    const minutes: Record<string, number> = {}
    const zones = [...new Set(cases.map(({ zone }) => zone))]
    for (const [i, zone] of zones.entries()) {
      const here = cases.filter((one) => one.zone === zone)
      await house.take(i + 1, { leads: here.map((one) => ({ id: one.name, created_at: one.start_utc })) })
      const calendars = [{}, ...here.map((one) => ({ team_id: one.name, ...settingOf(one) }))]
      await writeCalendars(house.warehouse, givenFor(i + 1, { timezone: zone, calendars }))
      for (const one of here)
        minutes[one.name] = Math.max(0, (await elapsed(i + 1, one.name, one.start_utc, one.end_utc)) ?? Number.NaN) / 60
    }
    expect(minutes).toEqual(Object.fromEntries(cases.map((one) => [one.name, one.working_minutes])))
  })

  test('a team has its own hours, a workspace nothing of another one', async () => {
    const team = { team_id: 'crm:night', hours: { tue: [['20:00', '24:00']], wed: [['00:00', '04:00']] } }
    await writeCalendars(house.warehouse, givenFor(51, { timezone: 'UTC', calendars: [{}, team] }))
    await writeCalendars(house.warehouse, givenFor(52, { timezone: 'UTC', calendars: [{ hours: {} }] }))
    const week = ['2026-05-04T00:00:00Z', '2026-05-11T00:00:00Z'] as const
    expect(await elapsed(51, '', ...week)).toBe(45 * 3600)
    expect(await elapsed(51, 'crm:night', ...week)).toBe(8 * 3600)
    expect(await elapsed(52, '', ...week)).toBe(0)
    expect(await elapsed(52, 'crm:night', ...week)).toBe(0)
    expect(await elapsed(51, '', '2026-05-04T10:00:00.250Z', '2026-05-04T10:00:01Z')).toBe(0.75)
  })

  test('changed hours hold at once, a calendar that is gone answers nothing, the same ones again are not written', async () => {
    const { warehouse } = house
    const monday = ['2026-05-04T00:00:00Z', '2026-05-05T00:00:00Z'] as const
    const versions = () => warehouse.query('SELECT DISTINCT version FROM calendar_spans FINAL WHERE ws = 61')
    const team = { team_id: 'crm:1', hours: { mon: [['10:00', '12:00']] } }
    await writeCalendars(warehouse, givenFor(61, { timezone: 'UTC', calendars: [{}, team] }, '16'))
    await writeCalendars(warehouse, givenFor(61, { timezone: 'UTC', calendars: [{}, team] }, '32'))
    expect(await versions()).toEqual([{ version: '16' }])
    await writeCalendars(warehouse, givenFor(61, { timezone: 'UTC', calendars: [{ hours: { mon: [['10:00', '11:00']] } }] }, '48'))
    expect(await versions()).toEqual([{ version: '48' }])
    expect(await elapsed(61, '', ...monday)).toBe(3600)
    expect(await elapsed(61, 'crm:1', ...monday)).toBe(0)
  })

  test('keys are those that SQL computes', async () => {
    const keys = await calendarKeys(house.warehouse, 51, givenFor(51, { calendars: [{}, { team_id: "crm:o'b" }] }).settings)
    const [row] = await house.warehouse.query<Record<string, string>>(
      "SELECT cityHash64(toUInt32(51), '') AS own, cityHash64(toUInt32(51), 'crm:o\\'b') AS team",
    )
    expect(Object.fromEntries(keys)).toEqual({ '': row?.own, "crm:o'b": row?.team })
  })
})
