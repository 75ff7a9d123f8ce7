// Attribution on the real path, from records to the answer, against the models as stats/attribution.ts says them of one journey: the
// credits of each of the eight sum to the sales and their revenue, and every channel has what it has there.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runQuery } from '../../src/app/run-query.ts'
import { showAttribution } from '../../src/app/show-attribution.ts'
import { attributionQuerySchema } from '../../src/contract/attribution.ts'
import { attributionModels } from '../../src/contract/query.ts'
import { attribute, type Journey, mergeSteps, UNATTRIBUTED } from '../../src/stats/attribution.ts'
import { seededRandom } from '../../src/stats/seeded-random.ts'
import { openToldHouse, owner, type ToldHouse } from '../shared/told-house.ts'

const now = new Date('2026-11-21T10:00:00Z')
const period = { from: '2026-09-01', to: '2026-10-01' }
const groups = ['seo', 'ads_search', 'direct', 'email', 'social']
const seeds = [1]
const DAY = 86_400_000

type Told = { records: Record<string, object[]>; journeys: Journey[] }

/** Leads with their visits, most of them sold or lost in the period; and what came before each, in order. */
function tell(seed: number, size: number): Told {
  const random = seededRandom(seed)
  const draw = (max: number) => Math.floor(random.uniform() * max)
  const pick = () => groups[draw(groups.length)] as string
  const told: Told = { records: { contacts: [], leads: [], deals: [], visits: [] }, journeys: [] }
  for (let i = 0; i < size; i++) {
    const id = `${i}`
    const created = Date.parse('2026-09-02T08:00:00Z') + draw(20 * 24) * 3_600_000
    const closed = new Date(created + (1 + draw(6)) * DAY).toISOString()
    const channel = draw(4) === 0 ? '' : pick()
    const visits = Array.from({ length: draw(5) }, () => ({ at: created - draw(40 * 24) * 3_600_000 - draw(3_600_000), channel: pick() }))
    const fate = draw(3)
    told.records.contacts!.push({ id })
    told.records.leads!.push({
      ...{ id, created_at: new Date(created).toISOString(), contact_id: id, channel },
      ...(fate === 0 ? { status: 'lost', closed_at: closed } : {}),
    })
    // Only one of the visits tells whose they are.
    visits.forEach((visit, n) => {
      const known = n === 0 ? { contact_id: id } : {}
      told.records.visits!.push({ visitor_id: id, at: new Date(visit.at).toISOString(), channel: visit.channel, url: `/${n}`, ...known })
    })
    const amount = draw(5) === 0 ? null : draw(1_000_000) / 100
    if (fate === 1)
      told.records.deals!.push({
        id,
        created_at: new Date(created + 1000).toISOString(),
        lead_id: id,
        contact_id: id,
        outcome: 'won',
        closed_at: closed,
        amount,
      })
    if (fate === 2) continue
    const seen = visits.sort((a, b) => a.at - b.at).map(({ at, channel: group }) => ({ channel: group, day: at / DAY }))
    const own = channel !== '' && seen.at(-1)?.channel !== channel ? [{ channel, day: created / DAY }] : []
    told.journeys.push({ steps: mergeSteps([...seen, ...own]), wins: fate, revenue: fate === 1 ? (amount ?? 0) : 0 })
  }
  return told
}

let told: ToldHouse
beforeAll(async () => {
  told = await openToldHouse()
}, 60_000)
afterAll(() => told?.close())

describe.each(seeds)('the company of seed %i', (seed) => {
  const { records, journeys } = tell(seed, 120)
  const workspace = `seed-${seed}`
  const ask = { workspace, viewer: owner, lang: 'en' as const, now }
  const attribution = (model: string) => showAttribution(told.house, { ...ask, query: attributionQuerySchema.parse({ model, ...period }) })

  beforeAll(async () => {
    const made = await told.makeWorkspace(workspace)
    await told.tell(made, { crm: records })
  }, 60_000)

  it.each(attributionModels)('has the credits of %s that single journeys have, summing to the sales', async (model) => {
    const [answer, sold] = await Promise.all([
      attribution(model),
      runQuery(told.house, { ...ask, query: { kpis: ['won_deals', 'revenue'], ...period } }),
    ])
    const sum = (key: 'wins' | 'revenue') => answer.channels.reduce((total, row) => total + row[key], 0) + answer.unattributed[key]
    expect(sum('wins')).toBeCloseTo(sold.total.won_deals!.value!, 9)
    expect(sum('revenue') / sold.total.revenue!.value!).toBeCloseTo(1, 12)
    expect(answer.deals).toBeCloseTo(sold.total.won_deals!.value!, 9)
    expect(answer.journeys.reduce((total, row) => total + row.wins, 0)).toBe(sold.total.won_deals!.value)
    const found = new Map([...answer.channels.map((row) => [row.channel, row] as const), [UNATTRIBUTED, answer.unattributed] as const])
    for (const { channel, wins, revenue } of attribute(journeys, model)) {
      expect([channel, found.get(channel)?.wins]).toEqual([channel, expect.closeTo(wins, 9)])
      expect([channel, found.get(channel)?.revenue]).toEqual([channel, expect.closeTo(revenue, 6)])
    }
  })
})

it('has the published shares of a removal chain', async () => {
  // seo > email > social won, seo nothing, email > social nothing: 0.2, 0.4, 0.4.
  const paths = [['seo', 'email', 'social'], ['seo'], ['email', 'social']]
  const leads = paths.map((_, i) => ({
    ...{ id: `${i}`, created_at: '2026-09-05T08:00:00Z', contact_id: `${i}` },
    ...(i === 0 ? {} : { status: 'lost', closed_at: '2026-09-07' }),
  }))
  const visits = paths.flatMap((path, i) =>
    path.map((channel, n) => ({ visitor_id: `${i}`, at: `2026-09-0${n + 1}T08:00:00Z`, channel, contact_id: `${i}`, url: '/' })),
  )
  const deals = [{ id: '0', created_at: '2026-09-06', lead_id: '0', outcome: 'won', closed_at: '2026-09-08', amount: 50 }]
  await told.tell(await told.makeWorkspace('chain'), { crm: { contacts: leads.map(({ id }) => ({ id })), leads, visits, deals } })
  const query = attributionQuerySchema.parse({ model: 'markov', ...period })
  const { channels } = await showAttribution(told.house, { workspace: 'chain', viewer: owner, lang: 'en', now, query })
  expect(channels.map(({ channel, wins, revenue }) => [channel, wins, revenue])).toEqual([
    ['email', expect.closeTo(0.4, 12), expect.closeTo(20, 9)],
    ['social', expect.closeTo(0.4, 12), expect.closeTo(20, 9)],
    ['seo', expect.closeTo(0.2, 12), expect.closeTo(10, 9)],
  ])
}, 60_000)
