// kpi_score, bonus_accrued and bonus_forecast in a table of figures: of the month in which the period ends. By person; the total adds up
// the bonuses of those asked about, a score is nobody's but a person's.
import type { PlainCell } from '../../contract/answer.ts'
import { emptyCell } from '../../kpi/cells.ts'
import type { Frame } from '../../kpi/passes/framing.ts'
import { add, fraction, toMoney, zero } from '../../kpi/pay/fraction.ts'
import type { MadeKpi, Plan } from '../../kpi/plan.ts'
import { localDay } from '../../kpi/plans/workdays.ts'
import { groupKey } from '../../warehouse/run-plan.ts'
import type { GoalContext } from '../plans/measure-goals.ts'
import { isPersonIn, scopeOf } from '../plans/plan-scope.ts'
import type { Made } from '../query-cells.ts'
import { type PersonSheet, paySheets } from './pay-sheets.ts'

type Ask = GoalContext & { plan: Plan; kpis: readonly MadeKpi[] }

export async function makePayFigures(ask: Ask): Promise<Made> {
  const { plan, kpis, rules } = ask
  const asked = new Set(plan.filters.map(({ dimension }) => dimension.id))
  if ([...asked].some((id) => id !== 'person' && id !== 'team')) return { groups: new Map(), cell: () => emptyCell('no_dimension') }
  const withForecast = kpis.some(({ figure }) => figure === 'forecast')
  const scope = await scopeOf(ask)
  const sheets = new Map<number, PersonSheet[]>()
  for (const frame of plan.frames) {
    const last = new Date(Date.parse(frame.until) - 1).toISOString()
    const month = localDay(Date.parse(last) < Date.parse(frame.from) ? frame.from : last, rules.zone.timezone).slice(0, 7)
    const all = await paySheets({ ...ask, month, asOf: frame.asOf, withForecast })
    sheets.set(
      frame.no,
      all.filter(({ person }) => isPersonIn(scope, person)),
    )
  }
  const isByPerson = plan.dimensions.length === 1 && plan.dimensions[0]?.id === 'person'
  const people = isByPerson ? [...new Set([...sheets.values()].flat().map(({ person }) => person))] : []
  const groups = new Map(people.map((person) => [groupKey([person]), [person]]))
  const cell: Made['cell'] = (entry, frame, group) => {
    const figure = kpis.find((one) => one.entry.id === entry.id)?.figure ?? ''
    const own = sheetsIn(sheets.get(frame.no) ?? [], group)
    return figure === 'score' ? scoreOf(own, asked.has('person') || group !== null) : sumOf(own, figure, frame)
  }
  return { groups, cell }
}

const sheetsIn = (all: readonly PersonSheet[], group: string | null) =>
  group === null ? all : all.filter(({ person }) => person === group)

function scoreOf(own: readonly PersonSheet[], isOfPerson: boolean): PlainCell {
  if (!isOfPerson || own.length > 1) return emptyCell('no_dimension')
  const [sheet] = own
  if (sheet === undefined || sheet.sheet.score === null) return emptyCell('no_cases')
  return { ...emptyCell(null), value: sheet.sheet.score, n: sheet.sheet.lines.filter(({ pay }) => pay !== null).length }
}

function sumOf(own: readonly PersonSheet[], figure: string, frame: Frame): PlainCell {
  if (own.length === 0) return emptyCell('no_cases')
  // A month that is over comes to what it came to.
  const isOver = Date.parse(frame.to) <= Date.parse(frame.asOf)
  const pays = own.map(({ sheet, forecast }) => (figure === 'forecast' && !isOver ? forecast : sheet.bonus))
  if (pays.some((pay) => pay === null)) return emptyCell('undefined')
  return { ...emptyCell(null), value: toMoney(pays.reduce((sum, pay) => add(sum, fraction(pay!)), zero)), n: own.length }
}
