// Whom to offer what, worked by hand: what is bought after what, who is told, who is left out, and what each role sees of it.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { searchRecords } from '../../src/app/search-records.ts'
import { showOffers } from '../../src/app/show-offers.ts'
import type { OffersQuery } from '../../src/contract/offers.ts'
import type { RecordsQuery, Viewer } from '../../src/contract/query.ts'
import { openToldHouse, owner, type ToldHouse } from '../shared/told-house.ts'

const now = new Date('2026-10-01T09:00:00Z')
let told: ToldHouse

type Sale = { company: string; day: string; thing: 'bike' | 'helmet' | 'lock'; amount: number; isListed: boolean }
const categories = { bike: 'bikes', helmet: 'helmets', lock: 'locks' } as const

/** A sale with its position, or with a product alone. */
function recordsOf(sales: readonly Sale[]) {
  const deals = sales.map(({ company, day, thing, amount }) => ({
    ...{
      id: `${company}-${day}`,
      company_id: company,
      created_at: day,
      outcome: 'won',
      closed_at: day,
      amount,
      product: thing,
      owner_id: 'A',
    },
  }))
  const deal_items = sales
    .filter(({ isListed }) => isListed)
    .map(({ company, day, thing, amount }) => ({
      deal_id: `${company}-${day}`,
      product: thing,
      category: categories[thing],
      price: amount,
    }))
  return { deals, deal_items }
}

const first = '2026-08-01'
const next = '2026-09-01'
const group = (name: string, count: number, things: readonly [Sale['thing'], Sale['thing']]) =>
  Array.from({ length: count }, (_, i) => {
    const amount = things[1] === 'helmet' ? (i < 3 ? 900 : 200) : 1000
    return [first, next].map((day, at) => ({ company: `${name}${i + 1}`, day, thing: things[at]!, amount, isListed: i % 2 === 0 }))
  }).flat()

beforeAll(async () => {
  told = await openToldHouse()
  const workspace = await told.makeWorkspace('shop', { currency: 'UAH' })
  const sales = [
    ...group('both', 15, ['bike', 'helmet']),
    ...group('bike', 10, ['bike', 'lock']),
    ...group('late', 5, ['lock', 'helmet']),
    ...group('lock', 35, ['lock', 'lock']),
  ]
  const open = { created_at: '2026-09-20', product: 'helmet', owner_id: 'A' }
  const lost = (id: string, company_id: string, day: string) => ({
    ...{ id, company_id, created_at: '2026-01-10', outcome: 'lost', closed_at: day, product: 'helmet', owner_id: 'A' },
  })
  const { deals, deal_items } = recordsOf(sales)
  await told.tell(workspace, {
    crm: {
      people: [
        { id: 'A', name: 'Anna' },
        { id: 'B', name: 'Bohdan', team_id: 'T' },
      ],
      teams: [{ id: 'T', name: 'Team' }],
      companies: [...new Set(sales.map(({ company }) => company))].map((id) => ({
        id,
        name: `Shop ${id}`,
        owner_id: id === 'bike9' ? 'B' : 'A',
      })),
      deals: [
        ...deals,
        { id: 'open', company_id: 'bike1', ...open },
        lost('lately', 'bike2', '2026-09-15'),
        lost('long-ago', 'bike3', '2026-03-01'),
      ],
      deal_items,
    },
  })
}, 120_000)
afterAll(() => told?.close())

const ask = (query: OffersQuery = { limit: 100 }, viewer: Viewer = owner) =>
  showOffers(told.house, { workspace: 'shop', viewer, lang: 'en', now, query })
const companies = ({ customers }: Awaited<ReturnType<typeof ask>>) => customers.map(({ customer }) => customer.id.slice(4)).sort()

it('finds what is bought after what, and how much oftener than without it', async () => {
  // The mirror image, locks before helmets, is tested too.
  const { things, steps, tests, pairs, needed, claim } = await ask()
  expect({ things, steps, tests, needed, claim }).toEqual({ things: 3, steps: 65, tests: 2, needed: null, claim: 'association' })
  expect(pairs).toHaveLength(1)
  expect(pairs[0]).toMatchObject({
    bought: 'bikes',
    offer: 'helmets',
    share: { value: 0.6, n: 25, low: expect.closeTo(0.407395, 6), high: expect.closeTo(0.765967, 6), why: null },
    base: { value: 0.125, n: 40, low: expect.closeTo(0.054595, 6), high: expect.closeTo(0.261121, 6) },
    lift: expect.closeTo(4.8, 9),
    difference: { value: expect.closeTo(0.475, 9) },
  })
  // Newcombe's method 10.
  expect(pairs[0]!.difference.low).toBeCloseTo(0.239149, 6)
  expect(pairs[0]!.difference.high).toBeCloseTo(0.655283, 6)
})

it('names who has the one and not the other, but for those it was offered to or who refused it lately', async () => {
  const { count, customers } = await ask()
  expect(count).toBe(8)
  expect(customers.map(({ customer }) => customer.id)).toEqual(
    [3, 4, 5, 6, 7, 8, 9, 10].map((no) => `crm:bike${no}`).sort((a, b) => (a < b ? -1 : 1)),
  )
  // A helmet is 200 in the middle.
  expect(customers[1]).toEqual({
    customer: { kind: 'companies', id: 'crm:bike3', name: 'Shop bike3', url: null },
    owner: { id: 'crm:A', name: 'Anna' },
    ...{ bought: 'bikes', offer: 'helmets', last_purchase: next, state: 'active', chance: 0.6, amount: 200, expected: 120 },
  })
  expect((await ask({ limit: 2 })).customers).toHaveLength(2)
  expect((await ask({ limit: 2 })).count).toBe(8)
})

it('opens the purchases behind both sides of a pair, as many as it counts, to who sees the whole company', async () => {
  const open = (evidence: { kpi: string; filters: object } | null, more: Partial<RecordsQuery> = {}, viewer = owner) =>
    searchRecords(told.house, {
      ...{ workspace: 'shop', viewer, lang: 'en', now },
      query: { ...evidence, ...evidence?.filters, part: 'all', offset: 0, limit: 100, ...more, filters: undefined } as RecordsQuery,
    })
  const { share, base } = (await ask()).pairs[0]!.evidence
  const after = await open(share)
  expect(after.count).toBe(25)
  expect(after.records).toHaveLength(25)
  expect(after.records.map(({ id }) => id).sort()).toEqual(
    [...Array.from({ length: 15 }, (_, i) => `crm:both${i + 1}`), ...Array.from({ length: 10 }, (_, i) => `crm:bike${i + 1}`)].sort(),
  )
  expect(after.records[0]).toMatchObject({ kind: 'companies', name: expect.stringMatching(/^Shop /), at: '2026-08-31T21:00:00Z' })
  expect((await open(share, { part: 'numerator' })).count).toBe(15)
  expect((await open(base)).count).toBe(40)
  expect((await open(base, { part: 'numerator', limit: 2, offset: 4 })).records).toHaveLength(1)
  expect(await open(base, { part: 'pending' })).toMatchObject({ count: 0, records: [] })
  expect((await open(share, { as_of: '2026-08-15' })).count).toBe(0)
  await expect(open(share, { where: { bought: 'bikes' } })).rejects.toMatchObject({ code: 'bad_usage', path: 'where.offer' })
  await expect(open(share, {}, { role: 'rep', person: 'crm:B', teams: [] })).rejects.toMatchObject({ code: 'forbidden' })
})

it('tells a salesperson or a lead of own customers only, by pairs of the whole company', async () => {
  const own = await ask({ limit: 100 }, { role: 'rep', person: 'crm:B', teams: [] })
  expect(companies(own)).toEqual(['bike9'])
  expect(own.pairs[0]).toMatchObject({ share: { n: 25 }, evidence: { share: null, base: null } })
  expect(companies(await ask({ limit: 100 }, { role: 'lead', person: null, teams: ['crm:T'] }))).toEqual(['bike9'])
  expect(companies(await ask({ limit: 100, where: { person: ['crm:B'] } }))).toEqual(['bike9'])
})

it('knows of a past day what was known then, and says when it cannot tell', async () => {
  expect(await ask({ limit: 100, as_of: '2026-08-15' })).toMatchObject({
    steps: 0,
    tests: 0,
    pairs: [],
    count: 0,
    customers: [],
    needed: null,
  })
  expect(await ask({ limit: 100, to: '2026-09-01', from: '2026-08-01' })).toMatchObject({ steps: 0, pairs: [] })
})
