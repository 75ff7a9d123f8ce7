// The weeks of everything the brief watches: counts with what they are proportional to, shares with their cases, and what one event is
// worth at own rates.
import type { Temporal } from 'temporal-polyfill'
import type { Answer, AnswerRow, Cell, Member } from '../contract/answer.ts'
import type { Query } from '../contract/query.ts'
import { type BriefLevel, type BriefSeries, briefFigures, briefSeries, daysWorked } from '../kpi/brief-series.ts'
import type { Catalogue } from '../kpi/catalogue.ts'
import { withFigures } from '../kpi/funnel-figures.ts'
import { LEVEL_WEEKS, type Series } from '../stats/find-alarms.ts'
import { loadCatalogue } from './load-catalogue.ts'
import type { House } from './open-house.ts'
import { type Ask, runQuery } from './run-query.ts'

export type Watched = { about: BriefSeries; level: BriefLevel; member: Member | null; series: Series }
export type WatchedWeeks = {
  watched: Watched[]
  catalogue: Catalogue
  /** Money that goes through one event of a series at own rates; null when nobody can tell. */
  worth: (about: BriefSeries) => number | null
  head: Omit<Answer, 'columns' | 'rows' | 'total' | 'notes'>
}
type WeeksAsk = Ask & { levels: readonly BriefLevel[]; where: Query['where']; monday: Temporal.PlainDate; asOf: string }

const cellOf = (row: AnswerRow, id: string) => row[id] as Cell | undefined
const hitsOf = (cell: Cell | undefined) => Math.round((cell?.value ?? 0) * (cell?.n ?? 0))

/** The week that ends before `monday`, and the 26 before it. */
export async function findBriefSeries(house: House, ask: WeeksAsk): Promise<WatchedWeeks> {
  const shipped = await loadCatalogue()
  const catalogue = withFigures(shipped, briefFigures)
  const known = briefSeries.filter(({ kpi }) => catalogue.byId.has(kpi))
  const span = { from: ask.monday.subtract({ weeks: LEVEL_WEEKS + 1 }).toString(), to: ask.monday.toString(), as_of: ask.asOf }
  const filter = ask.where === undefined ? {} : { where: ask.where }
  const asked = (kpis: string[], by: string[], grain: Query['grain']) =>
    runQuery(house, { ...ask, catalogue, query: { ...span, ...filter, kpis, by, ...(grain === undefined ? {} : { grain }) } })
  const ofLevel = (level: BriefLevel) => known.filter(({ levels }) => levels.includes(level))
  const [byLevel, whole, worked, workedByPerson] = await Promise.all([
    Promise.all(
      ask.levels.map(async (level) => ({
        level,
        answer: await asked(
          ofLevel(level).map(({ kpi }) => kpi),
          level === 'all' ? [] : [level],
          'week',
        ),
      })),
    ),
    asked([...new Set(['revenue', 'leads', ...known.map(({ kpi }) => kpi)])], [], undefined),
    asked([daysWorked.id], [], 'week'),
    ask.levels.includes('person') ? asked([daysWorked.id], ['person'], 'week') : null,
  ])
  const days = daysOf(worked, workedByPerson)
  const watched = byLevel.flatMap(({ level, answer }) =>
    groupsOf(answer, level).flatMap(({ member, rows }) =>
      ofLevel(level).map((about) => ({ about, level, member, series: seriesOf(about, rows, days(about, member), ask.monday) })),
    ),
  )
  const { columns: _columns, rows: _rows, total, notes: _notes, ...head } = whole
  return { watched, catalogue, head: { ...head, from: ask.monday.subtract({ weeks: 1 }).toString() }, worth: worthOf(total) }
}

type Groups = { member: Member | null; rows: AnswerRow[] }[]

function groupsOf({ rows }: Answer, level: BriefLevel): Groups {
  if (level === 'all') return [{ member: null, rows }]
  const groups = [...Map.groupBy(rows, (row) => (row[level] as Member).id)]
  return groups.filter(([id]) => id !== null).map(([, own]) => ({ member: own[0]![level] as Member, rows: own }))
}

/** Days worked by week: of the person, else of all; null = by the calendar week. */
type Days = (about: BriefSeries, member: Member | null) => ReadonlyMap<string, number> | null

function daysOf(worked: Answer, byPerson: Answer | null): Days {
  const read = (rows: readonly AnswerRow[]) => new Map(rows.map((row) => [String(row.period), cellOf(row, daysWorked.id)?.value ?? 0]))
  const all = read(worked.rows)
  const people = new Map(
    [...Map.groupBy(byPerson?.rows ?? [], (row) => (row.person as Member).id)].map(([id, rows]) => [id, read(rows)] as const),
  )
  return ({ exposure }, member) => (exposure !== 'worked' ? null : member === null ? all : (people.get(member.id) ?? new Map()))
}

function seriesOf(
  about: BriefSeries,
  rows: readonly AnswerRow[],
  days: ReadonlyMap<string, number> | null,
  monday: Temporal.PlainDate,
): Series {
  const inOrder = rows.toSorted((a, b) => (String(a.period) < String(b.period) ? -1 : 1)).slice(-LEVEL_WEEKS - 1)
  if (monday.dayOfWeek !== 1 || inOrder.length <= LEVEL_WEEKS) return { kind: 'count', weeks: [] }
  if (about.law === 'share')
    return { kind: 'share', weeks: inOrder.map((row) => ({ hits: hitsOf(cellOf(row, about.kpi)), n: cellOf(row, about.kpi)?.n ?? 0 })) }
  return {
    kind: 'count',
    weeks: inOrder.map((row) => ({
      count: cellOf(row, about.kpi)?.value ?? 0,
      exposure: days === null ? 1 : (days.get(String(row.period)) ?? 0),
    })),
  }
}

function worthOf(total: Answer['total']): WatchedWeeks['worth'] {
  const revenue = total.revenue?.value ?? null
  return ({ kpi, law, better }) => {
    const own = total[kpi]
    // What should not happen costs a lead.
    const events = better === 'lower' ? (total.leads?.value ?? 0) : law === 'share' ? hitsOf(own) : (own?.value ?? 0)
    return revenue === null || !(events > 0) ? null : revenue / events
  }
}
