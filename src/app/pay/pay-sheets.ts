// The sheets of a month: the raw figures each scheme asks for, by person, so far and as they are likely to end.
import { Temporal } from 'temporal-polyfill'
import type { PayLine, PayScheme } from '../../contract/pay.ts'
import type { Catalogue } from '../../kpi/catalogue.ts'
import { type Figures, type Measured, type PaySheet, paySheet } from '../../kpi/pay/pay-sheet.ts'
import { aimOf, type GoalFacts } from '../../kpi/plans/attainment.ts'
import { daysBefore, daysWorked, localDay, startOf } from '../../kpi/plans/workdays.ts'
import { listPaySchemes } from '../../store/tables/pay-schemes.ts'
import { findRoles } from '../../warehouse/find-roster.ts'
import { measureSpans, type SpanCells } from '../measure-spans.ts'
import type { House } from '../open-house.ts'
import { canForecast, type Forecast, forecastGoals } from '../plans/forecast-plans.ts'
import { type Holder, loadPlans, type Plans } from '../plans/load-plans.ts'
import { type GoalContext, type Moment, measureGoals, type Want } from '../plans/measure-goals.ts'
import type { WorkspaceRules } from '../workspace-rules.ts'

type SheetsAsk = { house: House; rules: WorkspaceRules; catalogue: Catalogue; month: string; asOf: string; withForecast: boolean }
/** `few`: the shares of the sheet that rest on fewer than 20 cases. */
export type PersonSheet = { person: string; scheme: PayScheme; sheet: PaySheet; forecast: number | null; few: string[] }

/** A share over fewer cases is chance. */
const CASES_LEAST = 20

/** Days of a month `2026-09`. */
function monthDays(month: string): { from: string; to: string } {
  const from = Temporal.PlainDate.from(`${month}-01`)
  return { from: from.toString(), to: from.add({ months: 1 }).toString() }
}

/** Of everybody whose role has a scheme, by person. */
export async function paySheets(ask: SheetsAsk): Promise<PersonSheet[]> {
  const { house, rules, catalogue, month, asOf } = ask
  const { timezone } = rules.zone
  const days = monthDays(month)
  const [from, to] = [startOf(days.from, timezone), startOf(days.to, timezone)]
  const schemes = new Map((await listPaySchemes(house.store.db, rules.workspace.num)).map((scheme) => [scheme.role, scheme]))
  if (schemes.size === 0) return []
  const roles = await findRoles(house.warehouse, rules.workspace.num, { from, to })
  const people = [...roles].flatMap(([person, role]) => {
    const scheme = schemes.get(role)
    return scheme === undefined ? [] : [{ person, scheme }]
  })
  const kpis = [...new Set([...schemes.values()].flatMap(({ lines, gates }) => [...lines, ...gates].map(({ kpi }) => kpi)))]
  const spans = [{ from, to, asOf }]
  const cells = new Map(
    await Promise.all(
      kpis.map(async (metric) => [metric, await measureSpans(house, rules, { catalogue, metric, by: ['person'], spans })] as const),
    ),
  )
  const until = Date.parse(to) < Date.parse(asOf) ? to : asOf
  const moment: Moment = { until, asOf, today: localDay(until, timezone) }
  const goals = await readGoals({ house, rules, catalogue }, people, await loadPlans(house, rules, catalogue, days), days, moment)
  const isRunning = Date.parse(to) > Date.parse(asOf)
  const forecasts = ask.withForecast && isRunning ? await readForecasts({ house, rules, catalogue }, goals) : null
  const worked = daysWorked(rules.zone.isWorkday, days)
  const passed = daysBefore(worked, moment.today) / Math.max(1, worked.length)
  return people.map(({ person, scheme }): PersonSheet => {
    const figures = figuresOf(catalogue, scheme, person, cells, goals)
    const ahead = forecasts === null ? null : aheadOf(catalogue, scheme, person, figures, { goals, forecasts, passed })
    const shares = [...new Set([...scheme.lines, ...scheme.gates].map(({ kpi }) => kpi))].filter(
      (kpi) => catalogue.byId.get(kpi)?.unit === 'ratio',
    )
    const few = shares.filter((kpi) => {
      const { n, value } = cells.get(kpi)!(0, [person])
      return value !== null && n < CASES_LEAST
    })
    return { person, scheme, sheet: paySheet(scheme, figures), forecast: ahead === null ? null : paySheet(scheme, ahead).bonus, few }
  })
}

type Goal = { want: Want; facts: GoalFacts }
type Goals = ReadonlyMap<string, Goal>
const goalKey = (person: string, metric: string) => `${person} ${metric}`

/** The people's plans of just this month, measured. */
async function readGoals(
  context: GoalContext,
  people: readonly { person: string; scheme: PayScheme }[],
  plans: Plans,
  days: { from: string; to: string },
  moment: Moment,
): Promise<Goals> {
  const wants = people.flatMap(({ person, scheme }) =>
    [...new Set(scheme.lines.filter(({ plan }) => plan).map(({ kpi }) => kpi))].flatMap((metric): Want[] => {
      const holder: Holder = { kind: 'person', key: person }
      const plan = plans.of(holder, metric).find(({ from, to }) => from === days.from && to === days.to)
      if (plan === undefined) return []
      const { from, to, kind, target, floor, stretch, id } = plan
      return [{ holder, goal: { metric, from, to, kind, target, floor, stretch, plans: [id], partOf: null }, moment }]
    }),
  )
  const facts = await measureGoals(context, wants, { past: false, day: false })
  return new Map(wants.map((want, i) => [goalKey(want.holder.key, want.goal.metric), { want, facts: facts[i]! }]))
}

async function readForecasts(context: GoalContext, goals: Goals): Promise<ReadonlyMap<string, Forecast>> {
  const all = [...goals].filter(([, { want }]) => canForecast(want.goal.metric))
  const forecasts = await forecastGoals(
    context,
    all.map(([, goal]) => goal),
  )
  return new Map(all.map(([key], i) => [key, forecasts[i]!]))
}

const isLower = (catalogue: Catalogue, kpi: string) => catalogue.byId.get(kpi)?.better === 'lower'

/** What a plan asks so far; a norm on the days attended. */
const targetOf = ({ goal, attended }: GoalFacts) =>
  goal.target === null ? null : goal.kind === 'per_day' ? goal.target * attended.soFar : goal.target

function figuresOf(catalogue: Catalogue, scheme: PayScheme, person: string, cells: ReadonlyMap<string, SpanCells>, goals: Goals): Figures {
  const value = (kpi: string) => cells.get(kpi)!(0, [person]).value
  return {
    lines: scheme.lines.map((line): Measured => {
      const goal = line.plan ? goals.get(goalKey(person, line.kpi)) : undefined
      return {
        value: value(line.kpi),
        target: line.level ?? (goal === undefined ? null : targetOf(goal.facts)),
        isLowerBetter: isLower(catalogue, line.kpi),
      }
    }),
    gates: new Map(scheme.gates.map(({ kpi }) => [kpi, { value: value(kpi), isLowerBetter: isLower(catalogue, kpi) }])),
  }
}

type Ahead = { goals: Goals; forecasts: ReadonlyMap<string, Forecast>; passed: number }

/** The figures at the end of the month: sales on the median of the simulation, other sums at their rate so far, shares as they are. */
function aheadOf(catalogue: Catalogue, scheme: PayScheme, person: string, figures: Figures, { goals, forecasts, passed }: Ahead): Figures {
  const atEnd = (line: PayLine, measured: Measured): Measured => {
    const key = goalKey(person, line.kpi)
    const goal = goals.get(key)
    const target = line.level ?? (goal === undefined ? measured.target : (aimOf(goal.facts) ?? measured.target))
    const median = forecasts.get(key)?.end?.p50
    if (median !== undefined) return { ...measured, target, value: median }
    const isSum = catalogue.byId.get(line.kpi)?.additive === true
    return { ...measured, target, value: measured.value === null || !isSum || passed === 0 ? measured.value : measured.value / passed }
  }
  return { ...figures, lines: scheme.lines.map((line, i) => atEnd(line, figures.lines[i]!)) }
}
