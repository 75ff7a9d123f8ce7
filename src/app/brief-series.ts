// The weeks of everything the brief watches: counts with what they are proportional to, shares with their cases, and what one event is
// worth at own rates.
import type { Temporal } from 'temporal-polyfill'
import type { Answer, Member } from '../contract/answer.ts'
import type { Query } from '../contract/query.ts'
import { type BriefLevel, type BriefSeries, briefFigures, briefSeries, daysWorked } from '../kpi/brief-series.ts'
import type { Catalogue } from '../kpi/catalogue.ts'
import { withFigures } from '../kpi/funnel-figures.ts'
import { together } from '../kpi/many-dimensions.ts'
import { type Series, WATCHED_WEEKS } from '../stats/find-alarms.ts'
import { SEASON_WEEKS, seasonIndex } from '../stats/season-index.ts'
import { groupWeeks, type WeekFigure, type WeekGroup } from './group-weeks.ts'
import { loadCatalogue } from './load-catalogue.ts'
import type { House } from './open-house.ts'
import { type Ask, runQuery } from './run-query.ts'

export type Watched = { about: BriefSeries; level: BriefLevel; member: Member | null; series: Series }
export type WatchedWeeks = {
  watched: Watched[]
  catalogue: Catalogue
  /** Money that goes through one event of a series at own rates; null when nobody can tell. */
  worth: (watched: Watched) => number | null
  head: Omit<Answer, 'columns' | 'rows' | 'total' | 'notes'>
}
type WeeksAsk = Ask & {
  levels: readonly BriefLevel[]
  where: Query['where']
  monday: Temporal.PlainDate
  asOf: string
  isWorkday: (day: Temporal.PlainDate) => boolean
}

/** What comes on a day off, against a working day. */
const DAY_OFF = 0.25

/** The weeks that end before `monday`: the ones asked about, and those their level is taken from. */
export async function findBriefSeries(house: House, ask: WeeksAsk): Promise<WatchedWeeks> {
  const catalogue = withFigures(await loadCatalogue(), briefFigures)
  const known = briefSeries.filter(({ kpi }) => catalogue.byId.has(kpi))
  const query = { as_of: ask.asOf, ...(ask.where === undefined ? {} : { where: ask.where }) }
  const grouped = (kpis: readonly string[], levels: readonly string[], weeks = WATCHED_WEEKS) =>
    groupWeeks(house, ask, { catalogue, kpis, levels, monday: ask.monday, weeks, query })
  const seasonal = known.filter(({ season }) => season === true).map(({ kpi }) => kpi)

  const span = { from: ask.monday.subtract({ weeks: WATCHED_WEEKS }).toString(), to: ask.monday.toString() }
  const [groups, years, whole] = await Promise.all([
    grouped([...known.map(({ kpi }) => kpi), daysWorked.id], [...new Set<string>([together, ...ask.levels])]),
    grouped(seasonal, [together], WATCHED_WEEKS + SEASON_WEEKS),
    runQuery(house, { ...ask, catalogue, query: { ...query, ...span, kpis: ['revenue', 'leads'] } }),
  ])
  const all = groups.find(({ level }) => level === together)
  const season = new Map(seasonal.map((kpi) => [kpi, seasonIndex(years[0]?.of(kpi).map(({ n }) => n) ?? [], WATCHED_WEEKS)]))
  const days = daysOf(groups, calendarOf(ask))
  const exposuresOf = (about: BriefSeries, member: Member | null) =>
    days(about, member).map((worked, i) => worked * (season.get(about.kpi)?.[i] ?? 1))
  const watched = groups.flatMap(({ level, member, of }) =>
    known
      .filter(({ levels }) => ask.levels.some((one) => one === level && levels.includes(one)))
      .map((about) => ({ about, level: level as BriefLevel, member, series: seriesOf(about, of(about.kpi), exposuresOf(about, member)) })),
  )
  const { columns: _columns, rows: _rows, total, notes: _notes, ...head } = whole
  return { watched, catalogue, head: { ...head, from: ask.monday.subtract({ weeks: 1 }).toString() }, worth: worthOf(total, all) }
}

/** What a count of each week is proportional to: days worked by the person, else by all, or days of the calendar. */
type Days = (about: BriefSeries, member: Member | null) => readonly number[]

function daysOf(groups: readonly WeekGroup[], calendar: readonly number[]): Days {
  const read = (group: WeekGroup | undefined) => group?.of(daysWorked.id).map(({ n }) => n) ?? calendar.map(() => 0)
  const all = read(groups.find(({ level }) => level === together))
  const people = new Map(groups.filter(({ level }) => level === 'person').map((group) => [group.member?.id, read(group)]))
  return ({ exposure }, member) => {
    if (exposure !== 'worked') return calendar
    return member === null ? all : (people.get(member.id) ?? calendar.map(() => 0))
  }
}

/** Of a count the weeks before its first event are not known: the company, the channel or the person was not there yet. */
function seriesOf({ law, slow = false }: BriefSeries, figures: readonly WeekFigure[], exposures: readonly number[]): Series {
  if (law === 'share') return { kind: 'share', isSlow: slow, weeks: figures.map(({ k, n }) => ({ hits: Math.round(k), n: Math.round(n) })) }
  const weeks = figures.map(({ n }, i) => ({ count: n, exposure: exposures[i] ?? 0 }))
  const first = weeks.findIndex(({ count }) => count > 0)
  return { kind: 'count', weeks: first < 0 ? [] : weeks.slice(first) }
}

/** Days of each week, those off counted in part. */
function calendarOf({ monday, isWorkday }: WeeksAsk): number[] {
  const start = monday.subtract({ weeks: WATCHED_WEEKS })
  return Array.from({ length: WATCHED_WEEKS }, (_, week) =>
    Array.from({ length: 7 }, (__, i): number => (isWorkday(start.add({ days: 7 * week + i })) ? 1 : DAY_OFF)).reduce(
      (sum, x) => sum + x,
      0,
    ),
  )
}

function worthOf(total: Answer['total'], all: WeekGroup | undefined): WatchedWeeks['worth'] {
  const revenue = total.revenue?.value ?? null
  return ({ about: { kpi, better }, level, series }) => {
    // What should not happen costs a lead; what passes a stage is worth what has passed this one.
    const own = level === 'stage' && series.kind === 'share' ? series.weeks.reduce((sum, { hits }) => sum + hits, 0) : null
    const events = better === 'lower' ? (total.leads?.value ?? 0) : (own ?? all?.of(kpi).reduce((sum, { k }) => sum + k, 0) ?? 0)
    return revenue === null || !(events > 0) ? null : revenue / events
  }
}
