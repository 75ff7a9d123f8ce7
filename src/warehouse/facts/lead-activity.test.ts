import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Derived, type FactHouse, openFactHouse } from '../../../test/shared/fact-house.ts'
import { activitySteps } from './activity-steps.ts'
import { leadActivity } from './lead-activity.ts'

let house: FactHouse

beforeAll(async () => {
  house = await openFactHouse(activitySteps)
})
afterAll(() => house.stop())

/** Rows of the activity of leads by the id of the lead. */
async function activity({ context }: Derived, columns: string): Promise<Record<string, unknown>[]> {
  const rows = await house.warehouse.query<Record<string, unknown>>(
    `SELECT l.id AS id, ${columns} FROM (${leadActivity(context, { kind: 'all' })}) AS a INNER JOIN (SELECT k, id FROM rec_leads FINAL WHERE ws = ${context.ws}) AS l ON l.k = a.k ORDER BY l.id`,
  )
  return rows
}

const call = (id: string, at: string, more: object) => ({
  id,
  kind: 'call',
  direction: 'out',
  at,
  person_id: 'p1',
  outcome: 'answered',
  ...more,
})

test('a first response takes business seconds of the calendar, at night none (S2)', async () => {
  const [mon, tue] = ['2026-09-07', '2026-09-08']
  const facts = await house.derive({
    people: [{ id: 'p1', name: 'P' }],
    leads: [
      { id: 'a', created_at: `${mon}T10:00:00` },
      { id: 'b', created_at: `${mon}T10:00:00` },
      { id: 'c', created_at: '2026-09-04T17:50:00' },
      { id: 'd', created_at: '2026-09-05T12:00:00' },
      { id: 'e', created_at: `${mon}T17:00:00`, status: 'disqualified', closed_at: `${mon}T17:10:00` },
      { id: 'f', created_at: `${tue}T11:50:00` },
      { id: 'g', created_at: `${tue}T11:58:00` },
    ],
    touches: [
      call('1', `${mon}T10:05:00`, { lead_id: 'a' }),
      call('2', `${mon}T10:20:00`, { lead_id: 'b' }),
      call('3', `${mon}T09:10:00`, { lead_id: 'c' }),
      call('4', '2026-09-05T13:00:00', { lead_id: 'd' }),
      call('5', `${tue}T11:59:00`, { lead_id: 'g' }),
    ],
  })
  const rows = await activity(facts, "response_business_s AS s, response_clock_s AS clock, toString(due_15m_at, 'Europe/Kyiv') AS due")
  expect(rows).toEqual([
    { id: 'a', s: 300, clock: 300, due: `${mon} 10:15:00.000` },
    { id: 'b', s: 1200, clock: 1200, due: `${mon} 10:15:00.000` },
    { id: 'c', s: 1200, clock: 228000, due: `${mon} 09:05:00.000` },
    { id: 'd', s: 0, clock: 3600, due: `${mon} 09:15:00.000` },
    { id: 'e', s: null, clock: null, due: `${mon} 17:15:00.000` },
    { id: 'f', s: null, clock: null, due: `${tue} 12:05:00.000` },
    { id: 'g', s: 60, clock: 60, due: `${tue} 12:13:00.000` },
  ])
})

test('what answers a lead: a call that brought it, a message after the robot, a booked meeting, a call that names only the contact (S3)', async () => {
  const mon = '2026-09-07'
  const facts = await house.derive({
    people: [{ id: 'p1', name: 'P' }],
    contacts: ['c1', 'c2', 'c3', 'c9'].map((id) => ({ id })),
    leads: [
      { id: 'P', created_at: `${mon}T10:02:00`, contact_id: 'c1' },
      { id: 'Q', created_at: `${mon}T11:00:00`, contact_id: 'c2', origin: 'form' },
      { id: 'R', created_at: `${mon}T12:00:00`, contact_id: 'c3', origin: 'form' },
      { id: 'T', created_at: `${mon}T13:00:00`, contact_id: 'c9' },
      { id: 'T0', created_at: '2025-03-03T10:00:00', contact_id: 'c9', status: 'lost', closed_at: '2025-04-01' },
    ],
    touches: [
      { id: '1', kind: 'call', direction: 'in', at: `${mon}T10:00:00`, lead_id: 'P', person_id: 'p1', outcome: 'answered' },
      { id: '2', kind: 'email', direction: 'out', at: `${mon}T11:00:05`, contact_id: 'c2', automated: true, outcome: 'sent' },
      { id: '3', kind: 'message', direction: 'in', at: `${mon}T11:30:00`, contact_id: 'c2', thread_id: 't', subject: 'Сколько стоит?' },
      { id: '4', kind: 'message', direction: 'out', at: `${mon}T11:40:00`, contact_id: 'c2', thread_id: 't', person_id: 'p1' },
      { id: '5', kind: 'message', direction: 'in', at: `${mon}T11:50:00`, contact_id: 'c2', thread_id: 't', subject: 'Подумаю' },
      {
        id: '6',
        kind: 'meeting',
        direction: 'out',
        at: '2026-09-08T10:00:00',
        booked_at: `${mon}T12:15:00`,
        outcome: 'held',
        lead_id: 'R',
        person_id: 'p1',
      },
      { id: '7', kind: 'call', direction: 'out', at: `${mon}T13:03:00`, outcome: 'no_answer', contact_id: 'c9', person_id: 'p1' },
    ],
  })
  const rows = await activity(facts, 'response_business_s AS response, contact_business_s AS contact, length(attempts) AS attempts')
  expect(rows).toEqual([
    { id: 'P', response: 0, contact: 0, attempts: '0' },
    { id: 'Q', response: 2400, contact: 3000, attempts: '1' },
    { id: 'R', response: 900, contact: 25200, attempts: '0' },
    { id: 'T', response: 180, contact: null, attempts: '1' },
    { id: 'T0', response: null, contact: null, attempts: '0' },
  ])
  const done = await facts.rows('touches', 'kind, answered, outcome', "direction = 'out' AND NOT automated")
  expect(done).toEqual([
    { kind: 'message', answered: false, outcome: '' },
    { kind: 'call', answered: false, outcome: 'no_answer' },
    { kind: 'meeting', answered: false, outcome: 'held' },
  ])
})
