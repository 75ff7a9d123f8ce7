// The cell of a KPI in a frame and group, from the numbers of the scans; formulas from the cells of their KPIs.
import type { PlainCell, Unit } from '../contract/answer.ts'
import type { CaseNote, KpiEntry } from '../contract/kpi-entry.ts'
import { addUp, emptyCell, finishOne, finishPayback, finishRatio, inUnit } from '../kpi/cells.ts'
import { parseExpression } from '../kpi/expression/parse.ts'
import type { YardstickValues } from '../kpi/expression/types.ts'
import { evaluate } from '../kpi/formula.ts'
import type { Frame } from '../kpi/passes/framing.ts'
import type { KpiPlan, MeasuredKpi, Part, Plan } from '../kpi/plan.ts'
import type { PersonRate } from '../stats/pooling.ts'
import type { Found, Numbers } from '../warehouse/run-plan.ts'

type Get = (frame: Frame, group: string | null) => PlainCell

/** What the question has found out already, or does not need. */
export type Known = {
  /** Yardsticks of the frames of the plan. */
  yardsticks?: Readonly<Record<string, YardstickValues>> | undefined
  /** How many cases figures have is all that is read of them. */
  isCounted?: boolean
}

/** Cells that a use case makes of plans and other figures, and the groups it has some for: key → values of the dimensions. */
export type Made = {
  groups: ReadonlyMap<string, readonly string[]>
  cell: (entry: KpiEntry, frame: Frame, group: string | null) => PlainCell
  /** Where it can be pooled and ranked: hits of cases, with the rate expected of them. */
  evidence?: (entry: KpiEntry, frame: Frame, group: string) => PersonRate | null
  /** Where it is that of the KPI asked about, and not the entry's own. */
  unit?: (entry: KpiEntry) => Unit | null
}
export const nothingMade: Made = { groups: new Map(), cell: () => emptyCell('undefined') }

export function cellsOf(
  plan: Plan,
  found: Found,
  made: Made = nothingMade,
): (entry: KpiEntry, frame: Frame, group: string | null) => PlainCell {
  const byId = new Map<string, Get>()
  const get = (id: string): Get => byId.get(id) ?? (() => emptyCell('undefined'))
  const getOf = (kpi: KpiPlan): Get => {
    if (kpi.kind === 'made') return (frame, group) => made.cell(kpi.entry, frame, group)
    return kpi.kind === 'measured' ? measured(plan, found, kpi, get) : formula(kpi, get)
  }
  for (const kpi of plan.kpis) byId.set(kpi.entry.id, getOf(kpi))
  return (entry, frame, group) => get(entry.id)(frame, group)
}

/** What a figure is made of in a group: of a ratio what is above and below, else one. */
export function partNumbers(
  found: Found,
  { parts, rowParts, finish }: MeasuredKpi,
  frame: Frame,
  group: string | null,
): (Numbers | null)[] {
  const numbers = (group === null ? parts : rowParts).map((part) => found.of(part, frame.no, group))
  return finish.type === 'ratio' ? numbers : [addUp(numbers)]
}

function measured(plan: Plan, found: Found, kpi: MeasuredKpi, get: (id: string) => Get): Get {
  const { entry, finish } = kpi
  return (frame, group) => {
    const parts = group === null ? kpi.parts : kpi.rowParts
    const lacking = parts.some((part) => part.blocked)
    if (lacking) {
      const filtered = plan.filters.some((filter) =>
        parts.some(
          (part) => part.blocked && filter.dimension.sql(plan.scans[part.scan]!.fact, { timezone: 'UTC', effectiveCallS: 0 }) === null,
        ),
      )
      if (group !== null || filtered) return withoutDimension(kpi, found, frame, group)
    }
    const numbers = partNumbers(found, kpi, frame, group)
    if (finish.type === 'payback') return finishPayback(finish, numbers[0] ?? null, get(finish.cost)(frame, group))
    if (finish.type === 'share_of_sums' && isNoSpend(plan, parts[0], numbers[0] ?? null)) return emptyCell('no_spend')
    if (finish.type !== 'ratio') return inUnit(entry, finishOne(finish, numbers[0] ?? null))
    const spend = parts.findIndex((part) => ['spend', 'expenses'].includes(plan.scans[part.scan]?.fact.name ?? ''))
    const rows = (name: string) => Number(numbers[spend]?.get(name) ?? 0)
    const noSpend = spend >= 0 && rows('n') + rows('unpriced') === 0
    return finishRatio(finish, numbers, { noSpend })
  }
}

/** Is it about spend, of which there is no row. */
function isNoSpend(plan: Plan, part: Part | undefined, numbers: Numbers | null): boolean {
  const rows = (name: string) => Number(numbers?.get(name) ?? 0)
  return part !== undefined && plan.scans[part.scan]?.fact.name === 'spend' && rows('n') + rows('pending') + rows('unpriced') === 0
}

/** What one side lacks leaves no value; the cases of the other side, when it is the one divided by, stay told. */
function withoutDimension({ parts, finish }: MeasuredKpi, found: Found, frame: Frame, group: string | null): PlainCell {
  const [, below, waiting] = parts
  if (finish.type !== 'ratio' || below === undefined || below.blocked) return emptyCell('no_dimension')
  const cell = finishRatio(
    finish,
    [null, ...[below, waiting].map((part) => (part === undefined || part.blocked ? null : found.of(part, frame.no, group)))],
    { noSpend: false },
  )
  return { ...cell, value: null, low: null, high: null, why: 'no_dimension' }
}

/** Has any part of a KPI a case in a group, though its cell may tell nothing. */
export function casesIn(plan: Plan, found: Found, made: Made = nothingMade): (entry: KpiEntry, frame: Frame, group: string) => boolean {
  const measures = new Map(plan.kpis.map((kpi) => [kpi.entry.id, kpi]))
  return (entry, frame, group) => {
    const kpi = measures.get(entry.id)
    // A plan is there though nothing was reached.
    if (kpi?.kind === 'made') return made.groups.has(group) && made.cell(entry, frame, group).value !== null
    return kpi?.kind === 'measured' && kpi.rowParts.some((part) => Number(found.of(part, frame.no, group)?.get('n') ?? 0) > 0)
  }
}

/** Cases of the notes over the whole period, by code. */
export function noteCounts(plan: Plan, found: Found): { note: CaseNote; count: number }[] {
  const frame = plan.frames.find((one) => one.side === 'current' && one.bucket === null)
  return plan.notes.map(({ note, part }) => ({
    note,
    count: frame === undefined || part.blocked ? 0 : Number(found.of(part, frame.no, null)?.get('n') ?? 0),
  }))
}

function formula(kpi: Extract<KpiPlan, { kind: 'formula' }>, get: (id: string) => Get): Get {
  const { measure } = kpi.entry
  const expression = measure.type === 'formula' ? parseExpression(measure.formula) : null
  return (frame, group) => {
    const parts = kpi.needs.map((id) => get(id)(frame, group))
    const value = expression === null ? null : evaluate(expression, (id) => get(id)(frame, group).value)
    const n = Math.min(...parts.map((part) => part.n))
    if (value === null) return { ...emptyCell(parts.find((part) => part.why !== null)?.why ?? 'undefined'), n }
    return { value, n, low: null, high: null, pending: 0, excluded: 0, unpriced: 0, why: null }
  }
}
