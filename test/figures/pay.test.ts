// A month paid by a scheme, worked by hand to the kopeck; who may see it; what a person brings after pay and leads; how far the open
// deals cover a plan.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askHouse } from '../../src/app/ask-house.ts'
import { showClosings } from '../../src/app/pay/close-month.ts'
import { runQuery } from '../../src/app/run-query.ts'
import type { Answer } from '../../src/contract/answer.ts'
import type { PayAnswer } from '../../src/contract/pay.ts'
import type { Viewer } from '../../src/contract/query.ts'
import type { Workspace } from '../../src/store/tables/workspaces.ts'
import { openToldHouse, owner, type ToldHouse } from '../shared/told-house.ts'

const now = new Date('2026-10-02T09:00:00Z')
const september = { from: '2026-09-01', to: '2026-10-01' }
let told: ToldHouse
let workspace: Workspace

const sold = (id: string, owner_id: string, day: string, amount: number, more: object = {}) => ({
  ...{ id, owner_id, amount, created_at: `2026-09-${day}T08:00:00Z`, closed_at: `2026-09-${day}T12:00:00Z`, outcome: 'won' },
  ...more,
})

beforeAll(async () => {
  told = await openToldHouse()
  workspace = await told.makeWorkspace('pay')
  await told.tell(workspace, {
    crm: {
      people: [
        { id: 'A', name: 'Ann' },
        { id: 'B', name: 'Bob' },
        { id: 'H', name: 'Head', role: 'head' },
      ],
      leads: [
        { id: 'l1', created_at: '2026-09-02T08:00:00Z', owner_id: 'A', channel: 'ads' },
        { id: 'l2', created_at: '2026-09-02T08:00:00Z', owner_id: 'A', channel: 'ads' },
        { id: 'l3', created_at: '2026-09-02T08:00:00Z', owner_id: 'B', channel: 'ads' },
        { id: 'l4', created_at: '2026-09-02T08:00:00Z', owner_id: 'B', channel: 'seo' },
      ],
      spend: [{ day: '2026-09-01', channel: 'ads', amount: 300 }],
      costs: [
        { from: '2026-09-01', to: '2026-10-01', kind: 'salary', amount: 1000, person_id: 'A' },
        { from: '2026-09-01', to: '2026-10-01', kind: 'bonus', amount: 150, person_id: 'A' },
        // Two months: half of it is September's, by days 30 of 61.
        { from: '2026-09-01', to: '2026-11-01', kind: 'salary', amount: 6100, person_id: 'B' },
      ],
      deals: [
        sold('d1', 'A', '03', 1000.05, { gross_profit: 500 }),
        sold('d2', 'A', '10', 333.28, { gross_profit: 900 }),
        sold('d3', 'B', '11', 500, { gross_profit: 4000 }),
        { id: 'x1', owner_id: 'A', amount: 1, created_at: '2026-09-01', closed_at: '2026-09-05', outcome: 'lost' },
      ],
      plans: [
        { metric: 'revenue', ...september, target: 1200, person_id: 'A' },
        { metric: 'won_deals', ...september, target: 4, person_id: 'A' },
        { metric: 'revenue', ...september, target: 2000, person_id: 'B' },
      ],
    },
  })
  await ask('paySchemeSet', {
    role: 'seller',
    fixed: 1000,
    lines: [
      { kpi: 'revenue', plan: true, rate: 0.07, floor: 0.5 },
      { kpi: 'won_deals', plan: true, weight: 0.3 },
      { kpi: 'win_rate', level: 0.5, weight: 0.2, cap: 1.2 },
    ],
    gates: [{ kpi: 'lost_reason_known', min: 0.5, factor: 0.9 }],
  })
}, 120_000)
afterAll(() => told?.close())

const ask = (name: Parameters<typeof askHouse>[2], body: unknown, now_ = now) =>
  askHouse(told.house, { workspace: 'pay', caller: { kind: 'machine' }, address: null, door: null, lang: 'en', now: now_ }, name, body)
const query = (viewer: Viewer, body: object): Promise<Answer> =>
  runQuery(told.house, { workspace: 'pay', viewer, lang: 'en', now, query: { kpis: [], ...september, ...body } })

describe('the pay of a month', () => {
  it('is the sheet worked by hand', async () => {
    const { people, notes } = (await ask('pay', { month: '2026-09' })) as PayAnswer
    const [ann, bob] = ['crm:A', 'crm:B'].map((id) => people.find(({ person }) => person.id === id)!)
    // 1333.33 × 0.07 = 93.3331; 1000 × 0.3 × 2 / 4 = 150; 2 won of 3 against 0.5 = 1.333, capped: 1000 × 0.2 × 1.2 = 240.
    expect(ann!.lines.map(({ value, target, pay }) => [value, target, pay])).toEqual([
      [1333.33, 1200, 93.33],
      [2, 4, 150],
      [2 / 3, 0.5, 240],
    ])
    // One refusal, without a reason: × 0.9. 483.33 × 0.9 = 434.997.
    expect(ann).toMatchObject({
      bonus: 435,
      total: 1435,
      forecast: null,
      missing: [],
      gates: [{ kpi: 'lost_reason_known', passed: false }],
    })
    expect(ann!.score).toBeCloseTo(0.3 * 0.5 + 0.2 * 1.2, 9)
    // 500 of 2000 is under the floor; no plan of sales, no refusals: named, not paid, not given to other lines.
    expect(bob).toMatchObject({ bonus: 240, missing: ['won_deals', 'lost_reason_known'] })
    expect(bob!.lines.map(({ pay }) => pay)).toEqual([0, null, 240])
    expect(people).toHaveLength(2)
    // Shares over fewer than 20 cases are named.
    const few = notes?.filter(({ code }) => code === 'few_cases').map(({ text }) => text)
    expect(few).toEqual([expect.stringContaining('win_rate, lost_reason_known, n < 20'), expect.stringContaining('win_rate, n < 20')])
  })

  it('is the same as KPIs, by person and added up', async () => {
    const { rows, total } = await query(owner, { kpis: ['bonus_accrued', 'kpi_score', 'bonus_forecast'], by: ['person'] })
    expect(rows.map((row) => [row.bonus_accrued, row.bonus_forecast])).toMatchObject([
      [{ value: 435 }, { value: 435 }],
      [{ value: 240 }, { value: 240 }],
    ])
    expect(total).toMatchObject({ bonus_accrued: { value: 675, n: 2 }, kpi_score: { value: null, why: 'no_dimension' } })
  })

  it('is seen by who pays and by oneself', async () => {
    const rep: Viewer = { role: 'rep', person: 'crm:A', teams: [] }
    const own = await query(rep, { kpis: ['bonus_accrued'], by: ['person'] })
    expect(own.rows).toMatchObject([{ person: { id: 'crm:A' }, bonus_accrued: { value: 435 } }])
    expect(own.total.bonus_accrued).toMatchObject({ value: 435, n: 1 })
    for (const role of ['lead', 'analyst', 'reviewer'] as const)
      await expect(query({ role, person: null, teams: [] }, { kpis: ['bonus_accrued'] })).rejects.toMatchObject({ code: 'forbidden' })
    for (const role of ['rep', 'lead', 'analyst', 'reviewer'] as const)
      await expect(query({ role, person: 'crm:A', teams: [] }, { kpis: ['person_contribution'] })).rejects.toMatchObject({
        code: 'forbidden',
      })
  })

  it('refuses a scheme by KPIs that are none, or are pay themselves', async () => {
    const scheme = {
      role: 'caller',
      fixed: 1,
      lines: [
        { kpi: 'nothing', rate: 1 },
        { kpi: 'bonus_accrued', rate: 1 },
      ],
    }
    await expect(ask('paySchemeSet', scheme)).rejects.toMatchObject({ problems: [{ path: 'lines.0.kpi' }, { path: 'lines.1.kpi' }] })
  })
})

describe('what a person brings', () => {
  it('is profit less pay less the cost of leads', async () => {
    const { rows, total } = await query(owner, { kpis: ['person_contribution'], by: ['person'] })
    // A lead of ads cost 100. Ann 1400 - 1150 - 200; Bob 4000 - 6100 × 30 / 61 - 100.
    expect(rows.map((row) => (row.person_contribution as { value: number }).value)).toEqual([50, 900])
    expect(total.person_contribution).toMatchObject({ value: 950, n: 3 })
  })
})

describe('a closed month', () => {
  const later = new Date('2026-10-04T09:00:00Z')

  it('keeps the pay as it stood, and tells what was corrected since', async () => {
    const closed = (await ask('closingAdd', { month: '2026-09' })) as PayAnswer
    expect(closed).toMatchObject({ month: '2026-09', closed_at: now.toISOString(), by: 'machine', corrections: [] })
    const change = { entity: 'deal', entity_id: 'd2', field: 'amount', at: '2026-10-03T10:00:00Z', old: '333.28', new: '433.28' }
    await told.tell(workspace, {
      crm: { deals: [sold('d2', 'A', '10', 433.28, { gross_profit: 900, updated_at: '2026-10-03T10:00:00Z' })], value_changes: [change] },
    })
    const { closings } = (await ask('closings', {}, later)) as { closings: PayAnswer[] }
    expect(closings).toHaveLength(1)
    expect(closings[0]!.people.map(({ bonus }) => bonus)).toEqual([435, 240])
    // 1433.33 × 0.07 = 100.33; with 150 and 240, × 0.9: 441.297.
    const at = '2026-10-04T09:00:00Z'
    expect(closings[0]!.corrections).toEqual([
      { entity: 'deal', id: 'crm:d2', field: 'amount', was: '333.28', now: '433.28', at: '2026-10-03T10:00:00Z', by: null },
      { entity: 'person', id: 'crm:A', field: 'revenue', was: 1333.33, now: 1433.33, at, by: null },
      { entity: 'person', id: 'crm:A', field: 'bonus', was: 435, now: 441.3, at, by: null },
    ])
    // Closed again it stays as it is, and pay tells the same.
    expect(await ask('closingAdd', { month: '2026-09' }, later)).toEqual(closings[0])
    expect(await ask('pay', { month: '2026-09' }, later)).toEqual(closings[0])
    const own = await showClosings(told.house, { workspace: 'pay', viewer: { role: 'rep', person: 'crm:B', teams: [] }, now: later })
    expect(own.closings[0]).toMatchObject({ people: [{ person: { id: 'crm:B' } }], corrections: [] })
  })

  it('is over, and can be opened again', async () => {
    await expect(ask('closingAdd', { month: '2026-10' }, later)).rejects.toMatchObject({ code: 'bad_input', path: 'month' })
    await ask('closingRemove', { month: '2026-09' }, later)
    await expect(ask('closingRemove', { month: '2026-09' }, later)).rejects.toMatchObject({ code: 'not_found' })
    expect(await ask('pay', { month: '2026-09' }, later)).toMatchObject({ closed_at: null, people: [{ bonus: 441.3 }, { bonus: 240 }] })
  })
})
