import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasReferenceData, readReference } from '../../test/reference-data.ts'
import { type AttributionModel, attributionModels as models } from '../contract/query.ts'
import { attribute, creditJourneys, type Journey, UNATTRIBUTED } from './attribution.ts'
import { removalEffects } from './removal-effects.ts'

const journey = (channels: string, wins = 1, revenue = 100): Journey => ({
  steps: channels === '' ? [] : channels.split('>').map((channel, i) => ({ channel, day: i * 7 })),
  wins,
  revenue,
})
const creditOf = (channels: string, model: AttributionModel) => Object.fromEntries(creditJourneys([journey(channels)], model)[0]!)

describe('creditJourneys', () => {
  it.each([
    ['first', 'a>b>direct', { a: 1 }],
    ['last', 'a>b>direct', { direct: 1 }],
    ['last_non_direct', 'a>b>direct', { b: 1 }],
    ['last_non_direct', 'direct', { direct: 1 }],
    ['linear', 'a>b>a>c', { a: 0.5, b: 0.25, c: 0.25 }],
    ['linear', 'a>a>a>b', { a: 0.5, b: 0.5 }],
    ['position', 'a', { a: 1 }],
    ['position', 'a>b', { a: 0.5, b: 0.5 }],
    ['position', 'a>b>c>d', { a: 0.4, b: 0.1, c: 0.1, d: 0.4 }],
    ['time_decay', 'a>b', { a: 1 / 3, b: 2 / 3 }],
    ['shapley', 'a>b>a>c', { a: 1 / 3, b: 1 / 3, c: 1 / 3 }],
    ['linear', '', { [UNATTRIBUTED]: 1 }],
  ] as const)('%s of %s', (model, channels, expected) => {
    const credit = creditOf(channels, model)
    expect(Object.keys(credit)).toEqual(Object.keys(expected))
    for (const [channel, share] of Object.entries(expected)) expect(credit[channel]).toBeCloseTo(share, 12)
  })

  it('dates merged neighbours by the last of them', () => {
    const steps = [
      { channel: 'a', day: 0 },
      { channel: 'a', day: 7 },
      { channel: 'b', day: 14 },
    ]
    expect(creditJourneys([{ steps, wins: 1, revenue: 0 }], 'time_decay')[0]!.get('a')).toBeCloseTo(1 / 3, 12)
  })
})

describe('attribute', () => {
  const journeys = fc.array(
    fc.record({
      channels: fc.array(fc.constantFrom('a', 'b', 'c', 'direct'), { maxLength: 6 }),
      wins: fc.constantFrom(0, 1),
      revenue: fc.integer({ min: 0, max: 1000 }),
    }),
    { minLength: 1, maxLength: 30 },
  )

  it.each(models)('%s hands out every win and all revenue, once', (model) => {
    fc.assert(
      fc.property(journeys, (raw) => {
        const all = raw.map(({ channels, wins, revenue }) => ({ ...journey(channels.join('>'), wins), revenue: wins * revenue }))
        const credit = attribute(all, model)
        expect(credit.reduce((sum, c) => sum + c.wins, 0)).toBeCloseTo(
          all.reduce((sum, j) => sum + j.wins, 0),
          9,
        )
        expect(credit.reduce((sum, c) => sum + c.revenue, 0)).toBeCloseTo(
          all.reduce((sum, j) => sum + j.revenue, 0),
          6,
        )
      }),
      { numRuns: 60 },
    )
  })

  it('shapley is the Shapley value of the journeys whose channels are all in a coalition', () => {
    const orders = (all: string[]): string[][] =>
      all.length < 2 ? [all] : all.flatMap((x) => orders(all.filter((y) => y !== x)).map((o) => [x, ...o]))
    fc.assert(
      fc.property(journeys, (raw) => {
        const all = raw.filter((r) => r.channels.length > 0).map(({ channels, wins }) => journey(channels.join('>'), wins))
        const value = (coalition: string[]) => all.filter((j) => j.wins > 0 && j.steps.every((s) => coalition.includes(s.channel))).length
        const every = orders(['a', 'b', 'c', 'direct'])
        const credit = attribute(all, 'shapley')
        for (const channel of ['a', 'b', 'c', 'direct']) {
          const gains = every.map((order) => {
            const before = order.slice(0, order.indexOf(channel))
            return value([...before, channel]) - value(before)
          })
          const expected = gains.reduce((sum, gain) => sum + gain, 0) / every.length
          expect(credit.find((c) => c.channel === channel)?.wins ?? 0).toBeCloseTo(expected, 9)
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe('removalEffects', () => {
  const toy = ['C1>C2>C3:conv', 'C1:null', 'C2>C3:null'].map((path) => {
    const [channels, end] = path.split(':') as [string, string]
    return { channels: channels.split('>'), wins: Number(end === 'conv'), losses: Number(end !== 'conv') }
  })

  it('is 1 for a channel every conversion passes and the shares sum to 1', () => {
    const { effects, shares } = removalEffects(toy)
    expect([...effects.values()]).toEqual([0.5, 1, 1].map((x) => expect.closeTo(x, 12)))
    expect([...shares.values()]).toEqual([0.2, 0.4, 0.4].map((x) => expect.closeTo(x, 12)))
  })

  it('credits nothing without a conversion', () => {
    expect(removalEffects([{ channels: ['a'], wins: 0, losses: 1 }])).toMatchObject({ conversion: 0, shares: new Map() })
    expect(removalEffects([]).conversion).toBe(0)
  })

  it('gives the conversion of a chain with loops worked by hand', () => {
    const loops = [
      { channels: ['a', 'b', 'a', 'b'], wins: 1, losses: 0 },
      { channels: ['b', 'a'], wins: 0, losses: 1 },
      { channels: ['b'], wins: 1, losses: 0 },
    ]
    // By hand: start→a 1/3, b 2/3; a→b 2/3, null 1/3; b→a 2/4, conversion 2/4. P(a) = 2/3 P(b), P(b) = 1/2 P(a) + 1/2.
    expect(removalEffects(loops).conversion).toBeCloseTo((1 / 3) * 0.5 + (2 / 3) * 0.75, 12)
  })

  it.runIf(hasReferenceData)('equals the published figures', () => {
    const published = JSON.parse(readReference('reference.json')).attribution
    expect(Object.fromEntries(removalEffects(toy).effects)).toEqual(published.toy_C1C2C3.removal)
    const shapley = attribute([...Array(4).fill(journey('a')), ...Array(6).fill(journey('a>b'))], 'shapley')
    expect(Object.fromEntries(shapley.map((c) => [c.channel, c.wins]))).toEqual(published.mta_fixture['shapley a:4 conv, a>b:6 conv'])
  })
})
