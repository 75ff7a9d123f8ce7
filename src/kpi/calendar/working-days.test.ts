import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { type Calendar, calendar } from '../../contract/calendar.ts'
import { parseSettings } from '../../contract/settings.ts'
import { holidayList } from './holidays.ts'
import { isWorkday, nextBusinessDay, nextBusinessDayEnd, workingDays, workspaceCalendar } from './working-days.ts'
import { workCalendar } from './working-hours.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const of = (given: Partial<Calendar>) => workCalendar(calendar.parse(given))
const worksOn = (given: Partial<Calendar>, days: readonly string[]) => days.filter((text) => isWorkday(of(given), day(text)))

describe('working days', () => {
  test('are those with hours, from inclusive, to exclusive', () => {
    expect(workingDays(of({}), day('2024-03-01'), day('2024-04-01'))).toBe(21)
    expect(workingDays(of({}), day('2024-03-02'), day('2024-03-04'))).toBe(0)
    expect(workingDays(of({}), day('2024-03-04'), day('2024-03-01'))).toBe(0)
  })

  test('leave out days off and take in extra days, with the hours of the first working weekday', () => {
    const given: Partial<Calendar> = {
      hours: { tue: [['10:00', '12:00']], thu: [['09:00', '18:00']] },
      days_off: ['2024-03-05'],
      extra_working_days: ['2024-03-09'],
    }
    expect(worksOn(given, ['2024-03-05', '2024-03-07', '2024-03-09', '2024-03-12'])).toEqual(['2024-03-07', '2024-03-09', '2024-03-12'])
    expect(of(given).hoursOn(Date.parse('2024-03-09') / 86_400_000)).toEqual([[600, 720]])
  })

  test('leave out the holidays of the country only where the list is not ignored; an extra day goes before a holiday', () => {
    const days = ['2024-11-01', '2024-11-04', '2024-11-11', '2024-11-12']
    expect(worksOn({ country: 'PL', ignore_holidays: false }, days)).toEqual(['2024-11-04', '2024-11-12'])
    expect(worksOn({ country: 'PL', ignore_holidays: true }, days)).toEqual(days)
    expect(worksOn({ country: null, ignore_holidays: false }, days)).toEqual(days)
    expect(worksOn({ country: 'PL', ignore_holidays: false, extra_working_days: ['2024-11-11'] }, days)).toEqual([
      '2024-11-04',
      '2024-11-11',
      '2024-11-12',
    ])
  })

  test('of the workspace are those of the calendar without a team', () => {
    const settings = parseSettings({ calendars: [{ team_id: 'crm:1', hours: {} }, { team_id: null }] })
    expect(isWorkday(workspaceCalendar(settings), day('2024-03-05'))).toBe(true)
  })
})

describe('the next business day', () => {
  test('is the first working day after the day, over a weekend and days off', () => {
    expect(nextBusinessDay(of({}), day('2024-03-05')).toString()).toBe('2024-03-06')
    expect(nextBusinessDay(of({ days_off: ['2024-03-11'] }), day('2024-03-08')).toString()).toBe('2024-03-12')
    expect(nextBusinessDay(of({}), day('2024-03-09')).toString()).toBe('2024-03-11')
  })

  test('is tomorrow where the calendar never works', () => {
    expect(nextBusinessDay(of({ hours: {} }), day('2024-03-05')).toString()).toBe('2024-03-06')
  })

  test('ends at local midnight, also on the day of a clock change', () => {
    const end = (moment: string, given: Partial<Calendar> = {}) =>
      nextBusinessDayEnd(of(given), Temporal.Instant.from(moment), 'Europe/Kyiv').toString()
    expect(end('2024-03-08T22:30:00Z')).toBe('2024-03-11T22:00:00Z')
    expect(end('2024-03-08T21:30:00Z')).toBe('2024-03-11T22:00:00Z')
    expect(end('2024-03-30T10:00:00Z', { hours: { sun: [['09:00', '18:00']] } })).toBe('2024-03-31T21:00:00Z')
  })
})

describe('holidays', () => {
  const holidays = (country: string, days: readonly string[]) => days.filter(holidayList(country))

  test('Ukraine has none since martial law, those of the list before', () => {
    expect(holidays('UA', ['2022-03-08', '2022-05-02', '2023-01-01', '2024-08-24', '2021-08-24'])).toEqual(['2022-03-08', '2021-08-24'])
  })

  test('Russia rests from 1 to 8 January', () => {
    const january = Array.from({ length: 10 }, (_, i) => `2025-01-${String(i + 1).padStart(2, '0')}`)
    expect(holidays('RU', january)).toEqual(january.slice(0, 8))
    expect(holidays('RU', ['2024-06-12', '2024-06-13'])).toEqual(['2024-06-12'])
  })

  test('a feast of several days takes all of them', () => {
    expect(holidays('TR', ['2024-04-09', '2024-04-10', '2024-04-11', '2024-04-12', '2024-04-13'])).toEqual([
      '2024-04-10',
      '2024-04-11',
      '2024-04-12',
    ])
  })

  test('a region has its own beside those of the country; observances that are worked are none', () => {
    expect(holidays('DE', ['2024-01-06', '2024-10-03', '2024-12-24'])).toEqual(['2024-10-03'])
    expect(holidays('DE-BY', ['2024-01-06', '2024-10-03', '2024-12-24'])).toEqual(['2024-01-06', '2024-10-03'])
  })

  test('a country without a list has none', () => {
    expect(holidays('AQ', ['2024-01-01'])).toEqual([])
  })
})
