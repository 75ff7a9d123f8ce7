// What is planted in the demo company is found by the analysis meant for it, with its true value inside the interval. Twenty seeds:
// `npm run bench -- truths`.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { truths } from '../../demo/truths.ts'
import { openToldHouse, type ToldHouse } from '../shared/told-house.ts'
import { askTruths, leak, type TruthsFound } from './planted-house.ts'

let told: ToldHouse
let found: TruthsFound

beforeAll(async () => {
  told = await openToldHouse()
  found = await askTruths(told, 3, { leak })
}, 300_000)
afterAll(() => told?.close())

describe('planted truths', () => {
  it('the product behind the leaking stage is named', () => {
    const leaking = found.bottlenecks.bottlenecks.find(
      ({ stage, loss }) => loss === 'conversion' && stage.id === `${truths.leak.source}:${truths.leak.stage}`,
    )
    expect(leaking?.causes[0]).toMatchObject({ dimension: 'product', value: truths.leak.product })
    expect(leaking?.causes[0]?.effect).toBeLessThan(-0.2)
  })

  it('each attempt has its chance, and the last one worth making is the fifth', () => {
    truths.attempts.chance.forEach((chance, i) => {
      const { low, high } = found.persistence.attempts[i]!.chance
      expect(low!, `attempt ${i + 1}`).toBeLessThan(chance)
      expect(high!, `attempt ${i + 1}`).toBeGreaterThan(chance)
    })
    expect(found.persistence.stop_after).toBe(truths.attempts.stopAfter)
  })

  it('the one who gives up early and the one who never does stand out', () => {
    const most = (key: 'early' | 'hammered') =>
      found.persistence.people.toSorted((a, b) => b[key] / b.leads - a[key] / a.leads)[0]?.person.id
    expect(most('early')).toBe(`crm:${truths.quitter.person}`)
    expect(most('hammered')).toBe(`crm:${truths.hammerer.person}`)
  })

  it('a late answer costs what it costs', () => {
    const { low, high } = found.speed.slope
    expect(low!).toBeLessThan(truths.responseDelay.perLnMinute)
    expect(high!).toBeGreaterThan(truths.responseDelay.perLnMinute)
    expect(high!).toBeLessThan(0)
    expect(found.speed.marks['3600']!.value!).toBeGreaterThan(1)
    expect(found.speed.uncovered.gain_wins!).toBeGreaterThan(0)
  })
})
