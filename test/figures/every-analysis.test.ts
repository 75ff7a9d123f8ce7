// Every analysis, asked as an outsider would: of a company with nothing in it, of one person at the other end of the world, of a small
// company of two years. The keys that are fixed are there, of the form they are said to have; numbers are numbers; what has no value
// says why.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askHouse } from '../../src/app/ask-house.ts'
import type { FunnelAnswer } from '../../src/contract/analyses.ts'
import type { Answer } from '../../src/contract/answer.ts'
import { type ResourceName, resources } from '../../src/contract/resources.ts'
import { steadyCompany } from '../oracle/steady-company.ts'
import { openToldHouse, type ToldHouse } from '../shared/told-house.ts'

const now = new Date('2026-11-21T10:00:00Z')
let told: ToldHouse

/** One person of Auckland with a client, who calls, sells for dollars, is owed money. */
const alone = {
  people: [{ id: 'P', name: 'Pip' }],
  pipelines: [{ id: 'S', name: 'Sales', entity: 'deal', kind: 'sales' }],
  stages: [
    { id: 'a', pipeline_id: 'S', name: 'Open', position: 1 },
    { id: 'w', pipeline_id: 'S', name: 'Won', position: 2, kind: 'won' },
  ],
  contacts: [{ id: 'c', name: 'Client' }],
  leads: [{ id: 'l', created_at: '2026-11-03T09:00:00', contact_id: 'c', owner_id: 'P', channel: 'seo' }],
  deals: [
    {
      id: 'd',
      lead_id: 'l',
      contact_id: 'c',
      created_at: '2026-11-04T09:00:00',
      owner_id: 'P',
      amount: 100,
      pipeline_id: 'S',
      stage_id: 'w',
      outcome: 'won',
      closed_at: '2026-11-10T09:00:00',
    },
    {
      id: 'e',
      contact_id: 'c',
      created_at: '2026-11-12T09:00:00',
      owner_id: 'P',
      amount: 70,
      currency: 'XPF',
      pipeline_id: 'S',
      stage_id: 'a',
    },
  ],
  stage_changes: [
    { entity: 'deal', entity_id: 'd', stage_id: 'a', at: '2026-11-04T09:00:00' },
    { entity: 'deal', entity_id: 'd', stage_id: 'w', at: '2026-11-10T09:00:00' },
    { entity: 'deal', entity_id: 'e', stage_id: 'a', at: '2026-11-12T09:00:00' },
  ],
  touches: [
    {
      id: 't',
      kind: 'call',
      direction: 'out',
      at: '2026-11-03T09:05:00',
      person_id: 'P',
      contact_id: 'c',
      lead_id: 'l',
      outcome: 'answered',
      duration_s: 90,
    },
  ],
  plans: [{ metric: 'revenue', from: '2026-11-01', to: '2026-12-01', target: 300 }],
}

beforeAll(async () => {
  told = await openToldHouse()
  await told.makeWorkspace('nothing')
  const auckland = await told.makeWorkspace('alone', { timezone: 'Pacific/Auckland', currency: 'NZD' })
  await told.tell(auckland, { crm: alone })
  const steady = await told.makeWorkspace('steady', { timezone: 'Europe/Kyiv' })
  await told.tell(steady, { crm: steadyCompany() })
}, 120_000)
afterAll(() => told?.close())

const ask = (workspace: string, name: ResourceName, body: unknown) =>
  askHouse(told.house, { workspace, caller: { kind: 'machine' }, address: null, door: null, lang: 'en', now }, name, body)

const period = { from: '2026-11-01', to: '2026-12-01' }
const head = ['workspace', 'timezone', 'currency', 'as_of', 'from', 'to', 'by', 'grain', 'compare']
/** A question and the keys its answer is known by. */
const questions: [ResourceName, object, string[]][] = [
  [
    'query',
    {
      kpis: ['leads', 'win_rate', 'revenue', 'first_response_p50', 'cac', 'romi', 'nps', 'cltv', 'won_vs_expected'],
      by: ['person'],
      compare: 'previous',
      ...period,
    },
    [...head, 'columns', 'rows', 'total'],
  ],
  [
    'query',
    { kpis: ['leads', 'average_deal', 'stage_time_p50'], by: ['team', 'channel_group'], grain: 'week', ...period },
    [...head, 'columns', 'rows', 'total'],
  ],
  ['query', { kpis: ['win_rate'], by: ['person'], rank: true, ...period }, [...head, 'columns', 'rows', 'total']],
  ['records', { kpi: 'leads', ...period }, ['kpi', 'part', 'count', 'records']],
  ['funnel', period, [...head, 'pipeline', 'rule', 'stages']],
  ['funnel', { ...period, rule: 'strict', by: ['person'] }, [...head, 'rule']],
  ['explain', { kpi: 'revenue', ...period }, [...head, 'kpi', 'before', 'after', 'change', 'parts', 'residual', 'reversals']],
  [
    'explain',
    { kpi: 'win_rate', by: ['channel_group'], ...period },
    [...head, 'kpi', 'before', 'after', 'change', 'parts', 'residual', 'reversals'],
  ],
  ['bottlenecks', period, [...head, 'bottlenecks']],
  ['attribution', { model: 'markov', ...period }, [...head, 'model', 'deals', 'revenue', 'channels', 'unattributed', 'journeys']],
  ['cohorts', { from: '2026-01-01', to: '2026-12-01' }, [...head, 'cohorts']],
  ['offers', {}, [...head, 'things', 'steps', 'tests', 'pairs', 'needed', 'count', 'customers', 'claim', 'notes']],
  ['cltv', {}, [...head, 'unit', 'customers', 'bgnbd', 'gamma_gamma', 'horizon_days', 'mean', 'observed', 'rows']],
  ['plans', {}, [...head, 'plans']],
  ['plans', { compare: 'previous', limit: 1 }, [...head, 'plans']],
  ['cohorts', { limit: 1 }, [...head, 'cohorts']],
  ['curve', { name: 'response', by: ['person'], limit: 1, ...period }, [...head, 'curve', 'median', 'groups']],
  ['curve', { name: 'speed', ...period }, [...head, 'points', 'marks', 'uncovered']],
  ['curve', { name: 'persistence', ...period }, [...head, 'attempts', 'stop_after', 'people']],
  ['curve', { name: 'contacts', ...period }, [...head, 'bins']],
  ['curve', { name: 'response', ...period }, [...head, 'curve', 'median']],
  ['curve', { name: 'cycle', ...period }, [...head, 'curve', 'median']],
  ['curve', { name: 'stage', ...period }, [...head, 'curve', 'median']],
  ['brief', {}, [...head, 'findings', 'quiet']],
  ['today', {}, [...head, 'workday', 'plan', 'people', 'lists', 'findings']],
  ['ledger', period, [...head, 'received', 'states', 'unregistered', 'check']],
  ['lost', period, [...head, 'reasons', 'known']],
  ['factors', {}, [...head, 'outcome', 'people', 'months', 'factors', 'claim']],
  ['factors', { outcome: 'won_vs_expected' }, [...head, 'outcome', 'people', 'months', 'factors', 'claim']],
  ['confidence', { kpi: 'revenue', ...period }, [...head, 'kpi', 'share', 'missing', 'unseen', 'gaming']],
  ['confidence', period, head],
  ['pay', { month: '2026-11' }, ['month', 'people']],
]

const cellKeys = ['value', 'n', 'low', 'high', 'pending', 'excluded', 'unpriced', 'why']
const isCell = (value: object): value is Record<string, unknown> => 'unpriced' in value && 'why' in value

/** Places where an answer breaks the rules of cells and numbers. */
function faults(value: unknown, at: string): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${at} is ${value}`]
  if (typeof value !== 'object' || value === null) return []
  const own = !Array.isArray(value) && isCell(value) ? cellFaults(value, at) : []
  return [...own, ...Object.entries(value).flatMap(([key, inner]) => faults(inner, `${at}.${key}`))]
}

function cellFaults(cell: Record<string, unknown>, at: string): string[] {
  const lacking = cellKeys.filter((key) => !(key in cell)).map((key) => `${at} has no ${key}`)
  const codes = ['no_cases', 'not_reached', 'follow_up_short', 'no_dimension', 'no_spend', 'no_history', 'unpriced', 'too_few', 'undefined']
  const isUnsaid = (cell.value === null) !== (cell.why !== null) || (cell.why !== null && !codes.includes(String(cell.why)))
  const halves = cell.value === null && (cell.low !== null || cell.high !== null) && cell.why !== 'not_reached'
  const order = typeof cell.low === 'number' && typeof cell.high === 'number' && cell.low > cell.high
  return [
    ...lacking,
    ...(isUnsaid ? [`${at}: value ${cell.value}, why ${cell.why}`] : []),
    ...(halves ? [`${at}: limits of no value`] : []),
    ...(order ? [`${at}: low above high`] : []),
  ]
}

describe.each(['nothing', 'alone', 'steady'])('of the company "%s"', (workspace) => {
  it.each(questions)('%s %j is answered in its form', async (name, body, keys) => {
    const given = await ask(workspace, name, body)
    expect(faults(given, name)).toEqual([])
    const answer = JSON.parse(JSON.stringify(given)) as Record<string, unknown>
    expect(keys.filter((key) => !(key in answer))).toEqual([])
    const checked = resources[name].output.safeParse(answer)
    expect(checked.error?.issues ?? []).toEqual([])
    if (workspace === 'alone' && 'timezone' in answer) expect(answer).toMatchObject({ timezone: 'Pacific/Auckland', currency: 'NZD' })
  })
})

describe('a funnel that is compared', () => {
  it('has the cell of before in every cell, of groups as far as they are asked', async () => {
    const { stages, groups } = (await ask('steady', 'funnel', { ...period, by: ['person'], compare: 'previous', limit: 1 })) as FunnelAnswer
    const cells = [...stages, ...groups!.flatMap((group) => group.stages)].flatMap((stage) => [
      stage.conversion,
      stage.cumulative,
      stage.time_p50,
    ])
    expect(groups).toHaveLength(1)
    expect(stages.map(({ stage }) => stage.kind)).toContain('lost')
    expect(cells.filter(({ previous, change }) => previous === undefined || change === undefined)).toEqual([])
  })
})

describe('a long time in small steps', () => {
  it.each([
    ['the days of a year', ['pipeline_weighted', 'pipeline_coverage', 'person_contribution'], 'day', '2025-11-21', 365],
    ['the weeks of two decades', ['plan_attainment', 'pipeline_coverage', 'leads'], 'week', '2008-01-07', 985],
  ] as const)('%s are answered, each with its row', async (_, kpis, grain, from, rows) => {
    const answer = (await ask('alone', 'query', { kpis, grain, from, to: '2026-11-21', compare: 'year' })) as Answer
    expect(answer.rows).toHaveLength(rows)
  })
})

describe('days nobody can tell of', () => {
  it.each([
    ['ledger', { from: '0001-01-01', to: '2026-01-01' }, 'from'],
    ['brief', { as_of: '0001-01-01' }, 'as_of'],
    ['today', { day: '9999-01-01' }, 'day'],
  ] as const)('are refused by %s', async (name, body, path) => {
    await expect(ask('alone', name, body)).rejects.toMatchObject({ code: 'bad_usage', path })
  })
})

describe('days of Auckland', () => {
  it('begin thirteen hours before those of Greenwich', async () => {
    const answer = (await ask('alone', 'query', { kpis: ['leads', 'won_deals'], grain: 'day', from: '2026-11-03', to: '2026-11-05' })) as {
      rows: { period: string; leads: { value: number } }[]
    }
    expect(answer.rows.map(({ period: day, leads }) => [day, leads.value])).toEqual([
      ['2026-11-03', 1],
      ['2026-11-04', 0],
    ])
  })
})
