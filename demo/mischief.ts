// The tricks of the planted crooks on their deals. Each leaves the traces such a trick leaves in a real CRM.
import { type Deal, publishDeal, stateMoments, writeDealDetails } from './deal-rows.ts'
import { DAY, dayOf, HOUR, instant, MINUTE, monthStart, weekdayOf } from './kyiv-time.ts'
import type { Life } from './life.ts'
import { collectMoney } from './money.ts'
import type { Path } from './sale-path.ts'

/** The last weekday of the month of this day. */
function lastOfficeDay(day: number): number {
  let last = monthStart(day, 1) - 1
  while (weekdayOf(last) > 4) last--
  return last
}

/** A deal about to be lost is booked as won at the end of the month, reopened in the next one and lost then. */
export function revertAtMonthEnd(life: Life, deal: Deal, path: Path, owner: string): boolean {
  const { rng, world } = life
  const trick = world.planted.monthEndReverter
  const drawn = rng.next()
  if (trick?.person !== owner || drawn >= trick.share || path.lastOpen < 1) return false
  const bookedAt = instant(lastOfficeDay(dayOf(path.endAt)), 15 * HOUR + rng.int(3 * HOUR))
  const reopenedAt = world.roster.addWork(owner, bookedAt + rng.between(3, 12) * DAY, rng.int(HOUR))
  const lostAt = world.roster.addWork(owner, reopenedAt + rng.between(4, 25) * DAY, rng.int(HOUR))
  const before = deal.moves.filter((move) => move.at < bookedAt && move.stage !== 's_lost')
  const back = before.at(-1)?.stage ?? 's_new'
  deal.moves = [
    ...before,
    { stage: 's_won', at: bookedAt, by: owner },
    { stage: back, at: reopenedAt, by: owner },
    { stage: 's_lost', at: lostAt, by: owner },
  ]
  deal.outcomes = [
    { outcome: 'won', at: bookedAt, reason: null, by: owner },
    { outcome: 'open', at: reopenedAt, reason: null, by: owner },
    { outcome: 'lost', at: lostAt, reason: 'no_need', by: owner },
  ]
  return true
}

/** The never-closer leaves a lost deal open. */
export function keepOpen(life: Life, owner: string): boolean {
  const trick = life.world.planted.neverCloser
  const drawn = life.rng.next()
  return trick?.person === owner && drawn < trick.share
}

/** One sale becomes two or three of the same client on the same day. */
export function splitSale(life: Life, deal: Deal, path: Path, owner: string): void {
  const { rng, world } = life
  const trick = world.planted.dealSplitter
  const drawn = rng.next()
  const parts = rng.chance(0.6) ? 2 : 3
  if (trick?.person !== owner || drawn >= trick.share || life.source !== 'crm') return
  const whole = deal.amounts.at(-1)?.value ?? 0
  const share = Math.round((whole / parts) * 100) / 100
  const scale = (value: number) => Math.round((value / parts) * 100) / 100
  deal.items = deal.items.map((item) => ({ ...item, price: scale(item.price), list: scale(item.list), cost: scale(item.cost) }))
  deal.amounts.push({ value: share, at: path.endAt - 40 * MINUTE })
  for (let n = 2; n <= parts; n++) {
    const created = path.endAt - 30 * MINUTE + n * 60
    const wonAt = path.endAt + n * 60
    const part: Deal = {
      ...deal,
      id: `${deal.id}-${n}`,
      created,
      owners: [{ person: owner, at: created }],
      moves: [
        { stage: 's_new', at: created, by: owner },
        { stage: 's_won', at: wonAt, by: owner },
      ],
      outcomes: [{ outcome: 'won', at: wonAt, reason: null, by: owner }],
      amounts: [{ value: share, at: created }],
      expected: [{ day: dayOf(wonAt), at: created }],
      items: deal.items.map((item) => ({ ...item, at: created })),
      credits: [],
      clientOwners: [],
    }
    part.touched = stateMoments(part)
    collectMoney(life, part, { contractAt: created, prepaidAt: wonAt, wonAt })
    writeDealDetails(life, part)
    publishDeal(life, part)
  }
}
