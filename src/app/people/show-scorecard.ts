// The scorecard of one person: the last four weeks against the own eight before, and everything a talk about them needs.
import { Temporal } from 'temporal-polyfill'
import type { PayAnswer } from '../../contract/pay.ts'
import type { PromiseEntry } from '../../contract/promises.ts'
import type { Scorecard, ScorecardQuery } from '../../contract/scorecard.ts'
import { momentAsked } from '../../kpi/passes/period.ts'
import type { Caller } from '../access/caller.ts'
import type { House } from '../open-house.ts'
import { showPay } from '../pay/show-pay.ts'
import { listPromises } from '../plans/change-promises.ts'
import { showPlans } from '../plans/show-plans.ts'
import type { Ask } from '../run-query.ts'
import { findWorkspaceRules, type WorkspaceRules } from '../workspace-rules.ts'
import { writeBrief } from '../write-brief.ts'
import { lastAgreements } from './change-one-on-ones.ts'
import { compareFigures } from './compare-figures.ts'
import { compareFunnel } from './compare-funnel.ts'
import { findDealsToDiscuss, findLastRefusals } from './find-deals-to-discuss.ts'
import { findPerson } from './find-person.ts'
import { pickCalls } from './pick-calls.ts'
import { writeAgenda } from './write-agenda.ts'

type CardAsk = Ask & { caller: Caller; query: ScorecardQuery }

const DAYS = 28
const OWN_DAYS = 56
const FUNNEL_DAYS = 90

/** Throws not_found for a person who is none, or beyond what the asker may see. */
export async function showScorecard(house: House, ask: CardAsk): Promise<Scorecard> {
  const rules = await findWorkspaceRules(house, ask.workspace)
  const { timezone } = rules.zone
  const asOf = momentAsked(ask.query.as_of, Temporal.Instant.fromEpochMilliseconds(ask.now.getTime()), timezone).toString()
  const { member, role } = await findPerson(house, rules, ask.viewer, ask.query.id, asOf)
  const spans = spansOf(asOf, timezone)
  const { now, own, funnel } = spans
  const ws = rules.workspace.num
  const asked = { ws, person: member.id, asOf }
  const [figures, way, plans, pay, deals, refusals, calls, promises, agreements, brief] = await Promise.all([
    compareFigures(house, ask, { person: member.id, role }, { now, own, asOf, ownShare: DAYS / OWN_DAYS }),
    compareFunnel(house, ask, member.id, funnel, asOf),
    showPlans(house, { ...ask, query: { where: { person: [member.id] }, as_of: asOf } }),
    payOf(house, ask, member.id, asOf),
    findDealsToDiscuss(house, ask, { ...asked, ...spans }),
    findLastRefusals(house, ask, { ...asked, from: own.from, to: now.to }),
    pickCalls(house, ask, member.id, { from: own.from, to: now.to, as_of: asOf }),
    promisesOf(house, ask, member.id, own.from),
    lastAgreements(house, rules, member.id, spans.day),
    writeBrief(house, { ...ask, query: { for: member.id, as_of: asOf } }),
  ])
  const parts = { figures, deals, refusals, calls, promises, agreements, findings: brief.findings }
  return {
    ...headOf(rules, asOf, now),
    ...{ person: member, role, own, funnel: way },
    plans: plans.plans.map(({ metric, target, actual, expected_share, attainment, pace }) => ({
      ...{ metric, target, actual, expected_share, attainment, pace },
    })),
    pay,
    ...parts,
    agenda: writeAgenda(parts),
  }
}

function headOf({ workspace, zone }: WorkspaceRules, asOf: string, now: { from: string; to: string }) {
  const head = { workspace: workspace.id, timezone: zone.timezone, currency: workspace.settings.currency, as_of: asOf, ...now }
  return { ...head, by: [], grain: null, compare: null }
}

function spansOf(asOf: string, timezone: string) {
  const today = Temporal.Instant.from(asOf).toZonedDateTimeISO(timezone).toPlainDate()
  const next = today.add({ days: 1 })
  const from = next.subtract({ days: DAYS })
  return {
    now: { from: from.toString(), to: next.toString() },
    own: { from: from.subtract({ days: OWN_DAYS }).toString(), to: from.toString() },
    funnel: { from: next.subtract({ days: FUNNEL_DAYS }).toString(), to: next.toString() },
    day: today.toString(),
    next: next.toString(),
    month: today.with({ day: 1 }).toString(),
  }
}

/** Pay is for who pays, and for the person. */
async function payOf(house: House, ask: CardAsk, person: string, asOf: string): Promise<PayAnswer['people'][number] | null> {
  if (!['owner', 'head', 'rep'].includes(ask.viewer.role)) return null
  const { people } = await showPay(house, { ...ask, query: { person, as_of: asOf } })
  return people[0] ?? null
}

async function promisesOf(house: House, ask: CardAsk, person: string, from: string): Promise<PromiseEntry[]> {
  const { promises } = await listPromises(house, { ...ask, query: { from } })
  return promises.filter((promise) => promise.person.id === person)
}
