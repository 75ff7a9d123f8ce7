// Numbers of the scans → cells: value, sample, limits, and the reason where there is no value. Pure.
import type { PlainCell, WhyCode } from '../contract/answer.ts'
import type { KpiEntry } from '../contract/kpi-entry.ts'
import { aalenJohansen, hitTimeQuantile, incidenceAt } from '../stats/competing-risks.ts'
import { garwood, garwoodRatio } from '../stats/count.ts'
import { type Customer, fitLifetime, lifetimeValue, newCustomerValue } from '../stats/lifetime-value.ts'
import { mantelHaenszelDifference } from '../stats/mantel-haenszel.ts'
import { meanOf } from '../stats/mean.ts'
import { netShare } from '../stats/net-share.ts'
import { plainQuantile } from '../stats/plain-quantile.ts'
import { wilson } from '../stats/proportion.ts'
import { seasonalVariation } from '../stats/seasonal-variation.ts'
import { kaplanMeier, survivalAt, survivalQuantile } from '../stats/survival.ts'
import { timelineOf } from '../stats/timeline.ts'
import { waitingShare } from '../stats/waiting-share.ts'
import { unpackCases } from './packed-cases.ts'
import type { Finish } from './plan.ts'

type Limits = { value: number | null; low: number | null; high: number | null; why: WhyCode | null }

/** Aggregates of one population in one group, by their names without prefix; null = the group has no case in the scan. */
export type Numbers = { get: (name: string) => unknown } | null

const num = (numbers: Numbers, name: string): number => {
  const value = numbers?.get(name)
  return typeof value === 'number' ? value : value === undefined || value === null ? 0 : Number(value)
}
const rows = (numbers: Numbers, name: string): number[][] => (numbers?.get(name) as number[][] | undefined) ?? []

const nothing = (why: WhyCode): Limits => ({ value: null, low: null, high: null, why })
const plain = (value: number): Limits => ({ value, low: null, high: null, why: null })

export function emptyCell(why: WhyCode | null): PlainCell {
  return { value: null, n: 0, low: null, high: null, pending: 0, excluded: 0, unpriced: 0, why }
}

/** Counts of different things that are whole numbers stay so under split credit only where shares are whole. */
const counts = (numbers: Numbers) => ({
  n: num(numbers, 'n'),
  pending: num(numbers, 'pending'),
  excluded: num(numbers, 'excluded'),
  unpriced: num(numbers, 'unpriced'),
})

const casesOf = (numbers: Numbers, { cases, entersLate }: { cases: string; entersLate: boolean }) =>
  timelineOf(unpackCases(numbers?.get(cases), entersLate))

/** Numbers of populations whose cases add up; each a plain sum. */
export function addUp(parts: readonly Numbers[]): Numbers {
  const [first = null, ...others] = parts
  if (others.length === 0) return first
  return { get: (name) => parts.reduce((sum, part) => sum + num(part, name), 0) }
}

/** The figure of a KPI with one population. */
export function finishOne(finish: Finish, numbers: Numbers): PlainCell {
  const tally = counts(numbers)
  if (finish.type === 'stratified_difference') return differenceOf(finish.strata, numbers, tally)
  return { ...tally, ...limitsOf(finish, numbers, tally) }
}

type Tally = ReturnType<typeof counts>

/** Over the strata with both sides; cases of the others are excluded. */
function differenceOf(strata: string, numbers: Numbers, tally: Tally): PlainCell {
  const [, treatedHits = [], treated = [], otherHits = [], others = []] = rows(numbers, strata)
  const { value, low, high, why, n, excluded } = mantelHaenszelDifference(
    treated.map((n1, i) => ({ hits1: treatedHits[i] ?? 0, n1, hits2: otherHits[i] ?? 0, n2: others[i] ?? 0 })),
  )
  return { ...tally, n, excluded: tally.excluded + excluded, value, low, high, why }
}

function limitsOf(finish: Finish, numbers: Numbers, tally: Tally): Limits {
  switch (finish.type) {
    case 'count': {
      const value = num(numbers, finish.n)
      return finish.interval === 'poisson' ? { ...garwood(value), value } : plain(value)
    }
    case 'sum':
      return tally.n === 0 && tally.unpriced > 0 ? nothing('unpriced') : plain(num(numbers, finish.value))
    case 'mean':
      if (tally.n === 0) return nothing(tally.unpriced > 0 ? 'unpriced' : 'no_cases')
      return meanOf(tally.n, num(numbers, finish.sum), num(numbers, finish.squares))
    case 'quantile':
      if (tally.n === 0) return nothing(tally.unpriced > 0 ? 'unpriced' : 'no_cases')
      return plainQuantile(rows(numbers, finish.values), finish.q)
    case 'net_share':
      return tally.n === 0 ? nothing('no_cases') : pick(netShare(num(numbers, finish.hits), num(numbers, finish.misses), tally.n))
    case 'lifetime_value':
      return lifetime(finish, historiesOf(numbers, finish.histories))
    case 'variation':
      return variation(finish, numbers, tally)
    case 'share_of_sums':
      return shareOfSums(finish, numbers, tally)
    case 'share':
      return tally.n === 0 ? nothing(tally.unpriced > 0 ? 'unpriced' : 'no_cases') : wilson(num(numbers, finish.hits), tally.n)
    default:
      return tally.n === 0 ? nothing(isUntold(finish, numbers) ? 'no_history' : 'no_cases') : inTime(finish, numbers)
  }
}

const isUntold = (finish: Finish, numbers: Numbers) =>
  finish.type === 'survival_quantile' && finish.noHistory !== null && num(numbers, finish.noHistory) > 0

function shareOfSums(finish: Extract<Finish, { type: 'share_of_sums' }>, numbers: Numbers, tally: Tally): Limits {
  const isHidden = finish.halves.some(([priced, all]) => num(numbers, priced) < num(numbers, all) / 2)
  if (isHidden || (tally.n === 0 && tally.unpriced > 0)) return nothing('unpriced')
  if (tally.n === 0) return nothing('no_cases')
  const all = num(numbers, finish.all)
  return all === 0 ? nothing('undefined') : plain(num(numbers, finish.hits) / all)
}

/** Of the draws behind the limits of a lifetime value. */
export const lifetimeSeed = 1

/** Repeat purchases, weeks to the last and weeks seen of every customer. */
const historiesOf = (numbers: Numbers, name: string): Customer[] =>
  (rows(numbers, name) as (number | null)[][]).map(([x, last, seen, mean]) => ({
    x: x ?? 0,
    tx: (last ?? 0) / 7,
    T: (seen ?? 0) / 7,
    mean: mean ?? null,
  }))

function lifetime({ horizonDays, ofNew }: Extract<Finish, { type: 'lifetime_value' }>, customers: Customer[]): Limits {
  if (!ofNew) return pick(lifetimeValue(customers, horizonDays, lifetimeSeed))
  const { purchaseModel, spendModel, why } = fitLifetime(customers)
  return why === null ? plain(newCustomerValue(purchaseModel!.model, spendModel!.model, horizonDays)) : nothing(why)
}

/** The least whole month by which customers have brought what one of them cost. */
export function finishPayback(finish: Extract<Finish, { type: 'payback' }>, numbers: Numbers, cost: PlainCell): PlainCell {
  const tally = counts(numbers)
  if (cost.value === null) return { ...tally, ...nothing(cost.why ?? 'undefined') }
  if (tally.n === 0) return { ...tally, ...nothing('no_cases') }
  const list = (name: string) => ((numbers?.get(name) as (number | string)[] | undefined) ?? []).map(Number)
  const [followed, sums] = [list(finish.counts), list(finish.sums)]
  const month = followed.findIndex((customers, i) => customers > 0 && sums[i]! / customers >= cost.value!)
  return { ...tally, ...(month < 0 ? nothing('not_reached') : plain(month)) }
}

function variation(finish: Extract<Finish, { type: 'variation' }>, numbers: Numbers, tally: Tally): Limits {
  if (tally.n === 0) return nothing(tally.unpriced > 0 ? 'unpriced' : 'no_cases')
  const [back = [], sums = []] = rows(numbers, finish.sums)
  return pick(seasonalVariation(new Map(back.map((month, i) => [Number(month), sums[i] ?? 0])), finish.months))
}

function inTime(finish: Finish, numbers: Numbers): Limits {
  switch (finish.type) {
    case 'waiting_share':
      return pick(waitingShare(casesOf(numbers, finish)))
    case 'survival_quantile':
      return pick(survivalQuantile(kaplanMeier(casesOf(numbers, finish)), finish.q))
    case 'survival_beyond':
      return pick(survivalAt(kaplanMeier(casesOf(numbers, finish)), finish.horizon))
    case 'incidence': {
      const curve = aalenJohansen(casesOf(numbers, finish))
      return scaled(pick(finish.horizon === null ? hitTimeQuantile(curve, 0.5) : incidenceAt(curve, finish.horizon)), finish.scale)
    }
    default:
      return nothing('undefined')
  }
}

const pick = ({ value, low, high, why }: Limits): Limits => ({ value, low, high, why })
const scaled = (limits: Limits, scale: number): Limits => {
  const by = (value: number | null) => (value === null ? null : value / scale)
  return { value: by(limits.value), low: by(limits.low), high: by(limits.high), why: limits.why }
}

/** a ÷ b of two populations, each on its own axis and credit: a ratio of sums. */
export function finishRatio(
  finish: Extract<Finish, { type: 'ratio' }>,
  [a = null, b = null, waiting = null]: readonly Numbers[],
  reasons: { noSpend: boolean },
): PlainCell {
  const [top, bottom] = [num(a, 'value'), num(b, 'value')]
  const [above, below] = [counts(a), counts(b)]
  const tally = {
    // A share has what it divides by for its cases, whatever that is counted in.
    n: finish.interval !== 'wilson' && (finish.money || below.unpriced > 0) ? below.n : bottom,
    pending: below.pending + counts(waiting).pending,
    excluded: below.excluded,
    unpriced: above.unpriced + below.unpriced,
  }
  if (reasons.noSpend) return { ...tally, ...nothing('no_spend') }
  if (above.n === 0 && above.unpriced > 0) return { ...tally, ...nothing('unpriced') }
  if (bottom === 0 && below.n > 0) return { ...tally, ...nothing('undefined') }
  if (bottom === 0) return { ...tally, ...nothing(below.unpriced > 0 ? 'unpriced' : 'no_cases') }
  if (finish.interval === 'garwood') return { ...tally, ...scaledUp(garwoodRatio(top, bottom), finish.scale) }
  if (finish.interval === 'wilson') return { ...tally, ...wilson(top, bottom) }
  return { ...tally, ...plain((top / bottom) * finish.scale - finish.less) }
}

const scaledUp = (limits: Limits, scale: number): Limits => scaled(limits, 1 / scale)

/** Cells of durations in days are scaled from the seconds the facts hold. */
export function inUnit(entry: KpiEntry, cell: PlainCell): PlainCell {
  if (entry.unit !== 'days' || entry.measure.type === 'incidence' || entry.measure.type === 'formula') return cell
  const by = (value: number | null) => (value === null ? null : value / 86_400)
  return { ...cell, value: by(cell.value), low: by(cell.low), high: by(cell.high) }
}
