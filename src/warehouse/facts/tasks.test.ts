import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FactHouse, openFactHouse } from '../../../test/shared/fact-house.ts'
import { activitySteps } from './activity-steps.ts'

let house: FactHouse

beforeAll(async () => {
  house = await openFactHouse(activitySteps)
})
afterAll(() => house.stop())

const clock = (moment: string) => `formatDateTime(${moment}, '%d %H:%i', 'Europe/Kyiv') AS ${moment}`

test('a task due on a day has until its end; done without a touch near it is hollow', async () => {
  const task = (id: string, more: object) => ({
    id,
    created_at: '2026-09-01T09:00:00',
    contact_id: 'c1',
    person_id: 'p1',
    kind: 'call',
    ...more,
  })
  const facts = await house.derive({
    people: [{ id: 'p1', name: 'P' }],
    contacts: [{ id: 'c1' }],
    leads: [{ id: 'L', created_at: '2026-08-20', contact_id: 'c1', status: 'lost', closed_at: '2026-09-15T12:00:00' }],
    touches: [
      { id: '1', kind: 'call', direction: 'out', at: '2026-09-04T10:00:00', contact_id: 'c1', person_id: 'p1', outcome: 'no_answer' },
      { id: '2', kind: 'email', direction: 'out', at: '2026-09-04T15:00:00', contact_id: 'c1', automated: true },
    ],
    tasks: [
      task('a', { due_at: '2026-09-04', done_at: '2026-09-04T12:00:00' }),
      task('b', { due_at: '2026-09-04T11:00:00', done_at: '2026-09-04T12:00:01' }),
      task('c', { due_at: '2026-09-07T10:00:00', done_at: '2026-09-04T09:45:00', lead_id: 'L' }),
      task('d', { due_at: '2026-09-08T10:00:00' }),
    ],
  })
  expect(
    await facts.rows(
      'tasks',
      `id, lead != 0 AS of_lead, ${clock('due_end_at')}, ${clock('late_at')}, ${clock('touched_at')}, ${clock('card_closed_at')}`,
    ),
  ).toEqual([
    { id: 'b', of_lead: 1, due_end_at: '04 23:59', late_at: '07 11:00', touched_at: null, card_closed_at: '15 12:00' },
    { id: 'a', of_lead: 1, due_end_at: '04 23:59', late_at: '07 23:59', touched_at: '04 10:00', card_closed_at: '15 12:00' },
    { id: 'c', of_lead: 1, due_end_at: '07 23:59', late_at: '08 10:00', touched_at: '04 10:00', card_closed_at: '15 12:00' },
    { id: 'd', of_lead: 1, due_end_at: '08 23:59', late_at: '09 10:00', touched_at: null, card_closed_at: '15 12:00' },
  ])
})

test('a task put off to a later day is a move, by whoever moved it', async () => {
  const change = (at: string, old: string, next: string, by?: string) => ({
    entity: 'task',
    entity_id: 't',
    field: 'due_at',
    at,
    old,
    new: next,
    ...(by === undefined ? {} : { by_person_id: by }),
  })
  const facts = await house.derive({
    people: [
      { id: 'p1', name: 'P' },
      { id: 'p2', name: 'Q' },
    ],
    tasks: [{ id: 't', created_at: '2026-09-01T09:00:00', due_at: '2026-09-05', person_id: 'p1', kind: 'call' }],
    value_changes: [
      change('2026-09-02T09:00:00', '2026-09-02T10:00:00', '2026-09-02T18:00:00'),
      change('2026-09-02T17:00:00', '2026-09-02T18:00:00', '2026-09-04T18:00:00', 'p2'),
      change('2026-09-03T17:00:00', '2026-09-04T18:00:00', '2026-09-05'),
    ],
  })
  const people = await house.warehouse.query<{ k: string; id: string }>(`SELECT k, id FROM rec_people FINAL WHERE ws = ${facts.context.ws}`)
  const name = new Map(people.map(({ k, id }) => [k, id]))
  const rows = await facts.rows('task_moves', `by_person, ${clock('due_was')}, ${clock('due_became')}`)
  expect(rows.map(({ by_person, ...rest }) => ({ by: name.get(by_person as string), ...rest }))).toEqual([
    { by: 'p2', due_was: '02 18:00', due_became: '04 18:00' },
    { by: 'p1', due_was: '04 18:00', due_became: '05 23:59' },
  ])
  expect(
    await facts.rows(
      'tasks',
      "length(due_from) AS steps, toString(due_was[-1], 'Europe/Kyiv') AS last, formatDateTime(due_at, '%d %H:%i', 'Europe/Kyiv') AS due",
    ),
  ).toEqual([{ steps: '4', last: '2026-09-05 23:59:59.999', due: '05 23:59' }])
})
