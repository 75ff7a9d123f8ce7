import { describe, expect, it } from 'vitest'
import { hasReferenceData, readReference } from '../../test/reference-data.ts'
import { type Customer, customerOf, lifetimeValue, type Purchase } from './lifetime-value.ts'
import { seededRandom } from './seeded-random.ts'
import { expectedAmount, fitSpendModel } from './spend-model.ts'

function simulate(count: number, seed: number, spread = 4): Customer[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => {
    const x = random.poisson(2 * random.gamma(0.8))
    const scale = random.gamma(spread) / 30
    const sum = Array.from({ length: x }, () => random.gamma(6) / scale).reduce((total, amount) => total + amount, 0)
    return { x, tx: x === 0 ? 0 : 30 * random.uniform(), T: 40, mean: x === 0 ? null : sum / x }
  })
}

describe('customerOf', () => {
  it('merges purchases of one day and counts to the last included day, as worked by hand', () => {
    const day = (date: string) => Date.parse(date) / 86_400_000
    const purchases = [
      { day: day('2026-01-05'), amount: 100 },
      { day: day('2026-01-05'), amount: 50 },
      { day: day('2026-02-05'), amount: 80 },
    ]
    const customer = customerOf(purchases, day('2026-02-28'))
    expect(customer).toEqual({ x: 1, tx: 31 / 7, T: 54 / 7, mean: 80 })
  })

  it('has no mean amount before the second purchase day', () => {
    expect(customerOf([{ day: 3, amount: 10 }], 10)).toEqual({ x: 0, tx: 0, T: 1, mean: null })
  })
})

describe('lifetimeValue', () => {
  it('has a value inside its limits, the same for the same seed', () => {
    const customers = simulate(500, 1)
    const answer = lifetimeValue(customers, 365, 7)
    expect(answer).toMatchObject({ why: null, n: 500 })
    expect(answer.low!).toBeLessThan(answer.value!)
    expect(answer.high!).toBeGreaterThan(answer.value!)
    expect(lifetimeValue(customers, 365, 7).low).toBe(answer.low)
    expect(lifetimeValue(customers, 365, 8).low).not.toBe(answer.low)
    expect(answer.customers.reduce((sum, c) => sum + c.value, 0) / 500).toBeCloseTo(answer.value!, 9)
  })

  it('grows with the currency and keeps its models otherwise', () => {
    const customers = simulate(400, 2)
    const inKopecks = customers.map((c) => ({ ...c, mean: c.mean === null ? null : c.mean * 100 }))
    const [small, large] = [lifetimeValue(customers, 365, 1), lifetimeValue(inKopecks, 365, 1)]
    expect(large.value! / small.value!).toBeCloseTo(100, 6)
    expect(large.spendModel!.model.p).toBeCloseTo(small.spendModel!.model.p, 6)
  })

  it('is too few under 100 customers, under 50 repeat days, or where the mean amount has no bound', () => {
    expect(lifetimeValue(simulate(99, 1), 365, 1)).toMatchObject({ value: null, why: 'too_few' })
    expect(
      lifetimeValue(
        simulate(200, 1).map((c) => ({ ...c, x: 0, tx: 0, mean: null })),
        365,
        1,
      ).why,
    ).toBe('too_few')
    expect(lifetimeValue(simulate(800, 3, 0.5), 365, 1)).toMatchObject({ value: null, why: 'too_few' })
    expect(lifetimeValue([], 365, 1).why).toBe('no_cases')
  })
})

describe.runIf(hasReferenceData)('CDNOW amounts', () => {
  const lastDay = Date.UTC(1997, 8, 30) / 86_400_000

  function customers(): Customer[] {
    const lines = readReference('purchases/cdnow-sample.txt').trim().split(/\r?\n/)
    const byCustomer = new Map<string, Purchase[]>()
    for (const line of lines) {
      const [, id, date, , amount] = line.trim().split(/\s+/) as [string, string, string, string, string]
      const day = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6))) / 86_400_000
      if (day <= lastDay) byCustomer.set(id, [...(byCustomer.get(id) ?? []), { day, amount: Number(amount) }])
    }
    return [...byCustomer.values()].map((purchases) => customerOf(purchases, lastDay))
  }

  it('fits the published Gamma-Gamma model and expects the published amounts', () => {
    const published = JSON.parse(readReference('reference.json')).purchases_cdnow
    const all = customers()
    const spenders = all.filter((c) => c.x > 0 && c.mean! > 0)
    expect(spenders).toHaveLength(946)
    const { model, logLikelihood, isConverged } = fitSpendModel(spenders.map((c) => ({ x: c.x, mean: c.mean!, count: 1 })))
    expect(isConverged).toBe(true)
    for (const name of ['p', 'q', 'v'] as const) {
      expect(Math.abs(model[name] - published.gamma_gamma[name])).toBeLessThan(published.gamma_gamma.tol_params)
    }
    expect(logLikelihood).toBeCloseTo(published.gamma_gamma.LL, 2)
    const first = all.slice(0, 10).map((c) => expectedAmount(model, c.x, c.mean ?? 0))
    first.forEach((amount, i) => {
      expect(Math.abs(amount - published.predictions_published.gg_E_M_first10[i])).toBeLessThan(published.predictions_published.gg_tol)
    })
  })
})
