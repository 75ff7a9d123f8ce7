// Decides how a fact is read: frames laid over rows, the credited person and team joined, then grouped. One select per scan,
// and one more for totals where a case can stand in several groups.
import type { Viewer } from '../../contract/query.ts'
import { creditedPerson, type DimensionDef, needsEvent } from '../dimensions.ts'
import { expenseSql } from '../expense-sql.ts'
import { ratesName } from '../expression/money-at.ts'
import { frameNames, type Lowering } from '../expression/types.ts'
import { journeySql } from '../journey-sql.ts'
import { type Filter, isByAxis, type Scan } from '../plan.ts'
import { call, compare, field, infix, isNothing, lambda, list, name, number, type Select, type Sql, text } from '../sql/nodes.ts'
import { filterSql, scopeSql } from './filter.ts'
import type { Frame } from './framing.ts'
import { sharedConditions } from './hoist.ts'
import { countWhole, nameShared } from './name-shared.ts'
import { readNamed } from './narrow.ts'
import { endsAfter, isOpenAt } from './prune.ts'

export type ScanQuestion = { ws: number; frames: readonly Frame[]; filters: readonly Filter[]; viewer: Viewer; lowering: Lowering }

const instant = (iso: string): Sql => call('toDateTime64', text(iso.replace('T', ' ').replace('Z', '')), number(3), text('UTC'))
/** What is planned may lie ahead of the moment asked. */
const endOf = (frame: Frame, moment: Scan['moment']) => (moment === 'planned' ? frame.to : frame.until)
/** The moment a state is read at: the last of a period that is over, else the moment asked. */
const stateAt = ({ to, asOf }: Frame) => (Date.parse(to) <= Date.parse(asOf) ? new Date(Date.parse(to) - 1).toISOString() : asOf)
const frameTuple = (frame: Frame, moment: Scan['moment']): Sql =>
  call(
    'tuple',
    call('toUInt16', number(frame.no)),
    instant(frame.from),
    instant(endOf(frame, moment)),
    instant(frame.asOf),
    instant(isByAxis(moment) ? frame.asOf : stateAt(frame)),
  )
const frame = name('frame')

/** Materials of the company: those it has, and those that were sent; where there is none at all an unknown one. */
function materialsOf(ws: number): Sql {
  const found = (sql: Sql, table: string): Sql => ({
    node: 'scalar',
    select: {
      columns: [{ sql, as: 'found' }],
      from: { kind: 'table', name: table, final: true },
      where: [infix('=', name('ws'), number(ws))],
    },
  })
  const all = call(
    'arrayDistinct',
    call(
      'arrayConcat',
      found(call('groupArray', name('k')), 'rec_materials'),
      found(call('groupUniqArrayArray', name('materials')), 'fact_sends'),
    ),
  )
  return call('if', call('empty', all), list([call('toUInt64', number(0))]), all)
}

/** The rows of a fact; of one made of the entries of lists, each entry. */
function rowsOf(scan: Scan, question: ScanQuestion): { from: Select['from']; where: Sql[] } {
  const { fact } = scan
  const { ws } = question
  if (fact.made !== undefined) return { from: madeRows(scan, question), where: [] }
  const table = (name: string): Select['from'] => ({ kind: 'table', name: `fact_${name}`, final: true })
  const ofWorkspace = infix('=', name('ws'), number(ws))
  if (fact.entries === undefined) return { from: table(fact.name), where: [ofWorkspace] }
  const { of, lists, across, monthsAfter } = fact.entries
  if (monthsAfter !== undefined) return { from: { kind: 'select', select: monthRows(of, monthsAfter, question) }, where: [] }
  if (Object.keys(lists).length === 0) {
    if (across === undefined) return { from: table(of), where: [ofWorkspace] }
    const all = { sql: call('arrayJoin', materialsOf(ws)), as: across }
    const rows: Select = { columns: [{ sql: name('*'), as: '' }, all], from: table(of), where: [ofWorkspace] }
    return { from: { kind: 'select', select: rows }, where: [] }
  }
  const unfolded: Select = {
    columns: [
      { sql: name('*'), as: '' },
      { sql: call('arrayJoin', call('arrayZip', ...Object.values(lists).map(name))), as: 'entry' },
    ],
    from: table(of),
    where: [ofWorkspace],
  }
  const columns = Object.keys(lists).map((as, i) => ({ sql: field(name('entry'), i + 1), as }))
  return {
    from: { kind: 'select', select: { columns: [{ sql: name('*'), as: '' }, ...columns], from: { kind: 'select', select: unfolded } } },
    where: [],
  }
}

/** Rows of a table for each local month begun after that of a moment, until the last one any frame asks about. */
function monthRows(of: string, after: string, { ws, frames, lowering }: ScanQuestion): Select {
  const local = (moment: Sql) => call('toTimeZone', moment, text(lowering.timezone))
  const first = call('toDate32', call('toStartOfMonth', local(name(after))))
  const last = call('toDate32', call('toStartOfMonth', local(instant(latest(frames.map((one) => one.asOf))))))
  const months = call('greatest', number(0), call('dateDiff', text('month'), first, last))
  const start = (ahead: Sql) => {
    const day = call('addMonths', first, infix('+', name('month_no'), ahead))
    return call('toTimeZone', call('toDateTime64', day, number(3), text(lowering.timezone)), text('UTC'))
  }
  const unfolded: Select = {
    columns: [
      { sql: name('*'), as: '' },
      { sql: call('arrayJoin', call('range', call('toUInt32', months))), as: 'month_no' },
    ],
    from: { kind: 'table', name: `fact_${of}`, final: true },
    where: [infix('=', name('ws'), number(ws))],
  }
  return {
    columns: [
      { sql: name('*'), as: '' },
      { sql: start(number(1)), as: 'month_from' },
      { sql: start(number(2)), as: 'month_to' },
    ],
    from: { kind: 'select', select: unfolded },
  }
}

/** Rows of a fact without a table, made for the cases that any frame can hold. */
function madeRows({ fact, axis, moment }: Scan, { ws, frames, lowering }: ScanQuestion): Select['from'] {
  const wanted = {
    ws,
    axis: axis.node === 'name' ? axis.name : fact.axis,
    from: earliest(frames.map((one) => one.from)),
    until: latest(frames.map((one) => endOf(one, moment))),
    asOf: latest(frames.map((one) => one.asOf)),
  }
  return {
    kind: 'made',
    columns: fact.columns.map((column) => column.name),
    write: (columns) => (fact.made === 'expenses' ? expenseSql(ws, lowering, columns) : journeySql(fact, wanted, lowering, columns)),
  }
}

/** What a row counts for besides the credit of its person: the credit of its channel; of markov that of its frame. */
function creditOfChannel({ fact }: Scan, { lowering }: ScanQuestion): Sql | null {
  if (fact.made !== 'credits') return null
  const own = name('credit')
  return lowering.journeys?.model === 'markov' ? { node: 'element', of: own, at: infix('+', name('frame_no'), number(1)) } : own
}

const earliest = (moments: readonly string[]): string => new Date(Math.min(...moments.map((iso) => Date.parse(iso)))).toISOString()
const latest = (moments: readonly string[]): string => new Date(Math.max(...moments.map((iso) => Date.parse(iso)))).toISOString()

/** Leaves out what was over before the first frame. */
function notOver(scan: Scan, { frames }: ScanQuestion): Sql[] {
  if (scan.isOpenOnly) {
    return isOpenAt(scan.fact, instant(earliest(frames.map(stateAt))))
  }
  return isByAxis(scan.moment) ? endsAfter(scan.fact, scan.axis, instant(earliest(frames.map((one) => one.from)))) : []
}

/** Rows of the fact with the frames they fall into. */
function framed(scan: Scan, question: ScanQuestion): Select {
  const frames = list(question.frames.map((one) => frameTuple(one, scan.moment)))
  const f = name('f')
  const isEvent = isByAxis(scan.moment)
  const inFrame = infix('AND', compare('>=', scan.axis, field(f, 2)), compare('<', scan.axis, field(f, 3)))
  const starts = question.frames.map((one) => one.from).sort()
  const ends = question.frames.map((one) => endOf(one, scan.moment)).sort()
  const bound = (op: string, iso: string | undefined) => (iso === undefined ? [] : [compare(op, scan.axis, instant(iso))])
  const rows = rowsOf(scan, question)
  return {
    columns: [
      { sql: name('*'), as: '' },
      { sql: call('arrayJoin', isEvent ? call('arrayFilter', lambda(['f'], inFrame), frames) : frames), as: 'frame' },
    ],
    from: rows.from,
    where: [...rows.where, ...(isEvent ? bound('>=', starts[0]) : []), ...bound('<', ends.at(-1)), ...notOver(scan, question)],
  }
}

/** Does an aggregate value money at a day of the question. */
const readsRates = (scan: Scan) => JSON.stringify(scan.aggregates).includes(`"${ratesName}"`)

/** All rates of the workspace in one list, in order of days. */
const ratesOf = (ws: number): Sql => ({
  node: 'scalar',
  select: {
    columns: [
      {
        sql: call(
          'arraySort',
          lambda(['x'], field(name('x'), 2)),
          call('groupArray', call('tuple', call('toString', name('currency')), name('day'), call('assumeNotNull', name('rate')))),
        ),
        as: 'rates',
      },
    ],
    from: { kind: 'table', name: 'rec_rates', final: true },
    where: [infix('=', name('ws'), number(ws))],
  },
})

/** The frame's columns and the credited person of each row; weight 1, or the share under split credit. */
function creditedRows(scan: Scan, question: ScanQuestion): Select {
  const split = scan.split
  const pair = name('credit_pair')
  const pairs =
    split &&
    call(
      'arrayJoin',
      call(
        'if',
        call('empty', split.people),
        list([call('tuple', scan.credit, call('toDecimal128', number(1), number(8)))]),
        call('arrayZip', split.people, call('arrayMap', lambda(['x'], call('ifNull', name('x'), number(0))), split.shares)),
      ),
    )
  const base: Select = {
    columns: [
      { sql: name('*'), as: '' },
      { sql: field(frame, 1), as: 'frame_no' },
      { sql: field(frame, 2), as: frameNames.from },
      { sql: field(frame, 3), as: frameNames.until },
      // A state at the end of a period knows nothing of what came after it.
      { sql: field(frame, 5), as: frameNames.as_of },
      { sql: field(frame, 4), as: frameNames.asked },
      ...(pairs ? [{ sql: pairs, as: 'credit_pair' }] : []),
      ...(readsRates(scan) ? [{ sql: ratesOf(question.ws), as: ratesName }] : []),
    ],
    from: { kind: 'select', select: framed(scan, question) },
  }
  const share = pairs ? field(pair, 2) : number(1)
  const ofChannel = creditOfChannel(scan, question)
  return {
    columns: [
      { sql: name('*'), as: '' },
      { sql: pairs ? field(pair, 1) : scan.credit, as: creditedPerson },
      { sql: ofChannel === null ? share : infix('*', ofChannel, call('toFloat64', share)), as: 'weight' },
      { sql: isByAxis(scan.moment) ? scan.axis : name(frameNames.until), as: 'axis_moment' },
      { sql: call('assumeNotNull', call('ifNull', scan.at, name(frameNames.until))), as: 'person_moment' },
    ],
    from: { kind: 'select', select: base },
  }
}

/** Team path, role and first day of the credited person at the moment of the event. */
function organised(scan: Scan, question: ScanQuestion): Select {
  const spans: Select = {
    columns: [
      { sql: name('person'), as: 'span_person' },
      { sql: name('from_at'), as: 'span_from' },
      { sql: name('teams'), as: 'person_teams' },
      { sql: name('role'), as: 'person_role' },
      { sql: name('hired_at'), as: 'person_hired_at' },
    ],
    from: { kind: 'table', name: 'person_spans', final: true },
    where: [infix('=', name('ws'), number(question.ws))],
  }
  return {
    columns: [{ sql: name('*'), as: '' }],
    from: { kind: 'select', select: creditedRows(scan, question) },
    alias: 'cases',
    joins: [
      {
        kind: 'ASOF LEFT JOIN',
        source: { kind: 'select', select: spans },
        alias: 'spans',
        on: infix(
          'AND',
          infix('=', name(`cases.${creditedPerson}`), name('spans.span_person')),
          infix('>=', name('cases.person_moment'), name('spans.span_from')),
        ),
      },
    ],
  }
}

/** Does the scan lack one of these dimensions. */
export function lacks(scan: Pick<Scan, 'fact' | 'moment'>, dimensions: readonly DimensionDef[], lowering: Lowering): boolean {
  return dimensions.some((dimension) => dimension.sql(scan.fact, lowering) === null || (!isByAxis(scan.moment) && needsEvent(dimension.id)))
}

/** All cases of the scan the viewer may see, under the filters: what is counted and what is listed. */
export function casesSelect(scan: Scan, question: ScanQuestion, dimensions: readonly DimensionDef[]): { from: Select; where: Sql[] } {
  const scope = scopeSql(question.viewer)
  const organisation =
    scope.organisation || [...dimensions, ...question.filters.map((filter) => filter.dimension)].some((dimension) => dimension.organisation)
  const conditions = question.filters.map((filter) => filterSql(filter, scan.fact, question.lowering)).filter((sql) => sql !== null)
  // The scope of the viewer is among the filters too.
  const credited = scan.fact.made === 'credits' ? [infix('>', name('weight'), number(0))] : []
  const once = new Map([scope.condition, ...conditions, ...credited].map((sql) => [JSON.stringify(sql), sql]))
  const where = [...once.values()].filter((sql) => !(sql.node === 'number' && sql.value === 1))
  return { from: organisation ? organised(scan, question) : creditedRows(scan, question), where }
}

/** Can no case stand in any period, whatever the rows: there is nothing to ask then. */
export const isEmptyScan = ({ aggregates, moment, axis }: Scan): boolean => aggregates.length === 0 || (isByAxis(moment) && isNothing(axis))

/** The grouped select of a scan; `frame_no`, d0, d1 … and the aggregates. Rows of the total have `is_total` = 1. */
export function groupedSelect(
  scan: Scan,
  question: ScanQuestion,
  dimensions: readonly DimensionDef[],
  only: 'both' | 'rows' | 'total',
): Select {
  const cases = casesSelect(scan, question, dimensions)
  const groups = only === 'total' ? [] : dimensions.map((dimension, i) => ({ dimension, as: `d${i}` }))
  const keyed: Select = {
    columns: [
      { sql: name('*'), as: '' },
      ...groups.map(({ dimension, as }) => {
        const sql = dimension.sql(scan.fact, question.lowering) ?? text('')
        return {
          sql: dimension.many
            ? call(
                'arrayJoin',
                call('if', call('empty', sql), list([dimension.form === 'text' ? text('') : call('toUInt64', number(0))]), sql),
              )
            : sql,
          as,
        }
      }),
    ],
    from: { kind: 'select', select: cases.from },
    where: [...cases.where, ...sharedConditions(scan.aggregates)],
  }
  const names = groups.map((group) => group.as)
  const columns = scan.fact.columns.map((column) => column.name)
  const isWhole = scan.split === null && creditOfChannel(scan, question) === null
  const named = nameShared(scan.aggregates.map((aggregate) => countWhole(aggregate, isWhole)))
  const rows = named.levels.reduce<Select>(
    (below, level) => ({ columns: [{ sql: name('*'), as: '' }, ...level], from: { kind: 'select', select: below } }),
    keyed,
  )
  const sets = only === 'both' && names.length > 0 ? [['frame_no', ...names], ['frame_no']] : [['frame_no', ...names]]
  const select: Select = {
    columns: [
      { sql: name('frame_no'), as: 'frame_no' },
      ...names.map((as) => ({ sql: name(as), as })),
      {
        sql: sets.length === 2 ? call('grouping', name(names[0] ?? '')) : number(only === 'total' || names.length === 0 ? 1 : 0),
        as: 'is_total',
      },
      ...named.aggregates.map(({ as, sql }) => ({ sql, as })),
    ],
    from: { kind: 'select', select: rows },
    groupBy: sets,
  }
  return readNamed(select, columns)
}
