// The demo company: everything it did until the end of a day, as records of two sources. A function of its
// options alone: the same options give the same bytes, a later last day only adds what happened since.
import { countOfDay } from './arrivals.ts'
import { Book, type CallTruth, type Row, type World } from './book.ts'
import { customerRhythm, liveBaseCustomer } from './customers.ts'
import { instant, monthStart, parseDay } from './kyiv-time.ts'
import { liveLead } from './leads.ts'
import { Roster } from './roster.ts'
import { writeSetup } from './setup.ts'
import { type Planted, plantTruths, type Source } from './truths.ts'

export type CompanyOptions = {
  seed: number
  /** Last day the records know, 2026-11-21. */
  lastDay: string
  /** First day of the company, the first of a month; default 18 months before the month of the last day. Keep it to extend a company. */
  firstDay?: string
  /** Times as many leads and customers; default 1. */
  scale?: number
  /** Truths to switch off (null) or to change. */
  plant?: Partial<Planted>
}

export type Company = {
  firstDay: string
  batches: Iterable<{ source: Source; kind: string; records: readonly Row[] }>
  /** What was said in the calls with a transcript. */
  callTruths: readonly CallTruth[]
  planted: Planted
}

/** A visitor may look round so many days before becoming a lead. */
const journeyDays = 30

export function simulateCompany(options: CompanyOptions): Company {
  const lastDay = parseDay(options.lastDay)
  const firstDay = options.firstDay ? parseDay(options.firstDay) : monthStart(lastDay, -18)
  const planted = plantTruths(options.plant)
  const book = new Book(instant(lastDay + 1))
  const years = Math.ceil((lastDay - firstDay) / 365) + 2
  const world: World = {
    seed: options.seed,
    firstDay,
    lastDay,
    scale: options.scale ?? 1,
    planted,
    roster: new Roster(options.seed, firstDay, years, planted),
    book,
  }
  writeSetup(world)
  for (let index = 0; index < customerRhythm.baseCustomers * world.scale; index++) liveBaseCustomer(world, index)
  for (let day = firstDay; day <= lastDay + journeyDays; day++) {
    const count = countOfDay(world, day)
    for (let index = 0; index < count; index++) liveLead(world, day, index)
  }
  return {
    firstDay: new Date(firstDay * 86_400_000).toISOString().slice(0, 10),
    batches: book.batches(),
    callTruths: book.callTruths,
    planted,
  }
}
