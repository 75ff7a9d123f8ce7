// What happens beside the leads: calls and messages of strangers, the one-second dialler's numbers, candidates for a job.
import type { World } from './book.ts'
import { shared } from './book.ts'
import { hiring } from './catalogue.ts'
import { inventClient, mobile, writeClient } from './clients.ts'
import { writeMoves } from './history.ts'
import { clockOf, DAY, dayOf, HOUR, instant, MINUTE, timeText } from './kyiv-time.ts'
import { sellingPeople } from './people.ts'
import { type Rng, stream } from './random.ts'
import type { Source } from './truths.ts'

type Call = {
  id: string
  at: number
  direction: 'in' | 'out'
  person: string | null
  phone: string
  wait: number
  duration: number
  outcome: string
}

function writeCall(world: World, source: Source, call: Call): void {
  if (!world.book.knows(call.at)) return
  world.book.add(source, 'touches', {
    id: call.id,
    kind: 'call',
    direction: call.direction,
    at: timeText(call.at),
    person_id: call.person === null ? undefined : shared(source, call.person),
    via: 'phone',
    wait_s: call.wait,
    duration_s: call.duration,
    outcome: call.outcome,
    phone: call.phone,
    line: source === 'crm' ? '+380442000101' : '+380482000200',
  })
}

const answering = sellingPeople.filter((person) => person.role === 'caller' || person.team === 'odesa')

/** Calls from unknown numbers: suppliers, wrong numbers, and inquiries nobody wrote down. */
export function writeUnknownCalls(world: World, day: number): void {
  const rng = stream(world.seed, 'unknown', day)
  const count = rng.poisson(3.4 * world.scale)
  for (let i = 0; i < count; i++) {
    const at = instant(day, 8 * HOUR + rng.int(13 * HOUR))
    const ready = answering.filter((person) => world.roster.isAtWork(person.id, at))
    const person = ready.length > 0 ? rng.pick(ready) : null
    const source: Source = person?.team === 'odesa' || (person === null && rng.chance(0.4)) ? 'amo' : 'crm'
    const phone = mobile(11, (day % 10_000) * 1000 + i)
    const taken = rng.chance(0.78)
    const call = { id: `U${day}-${i}`, at, direction: 'in', phone } as const
    if (person !== null && taken) {
      const long = rng.chance(0.55)
      const duration = long ? 35 + Math.round(rng.exponential(80)) : 4 + rng.int(24)
      writeCall(world, source, { ...call, person: person.id, wait: 3 + rng.int(20), duration, outcome: 'answered' })
      continue
    }
    writeCall(world, source, { ...call, person: null, wait: 8 + rng.int(40), duration: 0, outcome: 'no_answer' })
    callBack(world, rng, source, call.id, phone, at)
  }
}

function callBack(world: World, rng: Rng, source: Source, id: string, phone: string, missedAt: number): void {
  const back = answering.filter(
    (person) => (source === 'amo') === (person.team === 'odesa') && world.roster.isEmployed(person, dayOf(missedAt)),
  )
  const person = rng.pick(back).id
  const wanted = rng.chance(0.74)
  const at = world.roster.addWork(person, missedAt + 60, rng.lognormal(14 * MINUTE, 1.1))
  const reached = rng.chance(0.7)
  if (!wanted) return
  const duration = reached ? 32 + Math.round(rng.exponential(60)) : 0
  writeCall(world, source, {
    id: `${id}b`,
    at,
    direction: 'out',
    person,
    phone,
    wait: 5 + rng.int(25),
    duration,
    outcome: reached ? 'answered' : 'no_answer',
  })
}

/** Dials of a second or two that look like work in a report. */
export function writeFakeDials(world: World, day: number): void {
  const trick = world.planted.oneSecondDialler
  if (!trick) return
  const rng = stream(world.seed, 'dials', day)
  const count = rng.poisson(trick.perDay)
  if (!world.roster.worksOn(trick.person, day)) return
  for (let i = 0; i < count; i++) {
    const at = instant(day, 9 * HOUR + rng.int(12 * HOUR))
    const phone = mobile(10, 5_000_000 + rng.int(4_000_000))
    writeCall(world, 'crm', {
      id: `F${day}-${i}`,
      at,
      direction: 'out',
      person: trick.person,
      phone,
      wait: 1 + rng.int(3),
      duration: 1 + rng.int(2),
      outcome: 'answered',
    })
  }
}

/** Somebody writes from an unknown account and no card is made. */
export function writeUnknownChats(world: World, day: number): void {
  const rng = stream(world.seed, 'stranger', day)
  const count = rng.poisson(0.8 * world.scale)
  for (let i = 0; i < count; i++) {
    const at = instant(day, 9 * HOUR + rng.int(11 * HOUR))
    const ready = answering.filter((person) => person.role === 'caller' && world.roster.isAtWork(person.id, at))
    const answered = at + Math.round(rng.lognormal(9 * MINUTE, 0.9))
    const base = { kind: 'message', via: 'telegram', thread_id: `HU${day}-${i}` }
    const replies = rng.chance(0.8) && ready.length > 0
    const person = ready.length > 0 ? rng.pick(ready).id : undefined
    if (world.book.knows(at))
      world.book.add('crm', 'touches', {
        ...base,
        id: `M${day}-${i}`,
        direction: 'in',
        at: timeText(at),
        outcome: 'answered',
        subject: 'Ви ще працюєте з ОСББ?',
      })
    if (!replies || !world.book.knows(answered)) continue
    world.book.add('crm', 'touches', {
      ...base,
      id: `M${day}-${i}a`,
      direction: 'out',
      at: timeText(answered),
      person_id: person,
      outcome: 'sent',
      subject: 'Так, залиште, будь ласка, номер',
    })
  }
}

/** Candidates go through a pipeline of the same CRM; nothing of it may count as selling. */
export function writeCandidates(world: World, day: number): void {
  const rng = stream(world.seed, 'hiring', day)
  const count = rng.poisson(0.24)
  for (let i = 0; i < count; i++) {
    const serial = `h${day}${i}`
    const client = {
      ...inventClient(rng, 'crm', serial, mobile(9, 9_000_000 + ((day % 9000) * 10 + i))),
      company: null,
      organisation: null,
      segment: 'person' as const,
    }
    const at = instant(day, 10 * HOUR + rng.int(6 * HOUR))
    const reached = rng.weighted([50, 32, 8, 10])
    const hired = reached === 3
    const stages = ['h_new', 'h_interview', 'h_offer'].slice(0, Math.min(reached, 2) + 1)
    let moment = at
    const moves = stages.map((stage) => {
      const move = { stage, at: moment, by: 'h1' }
      moment = world.roster.addWork('h1', moment + rng.lognormal(4, 0.6) * DAY, rng.int(HOUR))
      return move
    })
    moves.push({ stage: hired ? 'h_won' : 'h_lost', at: moment, by: 'h1' })
    if (!world.book.knows(at)) continue
    const last = moves.filter((move) => world.book.knows(move.at)).at(-1)
    const closed = world.book.knows(moment)
    world.book.add('crm', 'deals', {
      id: `H${serial}`,
      created_at: timeText(at),
      contact_id: client.contact,
      pipeline_id: hiring.id,
      stage_id: last?.stage,
      owner_id: 'h1',
      outcome: closed ? (hired ? 'won' : 'lost') : 'open',
      closed_at: world.book.time(moment),
      amount: 20_000 + (clockOf(at) % 10) * 1000,
      currency: 'UAH',
      updated_at: world.book.latest(...moves.map((move) => move.at)),
    })
    writeMoves(world.book, 'crm', 'deal', `H${serial}`, moves)
    writeClient(world.book, 'crm', client, { created: at, owner: null, updated: timeText(at) })
  }
}
