// An own KPI as it was written → a catalogue entry, or every problem with its place. It is measured by the words of the catalogue alone:
// names of facts and columns are looked up, text never becomes SQL.
import { parseDocument } from 'yaml'
import { type KpiEntry, kpiEntrySchema, type Measure, type Texts } from '../contract/kpi-entry.ts'
import { type OwnKpiForm, ownKpiFormSchema } from '../contract/own-kpis.ts'
import { findRecordKind } from '../contract/records/kinds.ts'
import type { Catalogue } from './catalogue.ts'
import { checkEntry } from './check-entry.ts'
import { parseExpression } from './expression/parse.ts'
import { namesIn } from './formula.ts'

export type OwnProblem = { path: string; message: string }
export type ReadOwnKpi = { entry: KpiEntry | null; problems: OwnProblem[] }

const measures: ReadonlySet<Measure['type']> = new Set([
  ...(['count', 'sum', 'mean', 'quantile', 'share', 'waiting_share', 'ratio', 'ratio_of_sums', 'formula'] as const),
])
const aliasesMax = 10

/** `catalogue`: the shipped KPIs and the other own ones. */
export function readOwnKpi(source: string, catalogue: Catalogue, version: number): ReadOwnKpi {
  const document = parseDocument(source)
  const refused = (problems: OwnProblem[]): ReadOwnKpi => ({ entry: null, problems })
  if (document.errors.length > 0)
    return refused(
      document.errors.map(({ linePos, message }) => ({ path: `line ${linePos?.[0].line ?? 1}`, message: message.split('\n')[0]! })),
    )
  const parsed = ownKpiFormSchema.safeParse(document.toJS({ maxAliasCount: aliasesMax }))
  if (!parsed.success) return refused(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.') || 'id', message })))
  const entry = entryOf(parsed.data, version)
  const byId = new Map([...catalogue.byId, [entry.id, entry]])
  const wrong = checkEntry(entry, byId).map((one) => ({ ...one, path: placeIn(entry.id, one.path) }))
  const problems = wrong.length > 0 ? wrong : findForbidden(entry, catalogue)
  return problems.length > 0 ? refused(problems) : { entry, problems }
}

const placeIn = (id: string, path: string) => (path === id ? 'id' : path.replace(`${id}.`, ''))

function entryOf(form: OwnKpiForm, version: number): KpiEntry {
  const { name, question, formula, advice, pitfalls, needs, ...rest } = form
  const named = inThree(name)
  return kpiEntrySchema.parse({
    ...rest,
    version,
    name: named,
    question: question === undefined ? named : inThree(question),
    formula: formula === undefined ? inWords(form.measure) : inThree(formula),
    ...(advice === undefined ? {} : { advice: inThree(advice) }),
    ...(pitfalls === undefined ? {} : { pitfalls: inThree(pitfalls) }),
    needs: needs?.filter((kind) => findRecordKind(kind) !== undefined) ?? [],
    screen: 'kpis',
  })
}

function inThree(given: OwnKpiForm['name']): Texts {
  if (typeof given === 'string') return { ru: given, uk: given, en: given }
  const any = given.ru ?? given.uk ?? given.en ?? ''
  return { ru: given.ru ?? any, uk: given.uk ?? given.ru ?? any, en: given.en ?? any }
}

/** The rule as it was written, where nobody said it in words. */
function inWords(measure: Measure): Texts {
  const { type, ...rest } = measure
  const text = measure.type === 'formula' ? measure.formula : `${type}: ${JSON.stringify(rest).replaceAll('"', '')}`
  return { ru: text, uk: text, en: text }
}

/** What own KPIs are not made of: pay, costs of selling, figures of use cases, and other own KPIs. */
function findForbidden({ measure, pairs_with, needs }: KpiEntry, catalogue: Catalogue): OwnProblem[] {
  const parts = measure.type === 'ratio' ? [measure.numerator, measure.denominator, ...(measure.waiting ? [measure.waiting] : [])] : []
  const inner = measure.type === 'formula' ? namesOf(measure.formula) : []
  return [
    ...(measures.has(measure.type) ? [] : [{ path: 'measure.type', message: `an own KPI is one of ${[...measures].join(', ')}` }]),
    ...(parts.some(({ with_costs: costs }) => costs !== undefined)
      ? [{ path: 'measure', message: 'an own KPI reads no costs of selling' }]
      : []),
    ...inner.filter((id) => !isPlain(id, catalogue)).map((id) => ({ path: 'measure.formula', message: `an own KPI is not made of ${id}` })),
    ...pairs_with.filter((id) => !catalogue.byId.has(id)).map((id) => ({ path: 'pairs_with', message: `there is no KPI "${id}"` })),
    ...needs.filter((kind) => findRecordKind(kind) === undefined).map((kind) => ({ path: 'needs', message: `there is no kind "${kind}"` })),
  ]
}

const namesOf = (formula: string) => namesIn(parseExpression(formula))

/** Neither own nor, through whatever formulas, made by a use case. */
function isPlain(id: string, { byId }: Catalogue, seen: readonly string[] = []): boolean {
  const measure = byId.get(id)?.measure
  if (measure === undefined) return true
  if (id.startsWith('own_') || measure.type === 'made' || seen.includes(id)) return false
  return measure.type !== 'formula' || namesOf(measure.formula).every((inner) => isPlain(inner, { families: [], byId }, [...seen, id]))
}
