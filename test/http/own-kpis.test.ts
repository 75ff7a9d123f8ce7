// A company writes KPIs of its own: tried, kept as versions, asked like every KPI, refused with the place of what is wrong. What is
// written never becomes SQL, and gives nobody a figure beyond their role.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer, RecordsAnswer } from '../../src/contract/answer.ts'
import type { OwnKpiTried } from '../../src/contract/own-kpis.ts'
import { openTestServer, type TestServer } from './test-server.ts'
import { joinAs, machine, saying, told, type Visitor, withCookie } from './visitor.ts'

let server: TestServer
let owner: Visitor
let reviewer: Visitor
const november = { from: '2026-11-01', to: '2026-12-01' }
const big = `
id: own_big_deals
name: { ru: Крупные сделки }
measure: { type: count, fact: deals, axis: sold_at, where: amount >= 500 }
unit: count
better: higher
additive: true
`

beforeAll(async () => {
  server = await openTestServer()
  owner = machine(server, 'acme')
  await owner.ask('PATCH', '/api/settings', { timezone: 'Europe/Kyiv', currency: 'UAH' })
  const deal = (id: string, amount: number) => ({
    ...{ id, amount, owner_id: 'p1', outcome: 'won' },
    ...{ created_at: '2026-11-02T09:00:00Z', closed_at: '2026-11-10T09:00:00Z' },
  })
  const records = { people: [{ id: 'p1', name: 'Анна' }], deals: [deal('d1', 100), deal('d2', 500), deal('d3', 900)] }
  await told(owner.ask('POST', '/api/records', { source: 'crm', records }))
  reviewer = withCookie(server, (await joinAs(server, 'acme', 'reviewer@acme.example', { role: 'reviewer' })).cookie, 'acme')
}, 120_000)
afterAll(() => server.close())

const attempt = (source: string) => told<OwnKpiTried>(owner.ask('POST', '/api/own-kpis/tries', { source, ...november }))
const value = async (kpi: string) => {
  const answer = await told<Answer>(owner.ask('POST', '/api/query', { kpis: [kpi], ...november }))
  return { value: answer.total[kpi]?.value, version: answer.columns[0]?.version }
}

describe('an own KPI', () => {
  it('is tried over a period before it is kept, with its records', async () => {
    const { problems, cell, count, records } = await attempt(big)
    expect({ problems, value: cell?.value, count }).toEqual({ problems: [], value: 2, count: 2 })
    expect(records.map(({ id }) => id).sort()).toEqual(['crm:d2', 'crm:d3'])
    expect((await owner.ask('POST', '/api/query', { kpis: ['own_big_deals'], ...november })).status).toBe(400)
  })

  it('is asked, listed and counted like every other once it is kept, and a change is its next version', async () => {
    await told(owner.ask('POST', '/api/own-kpis', { source: big }))
    expect(await value('own_big_deals')).toEqual({ value: 2, version: 1 })
    const listed = await told<RecordsAnswer>(owner.ask('POST', '/api/records/search', { kpi: 'own_big_deals', ...november }))
    expect(listed.count).toBe(2)
    const by = await told<Answer>(owner.ask('POST', '/api/query', { kpis: ['own_big_deals'], by: ['person'], ...november }))
    expect(by.rows).toMatchObject([{ person: { name: 'Анна' }, own_big_deals: { value: 2 } }])
    const { families } = await told<{ families: { family: string; kpis: { id: string; name: object }[] }[] }>(owner.ask('GET', '/api/kpis'))
    const text = 'Крупные сделки'
    expect(families.at(-1)).toMatchObject({ family: 'own', kpis: [{ id: 'own_big_deals', name: { ru: text, uk: text, en: text } }] })
    await told(owner.ask('POST', '/api/own-kpis', { source: big.replace('500', '600') }))
    expect(await value('own_big_deals')).toEqual({ value: 1, version: 2 })
  })

  it('is gone when it is taken away, and comes back as it was', async () => {
    await told(owner.ask('DELETE', '/api/own-kpis/own_big_deals'))
    expect((await owner.ask('POST', '/api/query', { kpis: ['own_big_deals'], ...november })).status).toBe(400)
    await told(owner.ask('POST', '/api/own-kpis/own_big_deals/restores', {}))
    expect(await value('own_big_deals')).toEqual({ value: 1, version: 2 })
    expect((await owner.ask('DELETE', '/api/own-kpis/own_nothing')).status).toBe(404)
  })

  it('is nothing a reviewer may ask, whatever it is made of', async () => {
    expect((await reviewer.ask('POST', '/api/query', { kpis: ['own_big_deals'], ...november })).status).toBe(403)
  })

  it.each([
    ['a column there is not', 'where: amount >= 500', 'where: salary >= 500', 'measure'],
    ['a fact there is not', 'fact: deals', 'fact: system.users', 'measure'],
    ['SQL in the place of an expression', 'where: amount >= 500', 'where: "1) OR (SELECT 1"', 'measure'],
    ['a function of the engine', 'where: amount >= 500', `where: "file('/etc/passwd') = ''"`, 'measure'],
    ['an id of the shipped catalogue', 'own_big_deals', 'won_deals', 'id'],
    [
      'a figure of a use case',
      '{ type: count, fact: deals, axis: sold_at, where: amount >= 500 }',
      '{ type: made, by: pay, figure: bonus }',
      'measure.type',
    ],
    [
      'a formula over pay',
      '{ type: count, fact: deals, axis: sold_at, where: amount >= 500 }',
      '{ type: formula, formula: bonus_accrued * 1 }',
      'measure.formula',
    ],
    ['text that is no YAML', 'unit: count', 'unit: [count', 'line'],
  ])('is refused for %s, with the place', async (_, from, to, place) => {
    const source = big.replace(from, to)
    const { problems, entry } = await attempt(source)
    expect(entry).toBeNull()
    expect(problems[0]?.path).toContain(place)
    const refused = await saying(await owner.ask('POST', '/api/own-kpis', { source }))
    expect(refused).toMatchObject({ status: 400, body: { code: 'bad_input' } })
  })

  it('reads quotes and backslashes of a value as text', async () => {
    const { problems, cell } = await attempt(big.replace('amount >= 500', `"product = 'a\\\\\\\\\\\\' OR 1=1 --'"`))
    expect({ problems, value: cell?.value }).toEqual({ problems: [], value: 0 })
  })
})
