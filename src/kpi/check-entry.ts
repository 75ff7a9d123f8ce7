// Checks one entry beyond its form: facts, columns and types of its expressions, and the ids it names.
import { AppError } from '../contract/errors.ts'
import type { KpiEntry, Measure } from '../contract/kpi-entry.ts'
import { lower } from './expression/lower.ts'
import { parseExpression } from './expression/parse.ts'
import type { Lowering } from './expression/types.ts'
import { namesIn } from './formula.ts'
import { creditOf } from './passes/credit.ts'
import { measureOne, measureSide, populationsOf, ratioSides } from './passes/measure.ts'
import { name } from './sql/nodes.ts'
import { findFact } from './vocabulary/facts.ts'

type Problem = { path: string; message: string }
const sample: Lowering = { timezone: 'UTC', effectiveCallS: 30 }

function problemsOf(check: () => unknown, place: string): Problem[] {
  try {
    check()
    return []
  } catch (error) {
    // The checker collects what resolving would throw, so that all problems are told at once.
    if (error instanceof AppError) return [{ path: error.path ?? place, message: error.message }]
    throw error
  }
}

type Population = { fact: string; axis?: string | undefined; at?: string | undefined; credit?: string | undefined }

function checkPopulation(entry: KpiEntry, population: Population, place: string): Problem[] {
  const fact = findFact(population.fact)
  if (fact === undefined) return [{ path: `${entry.id}.${place}.fact`, message: `there is no fact "${population.fact}"` }]
  const moments = (['axis', 'at'] as const).flatMap((key) => {
    const source = population[key]
    if (source === undefined) return []
    return problemsOf(() => {
      const typed = lower(parseExpression(source), fact, sample)
      if (typed.type !== 'moment') throw new AppError('bad_input', `a moment is expected, not a ${typed.type}`)
    }, `${entry.id}.${place}.${key}`)
  })
  return [
    ...moments,
    ...problemsOf(() => creditOf(population.credit, fact, 'closer', sample, `${entry.id}.${place}.credit`), `${entry.id}.${place}.credit`),
  ]
}

function checkNotes(entry: KpiEntry): Problem[] {
  return entry.notes.flatMap(({ code, text: _, ...population }) => {
    const found = checkPopulation(entry, population, `notes.${code}`)
    const fact = findFact(population.fact)
    return fact === undefined || found.length > 0
      ? found
      : problemsOf(() => measureOne(entry, { type: 'count', ...population }, fact, name(fact.axis), sample), `${entry.id}.notes.${code}`)
  })
}

export function checkEntry(entry: KpiEntry, byId: ReadonlyMap<string, KpiEntry>): Problem[] {
  const references = [...entry.pairs_with, ...entry.factors]
    .filter((id) => !byId.has(id))
    .map((id) => ({ path: entry.id, message: `names the KPI "${id}", which does not exist` }))
  const own = checkMeasure(entry, entry.measure, byId)
  const variants = [entry.by_person, entry.by_step].flatMap((measure) => (measure === undefined ? [] : checkMeasure(entry, measure, byId)))
  return [...checkNotes(entry), ...references, ...own, ...variants]
}

function checkMeasure(entry: KpiEntry, measure: Measure, byId: ReadonlyMap<string, KpiEntry>): Problem[] {
  if (measure.type === 'formula')
    return problemsOf(() => {
      const missing = namesIn(parseExpression(measure.formula)).filter((id) => !byId.has(id))
      if (missing.length > 0) throw new AppError('bad_input', `names KPIs that do not exist: ${missing.join(', ')}`)
    }, `${entry.id}.measure.formula`)
  if (measure.type === 'made') return []
  if (measure.type === 'ratio')
    return ratioSides.flatMap((side) => {
      const population = measure[side]
      if (population === undefined) return []
      const found = checkPopulation(entry, population, `measure.${side}`)
      const fact = findFact(population.fact)
      return fact === undefined || found.length > 0
        ? found
        : problemsOf(() => measureSide(entry, population, side, fact, name(fact.axis), sample), `${entry.id}.measure.${side}`)
    })
  return populationsOf(measure).flatMap((one) => {
    const found = checkPopulation(entry, one, 'measure')
    const fact = findFact(one.fact)
    if (fact === undefined || found.length > 0) return found
    return problemsOf(() => measureOne(entry, one, fact, name(fact.axis), sample), `${entry.id}.measure`)
  })
}
