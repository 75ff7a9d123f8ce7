// One suite of behaviours for every system that is read by itself. A system joins with a fake (test/fakes/fake-SYSTEM.ts, a FakeCrm
// that tells the TrueCompany in the system's words, on startFakeServer) and a call of `describeSync` in sync-SYSTEM.test.ts.
// What the system cannot tell is named in `lacks`, by KPI; a KPI that does not differ must not be named there.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectSource, disconnectSource } from '../../../src/app/connect-source.ts'
import { listSources } from '../../../src/app/list-sources.ts'
import { type House, openHouse } from '../../../src/app/open-house.ts'
import { syncSource } from '../../../src/app/sync-source.ts'
import { loadConfig } from '../../../src/config.ts'
import { findWorkspace } from '../../../src/store/tables/workspaces.ts'
import type { FakeCrm } from '../../fakes/fake-crm.ts'
import { compareFigures } from './compare-figures.ts'
import { liveMonth, shiftPages } from './live-month.ts'
import {
  DAY,
  handOver,
  LOST_REASON,
  makeTrueCompany,
  moveDeal,
  type StageKey,
  shownMoves,
  stageNames,
  stageOf,
  type TrueCompany,
  type TrueDeal,
} from './true-company.ts'
import type { Shape } from './true-records.ts'

export type SyncSpec = Shape & {
  system: string
  start: (company: TrueCompany, now: () => number) => Promise<FakeCrm>
  /** KPIs that cannot be the same as those of an import, and why. */
  lacks: Readonly<Record<string, string>>
  /** Requests the next sync may take where next to nothing is new. */
  quietRequests: number
  /** What the account is called where the system does not tell its name, and what is said where it cannot be unpaid. */
  account?: string
  unpaid?: string
  /** A month passes before its figures are compared. */
  livesMonth?: boolean
}

const START = Date.UTC(2026, 10, 21, 10)
/** Faults that pass by themselves, one at a time. */
const passing = ['busy', 'error', 'cut', 'down', 'half', 'slow', 'null'] as const

export function describeSync(spec: SyncSpec): void {
  const { system, account = 'Acme', unpaid = 'paid', livesMonth = false } = spec
  const directory = mkdtempSync(join(tmpdir(), `rumb-${system}-`))
  const clock = {
    ms: START,
    now: () => clock.ms,
    sleep: async (ms: number) => {
      clock.ms += ms
    },
  }
  const nowS = () => Math.floor(clock.ms / 1000)
  const call = () => ({ workspace: 'synced', clock, now: new Date(clock.ms) })
  let house: House
  let fake: FakeCrm
  const sync = (onPart: () => void = () => undefined) => syncSource(house, { ...call(), onNews: onPart }, { id: 'crm' })
  const connection = async () => (await listSources(house, { workspace: 'synced', now: new Date(START) })).sources[0]!.connection!
  const rows = async <T>(sql: string): Promise<T[]> => {
    const { num } = (await findWorkspace(house.store.db, 'synced'))!
    return house.warehouse.query<T & Record<string, unknown>>(sql.replaceAll('{ws}', String(num))) as Promise<T[]>
  }

  /** `deal|stage|second` of every move that is known. */
  const knownMoves = async (): Promise<Set<string>> => {
    const found = await rows<{ move: string }>(
      `SELECT concat(d.name, '|', s.name, '|', toString(toUnixTimestamp(c.at))) AS move
       FROM (SELECT entity_id, stage_id, at FROM rec_stage_changes FINAL WHERE ws = {ws}) AS c
       JOIN (SELECT k, name FROM rec_stages FINAL WHERE ws = {ws}) AS s ON s.k = c.stage_id
       JOIN (SELECT k, extra['name'] AS name FROM rec_deals FINAL WHERE ws = {ws}) AS d ON d.k = c.entity_id`,
    )
    // Where a stage of failure is the reason it has the reason's name.
    return new Set(found.map(({ move }) => move.replace(`|${LOST_REASON}|`, `|${stageNames.lost}|`)))
  }
  const knownDeals = async (): Promise<Set<string>> => {
    const found = await rows<{ name: string }>(`SELECT extra['name'] AS name FROM rec_deals FINAL WHERE ws = {ws}`)
    return new Set(found.map(({ name }) => name))
  }
  const living = () => fake.company.deals.filter(({ isDeleted }) => !isDeleted)

  const open = () => openHouse(loadConfig({ data: join(directory, 'data') }, {}))
  const restart = async () => {
    await house.close()
    house = await open()
  }

  beforeAll(async () => {
    house = await open()
    fake = await spec.start(makeTrueCompany(START / 1000 - DAY), clock.now)
  }, 120_000)
  afterAll(async () => {
    await fake.close()
    await house.close()
    rmSync(directory, { recursive: true, force: true })
  })

  describe(`${system}, read by itself`, () => {
    it('is connected by a token that was tried, and keeps it sealed', async () => {
      const ask = { system, source: 'crm', address: fake.address, token: fake.token.replace(/good/, 'bad') }
      await expect(connectSource(house, call(), ask)).rejects.toMatchObject({ code: 'source_unavailable' })
      const made = await connectSource(house, call(), { ...ask, token: fake.token })
      expect(made).toEqual({ source: 'crm', system, account, currency: 'UAH' })
      // Another client counts its requests anew.
      clock.ms += 1000
      if (fake.application !== undefined) await connectSource(house, call(), { ...ask, token: fake.application })
      const stored = await house.store.db.selectFrom('connections').selectAll().execute()
      expect(JSON.stringify(stored)).not.toMatch(/good|refresh/)
      expect(readFileSync(join(directory, 'data', 'source-key'), 'utf8')).toHaveLength(44)
    }, 60_000)

    it('fetches the newest first; cut off, everything since the moment it names is in', async () => {
      clock.ms += 60_000
      let parts = 0
      const cut = sync(() => {
        parts += 1
        if (parts === 2) fake.isDown = true
      })
      await expect(cut).rejects.toMatchObject({ code: 'source_unavailable' })
      fake.isDown = false
      clock.ms += 60_000
      const halfway = await connection()
      expect(halfway.error).toContain('did not answer')
      const since = Date.parse(halfway.complete_from!) / 1000
      const [deals, moves] = [await knownDeals(), await knownMoves()]
      expect(deals.size).toBeGreaterThan(0)
      expect(deals.size).toBeLessThan(living().length)
      expect(living().filter(({ name, updatedAt }) => updatedAt >= since && !deals.has(name))).toEqual([])
      expect(missing(fake.company, spec, moves).filter(({ at }) => at >= since)).toEqual([])
    }, 120_000)

    it('goes on where it was cut off, through faults, while rows change under it', async () => {
      let requests = 0
      const shift = shiftPages(fake.company, clock)
      fake.onRequest = () => {
        requests += 1
        if (requests % 6 === 0 && requests / 6 <= passing.length) fake.faults.push(passing[requests / 6 - 1]!)
        shift()
      }
      const startedAt = nowS()
      await sync()
      fake.onRequest = () => undefined
      expect(await connection()).toMatchObject({ error: null, complete_from: null })
      const deals = await knownDeals()
      expect(living().filter(({ name, updatedAt }) => updatedAt < startedAt && !deals.has(name))).toEqual([])
      // Stamped before the sync, seen only after it.
      moveDeal(fake.company, findOpen(fake.company, 'new'), { stage: 'qualified', at: startedAt - 240 })
    }, 240_000)

    it('fetches only what is new the next time: late rows, what changed meanwhile and what was deleted too', async () => {
      clock.ms += DAY * 1000
      const lost = findOpen(fake.company, 'qualified')
      moveDeal(fake.company, lost, { stage: 'lost', at: nowS() - 30 })
      Object.assign(findOpen(fake.company, 'new'), { isDeleted: true, updatedAt: nowS() })
      const handed = findOpen(fake.company, 'won')
      handOver(fake.company, handed, nowS() - 20)
      fake.asked.clear()
      expect((await sync()).quarantined).toBe(0)
      expect([...fake.asked.values()].reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(spec.quietRequests)
      expect(missing(fake.company, spec, await knownMoves())).toEqual([])
      expect(await knownDeals()).toEqual(new Set(living().map(({ name }) => name)))
      const outcome = await rows(`SELECT outcome FROM rec_deals FINAL WHERE ws = {ws} AND extra['name'] = '${lost.name}'`)
      expect(outcome).toEqual([{ outcome: 'lost' }])
      for (const kind of ['owner_changes', 'value_changes']) {
        const deal = `SELECT k FROM rec_deals FINAL WHERE ws = {ws} AND extra['name'] = '${handed.name}'`
        const changes = await rows<{ at: string }>(
          `SELECT toUnixTimestamp(at) AS at FROM rec_${kind} FINAL WHERE ws = {ws} AND entity_id IN (${deal}) ORDER BY at DESC LIMIT 1`,
        )
        expect({ kind, at: Number(changes[0]?.at) }).toEqual({ kind, at: handed.updatedAt })
      }
      expect(fake.tooMany).toBe(0)
    }, 120_000)

    it(`gives${livesMonth ? ', after a month of changes told badly,' : ''} the figures of the same company imported as records, but for what it cannot tell`, async () => {
      if (livesMonth) {
        const { refused } = await liveMonth({ fake, clock, sync, restart })
        // Two at once, a ban, and a portal that was down.
        expect(refused.toSorted()).toEqual(['busy', 'no', 'no', 'no', 'no', 'source_unavailable', 'source_unavailable'])
      }
      expect(fake.tooMany).toBe(0)
      expect(missing(fake.company, spec, await knownMoves())).toEqual([])
      expect(await knownDeals()).toEqual(new Set(living().map(({ name }) => name)))
      expect(
        await compareFigures(house, { company: fake.company, shape: { ...spec, firstLookS: START / 1000 }, now: new Date(clock.ms) }),
      ).toEqual(Object.keys(spec.lacks).sort())
      const told = readFileSync(new URL(`../../../src/sources/${system}/README.md`, import.meta.url), 'utf8')
      expect(Object.keys(spec.lacks).filter((kpi) => !told.includes(`\`${kpi}\``))).toEqual([])
    }, 240_000)

    it('renews the token of an application when it has expired, keeps the new one and never uses the old one twice', async () => {
      if (fake.renewals === undefined) return
      const { made, misused } = fake.renewals()
      expect({ isRenewed: made > 1, misused }).toEqual({ isRenewed: true, misused: 0 })
    })

    it('says in plain words why it stopped, and forgets the token when disconnected', async () => {
      fake.faults = ['html']
      await expect(sync()).rejects.toMatchObject({ code: 'source_unavailable', message: expect.stringContaining('blocked') })
      fake.faults = ['unpaid']
      await expect(sync()).rejects.toMatchObject({ code: 'source_unavailable', message: expect.stringContaining(unpaid) })
      expect((await connection()).error).toContain(unpaid)
      await disconnectSource(house, { workspace: 'synced' }, { id: 'crm' })
      await expect(sync()).rejects.toMatchObject({ code: 'not_found' })
      expect((await knownDeals()).size).toBe(living().length)
    }, 60_000)
  })
}

/** The first deal in a stage. */
function findOpen({ deals }: TrueCompany, stage: StageKey): TrueDeal {
  return deals.find((deal) => !deal.isDeleted && stageOf(deal) === stage)!
}

/** Moves that happened and are not known. */
function missing({ deals }: TrueCompany, { hasFinalStages }: Shape, known: ReadonlySet<string>): { move: string; at: number }[] {
  const living = deals.filter(({ isDeleted }) => !isDeleted)
  const all = living.flatMap((deal) =>
    shownMoves(deal, hasFinalStages).map(({ at, stage }) => ({ move: `${deal.name}|${stageNames[stage]}|${at}`, at })),
  )
  return all.filter(({ move }) => !known.has(move))
}
