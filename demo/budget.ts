// Money around the sales: advertising by day and campaign, rates of the dollar, costs and plans by month.
import type { World } from './book.ts'
import { channels } from './channels.ts'
import { dayText, monthDay, monthStart, weekdayOf } from './kyiv-time.ts'
import { type Person, people, sellingPeople, teams } from './people.ts'
import { stream } from './random.ts'

const round = (value: number, step: number) => Math.round(value / step) * step

/** Hryvnias for a dollar: a slow wave with a little daily noise. */
export function dollarRate(seed: number, day: number): number {
  const noise = stream(seed, 'rate', day).normal() * 0.05
  return round(41.2 + 0.9 * Math.sin(day / 97) + 0.5 * Math.sin(day / 41) + noise, 0.0001)
}

/** Banks publish a rate on weekdays. */
export function writeRates(world: World, day: number): void {
  if (weekdayOf(day) > 4) return
  world.book.add('crm', 'rates', { day: dayText(day), currency: 'USD', rate: Number(dollarRate(world.seed, day).toFixed(4)) })
}

export function writeSpend(world: World, day: number): void {
  const rng = stream(world.seed, 'spend', day)
  for (const channel of channels) {
    const { spend, campaigns } = channel
    if (!spend) continue
    const season = 1 + 0.25 * Math.sin(((monthDay(day).month - 3) / 6) * Math.PI)
    const names: (string | undefined)[] = campaigns.length > 0 ? [...campaigns] : [undefined]
    for (const campaign of names) {
      const amount = (spend.perDay * season * rng.lognormal(1, 0.2) * world.scale) / names.length
      const clickPrice = (spend.currency === 'USD' ? 0.4 : 19) * rng.between(0.8, 1.25)
      if (spend.weekdaysOnly && weekdayOf(day) > 4) continue
      const clicks = Math.round(amount / clickPrice)
      world.book.add('crm', 'spend', {
        day: dayText(day),
        channel: channel.group,
        campaign,
        amount: Number(amount.toFixed(2)),
        currency: spend.currency,
        clicks,
        impressions: clicks * (18 + rng.int(30)),
        with_vat: channel.group === 'ads_search',
      })
    }
  }
}

/** Revenue a month in hryvnias a person of this role is asked for, before season. */
const revenuePlan: Record<string, number> = {
  s1: 1_750_000,
  s2: 1_900_000,
  s3: 1_250_000,
  s4: 1_250_000,
  s5: 1_150_000,
  s6: 850_000,
  s7: 750_000,
  s8: 950_000,
  a1: 1_600_000,
  a2: 750_000,
}
const season = [0.78, 0.8, 0.92, 1.02, 1.16, 1.22, 1.2, 1.06, 1.02, 1.0, 0.94, 0.86] as const

/** The first months have no plan: nothing was sold before the first day. */
const plansFromMonth = 2

/** Costs and plans of a month, once it has begun. */
export function writeMonth(world: World, first: number): void {
  const { book, seed } = world
  const from = dayText(first)
  const to = dayText(monthStart(first, 1))
  const rng = stream(seed, 'month', first)
  const here = people.filter((person) => world.roster.isEmployed(person, first + 14))
  for (const person of here) {
    book.add('crm', 'costs', { from, to, kind: 'salary', amount: person.salary, currency: 'UAH', person_id: person.id })
    const bonus = round(person.salary * rng.between(0.1, 0.8), 100)
    const paid = dayText(monthStart(first, 1)) <= dayText(world.lastDay)
    if (sellingPeople.includes(person) && paid)
      book.add('crm', 'costs', { from, to, kind: 'bonus', amount: bonus, currency: 'UAH', person_id: person.id })
  }
  for (const team of teams)
    book.add('crm', 'costs', { from, to, kind: 'telephony', amount: 2_400 + rng.int(900), currency: 'UAH', team_id: team.id })
  book.add('crm', 'costs', { from, to, kind: 'tools', amount: 18_500, currency: 'UAH' })
  if (first >= monthStart(world.firstDay, plansFromMonth)) writePlans(world, first, from, to, here)
}

function writePlans(world: World, first: number, from: string, to: string, here: readonly Person[]): void {
  const { book } = world
  const factor = (season[monthDay(first).month] as number) * world.scale
  const plan = (metric: string, target: number, kind: string, who: Record<string, string>, rest: Record<string, unknown> = {}) =>
    book.add('crm', 'plans', { metric, from, to, target, kind, ...who, ...rest })
  let company = 0
  for (const team of teams) {
    let sum = 0
    for (const person of here.filter((one) => one.team === team.id)) {
      const target = round((revenuePlan[person.id] ?? 0) * factor, 10_000)
      sum += target
      if (target > 0)
        plan(
          'revenue',
          target,
          'total',
          { person_id: person.id },
          { floor: round(target * 0.7, 1000), stretch: round(target * 1.2, 1000), currency: 'UAH' },
        )
      if (person.role === 'caller') plan('calls', 30, 'per_day', { person_id: person.id })
      if (person.role === 'seller') plan('calls_effective', 6, 'per_day', { person_id: person.id })
      if (person.role === 'seller') plan('meetings_held', 1, 'per_day', { person_id: person.id })
    }
    company += sum
    if (sum > 0) plan('revenue', sum, 'total', { team_id: team.id }, { currency: 'UAH' })
    plan('response_within_15m', 0.75, 'level', { team_id: team.id })
  }
  plan('revenue', company, 'total', {}, { floor: round(company * 0.8, 1000), stretch: round(company * 1.1, 1000), currency: 'UAH' })
  plan('won_deals', Math.round(125 * factor), 'total', {})
  plan('new_customers', Math.round(66 * factor), 'total', {})
}
