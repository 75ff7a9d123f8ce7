// What the delay of an answer costs: odds of winning by delay, adjusted for channel and hour of the week, and what hours nobody covers
// would bring.
import type { Cell, Note, PlainCell } from '../../contract/answer.ts'
import type { SpeedCurveAnswer } from '../../contract/curves.ts'
import type { Texts } from '../../contract/kpi-entry.ts'
import { emptyCell } from '../../kpi/cells.ts'
import { byCover, byDelay, delayBands, speedCases, withLogMinutes } from '../../kpi/curve-figures.ts'
import { type Odds, oddsByBand, oddsWithin, type ResponseCell, slopeOfDelay } from '../../stats/response-odds.ts'
import type { House } from '../open-house.ts'
import { headOf, runQuery } from '../run-query.ts'
import type { CurveAsk } from './curve-ask.ts'
import { findUnseen } from './find-unseen.ts'
import { groupCases } from './group-cases.ts'

const MARKS = [900, 3600] as const
const COVERED_MINUTES = 15
const method: Texts = {
  ru: 'Логистическая регрессия по решённым лидам с поправкой на канал и час недели; связь, а не доказанная причина',
  uk: 'Логістична регресія за вирішеними лідами з поправкою на канал і годину тижня; зв’язок, а не доведена причина',
  en: 'Logistic regression over decided leads, adjusted for channel and hour of the week; an association, not a proven cause',
}

/** `all` = answered leads, decided or not. */
type SpeedCell = ResponseCell & { all: number; isUncovered: boolean }

export async function showSpeed(house: House, { query, ...ask }: CurveAsk): Promise<SpeedCurveAnswer> {
  const unseen = await findUnseen(house, ask, query)
  const where = unseen.where === undefined ? {} : { where: unseen.where }
  const by = ['channel_group', 'weekday', 'hour', byDelay, byCover]
  const [{ groups, plan, workspace }, { total }] = await Promise.all([
    groupCases(house, ask, { figure: speedCases, by, query: { ...query, ...where }, change: withLogMinutes }),
    runQuery(house, { ...ask, query: { ...query, kpis: ['average_deal'] } }),
  ])
  const cells = groups.map(
    ({ values: [channel = '', weekday = '', hour = '', band = '0', cover = ''], num }): SpeedCell => ({
      channel,
      hour: `${weekday} ${hour}`,
      band: Number(band),
      n: num('n'),
      wins: num('hits'),
      logMinutes: num('log_minutes'),
      all: num('n') + num('pending'),
      isUncovered: cover === '1',
    }),
  )
  const pending = groups.reduce((sum, { num }) => sum + num('pending'), 0)
  const slope = slopeOfDelay(cells)
  const notes: Note[] = [{ code: 'method', text: method[ask.lang] }, ...unseen.notes]
  return {
    ...headOf(workspace, {}, plan),
    points: oddsByBand(cells).map(({ delayS, odds, low, high, n }) => ({ delay_s: delayS, odds, low, high, n })),
    marks: Object.fromEntries(MARKS.map((mark) => [String(mark), cellOf(oddsWithin(cells, delayBands.indexOf(mark)), cells, pending)])),
    slope:
      slope === null
        ? tooFew(cells, pending)
        : { ...plain(slope.n, pending), value: slope.value, low: slope.low, high: slope.high, why: null },
    uncovered: uncoveredOf(cells, slope, total.average_deal!),
    notes,
  }
}

const plain = (n: number, pending: number) => ({ n, pending, excluded: 0, unpriced: 0 })
const decided = (cells: readonly SpeedCell[]) => cells.reduce((sum, { n }) => sum + n, 0)
const tooFew = (cells: readonly SpeedCell[], pending: number): PlainCell => {
  const n = decided(cells)
  return { ...emptyCell(n === 0 ? 'no_cases' : 'too_few'), n, pending }
}

const cellOf = (odds: Odds | null, cells: readonly SpeedCell[], pending: number): PlainCell =>
  odds === null ? tooFew(cells, pending) : { ...plain(odds.n, pending), value: odds.odds, low: odds.low, high: odds.high, why: null }

/** Leads that came outside working time, had they been answered as quickly as the others can be. */
function uncoveredOf(cells: readonly SpeedCell[], slope: ReturnType<typeof slopeOfDelay>, deal: Cell): SpeedCurveAnswer['uncovered'] {
  const leadsIn = (own: readonly SpeedCell[]) => own.reduce((sum, { all }) => sum + all, 0)
  const outside = cells.filter(({ isUncovered }) => isUncovered)
  const byHour = [...Map.groupBy(cells, ({ hour }) => hour).values()]
  const hours = byHour.filter((own) => leadsIn(own.filter(({ isUncovered }) => isUncovered)) * 2 > leadsIn(own)).length
  const leads = leadsIn(outside)
  if (slope === null) return { hours, leads, gain_wins: null, gain_money: null }
  const covered = Math.log1p(COVERED_MINUTES)
  const gain = outside.reduce((sum, cell) => {
    if (cell.n === 0) return sum
    const waited = cell.logMinutes / cell.n
    return waited <= covered ? sum : sum + cell.all * (slope.winsAt(cell, covered) - slope.winsAt(cell, waited))
  }, 0)
  const wins = Math.max(0, gain)
  return { hours, leads, gain_wins: wins, gain_money: deal.value === null ? null : wins * deal.value }
}
