// The way to the first contact with a lead: the answer, then attempt after attempt until somebody is reached or the owner stops.
import type { Arrival } from './arrivals.ts'
import { missOut, ourLines, pickMeans, talk, turn } from './conversations.ts'
import { clockOf, dayOf, HOUR, MINUTE, weekdayOf } from './kyiv-time.ts'
import { type Life, type Link, touch } from './life.ts'
import { findPerson, usualAttempts } from './people.ts'
import { stream } from './random.ts'
import { scriptedCall } from './script-calls.ts'
import { attemptChance, type Planted } from './truths.ts'

export type Approach = {
  /** First reaction of ours; null = never. */
  answeredAt: number | null
  /** Moment the first contact is over; null = never reached. */
  contactAt: number | null
  lastAttemptAt: number
  thread: string | null
  via: string | null
}

/** Chance of a contact with `attempts` tries. */
export function contactChance(planted: Planted, attempts: number): number {
  let missed = 1
  for (let n = 1; n <= attempts; n++) missed *= 1 - attemptChance(planted, n)
  return 1 - missed
}

/** Chance of a contact of a person of usual persistence. */
export const usualContactChance = (planted: Planted): number =>
  usualAttempts.reduce((sum, attempts) => sum + contactChance(planted, attempts), 0) / usualAttempts.length

export function attemptsMax(life: Life, person: string): number {
  const { rng } = life
  const { quitter, hammerer } = life.world.planted
  const usual = rng.pick(usualAttempts)
  const unusual = rng.next()
  const many = 9 + rng.int(6)
  if (quitter?.person === person && unusual < quitter.share) return 2
  if (hammerer?.person === person && unusual < hammerer.share) return many
  return usual
}

/** Working seconds until the person answers: slower at the end of the day and on Monday mornings. */
export function answerDelay(life: Life, person: string, at: number): number {
  const clock = clockOf(at)
  const late = clock > 16.5 * HOUR ? 1.7 : clock > 12 * HOUR && clock < 14 * HOUR ? 1.4 : 1
  const monday = weekdayOf(dayOf(at)) === 0 && clock < 11 * HOUR ? 1.5 : 1
  return life.rng.lognormal(findPerson(person).answerMinutes * MINUTE * late * monday, 0.95)
}

/** The client's own call: taken at once, or missed and called back later. */
function incomingCall(life: Life, link: Link, arrival: Arrival, owner: string): number | null {
  const { rng, world } = life
  const taken = rng.chance(0.9)
  if (taken && world.roster.isAtWork(owner, arrival.at)) return talk(life, link, arrival.at, owner, { direction: 'in' })
  touch(life, link, {
    kind: 'call',
    direction: 'in',
    at: arrival.at,
    person: null,
    wait: 12 + rng.int(40),
    duration: 0,
    outcome: 'no_answer',
  })
  return null
}

/** Everything until the first contact, with its touches. */
export function approach(life: Life, link: Link, arrival: Arrival, owner: string, routed: number): Approach {
  const { rng, world } = life
  const wrote = arrival.origin === 'message'
  const via = wrote ? pickMeans(rng) : null
  const thread = via === null ? null : `H${life.serial}`
  if (arrival.origin === 'walk_in') {
    const host = world.roster.acting(owner, arrival.at)
    touch(life, link, {
      kind: 'meeting',
      direction: 'out',
      at: arrival.at,
      booked: arrival.at,
      person: host,
      via: 'in_person',
      outcome: 'held',
      subject: 'Візит до салону',
    })
    return { answeredAt: arrival.at, contactAt: arrival.at + 20 * MINUTE, lastAttemptAt: arrival.at, thread, via }
  }
  if (arrival.origin === 'call') {
    const ended = incomingCall(life, link, arrival, owner)
    if (ended !== null) return { answeredAt: arrival.at, contactAt: ended, lastAttemptAt: arrival.at, thread, via }
  }
  if (via !== null && thread !== null) turn(life, link, arrival.at, null, thread, via)
  if (arrival.origin === 'form' && life.source === 'crm') {
    touch(life, link, {
      kind: 'email',
      direction: 'out',
      at: arrival.at + 5 + rng.int(15),
      person: null,
      automated: true,
      outcome: 'sent',
      subject: 'Ми отримали вашу заявку',
    })
  }
  if (arrival.inbound && rng.chance(0.025)) return { answeredAt: null, contactAt: null, lastAttemptAt: arrival.at, thread, via }
  const first = world.roster.addWork(
    owner,
    Math.max(routed, arrival.at + 20),
    arrival.inbound ? answerDelay(life, owner, arrival.at) : rng.between(0, 3 * HOUR),
  )
  return { ...attempt(life, link, owner, first, thread, via), thread, via }
}

type Tried = Pick<Approach, 'answeredAt' | 'contactAt' | 'lastAttemptAt'>

function attempt(life: Life, link: Link, owner: string, first: number, thread: string | null, via: string | null): Tried {
  const { rng, world } = life
  const most = attemptsMax(life, owner)
  let at = first
  for (let n = 1; ; n++) {
    const person = world.roster.acting(owner, at)
    const reached = rng.chance(attemptChance(world.planted, n))
    const how = rng.next()
    const byMessage = n === 1 ? via !== null : how < (via === null ? 0.12 : 0.3)
    let ended: number | null = null
    if (byMessage) ended = writeFirst(life, link, at, person, thread ?? `H${life.serial}`, via ?? 'viber', reached)
    else if (reached && rng.chance(0.3)) ended = scriptedCall(life, link, { at, person, script: 'qualify', helped: null })
    else if (reached) ended = talk(life, link, at, person)
    else missOut(life, link, at, person)
    if (ended !== null) return { answeredAt: first, contactAt: ended, lastAttemptAt: at }
    if (n >= most) return { answeredAt: first, contactAt: null, lastAttemptAt: at }
    const gap = rng.lognormal(2.6 * HOUR, 0.9)
    const failed = rng.chance(0.04)
    if (failed) touch(life, link, { kind: 'call', direction: 'out', at: at + 90, person, duration: 0, outcome: 'failed' })
    at = world.roster.addWork(owner, at + 10 * MINUTE, gap)
  }
}

/** A message of ours; the client's answer to it is the contact. */
function writeFirst(life: Life, link: Link, at: number, person: string, thread: string, via: string, reached: boolean): number | null {
  const { rng } = life
  const last = turn(life, link, at, person, thread, via)
  if (!reached) return null
  const answered = last + Math.round(Math.min(6 * HOUR, rng.lognormal(14 * MINUTE, 1.1)))
  const contact = turn(life, link, answered, null, thread, via)
  lastWord(life, link, contact, person, thread, via)
  return contact
}

/** Mostly the person writes back to the client's answer; a chat that waits is the exception. */
function lastWord(life: Life, link: Link, after: number, person: string, thread: string, via: string): void {
  const { world, serial } = life
  const rng = stream(world.seed, 'last word', serial)
  const at = world.roster.addWork(person, after + MINUTE, rng.lognormal(4 * MINUTE, 0.9))
  const subject = rng.pick(ourLines)
  if (rng.chance(0.9)) touch(life, link, { kind: 'message', direction: 'out', at, person, via, thread, outcome: 'sent', subject })
}
