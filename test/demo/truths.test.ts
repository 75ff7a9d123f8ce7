// What truths.ts says is planted is in the records with its true value, and is not there when it is switched off.
import { describe, expect, test } from 'vitest'
import type { Row } from '../../demo/book.ts'
import { lostReasons, products, sales } from '../../demo/catalogue.ts'
import { findChannel } from '../../demo/channels.ts'
import { instant, monthStart, parseDay } from '../../demo/kyiv-time.ts'
import { findPerson, people } from '../../demo/people.ts'
import { findScript } from '../../demo/scripts.ts'
import { trueIndex, trueJunkRate, trueLeakConversion, trueScriptUplift, trueUndoneShare } from '../../demo/true-figures.ts'
import { background, nothingPlanted, type Truths, truths } from '../../demo/truths.ts'
import { attemptRuns, attemptShare, delaySlope, leakOf, type Measured, personGain, spamShare, stepGainOf, workedLeads } from './measures.ts'
import { type ReadCompany, readCompany, seconds } from './read-company.ts'

const planted = readCompany({ seed: 3 })
const stable = readCompany({ seed: 3, plant: nothingPlanted })
const plain = (id: unknown) => String(id ?? '').replace('crm:', '')
const leakFrom = instant(monthStart(parseDay('2025-05-01'), truths.leak.fromMonth))
const spamOfJunk = background.junkCalledSpam

test('every truth names things the company has', () => {
  for (const truth of Object.values(truths)) if ('person' in truth) expect(people).toContain(findPerson(truth.person))
  expect(sales.stages.map((stage) => stage.id)).toContain(truths.leak.stage)
  expect(products.map((product) => product.name)).toContain(truths.leak.product)
  expect(lostReasons.map((reason) => reason.id)).toContain(truths.leak.reason)
  expect(findChannel(truths.junkChannel.group).spend).toBeDefined()
  expect(findScript(truths.scriptStep.script).steps.map((step) => step.key)).toContain(truths.scriptStep.step)
  expect(Object.keys(nothingPlanted).sort()).toEqual(Object.keys(truths).sort())
})

type Effect = { name: keyof Truths; measure: (company: ReadCompany) => Measured; truth: number; none: number }
const effects: Effect[] = [
  {
    name: 'opener',
    measure: (company) => personGain(company, truths.opener.person, ['s_new', 's_meet'], truths.closer.person),
    truth: truths.opener.logOdds,
    none: 0,
  },
  {
    name: 'closer',
    measure: (company) => personGain(company, truths.closer.person, ['s_offer', 's_contract'], truths.opener.person),
    truth: truths.closer.logOdds,
    none: 0,
  },
  {
    name: 'leak',
    measure: (company) => leakOf(company, truths.leak.stage, truths.leak.product, leakFrom),
    truth: truths.leak.logOdds,
    none: 0,
  },
  { name: 'responseDelay', measure: delaySlope, truth: truths.responseDelay.perLnMinute, none: 0 },
  {
    name: 'junkChannel',
    measure: (company) => spamShare(company, truths.junkChannel.group),
    truth: truths.junkChannel.share * spamOfJunk,
    none: background.flatJunk * spamOfJunk,
  },
  {
    name: 'scriptStep',
    measure: (company) => stepGainOf(company, truths.scriptStep.script, truths.scriptStep.step),
    truth: truths.scriptStep.winGain,
    none: 0,
  },
  {
    name: 'attempts',
    measure: (company) => attemptShare(company, 1),
    truth: truths.attempts.chance[0] as number,
    none: background.flatAttempt,
  },
]

describe('effects', () => {
  test.each(effects)('$name has its true value, and none where it is not planted', ({ measure, truth, none }) => {
    const found = measure(planted)
    expect(Math.abs(found.value - truth) / found.error).toBeLessThan(3)
    const nothing = measure(stable)
    expect(Math.abs(nothing.value - none) / nothing.error).toBeLessThan(3)
    expect(Math.abs(found.value - none) / found.error).toBeGreaterThan(3)
  })

  test('each attempt has its chance, and none is worth it after the last useful one', () => {
    truths.attempts.chance.forEach((chance, i) => {
      const found = attemptShare(planted, i + 1)
      expect(Math.abs(found.value - chance) / found.error, `attempt ${i + 1}`).toBeLessThan(3.2)
    })
    const late = attemptShare(planted, truths.attempts.stopAfter + 1, 14)
    expect(Math.abs(late.value - truths.attempts.later) / late.error).toBeLessThan(3)
  })
})

/** What each person has of something, and how far the planted one stands out from the median of the peers. */
function standsOut(company: ReadCompany, person: string, countOf: (company: ReadCompany, person: string) => number): number {
  const role = findPerson(person).role
  const peers = people.filter((one) => one.role === role && one.id !== person).map((one) => countOf(company, one.id))
  peers.sort((a, b) => a - b)
  const median = peers[Math.floor(peers.length / 2)] as number
  return countOf(company, person) / Math.max(median, 1e-9)
}

const countRows = (rows: readonly Row[], person: string, column: string, hit: (row: Row) => boolean) =>
  rows.filter((row) => plain(row[column]) === person && hit(row)).length
const rate = (hits: number, of: number) => (hits + 0.5) / (of + 1)

const short = (company: ReadCompany, person: string) =>
  1 + countRows(company.both('touches'), person, 'person_id', (row) => row.outcome === 'answered' && Number(row.duration_s) <= 3)
const dumped = (company: ReadCompany, person: string) =>
  rate(
    countRows(company.rows('crm', 'leads'), person, 'marked_by', (row) => row.status === 'spam'),
    countRows(company.rows('crm', 'leads'), person, 'owner_id', () => true),
  )
const reverted = (company: ReadCompany, person: string) =>
  1 + countRows(company.both('value_changes'), person, 'by_person_id', (row) => row.field === 'outcome' && row.old === 'won')
const splits = (company: ReadCompany, person: string) =>
  1 + countRows(company.both('deals'), person, 'owner_id', (row) => /-[23]$/.test(String(row.id)))
const leftOpen = (company: ReadCompany, person: string) => {
  const old = company
    .both('deals')
    .filter((row) => plain(row.owner_id) === person && row.pipeline_id === 'sales' && seconds(row.created_at) < seconds('2026-05-01'))
  return rate(old.filter((row) => row.outcome === 'open').length, old.length)
}
const unseen = (company: ReadCompany, person: string) => {
  const calls = countRows(company.both('touches'), person, 'person_id', (row) => row.deal_id !== undefined && row.kind === 'call')
  return countRows(company.both('deals'), person, 'owner_id', (row) => row.pipeline_id === 'sales') / Math.max(1, calls)
}
const gaveUp = (company: ReadCompany, person: string) => {
  const runs = attemptRuns(company).filter((run) => run.owner === person && !run.reached && run.closed)
  return rate(runs.filter((run) => run.attempts <= 2).length, runs.length)
}

describe('people', () => {
  test.each([
    ['oneSecondDialler', short, 20],
    ['spamDumper', dumped, 5],
    ['monthEndReverter', reverted, 10],
    ['dealSplitter', splits, 10],
    ['neverCloser', leftOpen, 5],
    ['personalPhone', unseen, 2],
    ['quitter', gaveUp, 2],
  ] as const)('%s stands out from the peers, and not where it is not planted', (name, countOf, times) => {
    const { person } = truths[name]
    expect(standsOut(planted, person, countOf)).toBeGreaterThan(times)
    expect(standsOut(stable, person, countOf)).toBeLessThan(Math.min(times, 1.8))
  })

  test('the hammerer tries more than eight times where the others stop', () => {
    const many = (company: ReadCompany, person: string) => {
      const cards = new Map<string, number>()
      for (const row of company.rows('amo', 'touches')) {
        if (plain(row.person_id) !== person || row.kind !== 'call' || row.outcome === 'answered' || row.direction !== 'out') continue
        cards.set(String(row.deal_id), (cards.get(String(row.deal_id)) ?? 0) + 1)
      }
      return [...cards.values()].filter((count) => count >= 9).length
    }
    expect(many(planted, truths.hammerer.person)).toBeGreaterThan(40)
    expect(many(stable, truths.hammerer.person)).toBeLessThan(10)
  })

  test('the honest one is on the sick list for the week and does nothing in it', () => {
    const { person, month, day, days } = truths.sickWeek
    const from = instant(monthStart(parseDay('2025-05-01'), month) + day)
    const to = from + days * 86_400
    const work = planted
      .both('touches')
      .filter((row) => plain(row.person_id) === person && seconds(row.at) >= from && seconds(row.at) < to && row.direction === 'out')
    const usual = planted
      .both('touches')
      .filter((row) => plain(row.person_id) === person && seconds(row.at) >= from - 14 * 86_400 && seconds(row.at) < from - 7 * 86_400)
    expect(work.length).toBeLessThan(usual.length / 10)
    const sick = planted
      .rows('crm', 'attendance')
      .filter((row) => row.person_id === person && row.kind === 'sick' && seconds(row.from) === from)
    expect(sick).toHaveLength(1)
    expect(stable.rows('crm', 'attendance').filter((row) => row.person_id === person && seconds(row.from) === from)).toHaveLength(0)
  })
})

test('nobody is answered before asking', () => {
  for (const { row, touches } of workedLeads(planted))
    for (const touch of touches) expect(seconds(touch.at)).toBeGreaterThanOrEqual(seconds(row.created_at))
})

describe('figures derived from the truths', () => {
  test('following the script helps a little less than doing the step that helps', () => {
    const uplift = trueScriptUplift(truths)
    expect(uplift).toBeGreaterThan(0.8 * truths.scriptStep.winGain)
    expect(uplift).toBeLessThan(truths.scriptStep.winGain)
    expect(trueScriptUplift(nothingPlanted)).toBe(0)
  })

  test('only the gifted have an index above one, and leave their colleagues below it', () => {
    const gifted = { ...nothingPlanted, opener: truths.opener }
    expect(trueIndex(truths, truths.opener.person, 'opener')).toBeGreaterThan(1.1)
    expect(trueIndex(truths, truths.closer.person, 'closer')).toBeGreaterThan(1.1)
    expect(trueIndex(gifted, truths.opener.person, 'closer')).toBeCloseTo(1, 12)
    expect(trueIndex(gifted, truths.closer.person, 'opener')).toBeLessThan(1)
    expect(trueIndex(nothingPlanted, truths.opener.person, 'opener')).toBeCloseTo(1, 12)
  })

  test('a trick or a leak changes the figure of the one who has it by what is planted', () => {
    expect(trueUndoneShare(truths)).toBeGreaterThan(0.2)
    expect(trueUndoneShare(nothingPlanted)).toBe(0)
    expect(trueJunkRate(truths, truths.junkChannel.group)).toBeGreaterThan(3 * trueJunkRate(nothingPlanted, truths.junkChannel.group))
    expect(trueLeakConversion(nothingPlanted, ['s4'])).toBeCloseTo(background.salesPass[2]!, 12)
    expect(trueLeakConversion(truths, ['s4'])).toBeLessThan(0.4 * background.salesPass[2]!)
  })
})
