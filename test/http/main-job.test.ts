// The main job over HTTP: records go in, figures come out, each opens the records behind it; bad rows wait in the quarantine.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer, RecordsAnswer } from '../../src/contract/answer.ts'
import type { IngestAnswer } from '../../src/contract/imports.ts'
import { openTestServer, post, type TestServer } from './test-server.ts'

let server: TestServer

const lead = (id: string, day: string, more: object = {}) => ({
  id,
  created_at: `2026-11-${day}T09:00:00Z`,
  origin: 'form',
  owner_id: 'p1',
  ...more,
})
const batch = {
  source: 'crm',
  records: {
    people: [
      { id: 'p1', name: 'Олена', role: 'seller' },
      { id: 'p2', name: 'Іван', role: 'seller' },
    ],
    leads: [lead('a', '02'), lead('b', '03', { owner_id: 'p2' }), lead('c', '04'), { id: 'd', created_at: 'whenever' }],
    deals: [
      { id: 'x', created_at: '2026-11-05', lead_id: 'a', owner_id: 'p1', outcome: 'won', closed_at: '2026-11-10', amount: 1000 },
      { id: 'y', created_at: '2026-11-05', lead_id: 'b', owner_id: 'p2', outcome: 'lost', closed_at: '2026-11-12', amount: 500 },
    ],
  },
}
const november = { from: '2026-11-01', to: '2026-12-01' }

async function answer<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await server.ask(path, init)
  expect(response.status, await response.clone().text()).toBe(200)
  return (await response.json()) as T
}

beforeAll(async () => {
  server = await openTestServer()
})
afterAll(() => server.close())

describe('records sent as JSON', () => {
  it('are stored; a bad one goes to the quarantine with its place and reason, and the news is told', async () => {
    const told: string[] = []
    const stop = server.house.news.listen((workspace) => told.push(workspace))
    const ingested = await answer<IngestAnswer>('/api/records', { ...post(batch), headers: { 'rumb-workspace': 'acme' } })
    stop()
    expect(ingested).toMatchObject({
      accepted: 7,
      unchanged: 0,
      quarantined: [{ kind: 'leads', index: 3, column: 'created_at', value: 'whenever' }],
    })
    expect(told).toEqual(['acme'])
  })

  it('change nothing when sent again', async () => {
    expect(await answer<IngestAnswer>('/api/records', post(batch))).toMatchObject({ accepted: 0, unchanged: 7 })
  })

  it('are seen in figures, in total and by person', async () => {
    const { rows, total } = await answer<Answer>(
      '/api/query',
      post({ kpis: ['leads', 'won_deals', 'revenue'], by: ['person'], ...november }),
    )
    expect(total).toMatchObject({ leads: { value: 3 }, won_deals: { value: 1 }, revenue: { value: 1000 } })
    expect(rows).toContainEqual(
      expect.objectContaining({ person: { id: 'crm:p1', name: 'Олена' }, leads: expect.objectContaining({ value: 2, n: 2 }) }),
    )
  })

  it('stand behind their figure, one by one', async () => {
    const found = await answer<RecordsAnswer>('/api/records/search', post({ kpi: 'leads', where: { person: ['crm:p1'] }, ...november }))
    expect(found.count).toBe(2)
    expect(found.records.map(({ id }) => id).sort()).toEqual(['crm:a', 'crm:c'])
  })

  it('are named in the language asked for', async () => {
    const ask = async (lang: string) => {
      const init = { ...post({ kpis: ['leads'], ...november }), headers: { 'accept-language': lang } }
      return (await answer<Answer>('/api/query', init)).columns[0]?.name
    }
    expect(await ask('uk,en;q=0.5')).not.toBe(await ask('de, en;q=0.8, ru;q=0.3'))
  })
})

describe('the quarantine', () => {
  it('lists the row, counts it by source, and exports it', async () => {
    expect(await answer('/api/quarantine')).toMatchObject({
      count: 1,
      rows: [{ kind: 'leads', record_id: 'd', column: 'created_at', value: 'whenever' }],
    })
    expect(await answer('/api/sources')).toMatchObject({ sources: [{ id: 'crm', quarantined: 1 }] })
    const csv = await (await server.ask('/api/quarantine/export')).text()
    expect(csv.trimEnd().split('\n')).toHaveLength(2)
    expect(csv).toContain('whenever')
  })

  it('lets the row go when it is sent again corrected', async () => {
    await answer('/api/records', post({ source: 'crm', records: { leads: [lead('d', '06')] } }))
    expect(await answer('/api/quarantine')).toMatchObject({ count: 0, rows: [] })
    expect(await answer('/api/query', post({ kpis: ['leads'], ...november }))).toMatchObject({ total: { leads: { value: 4 } } })
  })
})
