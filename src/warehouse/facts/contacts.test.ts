import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FactHouse, openFactHouse } from '../../../test/shared/fact-house.ts'
import { activitySteps } from './activity-steps.ts'

let house: FactHouse

beforeAll(async () => {
  house = await openFactHouse(activitySteps)
})
afterAll(() => house.stop())

const clock = (moment: string) => `formatDateTime(${moment}, '%d %H:%i', 'Europe/Kyiv') AS ${moment}`
const touch = (id: string, kind: string, direction: string, at: string, more: object = {}) => ({
  id,
  kind,
  direction,
  at: `2026-09-${at}`,
  contact_id: 'c1',
  person_id: 'p1',
  ...more,
})
const base = { people: [{ id: 'p1', name: 'P' }], contacts: [{ id: 'c1' }] }

test('a contact is an effective call, a held meeting, or what a client writes within 14 days after us; one a day and kind', async () => {
  const facts = await house.derive({
    ...base,
    leads: [{ id: 'L', created_at: '2026-09-01', contact_id: 'c1' }],
    touches: [
      touch('1', 'email', 'in', '01T09:00:00'),
      touch('2', 'call', 'out', '01T10:00:00', { duration_s: 29 }),
      touch('3', 'call', 'in', '01T10:10:00', { duration_s: 30 }),
      touch('4', 'call', 'out', '01T10:50:00', { outcome: 'answered' }),
      touch('5', 'call', 'out', '01T11:00:00', { outcome: 'answered' }),
      touch('6', 'email', 'out', '02T10:00:00', { outcome: 'bounced' }),
      touch('7', 'email', 'in', '02T12:00:00'),
      touch('8', 'email', 'out', '03T10:00:00'),
      touch('9', 'email', 'in', '17T09:59:59'),
      touch('10', 'email', 'in', '17T10:00:01'),
      touch('11', 'meeting', 'out', '18T10:00:00'),
      touch('12', 'meeting', 'out', '21T10:00:00', { outcome: 'held' }),
    ],
  })
  expect(await facts.rows('contacts', 'id, counted, first_of_hour AS hour, first_ever AS ever, gap_days AS gap')).toEqual([
    { id: '3', counted: true, hour: true, ever: true, gap: '0' },
    { id: '4', counted: false, hour: false, ever: false, gap: '0' },
    { id: '5', counted: false, hour: true, ever: false, gap: '0' },
    { id: '9', counted: true, hour: true, ever: false, gap: '12' },
    { id: '12', counted: true, hour: true, ever: false, gap: '2' },
  ])
})

test('a next step is a task due later, a booked meeting, a move or a close by the end of the next business day', async () => {
  const facts = await house.derive({
    ...base,
    leads: [{ id: 'L', created_at: '2026-09-01', contact_id: 'c1', status: 'lost', closed_at: '2026-09-20' }],
    touches: [
      touch('1', 'call', 'out', '04T10:00:00', { outcome: 'answered' }),
      touch('2', 'call', 'out', '10T10:00:00', { outcome: 'answered' }),
      touch('3', 'call', 'out', '14T10:00:00', { outcome: 'answered' }),
      touch('4', 'call', 'out', '20T11:00:00', { outcome: 'answered' }),
      touch('5', 'meeting', 'out', '18T10:00:00', { booked_at: '2026-09-14T12:00:00' }),
    ],
    tasks: [
      {
        id: 'a',
        created_at: '2026-09-03T10:00:00',
        due_at: '2026-09-04T15:00:00',
        done_at: '2026-09-04T10:05:00',
        contact_id: 'c1',
        person_id: 'p1',
        kind: 'call',
      },
      {
        id: 'b',
        created_at: '2026-09-10T10:30:00',
        due_at: '2026-09-12',
        done_at: '2026-09-12T10:00:00',
        contact_id: 'c1',
        person_id: 'p1',
        kind: 'call',
      },
    ],
  })
  expect(await facts.rows('contacts', `id, ${clock('next_step_at')}, ${clock('next_step_due_at')}`)).toEqual([
    { id: '1', next_step_at: '10 10:30', next_step_due_at: '07 23:59' },
    { id: '2', next_step_at: '10 10:30', next_step_due_at: '11 23:59' },
    { id: '3', next_step_at: '14 12:00', next_step_due_at: '15 23:59' },
    { id: '4', next_step_at: '20 23:59', next_step_due_at: '21 23:59' },
  ])
})

test('attempts on a lead: gaps on the business clock before the first contact, a fourth within a day is rushed', async () => {
  const facts = await house.derive({
    ...base,
    leads: [{ id: 'L', created_at: '2026-09-07', contact_id: 'c1' }],
    touches: [
      touch('1', 'call', 'out', '07T10:00:00', { outcome: 'no_answer' }),
      touch('2', 'call', 'out', '07T17:30:00', { outcome: 'busy' }),
      touch('3', 'email', 'out', '08T09:30:00'),
      touch('4', 'call', 'out', '08T09:40:00', { outcome: 'failed' }),
      touch('5', 'call', 'out', '08T10:00:00', { outcome: 'answered' }),
      touch('6', 'call', 'out', '08T18:00:00', { outcome: 'no_answer' }),
      touch('7', 'call', 'out', '10T10:00:00', { outcome: 'answered' }),
    ],
  })
  expect(await facts.rows('attempts', 'id, nth, rushed, gap_s')).toEqual([
    { id: '1', nth: '1', rushed: false, gap_s: null },
    { id: '2', nth: '2', rushed: false, gap_s: 27000 },
    { id: '3', nth: '3', rushed: false, gap_s: 3600 },
    { id: '5', nth: '4', rushed: true, gap_s: null },
    { id: '6', nth: '5', rushed: false, gap_s: null },
    { id: '7', nth: '6', rushed: false, gap_s: null },
  ])
})
