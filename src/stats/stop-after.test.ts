import { describe, expect, it } from 'vitest'
import { stopAfter } from './stop-after.ts'

const made = (...pairs: [atRisk: number, contacts: number][]) => pairs.map(([atRisk, contacts]) => ({ atRisk, contacts }))

describe('stopAfter', () => {
  it('is the attempt after which the chance is gone', () => {
    expect(stopAfter(made([1000, 440], [500, 150], [300, 60], [200, 36], [150, 22], [100, 1], [80, 1], [60, 0]))).toBe(5)
  })

  it('looks past a bad attempt to the good ones behind it', () => {
    expect(stopAfter(made([1000, 400], [500, 2], [400, 120], [200, 1], [190, 1]))).toBe(3)
  })

  it('is not told while attempts pay, or while too few were made to know', () => {
    expect(stopAfter(made([1000, 300], [600, 180], [300, 90]))).toBeNull()
    expect(stopAfter(made([1000, 440], [500, 150], [15, 0]))).toBeNull()
    expect(stopAfter(made([10, 4], [5, 0]))).toBeNull()
    expect(stopAfter([])).toBeNull()
  })
})
