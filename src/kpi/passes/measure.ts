// Decides what a measure asks of a scan: which cases count, wait, are out or unpriced, and the aggregates its figure needs.
import type { KpiEntry, Measure } from '../../contract/kpi-entry.ts'
import { wallSeconds } from '../expression/clocks.ts'
import { frameNames, type Lowering } from '../expression/types.ts'
import type { Aggregate, CaseSet, Finish } from '../plan.ts'
import { and, call, field, infix, lambda, list, name, no, not, number, or, type Sql, yes } from '../sql/nodes.ts'
import type { Fact } from '../vocabulary/columns.ts'
import { caseSet, counted, countIf, float, known, type Measured, type Reader, reader, settled, sumIf, tallies } from './case-set.ts'
import { measureRare } from './measure-rare.ts'

const asOf = name(frameNames.as_of)

/** Exit and outcome of a case that waits for a hit or a miss: event 1, competing 2, undecided 0. */
type Waiting = { start: Sql; hitAt: Sql; hitSeconds: Sql | null; missAt: Sql; undatedHit: Sql; undatedMiss: Sql }

function waiting({ start, hitAt, hitSeconds, missAt, undatedHit, undatedMiss }: Waiting, lowering: Lowering): { exit: Sql; outcome: Sql } {
  const wall = (moment: Sql) => wallSeconds(moment, lowering)
  const never = call('toDateTime64', { node: 'text', value: '2200-01-01 00:00:00' }, number(3), { node: 'text', value: 'UTC' })
  const dated = (undated: Sql, at: Sql) =>
    undated === no ? call('ifNull', at, never) : call('if', undated, asOf, call('ifNull', at, never))
  const hit = dated(undatedHit, hitAt)
  const miss = dated(undatedMiss, missAt)
  const outcome = call(
    'multiIf',
    and(infix('<=', hit, asOf), infix('<=', hit, miss)),
    number(1),
    infix('<=', miss, asOf),
    number(2),
    number(0),
  )
  const exitAt = call('least', hit, miss, asOf)
  const plain = infix('-', wall(exitAt), wall(start))
  const exit = hitSeconds === null ? plain : call('if', infix('=', outcome, number(1)), call('ifNull', hitSeconds, plain), plain)
  return { exit: call('greatest', number(0), exit), outcome }
}

/** Cases in time as bytes (packed-cases.ts): exit, outcome and, where cases can enter late, entry. */
const casesOf = (set: CaseSet, exit: Sql, outcome: Sql, entry: Sql | null): Aggregate => {
  // TRICKY (ClickHouse): made a String on its own, a value loses its zero bytes; joined with others it keeps them.
  const bytes = (sql: Sql) => call('reinterpretAsFixedString', call('ifNull', sql, number(0)))
  const packed = [bytes(float(exit)), bytes(call('toUInt8', outcome)), ...(entry === null ? [] : [bytes(float(entry))])]
  return {
    as: 'cases',
    sql: call('base64Encode', call('arrayStringConcat', call('groupArrayIf', call('concat', ...packed), counted(set)))),
  }
}

type Simple = Exclude<Measure, { type: 'ratio' } | { type: 'formula' } | { type: 'made' }>

/** A measure with a second population is two of one each. */
export function populationsOf(measure: Simple): readonly Simple[] {
  if ((measure.type !== 'count' && measure.type !== 'share' && measure.type !== 'sum') || measure.also === undefined) return [measure]
  const { also, ...first } = measure
  if (first.type === 'sum') return [first, { type: 'sum', ...(also as NonNullable<Extract<Measure, { type: 'sum' }>['also']>) }]
  if (first.type === 'count') return [first, { type: 'count', ...also }]
  const { hit = first.hit, ...second } = also as NonNullable<Extract<Measure, { type: 'share' }>['also']>
  return [first, { type: 'share', half_priced: false, hit, ...second }]
}

/** The population and aggregates of a measure with one population. */
export function measureOne(entry: KpiEntry, measure: Simple, fact: Fact, axis: Sql, lowering: Lowering): Measured & { finish: Finish } {
  const read = reader(entry, fact, lowering, 'measure.')
  const set = caseSet(measure, fact, read, axis)
  switch (measure.type) {
    case 'count': {
      set.pending = read.flag('pending', measure.pending, no)
      set.distinct = measure.distinct === undefined ? null : read.value('distinct', measure.distinct)
      set.amount = measure.amount === undefined ? null : read.value('amount', measure.amount)
      // A state at a moment is what it is; what happens in a period could have been more or less.
      const interval = set.distinct === null && measure.moment !== 'as_of' ? (measure.interval ?? 'poisson') : 'none'
      return { set, aggregates: tallies(set), finish: { type: 'count', n: 'n', interval } }
    }
    case 'sum':
      return sum(set, read.value('value', measure.value))
    case 'mean': {
      set.pending = read.flag('pending', measure.pending, no)
      set.value = read.value('value', measure.value)
      if (measure.group !== undefined) return meanOfGroups(set, set.value, read.value('group', measure.group))
      const inN = measure.pending_counts ? counted(set) : and(counted(set), not(set.pending))
      set.unpriced = not(known(set.value))
      const used = and(inN, known(set.value))
      const value = float(set.value)
      return {
        set,
        aggregates: [
          ...tallies(set, used),
          { as: 'sum', sql: call('sumIf', infix('*', value, name('weight')), used) },
          { as: 'squares', sql: call('sumIf', infix('*', infix('*', value, value), name('weight')), used) },
        ],
        finish: { type: 'mean', sum: 'sum', squares: 'squares', pendingCounts: measure.pending_counts },
      }
    }
    case 'quantile': {
      set.value = read.value('value', measure.value)
      set.unpriced = not(known(set.value))
      const values = { as: 'values', sql: call('groupArrayIf', call('tuple', float(set.value), float(name('weight'))), settled(set)) }
      return { set, aggregates: [...tallies(set), values], finish: { type: 'quantile', values: 'values', q: measure.q } }
    }
    case 'share':
      return measure.weight === undefined ? share(set, measure, read) : shareOfSums(set, measure, measure.weight, read)
    case 'ratio_of_sums':
      return ratioOfSums(set, measure, read)
    case 'net_share':
    case 'top_share':
    case 'variation':
    case 'stratified_difference':
    case 'lifetime_value':
    case 'payback':
      return measureRare(set, measure, read, lowering)
    default:
      return timed(set, measure, read, lowering)
  }
}

/** Mean over groups of cases, each with the sum of its cases. */
function meanOfGroups(set: CaseSet, value: Sql, group: Sql): Measured & { finish: Finish } {
  set.distinct = group
  set.unpriced = not(known(value))
  const sums = field(call('sumMapIf', list([group]), list([infix('*', float(value), name('weight'))]), settled(set)), 2)
  const squared = call('arraySum', lambda(['x'], infix('*', name('x'), name('x'))), sums)
  return {
    set,
    aggregates: [...tallies(set), { as: 'sum', sql: call('arraySum', sums) }, { as: 'squares', sql: squared }],
    finish: { type: 'mean', sum: 'sum', squares: 'squares', pendingCounts: false },
  }
}

function sum(set: CaseSet, value: Sql): Measured & { finish: Finish } {
  set.value = value
  set.unpriced = not(known(value))
  const total = { as: 'sum', sql: call('sumIf', infix('*', value, name('weight')), settled(set)) }
  return { set, aggregates: [...tallies(set), total], finish: { type: 'sum', value: 'sum' } }
}

function share(set: CaseSet, measure: Extract<Measure, { type: 'share' }>, read: Reader): Measured & { finish: Finish } {
  set.pending = read.flag('pending', measure.pending, no)
  set.unpriced = read.flag('unpriced', measure.unpriced, no)
  set.hit = read.flag('hit', measure.hit, no)
  const hits = { as: 'hits', sql: countIf(and(settled(set), set.hit)) }
  return { set, aggregates: [...tallies(set), hits], finish: { type: 'share', hits: 'hits' } }
}

/** Share of the amounts of hits in the amounts of all. */
function shareOfSums(
  set: CaseSet,
  measure: Extract<Measure, { type: 'share' }>,
  weight: string,
  read: Reader,
): Measured & { finish: Finish } {
  set.pending = read.flag('pending', measure.pending, no)
  set.value = read.value('weight', weight)
  set.unpriced = or(not(known(set.value)), read.flag('unpriced', measure.unpriced, no))
  const hit = read.flag('hit', measure.hit, no)
  set.hit = hit
  const cases = and(counted(set), not(set.pending))
  const sides = [
    ['hits', hit],
    ['misses', not(hit)],
  ] as const
  const halves = sides.flatMap(([side, condition]) => [
    { as: `${side}_priced`, sql: countIf(and(settled(set), condition)) },
    { as: `${side}_all`, sql: countIf(and(cases, condition)) },
  ])
  const sums = [
    { as: 'hit_sum', sql: sumIf(set.value, and(settled(set), hit)) },
    { as: 'sum', sql: sumIf(set.value, settled(set)) },
  ]
  return {
    set,
    aggregates: [...tallies(set), ...sums, ...(measure.half_priced ? halves : [])],
    finish: {
      type: 'share_of_sums',
      hits: 'hit_sum',
      all: 'sum',
      halves: measure.half_priced ? sides.map(([side]) => [`${side}_priced`, `${side}_all`] as const) : [],
    },
  }
}

/** Two sums over the same cases, those that have both. */
function ratioOfSums(set: CaseSet, measure: Extract<Measure, { type: 'ratio_of_sums' }>, read: Reader): Measured & { finish: Finish } {
  const over = read.value('over', measure.over)
  set.value = read.value('value', measure.value)
  set.unpriced = or(not(known(set.value)), not(known(over)))
  const sums = [
    { as: 'value_sum', sql: sumIf(set.value, settled(set)) },
    { as: 'over_sum', sql: sumIf(over, settled(set)) },
  ]
  return { set, aggregates: [...tallies(set), ...sums], finish: { type: 'share_of_sums', hits: 'value_sum', all: 'over_sum', halves: [] } }
}

type Timed = Extract<Measure, { type: 'waiting_share' | 'survival_quantile' | 'survival_beyond' | 'incidence' }>

/** Figures over cases in time: pending ones are in n, censored at the moment asked. */
function timed(set: CaseSet, measure: Timed, read: Reader, lowering: Lowering): Measured & { finish: Finish } {
  if (measure.type === 'survival_quantile' || measure.type === 'survival_beyond') {
    const event = read.flag('event', measure.event, no)
    set.value = read.value('time', measure.time)
    set.pending = not(event)
    set.hit = event
    if (measure.type === 'survival_beyond') {
      const finish: Finish = { type: 'survival_beyond', cases: 'cases', entersLate: false, horizon: measure.horizon_days * 86_400 }
      return { set, aggregates: [...censusOf(set), casesOf(set, set.value, event, null)], finish }
    }
    const entry = measure.entry === undefined ? null : read.value('entry', measure.entry)
    const untold = read.flag('no_history', measure.no_history, no)
    set.excluded = or(set.excluded, untold)
    const aggregates = [...censusOf(set), casesOf(set, set.value, event, entry), { as: 'no_history', sql: countIf(and(set.where, untold)) }]
    const noHistory = measure.no_history === undefined ? null : 'no_history'
    return { set, aggregates, finish: { type: 'survival_quantile', cases: 'cases', entersLate: entry !== null, q: measure.q, noHistory } }
  }
  const undated = measure.type === 'waiting_share' ? measure : { undated_hit: undefined, undated_miss: undefined }
  const { exit, outcome } = waiting(
    {
      start: read.value('start', measure.start),
      hitAt: read.value('hit_at', measure.hit_at),
      hitSeconds: measure.hit_s === undefined ? null : read.value('hit_s', measure.hit_s),
      missAt: read.value('miss_at', measure.miss_at),
      undatedHit: read.flag('undated_hit', undated.undated_hit, no),
      undatedMiss: read.flag('undated_miss', undated.undated_miss, no),
    },
    lowering,
  )
  set.pending = infix('=', outcome, number(0))
  set.hit = infix('=', outcome, number(1))
  set.value = exit
  const entry = measure.type === 'incidence' && measure.entry !== undefined ? read.value('entry', measure.entry) : null
  const entersLate = entry !== null
  const aggregates = [...censusOf(set), casesOf(set, exit, outcome, entry)]
  if (measure.type === 'waiting_share') return { set, aggregates, finish: { type: 'waiting_share', cases: 'cases', entersLate } }
  const horizon = measure.median ? null : (measure.horizon_days ?? 90) * 86_400
  return { set, aggregates, finish: { type: 'incidence', cases: 'cases', entersLate, horizon, scale: measure.median ? 86_400 : 1 } }
}

/** Like tallies, but waiting cases are in n. */
const censusOf = (set: CaseSet): Aggregate[] => tallies(set, counted(set))

type RatioPart = Extract<Measure, { type: 'ratio' }>['numerator']

/** Sides of a ratio, in the order of its parts. */
export const ratioSides = ['numerator', 'denominator', 'waiting'] as const

/** One side of a ratio: a count, a sum or a count of different values; of what waits nothing but pending cases. */
export function measureSide(
  entry: KpiEntry,
  part: RatioPart,
  side: (typeof ratioSides)[number],
  fact: Fact,
  axis: Sql,
  lowering: Lowering,
): Measured {
  const read = reader(entry, fact, lowering, `measure.${side}.`)
  const set = caseSet(part, fact, read, axis)
  if (side === 'waiting') {
    set.pending = yes
    return { set, aggregates: tallies(set) }
  }
  if (part.distinct !== undefined) {
    set.distinct = read.value('distinct', part.distinct)
    return { set, aggregates: [...tallies(set), { as: 'value', sql: call('uniqExactIf', set.distinct, settled(set)) }] }
  }
  if (part.value === undefined) return { set, aggregates: [...tallies(set), { as: 'value', sql: countIf(settled(set)) }] }
  set.value = read.value('value', part.value)
  set.unpriced = not(known(set.value))
  return { set, aggregates: [...tallies(set), { as: 'value', sql: call('sumIf', infix('*', set.value, name('weight')), settled(set)) }] }
}
