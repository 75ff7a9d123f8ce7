// Accounts, invitations, keys, tries and the audit log in the store: what happens at once, at the end of a time, and with garbage.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore, type Store } from '../../src/store/client.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/store/embedded/embedded-postgres.ts'
import { findApiKey, putApiKey } from '../../src/store/tables/api-keys.ts'
import { addAuditEntry, listAuditEntries, trimAuditLog } from '../../src/store/tables/audit-log.ts'
import { findInvitation, putInvitation, returnInvitation, spendInvitation } from '../../src/store/tables/invitations.ts'
import { countTry, forgetTries, uncountTry } from '../../src/store/tables/tries.ts'
import { deleteMember, hasOwner, listMembers, makeHouseOwner, putMember } from '../../src/store/tables/users.ts'
import { createWorkspace, deleteWorkspace } from '../../src/store/tables/workspaces.ts'

const NOW = new Date('2026-09-08T09:00:00Z')
const after = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
const grant = { role: 'lead' as const, person: 'crm:1', teams: ['crm:t', 'crm:u'] }

let directory: string
let server: EmbeddedPostgres
let store: Store

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rumb-accounts-'))
  server = await startEmbeddedPostgres({ dataDir: join(directory, 'pg') })
  store = await openStore(server.connection)
})
afterAll(async () => {
  await store?.close()
  await server?.stop()
  await rm(directory, { recursive: true })
})

const workspace = async (id: string) => (await createWorkspace(store.db, { id, createdAt: NOW })).num
const user = (id: string) =>
  store.db
    .insertInto('users')
    .values({ id, name: id, email: `${id}@x.io`, image: null, created_at: NOW, updated_at: NOW })
    .execute()

test('a member has one role in a workspace, the last one given; owners of the house are there without one', async () => {
  const ws = await workspace('members')
  await Promise.all(['ann', 'bob', 'eve'].map(user))
  expect(await hasOwner(store.db)).toBe(false)
  await makeHouseOwner(store.db, 'eve', 'Eve')
  await putMember(store.db, { ws, userId: 'ann', role: 'rep', person: 'crm:2', teams: [], at: NOW })
  await putMember(store.db, { ws, userId: 'ann', ...grant, at: after(5) })
  const listed = (await listMembers(store.db, ws)).map(({ id, role, teams, since }) => ({ id, role, teams, since }))
  expect(listed).toEqual([
    { id: 'eve', role: 'owner', teams: [], since: NOW },
    { id: 'ann', role: 'lead', teams: grant.teams, since: NOW },
  ])
  expect([await deleteMember(store.db, ws, 'ann'), await deleteMember(store.db, ws, 'ann')]).toEqual([true, false])
})

test('an invitation is spent by one of many at once, never after its time, and again once it was given back', async () => {
  const ws = await workspace('invited')
  const made = { ws, ...grant, email: null, userId: null, createdAt: NOW, createdBy: 'x', expiresAt: after(10) }
  const { id } = await putInvitation(store.db, { ...made, hash: 'h' })
  expect(await findInvitation(store.db, 'h', after(10))).toBeNull()
  expect(await spendInvitation(store.db, id, after(10))).toBe(false)
  const spent = await Promise.all(Array.from({ length: 8 }, () => spendInvitation(store.db, id, NOW)))
  expect(spent.filter(Boolean)).toHaveLength(1)
  expect(await findInvitation(store.db, 'h', NOW)).toBeNull()
  await returnInvitation(store.db, id)
  expect(await findInvitation(store.db, 'h', NOW)).toMatchObject({ id, teams: grant.teams })
})

test('a key ends at its time and goes with its workspace', async () => {
  const ws = await workspace('keyed')
  const key = { ws, ...grant, name: 'k', createdAt: NOW, createdBy: 'x' }
  await putApiKey(store.db, { ...key, hash: 'ending', expiresAt: after(10) })
  await putApiKey(store.db, { ...key, hash: 'endless', expiresAt: null })
  const is = async (hash: string, at: Date) => (await findApiKey(store.db, hash, at)) !== null
  expect([await is('ending', NOW), await is('ending', after(10)), await is('endless', after(9999))]).toEqual([true, false, true])
  await deleteWorkspace(store.db, 'keyed')
  expect(await is('endless', NOW)).toBe(false)
})

test('tries are counted within their window, also many at once', async () => {
  const count = async (at: Date) => (await countTry(store.db, 'guess', at, 900_000)).count
  await Promise.all(Array.from({ length: 5 }, () => count(NOW)))
  expect(await count(after(14))).toBe(6)
  expect(await count(after(15))).toBe(1)
  await uncountTry(store.db, 'guess')
  expect(await count(after(16))).toBe(1)
  await forgetTries(store.db, 'guess')
  expect(await countTry(store.db, 'guess', after(17), 900_000)).toEqual({ count: 1, since: after(17) })
})

test('the audit log takes any garbage, cuts what is too long and is read by workspace and page', async () => {
  const entry = (ws: number | null, action: string, detail: object = {}) =>
    addAuditEntry(store.db, { at: NOW, ws, who: { kind: 'user', id: 'u', name: 'a\u0000b' }, action, detail: { ...detail }, address: null })
  await entry(1, 'one', { vile: 'a\u0000\ud800' })
  await entry(1, 'two', { long: Array.from({ length: 900 }, () => 'xxxxxxxx') })
  await entry(2, 'other')
  await entry(null, 'house')
  const list = async (ws: (number | null)[], more: { action?: string; before?: number; limit?: number } = {}) =>
    listAuditEntries(store.db, { ws, action: undefined, before: undefined, limit: 10, ...more })
  const own = await list([1])
  expect(own.map(({ action, detail, who }) => [action, detail, who.name])).toEqual([
    ['two', { cut: true }, 'a\ufffdb'],
    ['one', { vile: 'a\ufffd\ufffd' }, 'a\ufffdb'],
  ])
  expect((await list([1, null])).map(({ action }) => action)).toEqual(['house', 'two', 'one'])
  expect((await list([1], { before: own[0]?.id ?? 0 })).map(({ action }) => action)).toEqual(['one'])
  expect((await list([1, 2], { action: 'other', limit: 1 })).map(({ action }) => action)).toEqual(['other'])
  await trimAuditLog(store.db, after(1))
  expect(await list([1, 2, null])).toEqual([])
})
