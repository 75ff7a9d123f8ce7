// Talks between two: who led one writes and changes it and alone reads its notes; the other reads what was agreed.
import { AppError } from '../../contract/errors.ts'
import type { Agreement, NewOneOnOne, OneOnOne, OneOnOnePatch } from '../../contract/one-on-ones.ts'
import type { Viewer } from '../../contract/query.ts'
import type { Scorecard } from '../../contract/scorecard.ts'
import { localDay } from '../../kpi/plans/workdays.ts'
import {
  findOneOnOne,
  listOneOnOnes as listStored,
  type OneOnOneRow,
  putOneOnOne,
  removeOneOnOne as removeStored,
} from '../../store/tables/one-on-ones.ts'
import { findRecordNames } from '../../warehouse/find-members.ts'
import { hashIds } from '../../warehouse/find-plans.ts'
import { type Caller, nameCaller } from '../access/caller.ts'
import { giverName, readId } from '../access/invite.ts'
import type { House } from '../open-house.ts'
import { viewerScope } from '../plans/list-plans.ts'
import { isInScope } from '../plans/plan-scope.ts'
import { findWorkspaceRules, type WorkspaceRules } from '../workspace-rules.ts'
import { findPerson } from './find-person.ts'

type TalkAsk = { workspace: string; viewer: Viewer; caller: Caller; now: Date }
type Written = NonNullable<OneOnOnePatch['agreements']>

/** Open agreements older than this are let go. */
const OPEN_MAX = 20

export async function listOneOnOnes(
  house: House,
  ask: TalkAsk & { query: { person?: string | undefined; limit: number } },
): Promise<{ one_on_ones: OneOnOne[] }> {
  const { query, viewer, now } = ask
  const rules = await findWorkspaceRules(house, ask.workspace)
  const rows = await listStored(house.store.db, rules.workspace.num, query.person ?? null)
  const people = [...new Set(rows.map(({ person }) => person))]
  const [keys, scope] = [await hashIds(house.warehouse, people), await viewerScope(house, rules, viewer, now.toISOString())]
  const seen = new Set(people.filter((_, i) => isInScope({ person: keys[i] ?? '', team: null }, scope)))
  return { one_on_ones: await tellTalks(house, rules, ask, rows.filter(({ person }) => seen.has(person)).slice(0, query.limit)) }
}

/** Throws not_found for a person beyond the asker's rights. */
export async function addOneOnOne(house: House, ask: TalkAsk & { input: NewOneOnOne }): Promise<OneOnOne> {
  const { input, now, caller } = ask
  const rules = await findWorkspaceRules(house, ask.workspace)
  await findPerson(house, rules, ask.viewer, input.person, now.toISOString())
  const row = {
    ...{ person: input.person, day: input.day ?? localDay(now.toISOString(), rules.zone.timezone) },
    ...{ author: authorOf(caller), authorName: giverName(caller), notes: input.notes ?? '' },
    agreements: mergeAgreements([], input.agreements ?? [], now),
    training: input.training ?? [],
  }
  return keep(house, rules, ask, row)
}

/** Who did not lead the talk may only say whether an agreement was kept: else forbidden. */
export async function changeOneOnOne(house: House, ask: TalkAsk & { patch: OneOnOnePatch }): Promise<OneOnOne> {
  const { patch, now } = ask
  const rules = await findWorkspaceRules(house, ask.workspace)
  const row = await findTalk(house, rules, ask, patch.id)
  const agreements = patch.agreements === undefined ? row.agreements : mergeAgreements(row.agreements, patch.agreements, now)
  const isOwn = row.author === authorOf(ask.caller)
  const marksOnly =
    patch.notes === undefined && patch.day === undefined && patch.training === undefined && sameWords(row.agreements, agreements)
  if (!isOwn && !marksOnly) throw new AppError('forbidden', 'Only who led the talk may change it.', { path: 'id' })
  const { day = row.day, notes = row.notes, training = row.training } = patch
  return keep(house, rules, ask, { ...row, day, notes, training, agreements })
}

export async function removeOneOnOne(house: House, ask: TalkAsk & { id: string }): Promise<Record<string, never>> {
  const rules = await findWorkspaceRules(house, ask.workspace)
  const row = await findTalk(house, rules, ask, ask.id)
  if (row.author !== authorOf(ask.caller)) throw new AppError('forbidden', 'Only who led the talk may take it away.', { path: 'id' })
  await removeStored(house.store.db, rules.workspace.num, row.id)
  house.news.tell(rules.workspace.id)
  return {}
}

/** What was agreed last, and what is open from before. */
export async function lastAgreements(house: House, rules: WorkspaceRules, person: string, day: string): Promise<Scorecard['agreements']> {
  const rows = (await listStored(house.store.db, rules.workspace.num, person)).filter((row) => row.day <= day)
  const last = rows.find(({ agreements }) => agreements.length > 0)
  return rows
    .flatMap((row) =>
      row.agreements
        .filter(({ kept }) => row === last || kept === null)
        .map((agreement) => ({ ...agreement, one_on_one: String(row.id), made: row.day })),
    )
    .slice(0, OPEN_MAX)
}

const authorOf = (caller: Caller): string => {
  const { kind, id } = nameCaller(caller)
  return `${kind}:${id ?? ''}`
}

async function findTalk(house: House, rules: WorkspaceRules, { viewer, now }: TalkAsk, id: string): Promise<OneOnOneRow> {
  const row = await findOneOnOne(house.store.db, rules.workspace.num, readId(id))
  if (row === null) throw new AppError('not_found', `There is no talk "${id}" for you.`, { path: 'id' })
  await findPerson(house, rules, viewer, row.person, now.toISOString())
  return row
}

async function keep(house: House, rules: WorkspaceRules, ask: TalkAsk, row: Omit<OneOnOneRow, 'id'> & { id?: number }): Promise<OneOnOne> {
  const kept = await putOneOnOne(house.store.db, rules.workspace.num, row, ask.now)
  house.news.tell(rules.workspace.id)
  const [told] = await tellTalks(house, rules, ask, [kept])
  return told!
}

async function tellTalks(house: House, rules: WorkspaceRules, { caller }: TalkAsk, rows: readonly OneOnOneRow[]): Promise<OneOnOne[]> {
  const ids = [...new Set(rows.map(({ person }) => person))]
  const known = await findRecordNames(house.warehouse, rules.workspace.num, 'people', ids)
  const names = new Map(known.map((member) => [member.id, member]))
  return rows.map((row) => {
    const own = row.author === authorOf(caller)
    return {
      ...{ id: String(row.id), person: names.get(row.person) ?? { id: row.person, name: null }, day: row.day },
      ...{ by: row.authorName, own, notes: own ? row.notes : null },
      agreements: [...row.agreements],
      training: [...row.training],
    }
  })
}

function mergeAgreements(before: readonly Agreement[], written: Written, now: Date): Agreement[] {
  let last = before.reduce((most, { id }) => Math.max(most, Number(id)), 0)
  return written.map(({ id, text, due, kept }) => {
    const old = id === undefined ? undefined : before.find((one) => one.id === id)
    if (id !== undefined && old === undefined)
      throw new AppError('bad_input', `There is no agreement "${id}" in this talk.`, { path: 'agreements' })
    const mark = kept === undefined ? (old?.kept ?? null) : kept
    const isMarkedAnew = mark !== null && mark !== (old?.kept ?? null)
    return {
      ...{ id: old?.id ?? String(++last), text, due: due === undefined ? (old?.due ?? null) : due, kept: mark },
      marked_at: mark === null ? null : isMarkedAnew ? now.toISOString() : (old?.marked_at ?? null),
    }
  })
}

function sameWords(before: readonly Agreement[], after: readonly Agreement[]): boolean {
  return (
    before.length === after.length &&
    after.every(({ id, text, due }, i) => before[i]?.id === id && before[i].text === text && before[i].due === due)
  )
}
