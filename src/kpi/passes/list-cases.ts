// Decides which cases stand behind a figure, and how a case is shown: from the same scan, filters and scope as the figure, so that
// the list and the number cannot differ.
import { AppError } from '../../contract/errors.ts'
import type { RecordPart } from '../../contract/query.ts'
import type { CaseSet, KpiPlan, MeasuredKpi, Part, Plan, Scan } from '../plan.ts'
import { and, call, infix, name, not, nothing, number, or, type Select, type Sql, text } from '../sql/nodes.ts'
import { findColumn } from '../vocabulary/facts.ts'
import { counted } from './case-set.ts'
import { casesSelect, type ScanQuestion } from './scan.ts'

/** Cases of one population that are listed. */
export type Listing = { scan: Scan; set: CaseSet; condition: Sql; distinct: Sql | null; isMoney: boolean }

/** Has the stratum of a case both sides, in what is listed. */
const hasBothSides = name('case_paired')

/** Rows of a listing: case_id, case_kind, case_at (Unix ms), case_amount, case_reason, case_company, case_contact. */
export type ListSelects = { count: Select; page: (limit: number, offset: number) => Select }

const isPending = (set: CaseSet) => and(counted(set), set.pending)
const isExcluded = (set: CaseSet) => {
  const byRule = and(set.where, set.excluded)
  return set.paired === null ? byRule : or(byRule, and(counted(set), not(hasBothSides)))
}
const inN = (set: CaseSet) => (set.paired === null ? set.n : and(set.n, hasBothSides))
const isUnpriced = (set: CaseSet) => and(counted(set), not(set.pending), set.unpriced)

function conditionOf(set: CaseSet, part: RecordPart): Sql {
  switch (part) {
    case 'all':
      return or(inN(set), isPending(set))
    case 'numerator':
      return and(inN(set), set.hit ?? number(1))
    case 'denominator':
      return inN(set)
    case 'pending':
      return isPending(set)
    case 'excluded':
      return isExcluded(set)
    case 'unpriced':
      return isUnpriced(set)
  }
}

/** Populations that a part is about: of a ratio the numerator's own, both for what has no price, else the denominator's. */
function sidesOf({ parts, finish }: MeasuredKpi, part: RecordPart): readonly Part[] {
  if (finish.type !== 'ratio' || part === 'unpriced') return parts
  // What may still come to the denominator stands third; only its waiting cases are ever listed.
  return part === 'numerator' ? parts.slice(0, 1) : parts.slice(1)
}

/**
 * The listings behind a part of a KPI; none of a side that lacks a dimension of the filters. Throws bad_usage for a KPI made of
 * others, naming them.
 */
export function listingsOf(kpi: KpiPlan, plan: Pick<Plan, 'scans'>, part: RecordPart): Listing[] {
  if (kpi.kind === 'formula')
    throw new AppError('bad_usage', `${kpi.entry.id} is made of other KPIs and has no records of its own`, {
      path: 'kpi',
      hint: `Open the records of ${kpi.needs.join(', ')}`,
    })
  if (kpi.kind === 'made')
    throw new AppError('bad_usage', `${kpi.entry.id} is made of plans and other figures and has no records of its own`, {
      path: 'kpi',
      hint: 'Open the records of the KPI it is about',
    })
  const sides = sidesOf(kpi, part).filter((one) => !one.blocked)
  return sides.map(({ scan: no, set }) => ({
    scan: plan.scans[no] as Scan,
    set,
    condition: conditionOf(set, part),
    // Cases out of the population, or still waiting, are counted one by one.
    distinct: part === 'pending' || part === 'excluded' || part === 'unpriced' ? null : set.distinct,
    isMoney: kpi.entry.unit === 'money',
  }))
}

const column = (scan: Scan, id: string, otherwise: Sql): Sql => (findColumn(scan.fact, id) === undefined ? otherwise : name(id))

/** Why a case is not simply counted, in a short code. */
function reasonOf({ scan, set }: Listing): Sql {
  const coded = (id: string, otherwise: string) => {
    const code = findColumn(scan.fact, id)
    return code === undefined ? text(otherwise) : call('if', infix('!=', name(id), text('')), call('toString', name(id)), text(otherwise))
  }
  const excluded = coded(scan.fact.name === 'visits' ? 'outcome' : 'population', 'excluded')
  return call(
    'multiIf',
    isExcluded(set),
    excluded,
    isPending(set),
    text('pending'),
    isUnpriced(set),
    coded('amount_missing', 'amount'),
    nothing,
  )
}

function amountOf({ scan, set, isMoney }: Listing): Sql {
  const amount = set.amount !== null ? set.amount : isMoney && set.value !== null ? set.value : column(scan, 'amount', nothing)
  return call('toFloat64', amount)
}

const fullId: Sql = call('concat', call('toString', name('source')), text(':'), name('id'))

/** The cases of a listing; where they count only in pairs, with the strata that have both sides. */
function withPairs({ set }: Listing, cases: ReturnType<typeof casesSelect>): ReturnType<typeof casesSelect> {
  if (set.paired === null) return cases
  const { stratum, treated } = set.paired
  const among: Select = { columns: [{ sql: name('*'), as: '' }], from: { kind: 'select', select: cases.from }, where: cases.where }
  const both: Select = {
    columns: [{ sql: stratum, as: 'paired_stratum' }],
    from: { kind: 'select', select: { ...among, where: [...cases.where, counted(set)] } },
    groupBy: [['paired_stratum']],
    having: [infix('!=', call('min', treated), call('max', treated))],
  }
  const paired = { sql: call('in', stratum, { node: 'scalar', select: both }), as: 'case_paired' }
  return { from: { ...among, columns: [...among.columns, paired] }, where: [] }
}

/** Selects of a listing. A case is listed once, whoever shares it, people or channels. */
export function listSelects(listing: Listing, question: ScanQuestion): ListSelects {
  const { scan, condition, distinct } = listing
  const cases = withPairs(listing, casesSelect(scan, question, []))
  const keys = [...new Set([scan.fact.axis, ...scan.fact.key])]
  const once = distinct === null ? (scan.split === null && scan.fact.made !== 'credits' ? null : keys) : ['case_distinct']
  const kind = findColumn(scan.fact, 'entity_kind') === undefined ? text(scan.fact.record.kind) : call('toString', name('entity_kind'))
  const rows: Select = {
    columns: [
      { sql: fullId, as: 'case_id' },
      { sql: kind, as: 'case_kind' },
      { sql: call('toUnixTimestamp64Milli', listing.set.at), as: 'case_at' },
      { sql: amountOf(listing), as: 'case_amount' },
      { sql: reasonOf(listing), as: 'case_reason' },
      { sql: column(scan, 'company', number(0)), as: 'case_company' },
      { sql: column(scan, 'contact', number(0)), as: 'case_contact' },
      ...(distinct === null ? [] : [{ sql: distinct, as: 'case_distinct' }]),
      ...keys.map((key) => ({ sql: name(key), as: '' })),
    ],
    from: { kind: 'select', select: cases.from },
    // A value that is unknown is no thing to count.
    where: [...cases.where, condition, ...(distinct === null ? [] : [call('isNotNull', distinct)])],
  }
  const counting = once === null ? call('count') : call('uniqExact', ...once.map(name))
  return {
    count: { columns: [{ sql: counting, as: 'n' }], from: { kind: 'select', select: rows } },
    page: (limit, offset) => ({
      ...rows,
      orderBy: [
        { sql: name('case_at'), descending: true },
        { sql: name('case_id'), descending: false },
        ...keys.map((key) => ({ sql: name(key), descending: false })),
      ],
      ...(once === null ? {} : { oneBy: once }),
      limit,
      offset,
    }),
  }
}
