// How leads arrive: how many a day, through which channel, in which way, at which hour, to whom.
import type { World } from './book.ts'
import { type Channel, channels, type Origin } from './channels.ts'
import { clockOf, DAY, dayOf, HOUR, instant, MINUTE, monthDay, weekdayOf } from './kyiv-time.ts'
import { people, sellingPeople } from './people.ts'
import { type Rng, stream } from './random.ts'
import type { Source } from './truths.ts'

const leadsPerDay = 19.4
const weekdayFactor = [1.22, 1.16, 1.12, 1.1, 1.06, 0.76, 0.58] as const
const monthFactor = [0.82, 0.86, 0.98, 1.06, 1.2, 1.24, 1.16, 1.02, 1.02, 0.98, 0.9, 0.76] as const

/** Number of leads of a day: season, weekday and slow growth. */
export function countOfDay(world: World, day: number): number {
  const growth = 0.92 + 0.00028 * (day - world.firstDay)
  const mean = leadsPerDay * world.scale * growth * (weekdayFactor[weekdayOf(day)] as number) * (monthFactor[monthDay(day).month] as number)
  return stream(world.seed, 'count', day).poisson(mean)
}

export type Arrival = { source: Source; channel: Channel; origin: Origin; campaign: string | null; at: number; inbound: boolean }

const inboundOrigins = new Set<Origin>(['form', 'call', 'message', 'walk_in'])
const callHours = [0, 0, 0, 0, 0, 0, 0, 1, 5, 9, 11, 11, 9, 8, 10, 10, 9, 8, 6, 4, 2, 1, 0, 0]
const webHours = [2, 1, 0.5, 0.3, 0.3, 0.5, 1.2, 2.5, 4.5, 7, 8, 8, 7.5, 7, 7, 7, 6.5, 6, 6, 6.5, 7, 6.5, 5, 3.5]

export function arrive(rng: Rng, day: number): Arrival {
  const source: Source = rng.chance(0.71) ? 'crm' : 'amo'
  const channel = channels[rng.weighted(channels.map((one) => one.weight[source]))] as Channel
  const origin = (channel.origins[rng.weighted(channel.origins.map(([, weight]) => weight))] as readonly [Origin, number])[0]
  const campaign = channel.campaigns.length > 0 ? rng.pick(channel.campaigns) : null
  return { source, channel, origin, campaign, at: arrivalTime(rng, day, origin), inbound: source === 'amo' || inboundOrigins.has(origin) }
}

function arrivalTime(rng: Rng, day: number, origin: Origin): number {
  if (origin === 'form' || origin === 'message') return instant(day, rng.weighted(webHours) * HOUR + rng.int(HOUR))
  if (origin === 'call') return instant(day, rng.weighted(callHours) * HOUR + rng.int(HOUR))
  return instant(day, 10 * HOUR + rng.int(7 * HOUR))
}

const callers = sellingPeople.filter((one) => one.role === 'caller')
const kyivSellers = sellingPeople.filter((one) => one.role === 'seller' && one.team === 'kyiv')
const odesaSellers = sellingPeople.filter((one) => one.role === 'seller' && one.team === 'odesa')

/** The day on which a lead of this moment can first be worked: after closing time the next one. */
const workDay = (at: number): number => dayOf(at) + (clockOf(at) >= 20 * HOUR + 30 * MINUTE ? 1 : 0)

function chooseAmong(world: World, rng: Rng, group: readonly { id: string }[], at: number): string {
  const day = workDay(at)
  for (let ahead = 0; ahead < 4; ahead++) {
    const ready = group.filter((one) => world.roster.worksOn(one.id, day + ahead))
    if (ready.length > 0) return rng.pick(ready).id
  }
  const employed = people.filter((one) => group.some((member) => member.id === one.id) && world.roster.isEmployed(one, day))
  return rng.pick(employed.length > 0 ? employed : group).id
}

/** The first owner of a lead. */
export function chooseOwner(world: World, rng: Rng, arrival: Arrival): string {
  if (arrival.source === 'amo') return chooseAmong(world, rng, odesaSellers, arrival.at)
  return chooseAmong(world, rng, arrival.channel.direct ? kyivSellers : callers, arrival.at)
}

/** The seller of the Kyiv office who takes a qualified lead. */
export const chooseSeller = (world: World, rng: Rng, at: number): string => chooseAmong(world, rng, kyivSellers, at)

/** When the owner is named: by a robot at once, or by hand. */
export function routedAt(world: World, rng: Rng, arrival: Arrival, owner: string): number {
  if (!arrival.inbound) return arrival.at
  const byHand = arrival.source === 'amo' || rng.chance(0.16)
  const delay = rng.lognormal(4 * MINUTE, 0.8)
  const robot = 2 + rng.int(40)
  return byHand ? world.roster.addWork(owner, arrival.at, Math.min(delay, 2 * DAY)) : arrival.at + robot
}
