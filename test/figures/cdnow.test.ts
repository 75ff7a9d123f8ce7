// Published figures of the CDNOW purchases (Fader, Hardie, Lee 2005; Fader, Hardie 2013), told as payments and asked through the house.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askHouse } from '../../src/app/ask-house.ts'
import type { CltvAnswer } from '../../src/contract/customer-analyses.ts'
import { hasReferenceData, readReference } from '../reference-data.ts'
import { openToldHouse, type ToldHouse } from '../shared/told-house.ts'

const asker = {
  workspace: 'cdnow',
  caller: { kind: 'machine' as const },
  address: null,
  door: null,
  lang: 'en' as const,
  now: new Date('1998-07-01T00:00:00Z'),
}

/** A line of the file: id, id in the sample, day, pieces, dollars. */
function payments(): object[] {
  const lines = readReference('purchases/cdnow-sample.txt').trim().split(/\r?\n/)
  return lines.map((line, i) => {
    const [, customer = '', day = '', , dollars] = line.trim().split(/\s+/)
    return {
      id: `p${i}`,
      at: `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`,
      amount: Number(dollars),
      contact_id: String(Number(customer)),
    }
  })
}

describe.skipIf(!hasReferenceData)('the CDNOW purchases', () => {
  let told: ToldHouse
  let answer: CltvAnswer

  beforeAll(async () => {
    told = await openToldHouse()
    const workspace = await told.makeWorkspace('cdnow', { timezone: 'UTC', currency: 'USD' })
    await told.tell(workspace, { shop: { payments: payments() } })
    answer = await askHouse(told.house, asker, 'cltv', { to: '1997-10-01', horizon_days: 273 })
  })
  afterAll(() => told?.close())

  const published = () => JSON.parse(readReference('reference.json')).purchases_cdnow

  it('give the published parameters of BG/NBD and Gamma-Gamma', () => {
    const { bgnbd, gamma_gamma } = published()
    const near = (found: number, wanted: number, tolerance: number) => expect(Math.abs(found - wanted)).toBeLessThanOrEqual(tolerance)
    expect(answer.customers).toBe(2357)
    for (const key of ['r', 'alpha', 'a', 'b'] as const) near(answer.bgnbd![key], bgnbd[key], bgnbd.tol_params)
    near(answer.bgnbd!.log_likelihood, bgnbd.LL, 0.05)
    for (const key of ['p', 'q', 'v'] as const) near(answer.gamma_gamma![key], gamma_gamma[key], gamma_gamma.tol_params)
    near(answer.gamma_gamma!.log_likelihood, gamma_gamma.LL, 0.05)
  })

  it('give each customer the published purchases, weeks and expectations', () => {
    const summary = readReference('purchases/cdnow-summary.csv').trim().split(/\r?\n/).slice(1)
    const rows = new Map(answer.rows.map((row) => [row.customer.id, row]))
    for (const line of summary) {
      const [id, x, tx, T] = line.split(',').map(Number)
      const row = rows.get(`shop:${id}`)!
      expect([row.frequency, Number(row.recency.toFixed(2)), Number(row.age.toFixed(2))], `customer ${id}`).toEqual([x, tx, T])
    }
    const { predictions_published, oracle } = published()
    expect(rows.get('shop:1')!.expected_purchases).toBeCloseTo(predictions_published['bgnbd_CET_39_x2_tx30.43_T38.86'], 2)
    expect(rows.get('shop:1')!.alive).toBeCloseTo(oracle['bgnbd_PAlive_2_30.43_38.86'], 3)
    const total = answer.rows.reduce((sum, row) => sum + (row.expected_purchases ?? 0), 0)
    expect(Math.abs(total - oracle.bgnbd_holdout_CET)).toBeLessThan(2)
    const worth = (id: number) => rows.get(`shop:${id}`)!.value! / rows.get(`shop:${id}`)!.expected_purchases!
    for (const [i, wanted] of predictions_published.gg_E_M_first10.entries())
      expect(Math.abs(worth(i + 1) - wanted)).toBeLessThanOrEqual(predictions_published.gg_tol)
  })

  it('give the same mean as a KPI, and none for a cohort of too few', async () => {
    const query = { kpis: ['cltv'], to: '1997-10-01' }
    const { total } = await askHouse(told.house, asker, 'query', query)
    const yearly = await askHouse(told.house, asker, 'cltv', { to: '1997-10-01', limit: 1 })
    expect(total.cltv).toEqual(yearly.mean)
    expect(total.cltv!.low!).toBeLessThan(total.cltv!.value!)
    expect(total.cltv!.high!).toBeGreaterThan(total.cltv!.value!)
    expect((await askHouse(told.house, asker, 'query', { ...query, from: '1997-03-25' })).total.cltv).toMatchObject({
      value: null,
      why: 'too_few',
    })
  })
})
