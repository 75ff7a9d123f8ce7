// How long the models of lifetime value take over many customers: the fit of BG/NBD alone, and the whole answer with its interval.
import { type Customer, lifetimeValue } from '../src/stats/lifetime-value.ts'
import { fitPurchaseModel, mergeHistories } from '../src/stats/purchase-model.ts'
import { seededRandom } from '../src/stats/seeded-random.ts'
import { median, report } from './data.ts'

const customersPerTime = 10_000
const rounds = 5

/** Customers by the model itself: a rate of buying, a chance of leaving after each purchase, a usual amount. */
function simulate(count: number): Customer[] {
  const random = seededRandom(1)
  return Array.from({ length: count }, () => {
    const [rate, leaves, scale] = [random.gamma(0.25) / 4.4, random.beta(0.8, 2.4), 15 / random.gamma(3.7)]
    const T = 10 + random.below(640) / 7
    let [now, x, tx, sum] = [0, 0, 0, 0]
    for (let isHere = true; isHere; isHere = random.uniform() > leaves) {
      now += random.gamma(1) / rate
      if (now > T) break
      x++
      tx = Math.floor(now * 7) / 7
      sum += random.gamma(6.25) * scale
    }
    return { x, tx, T, mean: x === 0 ? null : sum / x }
  })
}

const timed = (work: () => unknown): number => {
  const start = performance.now()
  work()
  return performance.now() - start
}

export async function benchLifetime(times: number): Promise<void> {
  const customers = simulate(customersPerTime * times)
  const fits = Array.from({ length: rounds }, () => timed(() => fitPurchaseModel(mergeHistories(customers))))
  const answers = Array.from({ length: 3 }, () => timed(() => lifetimeValue(customers, 365, 1)))
  report(`fit of BG/NBD, ${customers.length} customers, ms`, { median: median(fits), allowed: 3000 })
  report(`value of each and of all with its interval, ${customers.length} customers, ms`, { median: median(answers) })
}
