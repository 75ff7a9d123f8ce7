// Who is at work when: team hours, the 2/2 rota, holidays, vacations, illness, hiring and leaving.
// A function of the seed and the company's first day; nothing here depends on the last day.
import { clockOf, DAY, dayOf, dayText, HOUR, instant, monthDay, monthStart, weekdayOf } from './kyiv-time.ts'
import { findPerson, type Person, people, type Team } from './people.ts'
import { stream } from './random.ts'
import type { Planted } from './truths.ts'

export type Absence = { person: string; from: number; to: number; kind: 'vacation' | 'sick' | 'trip' | 'training' }
type Hours = readonly (readonly [number, number])[]

const office: Hours = [
  [9 * HOUR, 13 * HOUR],
  [14 * HOUR, 18 * HOUR],
]
const branch: Hours = [
  [10 * HOUR, 14 * HOUR],
  [15 * HOUR, 19 * HOUR],
]
const saturday: Hours = [[10 * HOUR, 15 * HOUR]]
const longDay: Hours = [[9 * HOUR, 21 * HOUR]]

/** Days off of the whole company, month-day. */
export const daysOff = ['01-01', '01-02', '08-24', '12-25'] as const

const isDayOff = (day: number) => (daysOff as readonly string[]).includes(dayText(day).slice(5))

/** The last Saturday of September is worked in the Kyiv office. */
export function isExtraWorkingDay(day: number): boolean {
  const { month, date } = monthDay(day)
  return month === 8 && weekdayOf(day) === 5 && date > 23
}

/** Working hours of a team on a day, before shifts and absences. */
export function teamHours(team: Team | null, day: number): Hours {
  if (isDayOff(day)) return []
  if (team === 'contact') return longDay
  const weekday = weekdayOf(day)
  if (team === 'odesa') return weekday < 5 ? branch : weekday === 5 ? saturday : []
  return weekday < 5 || isExtraWorkingDay(day) ? office : []
}

export class Roster {
  readonly firstDay: number
  readonly absences: readonly Absence[]
  private readonly hours = new Map<string, Map<number, Hours>>()
  private readonly absent = new Map<string, Absence[]>()

  constructor(seed: number, firstDay: number, years: number, planted: Planted) {
    this.firstDay = firstDay
    this.absences = people.flatMap((person) => absencesOf(seed, person, firstDay, years, planted))
    for (const one of this.absences) {
      const list = this.absent.get(one.person)
      if (list) list.push(one)
      else this.absent.set(one.person, [one])
    }
    for (const person of people) this.hours.set(person.id, new Map())
  }

  hiredDay(person: Person): number | null {
    return person.hiredMonth === null ? null : monthStart(this.firstDay, person.hiredMonth) + 3
  }

  leftDay(person: Person): number | null {
    return person.leftMonth === null ? null : monthStart(this.firstDay, person.leftMonth) + 14
  }

  /** The first instant this person is gone; only for those who leave. */
  leaves(id: string): number {
    return instant(this.leftDay(findPerson(id)) ?? this.firstDay)
  }

  isEmployed(person: Person, day: number): boolean {
    return day >= (this.hiredDay(person) ?? -Infinity) && day < (this.leftDay(person) ?? Infinity)
  }

  /** Whoever does the work of this person at that moment: the person, or who took over. */
  acting(id: string, at: number): string {
    const person = findPerson(id)
    return dayOf(at) < (this.leftDay(person) ?? Infinity) ? id : person.successor
  }

  /** Working hours of a person on a day, as seconds of the local day. */
  hoursOf(id: string, day: number): Hours {
    const known = this.hours.get(id) as Map<number, Hours>
    let found = known.get(day)
    if (!found) {
      found = this.compute(findPerson(id), day)
      known.set(day, found)
    }
    return found
  }

  private compute(person: Person, day: number): Hours {
    if (!this.isEmployed(person, day)) return []
    if (person.shift !== null && !isOnShift(person.shift, day)) return []
    return this.isAbsent(person.id, day) ? [] : teamHours(person.team, day)
  }

  /** On vacation, ill, travelling or in training. */
  isAbsent(id: string, day: number): boolean {
    return (this.absent.get(id) ?? []).some((one) => day >= one.from && day < one.to)
  }

  worksOn(id: string, day: number): boolean {
    return this.hoursOf(id, day).length > 0
  }

  /** The moment when `seconds` of this person's working time have passed since `at`; with 0 the next working moment. */
  addWork(id: string, at: number, seconds: number): number {
    let rest = seconds
    let day = dayOf(at)
    let from = clockOf(at)
    let who = id
    for (let tries = 0; tries < 90; tries++) {
      who = this.acting(who, instant(day, HOUR))
      for (const [start, end] of this.hoursOf(who, day)) {
        const begin = Math.max(start, from)
        if (begin >= end) continue
        if (begin + rest < end) return instant(day, begin + rest)
        rest -= end - begin
      }
      day++
      from = 0
    }
    return at + DAY
  }

  isAtWork(id: string, at: number): boolean {
    const clock = clockOf(at)
    return this.hoursOf(id, dayOf(at)).some(([start, end]) => clock >= start && clock < end)
  }
}

export const isOnShift = (shift: 0 | 1, day: number): boolean => (((day + 2 * shift) % 4) + 4) % 4 < 2

function absencesOf(seed: number, person: Person, firstDay: number, years: number, planted: Planted): Absence[] {
  const found: Absence[] = []
  const sick = planted.sickWeek
  if (sick?.person === person.id) {
    const from = monthStart(firstDay, sick.month) + sick.day
    found.push({ person: person.id, from, to: from + sick.days, kind: 'sick' })
  }
  const free = (from: number, to: number) => !found.some((one) => from < one.to + 20 && to > one.from - 20)
  for (let year = 0; year < years; year++) {
    const rng = stream(seed, 'absence', person.id, year)
    const start = firstDay + year * 365
    const wanted: [Absence['kind'], number, number][] = [
      ['vacation', 30 + rng.int(120), 14],
      ['vacation', 200 + rng.int(120), 7],
      ['sick', rng.int(340), 1 + rng.int(3)],
      ['training', rng.int(340), 2],
    ]
    if (person.role === 'seller') wanted.push(['trip', rng.int(340), 3])
    for (const [kind, offset, days] of wanted) {
      const from = start + offset
      if (free(from, from + days)) found.push({ person: person.id, from, to: from + days, kind })
    }
  }
  return found
}
