// Customer lifetime value: expected purchases times expected amount, and the purchase histories it starts from.

import type { WhyNull } from './estimate.ts'
import {
  chanceAlive,
  expectedPurchases,
  type FittedPurchaseModel,
  fitPurchaseModel,
  mergeHistories,
  type PurchaseHistory,
  type PurchaseModel,
} from './purchase-model.ts'
import { type SeededRandom, seededRandom } from './seeded-random.ts'
import { TAIL95 } from './special-functions.ts'
import { expectedAmount, type FittedSpendModel, fitSpendModel, type SpendModel } from './spend-model.ts'

/** One purchase: a whole local day number and an amount; refunds are not purchases. */
export type Purchase = { day: number; amount: number }

/** A customer's summary in weeks; `mean` amount of the repeat days, null without one. */
export type Customer = { x: number; tx: number; T: number; mean: number | null }

/** Expected purchases over the horizon, expected amount of one, their product, and the chance to be a customer still. */
export type CustomerValue = { purchases: number; amount: number; value: number; alive: number }

export type LifetimeValue = {
  /** Mean value of a customer over the horizon, gross, undiscounted. */
  value: number | null
  low: number | null
  high: number | null
  why: WhyNull | null
  n: number
  customers: CustomerValue[]
  purchaseModel: FittedPurchaseModel | null
  spendModel: FittedSpendModel | null
}

const CUSTOMERS_LEAST = 100
const REPEAT_DAYS_LEAST = 50
const DRAWS = 1000
/** The draws are taken on at most so many customers, spread evenly: their spread, not their level, is used. */
const SAMPLE_MOST = 1000

/** x, t_x, T and mean amount of one customer; same-day purchases merge; T ends on `lastDay`, the last included day. */
export function customerOf(purchases: readonly Purchase[], lastDay: number): Customer {
  const byDay = new Map<number, number>()
  for (const { day, amount } of purchases) byDay.set(day, (byDay.get(day) ?? 0) + amount)
  const days = [...byDay.keys()].sort((a, b) => a - b)
  const first = days[0] ?? lastDay
  const repeats = days.slice(1)
  const sum = repeats.reduce((total, day) => total + byDay.get(day)!, 0)
  return {
    x: repeats.length,
    tx: ((repeats.at(-1) ?? first) - first) / 7,
    T: (lastDay - first) / 7,
    mean: repeats.length === 0 ? null : sum / repeats.length,
  }
}

const spends = (customer: Customer): boolean => customer.x >= 1 && customer.mean !== null && customer.mean > 0

function worth(customer: Customer, purchases: PurchaseModel, spend: SpendModel, weeks: number): CustomerValue {
  const expected = expectedPurchases(purchases, customer, weeks)
  const amount = spends(customer) ? expectedAmount(spend, customer.x, customer.mean!) : expectedAmount(spend, 0, 0)
  return { purchases: expected, amount, value: expected * amount, alive: chanceAlive(purchases, customer) }
}

/** Mean value on a sample of the customers for each drawn pair of models; draws outside the model (q <= 1) are left out. */
function drawnMeans(
  sample: readonly Customer[],
  bought: FittedPurchaseModel,
  spent: FittedSpendModel,
  weeks: number,
  random: SeededRandom,
): number[] {
  const means: number[] = []
  if (bought.drawModel === null || spent.drawModel === null) return means
  for (let d = 0; d < DRAWS; d++) {
    const normals = Array.from({ length: 7 }, () => random.normal())
    const [purchases, spend] = [bought.drawModel(normals.slice(0, 4)), spent.drawModel(normals.slice(4))]
    if (spend.q <= 1) continue
    means.push(sample.reduce((sum, c) => sum + worth(c, purchases, spend, weeks).value, 0) / sample.length)
  }
  return means.sort((a, b) => a - b)
}

const nothing = (n: number, purchaseModel: FittedPurchaseModel | null, spendModel: FittedSpendModel | null): LifetimeValue => ({
  value: null,
  low: null,
  high: null,
  why: n === 0 ? 'no_cases' : 'too_few',
  n,
  customers: [],
  purchaseModel,
  spendModel,
})

/** Both models, or why there is no lifetime value: too few customers or repeat days, no bound of the mean amount (q <= 1). */
export function fitLifetime(customers: readonly Customer[]): Pick<LifetimeValue, 'purchaseModel' | 'spendModel' | 'why'> {
  const n = customers.length
  const repeatDays = customers.reduce((sum, c) => sum + c.x, 0)
  if (n < CUSTOMERS_LEAST || repeatDays < REPEAT_DAYS_LEAST)
    return { purchaseModel: null, spendModel: null, why: n === 0 ? 'no_cases' : 'too_few' }
  const purchaseModel = fitPurchaseModel(mergeHistories(customers) satisfies PurchaseHistory[])
  const spendModel = fitSpendModel(customers.filter(spends).map((c) => ({ x: c.x, mean: c.mean!, count: 1 })))
  return { purchaseModel, spendModel, why: spendModel.model.q > 1 ? null : 'too_few' }
}

/** What a new customer brings: the first purchase and those expected over the horizon, each at the expected amount of all. */
export function newCustomerValue(purchases: PurchaseModel, spend: SpendModel, horizonDays: number): number {
  return expectedAmount(spend, 0, 0) * (1 + expectedPurchases(purchases, { x: 0, tx: 0, T: 0 }, horizonDays / 7))
}

const compareHistories = (a: Customer, b: Customer): number => a.x - b.x || a.tx - b.tx || a.T - b.T || (a.mean ?? 0) - (b.mean ?? 0)

function inOrderGiven<T>(sorted: readonly T[], order: readonly number[]): T[] {
  const back = new Array<T>(sorted.length)
  for (const [i, at] of order.entries()) back[at] = sorted[i]!
  return back
}

/**
 * BG/NBD on all customers, Gamma-Gamma on those with repeat amounts; value = expected purchases × expected amount over the horizon.
 * Null (too_few) under 100 customers or 50 repeat days, or when q <= 1. Interval: 1,000 seeded draws of the log-parameters, normal at
 * the maximum. Fader, Hardie, Lee 2005, "RFM and CLV: using iso-value curves", Journal of Marketing Research 42:415-430.
 */
export function lifetimeValue(given: readonly Customer[], horizonDays: number, seed: number): LifetimeValue {
  const n = given.length
  // In an order of their own, so that sums and draws are the same however they come.
  const order = given.map((_, i) => i).sort((a, b) => compareHistories(given[a]!, given[b]!))
  const customers = order.map((i) => given[i]!)
  const { purchaseModel: bought, spendModel: spent, why } = fitLifetime(customers)
  if (bought === null || spent === null || why !== null) return nothing(n, bought, spent)
  const weeks = horizonDays / 7
  const each = customers.map((c) => worth(c, bought.model, spent.model, weeks))
  const value = each.reduce((sum, c) => sum + c.value, 0) / n
  const stride = Math.max(1, Math.ceil(n / SAMPLE_MOST))
  const chosen = customers.map((_, i) => i).filter((i) => i % stride === 0)
  const level = chosen.reduce((sum, i) => sum + each[i]!.value, 0) / chosen.length
  const means = drawnMeans(
    chosen.map((i) => customers[i]!),
    bought,
    spent,
    weeks,
    seededRandom(seed),
  )
  const at = (share: number) => (means.length === 0 ? null : (means[Math.max(1, Math.ceil(share * means.length)) - 1]! / level) * value)
  return {
    value,
    low: at(TAIL95),
    high: at(1 - TAIL95),
    why: null,
    n,
    customers: inOrderGiven(each, order),
    purchaseModel: bought,
    spendModel: spent,
  }
}
