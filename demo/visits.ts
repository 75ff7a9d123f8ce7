// What visitors did on the site before they became leads, and visitors who never did.
import type { Arrival } from './arrivals.ts'
import type { Row, World } from './book.ts'
import { type Channel, channels, findChannel } from './channels.ts'
import { DAY, instant, MINUTE, timeText } from './kyiv-time.ts'
import { type Rng, stream } from './random.ts'
import type { Source } from './truths.ts'

const pages = ['/', '/kondytsionery', '/teplovi-nasosy', '/ventyliatsiia', '/tsiny', '/pro-nas', '/blog/yak-obraty', '/kontakty']
const earlierGroups = ['seo', 'ads_search', 'ads_social', 'social', 'direct', 'email']

/** How many days before the inquiry a journey may begin. */
export const journeyDays = 30

type Visit = { visitor: string; at: number; channel: Channel; campaign: string | null; page: string; known?: Row }

function writeVisit(world: World, source: Source, visit: Visit): void {
  const { channel, at } = visit
  if (!world.book.knows(at)) return
  world.book.add(source, 'visits', {
    visitor_id: visit.visitor,
    at: timeText(at),
    channel: channel.group,
    campaign: visit.campaign ?? undefined,
    utm_source: channel.utm?.source,
    utm_medium: channel.utm?.medium,
    utm_campaign: channel.utm === undefined ? undefined : (visit.campaign ?? undefined),
    referrer: channel.referrer,
    url: `https://svizhe-povitria.example${visit.page}`,
    ...visit.known,
  })
}

/** The journey of a lead: some earlier visits through any channel, the last one through the channel of the lead. */
export function writeJourney(world: World, day: number, index: number, serial: string, arrival: Arrival): void {
  const rng = stream(world.seed, 'journey', day, index)
  const { channel, source } = arrival
  const tracked = rng.chance(0.62)
  if (!channel.visits || arrival.origin === 'walk_in' || !tracked) return
  const earlier = rng.weighted([48, 26, 15, 11])
  const visitor = `V${serial}`
  const arrived = world.book.knows(arrival.at)
  const lead = source === 'crm' ? { lead_id: `L${serial}` } : {}
  const known = arrived ? { contact_id: `K${serial}`, ...lead, updated_at: timeText(arrival.at) } : {}
  let at = arrival.at - 2 * MINUTE - rng.int(25 * MINUTE)
  writeVisit(world, source, { visitor, at, channel, campaign: arrival.campaign, page: rng.pick(pages), known })
  for (let i = 0; i < earlier; i++) {
    at -= Math.round(Math.min(9, 0.05 + rng.exponential(2.5)) * DAY)
    const before = findChannel(rng.pick(earlierGroups))
    writeVisit(world, source, { visitor, at, channel: before, campaign: campaignOf(rng, before), page: rng.pick(pages), known })
  }
}

const campaignOf = (rng: Rng, channel: Channel): string | null => (channel.campaigns.length > 0 ? rng.pick(channel.campaigns) : null)

/** Visitors of a day who never ask anything. */
export function writeStrangers(world: World, day: number): void {
  const rng = stream(world.seed, 'strangers', day)
  const web = channels.filter((channel) => channel.visits)
  const count = rng.poisson(9 * world.scale)
  for (let i = 0; i < count; i++) {
    const channel = web[rng.weighted(web.map((one) => one.weight.crm))] as Channel
    writeVisit(world, 'crm', {
      visitor: `S${day}-${i}`,
      at: instant(day, rng.int(DAY)),
      channel,
      campaign: campaignOf(rng, channel),
      page: rng.pick(pages),
    })
  }
}
