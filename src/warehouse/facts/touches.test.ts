import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FactHouse, openFactHouse } from '../../../test/shared/fact-house.ts'
import { activitySteps } from './activity-steps.ts'

let house: FactHouse

beforeAll(async () => {
  house = await openFactHouse(activitySteps)
})
afterAll(() => house.stop())

const day = '2026-09-07'
const message = (id: string, direction: string, time: string, subject = 'text') => ({
  id,
  kind: 'message',
  direction,
  at: `${day}T${time}`,
  thread_id: 't1',
  contact_id: 'c1',
  subject,
})

test('messages of one side are a turn until the other writes or half an hour passes', async () => {
  const facts = await house.derive({
    contacts: [{ id: 'c1' }],
    touches: [
      message('m1', 'in', '10:00:00', 'спасибо!'),
      message('m2', 'in', '10:01:00', 'А какая цена?'),
      message('m3', 'out', '10:05:00'),
      message('m4', 'in', '10:06:00', 'Ок, спасибо большое 👍'),
      message('m5', 'out', '10:10:00'),
      message('m6', 'out', '10:39:59'),
      message('m7', 'out', '11:09:59'),
      { ...message('m8', 'out', '11:10:00'), automated: true },
    ],
  })
  expect(
    await facts.rows('touches', "id, direction, messages, asks, formatDateTime(ended_at, '%H:%i:%s', 'Europe/Kyiv') AS ended"),
  ).toEqual([
    { id: 'm1', direction: 'in', messages: '2', asks: true, ended: '10:01:00' },
    { id: 'm3', direction: 'out', messages: '1', asks: false, ended: '10:05:00' },
    { id: 'm4', direction: 'in', messages: '1', asks: false, ended: '10:06:00' },
    { id: 'm5', direction: 'out', messages: '2', asks: false, ended: '10:39:59' },
    { id: 'm7', direction: 'out', messages: '1', asks: false, ended: '11:09:59' },
    { id: 'm8', direction: 'out', messages: '1', asks: false, ended: '11:10:00' },
  ])
})
