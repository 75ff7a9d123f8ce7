// What a question becomes before it is SQL: scans of facts with the aggregates asked of each, and for every KPI how its cell is
// made of them. Data only.
import type { CaseNote, KpiEntry, Maker } from '../contract/kpi-entry.ts'
import type { DimensionDef } from './dimensions.ts'
import type { Frame, Framing } from './passes/framing.ts'
import type { Sql } from './sql/nodes.ts'
import type { Fact } from './vocabulary/columns.ts'

/** Conditions and values of one population inside a scan; all over the columns of the scan. */
export type CaseSet = {
  /** In the filter of the KPI at all. */
  where: Sql
  excluded: Sql
  pending: Sql
  unpriced: Sql
  hit: Sql | null
  value: Sql | null
  /** Told beside a case in the list, where that is not its value. */
  amount: Sql | null
  /** Cases the figure rests on: those of its n. */
  n: Sql
  /** What is counted once, where the figure counts different things. */
  distinct: Sql | null
  /** Cases count only where their stratum has both sides. */
  paired: { stratum: Sql; treated: Sql } | null
  /** Moment shown in the list of records. */
  at: Sql
}

export type Aggregate = { as: string; sql: Sql }

/** Is a case in the period by its own moment, or is a state read. */
export const isByAxis = (moment: Scan['moment']) => moment === 'event' || moment === 'planned'

/** One population placed in time and credited: what shares a scan is read once. */
export type Scan = {
  fact: Fact
  moment: 'event' | 'planned' | 'as_of' | 'under_way'
  /** Places a case in the period; of a state, what must have come for there to be a case. */
  axis: Sql
  /** Credited person: a key, or the credit mode of sales. */
  credit: Sql
  /** Split credit: persons and weights per case. */
  split: { people: Sql; shares: Sql } | null
  /** Moment whose team and role count. */
  at: Sql
  /** Only cases open at the moment asked are meant. */
  isOpenOnly: boolean
  aggregates: Aggregate[]
}

/** How the numbers of a scan make a cell. Names are those of aggregates. */
export type Finish =
  | { type: 'count'; n: string; interval: 'poisson' | 'none' }
  | { type: 'sum'; value: string }
  | { type: 'mean'; sum: string; squares: string; pendingCounts: boolean }
  /** `values`: pairs of value and weight. */
  | { type: 'quantile'; values: string; q: number }
  | { type: 'share'; hits: string }
  /** Sums; of which of each must be priced at least half: names of two counts, priced and all. */
  | { type: 'share_of_sums'; hits: string; all: string; halves: readonly (readonly [string, string])[] }
  | { type: 'net_share'; hits: string; misses: string }
  /** `sums`: lists of months back and of their sums. */
  /** `histories`: per customer repeat purchases, days to the last, days seen, mean amount. */
  | { type: 'lifetime_value'; histories: string; horizonDays: number; ofNew: boolean }
  /** `counts`, `sums`: customers followed so many whole months, and what they had bought by then; `cost`: id of a KPI. */
  | { type: 'payback'; counts: string; sums: string; cost: string }
  | { type: 'variation'; sums: string; months: number }
  | { type: 'waiting_share'; cases: string; entersLate: boolean }
  | { type: 'survival_quantile'; cases: string; entersLate: boolean; q: number; noHistory: string | null }
  | { type: 'survival_beyond'; cases: string; entersLate: boolean; horizon: number }
  | { type: 'incidence'; cases: string; entersLate: boolean; horizon: number | null; scale: number }
  | { type: 'stratified_difference'; strata: string }
  | { type: 'ratio'; scale: number; less: number; interval: 'none' | 'garwood' | 'wilson'; money: boolean }

/** A population of a KPI in a scan: names of its counting aggregates. `blocked`: asked by a dimension the fact lacks. */
export type Part = { scan: number; prefix: string; set: CaseSet; blocked: boolean }

/**
 * Parts of a ratio are what is above, what is below and what may still come to it; of any other figure populations whose cases add up. `rowParts`: of rows by
 * person, where they are other cases than those of the total.
 */
export type MeasuredKpi = { entry: KpiEntry; kind: 'measured'; parts: readonly Part[]; rowParts: readonly Part[]; finish: Finish }

export type MadeKpi = { entry: KpiEntry; kind: 'made'; by: Maker; figure: string }
export type KpiPlan = MeasuredKpi | MadeKpi | { entry: KpiEntry; kind: 'formula'; needs: readonly string[] }

export type Plan = {
  framing: Framing
  frames: readonly Frame[]
  dimensions: readonly DimensionDef[]
  filters: readonly Filter[]
  scans: readonly Scan[]
  kpis: readonly KpiPlan[]
  notes: readonly { note: CaseNote; part: Part }[]
}

/** Values of one dimension, OR; null = unknown. */
export type Filter = { dimension: DimensionDef; values: readonly (string | null)[] }
