// Calls as they were heard, with the comments on them: those a person reviewed, latest first, or one call that is named.
import type { Member } from '../contract/answer.ts'
import { AppError } from '../contract/errors.ts'
import type { Query } from '../contract/query.ts'
import type { ReviewedCall, ReviewsQuery } from '../contract/reviews.ts'
import { readScriptParts } from '../contract/script.ts'
import { anyCalls, callFigures, onlyCall, reviewedCalls } from '../kpi/call-figures.ts'
import { withFigures } from '../kpi/funnel-figures.ts'
import { type Listing, listingsOf, listSelects } from '../kpi/passes/list-cases.ts'
import { unknownMember } from '../warehouse/find-members.ts'
import { listCases } from '../warehouse/list-records.ts'
import { type CheckedCall, findCallMembers, readCheckedCalls } from '../warehouse/read-checks.ts'
import { loadCatalogue } from './load-catalogue.ts'
import type { House } from './open-house.ts'
import { planQuestion } from './plan-question.ts'
import type { Ask } from './run-query.ts'

type Seen = { ws: number; ids: string[] }
type Wanted = {
  person?: string | undefined
  limit: number
  only?: (listing: Listing) => Listing
  /** Absent: ever. */
  span?: Pick<Query, 'from' | 'to' | 'as_of'>
  where?: Query['where']
}
const everSince = { from: '2000-01-01', to: '2200-01-01' }

/** Ids of the calls of a figure that the viewer may see, latest first. */
export async function seenCalls(house: House, ask: Ask, kpi: string, wanted: Wanted): Promise<Seen> {
  const { person, limit, only = (listing) => listing, span = everSince, where } = wanted
  const query = { kpis: [kpi], ...span, where: { ...where, ...(person === undefined ? {} : { person }) } }
  const catalogue = withFigures(await loadCatalogue(), callFigures)
  const { plan, question, workspace } = await planQuestion(house, { ...ask, query, catalogue })
  const [listing] = listingsOf(plan.kpis[0]!, plan, 'all')
  if (listing === undefined) return { ws: workspace.num, ids: [] }
  const { cases } = await listCases(house.warehouse, listSelects(only(listing), question), { limit, offset: 0 })
  return { ws: workspace.num, ids: cases.map(({ id }) => id) }
}

/** Throws not_found for a call that is not there, or beyond what the viewer may see. */
export async function checkSeesCall(house: House, ask: Ask, call: string): Promise<void> {
  const { ids } = await seenCalls(house, ask, anyCalls.id, { limit: 1, only: (listing) => onlyCall(listing, call) })
  if (ids.length === 0) throw new AppError('not_found', `There is no call "${call}" for you.`, { path: 'call' })
}

export async function listReviews(house: House, ask: Ask & { query: ReviewsQuery }): Promise<{ calls: ReviewedCall[] }> {
  const { call, person, limit } = ask.query
  const seen =
    call === undefined
      ? await seenCalls(house, ask, reviewedCalls.id, { person, limit })
      : await seenCalls(house, ask, anyCalls.id, { person, limit: 1, only: (listing) => onlyCall(listing, call) })
  return { calls: await tellCalls(house, seen) }
}

/** Checked calls as they were heard, in the order given; those nobody checked are left out. */
export async function tellCalls(house: House, { ws, ids }: Seen): Promise<ReviewedCall[]> {
  const calls = await readCheckedCalls(house.warehouse, ws, ids)
  const [people, scripts] = await findCallMembers(house.warehouse, ws, calls)
  return calls.map((one) => tell(one, people, scripts))
}

type Names = ReadonlyMap<string, Member>

function tell(call: CheckedCall, people: Names, scripts: Names): ReviewedCall {
  const quoted = new Map(call.heard.map((key, i) => [key, call.quotes[i] ?? '']))
  const mark = (key: string, title: string | undefined, present: number) => {
    const said = call.checks.find(({ step }) => step === key)
    const by = said?.by || (quoted.has(key) ? 'rule' : '')
    const quote = said?.quote || quoted.get(key) || null
    return { key, title: title ?? null, present, by: by || null, quote, comment: said?.comment || null }
  }
  const steps = readScriptParts(call.script_steps)
  const objections = readScriptParts(call.script_objections)
  return {
    call: call.id,
    at: call.at,
    person: people.get(call.person) ?? unknownMember,
    reviewer: people.get(call.reviewer) ?? unknownMember,
    reviewed_at: call.reviewed_at,
    script: scripts.get(call.script) ?? unknownMember,
    checked_by: call.checked_by,
    coverage: call.coverage,
    score: call.score,
    followed: call.followed,
    steps: steps.map(({ key, title, weight, critical }) => ({
      ...mark(key, title, call.step_present[call.steps.indexOf(key)] ?? 0),
      weight,
      critical,
    })),
    objections: objections.map(({ key, title }) => mark(key, title, call.objections.includes(key) ? 1 : 0)),
  }
}
