import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectOnAsk } from '../../src/app/connect-on-ask.ts'
import { connectSource } from '../../src/app/connect-source.ts'
import { ingestRecords } from '../../src/app/ingest-records.ts'
import { listQuarantine } from '../../src/app/list-quarantine.ts'
import { type House, openHouse } from '../../src/app/open-house.ts'
import { syncSource } from '../../src/app/sync-source.ts'
import { loadConfig } from '../../src/config.ts'
import { findWorkspace } from '../../src/store/tables/workspaces.ts'
import { type FakeImap, IMAP_TOKEN, startFakeImap } from '../fakes/fake-imap.ts'

const DAY_MS = 86_400_000
const clock = {
  ms: Date.UTC(2026, 10, 20, 10),
  now: () => clock.ms,
  sleep: async (ms: number) => {
    clock.ms += ms
  },
}
const directory = mkdtempSync(join(tmpdir(), 'rumb-mail-'))
let house: House
let fake: FakeImap
const call = () => ({ workspace: 'main', clock, now: new Date(clock.ms) })
const addContact = (id: string, email: string) =>
  ingestRecords(house, {
    workspace: 'main',
    now: new Date(clock.ms),
    batch: { source: 'crm', records: { contacts: [{ id, name: id, email }] } },
  })

beforeAll(async () => {
  house = await openHouse(loadConfig({ data: join(directory, 'data') }, {}))
  fake = await startFakeImap()
  fake.boxes.set('INBOX', { flags: '', validity: 1, letters: [] })
  for (const [nth, from] of ['client@shop.example', 'friend@home.example', 'lead@late.example', ''].entries()) {
    const at = clock.ms - (nth + 1) * DAY_MS
    const headers = `From: ${from}\r\nTo: olya@our.example\r\nSubject: Re: private ${nth}\r\nMessage-ID: <m${nth}@x>\r\nDate: ${new Date(at).toUTCString()}`
    fake.put('INBOX', { at, headers })
  }
  await addContact('c1', 'Client@Shop.example')
}, 120_000)
afterAll(async () => {
  await fake.close()
  await house.close()
  rmSync(directory, { recursive: true, force: true })
})

async function keptLetters(): Promise<unknown[]> {
  const { num } = (await findWorkspace(house.store.db, 'main'))!
  const rows = await house.warehouse.query<{ subject: string }>(
    `SELECT subject FROM rec_touches FINAL WHERE ws = ${num} AND source = 'imap' ORDER BY at DESC`,
  )
  return rows.map(({ subject }) => subject)
}

it('keeps letters of contacts only, of no one else even in the quarantine, and those of a lead once it is known', async () => {
  await connectSource(house, call(), { system: 'imap', address: fake.address, token: IMAP_TOKEN })
  expect((await syncSource(house, call(), { id: 'imap', since: '2026-10-01' })).quarantined).toBe(0)
  expect(await keptLetters()).toEqual(['Re: private 0'])
  expect(await listQuarantine(house, { workspace: 'main', query: { offset: 0, limit: 10 } })).toEqual({ count: 0, rows: [] })
  await addContact('c2', 'lead@late.example')
  clock.ms += 2 * DAY_MS
  await syncSource(house, call(), { id: 'imap' })
  expect(await keptLetters()).toEqual(['Re: private 0', 'Re: private 2'])
}, 60_000)

it('is connected from the page at known mail services only', async () => {
  const ask = { ...call(), caller: { kind: 'nobody' } as const }
  await expect(connectOnAsk(house, ask, { system: 'imap', address: 'imaps://10.0.0.1', token: IMAP_TOKEN })).rejects.toMatchObject({
    code: 'bad_input',
    path: 'address',
  })
})
