// Brackets of a league: who cannot be told apart from the neighbours.
import { describe, expect, it } from 'vitest'
import { prepareBrackets } from '../../web/charts/prepare/brackets.ts'

const span = (low: number, high: number) => ({ low, high })

describe('brackets over a sorted league', () => {
  it('join neighbours whose spans overlap, each stretch as long as it goes', () => {
    const found = prepareBrackets([span(8, 10), span(6, 9), span(3, 7), span(1, 2)])
    expect(found).toEqual([
      { first: 0, last: 1, lane: 0 },
      { first: 1, last: 2, lane: 1 },
    ])
  })

  it('use a lane again once it is free', () => {
    const found = prepareBrackets([span(9, 10), span(9, 10), span(5, 6), span(5, 6)])
    expect(found).toEqual([
      { first: 0, last: 1, lane: 0 },
      { first: 2, last: 3, lane: 0 },
    ])
  })

  it('leave out who stands alone or is not ranked', () => {
    expect(prepareBrackets([span(9, 10), null, span(9, 10), span(1, 2)])).toEqual([])
    expect(prepareBrackets([])).toEqual([])
  })
})
