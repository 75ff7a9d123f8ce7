// Decides what the measures that few KPIs have ask of a scan: shares for less against, the part of the greatest, the spread of months,
// differences over strata, histories of purchases.
import type { Measure } from '../../contract/kpi-entry.ts'
import type { Lowering } from '../expression/types.ts'
import type { CaseSet, Finish } from '../plan.ts'
import { and, call, field, infix, list, name, no, not, number, type Sql } from '../sql/nodes.ts'
import { boughtByMonths, lastAfter, repeatAmount, repeats, seenFor } from '../vocabulary/purchase-history.ts'
import { countIf, float, known, type Measured, type Reader, settled, sumIf, tallies } from './case-set.ts'

type Rare = Extract<Measure, { type: 'net_share' | 'top_share' | 'variation' | 'stratified_difference' | 'lifetime_value' | 'payback' }>

export function measureRare(set: CaseSet, measure: Rare, read: Reader, lowering: Lowering): Measured & { finish: Finish } {
  if (measure.type === 'stratified_difference') return stratifiedDifference(set, measure, read)
  if (measure.type === 'net_share') {
    set.hit = read.value('hit', measure.hit)
    const misses = read.value('miss', measure.miss)
    const aggregates = [
      { as: 'hits', sql: countIf(and(settled(set), set.hit)) },
      { as: 'misses', sql: countIf(and(settled(set), misses)) },
    ]
    return { set, aggregates: [...tallies(set), ...aggregates], finish: { type: 'net_share', hits: 'hits', misses: 'misses' } }
  }
  if (measure.type === 'lifetime_value') {
    const history = call('tuple', ...[repeats, lastAfter(lowering), seenFor(lowering), repeatAmount].map((sql) => float(sql)))
    const aggregates = [{ as: 'histories', sql: call('groupArrayIf', history, settled(set)) }]
    return {
      set,
      aggregates: [...tallies(set), ...aggregates],
      finish: { type: 'lifetime_value', histories: 'histories', horizonDays: measure.horizon_days, ofNew: measure.of_new },
    }
  }
  if (measure.type === 'payback') {
    const { isSeen, bought } = boughtByMonths(measure.months, lowering)
    const aggregates = [
      { as: 'counts', sql: call('sumForEachIf', isSeen, settled(set)) },
      { as: 'sums', sql: call('sumForEachIf', bought, settled(set)) },
    ]
    return {
      set,
      aggregates: [...tallies(set), ...aggregates],
      finish: { type: 'payback', counts: 'counts', sums: 'sums', cost: measure.cost },
    }
  }
  set.value = read.value('value', measure.value)
  set.unpriced = not(known(set.value))
  const weighed = call('ifNull', infix('*', set.value, name('weight')), call('toDecimal128', number(0), number(8)))
  const sumsBy = (key: ReturnType<Reader['value']>) => call('sumMapIf', list([key]), list([call('assumeNotNull', weighed)]), settled(set))
  if (measure.type === 'variation') {
    const sums = sumsBy(call('toInt32', read.value('back', measure.back)))
    const months = call('arrayMap', { node: 'lambda', names: ['x'], body: float(name('x')) }, field(sums, 2))
    const aggregates = [{ as: 'sums', sql: call('tuple', field(sums, 1), months) }]
    return { set, aggregates: [...tallies(set), ...aggregates], finish: { type: 'variation', sums: 'sums', months: measure.months } }
  }
  const greatest = call(
    'arraySlice',
    call('arrayReverseSort', field(sumsBy(read.value('group', measure.group)), 2)),
    number(1),
    number(measure.top),
  )
  const aggregates = [
    { as: 'top_sum', sql: call('arraySum', greatest) },
    { as: 'sum', sql: sumIf(set.value, settled(set)) },
  ]
  return { set, aggregates: [...tallies(set), ...aggregates], finish: { type: 'share_of_sums', hits: 'top_sum', all: 'sum', halves: [] } }
}

/** Hits and cases of both sides in each stratum: (strata, hits and cases of the side asked about, hits and cases of the other). */
function stratifiedDifference(
  set: CaseSet,
  measure: Extract<Measure, { type: 'stratified_difference' }>,
  read: Reader,
): Measured & { finish: Finish } {
  const treated = read.flag('treated', measure.treated, no)
  const hit = read.flag('hit', measure.hit, no)
  const stratum = call('cityHash64', ...measure.strata.map((source, i) => call('toString', read.value(`strata.${i}`, source))))
  set.hit = hit
  set.paired = { stratum, treated }
  const weigh = (condition: Sql) => list([call('if', condition, call('toFloat64', name('weight')), call('toFloat64', no))])
  const sides = [and(treated, hit), treated, and(not(treated), hit), not(treated)].map(weigh)
  const strata = { as: 'strata', sql: call('sumMapIf', list([stratum]), ...sides, settled(set)) }
  return { set, aggregates: [...tallies(set), strata], finish: { type: 'stratified_difference', strata: 'strata' } }
}
