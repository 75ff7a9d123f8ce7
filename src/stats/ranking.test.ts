import { describe, expect, it } from 'vitest'
import { areApart, chanceAhead, drawPosteriors, rankPeople } from './ranking.ts'

const clear = [
  { alpha: 900, beta: 100 },
  { alpha: 100, beta: 900 },
  { alpha: 500, beta: 500 },
]
const alike = Array.from({ length: 4 }, () => ({ alpha: 30, beta: 70 }))

describe('rankPeople', () => {
  it('ranks people who clearly differ without a range, from either end', () => {
    const draws = drawPosteriors(clear, 1)
    expect(rankPeople(clear, draws, 1).map((r) => [r.value, r.low, r.high])).toEqual([
      [1, 1, 1],
      [3, 3, 3],
      [2, 2, 2],
    ])
    expect(rankPeople(clear, draws, -1).map((r) => r.value)).toEqual([3, 1, 2])
  })

  it('gives people who do not differ the whole range and one shared place', () => {
    const ranks = rankPeople(alike, drawPosteriors(alike, 1), 1)
    expect(ranks).toEqual(alike.map(() => ({ value: 1, low: 1, high: 4 })))
  })

  it('answers the same for the same seed', () => {
    expect(drawPosteriors(alike, 42)).toEqual(drawPosteriors(alike, 42))
    expect(drawPosteriors(alike, 42)).not.toEqual(drawPosteriors(alike, 43))
  })
})

describe('areApart', () => {
  it('needs 97.5 % either way', () => {
    const draws = drawPosteriors([...clear, ...alike], 1)
    expect([areApart(draws, 0, 1), areApart(draws, 1, 0), areApart(draws, 3, 4)]).toEqual([true, true, false])
    expect(chanceAhead(draws, 3, 4) + chanceAhead(draws, 4, 3)).toBeCloseTo(1, 12)
  })
})
