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

type Who = { role: string; person?: string; teams?: string[] }
const owner: Who = { role: 'owner' }
const ask = (name: Parameters<typeof askHouse>[2], body: unknown, who: Who = owner) => {
  const caller =
    who.role === 'owner'
      ? { kind: 'machine' as const }
      : {
          kind: 'key' as const,
          id: '1',
          name: 'k',
          ws: 1,
          role: who.role,
          person: who.person ?? null,
          teams: who.teams ?? [],
          workspace: 'plans',
        }
  return askHouse(told.house, { workspace: 'plans', caller: caller as never, address: null, door: null, lang: 'en', now }, name, body)
}
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
        { metric: 'revenue', period: '2026-09', target: 2900 },
        { metric: 'won_deals', period: '2026-09', target: 5 },
      ],
    })
    const { plans } = await show({ metric: 'revenue' })
    const [plan] = plans
    // Fifteen deals were decided for us in September so far; one a day is to be decided every day until its end.
    expect(plan).toMatchObject({ metric: 'revenue', target: 2900, actual: 1500 })
    expect(plan!.probability.value).toBeGreaterThan(0.2)
    expect(plan!.probability.value).toBeLessThan(0.9)
    expect(plan!.bands.at(-1)).toMatchObject({ day: '2026-09-30' })
    expect(plan!.bands.at(-1)!.p50).toBeGreaterThan(2500)
    expect(plan!.bands.at(-1)!.p50).toBeLessThan(3200)
    expect(plan!.levers[0]!.probability).toBeGreaterThan(plan!.probability.value!)
    expect(plan!.needed.find(({ activity }) => activity === 'won_deals')).toMatchObject({ per_workday: 14 / 11 })
    expect((await show({ metric: 'won_deals' })).plans[0]!.probability.value).toBe(1)
    expect(await show({ metric: 'revenue' })).toEqual(await show({ metric: 'revenue' }))
  })

  it('has no chance to tell of what is no sale, or with too few deals', async () => {
    expect((await show({ metric: 'calls' })).plans[0]!.probability).toEqual({ value: null, low: null, high: null })
    const early = await show({ metric: 'revenue', from: '2026-09-01', to: '2026-10-01', as_of: '2024-06-01' })
    expect(early.plans[0]?.probability.value).toBeNull()
  })

  it('takes what a day needs as norms of calls', async () => {
    const [plan] = await list({ metric: 'revenue' })
    const { plans } = (await ask('planNorms', { id: plan!.id })) as { plans: PlanEntry[] }
    expect(plans).toMatchObject([{ metric: 'calls', kind: 'per_day', from: '2026-09-16', to: '2026-10-01', source: 'rumb' }])
    expect(plans[0]!.target).toBeGreaterThan(0)
  })
})
