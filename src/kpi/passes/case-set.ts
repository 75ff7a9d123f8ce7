// What the measures of a scan share: how their expressions are read, which cases of a population count, and how many there are.
import { AppError } from '../../contract/errors.ts'
import type { KpiEntry } from '../../contract/kpi-entry.ts'
import { lower, lowerFlag } from '../expression/lower.ts'
import { parseExpression } from '../expression/parse.ts'
import type { Lowering } from '../expression/types.ts'
import type { Aggregate, CaseSet } from '../plan.ts'
import { and, call, infix, name, no, not, type Sql, yes } from '../sql/nodes.ts'
import type { Fact } from '../vocabulary/columns.ts'

export type Measured = { set: CaseSet; aggregates: readonly Aggregate[] }

type PopulationSpec = { where?: string | undefined; excluded?: string | undefined; axis?: string | undefined }

/** Reads one expression of an entry, saying which when it cannot be. */
export function readSql(source: string, fact: Fact, lowering: Lowering, place: string): Sql {
  return located(place, () => lower(parseExpression(source), fact, lowering).sql)
}

export function readFlag(source: string, fact: Fact, lowering: Lowering, place: string): Sql {
  return located(place, () => lowerFlag(parseExpression(source), fact, lowering))
}

function located<T>(place: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    // The place is known only here; the message stays.
    if (cause instanceof AppError)
      throw new AppError(cause.code, cause.message, { path: place, ...(cause.hint === undefined ? {} : { hint: cause.hint }), cause })
    throw cause
  }
}

export const float = (sql: Sql) => call('toFloat64', sql)

export type Reader = ReturnType<typeof reader>

/** Reader of the expressions of one population. */
export function reader(entry: KpiEntry, fact: Fact, lowering: Lowering, prefix: string) {
  const place = (key: string) => `${entry.id}.${prefix}${key}`
  return {
    flag: (key: string, source: string | undefined, otherwise: Sql) =>
      source === undefined ? otherwise : readFlag(source, fact, lowering, place(key)),
    value: (key: string, source: string) => readSql(source, fact, lowering, place(key)),
  }
}

export function caseSet(population: PopulationSpec, fact: Fact, read: ReturnType<typeof reader>, axis: Sql): CaseSet {
  return {
    where: read.flag('where', population.where, yes),
    excluded: read.flag('excluded', population.excluded, no),
    pending: no,
    unpriced: no,
    hit: null,
    value: null,
    amount: null,
    n: no,
    distinct: null,
    paired: null,
    at: population.axis === undefined ? name(fact.axis) : axis,
  }
}

/** Cases that stand in the population. */
export const counted = (set: CaseSet): Sql => and(set.where, not(set.excluded))
/** Cases the figure rests on: neither waiting nor without a price. */
export const settled = (set: CaseSet): Sql => and(counted(set), not(set.pending), not(set.unpriced))

export const countIf = (condition: Sql): Sql => call('sumIf', name('weight'), condition)

/** n, pending, excluded and unpriced of a population; says in the set what its n counts. */
export function tallies(set: CaseSet, n = settled(set)): Aggregate[] {
  set.n = n
  return [
    { as: 'n', sql: set.distinct === null ? countIf(n) : call('uniqExactIf', set.distinct, n) },
    { as: 'pending', sql: countIf(and(counted(set), set.pending)) },
    { as: 'excluded', sql: countIf(and(set.where, set.excluded)) },
    { as: 'unpriced', sql: countIf(and(counted(set), not(set.pending), set.unpriced)) },
  ]
}

export const known = (value: Sql) => call('isNotNull', value)

export const sumIf = (value: Sql, condition: Sql): Sql => call('sumIf', infix('*', value, name('weight')), condition)
