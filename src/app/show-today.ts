// The day of a department: how the month stands, who is there, what each has to do and did, what waits for us.
import { Temporal } from 'temporal-polyfill'
import type { AnswerRow, Cell, Member } from '../contract/answer.ts'
import { AppError } from '../contract/errors.ts'
import type { Viewer } from '../contract/query.ts'
import { attendanceKinds, type TodayAnswer, type TodayPerson, type TodayQuery } from '../contract/today.ts'
import { figure } from '../kpi/figure.ts'
import { withFigures } from '../kpi/funnel-figures.ts'
import { isTold, momentAsked } from '../kpi/passes/period.ts'
import { dayAfter, daysBefore, daysWorked, localDay, startOf } from '../kpi/plans/workdays.ts'
import { listPromises } from '../store/tables/promises.ts'
import { findMembers, unknownMember } from '../warehouse/find-members.ts'
import { hashIds, listTeamMembers, type TeamMember } from '../warehouse/find-plans.ts'
import { findRoster, type RosterRow } from '../warehouse/find-roster.ts'
import { loadCatalogue } from './load-catalogue.ts'
import { loadOwnCatalogue } from './load-own-catalogue.ts'
import type { House } from './open-house.ts'
import { findCalendarTeam } from './plans/calendar-team.ts'
import { tracePromises } from './plans/change-promises.ts'
import { dayNorms } from './plans/day-norms.ts'
import { viewerScope } from './plans/list-plans.ts'
import { loadPlans } from './plans/load-plans.ts'
import { usualMetrics } from './plans/make-plan-figures.ts'
import { isInScope, type Scope } from './plans/plan-scope.ts'
import { workdayOf } from './plans/workday-of.ts'
import { runQuery } from './run-query.ts'
import { searchLists } from './search-records.ts'
import { findWorkspaceRules, type WorkspaceRules } from './workspace-rules.ts'
import { writeBrief } from './write-brief.ts'

type Ask = { workspace: string; viewer: Viewer; lang: 'ru' | 'uk' | 'en'; now: Date; query: TodayQuery }
/** The day with the moment it is seen from, its week and month. */
type Day = { day: string; asOf: string; before: string; week: { from: string; to: string }; month: { from: string; to: string } }

const planActual = figure('plan_actual', 'money', { type: 'made', by: 'plan', figure: 'actual' })
const tasksToday = figure('tasks_today', 'count', {
  type: 'count',
  fact: 'tasks',
  axis: 'due_at',
  moment: 'planned',
  where: 'happened(created_at) and not happened(done_at)',
})
const LISTED_MAX = 50
/** Of the deals at risk the dearest are shown; payments expected are summed. */
const READ_MAX = 1000
const dearest = (records: TodayAnswer['lists']['at_risk']) => records.toSorted((a, b) => (b.amount ?? 0) - (a.amount ?? 0))
const lists = {
  waiting_leads: 'unanswered_leads',
  unreturned_calls: 'unreturned_calls',
  chats_waiting: 'chats_waiting',
  expected_payments: 'expected_cash',
  at_risk: 'stalled_deals',
} as const

/** Throws bad_usage for a day that is none, not_found for an unknown workspace. */
export async function showToday(house: House, ask: Ask): Promise<TodayAnswer> {
  const rules = await findWorkspaceRules(house, ask.workspace)
  const { team } = ask.query
  const isWorkday = workdayOf(rules, team === undefined ? null : (await findCalendarTeam(house, rules))(team))
  const day = dayAsked(ask, rules, isWorkday)
  const where = ask.query.team === undefined ? {} : { where: { team: ask.query.team } }
  const [plan, people, { findings }, found] = await Promise.all([
    planOf(house, ask, day, where),
    peopleOf(house, ask, rules, day, where),
    writeBrief(house, { ...ask, query: { as_of: day.asOf, ...where } }),
    listsOf(house, ask, day, where),
  ])
  const worked = daysWorked(isWorkday, day.month)
  const each = <T>(of: (list: (typeof found)[number][1]) => T) => Object.fromEntries(found.map(([name, list]) => [name, of(list)]))
  const { id, settings } = rules.workspace
  return {
    ...{ workspace: id, timezone: rules.zone.timezone, currency: settings.currency, as_of: day.asOf, from: day.day, to: dayAfter(day.day) },
    ...{ by: [], grain: null, compare: null, day: day.day },
    workday: { n: daysBefore(worked, dayAfter(day.day)), of: worked.length },
    plan,
    people,
    lists: each(({ shown }) => shown) as TodayAnswer['lists'],
    counts: each(({ count }) => count) as TodayAnswer['counts'],
    expected: { payments: each(({ count }) => count).expected_payments ?? 0, money: each(({ money }) => money).expected_payments ?? 0 },
    findings,
  }
}

type List = { shown: TodayAnswer['lists']['at_risk']; count: number; money: number }

async function listsOf(house: House, ask: Ask, day: Day, where: Where): Promise<(readonly [string, List])[]> {
  const asked = Object.entries(lists).map(([list, kpi]) => {
    const span = list === 'expected_payments' ? day.week : { from: day.day, to: dayAfter(day.day) }
    const limit = list === 'at_risk' || list === 'expected_payments' ? READ_MAX : LISTED_MAX
    return { list, query: { kpi, ...span, as_of: day.asOf, ...where, part: 'all' as const, offset: 0, limit } }
  })
  const found = await searchLists(
    house,
    asked.map(({ query }) => ({ ...ask, query })),
  )
  return asked.map(({ list }, i) => {
    const { records, count } = found[i]!
    const shown = (list === 'at_risk' ? dearest(records) : records).slice(0, LISTED_MAX)
    return [list, { shown, count, money: records.reduce((sum, { amount }) => sum + (amount ?? 0), 0) }]
  })
}

/** A past day is seen from its end, any other from now. */
function dayAsked({ query, now }: Ask, { zone }: WorkspaceRules, isWorkday: (day: Temporal.PlainDate) => boolean): Day {
  const { timezone } = zone
  const seen = momentAsked(query.as_of, Temporal.Instant.fromEpochMilliseconds(now.getTime()), timezone).toString()
  const day = query.day ?? localDay(seen, timezone)
  if (!/^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])$/.test(day) || Number.isNaN(Date.parse(day)) || !isTold(day))
    throw new AppError('bad_usage', `"${day}" is not a day`, { path: 'day' })
  const end = startOf(dayAfter(day), timezone)
  const date = Temporal.PlainDate.from(day)
  let before = date.subtract({ days: 1 })
  for (let tries = 0; tries < 30 && !isWorkday(before); tries++) before = before.subtract({ days: 1 })
  const monday = date.subtract({ days: date.dayOfWeek - 1 })
  const first = date.with({ day: 1 })
  return {
    day,
    asOf: Date.parse(end) <= Date.parse(seen) ? end : seen,
    before: before.toString(),
    week: { from: monday.toString(), to: monday.add({ days: 7 }).toString() },
    month: { from: first.toString(), to: first.add({ months: 1 }).toString() },
  }
}

type Where = { where?: { team: string } }

/** The plan of the month: of sales if there is one. */
async function planOf(house: House, ask: Ask, { month, asOf }: Day, where: Where): Promise<TodayAnswer['plan']> {
  const catalogue = withFigures(await loadCatalogue(), [planActual])
  const kpis = ['plan_target', planActual.id, 'plan_gap', 'plan_per_workday']
  const asked = (query: object) => runQuery(house, { ...ask, catalogue, query: { kpis, ...month, as_of: asOf, ...where, ...query } })
  const { rows } = await asked({ by: ['metric'] })
  const metrics = rows.map((row) => (row.metric as Member).id ?? '')
  const metric = usualMetrics.find((id) => metrics.includes(id)) ?? metrics[0]
  const row = rows.find((one) => (one.metric as Member).id === metric)
  if (metric === undefined || row === undefined) return null
  const value = (id: string) => (row[id] as Cell).value
  const { total } = await asked({ kpis: ['plan_probability'], where: { ...where.where, metric } })
  return {
    ...{ metric, target: value('plan_target'), actual: value(planActual.id), gap: value('plan_gap') },
    ...{ per_workday: value('plan_per_workday'), probability: total.plan_probability?.value ?? null },
  }
}

async function peopleOf(house: House, ask: Ask, rules: WorkspaceRules, day: Day, where: Where): Promise<TodayPerson[]> {
  const { workspace, zone } = rules
  const members = await listTeamMembers(house.warehouse, workspace.num, day.asOf)
  const roster = await rosterOf(house, ask, rules, day, members)
  const keys = roster.map(({ person }) => person)
  const catalogue = await loadOwnCatalogue(house, workspace.id)
  const context = { house, rules, catalogue }
  const plans = await loadPlans(house, rules, catalogue, { from: day.before, to: dayAfter(day.day) })
  const worksOn = (on: string) => (person: string) => roster.find((one) => one.person === person)?.worksOn.includes(on) ?? false
  const endOf = (on: string) => startOf(dayAfter(on), zone.timezone)
  const normsOf = (on: string, asOf: string) => ({ day: on, asOf, people: keys, worksOn: worksOn(on), members })
  const [names, [yesterday, today], now, expected, promised] = await Promise.all([
    findMembers(house.warehouse, workspace.num, 'people', keys),
    dayNorms(context, plans, [normsOf(day.before, endOf(day.before)), normsOf(day.day, day.asOf)]),
    byPerson(house, ask, {
      kpis: ['unanswered_leads', 'unreturned_calls', 'chats_waiting', 'overdue_tasks', tasksToday.id, 'deals_without_task'],
      from: day.day,
      to: dayAfter(day.day),
      as_of: day.asOf,
      ...where,
    }),
    byPerson(house, ask, { kpis: ['expected_cash'], ...day.week, as_of: day.asOf, ...where }),
    promisesOf(house, ask, rules, day),
  ])
  const shown = roster.map(({ person, attendance }): TodayPerson => {
    const member = names.get(person) ?? unknownMember
    const cell = (rows: ReadonlyMap<string, AnswerRow>, id: string) => rows.get(member.id ?? '')?.[id] as Cell | undefined
    const count = (id: string) => cell(now, id)?.value ?? 0
    const cash = cell(expected, 'expected_cash')
    return {
      person: member,
      attendance: attendanceKinds.find((kind) => kind === attendance) ?? 'off',
      yesterday: yesterday?.get(person) ?? [],
      today: today?.get(person) ?? [],
      waiting: { leads: count('unanswered_leads'), calls: count('unreturned_calls'), chats: count('chats_waiting') },
      tasks: { overdue: count('overdue_tasks'), today: count(tasksToday.id), without: count('deals_without_task') },
      expected: { deals: (cash?.n ?? 0) + (cash?.unpriced ?? 0), money: cash === undefined ? 0 : cash.value },
      promises: promised
        .filter(({ owner }) => owner === person)
        .map(({ deal, day: on, amount, kept }) => ({ deal, day: on, amount, kept })),
    }
  })
  const nameOf = ({ person }: TodayPerson) => person.name ?? person.id ?? ''
  return shown.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
}

async function byPerson(
  house: House,
  ask: Ask,
  query: { kpis: string[]; from: string; to: string; as_of: string },
): Promise<Map<string, AnswerRow>> {
  const catalogue = withFigures(await loadCatalogue(), [tasksToday])
  const { rows } = await runQuery(house, { ...ask, catalogue, query: { ...query, by: ['person'] } })
  return new Map(rows.map((row) => [(row.person as Member).id ?? '', row]))
}

/** Those who sell, as far as the asker may see them and the team asked goes. */
async function rosterOf(house: House, ask: Ask, rules: WorkspaceRules, day: Day, members: readonly TeamMember[]): Promise<RosterRow[]> {
  const { workspace, zone } = rules
  const noon = new Date(
    (Date.parse(startOf(day.day, zone.timezone)) + Date.parse(startOf(dayAfter(day.day), zone.timezone))) / 2,
  ).toISOString()
  const roster = await findRoster(house.warehouse, {
    ws: workspace.num,
    timezone: zone.timezone,
    day: day.day,
    at: noon,
    days: [day.before, day.day],
  })
  const own = { ...(await viewerScope(house, rules, ask.viewer, day.asOf)), members }
  const teams = ask.query.team === undefined ? null : new Set(await hashIds(house.warehouse, [ask.query.team]))
  const asked: Scope = { people: null, teams, members }
  return roster.filter(({ person }) => [own, asked].every((scope) => isInScope({ person, team: null }, scope)))
}

/** Promised from the last working day to the end of the week. */
async function promisesOf(house: House, ask: Ask, rules: WorkspaceRules, { before, week, asOf }: Day) {
  const now = new Date(asOf)
  const rows = await listPromises(house.store.db, rules.workspace.num, now)
  return tracePromises(house, rules, { viewer: ask.viewer, now }, rows.filter(({ day }) => day >= before && day < week.to).toReversed())
}
