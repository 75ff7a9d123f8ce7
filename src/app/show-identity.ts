// Who is one across sources: the pairs with both sides beside one another, and what people decide about them. A decision is kept in
// the store; figures follow before it is answered, and taken back they are what they were.
import { AppError } from '../contract/errors.ts'
import type { IdentityPair, IdentitySide } from '../contract/identity.ts'
import type { ResourceInput, ResourceOutput } from '../contract/resources.ts'
import { phoneCountryOf, phoneRulesOf } from '../kpi/phone-rules.ts'
import { startFactRun } from '../store/tables/fact-runs.ts'
import { listIdentityDecisions, putIdentityDecision, removeIdentityDecision } from '../store/tables/identity-decisions.ts'
import type { Workspace } from '../store/tables/workspaces.ts'
import { versionsPerRun } from '../warehouse/facts/context.ts'
import { markDecided, writeDecisions } from '../warehouse/identity-decisions.ts'
import { countPairs, findPair, findPairs, findSides, type PairRow, type SideRow } from '../warehouse/list-identity.ts'
import { findUnknownCallers } from '../warehouse/unknown-callers.ts'
import type { Caller } from './access/caller.ts'
import { giverName } from './access/invite.ts'
import { deriveFacts } from './derive-facts.ts'
import type { House } from './open-house.ts'
import { DEMO_WORKSPACE, resolveWorkspace } from './resolve-workspace.ts'
import { inTurn } from './write-records.ts'

type Ask = { workspace: string; now: Date }

export async function showIdentity(house: House, ask: Ask & { query: ResourceInput<'identity'> }): Promise<ResourceOutput<'identity'>> {
  const workspace = await resolveWorkspace(house, ask.workspace)
  const [counts, { count, pairs }] = await Promise.all([
    countPairs(house.warehouse, workspace.num),
    findPairs(house.warehouse, workspace.num, ask.query),
  ])
  const numbers = counts.map(({ kind, doubtful, joined, refused }) => {
    return { kind, doubtful: Number(doubtful), joined: Number(joined), refused: Number(refused) }
  })
  return { counts: numbers, count, pairs: await withSides(house, workspace, pairs) }
}

async function withSides(house: House, { num, settings }: Workspace, pairs: readonly PairRow[]): Promise<IdentityPair[]> {
  const phones = phoneRulesOf(phoneCountryOf(settings))
  const decisions = pairs.length === 0 ? [] : await listIdentityDecisions(house.store.db, num)
  const decided = new Map(decisions.map((one) => [`${one.kind} ${one.a} ${one.b}`, one]))
  const sides = new Map<string, SideRow>()
  for (const kind of new Set(pairs.map((pair) => pair.kind))) {
    const keys = pairs.filter((pair) => pair.kind === kind).flatMap(({ a, b }) => [a, b])
    for (const [k, side] of await findSides(house.warehouse, num, kind, { keys, phones })) sides.set(`${kind} ${k}`, side)
  }
  return pairs.flatMap(({ kind, a, b, state, why, methods }) => {
    const found = [sides.get(`${kind} ${a}`), sides.get(`${kind} ${b}`)].filter((side) => side !== undefined)
    const [left, right] = found.toSorted((x, y) => (x.id < y.id ? -1 : 1))
    if (left === undefined || right === undefined) return []
    const decision = decided.get(`${kind} ${left.id} ${right.id}`)
    const shared = left.addresses.filter((address) => right.addresses.includes(address))
    return [
      {
        ...{ kind, state, why, methods, shared, a: sideOf(left), b: sideOf(right) },
        decided: decision === undefined ? null : { at: decision.at.toISOString(), by: decision.by },
      },
    ]
  })
}

const sideOf = ({ id, source, name, phones, emails, of, cases }: SideRow): IdentitySide => {
  return { id, source, name: name || null, phones, emails, of: of || null, cases: Number(cases) }
}

/** Errors: not_found for a record that is not there; bad_usage for one record twice, and for the demo company. */
export async function decideIdentity(
  house: House,
  ask: Ask & { caller: Caller; input: ResourceInput<'identityDecide'> },
): Promise<ResourceOutput<'identityDecide'>> {
  const { kind, verdict } = ask.input
  const workspace = await resolveWorkspace(house, ask.workspace)
  const { num: ws, id } = workspace
  if (id === DEMO_WORKSPACE) throw new AppError('bad_usage', 'The demo company stays as it is.', { path: 'workspace' })
  const [a, b] = [ask.input.a, ask.input.b].toSorted() as [string, string]
  if (a === b) throw new AppError('bad_usage', 'A record is one with itself already.', { path: 'b' })
  const { db } = house.store
  const known = await findPair(house.warehouse, ws, kind, [a, b])
  if (known === null && verdict !== 'joined')
    throw new AppError('not_found', `Nobody thought that ${a} and ${b} are one.`, { hint: '`rumb identity` lists the pairs.' })
  await inTurn(house, ws, async () => {
    if (verdict === null) await removeIdentityDecision(db, ws, { kind, a, b })
    else await putIdentityDecision(db, ws, { kind, a, b, verdict, at: ask.now, by: giverName(ask.caller) })
    await layDecisions(house, ws)
    await markDecided(house.warehouse, { ws, nowMs: ask.now.getTime(), kind, ids: [a, b] })
  })
  await deriveFacts(house, { workspace: id })
  const after = await findPair(house.warehouse, ws, kind, [a, b])
  const [shown] = await withSides(house, workspace, after === null ? (known === null ? [] : [{ ...known, state: 'refused' }]) : [after])
  if (shown !== undefined) return shown
  throw new AppError('not_found', `${a} and ${b} are not both there.`, { path: 'a' })
}

async function layDecisions(house: House, ws: number): Promise<void> {
  const decisions = await listIdentityDecisions(house.store.db, ws)
  const n = await startFactRun(house.store.db, ws, { what: 'identity decisions', at: new Date() })
  await writeDecisions(house.warehouse, { ws, version: String(n * versionsPerRun) }, decisions)
}

export async function listUnknownCallers(
  house: House,
  { workspace, now, query }: Ask & { query: ResourceInput<'unknownCallers'> },
): Promise<ResourceOutput<'unknownCallers'>> {
  const { num, settings } = await resolveWorkspace(house, workspace)
  return findUnknownCallers(house.warehouse, { ws: num, effectiveCallS: settings.effective_call_s, now, query })
}
