import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRecordHouse, type RecordHouse, type Workspace } from './record-house.ts'

let house: RecordHouse

beforeAll(async () => {
  house = await openRecordHouse()
})
afterAll(() => house.stop())

type Version = { id: string; name: string; owner_id?: string; size?: string; region?: string; updated_at?: string; deleted?: boolean }

const version: fc.Arbitrary<Version> = fc.record(
  {
    id: fc.constantFrom('a', 'b', 'c'),
    name: fc.constantFrom('Alpha', 'Beta', 'Гамма'),
    owner_id: fc.constantFrom('p1', 'p2'),
    size: fc.constantFrom('10', '9'),
    region: fc.constantFrom('North', 'Юг'),
    updated_at: fc.constantFrom('2026-03-01T10:00:00Z', '2026-03-02', '2026-03-02T00:00:00+02:00'),
    deleted: fc.constant(true),
  },
  { requiredKeys: ['id', 'name'] },
)

type Row = { id: string; name: string; owner: string; size: string; region: string; content: string; is_deleted: number }

async function stateOf(workspace: Workspace): Promise<Row[]> {
  return house.warehouse.query<Row>(
    `SELECT id, argMax(name, version) AS name, argMax(owner_id_text, version) AS owner, argMax(size, version) AS size,
       argMax(region, version) AS region, argMax(content, version) AS content, argMax(is_deleted, version) AS is_deleted
     FROM rec_companies WHERE ws = ${workspace.ws} GROUP BY id ORDER BY id`,
  )
}

/** What must be left, by the rule as it is written: the greatest moment, then the greatest canonical JSON. */
function expectedOf(versions: readonly Version[]): Omit<Row, 'content'>[] {
  const moment = ({ updated_at }: Version) =>
    updated_at === undefined ? -1 : Date.parse(updated_at === '2026-03-02' ? '2026-03-01T22:00:00Z' : updated_at)
  const canonical = ({ updated_at: _, owner_id, ...rest }: Version) => {
    const values: Record<string, unknown> = { ...rest, ...(owner_id === undefined ? {} : { owner_id: `crm:${owner_id}` }) }
    return Buffer.from(JSON.stringify(Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)))))
  }
  const ids = [...new Set(versions.map(({ id }) => id))].sort()
  return ids.map((id) => {
    const own = versions.filter((one) => one.id === id)
    const best = own.reduce((a, b) => ((moment(b) - moment(a) || Buffer.compare(canonical(b), canonical(a))) > 0 ? b : a))
    const { name, owner_id, size = '', region = '', deleted } = best
    return { id, name, owner: owner_id === undefined ? '' : `crm:${owner_id}`, size, region, is_deleted: deleted ? 1 : 0 }
  })
}

describe('versions of records', () => {
  it('lead to one state in any order, repeated and split in any way', async () => {
    const plan = fc.record({
      versions: fc.array(version, { minLength: 1, maxLength: 14 }),
      seeds: fc.array(fc.array(fc.nat(), { minLength: 14, maxLength: 14 }), { minLength: 2, maxLength: 2 }),
      cuts: fc.array(fc.integer({ min: 1, max: 14 }), { minLength: 1, maxLength: 3 }),
    })
    await fc.assert(
      fc.asyncProperty(plan, async ({ versions, seeds, cuts }) => {
        const states: Row[][] = []
        for (const [at, seed] of [[], ...seeds].entries()) {
          const workspace = house.workspace()
          const ordered = versions.map((one, index) => ({ one, key: seed[index] ?? index })).sort((a, b) => a.key - b.key)
          const sent = [...ordered, ...ordered.slice(0, at * 2)].map(({ one }) => one)
          let start = 0
          for (const cut of at === 0 ? [] : cuts) {
            await workspace.send({ companies: sent.slice(start, start + cut) })
            start += cut
          }
          await workspace.send({ companies: sent.slice(start) })
          states.push(await stateOf(workspace))
        }
        const [first, ...others] = states
        for (const other of others) expect(other).toEqual(first)
        expect(first!.map(({ content: _, ...row }) => row)).toEqual(expectedOf(versions))
      }),
      { numRuns: 8, seed: 20261121 },
    )
  }, 240_000)

  it('are counted: new, the same again, older, removed', async () => {
    const workspace = house.workspace()
    const lead = { id: '1', created_at: '2026-03-05T10:00:00Z', updated_at: '2026-03-05T10:00:00Z' }
    const counts = async (leads: unknown[]) => {
      const { rows, accepted, unchanged, quarantined } = (await workspace.send({ leads })).kinds.leads!
      return [rows, accepted, unchanged, quarantined]
    }
    expect(await counts([lead, lead])).toEqual([2, 1, 1, 0])
    expect(await counts([lead])).toEqual([1, 0, 1, 0])
    expect(await counts([{ ...lead, channel: 'ads', updated_at: '2026-03-06T10:00:00Z' }])).toEqual([1, 1, 0, 0])
    expect(await counts([{ ...lead, channel: 'old', updated_at: '2026-03-04T10:00:00Z' }])).toEqual([1, 0, 1, 0])
    expect(await counts([{ id: '1', deleted: true, updated_at: '2026-03-07T10:00:00Z' }])).toEqual([1, 1, 0, 0])
    expect(await counts([{ ...lead, channel: 'ads', updated_at: '2026-03-06T10:00:00Z' }])).toEqual([1, 0, 1, 0])
    expect(await workspace.rows('leads', 'id')).toEqual([])
    expect(await counts([{ ...lead, channel: 'back', updated_at: '2026-03-08T10:00:00Z' }])).toEqual([1, 1, 0, 0])
    expect(await workspace.rows('leads', 'id, channel')).toEqual([{ id: '1', channel: 'back' }])
  })

  it('say the same whatever columns a sender has', async () => {
    const workspace = house.workspace()
    await workspace.send({ companies: [{ id: '1', name: 'A' }] })
    const again = await workspace.send({ companies: [{ id: '1', name: 'A', region: '', size: null, owner_id: ' ', extra_thing: '' }] })
    expect(again.kinds.companies).toMatchObject({ accepted: 0, unchanged: 1 })
  })

  it('list what changed, and what a changed record no longer points at', async () => {
    const workspace = house.workspace()
    const touch = { id: 't', kind: 'call', direction: 'out', at: '2026-03-05T10:00:00Z', updated_at: 1 }
    const first = await workspace.send({ touches: [{ ...touch, lead_id: 'L1' }] })
    const second = await workspace.send({ touches: [{ ...touch, lead_id: 'L2', updated_at: 2 }] })
    const third = await workspace.send({ touches: [{ ...touch, lead_id: 'L2', updated_at: 3 }] })
    const changed = (run: number) =>
      house.warehouse.query(
        `SELECT kind, own, k = cityHash64('crm:L1') AS was FROM changed WHERE ws = ${workspace.ws} AND run = ${run} ORDER BY kind`,
      )
    expect(await changed(first.run)).toEqual([{ kind: 'touches', own: 1, was: 0 }])
    expect(await changed(second.run)).toEqual([
      { kind: 'leads', own: 0, was: 1 },
      { kind: 'touches', own: 1, was: 0 },
    ])
    expect(await changed(third.run)).toEqual([])
  })

  it('refuse an id whose key belongs to another id', async () => {
    const workspace = house.workspace()
    await workspace.send({ people: [{ id: 'real', name: 'Real' }] })
    await house.warehouse.command(
      `INSERT INTO rec_people (ws, k, source, id, name, version) SELECT ${workspace.ws}, cityHash64('crm:fake'), 'crm', 'other', 'Other', 0`,
    )
    const { people } = (
      await workspace.send({
        people: [
          { id: 'fake', name: 'Fake' },
          { id: 'real', name: 'Renamed', updated_at: 5 },
        ],
      })
    ).kinds
    expect(people).toMatchObject({
      accepted: 1,
      quarantined: 1,
      problems: [{ line: 0, column: 'id', value: 'fake', reason: 'the hash of this id is that of another id' }],
    })
    expect(await workspace.rows('people', 'name')).toEqual([{ name: 'Other' }, { name: 'Renamed' }])
  })
})
