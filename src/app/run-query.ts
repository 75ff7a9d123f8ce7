// Answers a question about KPIs: plan, run, cells, rows. Every door and every screen asks through here.
import type { Answer, AnswerColumn, AnswerRow, Cell, Member, Note, PlainCell } from '../contract/answer.ts'
import type { KpiEntry } from '../contract/kpi-entry.ts'
import type { Query, Viewer } from '../contract/query.ts'
import type { Catalogue } from '../kpi/catalogue.ts'
import { lifetimeSeed } from '../kpi/cells.ts'
import type { Lowering } from '../kpi/expression/types.ts'
import type { Frame } from '../kpi/passes/framing.ts'
import type { Plan } from '../kpi/plan.ts'
import { talliesAlone } from '../kpi/tallies-alone.ts'
import { GENERATOR } from '../stats/seeded-random.ts'
import type { Workspace } from '../store/tables/workspaces.ts'
import { findMembers, unknownMember } from '../warehouse/find-members.ts'
import { type Found, runPlan } from '../warehouse/run-plan.ts'
import { changeOf } from './change-of.ts'
import type { Shares } from './find-journey-rules.ts'
import { loadOwnCatalogue } from './load-own-catalogue.ts'
import { makeFigures } from './make-figures.ts'
import type { House } from './open-house.ts'
import { planQuestion } from './plan-question.ts'
import { casesIn, cellsOf, noteCounts } from './query-cells.ts'
import { rankRows } from './query-ranks.ts'
import { sortRows } from './sort-rows.ts'

export type Lang = 'ru' | 'uk' | 'en'
export type Ask = { workspace: string; viewer: Viewer; lang: Lang; now: Date }

/**
 * `catalogue`: the shipped one with figures of a screen that are no KPIs of their own. `shares`: of the channels, where they are known.
 * `valuesOf`: only these figures are asked for their values, of the others only how many cases they have.
 * `withTotal` false: the total is not read, for who shows rows alone; its cells then tell of no case.
 */
type QueryAsk = Ask & {
  query: Query
  catalogue?: Catalogue
  shares?: Shares | undefined
  valuesOf?: ReadonlySet<string>
  withTotal?: boolean
}

export async function runQuery(house: House, ask: QueryAsk): Promise<Answer> {
  const { query, lang, withTotal = true } = ask
  const catalogue = ask.catalogue ?? (await loadOwnCatalogue(house, ask.workspace))
  const isCounted = ask.valuesOf !== undefined
  const { plan: asking, question, workspace } = await planQuestion(house, { ...ask, catalogue, isCounted })
  const plan = ask.valuesOf === undefined ? asking : talliesAlone(asking, ask.valuesOf)
  const [measured, made] = await Promise.all([
    runPlan(house.warehouse, plan, question, { withTotal }),
    makeFigures(house, { ...ask, catalogue, isCounted, yardsticks: question.lowering.yardsticks }, plan),
  ])
  const found = { ...measured, groups: new Map([...measured.groups, ...made.groups]) }
  const members = await namesOf(house, workspace, plan, found, question.lowering)
  const asked = plan.kpis.filter((kpi) => query.kpis.includes(kpi.entry.id)).map((kpi) => kpi.entry)
  const cells = cellsOf(plan, found, made)
  const hasCases = casesIn(plan, found, made)
  const rows = answerRows({ query, plan, found, asked, cells, hasCases, members })
  const sorted = sortRows(
    rows,
    query,
    catalogue,
    plan.dimensions.map((dimension) => dimension.id),
  )
  const shown = sorted.slice(0, query.limit)
  const ranked = query.rank ? await rankRows(house, { ...ask, catalogue }, shown) : { rows: shown, notes: [] }
  return {
    ...headOf(workspace, query, plan),
    columns: asked.map((entry) => ({ ...columnOf(entry, lang), unit: made.unit?.(entry) ?? entry.unit })),
    rows: ranked.rows,
    total: Object.fromEntries(asked.map((entry) => [entry.id, pair(plan, entry, (frame) => cells(entry, frame, null), null)])),
    notes: [...notesOf(plan), ...caseNotes(plan, found, lang), ...ranked.notes],
  }
}

export function headOf(workspace: Workspace, query: Pick<Query, 'grain' | 'compare' | 'by'>, plan: Pick<Plan, 'framing'>) {
  const { period } = plan.framing
  return {
    workspace: workspace.id,
    timezone: workspace.settings.timezone,
    currency: workspace.settings.currency,
    as_of: period.asOf.round({ smallestUnit: 'second', roundingMode: 'floor' }).toString(),
    from: period.from.toString(),
    to: period.to.toString(),
    by: query.by ?? [],
    grain: query.grain ?? null,
    compare: query.compare ?? null,
  }
}

const columnOf = (entry: KpiEntry, lang: Lang): AnswerColumn => ({
  id: entry.id,
  kind: 'kpi',
  name: entry.name[lang],
  unit: entry.unit,
  better: entry.better,
  additive: entry.additive,
  version: entry.version,
})

type Names = ReadonlyMap<string, Member>[]

export async function namesOf(house: House, workspace: Workspace, plan: Plan, found: Found, lowering: Lowering): Promise<Names> {
  return Promise.all(
    plan.dimensions.map(async ({ form, nameOf }, i) => {
      const keys = [...found.groups.values()].map((values) => values[i] ?? '')
      return form === 'text'
        ? new Map(keys.filter((key) => key !== '').map((key) => [key, { id: key, name: nameOf?.(key, lowering) ?? key }]))
        : findMembers(house.warehouse, workspace.num, form, keys)
    }),
  )
}

type CellOf = (entry: KpiEntry, frame: Frame, group: string | null) => PlainCell

/** The cell of the current side, with the compared one and the change where a comparison is asked. */
function pair(plan: Plan, entry: KpiEntry, cell: (frame: Frame) => PlainCell, bucket: string | null): Cell {
  const frame = (side: Frame['side']) => plan.frames.find((one) => one.side === side && one.bucket === bucket)
  const current = frame('current')
  const previous = frame('previous')
  const now = cell(current as Frame)
  if (previous === undefined) return now
  const before = cell(previous)
  return { ...now, previous: before, change: changeOf(entry, now, before) }
}

function hasAnything(cell: Cell): boolean {
  const one = (c: PlainCell) => c.n > 0 || c.pending > 0 || c.excluded > 0 || c.unpriced > 0 || (c.value !== null && c.value !== 0)
  return one(cell) || (cell.previous !== undefined && one(cell.previous))
}

type RowSources = {
  query: Query
  plan: Plan
  found: Found
  asked: readonly KpiEntry[]
  cells: CellOf
  hasCases: ReturnType<typeof casesIn>
  members: Names
}

function answerRows({ query, plan, found, asked, cells, hasCases, members }: RowSources): AnswerRow[] {
  const buckets =
    query.grain === undefined ? [null] : [...new Set(plan.frames.flatMap((frame) => (frame.bucket === null ? [] : [frame.bucket])))]
  if (plan.dimensions.length === 0) {
    if (query.grain === undefined) return []
    return buckets.map((bucket) => ({
      period: bucket,
      ...cellsOfRow(plan, asked, (entry) => (frame) => cells(entry, frame, null), bucket),
    }))
  }
  return [...found.groups].flatMap(([key, values]) => {
    const head = Object.fromEntries(
      plan.dimensions.map((dimension, i) => [dimension.id, members[i]?.get(values[i] ?? '') ?? unknownMember]),
    )
    const ofGroup = buckets.map((bucket) => ({
      bucket,
      cells: cellsOfRow(plan, asked, (entry) => (frame) => cells(entry, frame, key), bucket),
    }))
    const isTold = ofGroup.some((row) => asked.some((entry) => hasAnything(row.cells[entry.id] as Cell)))
    if (!isTold && !asked.some((entry) => plan.frames.some((frame) => hasCases(entry, frame, key)))) return []
    return ofGroup.map((row) => ({ ...head, ...(row.bucket === null ? {} : { period: row.bucket }), ...row.cells }))
  })
}

const cellsOfRow = (
  plan: Plan,
  asked: readonly KpiEntry[],
  cell: (entry: KpiEntry) => (frame: Frame) => PlainCell,
  bucket: string | null,
): Record<string, Cell> => Object.fromEntries(asked.map((entry) => [entry.id, pair(plan, entry, cell(entry), bucket)]))

const caseNotes = (plan: Plan, found: Found, lang: Lang): Note[] =>
  noteCounts(plan, found)
    .filter(({ count }) => count > 0)
    .map(({ note, count }) => ({ code: note.code, text: note.text[lang].replace('{n}', String(Number(count.toFixed(2)))) }))

function notesOf(plan: Plan): Note[] {
  const notes: Note[] = []
  const past = plan.framing.period.asOf.toString() > (plan.frames[0]?.until ?? '')
  const undated = [...plan.dimensions, ...plan.filters.map((filter) => filter.dimension)].filter((dimension) => dimension.undated)
  if (plan.kpis.some((kpi) => kpi.kind === 'measured' && kpi.finish.type === 'lifetime_value'))
    notes.push({ code: 'seeded', text: `${GENERATOR}, seed ${lifetimeSeed}` })
  if (past && undated.length > 0) notes.push({ code: 'undated', text: undated.map((dimension) => dimension.id).join(', ') })
  return notes
}
