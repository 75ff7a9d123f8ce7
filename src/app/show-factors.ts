// Which habits go with a good result across people and months, the mix of leads held equal. An association, never called a cause.
import type { Answer, AnswerRow, Cell, Member, Note } from '../contract/answer.ts'
import { AppError } from '../contract/errors.ts'
import { type Factor, type FactorsAnswer, type FactorsQuery, outcomes } from '../contract/factors.ts'
import type { Catalogue } from '../kpi/catalogue.ts'
import { withFigures } from '../kpi/funnel-figures.ts'
import { factorFigures, factorKpis, factorLabels, factorsOfSeen, leadLoad, mixFigures } from '../kpi/success-factors.ts'
import { benjaminiHochberg } from '../stats/fisher-exact.ts'
import { type PanelRow, panelFactor } from '../stats/panel-factor.ts'
import { GENERATOR } from '../stats/seeded-random.ts'
import { findUnseen } from './curves/find-unseen.ts'
import { loadCatalogue } from './load-catalogue.ts'
import type { House } from './open-house.ts'
import { type Ask, runQuery } from './run-query.ts'

type FactorsAsk = Ask & { query: FactorsQuery }

const SEED = 1
const FALSE_FINDINGS = 0.1

/** Throws bad_usage for an outcome the catalogue does not have. */
export async function showFactors(house: House, ask: FactorsAsk): Promise<FactorsAnswer> {
  const { outcome, compare: _compare, ...period } = ask.query
  const catalogue = withFigures(await loadCatalogue(), factorFigures)
  const known = outcomes.filter((id) => catalogue.byId.has(id))
  if (outcome !== undefined && !known.includes(outcome))
    throw new AppError('bad_usage', `there is no KPI "${outcome}"`, { path: 'outcome', hint: `Known outcomes: ${known.join(', ')}` })
  const kpis = factorKpis.filter((id) => catalogue.byId.has(id))
  const asked = (ids: readonly string[], by: string[]) =>
    runQuery(house, { ...ask, catalogue, withTotal: false, query: { ...period, kpis: [...ids], by, grain: 'month' } })
  // A plan is of a person, whatever their role.
  const [results, habits, steps, roles, unseen] = await Promise.all([
    firstTold(outcome === undefined ? known : [outcome], (id) => asked([id], ['person'])),
    asked(kpis, ['person']),
    asked([scored], ['person', 'step']),
    runQuery(house, { ...ask, catalogue, withTotal: false, query: { ...period, kpis: [leadLoad.id], by: ['person', 'role'] } }),
    findUnseen(house, ask, period),
  ])
  const roleOf = new Map(roles.rows.map((row) => [idOf(row), row.role]))
  const resultOf = new Map(results.answer.rows.map((row) => [keyOf(row), row]))
  const stepsOf = Map.groupBy(steps.rows.filter(isOfStep), keyOf)
  const labels = new Map(
    steps.rows.filter(isOfStep).map((row) => [stepFactor(row), `${catalogue.byId.get(scored)!.name[ask.lang]}: ${stepOf(row).name}`]),
  )
  const rows = habits.rows.map(
    (row): AnswerRow => ({
      ...resultOf.get(keyOf(row)),
      ...row,
      ...Object.fromEntries((stepsOf.get(keyOf(row)) ?? []).map((step) => [stepFactor(step), step[scored]])),
      role: roleOf.get(idOf(row)) ?? { id: null, name: null },
    }),
  )
  const { rows: _rows, columns: _columns, total: _total, notes: _notes, ...head } = habits
  const chosen = results.id
  const told = rows.filter((row) => value(row, chosen) !== null && idOf(row) !== null)
  const notes: Note[] = [{ code: 'seeded', text: `${GENERATOR}, seed ${SEED}` }, ...unseen.notes]
  return {
    ...head,
    by: [],
    grain: null,
    outcome: chosen,
    people: new Set(told.map(idOf)).size,
    months: new Set(told.map(({ period: month }) => month)).size,
    factors: factorsOf({
      kpis: [...kpis, ...[...labels.keys()].sort()],
      labels,
      rows: told,
      outcome: chosen,
      unseen: unseen.people,
      catalogue,
      lang: ask.lang,
    }),
    claim: 'association',
    notes,
  }
}

/** The score of calls is looked at step by step too. */
const scored = 'call_score'
const stepOf = (row: AnswerRow) => row.step as Member
const stepFactor = (row: AnswerRow) => `${scored}:${stepOf(row).id}`
const isOfStep = (row: AnswerRow) => stepOf(row).id !== null && idOf(row) !== null

type Outcome = (typeof outcomes)[number]

/** The first outcome that is told of anybody; the first of all where none is. */
async function firstTold(ids: readonly Outcome[], ask: (id: Outcome) => Promise<Answer>): Promise<{ id: Outcome; answer: Answer }> {
  const [id = outcomes[0], ...others] = ids
  const answer = await ask(id)
  if (others.length === 0 || answer.rows.some((row) => value(row, id) !== null)) return { id, answer }
  const other = await firstTold(others, ask)
  return other.answer.rows.some((row) => value(row, other.id) !== null) ? other : { id, answer }
}

const value = (row: AnswerRow, id: string): number | null => (row[id] as Cell | undefined)?.value ?? null
const keyOf = (row: AnswerRow) => `${idOf(row)} ${String(row.period)}`
const idOf = (row: AnswerRow): string | null => (row.person as Member).id

type Told = {
  kpis: readonly string[]
  /** Of factors that are no KPI by themselves. */
  labels: ReadonlyMap<string, string>
  rows: readonly AnswerRow[]
  outcome: string
  unseen: ReadonlySet<string>
  catalogue: Catalogue
  lang: Ask['lang']
}

function factorsOf({ kpis, labels, rows, outcome, unseen, catalogue, lang }: Told): Factor[] {
  const found = kpis.flatMap((id) => {
    const seen = factorsOfSeen.has(id.split(':')[0]!) ? rows.filter((row) => !unseen.has(idOf(row)!)) : rows
    const factor = panelFactor(panelOf(seen, id, outcome), SEED)
    return factor === null ? [] : [{ id, ...factor }]
  })
  const adjusted = benjaminiHochberg(
    found.map(({ p }) => p),
    FALSE_FINDINGS,
  )
  return found
    .map(({ id, effect, low, high, best, rest, rows: n }, i) => {
      const label = factorLabels[id]?.[lang] ?? labels.get(id) ?? catalogue.byId.get(id)!.name[lang]
      return { id, label, effect, low, high, q: adjusted[i]!.q, best, rest, n, p: found[i]!.p }
    })
    .toSorted((a, b) => a.p - b.p)
    .map(({ p: _p, ...factor }) => factor)
}

/** People in months that have both; the mix of leads is held equal, but for the part of it that is asked about. */
function panelOf(rows: readonly AnswerRow[], id: string, outcome: string): PanelRow[] {
  const mix = mixFigures.map((figure) => figure.id).filter((one) => one !== id)
  const known = rows.flatMap((row) => {
    const [x, y] = [value(row, id), value(row, outcome)]
    const role = (row.role as Member).id ?? ''
    return x === null || y === null
      ? []
      : [{ person: idOf(row)!, x, y, mix: mix.map((one) => value(row, one)), levels: [String(row.period), role] }]
  })
  // Months without leads have the usual mix.
  const usual = mix.map((_, k) => {
    const told = known.flatMap((row) => row.mix[k] ?? [])
    return told.length === 0 ? 0 : told.reduce((sum, share) => sum + share, 0) / told.length
  })
  return known.map((row) => ({ ...row, mix: row.mix.map((share, k) => share ?? usual[k]!) }))
}
