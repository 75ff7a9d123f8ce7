import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FactHouse, openFactHouse } from '../../../test/shared/fact-house.ts'
import { activitySteps } from './activity-steps.ts'
import { dealFacts } from './deals.ts'

let house: FactHouse

beforeAll(async () => {
  house = await openFactHouse([...activitySteps, { name: 'deals', select: dealFacts }])
})
afterAll(() => house.stop())

const call = (id: string, day: string, more: object) => ({
  id,
  kind: 'call',
  direction: 'out',
  at: `${day}T10:00:00`,
  person_id: 'p1',
  outcome: 'answered',
  duration_s: 60,
  ...more,
})

test('a sale counts the contacts from its lead on, one a day and kind, unnamed ones of the client too', async () => {
  const facts = await house.derive({
    people: [{ id: 'p1', name: 'P' }],
    companies: [{ id: 'k1' }],
    contacts: [
      { id: 'c1', company_id: 'k1', position: 'Коммерческий директор' },
      { id: 'c2', company_id: 'k1', position: 'помощник директора' },
    ],
    leads: [{ id: 'L', created_at: '2026-09-01', contact_id: 'c1', status: 'converted', closed_at: '2026-09-02T12:00:00' }],
    deals: [
      { id: 'D', created_at: '2026-09-02T12:00:00', lead_id: 'L', outcome: 'won', closed_at: '2026-09-10', amount: 100 },
      { id: 'X', created_at: '2026-09-02T13:00:00', contact_id: 'c2', outcome: 'lost', closed_at: '2026-09-10' },
    ],
    touches: [
      call('1', '2026-08-20', { contact_id: 'c1' }),
      call('2', '2026-09-01', { lead_id: 'L' }),
      { ...call('3', '2026-09-01', { lead_id: 'L' }), at: '2026-09-01T15:00:00' },
      call('4', '2026-09-05', { contact_id: 'c2' }),
      call('5', '2026-09-10', { deal_id: 'D' }),
      call('6', '2026-09-11', { deal_id: 'D' }),
      call('7', '2026-09-12', { contact_id: 'c2', outcome: 'no_answer' }),
    ],
  })
  expect(
    await facts.rows(
      'deals',
      "id, contacts_to_win AS n, contacted, toString(toDate(decision_maker_at, 'Europe/Kyiv')) AS decided, toString(toDate(touched_after_loss_at, 'Europe/Kyiv')) AS again",
    ),
  ).toEqual([
    { id: 'D', n: '3', contacted: true, decided: '2026-09-01', again: null },
    { id: 'X', n: '0', contacted: true, decided: null, again: '2026-09-12' },
  ])
})

test('a deal is idle between contacts and without an open task', async () => {
  const facts = await house.derive({
    people: [{ id: 'p1', name: 'P' }],
    deals: [{ id: 'D', created_at: '2026-09-01T09:00:00', contact_id: 'c1' }],
    contacts: [{ id: 'c1' }],
    touches: [call('1', '2026-09-03', { deal_id: 'D' }), call('2', '2026-09-20', { deal_id: 'D' })],
    tasks: [
      {
        id: 't',
        created_at: '2026-09-03T10:00:00',
        due_at: '2026-09-10',
        done_at: '2026-09-10T10:00:00',
        deal_id: 'D',
        person_id: 'p1',
        kind: 'call',
      },
    ],
  })
  const days = (list: string) => `arrayMap(x -> toString(toDate32(x, 'Europe/Kyiv')), ${list}) AS ${list}`
  expect(await facts.rows('deals', `${days('idle_from')}, ${days('idle_to')}`)).toEqual([
    { idle_from: ['2026-09-01', '2026-09-10', '2026-09-20'], idle_to: ['2026-09-03', '2026-09-20', '2200-01-01'] },
  ])
})
