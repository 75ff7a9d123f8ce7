// The plan of a question that looks at the cases of figures and not at their values: what values alone are made of is not asked.
import type { MeasuredKpi, Part, Plan } from './plan.ts'

const tallies = ['n', 'pending', 'excluded', 'unpriced']

/** A ratio has what it divides by among its cases, strata their own count; of all other figures cases are counted apart from values. */
const countsByValue = ({ finish }: MeasuredKpi): boolean => finish.type === 'ratio' || finish.type === 'stratified_difference'

/** Sound where only the case counts of cells are read; figures of `whole` keep their values. */
export function talliesAlone(plan: Plan, whole: ReadonlySet<string>): Plan {
  const keys = new Map<Part, readonly string[] | null>(plan.notes.map(({ part }) => [part, ['n']]))
  for (const kpi of plan.kpis)
    if (kpi.kind === 'measured')
      for (const part of [...kpi.parts, ...kpi.rowParts]) keys.set(part, whole.has(kpi.entry.id) || countsByValue(kpi) ? null : tallies)
  const isKept = (scan: number, as: string): boolean =>
    [...keys].some(
      ([part, names]) =>
        part.scan === scan && (names === null ? as.startsWith(part.prefix) : names.some((name) => as === part.prefix + name)),
    )
  return {
    ...plan,
    scans: plan.scans.map((scan, no) => ({ ...scan, aggregates: scan.aggregates.filter(({ as }) => isKept(no, as)) })),
  }
}
