// People ranked by a share: who stands in the prior, what a viewer's rights change, and what is never ranked.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runQuery } from '../../src/app/run-query.ts'
import type { Query, Viewer } from '../../src/contract/query.ts'
import { fitPrior, poolRate } from '../../src/stats/pooling.ts'
import { openToldHouse, owner, type ToldHouse } from '../shared/told-house.ts'

/** Won of closed deals. */
const sellers = { A: [36, 40], B: [10, 40], C: [20, 40], D: [3, 4] } as const
const callers = { K: [1, 10] } as const
const now = new Date('2026-10-15T09:00:00Z')
const period = { from: '2026-09-01', to: '2026-10-01' }
let told: ToldHouse

const dealsOf = ([person, [won, closed]]: [string, readonly [number, number]]) =>
  Array.from({ length: closed }, (_, i) => ({
    id: `${person}-${i}`,
    created_at: '2026-09-02',
    owner_id: person,
    outcome: i < won ? 'won' : 'lost',
    closed_at: '2026-09-20',
    amount: 100,
  }))

beforeAll(async () => {
  told = await openToldHouse()
  const people = [
    ...Object.keys(sellers).map((id) => ({ id, name: id, team_id: id < 'C' ? 'T1' : 'T2' })),
    ...Object.keys(callers).map((id) => ({ id, name: id, role: 'caller', team_id: 'T2' })),
  ]
  const quick = { A: 10, E: 9, F: 5, G: 2 }
  people.push(...['E', 'F', 'G'].map((id) => ({ id, name: id, team_id: 'T1' })))
  const leads = Object.keys(quick).flatMap((owner_id) =>
    Array.from({ length: 10 }, (_, i) => ({ id: `l${owner_id}${i}`, created_at: '2026-09-02T10:00:00Z', owner_id, channel: 'seo' })),
  )
  const touches = Object.entries(quick).flatMap(([person_id, n]) =>
    Array.from({ length: n }, (_, i) => ({
      ...{ id: `t${person_id}${i}`, kind: 'call', direction: 'out', at: '2026-09-02T10:05:00Z', person_id },
      ...{ lead_id: `l${person_id}${i}`, outcome: 'no_answer', wait_s: 20 },
    })),
  )
  const teams = ['T1', 'T2'].map((id) => ({ id, name: id }))
  const deals = Object.entries({ ...sellers, ...callers }).flatMap(dealsOf)
  await told.tell(await told.makeWorkspace('ranks'), { crm: { teams, people, deals, leads, touches } })
})
afterAll(() => told?.close())

const ask = (query: Partial<Query>, viewer: Viewer = owner) =>
  runQuery(told.house, {
    workspace: 'ranks',
    viewer,
    lang: 'en',
    now,
    query: { kpis: ['win_rate'], by: ['person'], ...period, rank: true, ...query },
  })

async function rankedRows(query: Partial<Query> = {}, viewer: Viewer = owner) {
  const { rows } = await ask(query, viewer)
  return new Map(rows.map((row) => [(row.person as { id: string }).id.replace('crm:', ''), row]))
}

it('draws every rate towards those of all people of the role', async () => {
  const rows = await rankedRows()
  const rates = Object.values(sellers).map(([k, n]) => ({ k, n }))
  const prior = fitPrior(rates)!
  for (const [id, [k, n]] of Object.entries(sellers)) {
    const { mean, low, high, apart, needed } = poolRate({ k, n }, prior)
    expect(rows.get(id)).toMatchObject({ pooled: { value: mean, low, high }, apart, needed })
  }
})

it('gives ranks as ranges, wide where there are few cases', async () => {
  const rows = await rankedRows()
  expect(rows.get('A')?.rank).toMatchObject({ low: 1 })
  expect(rows.get('B')?.rank).toEqual({ low: 3, high: 4 })
  const { low, high } = rows.get('D')!.rank as { low: number; high: number }
  expect(high - low).toBeGreaterThanOrEqual(2)
})

it('leaves a person alone in a role without a pooled rate', async () => {
  expect((await rankedRows()).get('K')).toMatchObject({ pooled: null, rank: null, apart: null, needed: null })
})

it('answers the same whoever asks and whatever team is shown, and whenever asked', async () => {
  const whole = await rankedRows()
  const own = await rankedRows({}, { role: 'rep', person: 'crm:D', teams: [] })
  const team = await rankedRows({ where: { team: 'crm:T2' } })
  expect([...own.keys()]).toEqual(['D'])
  expect(own.get('D')).toEqual(whole.get('D'))
  expect(team.get('D')).toEqual(whole.get('D'))
  expect(await rankedRows()).toEqual(whole)
})

it('ranks nothing by a sum, and refuses what is no league', async () => {
  expect((await rankedRows({ kpis: ['revenue'] })).get('A')).toMatchObject({ pooled: null, rank: null, apart: null, needed: null })
  await expect(ask({ by: ['channel_group'] })).rejects.toMatchObject({ code: 'bad_usage', path: 'rank' })
  await expect(ask({ kpis: ['win_rate', 'revenue'] })).rejects.toMatchObject({ code: 'bad_usage', path: 'rank' })
})

it('leaves people whose work the systems do not see out of a comparison of speed, and says so', async () => {
  const { rows, notes } = await ask({ kpis: ['response_within_15m'] })
  const byId = new Map(rows.map((row) => [(row.person as { id: string }).id, row]))
  // Ann sold 36 times without a touch before it.
  expect(byId.get('crm:A')).toMatchObject({ response_within_15m: { value: 1, n: 10 }, pooled: null, rank: null, apart: null, needed: null })
  const prior = fitPrior([9, 5, 2].map((k) => ({ k, n: 10 })))!
  expect(byId.get('crm:E')).toMatchObject({ pooled: { value: poolRate({ k: 9, n: 10 }, prior).mean }, rank: { low: 1 } })
  expect(notes?.find(({ code }) => code === 'unseen_left_out')?.text).toBe('Without those whose work the systems do not see: A')
})
