import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createSlots } from './slots.ts'

test('never runs more than its size at once and serves in order', async () => {
  const slots = createSlots(2, 10)
  const order: number[] = []
  let running = 0
  let most = 0
  const work = (n: number) => async () => {
    running += 1
    most = Math.max(most, running)
    order.push(n)
    await sleep(5)
    running -= 1
  }
  await Promise.all([1, 2, 3, 4, 5].map((n) => slots.run(work(n))))
  expect({ most, order }).toEqual({ most: 2, order: [1, 2, 3, 4, 5] })
})

test('gives the place of a failed work away and refuses what exceeds the queue', async () => {
  const slots = createSlots(1, 1)
  const failing = slots.run(() => sleep(5).then(() => Promise.reject(new Error('no'))))
  const waiting = slots.run(async () => 'served')
  await expect(slots.run(async () => 'too many')).rejects.toMatchObject({ code: 'busy' })
  await expect(failing).rejects.toThrow('no')
  expect(await waiting).toBe('served')
})

test('a caller who gives up while waiting leaves the queue to the next', async () => {
  const slots = createSlots(1, 2)
  const giveUp = new AbortController()
  const running = slots.run(() => sleep(10))
  const left = slots.run(async () => 'never', giveUp.signal)
  const next = slots.run(async () => 'next')
  giveUp.abort(new Error('left'))
  await expect(left).rejects.toThrow('left')
  await running
  expect(await next).toBe('next')
})
