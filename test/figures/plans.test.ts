// Plans as somebody sets and reads them: by whom, over which periods, split by the own season, taken apart into norms; and the chance
// of making one, on a company whose past is known.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askHouse } from '../../src/app/ask-house.ts'
import type { PlanEntry, PlansAnswer } from '../../src/contract/plans.ts'
import { openToldHouse, type ToldHouse } from '../shared/told-house.ts'

const now = new Date('2026-09-16T09:00:00Z')
let told: ToldHouse

const two = (n: number) => String(n).padStart(2, '0')
/** Every deal is decided ten days after it came: odd ones won for 100, even ones lost. Two a day, A's and B's by turns. */
function decidedDeals() {
  const days = Array.from({ length: 250 }, (_, i) => new Date(Date.UTC(2026, 0, 1 + i)))
  return days.flatMap((day, i) =>
    [0, 1].map((n) => {
      const end = new Date(day.getTime() + 10 * 86_400_000)
      const isDecided = end < now
      return {
        id: `d${i}-${n}`,
        created_at: day.toISOString(),
        owner_id: i % 2 === 0 ? 'A' : 'B',
        stage_id: 's1',
        pipeline_id: 'P',
        amount: 100,
        outcome: isDecided ? (n === 1 ? 'won' : 'lost') : 'open',
        ...(isDecided ? { closed_at: end.toISOString() } : {}),
      }
    }),
  )
}

const lastYears = [2024, 2025].flatMap((year) =>
  Array.from({ length: 12 }, (_, month) => ({
    id: `y${year}-${month}`,
    created_at: `${year}-${two(month + 1)}-02T09:00:00Z`,
    owner_id: 'A',
    outcome: 'won',
    closed_at: `${year}-${two(month + 1)}-03T09:00:00Z`,
    // December is worth two other months.
    amount: month === 11 ? 200 : 100,
  })),
)

beforeAll(async () => {
  told = await openToldHouse()
  const workspace = await told.makeWorkspace('plans')
  await told.tell(workspace, {
    crm: {
      teams: [{ id: 'T', name: 'Team' }],
      people: [
        { id: 'A', name: 'Ann', team_id: 'T' },
        { id: 'B', name: 'Bob', team_id: 'T' },
        { id: 'C', name: 'Cyd' },
      ],
      pipelines: [{ id: 'P', name: 'Sales', entity: 'deal', kind: 'sales' }],
      stages: [{ id: 's1', pipeline_id: 'P', name: 'Open', position: 1 }],
      deals: [...decidedDeals(), ...lastYears],
      touches: Array.from({ length: 60 }, (_, i) => ({
        id: `t${i}`,
        kind: 'call',
        direction: 'out',
        at: new Date(now.getTime() - (i + 1) * 86_400_000).toISOString(),
        person_id: 'A',
        outcome: 'answered',
      })),
      plans: [{ metric: 'calls', from: '2026-09-01', to: '2026-10-01', target: 200, team_id: 'T' }],
    },
  })
}, 120_000)
afterAll(() => told?.close())

let ticks = 0
/** Each question comes a second after the one before. */
const later = () => new Date(now.getTime() + 1000 * ticks++)
const ask = (name: Parameters<typeof askHouse>[2], body: unknown, at = later()) =>
  askHouse(told.house, { workspace: 'plans', caller: { kind: 'machine' }, address: null, door: null, lang: 'en', now: at }, name, body)
const set = async (body: unknown) => ((await ask('plans', body)) as { plans: PlanEntry[] }).plans
const list = async (body: object = {}) => ((await ask('planList', body)) as { plans: PlanEntry[] }).plans
const show = async (body: object = {}) => (await ask('plans', body)) as PlansAnswer

describe('setting plans', () => {
  it('keeps a plan of a month, a person’s and the company’s, and gives it back', async () => {
    const [plan] = await set({ metric: 'revenue', period: '2026-09', target: 3000, floor: 2000, person: 'crm:A' })
    expect(plan).toMatchObject({
      metric: 'revenue',
      kind: 'total',
      from: '2026-09-01',
      to: '2026-10-01',
      target: 3000,
      floor: 2000,
      source: 'rumb',
    })
    expect(plan?.person).toEqual({ id: 'crm:A', name: 'Ann' })
    const [changed] = [await ask('planPatch', { id: plan!.id, target: 2500 })] as PlanEntry[]
    expect(changed).toMatchObject({ target: 2500, floor: 2000 })
    expect(await list({ person: 'crm:A' })).toMatchObject([{ id: plan!.id, target: 2500 }])
    await set({ metric: 'revenue', period: '2026-09', target: 2600, person: 'crm:A' })
    expect(await list({ person: 'crm:A' })).toMatchObject([{ id: plan!.id, target: 2600, floor: null }])
    await ask('planRemove', { id: plan!.id })
    expect(await list({ person: 'crm:A' })).toEqual([])
  })

  it('changes a plan of a source where it stands', async () => {
    const [plan] = await list({ metric: 'calls' })
    await ask('planPatch', { id: plan!.id, target: 220 })
    expect(await list({ metric: 'calls' })).toMatchObject([{ id: plan!.id, target: 220, source: 'crm', team: { id: 'crm:T' } }])
  })

  it('names everything that is wrong with several plans', async () => {
    const wrong = [
      { metric: 'nothing', period: '2026-09', target: 1 },
      { metric: 'win_rate', period: '2026-09', target: 0.3, kind: 'total' },
      { metric: 'calls', from: '2026-10-01', to: '2026-09-01', target: 1, person: 'crm:Z' },
    ]
    await expect(set({ plans: wrong })).rejects.toMatchObject({
      code: 'bad_input',
      problems: [{ path: 'plans.0.metric' }, { path: 'plans.1.kind' }, { path: 'plans.2.person' }, { path: 'plans.2.from' }],
    })
  })

  it('splits a year by its own months of two years, so that the parts are the whole', async () => {
    const plans = await set({ metric: 'revenue', period: '2026', target: 1300, split: 'month' })
    expect(plans.map(({ target }) => target)).toEqual([1300, ...Array.from({ length: 11 }, () => 100), 200])
    const quarters = await set({ metric: 'revenue', period: '2026', target: 1300, split: 'quarter' })
    expect(quarters.slice(1).map(({ target }) => target)).toEqual([300, 300, 300, 400])
    for (const { id } of await list({ metric: 'revenue' })) await ask('planRemove', { id })
  })

  it('asks a share of the year where a month has no plan of its own', async () => {
    const [year] = await set({ metric: 'revenue', period: '2026', target: 1300 })
    const answer = (await ask('query', { kpis: ['plan_target'], from: '2026-12-01', to: '2027-01-01' })) as {
      total: Record<string, { value: number }>
    }
    expect(answer.total.plan_target?.value).toBeCloseTo(200, 6)
    await ask('planRemove', { id: year!.id })
  })
})

describe('how a plan goes', () => {
  it('says the chance, its bands and what would help', async () => {
    await set({
      plans: [
        { metric: 'revenue', period: '2026-09', target: 2100 },
        { metric: 'won_deals', period: '2026-09', target: 5 },
      ],
    })
    const { plans } = await show({ metric: 'revenue' })
    const [plan] = plans
    // Sixteen deals were decided for us in September so far; two are open, and what comes in the next days is decided in time.
    expect(plan).toMatchObject({ metric: 'revenue', target: 2100, actual: 1600 })
    expect(plan!.probability.value).toBeGreaterThan(0.1)
    expect(plan!.probability.value).toBeLessThan(0.95)
    expect(plan!.bands.at(-1)).toMatchObject({ day: '2026-09-30' })
    expect(plan!.bands.at(-1)!.p50).toBeGreaterThan(1700)
    expect(plan!.bands.at(-1)!.p50).toBeLessThan(2600)
    expect(plan!.levers[0]!.probability).toBeGreaterThan(plan!.probability.value!)
    expect(plan!.needed.find(({ activity }) => activity === 'won_deals')).toMatchObject({ per_workday: 5 / 11 })
    expect((await show({ metric: 'won_deals' })).plans[0]!.probability.value).toBe(1)
    const again = () => ask('plans', { metric: 'revenue' }, now)
    expect(await again()).toEqual(await again())
  })

  it('gives the plans of all sellers together the chance of the same plan of the company', async () => {
    const chance = async () => {
      const query = { kpis: ['plan_probability', 'plan_target'], from: '2026-09-01', to: '2026-10-01', where: { metric: 'new_customers' } }
      const { total } = (await ask('query', query, now)) as { total: Record<string, { value: number }> }
      return [total.plan_target!.value, total.plan_probability!.value]
    }
    const own = await set({
      plans: ['crm:A', 'crm:B'].map((person) => ({ metric: 'new_customers', period: '2026-09', target: 10, person })),
    })
    const together = await chance()
    for (const { id } of own) await ask('planRemove', { id })
    const [whole] = await set({ metric: 'new_customers', period: '2026-09', target: 20 })
    expect(together).toEqual(await chance())
    expect(together[1]).toBeGreaterThan(0.02)
    expect(together[1]).toBeLessThan(0.98)
    await ask('planRemove', { id: whole!.id })
  })

  it('has no chance to tell of what is no sale, or with too few deals', async () => {
    expect((await show({ metric: 'calls' })).plans[0]!.probability).toEqual({ value: null, low: null, high: null })
    const early = await show({ metric: 'revenue', from: '2026-09-01', to: '2026-10-01', as_of: '2024-06-01' })
    expect(early.plans[0]!.probability.value).toBeNull()
  })

  it('takes what a day needs as norms of calls', async () => {
    const [plan] = await list({ metric: 'revenue' })
    const { plans } = (await ask('planNorms', { id: plan!.id })) as { plans: PlanEntry[] }
    expect(plans).toMatchObject([{ metric: 'calls', kind: 'per_day', from: '2026-09-16', to: '2026-10-01', source: 'rumb' }])
    expect(plans[0]!.target).toBeGreaterThan(0)
  })
})

describe('promises', () => {
  it('are kept when the deal is sold by the day, wait until the day is over, and count as expected money', async () => {
    const promised = (deal: string, day: string) => ask('promiseAdd', { deal, day }, new Date('2026-09-08T09:00:00Z'))
    // d246-1 came on 4 September and was won on the 14th; d250 does not exist; d248-0 of the 6th is lost on the 16th.
    expect(await promised('crm:d246-1', '2026-09-14')).toMatchObject({
      deal: { id: 'crm:d246-1' },
      day: '2026-09-14',
      kept: null,
      amount: 100,
    })
    await promised('crm:d246-0', '2026-09-14')
    await promised('crm:d249-1', '2026-09-18')
    await expect(promised('crm:d249-1', '2026-09-01')).rejects.toMatchObject({ code: 'bad_input', path: 'day' })
    await expect(promised('crm:nothing', '2026-09-20')).rejects.toMatchObject({ code: 'not_found', path: 'deal' })
    const { promises } = (await ask('promises', {})) as { promises: { deal: { id: string }; kept: boolean | null }[] }
    expect(promises.map(({ deal, kept }) => [deal.id, kept])).toEqual([
      ['crm:d249-1', null],
      ['crm:d246-0', false],
      ['crm:d246-1', true],
    ])
    const query = { kpis: ['promises_kept', 'expected_cash'], from: '2026-09-01', to: '2026-10-01' }
    const { total } = (await ask('query', query)) as { total: Record<string, { value: number; n: number; pending: number }> }
    expect(total.promises_kept).toMatchObject({ value: 0.5, n: 2, pending: 0 })
    // The won one is not paid, the open one has no invoice; the lost one brings nothing.
    expect(total.expected_cash).toMatchObject({ value: 200, n: 2 })
    const byPerson = (await ask('query', { ...query, kpis: ['promises_kept'], by: ['person'] })) as { rows: { person: { id: string } }[] }
    expect(byPerson.rows.map(({ person }) => person.id)).toEqual(['crm:A'])
    const list = (await ask('records', { kpi: 'expected_cash', from: '2026-09-01', to: '2026-10-01' })) as { count: number }
    expect(list.count).toBe(2)
  })

  it('moves a promise whose day lies ahead, and takes it back', async () => {
    const moved = (await ask('promiseAdd', { deal: 'crm:d249-1', day: '2026-09-25' })) as { id: string }
    const days = async () =>
      ((await ask('promises', { from: '2026-09-16' })) as { promises: { day: string }[] }).promises.map(({ day }) => day)
    expect(await days()).toEqual(['2026-09-25'])
    await ask('promiseRemove', { id: moved.id })
    expect(await days()).toEqual([])
    await expect(ask('promiseRemove', { id: moved.id })).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('forecasts', () => {
  it('are kept with the first question of a day and graded when the period is over', async () => {
    const kept = (await ask('planForecasts', {})) as { graded: object; forecasts: { metric: string; day: string; result: number | null }[] }
    expect(kept.graded).toEqual({ forecasts: 0, coverage: null, bias: null, brier: null })
    expect(kept.forecasts.map(({ metric, day, result }) => [metric, day, result]).sort()).toEqual([
      ['revenue', '2026-09-16', null],
      ['won_deals', '2026-09-16', null],
    ])
    const over = (await ask('planForecasts', {}, new Date('2026-10-02T09:00:00Z'))) as typeof kept & {
      graded: { forecasts: number; bias: number }
    }
    // Sixteen sales stand: what was still open was never decided.
    expect(over.forecasts.map(({ result }) => result)).toEqual(expect.arrayContaining([1600, 16]))
    expect(over.graded.forecasts).toBe(2)
    expect(over.graded.bias).toBeGreaterThan(0)
  })
})
