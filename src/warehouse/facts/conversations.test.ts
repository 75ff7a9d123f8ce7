import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FactHouse, openFactHouse } from '../../../test/shared/fact-house.ts'
import { activitySteps } from './activity-steps.ts'

let house: FactHouse

beforeAll(async () => {
  house = await openFactHouse(activitySteps)
})
afterAll(() => house.stop())

const mon = '2026-09-07'
const clock = (moment: string) => `formatDateTime(${moment}, '%d %H:%i', 'Europe/Kyiv') AS ${moment}`

test('missed calls of a number within half an hour are one, called back in business time', async () => {
  const missed = (id: string, time: string, phone: string) => ({
    id,
    kind: 'call',
    direction: 'in',
    at: `${mon}T${time}`,
    phone,
    outcome: 'no_answer',
  })
  const facts = await house.derive({
    people: [{ id: 'p1', name: 'P' }],
    touches: [
      missed('1', '17:50:00', '+380501110001'),
      missed('2', '18:10:00', '+380501110001'),
      missed('3', '18:20:00', '+380501110001'),
      { id: '4', kind: 'call', direction: 'out', at: '2026-09-08T09:03:00', phone: '+380501110001', outcome: 'no_answer', person_id: 'p1' },
      missed('5', '12:00:00', '+380501110002'),
      { id: '6', kind: 'call', direction: 'in', at: `${mon}T12:05:00`, phone: '+380501110002', outcome: 'answered', person_id: 'p1' },
    ],
  })
  expect(
    await facts.rows(
      'missed_calls',
      `id, business_time, ${clock('callback_at')}, callback_business_s AS s, ${clock('talk_at')}, ${clock('next_at')}, ${clock('due_15m_at')}, owner != 0 AS owned`,
    ),
  ).toEqual([
    { id: '5', business_time: true, callback_at: null, s: null, talk_at: '07 12:05', next_at: null, due_15m_at: '07 12:15', owned: 0 },
    { id: '1', business_time: true, callback_at: '08 09:03', s: 780, talk_at: null, next_at: '07 18:20', due_15m_at: '08 09:05', owned: 1 },
    { id: '3', business_time: false, callback_at: '08 09:03', s: 180, talk_at: null, next_at: null, due_15m_at: '08 09:15', owned: 1 },
  ])
})

test('a turn that asks something waits for a person, thanks wait for nobody', async () => {
  const message = (id: string, direction: string, time: string, subject: string, more = {}) => ({
    ...{ id, kind: 'message', direction, at: `${mon}T${time}`, thread_id: 't', contact_id: 'c1', subject },
    ...more,
  })
  const facts = await house.derive({
    people: [
      { id: 'p1', name: 'P' },
      { id: 'bot', name: 'B', role: 'robot' },
    ],
    contacts: [{ id: 'c1', owner_id: 'p1' }],
    touches: [
      message('1', 'in', '10:00:00', 'Есть в наличии?'),
      message('2', 'out', '10:00:05', 'Мы скоро ответим', { person_id: 'bot' }),
      message('3', 'out', '10:20:00', 'Да', { person_id: 'p1' }),
      message('4', 'in', '10:21:00', 'Спасибо!'),
      message('5', 'in', '17:55:00', 'А доставка?'),
    ],
  })
  expect(
    await facts.rows(
      'replies',
      `id, ${clock('reply_at')}, reply_business_s AS s, ${clock('next_at')}, ${clock('due_15m_at')}, owner != 0 AS owned`,
    ),
  ).toEqual([
    { id: '1', reply_at: '07 10:20', s: 1200, next_at: '07 10:20', due_15m_at: '07 10:15', owned: 1 },
    { id: '5', reply_at: null, s: null, next_at: null, due_15m_at: '08 09:10', owned: 1 },
  ])
  expect(await facts.rows('dialogs', `id, ${clock('at')}, turns_in AS theirs, turns_out AS ours, owner != 0 AS owned`)).toEqual([
    { id: '1', at: '07 10:20', theirs: '3', ours: '1', owned: 1 },
  ])
})

test('an unknown number that nobody enters by the end of the next business day is an inquiry left lying', async () => {
  const call = (id: string, phone: string, more = {}) => ({
    id,
    kind: 'call',
    direction: 'in',
    at: '2026-09-04T15:00:00',
    phone,
    duration_s: 90,
    person_id: 'p1',
    ...more,
  })
  const facts = await house.derive({
    people: [{ id: 'p1', name: 'P' }],
    contacts: [
      { id: 'late', phone: '+380501110002', created_at: '2026-09-09' },
      { id: 'known', phone: '+380501110003', created_at: '2026-01-01' },
    ],
    touches: [
      call('1', '+380501110001'),
      call('2', '+380501110002'),
      call('3', '+380501110003'),
      call('4', '+380501110004', { duration_s: 5 }),
    ],
  })
  const rows = await facts.rows('inquiries', `id, ${clock('registered_at')}, ${clock('due_at')}`)
  expect(rows.toSorted((a, b) => Number(a.id) - Number(b.id))).toEqual([
    { id: '1', registered_at: null, due_at: '07 23:59' },
    { id: '2', registered_at: '09 00:00', due_at: '07 23:59' },
  ])
})
