import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FactHouse, openFactHouse } from '../../../test/shared/fact-house.ts'
import { activitySteps } from './activity-steps.ts'
import { dealFacts } from './deals.ts'
import { leadFacts } from './leads.ts'
import { visitFacts } from './visits.ts'

let house: FactHouse

beforeAll(async () => {
  house = await openFactHouse([
    ...activitySteps,
    { name: 'deals', select: dealFacts },
    { name: 'leads', select: leadFacts },
    { name: 'visits', select: visitFacts },
  ])
})
afterAll(() => house.stop())

const byId = (rows: Record<string, unknown>[]) => rows.toSorted((a, b) => (String(a.id) < String(b.id) ? -1 : 1))

const people = [
  { id: 'caller', name: 'Caller', role: 'caller' },
  { id: 'seller', name: 'Seller' },
]
const pipelines = [{ id: 'P', name: 'P', kind: 'sales' }]
const stage = (id: string, position: number, milestone: string) => ({ id, pipeline_id: 'P', name: id, position, kind: 'open', milestone })
const stages = [
  stage('new', 1, 'new'),
  stage('qualified', 2, 'qualified'),
  stage('set', 3, 'meeting_set'),
  stage('held', 4, 'meeting_held'),
]
const moves = (id: string, list: readonly (readonly [string, string])[]) =>
  list.map(([stage_id, day]) => ({ entity: 'deal', entity_id: id, stage_id, at: `${day}T10:00:00` }))
const card = (id: string, owner_id = 'seller') => ({ id, created_at: '2026-09-01T09:00:00', pipeline_id: 'P', owner_id })
const owned = (id: string, owner_id: string, at: string) => ({ entity: 'deal', entity_id: id, owner_id, at })

test('a lead of a caller is confirmed when the next owner takes it further than it was', async () => {
  const facts = await house.derive({
    people,
    pipelines,
    stages,
    deals: [card('taken'), card('left'), card('back'), card('own'), card('kept', 'caller')],
    owner_changes: ['taken', 'left', 'back'].flatMap((id) => [
      owned(id, 'caller', '2026-09-01T09:00:00'),
      owned(id, 'seller', '2026-09-05T10:00:00'),
    ]),
    stage_changes: [
      // The caller sets the meeting too: only the next milestone is the seller's.
      ...moves('taken', [
        ['new', '2026-09-01'],
        ['qualified', '2026-09-02'],
        ['set', '2026-09-03'],
        ['held', '2026-09-08'],
      ]),
      ...moves('left', [
        ['new', '2026-09-01'],
        ['qualified', '2026-09-02'],
        ['set', '2026-09-03'],
      ]),
      ...moves('back', [
        ['new', '2026-09-01'],
        ['qualified', '2026-09-02'],
        ['new', '2026-09-06'],
      ]),
      ...moves('own', [
        ['new', '2026-09-01'],
        ['qualified', '2026-09-02'],
        ['held', '2026-09-03'],
      ]),
      ...moves('kept', [
        ['new', '2026-09-01'],
        ['qualified', '2026-09-02'],
        ['held', '2026-09-03'],
      ]),
    ],
  })
  const day = (column: string) => `toString(toDate(${column}, 'Europe/Kyiv'))`
  expect(
    byId(
      await facts.rows(
        'leads',
        `id, qualified_by_caller AS by_caller, ${day('confirmed_at')} AS confirmed, ${day('moved_back_at')} AS back`,
      ),
    ),
  ).toEqual(
    [
      { id: 'back', by_caller: true, confirmed: null, back: '2026-09-06' },
      { id: 'kept', by_caller: true, confirmed: null, back: null },
      { id: 'left', by_caller: true, confirmed: null, back: null },
      { id: 'own', by_caller: false, confirmed: null, back: null },
      { id: 'taken', by_caller: true, confirmed: '2026-09-08', back: null },
    ].map((row) => expect.objectContaining(row)),
  )
})

test('a step or sale is seen when the client was touched in the 14 days before', async () => {
  const facts = await house.derive({
    people,
    pipelines,
    stages,
    companies: [{ id: 'k1' }, { id: 'k2' }],
    deals: [
      { ...card('seen'), company_id: 'k1', outcome: 'won', closed_at: '2026-09-20' },
      { ...card('unseen'), company_id: 'k2', outcome: 'won', closed_at: '2026-09-20T10:00:00' },
    ],
    stage_changes: ['seen', 'unseen'].flatMap((id) =>
      moves(id, [
        ['new', '2026-09-01'],
        ['set', '2026-09-03'],
      ]),
    ),
    contacts: [
      { id: 'c', company_id: 'k1' },
      { id: 'd', company_id: 'k2' },
    ],
    touches: [
      { id: 't', kind: 'call', direction: 'out', at: '2026-09-02T10:00:00', contact_id: 'c', outcome: 'no_answer' },
      { id: 'u', kind: 'call', direction: 'in', at: '2026-09-20T15:00:00', contact_id: 'c', outcome: 'answered' },
      { id: 'v', kind: 'call', direction: 'out', at: '2026-08-10T10:00:00', contact_id: 'd', outcome: 'answered' },
    ],
  })
  expect(byId(await facts.rows('visits', 'id, seen_at IS NOT NULL AS seen', 'advance'))).toEqual([
    { id: 'seen', seen: 1 },
    { id: 'unseen', seen: 0 },
  ])
  expect(byId(await facts.rows('deals', 'id, seen_at IS NOT NULL AS seen, first_purchase'))).toEqual([
    { id: 'seen', seen: 1, first_purchase: true },
    { id: 'unseen', seen: 0, first_purchase: true },
  ])
})
