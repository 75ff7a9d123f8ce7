// Query + catalogue → plan: resolves names, then lets each pass decide its part. Pure; `now`, zone and viewer arrive as arguments.

import type { Temporal } from 'temporal-polyfill'
import { AppError } from '../contract/errors.ts'
import type { KpiEntry } from '../contract/kpi-entry.ts'
import type { CreditMode, Query, Viewer } from '../contract/query.ts'
import type { Catalogue } from './catalogue.ts'
import { parseExpression } from './expression/parse.ts'
import type { Lowering } from './expression/types.ts'
import { namesIn } from './formula.ts'
import { creditOf } from './passes/credit.ts'
import { dimensionOf, filtersOf } from './passes/filter.ts'
import type { Zone } from './passes/framing.ts'
import { type Measured, measureOne, measureSide, readSql } from './passes/measure.ts'
import { framesOf } from './passes/period.ts'
import { lacks } from './passes/scan.ts'
import { type Finish, isByAxis, type KpiPlan, type Part, type Plan, type Scan } from './plan.ts'
import { name, type Sql } from './sql/nodes.ts'
import type { Fact } from './vocabulary/columns.ts'
import { findFact } from './vocabulary/facts.ts'

export type Asking = { now: Temporal.Instant; zone: Zone; lowering: Lowering; credit: CreditMode; viewer: Viewer }

type Population = { fact: string; axis?: string | undefined; moment: Scan['moment']; credit?: string | undefined; at?: string | undefined }

/** Looks up every KPI asked, and those that formulas need; names the unknown ones all at once. */
function resolveEntries(catalogue: Catalogue, ids: readonly string[]): { asked: KpiEntry[]; all: KpiEntry[] } {
  const unknown = ids.filter((id) => !catalogue.byId.has(id))
  if (unknown.length > 0)
    throw new AppError('bad_usage', `there is no KPI ${unknown.map((id) => `"${id}"`).join(', ')}`, {
      path: 'kpis',
      hint: 'rumb kpis lists them all',
    })
  const entry = (id: string) => catalogue.byId.get(id) as KpiEntry
  const all = new Map<string, KpiEntry>()
  const add = (id: string) => {
    if (all.has(id)) return
    all.set(id, entry(id))
    const { measure } = entry(id)
    if (measure.type === 'formula') for (const needed of namesIn(parseExpression(measure.formula))) add(needed)
  }
  for (const id of ids) add(id)
  return { asked: [...new Set(ids)].map(entry), all: [...all.values()] }
}

class ScanList {
  readonly scans: Scan[] = []
  private readonly byKey = new Map<string, number>()
  private readonly asking: Asking

  constructor(asking: Asking) {
    this.asking = asking
  }

  /** The scan a population belongs to, shared with every other of the same fact, axis and credit. */
  place(
    entry: KpiEntry,
    population: Population,
    measure: (fact: Fact, axis: Sql) => Measured,
  ): { scan: number; measured: Measured; prefix: string } {
    const fact = findFact(population.fact)
    if (fact === undefined) throw new AppError('bad_input', `there is no fact "${population.fact}"`, { path: `${entry.id}.measure.fact` })
    const { lowering, credit: mode } = this.asking
    const axis = population.axis === undefined ? name(fact.axis) : readSql(population.axis, fact, lowering, `${entry.id}.measure.axis`)
    const credit = creditOf(population.credit, fact, mode, lowering, `${entry.id}.measure.credit`)
    const byAxis = isByAxis(population.moment)
    const atFallback = byAxis ? axis : name('frame_until')
    const at = population.at === undefined ? atFallback : readSql(population.at, fact, lowering, `${entry.id}.measure.at`)
    const key = JSON.stringify([fact.name, population.moment, byAxis ? axis : null, credit, at])
    const known = this.byKey.get(key)
    const no =
      known ??
      this.scans.push({ fact, moment: population.moment, axis, credit: credit.person, split: credit.split, at, aggregates: [] }) - 1
    this.byKey.set(key, no)
    const scan = this.scans[no] as Scan
    const measured = measure(fact, axis)
    const prefix = `a${scan.aggregates.length}_`
    scan.aggregates.push(...measured.aggregates.map(({ as, sql }) => ({ as: prefix + as, sql })))
    return { scan: no, measured, prefix }
  }
}

type Blocked = (scan: number) => boolean

const partOf = ({ scan, prefix, measured }: ReturnType<ScanList['place']>, blocked: Blocked): Part => ({
  scan,
  prefix,
  set: measured.set,
  blocked: blocked(scan),
})

function planKpi(entry: KpiEntry, scans: ScanList, blocked: Blocked, lowering: Lowering): KpiPlan {
  const { measure } = entry
  if (measure.type === 'formula') return { entry, kind: 'formula', needs: namesIn(parseExpression(measure.formula)) }
  if (measure.type === 'ratio') {
    const sides = (['numerator', 'denominator'] as const).map((side) =>
      partOf(
        scans.place(entry, measure[side], (fact, axis) => measureSide(entry, measure[side], side, fact, axis, lowering)),
        blocked,
      ),
    )
    const finish: Finish = { type: 'ratio', scale: measure.scale, interval: measure.interval, money: entry.unit === 'money' }
    return { entry, kind: 'measured', parts: sides, finish }
  }
  let finish: Finish | undefined
  const placed = scans.place(entry, measure, (fact, axis) => {
    const one = measureOne(entry, measure, fact, axis, lowering)
    finish = one.finish
    return one
  })
  return { entry, kind: 'measured', parts: [partOf(placed, blocked)], finish: finish as Finish }
}

/** Cases counted beside the figures; each kind once. */
function planNotes(asked: readonly KpiEntry[], scans: ScanList, blocked: Blocked, lowering: Lowering): Plan['notes'] {
  const byCode = new Map(asked.flatMap((entry) => entry.notes.map((note) => [note.code, { entry, note }] as const)))
  return [...byCode.values()].map(({ entry, note }) => {
    const { code, text, ...population } = note
    const measure = { type: 'count' as const, ...population }
    return {
      note,
      part: partOf(
        scans.place(entry, note, (fact, axis) => measureOne(entry, measure, fact, axis, lowering)),
        blocked,
      ),
    }
  })
}

/** Errors: bad_usage for what the question gets wrong, bad_input for what the catalogue does. */
export function buildPlan(query: Query, catalogue: Catalogue, asking: Asking): Plan {
  const framing = framesOf(query, asking.now, asking.zone)
  const dimensions = (query.by ?? []).map((id, i) => dimensionOf(id, `by.${i}`))
  const filters = filtersOf(query.where)
  const { asked, all } = resolveEntries(catalogue, query.kpis)
  const scans = new ScanList(asking)
  const used = [...dimensions, ...filters.map((filter) => filter.dimension)]
  const blocked = (no: number) => lacks(scans.scans[no] as Scan, used, asking.lowering)
  const planned = new Map(all.map((entry) => [entry.id, planKpi(entry, scans, blocked, asking.lowering)]))
  const order = [...asked, ...all.filter((entry) => !asked.includes(entry))]
  return {
    framing,
    frames: framing.frames,
    dimensions,
    filters,
    scans: scans.scans,
    kpis: order.map((entry) => planned.get(entry.id) as KpiPlan),
    notes: planNotes(asked, scans, blocked, asking.lowering),
  }
}
