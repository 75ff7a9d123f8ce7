// The life of one inquiry: arrival, first contact, qualification or refusal; a qualified one goes on as a deal.

import { type Arrival, arrive, chooseOwner, chooseSeller, routedAt } from './arrivals.ts'
import { type Approach, approach, usualContactChance } from './attempts.ts'
import type { World } from './book.ts'
import { type Case, publishCase } from './cases.ts'
import { products } from './catalogue.ts'
import { inventClient, mobile } from './clients.ts'
import { missOut, talk } from './conversations.ts'
import { liveDeal } from './deals.ts'
import { writeDuplicate } from './duplicates.ts'
import { DAY, HOUR, MINUTE, monthDay } from './kyiv-time.ts'
import type { Life, Link } from './life.ts'
import { stream } from './random.ts'
import { background, junkChance, type Planted } from './truths.ts'
import { writeJourney } from './visits.ts'

const winChance = background.salesPass.reduce((product, pass) => product * pass, 1)

/** Id of what began on this day: date and running number. */
export function serialOf(day: number, index: number): string {
  const { year, month, date } = monthDay(day)
  return `${(year % 100) * 10_000 + (month + 1) * 100 + date}${String(index).padStart(4, '0')}`
}

/** True chance that a lead is won, given how long it waited (seconds). */
export function leadWinChance(planted: Planted, arrival: Pick<Arrival, 'channel' | 'inbound'>, waited: number): number {
  const slope = planted.responseDelay?.perLnMinute ?? 0
  const base = Math.log(arrival.channel.win / (1 - arrival.channel.win))
  const odds = base + (arrival.inbound ? slope * Math.log(1 + waited / MINUTE) : 0)
  return 1 / (1 + Math.exp(-odds))
}

/** Chance that a lead which is reached and no junk is qualified, so that the chance to win comes out as planted. */
function qualifyChance(planted: Planted, arrival: Arrival, waited: number, certainContact: boolean): number {
  const contact = certainContact ? 1 : usualContactChance(planted)
  const honest = 1 - junkChance(planted, arrival.channel.group)
  return Math.min(0.97, leadWinChance(planted, arrival, waited) / (winChance * contact * honest))
}

export function liveLead(world: World, day: number, index: number): void {
  const rng = stream(world.seed, 'lead', day, index)
  const arrival = arrive(rng, day)
  const serial = serialOf(day, index)
  writeJourney(world, day, index, serial, arrival)
  if (!world.book.knows(arrival.at)) return
  const client = inventClient(rng, arrival.source, serial, mobile(rng.int(6), (day % 10_000) * 1000 + index))
  const owner = chooseOwner(world, rng, arrival)
  const life: Life = { world, rng, source: arrival.source, serial, client, worker: owner, touches: 0, tasks: 0 }
  const routed = routedAt(world, rng, arrival, owner)
  const product = products[rng.weighted(products.map((one) => one.weight))] as (typeof products)[number]
  const id = arrival.source === 'crm' ? `L${serial}` : `${serial}`
  const story: Case = {
    id,
    arrival,
    product,
    owners: [
      { person: routed > arrival.at + 60 ? null : owner, at: arrival.at },
      ...(routed > arrival.at + 60 ? [{ person: owner, at: routed }] : []),
    ],
    moves: [{ stage: 'q_new', at: arrival.at, by: null }],
    status: [],
    deal: null,
    extra: {
      landing: rng.pick(['/', '/kondytsionery', '/teplovi-nasosy', '/ventyliatsiia', '/aktsiia']),
      budget: rng.pick(['до 50', '50-150', '150-500', '500+']),
    },
    deletedAt: null,
  }
  if (!endsEarly(life, story, owner, routed)) {
    work(life, story, owner, routed)
    writeDuplicate(life, story, owner)
  }
  publishCase(life, story)
}

/** Robots' spam, test inquiries, and what the spam dumper throws away. */
function endsEarly(life: Life, story: Case, owner: string, routed: number): boolean {
  const { rng, world } = life
  const { arrival } = story
  const draw = rng.next()
  const dumped = rng.next()
  const dumper = world.planted.spamDumper
  if (draw < 0.005) {
    story.deletedAt = arrival.at + HOUR
    return true
  }
  if (draw < 0.03 && arrival.origin === 'form') {
    story.status.push({ status: 'spam', at: arrival.at + 15, reason: 'spam', by: null })
    story.moves.push({ stage: 'q_lost', at: arrival.at + 15, by: null })
    return true
  }
  const quick = arrival.origin === 'form' || arrival.origin === 'message'
  if (quick && dumper?.person === owner && dumped < dumper.share) {
    const at = world.roster.addWork(owner, Math.max(routed, arrival.at), rng.between(60, 8 * MINUTE))
    story.status.push({ status: 'spam', at, reason: 'spam', by: owner })
    story.moves.push({ stage: 'q_lost', at, by: owner })
    return true
  }
  return false
}

function work(life: Life, story: Case, owner: string, routed: number): void {
  const { rng, world } = life
  const link: Link = life.source === 'crm' ? { lead_id: story.id } : { deal_id: story.id }
  const junk = rng.chance(junkChance(world.planted, story.arrival.channel.group))
  const fate = rng.next()
  const reached = approach(life, link, story.arrival, owner, routed)
  if (reached.answeredAt !== null && reached.answeredAt > story.arrival.at) {
    story.moves.push({ stage: 'q_work', at: reached.answeredAt + 20, by: owner })
    story.status.push({ status: 'working', at: reached.answeredAt + 20, reason: null, by: owner })
  }
  if (reached.contactAt === null) {
    giveUp(life, story, owner, reached)
    return
  }
  const { contactAt } = reached
  story.moves.push({ stage: 'q_contact', at: contactAt + 45, by: world.roster.acting(owner, contactAt) })
  story.status.push({ status: 'working', at: contactAt + 45, reason: null, by: owner })
  if (junk) {
    close(life, story, contactAt + 3 * MINUTE, owner, rng.chance(background.junkCalledSpam) ? 'spam' : 'not_target', 'disqualified')
    return
  }
  const waited = (reached.answeredAt ?? story.arrival.at) - story.arrival.at
  const certain = reached.answeredAt === story.arrival.at && story.arrival.inbound
  const later = furtherTalks(life, link, owner, contactAt)
  if (fate < qualifyChance(world.planted, story.arrival, waited, certain)) qualify(life, story, owner, later)
  else refuse(life, story, owner, later)
}

/** Some leads need one or two more talks before they are decided. Returns when they are. */
function furtherTalks(life: Life, link: Link, owner: string, contactAt: number): number {
  const { rng, world } = life
  let now = contactAt + 2 * MINUTE + rng.int(240)
  const talks = rng.weighted([64, 26, 10])
  for (let i = 0; i < talks; i++) {
    now = world.roster.addWork(owner, now + rng.lognormal(1.2 * DAY, 0.6), rng.int(3 * HOUR))
    const person = world.roster.acting(owner, now)
    if (rng.chance(0.35)) {
      missOut(life, link, now, person)
      now = world.roster.addWork(owner, now + HOUR, rng.int(2 * HOUR))
    }
    now = talk(life, link, now, person) + 2 * MINUTE
  }
  return now
}

function close(life: Life, story: Case, at: number, owner: string, reason: string | null, status: 'disqualified' | 'lost'): void {
  const by = life.world.roster.acting(owner, at)
  story.status.push({ status, at, reason, by })
  story.moves.push({ stage: 'q_lost', at, by })
}

function giveUp(life: Life, story: Case, owner: string, reached: Approach): void {
  const { rng, world } = life
  const closed = rng.chance(0.72)
  const at = world.roster.addWork(owner, reached.lastAttemptAt + rng.lognormal(2 * DAY, 0.6), rng.int(2 * HOUR))
  const reason = reached.answeredAt === null ? 'our_fault' : 'no_contact'
  if (closed) close(life, story, at, owner, reason, 'lost')
  else tidyUp(life, story, at, reason)
}

/** What was forgotten is closed some weeks later, when the head goes through the cards; a few stay open for good. */
function tidyUp(life: Life, story: Case, since: number, reason: string): void {
  const { world, serial } = life
  const rng = stream(world.seed, 'tidying', serial)
  const at = world.roster.addWork('h1', since + 20 * DAY + rng.lognormal(15 * DAY, 0.5), rng.int(3 * HOUR))
  if (rng.chance(0.95)) close(life, story, at, 'h1', reason, 'lost')
}

const refusals = ['price', 'no_need', 'postponed', 'competitor', 'terms', 'no_stock', 'other'] as const

function refuse(life: Life, story: Case, owner: string, at: number): void {
  const { rng } = life
  const kind = rng.weighted([26, 60, 14])
  const reason = refusals[rng.weighted([24, 24, 20, 14, 5, 3, 10])] as string
  const empty = rng.chance(0.06)
  if (kind === 0) close(life, story, at, owner, 'not_target', 'disqualified')
  else if (kind === 1) close(life, story, at, owner, empty ? null : reason, 'lost')
  else tidyUp(life, story, at, reason)
}

function qualify(life: Life, story: Case, owner: string, at: number): void {
  const { rng, world } = life
  const by = world.roster.acting(owner, at)
  story.status.push({ status: life.source === 'crm' ? 'converted' : 'qualified', at, reason: null, by })
  const isCaller = by.startsWith('c')
  const seller = isCaller ? chooseSeller(world, rng, at) : by
  story.moves.push({ stage: 'q_qualified', at, by })
  story.deal = liveDeal(life, { story, created: at + 60 + rng.int(120), owner: seller, opener: by })
}
