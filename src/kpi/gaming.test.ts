import { describe, expect, it } from 'vitest'
import { type GamingEntry, gamingEntrySchema } from '../contract/gaming-entry.ts'
import { findStandouts, type Tried, triedOf } from './gaming.ts'

const text = { ru: 'x', uk: 'x', en: 'x' }
const entry = (more: object = {}): GamingEntry =>
  gamingEntrySchema.parse({
    kind: 'instant_win',
    name: text,
    rule: text,
    measure: { type: 'share', fact: 'deals', hit: 'true' },
    bears_on: ['win_rate'],
    ...more,
  })
const person = (id: string, hits: number, cases: number, role = 'seller'): Tried => ({ person: id, role, hits, cases })
const peers = [person('A', 2, 100), person('B', 3, 100), person('C', 4, 100), person('D', 0, 50)]
const named = (rule: GamingEntry, people: readonly Tried[]) => findStandouts(rule, people).map((one) => one.person)

describe('who stands out', () => {
  it('has more than three times the median of the peers, beyond what chance gives', () => {
    expect(findStandouts(entry(), [...peers, person('X', 20, 100)])).toEqual([{ ...person('X', 20, 100), share: 0.2, peers: 0.025 }])
    expect(named(entry(), [...peers, person('X', 7, 100)])).toEqual([])
    // Three times as many, but of so few cases that chance would do.
    expect(named(entry(), [...peers, person('X', 3, 30)])).toEqual([])
  })

  it('is nobody of too few cases, or where everybody does it', () => {
    expect(named(entry(), [...peers, person('X', 10, 19)])).toEqual([])
    expect(
      named(
        entry(),
        ['A', 'B', 'C', 'D', 'E'].map((id) => person(id, 40, 100)),
      ),
    ).toEqual([])
    expect(named(entry(), [])).toEqual([])
  })

  it('is compared with the own role, with all where that is too small', () => {
    const callers = ['P', 'Q', 'R', 'S'].map((id) => person(id, 30, 100, 'caller'))
    expect(named(entry(), [...peers, ...callers])).toEqual([])
    expect(named(entry(), [...peers, person('X', 40, 100, 'account')])).toEqual(['X'])
  })

  it('is anybody with one case where that is proof', () => {
    expect(named(entry({ threshold: { proof: true } }), [person('A', 0, 9), person('B', 1, 2)])).toEqual(['B'])
  })

  it('has at least the share of the rule', () => {
    expect(named(entry({ threshold: { share: 0.5 } }), [...peers, person('X', 40, 100)])).toEqual([])
  })
})

it('of an excess, cases beyond one for each below are the hits', () => {
  expect(triedOf(entry({ excess: true }), { value: 1.5, n: 20 })).toEqual({ hits: 10, cases: 30 })
  expect(triedOf(entry(), { value: 0.25, n: 20 })).toEqual({ hits: 5, cases: 20 })
  expect(triedOf(entry(), { value: null, n: 0 })).toEqual({ hits: 0, cases: 0 })
})
