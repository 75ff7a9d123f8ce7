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

const day = '2026-09-07'
const local = (moment: string) => `formatDateTime(${moment}, '%d %H:%i', 'Europe/Kyiv')`
const locals = (list: string) => `arrayMap(x -> if(toYear(x) = 2200, 'still', ${local('x')}), ${list}) AS ${list}`

test('before the response every selling owner has a spell on their own clock; a robot has none', async () => {
  const hand = (id: string, owner_id: string, at: string) => ({ entity: 'lead', entity_id: id, owner_id, at: `${day}T${at}` })
  const facts = await house.derive({
    people: [
      { id: 'bot', name: 'B', role: 'robot' },
      { id: 'p1', name: 'P' },
      { id: 'p2', name: 'Q' },
      { id: 'p3', name: 'R' },
    ],
    leads: [
      { id: 'a', created_at: `${day}T08:00:00`, owner_id: 'p3' },
      { id: 'b', created_at: `${day}T10:00:00`, owner_id: 'p1' },
    ],
    owner_changes: [
      hand('a', 'bot', '08:00:00'),
      hand('a', 'p1', '08:30:00'),
      hand('a', 'p2', '10:00:00'),
      hand('a', 'p3', '12:00:00'),
      hand('b', 'p1', '10:00:00'),
      hand('b', 'p2', '10:05:00'),
    ],
    touches: [call('1', `${day}T11:00:00`, { lead_id: 'a' }), call('2', `${day}T10:05:00`, { lead_id: 'b' })],
  })
  const people = await house.warehouse.query<{ k: string; id: string }>(`SELECT k, id FROM rec_people FINAL WHERE ws = ${facts.context.ws}`)
  const name = new Map(people.map(({ k, id }) => [k, id]))
  const rows = await activity(
    facts,
    `spell_owner, ${locals('spell_from')}, ${locals('spell_to')}, arrayMap(x -> x - created_business_s, spell_business_s) AS clock, routing_business_s AS routing, response_business_s AS s, response_owner`,
  )
  expect(
    rows.map(({ spell_owner, response_owner, ...rest }) => ({
      ...rest,
      owners: (spell_owner as string[]).map((k) => name.get(k)),
      by: name.get(response_owner as string),
    })),
  ).toEqual([
    {
      id: 'a',
      owners: ['p1', 'p2'],
      spell_from: ['07 08:30', '07 10:00'],
      spell_to: ['07 10:00', '07 12:00'],
      clock: [0, 3600],
      routing: 0,
      s: 7200,
      by: 'p2',
    },
    {
      id: 'b',
      owners: ['p1', 'p2'],
      spell_from: ['07 10:00', '07 10:05'],
      spell_to: ['07 10:05', 'still'],
      clock: [0, 300],
      routing: 0,
      s: 300,
      by: 'p2',
    },
  ])
})

test('a lead left alone for 14 days is idle, with an open task it is not', async () => {
  const facts = await house.derive({
    people: [{ id: 'p1', name: 'P' }],
    leads: ['a', 'b', 'c'].map((id) => ({ id, created_at: '2026-09-01T10:00:00' })),
    touches: [
      call('1', '2026-09-03T10:00:00', { lead_id: 'a', outcome: 'no_answer' }),
      call('2', '2026-09-25T10:00:00', { lead_id: 'a', outcome: 'no_answer' }),
      call('3', '2026-09-20T10:00:00', { lead_id: 'c' }),
    ],
    tasks: [{ id: 't', created_at: '2026-09-02T10:00:00', due_at: '2026-09-03T10:00:00', lead_id: 'b', person_id: 'p1', kind: 'call' }],
  })
  expect(await activity(facts, `${locals('idle_from')}, ${locals('idle_to')}`)).toEqual([
    { id: 'a', idle_from: ['17 10:00', '09 10:00'], idle_to: ['25 10:00', 'still'] },
    { id: 'b', idle_from: [], idle_to: [] },
    { id: 'c', idle_from: ['15 10:00'], idle_to: ['20 10:00'] },
  ])
})

test('spam marked by a seller without a contact is dumped; a lead that moved on without a touch is unseen', async () => {
  const move = (lead: string, stage_id: string, at: string) => ({ entity: 'lead', entity_id: lead, stage_id, at: `${day}T${at}` })
  const facts = await house.derive({
    people: [
      { id: 'p1', name: 'P' },
      { id: 'p2', name: 'Q' },
      { id: 'h', name: 'H', role: 'head' },
    ],
    pipelines: [{ id: 'pl', name: 'P', entity: 'lead' }],
    stages: [1, 2].map((position) => ({ id: `s${position}`, pipeline_id: 'pl', name: `S${position}`, position })),
    leads: [
      { id: 'a', created_at: `${day}T10:00:00`, status: 'spam', marked_by: 'p1' },
      { id: 'b', created_at: `${day}T10:00:00`, status: 'spam', marked_by: 'h' },
      { id: 'c', created_at: `${day}T10:00:00`, status: 'spam', marked_by: 'p1' },
      { id: 'd', created_at: `${day}T10:00:00`, owner_id: 'p1' },
      { id: 'e', created_at: `${day}T10:00:00`, owner_id: 'p2' },
      { id: 'f', created_at: `${day}T10:00:00`, owner_id: 'p1' },
    ],
    stage_changes: ['d', 'e', 'f'].flatMap((lead) => [move(lead, 's1', '10:00:00'), move(lead, 's2', '11:00:00')]),
    touches: [
      call('1', `${day}T10:30:00`, { lead_id: 'c', duration_s: 60 }),
      call('2', `${day}T10:59:00`, { lead_id: 'f', outcome: 'no_answer' }),
      call('3', `${day}T12:00:00`, { lead_id: 'd' }),
    ],
  })
  expect(await activity(facts, `dumped, ${local('unseen_at')} AS unseen, response_unknown AS unknown`)).toEqual([
    { id: 'a', dumped: 1, unseen: null, unknown: 0 },
    { id: 'b', dumped: 0, unseen: null, unknown: 0 },
    { id: 'c', dumped: 0, unseen: null, unknown: 0 },
    { id: 'd', dumped: 0, unseen: '07 11:00', unknown: 0 },
    { id: 'e', dumped: 0, unseen: '07 11:00', unknown: 1 },
    { id: 'f', dumped: 0, unseen: null, unknown: 0 },
  ])
})

test('a merged lead hands its touches to the survivor, whose clock starts with the earliest', async () => {
  const facts = await house.derive({
    people: [{ id: 'p1', name: 'P' }],
    contacts: [{ id: 'c1' }, { id: 'c2' }],
    leads: [
      { id: 'a', created_at: `${day}T10:00:00`, contact_id: 'c1', status: 'duplicate', merged_into: 'b' },
      { id: 'b', created_at: `${day}T11:00:00`, contact_id: 'c2' },
    ],
    touches: [call('1', `${day}T11:30:00`, { contact_id: 'c1' })],
  })
  expect(await activity(facts, 'response_business_s AS s, length(contacts) AS contacts')).toEqual([
    { id: 'a', s: null, contacts: '1' },
    { id: 'b', s: 5400, contacts: '1' },
  ])
})

test('the call that brought a lead of origin call answers it at once, also when it names no lead', async () => {
  const facts = await house.derive({
    people: [{ id: 'p1', name: 'P' }],
    contacts: [{ id: 'c1' }],
    leads: [{ id: 'a', created_at: `${day}T10:02:00`, contact_id: 'c1', origin: 'call' }],
    touches: [{ id: '1', kind: 'call', direction: 'in', at: `${day}T10:00:00`, contact_id: 'c1', duration_s: 80, person_id: 'p1' }],
  })
  expect(await activity(facts, 'response_business_s AS s, contact_business_s AS contact')).toEqual([{ id: 'a', s: 0, contact: 0 }])
})

test('slices give what the whole gives', async () => {
  const records = {
    people: [{ id: 'p1', name: 'P' }],
    contacts: ['1', '2', '3', '4', '5'].map((id) => ({ id, phone: `+38050111000${id}` })),
    leads: ['1', '2', '3', '4', '5'].map((id) => ({ id, created_at: `${day}T1${id}:00:00`, contact_id: id })),
    touches: ['1', '2', '3', '4', '5'].flatMap((id) => [
      {
        id: `c${id}`,
        kind: 'call',
        direction: 'out',
        at: `${day}T1${id}:0${id}:00`,
        phone: `+38050111000${id}`,
        person_id: 'p1',
        outcome: 'no_answer',
      },
      { id: `m${id}`, kind: 'message', direction: 'in', at: `${day}T1${id}:30:00`, thread_id: id, contact_id: id, subject: '?' },
    ]),
  }
  const columns = 'id, toString(at) AS at, lead != 0 AS led, asks, calendar != 0 AS timed'
  const edges = ['0', '6000000000000000000', '12000000000000000000', null]
  const slices = edges.slice(0, 3).map((from, i) => ({ kind: 'slice', from: from ?? '0', to: edges[i + 1] ?? null }) as const)
  const whole = await house.derive(records)
  const sliced = await house.derive(records, { scopes: slices })
  const expected = await whole.rows('touches', columns)
  expect(expected).toHaveLength(10)
  expect(await sliced.rows('touches', columns)).toEqual(expected)
})
