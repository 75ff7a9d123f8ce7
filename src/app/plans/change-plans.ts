// The head sets, changes and takes away plans. They are records like those of any source, of a source of our own; a plan of another
// source is changed where it stands.
import { Temporal } from 'temporal-polyfill'
import { AppError } from '../../contract/errors.ts'
import type { NewPlan, PlanEntry, PlansPost } from '../../contract/plans.ts'
import type { Viewer } from '../../contract/query.ts'
import { managers } from '../../contract/roles.ts'
import type { Catalogue } from '../../kpi/catalogue.ts'
import { findRecordNames } from '../../warehouse/find-members.ts'
import { findPlanRow, hashIds, lastPlanChange, listPlanRows, type PlanRow } from '../../warehouse/find-plans.ts'
import { ingest } from '../../warehouse/ingest/ingest.ts'
import { loadOwnCatalogue } from '../load-own-catalogue.ts'
import type { House } from '../open-house.ts'
import { findWorkspaceRules, type WorkspaceRules } from '../workspace-rules.ts'
import { inTurn, noteWritten, openWriting } from '../write-records.ts'
import { findCalendarTeam } from './calendar-team.ts'
import { planEntries } from './list-plans.ts'
import { type Holder, kindOf, OWN_SOURCE, theCompany } from './load-plans.ts'
import { sharesOfMonths } from './split-goals.ts'

type Ask = { workspace: string; viewer: Viewer; now: Date }
/** A record of kind plans, whole. */
type PlanWrite = Record<string, unknown> & { metric: string; from: string; to: string }

const planKey = ({ metric, from, to, person, team }: { metric: string; from: string; to: string; person: string; team: string }) =>
  [metric, from, to, person, team].join(' ')

/** Sets one or several plans. Throws forbidden, bad_input with every problem. */
export async function setPlans(house: House, ask: Ask & { query: PlansPost }): Promise<{ plans: PlanEntry[] }> {
  const { viewer, query, workspace, now } = ask
  if (!managers.includes(viewer.role)) throw new AppError('forbidden', 'Plans are set by the owner and the head of sales.')
  const rules = await findWorkspaceRules(house, workspace)
  const catalogue = await loadOwnCatalogue(house, rules.workspace.id)
  const { plans: several, split, last: _last, as_of: _asOf, where: _where, ...one } = query
  const given = [...(one.target === undefined ? [] : [one as NewPlan]), ...(several ?? [])]
  const written = await readPlans(house, rules, catalogue, given)
  const parts = split === undefined ? [] : await splitPlans(house, rules, catalogue, written, split, now)
  return { plans: await writePlans(house, rules, now, [...written, ...parts]) }
}

async function readPlans(house: House, rules: WorkspaceRules, catalogue: Catalogue, given: readonly NewPlan[]): Promise<PlanWrite[]> {
  const problems: { path: string; message: string }[] = []
  const names = async (kind: 'people' | 'teams', ids: (string | null | undefined)[]) =>
    new Set(
      (
        await findRecordNames(
          house.warehouse,
          rules.workspace.num,
          kind,
          ids.filter((id) => typeof id === 'string'),
        )
      ).map(({ id }) => id),
    )
  const [people, teams] = await Promise.all([
    names(
      'people',
      given.map(({ person }) => person),
    ),
    names(
      'teams',
      given.map(({ team }) => team),
    ),
  ])
  const records = given.map((plan, i): PlanWrite => {
    const at = given.length > 1 ? `plans.${i}.` : ''
    const refuse = (path: string, message: string) => problems.push({ path: `${at}${path}`, message })
    const entry = catalogue.byId.get(plan.metric)
    if (entry === undefined || entry.measure.type === 'made') refuse('metric', `there is no KPI "${plan.metric}" to plan`)
    else if (!entry.additive && (plan.kind === 'total' || plan.kind === 'per_day'))
      refuse('kind', `${plan.metric} does not add up: plan it as a level`)
    if (plan.person && plan.team) refuse('person', 'a plan is of a person or of a team')
    if (plan.person && !people.has(plan.person)) refuse('person', `there is no person "${plan.person}"; an id is written source:id`)
    if (plan.team && !teams.has(plan.team)) refuse('team', `there is no team "${plan.team}"; an id is written source:id`)
    const { from, to } = daysOf(plan, rules, refuse)
    const { metric, target, floor, stretch, person, team, currency } = plan
    const kind = plan.kind ?? kindOf('', entry)
    return { metric, from, to, target, kind, floor, stretch, person_id: person, team_id: team, currency }
  })
  if (problems.length > 0)
    throw new AppError('bad_input', `${problems[0]!.path}: ${problems[0]!.message}`, { path: problems[0]!.path, problems })
  return records
}

/** Days of a plan: as given, or of a calendar month, a (fiscal) quarter or year. */
function daysOf(plan: NewPlan, { zone }: WorkspaceRules, refuse: (path: string, message: string) => unknown): { from: string; to: string } {
  const { period } = plan
  if (period === undefined) {
    const [from, to] = [plan.from ?? '', plan.to ?? '']
    if (!(isDay(from) && isDay(to) && from < to)) refuse('from', 'a plan needs from and to, or a period such as 2026-09, 2026-Q3 or 2026')
    return { from, to }
  }
  const year = Temporal.PlainDate.from({ year: Number(period.slice(0, 4)), month: zone.fiscalStart, day: 1 })
  const quarter = /Q(\d)$/.exec(period)
  if (quarter) return span(year.add({ months: 3 * (Number(quarter[1]) - 1) }), 3)
  if (period.length === 4) return span(year, 12)
  const month = Number(period.slice(5))
  if (month < 1 || month > 12) refuse('period', 'a month is 01 to 12')
  return span(Temporal.PlainDate.from({ year: year.year, month: Math.min(12, Math.max(1, month)), day: 1 }), 1)
}

const span = (from: Temporal.PlainDate, months: number) => ({ from: from.toString(), to: from.add({ months }).toString() })
const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))

/** The parts of longer plans by own month index; whole amounts, the last part takes what rounding leaves. */
async function splitPlans(
  house: House,
  rules: WorkspaceRules,
  catalogue: Catalogue,
  plans: readonly PlanWrite[],
  by: 'month' | 'quarter',
  now: Date,
): Promise<PlanWrite[]> {
  const parts: PlanWrite[] = []
  for (const plan of plans) {
    if (plan.kind !== 'total') throw new AppError('bad_input', 'Only a sum can be split.', { path: 'split' })
    const holder = await holderOfWrite(house, plan)
    const asOf = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toString()
    const teamId = typeof plan.team_id === 'string' ? (await findCalendarTeam(house, rules))(plan.team_id) : null
    const months = await sharesOfMonths({ house, rules, catalogue }, { holder, teamId, asOf }, plan.metric, plan)
    const size = by === 'month' ? 1 : 3
    const groups = Array.from({ length: Math.ceil(months.length / size) }, (_, i) => months.slice(i * size, (i + 1) * size))
    const of = (amount: unknown) =>
      typeof amount === 'number'
        ? wholeParts(
            amount,
            groups.map((group) => group.reduce((sum, { share }) => sum + share, 0)),
          )
        : null
    const [target, floor, stretch] = [of(plan.target), of(plan.floor), of(plan.stretch)]
    for (const [i, group] of groups.entries())
      parts.push({
        ...plan,
        from: group[0]!.month.from,
        to: group.at(-1)!.month.to,
        target: target?.[i],
        floor: floor?.[i],
        stretch: stretch?.[i],
      })
  }
  return parts
}

function wholeParts(amount: number, shares: readonly number[]): number[] {
  const parts = shares.map((share) => Math.round(amount * share))
  const rest = amount - parts.reduce((sum, part) => sum + part, 0)
  return parts.map((part, i) => (i === parts.length - 1 ? part + rest : part))
}

async function holderOfWrite(house: House, { person_id, team_id }: PlanWrite): Promise<Holder> {
  const id = person_id ?? team_id
  if (typeof id !== 'string') return theCompany
  const [key = '0'] = await hashIds(house.warehouse, [id])
  return { kind: typeof person_id === 'string' ? 'person' : 'team', key }
}

/** Stores plans of our own and gives them back as they stand. */
export async function writePlans(house: House, rules: WorkspaceRules, now: Date, plans: readonly PlanWrite[]): Promise<PlanEntry[]> {
  const days = {
    from: plans.map(({ from }) => from).sort()[0]!,
    to: plans
      .map(({ to }) => to)
      .sort()
      .at(-1)!,
  }
  const ownRows = async () => (await listPlanRows(house.warehouse, rules.workspace.num, days)).filter(({ source }) => source === OWN_SOURCE)
  // After those that were taken away, too: what is set again must not stay away.
  await storeRecords(house, rules, OWN_SOURCE, now, plans, await lastPlanChange(house.warehouse, rules.workspace.num, OWN_SOURCE))
  const rows = await ownRows()
  const byKey = new Map(rows.map((row) => [planKey({ ...row, person: row.person_text, team: row.team_text }), row]))
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  const found = plans.map((plan) => byKey.get(planKey({ ...plan, person: text(plan.person_id), team: text(plan.team_id) })))
  return planEntries(
    house,
    rules,
    found.filter((row) => row !== undefined),
  )
}

/** Sources of the people and teams named: they are known to be there. */
const sourcesNamed = ({ person_id, team_id }: Record<string, unknown>) =>
  [person_id, team_id].flatMap((id) => (typeof id === 'string' ? [id.slice(0, id.indexOf(':'))] : []))

/** Stored with a version after every earlier one (`after`, Unix milliseconds), also where two changes are of one moment. */
async function storeRecords(
  house: House,
  rules: WorkspaceRules,
  source: string,
  now: Date,
  records: readonly Record<string, unknown>[],
  after: number,
): Promise<void> {
  const { workspace } = rules
  const writing = await openWriting(house, {
    id: workspace.id,
    source,
    kind: source === OWN_SOURCE ? 'rumb' : 'api',
    now,
    isDemo: workspace.isDemo,
  })
  await inTurn(house, workspace.num, async () => {
    const stamped = records.map((record) => ({ ...record, updated_at: new Date(Math.max(now.getTime(), after + 1)).toISOString() }))
    const sources = [...new Set([...writing.target.sources, ...records.flatMap(sourcesNamed)])]
    const { kinds } = await ingest(house.warehouse, { ...writing.target, sources, records: { plans: stamped }, nowMs: now.getTime() })
    const [problem] = kinds.plans?.problems ?? []
    if (problem) throw new AppError('bad_input', `${problem.column}: ${problem.reason}`, { path: problem.column })
    await noteWritten(house, writing, now)
  })
  // No fact rests on a plan: figures of plans are measured when they are asked.
  house.news.tell(workspace.id)
}

async function needPlan(house: House, { workspace }: WorkspaceRules, id: string): Promise<PlanRow> {
  const row = await findPlanRow(house.warehouse, workspace.num, id)
  if (row === null)
    throw new AppError('not_found', `There is no plan "${id}".`, { path: 'id', hint: '`rumb plan list` and GET /api/plans list them.' })
  return row
}

const recordOf = (row: PlanRow) => ({
  ...{ id: row.id, metric: row.metric, from: row.from, to: row.to, target: row.target, floor: row.floor, stretch: row.stretch },
  ...{ kind: row.kind || undefined, currency: row.currency || undefined },
  ...{ person_id: row.person_text || undefined, team_id: row.team_text || undefined },
})

export async function changePlan(
  house: House,
  {
    workspace,
    now,
    patch,
  }: Ask & { patch: { id: string; target?: number | undefined; floor?: number | null | undefined; stretch?: number | null | undefined } },
): Promise<PlanEntry> {
  const rules = await findWorkspaceRules(house, workspace)
  const { id, ...changes } = patch
  const row = await needPlan(house, rules, id)
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  await storeRecords(house, rules, row.source, now, [{ ...recordOf(row), ...given }], row.updated)
  const [entry] = await planEntries(house, rules, [await needPlan(house, rules, id)])
  return entry!
}

export async function removePlan(house: House, { workspace, now, id }: Ask & { id: string }): Promise<Record<string, never>> {
  const rules = await findWorkspaceRules(house, workspace)
  const row = await needPlan(house, rules, id)
  await storeRecords(house, rules, row.source, now, [{ ...recordOf(row), deleted: true }], row.updated)
  return {}
}
