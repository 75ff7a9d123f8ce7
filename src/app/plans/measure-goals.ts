// What goals are measured by: the metric so far, the days before today, the same share of earlier periods, days worked. Many goals of
// one metric are one question.
import { Temporal } from 'temporal-polyfill'
import type { PlainCell } from '../../contract/answer.ts'
import type { Catalogue } from '../../kpi/catalogue.ts'
import { emptyCell } from '../../kpi/cells.ts'
import type { GoalFacts } from '../../kpi/plans/attainment.ts'
import type { Goal } from '../../kpi/plans/goal.ts'
import { earlierOf, laterOf, meanShare, PAST_LEAST, pastPeriods, sameShareDay } from '../../kpi/plans/past-periods.ts'
import { dayShare, weekdayWeights } from '../../kpi/plans/season.ts'
import { dayAfter, daysBefore, daysFrom, daysWorked, startOf } from '../../kpi/plans/workdays.ts'
import { countWorkedDays, findWorkedDays } from '../../warehouse/find-plans.ts'
import { measureManySpans, measureSpans, type Span, type SpanCells } from '../measure-spans.ts'
import type { House } from '../open-house.ts'
import type { WorkspaceRules } from '../workspace-rules.ts'
import { type Holder, theCompany } from './load-plans.ts'
import { withCalendars } from './person-calendars.ts'
import { workdayOf } from './workday-of.ts'

/** Where a plan is looked at from: nothing after `until` is seen; days before `today` have passed. Instants and a local day. */
export type Moment = { until: string; asOf: string; today: string }
/** A goal of a holder, or of `holders` together; `teamId`: the team whose calendar it goes by, as calendars name it. */
export type Want = { holder: Holder; holders?: readonly Holder[]; goal: Goal; moment: Moment; teamId?: string | null }
/** What the figures asked rest on, besides what has been reached. */
export type Needs = { past: boolean; day: boolean }
export type GoalContext = { house: House; rules: WorkspaceRules; catalogue: Catalogue }

const WEEKDAY_DAYS = 365

type Past = { part: Span; whole: Span }
type Measured = { want: Want; actual: Span; before: Span; past: Past[]; calendar: string[] }

export async function measureGoals(context: GoalContext, asked: readonly Want[], needs: Needs): Promise<GoalFacts[]> {
  const { house, rules } = context
  const wants = await withCalendars(house, rules, asked)
  const measured = wants.map((want) => spansOf(rules, want, needs))
  const [cells, weekdays, attendance] = await Promise.all([
    readSpans(
      context,
      measured.map(({ want, actual, before, past }) => ({
        want,
        spans: [actual, before, ...past.flatMap(({ part, whole }) => [part, whole])],
      })),
    ),
    needs.day ? readWeekdays(context, wants) : wants.map(() => new Map<number, number>()),
    readAttendance(context, wants),
  ])
  const shares = measured.map(({ past }, i) =>
    meanShare(past.map((_, n) => ({ part: value(cells[i]?.[2 + 2 * n]), whole: value(cells[i]?.[3 + 2 * n]) }))),
  )
  const companyShares = await readCompanyShares(context, measured, shares)
  return measured.map(({ want, calendar }, i) => {
    const { goal, moment } = want
    const entry = context.catalogue.byId.get(goal.metric)
    const yearBefore = { from: Temporal.PlainDate.from(moment.today).subtract({ days: WEEKDAY_DAYS }).toString(), to: moment.today }
    const weights = needs.day
      ? weekdayWeights(weekdays[i]!, daysWorked(workdayOf(rules, want.teamId), yearBefore))
      : new Map<number, number>()
    return {
      goal,
      isLowerBetter: entry?.better === 'lower',
      actual: cells[i]?.[0] ?? emptyCell('undefined'),
      before: cells[i]?.[1]?.value ?? null,
      workdays: { passed: daysBefore(calendar, moment.today), all: calendar.length },
      ...attendance[i]!,
      pastShare: shares[i] ?? companyShares[i] ?? null,
      dayShare: dayShare(moment.today, calendar, weights),
    }
  })
}

const value = (cell: PlainCell | undefined) => cell?.value ?? 0

function spansOf(rules: WorkspaceRules, want: Want, needs: Needs): Measured {
  const { goal, moment } = want
  const start = (day: string) => startOf(day, rules.zone.timezone)
  const { asOf } = moment
  const begin = start(goal.from)
  const until = earlier(moment.until, start(goal.to))
  const passedDay = laterOf(goal.from, earlierOf(moment.today, goal.to))
  const isWorked = workdayOf(rules, want.teamId)
  const calendar = daysWorked(isWorked, goal)
  const share = calendar.length === 0 ? 1 : daysBefore(calendar, moment.today) / calendar.length
  const isOver = share >= 1 || !needs.past || goal.kind === 'level'
  const past = isOver
    ? []
    : pastPeriods(goal).map((days): Past => {
        const cut = sameShareDay(days, daysWorked(isWorked, days), share)
        return { part: { from: start(days.from), to: start(cut), asOf }, whole: { from: start(days.from), to: start(days.to), asOf } }
      })
  return {
    want,
    calendar,
    past,
    actual: { from: begin, to: later(until, begin), asOf },
    before: { from: begin, to: start(passedDay), asOf },
  }
}

const earlier = (a: string, b: string) => (Date.parse(a) < Date.parse(b) ? a : b)
const later = (a: string, b: string) => (Date.parse(a) > Date.parse(b) ? a : b)

type SpanWant = { want: Want; spans: readonly Span[] }
const groupOf = ({ kind, key }: Holder) => (kind === 'company' ? null : [key])

/** The cells of each want's spans. Metrics of one kind of holder over the same spans are one question. */
async function readSpans(context: GoalContext, wants: readonly SpanWant[]): Promise<PlainCell[][]> {
  const groups = [...Map.groupBy(wants, ({ want }) => `${want.goal.metric} ${want.holder.kind}`).values()].map((group) => {
    const distinct = new Map(group.flatMap(({ spans }) => spans).map((span) => [JSON.stringify(span), span]))
    const { goal, holder } = group[0]!.want
    const numbers = new Map([...distinct.keys()].map((key, no) => [key, no]))
    return { group, metric: goal.metric, kind: holder.kind, spans: [...distinct.values()], numbers }
  })
  const alike = Map.groupBy(groups, ({ kind, numbers }) => JSON.stringify([kind, ...numbers.keys()]))
  const read = new Map<SpanWant, PlainCell[]>()
  const readAlike = async (some: typeof groups) => {
    const { kind, spans } = some[0]!
    const by = kind === 'company' ? [] : [kind]
    const metrics = some.map(({ metric }) => metric)
    const { house, rules, catalogue } = context
    const cells = await measureManySpans(house, rules, { catalogue, metrics, by, spans, withTotal: false })
    for (const { group, metric, numbers } of some) {
      const cell = cells.get(metric)!
      for (const one of group) {
        read.set(
          one,
          one.spans.map((span) => cell(numbers.get(JSON.stringify(span))!, groupOf(one.want.holder))),
        )
      }
    }
  }
  await Promise.all([...alike.values()].map(readAlike))
  return wants.map((want) => read.get(want)!)
}

/** For holders with too short a past of their own: the company's. */
async function readCompanyShares(
  context: GoalContext,
  measured: readonly Measured[],
  own: readonly (number | null)[],
): Promise<(number | null)[]> {
  const asked = measured.map(({ want, past }, i) =>
    own[i] === null && want.holder.kind !== 'company' && past.length >= PAST_LEAST
      ? { want: { ...want, holder: theCompany }, spans: past.flatMap(({ part, whole }) => [part, whole]) }
      : null,
  )
  const wants = asked.filter((one) => one !== null)
  const cells = await readSpans(context, wants)
  return asked.map((one) => {
    if (one === null) return null
    const own = cells[wants.indexOf(one)]!
    return meanShare(one.spans.flatMap((_, n) => (n % 2 === 0 ? [{ part: value(own[n]), whole: value(own[n + 1]) }] : [])))
  })
}

/** Sums of the last year by weekday, 1 = Monday. */
async function readWeekdays({ house, rules, catalogue }: GoalContext, wants: readonly Want[]): Promise<Map<number, number>[]> {
  const { timezone } = rules.zone
  const keyOf = ({ goal, holder, moment }: Want) => `${goal.metric} ${holder.kind} ${moment.today}`
  const asked = new Map(wants.filter(({ goal }) => goal.kind !== 'level').map((want) => [keyOf(want), want]))
  const read = async ({ goal, holder, moment }: Want): Promise<SpanCells> => {
    const from = Temporal.PlainDate.from(moment.today).subtract({ days: WEEKDAY_DAYS }).toString()
    const span = { from: startOf(from, timezone), to: startOf(moment.today, timezone), asOf: moment.asOf }
    const by = [...(holder.kind === 'company' ? [] : [holder.kind]), 'weekday']
    return measureSpans(house, rules, { catalogue, metric: goal.metric, by, spans: [span], withTotal: false })
  }
  const cells = new Map(await Promise.all([...asked].map(async ([key, want]) => [key, await read(want)] as const)))
  return wants.map((want) => {
    const found = cells.get(keyOf(want))
    const own = groupOf(want.holder) ?? []
    return new Map([1, 2, 3, 4, 5, 6, 7].map((weekday) => [weekday, found?.(0, [...own, String(weekday)]).value ?? 0]))
  })
}

type Attendance = Pick<GoalFacts, 'left' | 'attended'>

/** Days left, and for norms the days people attended. */
async function readAttendance({ house, rules }: GoalContext, wants: readonly Want[]): Promise<Attendance[]> {
  const { workspace, zone } = rules
  const people = [...new Set(wants.flatMap(({ holder }) => (holder.kind === 'person' ? [holder.key] : [])))]
  const from = wants.map(({ goal }) => goal.from).sort()[0] ?? ''
  const to =
    wants
      .map(({ goal }) => goal.to)
      .sort()
      .at(-1) ?? ''
  const worked = await findWorkedDays(house.warehouse, workspace.num, people, { from, to })
  const counted = new Map<string, Promise<Map<string, number>>>()
  const countOf = ({ holder }: Want) => {
    const known = counted.get(holder.key)
    if (known !== undefined) return known
    const reading = countWorkedDays(house.warehouse, workspace.num, holder.kind === 'team' ? holder.key : null, {
      from,
      to,
      timezone: zone.timezone,
    })
    counted.set(holder.key, reading)
    return reading
  }
  return Promise.all(
    wants.map(async (want): Promise<Attendance> => {
      const { holder, goal, moment } = want
      const within = (day: string) => day >= goal.from && day < goal.to
      // Today counts once it has begun: nothing of a period that is over lies after its end.
      const seen = Date.parse(moment.until) > Date.parse(startOf(moment.today, zone.timezone)) ? dayAfter(moment.today) : moment.today
      if (holder.kind !== 'person' && goal.kind === 'per_day') {
        const days = [...(await countOf(want))].filter(([day]) => within(day))
        const sum = (list: typeof days) => list.reduce((total, [, n]) => total + n, 0)
        const attended = { soFar: sum(days.filter(([day]) => day < seen)), all: sum(days) }
        return { attended, left: daysFrom(daysWorked(workdayOf(rules, want.teamId), goal), moment.today) }
      }
      const own = holder.kind === 'person' ? worked.get(holder.key)?.filter(within) : undefined
      const days = own ?? daysWorked(workdayOf(rules, want.teamId), goal)
      return { attended: { soFar: daysBefore(days, seen), all: days.length }, left: daysFrom(days, moment.today) }
    }),
  )
}
