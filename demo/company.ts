// The demo company: everything it did until the end of a day, as records of two sources. A function of its
// options alone: the same options give the same bytes, a later last day only adds what happened since.
import { countOfDay } from './arrivals.ts'
import { writeCandidates, writeFakeDials, writeUnknownCalls, writeUnknownChats } from './background.ts'
import { Book, type CallTruth, type Row, type World } from './book.ts'
import { writeMonth, writeRates, writeSpend } from './budget.ts'
import { customerRhythm, liveBaseCustomer } from './customers.ts'
import { dayText, instant, monthStart, parseDay, timeText } from './kyiv-time.ts'
import { liveLead } from './leads.ts'
import { Roster } from './roster.ts'
import { type Part, type Script, scripts } from './scripts.ts'
import { writeSetup } from './setup.ts'
import { type Planted, plantTruths, type Source } from './truths.ts'
import { journeyDays, writeStrangers } from './visits.ts'

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
  writeAround(world)
  return {
    firstDay: dayText(firstDay),
    batches: book.batches(),
    callTruths: book.callTruths,
    planted,
  }
}

/** What happens day by day and month by month beside the leads. */
function writeAround(world: World): void {
  for (let day = world.firstDay - 7; day <= world.lastDay; day++) writeRates(world, day)
  for (let day = world.firstDay; day <= world.lastDay; day++) {
    writeSpend(world, day)
    writeStrangers(world, day)
    writeUnknownCalls(world, day)
    writeUnknownChats(world, day)
    writeFakeDials(world, day)
    writeCandidates(world, day)
  }
  for (let month = world.firstDay; month <= world.lastDay; month = monthStart(month, 1)) writeMonth(world, month)
  for (const script of scripts) writeScript(world, script)
}

function writeScript(world: World, script: Script): void {
  const part = ({ key, title, phrases, weight, critical }: Part) => ({ key, title, phrases, weight, critical })
  world.book.add('crm', 'scripts', {
    id: script.id,
    name: script.name,
    version: script.version,
    threshold: script.threshold,
    steps: script.steps.map(part),
    objections: script.objections.map(part),
    updated_at: timeText(instant(world.firstDay)),
  })
}
