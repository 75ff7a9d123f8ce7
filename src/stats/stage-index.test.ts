import { expect, test } from 'vitest'
import { type StageShare, stageIndex } from './stage-index.ts'

const stage = (visits: number, alpha: number, beta: number, k: number, n: number): StageShare => ({
  visits,
  own: { alpha, beta },
  alone: { k: alpha, n: alpha + beta },
  others: { k, n },
})

test('is the conversion of the person against that of the others, weighed by the visits of the person', () => {
  const { value, low, high } = stageIndex([stage(100, 60, 40, 300, 1000), stage(50, 10, 40, 500, 1000)], 1)
  expect(value).toBeCloseTo((100 * 0.6 + 50 * 0.2) / (100 * 0.3 + 50 * 0.5), 12)
  expect(low!).toBeLessThan(value!)
  expect(high!).toBeGreaterThan(value!)
})

test('holds one in its limits where a person does as the others do', () => {
  const { low, high } = stageIndex([stage(200, 100, 100, 500, 1000)], 3)
  expect(low!).toBeLessThan(1)
  expect(high!).toBeGreaterThan(1)
})

test('holds what the own cases say where few people draw them far towards the others', () => {
  const drawn: StageShare = { ...stage(200, 850, 150, 800, 1000), alone: { k: 184, n: 200 } }
  const { value, low, high } = stageIndex([drawn], 1)
  expect(value).toBeCloseTo(0.85 / 0.8, 12)
  expect(low!).toBeLessThan(value!)
  expect(high!).toBeGreaterThan(0.92 / 0.8)
})

test('leaves out stages nobody else has, and says nothing of less than 100 visits', () => {
  expect(stageIndex([stage(150, 5, 5, 0, 0)], 1).why).toBe('no_cases')
  expect(stageIndex([stage(99, 5, 5, 10, 20)], 1).why).toBe('too_few')
  expect(stageIndex([stage(100, 5, 5, 0, 20)], 1).why).toBe('undefined')
})
