// Query + catalogue → plan: resolves names, then lets each pass decide its part. Pure; `now`, zone and viewer arrive as arguments.

import type { Temporal } from 'temporal-polyfill'
import { AppError } from '../contract/errors.ts'
import type { KpiEntry, Measure } from '../contract/kpi-entry.ts'
import type { CreditMode, Query, Viewer } from '../contract/query.ts'
import type { Catalogue } from './catalogue.ts'
import { type DimensionDef, isOfPerson } from './dimensions.ts'
import { parseExpression } from './expression/parse.ts'
import { frameNames, type Lowering } from './expression/types.ts'
import { namesIn } from './formula.ts'
import { type Measured, readSql } from './passes/case-set.ts'
import { creditOf } from './passes/credit.ts'
import { dimensionOf, filtersOf, scopeFilters, scopeSql } from './passes/filter.ts'
import type { Zone } from './passes/framing.ts'
import { measureOne, measureSide, populationsOf, ratioSides } from './passes/measure.ts'
import { framesOf } from './passes/period.ts'
import { asksOpen } from './passes/prune.ts'
import { checkRights } from './passes/rights.ts'
import { lacks } from './passes/scan.ts'
import { type Filter, type Finish, isByAxis, type KpiPlan, type MeasuredKpi, type Part, type Plan, type Scan } from './plan.ts'
import { name, type Sql } from './sql/nodes.ts'
import type { Fact } from './vocabulary/columns.ts'
import { findFact } from './vocabulary/facts.ts'

export type Asking = { now: Temporal.Instant; zone: Zone; lowering: Lowering; credit: CreditMode; viewer: Viewer }

type Population = {
  fact: string
  where?: string | undefined
  axis?: string | undefined
  moment: Scan['moment']
  credit?: string | undefined
  at?: string | undefined
}

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
    if (measure.type === 'payback') add(measure.cost)
  }
  for (const id of ids) add(id)
  return { asked: [...new Set(ids)].map(entry), all: [...all.values()] }
}

class ScanList {
  readonly scans: Scan[] = []
  private readonly byKey = new Map<string, number>()
  private readonly asking: Asking
  private readonly isAboutPeople: boolean

  /** `isAboutPeople`: it matters whose a case is. */
  constructor(asking: Asking, isAboutPeople: boolean) {
    this.asking = asking
    this.isAboutPeople = isAboutPeople
  }

  /** The scan a population belongs to, shared with every other of the same fact and axis, and of the same credit where that matters. */
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
    const atFallback = byAxis ? axis : name(frameNames.as_of)
    const at = population.at === undefined ? atFallback : readSql(population.at, fact, lowering, `${entry.id}.measure.at`)
    const isOpenOnly = population.moment === 'as_of' && asksOpen(population.where, fact)
    const whose = this.isAboutPeople || credit.split !== null ? [credit, at] : []
    const key = JSON.stringify([fact.name, population.moment, axis, isOpenOnly, ...whose])
    const known = this.byKey.get(key)
    const no =
      known ??
      this.scans.push({
        fact,
        moment: population.moment,
        axis,
        credit: credit.person,
        split: credit.split,
        at,
        isOpenOnly,
        aggregates: [],
      }) - 1
    this.byKey.set(key, no)
    const scan = this.scans[no] as Scan
    const measured = measure(fact, axis)
    const prefix = `a${scan.aggregates.length}_`
    scan.aggregates.push(...measured.aggregates.map(({ as, sql }) => ({ as: prefix + as, sql })))
    return { scan: no, measured, prefix }
  }
}

type Blocked = (scan: number) => boolean
type Measurable = Exclude<Measure, { type: 'formula' } | { type: 'made' }>
/** Where a question is about people: nowhere, in its rows only, or in all of it. */
type Persons = 'none' | 'rows' | 'all'

const partOf = ({ scan, prefix, measured }: ReturnType<ScanList['place']>, blocked: Blocked): Part => ({
  scan,
  prefix,
  set: measured.set,
  blocked: blocked(scan),
})

/** The populations of a measure in their scans, and what their numbers make. */
function placeMeasure(
  entry: KpiEntry,
  measure: Measurable,
  scans: ScanList,
  blocked: Blocked,
  lowering: Lowering,
): Pick<MeasuredKpi, 'parts' | 'finish'> {
  if (measure.type === 'ratio') {
    const sides = ratioSides.flatMap((side) => {
      const given = measure[side]
      if (given === undefined) return []
      const part = lowering.withCosts && given.with_costs !== undefined ? { ...given, fact: given.with_costs } : given
      return partOf(
        scans.place(entry, part, (fact, axis) => measureSide(entry, part, side, fact, axis, lowering)),
        blocked,
      )
    })
    const money = entry.unit === 'money' || measure.denominator.value !== undefined
    return { parts: sides, finish: { type: 'ratio', scale: measure.scale, less: measure.less, interval: measure.interval, money } }
  }
  const placed = populationsOf(measure).map((one) => {
    let finish: Finish | undefined
    const place = scans.place(entry, one, (fact, axis) => {
      const measured = measureOne(entry, one, fact, axis, lowering)
      finish = measured.finish
      return measured
    })
    return { part: partOf(place, blocked), finish: finish as Finish }
  })
  return { parts: placed.map(({ part }) => part), finish: placed[0]!.finish }
}

/** Cases of a person or team can be other ones: spells of owners instead of leads; those of a step are the steps of calls. */
function planKpi(entry: KpiEntry, scans: ScanList, blocked: Blocked, asking: Asking, where: { persons: Persons; steps: Persons }): KpiPlan {
  const { measure } = entry
  const isByStep = entry.by_step !== undefined && where.steps !== 'none'
  const [by_person, persons] = isByStep ? [entry.by_step, where.steps] : [entry.by_person, where.persons]
  if (measure.type === 'formula') return { entry, kind: 'formula', needs: namesIn(parseExpression(measure.formula)) }
  if (measure.type === 'made') return { entry, kind: 'made', by: measure.by, figure: measure.figure }
  const place = (one: Measurable) => placeMeasure(entry, one, scans, blocked, asking.lowering)
  if (by_person === undefined || by_person.type === 'formula' || by_person.type === 'made' || persons === 'none') {
    const placed = place(measure)
    return { entry, kind: 'measured', rowParts: placed.parts, ...placed }
  }
  const ofPerson = place(by_person)
  const parts = persons === 'rows' ? place(measure).parts : ofPerson.parts
  return { entry, kind: 'measured', parts, rowParts: ofPerson.parts, finish: ofPerson.finish }
}

/** Cases counted beside the figures; each kind once. */
function planNotes(asked: readonly KpiEntry[], scans: ScanList, blocked: Blocked, lowering: Lowering): Plan['notes'] {
  const byCode = new Map(asked.flatMap((entry) => entry.notes.map((note) => [note.code, { entry, note }] as const)))
  return [...byCode.values()].map(({ entry, note }) => {
    const { code, text, ...population } = note
    const counting = (fact: Fact, axis: Sql) => {
      const { set, aggregates } = measureOne(entry, { type: 'count', ...population }, fact, axis, lowering)
      return { set, aggregates: aggregates.filter(({ as }) => as === 'n') }
    }
    return { note, part: partOf(scans.place(entry, note, counting), blocked) }
  })
}

function personsIn(dimensions: readonly DimensionDef[], filters: readonly Filter[], viewer: Viewer): Persons {
  if (filters.some(({ dimension }) => isOfPerson(dimension)) || scopeSql(viewer).isNarrow) return 'all'
  return dimensions.some(isOfPerson) ? 'rows' : 'none'
}

function stepsIn(dimensions: readonly DimensionDef[], filters: readonly Filter[]): Persons {
  if (filters.some(({ dimension }) => dimension.id === 'step')) return 'all'
  return dimensions.some(({ id }) => id === 'step') ? 'rows' : 'none'
}

/** Errors: bad_usage for what the question gets wrong, bad_input for what the catalogue does. */
export function buildPlan(query: Query, catalogue: Catalogue, asking: Asking): Plan {
  const framing = framesOf(query, asking.now, asking.zone)
  const dimensions = (query.by ?? []).map((id, i) => dimensionOf(id, `by.${i}`))
  const filters = [...filtersOf(query.where), ...scopeFilters(asking.viewer)]
  const used = [...dimensions, ...filters.map((filter) => filter.dimension)]
  const { asked, all } = resolveEntries(catalogue, query.kpis)
  checkRights({ entries: all, dimensions: used.map(({ id }) => id), byId: catalogue.byId }, asking.viewer)
  const blocked = (no: number) => lacks(scans.scans[no] as Scan, used, asking.lowering)
  const persons = personsIn(dimensions, filters, asking.viewer)
  const steps = stepsIn(dimensions, filters)
  const scans = new ScanList(asking, persons !== 'none')
  const planned = new Map(all.map((entry) => [entry.id, planKpi(entry, scans, blocked, asking, { persons, steps })]))
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
