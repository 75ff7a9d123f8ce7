// The work on a deal: calls, letters, messages and meetings stage by stage, and the tasks between them.
import { chat, letter, missOut, pickMeans, talk } from './conversations.ts'
import { DAY, HOUR, MINUTE } from './kyiv-time.ts'
import { type Life, type Link, touch } from './life.ts'
import type { Path } from './sale-path.ts'
import { scriptedCall } from './script-calls.ts'
import { writeTasks } from './tasks.ts'

export type Work = {
  owner: string
  path: Path
  until: number
  /** Whether the seller does the helpful step in the first talk; null = no script in this pipeline. */
  helped: boolean | null
}

const offers = ['Комерційна пропозиція', 'Расчёт и предложение', 'Кошторис та строки']
const attachments = ['Пропозиція.pdf', 'Кошторис.xlsx', 'Предложение.pdf']

export function dealTouches(life: Life, link: Link, work: Work): void {
  const { rng, world } = life
  const { owner, path, until } = work
  const done: number[] = []
  const first = world.roster.addWork(owner, path.moves[0]!.at + 10 * MINUTE, rng.lognormal(2.5 * HOUR, 0.8))
  let at = first
  if (rng.chance(0.25)) {
    missOut(life, link, at, world.roster.acting(owner, at))
    at = world.roster.addWork(owner, at + HOUR, rng.int(3 * HOUR))
  }
  const scripted = rng.chance(0.62)
  if (at < until) {
    done.push(at)
    if (scripted && work.helped !== null)
      scriptedCall(life, link, { at, person: world.roster.acting(owner, at), script: 'sale', helped: work.helped })
    else talk(life, link, at, world.roster.acting(owner, at))
  }
  meetings(life, link, work, at)
  const visits = path.moves.filter((move) => move.at < until)
  visits.forEach((move, i) => {
    const end = Math.min(until, visits[i + 1]?.at ?? path.endAt)
    if (move.stage === 's_offer' || move.stage === 'r_offer') sendOffer(life, link, owner, move.at)
    const from = i === 0 ? Math.max(at + HOUR, move.at) : move.at + HOUR
    done.push(...stageWork(life, link, owner, from, end))
  })
  writeTasks(life, link, { owner, moments: done, closedAt: path.endAt, open: until < path.endAt })
}

/** Regular contact while a deal stands in a stage, and one shortly before it moves on. */
function stageWork(life: Life, link: Link, owner: string, from: number, end: number): number[] {
  const { rng, world } = life
  const done: number[] = []
  let at = world.roster.addWork(owner, from + rng.lognormal(2.2 * DAY, 0.7), rng.int(2 * HOUR))
  while (at < end - 2 * HOUR) {
    done.push(at)
    oneTouch(life, link, world.roster.acting(owner, at), at)
    at = world.roster.addWork(owner, at + rng.lognormal(3.2 * DAY, 0.6), rng.int(2 * HOUR))
  }
  const closing = end - 20 * MINUTE - rng.int(60 * MINUTE)
  if (rng.chance(0.6) && closing > from) {
    done.push(closing)
    talk(life, link, closing, world.roster.acting(owner, closing))
  }
  return done
}

function oneTouch(life: Life, link: Link, person: string, at: number): void {
  const { rng } = life
  const kind = rng.weighted([30, 17, 16, 18, 12, 7])
  if (kind === 0) talk(life, link, at, person)
  else if (kind === 1) missOut(life, link, at, person)
  else if (kind === 2) letter(life, link, at, person, 'Щодо вашого замовлення', { answer: 0.45 })
  else if (kind === 3) chat(life, link, at, person, `H${life.serial}-${Math.floor(at / DAY)}`, pickMeans(rng), 1 + rng.int(2))
  else if (kind === 4) talk(life, link, at, person, { direction: 'in' })
  else clientMissed(life, link, person, at)
}

/** The client calls and nobody takes it; mostly somebody calls back. */
function clientMissed(life: Life, link: Link, person: string, at: number): void {
  const { rng, world } = life
  touch(life, link, { kind: 'call', direction: 'in', at, person: null, wait: 10 + rng.int(40), duration: 0, outcome: 'no_answer' })
  if (rng.chance(0.85)) talk(life, link, world.roster.addWork(person, at + 60, rng.lognormal(25 * MINUTE, 1)), person)
}

function sendOffer(life: Life, link: Link, owner: string, at: number): void {
  const { rng, world } = life
  const withMaterial = rng.chance(0.55)
  const material = rng.pick(['m_catalogue', 'm_case_office', 'm_case_house', 'm_calc', 'm_warranty', 'm_video'])
  const sent = Math.max(at - 5 * MINUTE, at - rng.int(900))
  letter(life, link, sent, world.roster.acting(owner, sent), rng.pick(offers), {
    attachments: rng.pick(attachments),
    answer: 0.4,
    ...(withMaterial ? { materials: [material] } : {}),
  })
}

/** The visit to the client is booked in the first talk; now and then it does not take place the first time. */
function meetings(life: Life, link: Link, work: Work, bookedAt: number): void {
  const { rng, world } = life
  const { owner, path, until } = work
  const held = path.entered.get('s_meet')
  const failed = rng.chance(0.17)
  const cancelled = rng.chance(0.35)
  const planned = world.roster.addWork(owner, bookedAt + rng.lognormal(1.5 * DAY, 0.5), rng.int(5 * HOUR))
  const via = rng.chance(0.75) ? 'in_person' : 'zoom'
  const person = world.roster.acting(owner, planned)
  const base = { kind: 'meeting', direction: 'out', via, subject: 'Замір' } as const
  if (failed && planned < Math.min(until, held ?? until) - DAY) {
    touch(life, link, { ...base, at: planned, booked: bookedAt, person, outcome: cancelled ? 'cancelled' : 'no_show' })
  }
  if (held === undefined || held > until) return
  const at = Math.max(bookedAt + HOUR, held - HOUR - rng.int(HOUR))
  const agreed = failed && planned + 2 * HOUR < at ? planned + 2 * HOUR : bookedAt + 3 * MINUTE
  touch(life, link, { ...base, at, booked: Math.min(agreed, at - HOUR), person: world.roster.acting(owner, at), outcome: 'held' })
}
