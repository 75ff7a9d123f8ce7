import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findLinked } from '../../src/app/connect-source.ts'
import type { Answer, SyncBatch } from '../../src/sources/source.ts'
import { type FakeCall, type FakeTelephony, startFakeTelephony } from '../fakes/fake-telephony.ts'

const DAY = 86_400
const clock = {
  ms: Date.UTC(2026, 2, 2, 10),
  now: () => clock.ms,
  sleep: async (ms: number) => {
    clock.ms += ms
  },
}
const startS = clock.ms / 1000
let fake: FakeTelephony
beforeAll(async () => {
  fake = await startFakeTelephony(clock.now)
})
afterAll(() => fake.close())

const pbx = [
  {
    system: 'binotel',
    token: 'KEY:SECRET',
    bad: 'KEY:WRONG',
    row: (id: string, at: number) => ({
      ...{ generalCallID: id, callID: id, startTime: String(at), callType: '0', internalNumber: '902', externalNumber: '0501112233' },
      ...{ waitsec: '5', billsec: '60', disposition: 'ANSWER' },
    }),
  },
  {
    system: 'ringostat',
    token: 'KEY',
    bad: 'WRONG',
    row: (id: string, at: number) => ({
      ...{
        calldate: new Date(at * 1000).toISOString().slice(0, 19).replace('T', ' '),
        uniqueid: id,
        call_type: 'in',
        caller: '380501112233',
      },
      ...{ dst: '380441234567', disposition: 'ANSWERED', billsec: '60', waittime: '5' },
    }),
  },
  {
    system: 'mango',
    token: 'CODE:SALT',
    bad: 'CODE:WRONG',
    row: (id: string, at: number) => `[];${at};${at + 65};${at + 5};;79161112233;11;;1110;74951234567;abonent;${id};${at}`,
  },
]

describe.each(pbx)('$system, read by itself', ({ system, token, bad, row }) => {
  const { link, map } = findLinked(system)
  const open = (given: string) => link.open({ address: fake.origin, token: given, clock, keep: async () => undefined })
  const callAt = (id: string, at: number): FakeCall => ({ at, row: row(id, at) })
  async function sync(state: SyncBatch['state'], since: Date | null = null) {
    const batches: SyncBatch[] = []
    for await (const batch of link.fetch(open(token), state, since)) batches.push(batch)
    const answers: Answer[] = batches.flatMap((batch) => [...batch.answers])
    return {
      batches,
      ids: map(answers)
        .records.filter(({ kind }) => kind === 'touches')
        .map(({ values }) => values.id),
    }
  }

  it('says in plain words that a token is no good', async () => {
    await expect(link.check(open(bad))).rejects.toMatchObject({ code: 'source_unavailable' })
    expect((await link.check(open(token))).name).not.toBe('')
    expect(() => open(system === 'ringostat' ? bad : 'nothing')).toSatisfy((make: () => unknown) => system === 'ringostat' || throws(make))
  })

  it('reads the past, the newest first, through faults, until nothing comes, then only what is new', async () => {
    fake.calls = [callAt('a', startS - 3600), callAt('b', startS - 3 * DAY), callAt('c', startS - 40 * DAY)]
    fake.faults = [429, 'cut', 500]
    fake.asked = []
    fake.peak = 0
    clock.ms += 1000
    const first = await sync({})
    expect(first.ids).toEqual(['a', 'b', 'c'])
    expect(first.batches.at(-1)!.completeFrom).toBeNull()
    expect(first.batches.map(({ completeFrom }) => completeFrom?.getTime() ?? 0)).toEqual(
      first.batches.map(({ completeFrom }) => completeFrom?.getTime() ?? 0).toSorted((x, y) => y - x),
    )
    expect(fake.peak).toBeLessThanOrEqual(2)
    const asked = fake.asked.length
    clock.ms += DAY * 1000
    fake.calls.push(callAt('d', clock.ms / 1000 - 60))
    const second = await sync(first.batches.at(-1)!.state)
    expect(second.ids).toContain('d')
    expect(second.ids).not.toContain('c')
    expect(fake.asked.length - asked).toBeLessThan(8)
  })

  it('goes no further back than it is told, and on from where it was cut off', async () => {
    const nowS = clock.ms / 1000
    fake.calls = [callAt('a', nowS - 3600), callAt('b', nowS - 20 * DAY), callAt('c', nowS - 40 * DAY)]
    const since = new Date((nowS - 30 * DAY) * 1000)
    const whole = await sync({}, since)
    expect(whole.ids).toEqual(['a', 'b'])
    const cut = whole.batches[0]!.state
    fake.asked = []
    expect((await sync(cut, since)).ids).toContain('b')
    expect(fake.asked.every(([from]) => from > nowS - 31 * DAY || from === 1_700_000_000)).toBe(true)
  })
})

it('halves a period of Ringostat that holds more than it gives at once', async () => {
  const { link, map } = findLinked('ringostat')
  const at = clock.ms / 1000 - 2 * DAY
  fake.calls = Array.from({ length: 9000 }, (_, n) => ({ at: at + n, row: pbx[1]!.row(`n${n}`, at + n) }))
  const ids = new Set<unknown>()
  const client = link.open({ address: fake.origin, token: 'KEY', clock, keep: async () => undefined })
  for await (const { answers } of link.fetch(client, {}, new Date((at - DAY) * 1000)))
    for (const { values } of map(answers).records) ids.add(values.id)
  expect(ids.size).toBe(9000)
})

const throws = (make: () => unknown) => {
  expect(make).toThrow(/two parts/)
  return true
}
