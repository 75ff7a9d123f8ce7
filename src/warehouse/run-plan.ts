// Runs the scans of a plan and gathers their numbers by frame and group. Prints and asks; decides nothing.

import { groupedSelect, isEmptyScan, type ScanQuestion } from '../kpi/passes/scan.ts'
import type { Plan } from '../kpi/plan.ts'
import { printSelect } from '../kpi/sql/print.ts'
import type { Warehouse } from './client.ts'

/** Key of a group: its values joined; the total is not a group. */
export const groupKey = (values: readonly string[]) => values.join('\u0001')

/** Aggregates of one group of one scan in one frame, by their names without the prefix of their part. */
export type Numbers = { get: (name: string) => unknown }

export type Found = {
  /** Groups seen in any scan, in no order: key → values of the dimensions. */
  groups: ReadonlyMap<string, readonly string[]>
  of: (part: { scan: number; prefix: string }, frame: number, group: string | null) => Numbers | null
}

type Row = Record<string, unknown> & { frame_no: number; is_total: number }

const readSettings = {
  output_format_json_quote_decimals: 0,
  output_format_json_quote_64bit_floats: 0,
  output_format_json_quote_denormals: 0,
  // Machine code of expressions that are new with every question costs more than it spares.
  compile_expressions: 0,
  compile_aggregate_expressions: 0,
  // Conditions are cheap: to keep rows aside for the branches of each costs twice what it spares.
  short_circuit_function_evaluation: 'disable',
  // Looked for in every condition of a long question, found in hardly one.
  optimize_and_compare_chain: 0,
}

/** `withTotal` false: groups alone, for who reads no total; where a case stands in several groups that spares a second statement. */
export async function runPlan(warehouse: Warehouse, plan: Plan, question: ScanQuestion, { withTotal = true } = {}): Promise<Found> {
  const { dimensions } = plan
  const many = dimensions.some((dimension) => dimension.many)
  const kinds =
    dimensions.length === 0
      ? (['total'] as const)
      : !withTotal
        ? (['rows'] as const)
        : many
          ? (['rows', 'total'] as const)
          : (['both'] as const)
  const groups = new Map<string, readonly string[]>()
  /** By scan and frame, then by group; those of the total under null. */
  const numbers = new Map<string, Map<string | null, Row>>()
  const read = async (no: number, only: 'both' | 'rows' | 'total') => {
    const scan = plan.scans[no]
    if (scan === undefined || isEmptyScan(scan)) return
    const usable = dimensions.every((dimension) => dimension.sql(scan.fact, question.lowering) !== null)
    if (only !== 'total' && !usable) {
      if (only === 'both') await read(no, 'total')
      return
    }
    const sql = printSelect(groupedSelect(scan, question, dimensions, only))
    for (const row of await warehouse.query<Row>(sql, { settings: readSettings })) {
      const isTotal = Number(row.is_total) === 1
      const values = dimensions.map((_, i) => String(row[`d${i}`] ?? ''))
      const key = isTotal ? null : groupKey(values)
      if (key !== null) groups.set(key, values)
      const place = `${no} ${row.frame_no}`
      const own = numbers.get(place) ?? new Map<string | null, Row>()
      numbers.set(place, own.set(key, row))
    }
  }
  await Promise.all(plan.scans.flatMap((_, no) => kinds.map((only) => read(no, only))))
  const of: Found['of'] = ({ scan, prefix }, frame, group) => {
    const row = numbers.get(`${scan} ${frame}`)?.get(group)
    return row === undefined ? null : { get: (name) => row[prefix + name] }
  }
  return { groups, of }
}
