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

test('the same call of the telephony and the CRM is one: times of the one, links of the other', async () => {
  const call = { kind: 'call', direction: 'out', phone: '+380501112233' }
  const facts = await house.derive(
    {
      people: [{ id: 'p1', name: 'P' }],
      contacts: [{ id: 'c1', phone: '050 111-22-33' }],
      leads: [{ id: 'L', created_at: `${day}T09:00:00`, contact_id: 'c1' }],
      touches: [{ ...call, id: 'a', at: `${day}T10:00:30`, lead_id: 'L', contact_id: 'c1', person_id: 'p1' }],
    },
    {
      pbx: {
        touches: [
          { ...call, id: '1', at: `${day}T10:00:00`, duration_s: 45, wait_s: 7 },
          { ...call, id: '2', at: `${day}T10:00:50`, duration_s: 0, wait_s: 12 },
          { ...call, id: '3', at: `${day}T10:03:00`, duration_s: 0, wait_s: 3 },
        ],
      },
    },
  )
  expect(
    await facts.rows(
      'touches',
      'id, lead != 0 AS with_lead, named, person != 0 AS with_person, outcome, effective, answers_at IS NOT NULL AS answers',
    ),
  ).toEqual([
    { id: '1', with_lead: 1, named: true, with_person: 1, outcome: 'answered', effective: true, answers: 1 },
    { id: '2', with_lead: 1, named: false, with_person: 0, outcome: 'no_answer', effective: false, answers: 1 },
    { id: '3', with_lead: 1, named: false, with_person: 0, outcome: 'no_answer', effective: false, answers: 0 },
  ])
})

test('a touch that names nothing belongs to the latest created of the leads of its contact that are open then', async () => {
  const call = (id: string, date: string, contact_id: string) => ({
    id,
    kind: 'call',
    direction: 'out',
    at: `${date}T10:00:00`,
    contact_id,
  })
  const facts = await house.derive({
    companies: [{ id: 'k' }],
    contacts: [
      { id: 'c1', company_id: 'k' },
      { id: 'c2', company_id: 'k' },
    ],
    leads: [
      { id: 'A', created_at: '2026-09-01', contact_id: 'c1', status: 'lost', closed_at: '2026-09-10' },
      { id: 'B', created_at: '2026-09-05', contact_id: 'c1', status: 'lost', closed_at: '2026-09-08' },
      { id: 'C', created_at: '2026-09-06', contact_id: 'c2' },
    ],
    touches: [
      call('1', '2026-08-31', 'c1'),
      call('2', '2026-09-04', 'c1'),
      call('3', '2026-09-08', 'c1'),
      call('4', '2026-09-09', 'c1'),
      call('5', '2026-09-11', 'c1'),
    ],
  })
  const leads = await house.warehouse.query<{ k: string; id: string }>(`SELECT k, id FROM rec_leads FINAL WHERE ws = ${facts.context.ws}`)
  const name = new Map(leads.map(({ k, id }) => [k, id]))
  const rows = await facts.rows('touches', 'id, lead')
  expect(rows.map(({ id, lead }) => [id, name.get(lead as string) ?? null])).toEqual([
    ['1', null],
    ['2', 'A'],
    ['3', 'B'],
    ['4', 'A'],
    ['5', null],
  ])
})
