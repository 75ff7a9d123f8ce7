// Public holidays of a country as local days, from date-holidays, with corrections where its list is known to be wrong.
// Transferred days differ from year to year and stand in the settings of the workspace, not here.
import Holidays from 'date-holidays'

const DAY_MS = 86_400_000

type Correction = { country: string; from: string; isHoliday: (day: string) => boolean | undefined }

const corrections: readonly Correction[] = [
  // Under martial law Ukraine has no public holidays.
  { country: 'UA', from: '2022-03-15', isHoliday: () => false },
  // New Year's holidays last from 1 to 8 January.
  { country: 'RU', from: '2013-01-01', isHoliday: (day) => (/-01-0[1-8]$/.test(day) ? true : undefined) },
]

/** Is a local day (YYYY-MM-DD) a public holiday of a country (`UA`) or of a region of it (`DE-BY`). Years are read once. */
export function holidayList(country: string): (day: string) => boolean {
  const [code = '', ...region] = country.split('-')
  const list = new Holidays({ country: code, ...(region.length === 0 ? {} : { state: region.join('-') }) })
  const years = new Map<number, ReadonlySet<string>>()
  const inList = (day: string) => {
    const year = Number(day.slice(0, 4))
    const known = years.get(year) ?? publicDays(list, year)
    years.set(year, known)
    return known.has(day)
  }
  return (day) => {
    const corrected = corrections.find((one) => one.country === code && day >= one.from)?.isHoliday(day)
    return corrected ?? inList(day)
  }
}

function publicDays(list: Holidays, year: number): ReadonlySet<string> {
  const days = new Set<string>()
  // A feast of several days may begin in the year before.
  for (const holiday of [...list.getHolidays(year - 1), ...list.getHolidays(year)]) {
    if (holiday.type !== 'public') continue
    const first = Date.parse(`${holiday.date.slice(0, 10)}T00:00:00Z`)
    const length = Math.max(1, Math.floor((holiday.end.getTime() - holiday.start.getTime()) / DAY_MS + 0.1))
    for (let i = 0; i < length; i++) {
      const day = new Date(first + i * DAY_MS).toISOString().slice(0, 10)
      if (day.startsWith(String(year))) days.add(day)
    }
  }
  return days
}
