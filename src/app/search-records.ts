// The records behind a figure: the same plan as the figure, listed instead of counted.
import type { RecordsAnswer } from '../contract/answer.ts'
import { AppError } from '../contract/errors.ts'
import type { Query, RecordsQuery } from '../contract/query.ts'
import type { Catalogue } from '../kpi/catalogue.ts'
import { pageFigures, withFigures } from '../kpi/funnel-figures.ts'
import { gamingFigure } from '../kpi/gaming.ts'
import { journeyFigures } from '../kpi/journey-figures.ts'
import { ledgerFigures } from '../kpi/ledger-figures.ts'
import { listingsOf, listSelects } from '../kpi/passes/list-cases.ts'
import { seesMoney } from '../kpi/passes/rights.ts'
import { listConnections } from '../store/tables/connections.ts'
import type { Workspace } from '../store/tables/workspaces.ts'
import { type ListedCase, listCases, nameCases } from '../warehouse/list-records.ts'
import { loadGaming } from './find-gaming.ts'
import { isOfferFigure, listOfferCases } from './list-offer-cases.ts'
import { loadOwnCatalogue } from './load-own-catalogue.ts'
import type { House } from './open-house.ts'
import { planQuestion } from './plan-question.ts'
import { recordUrl } from './record-url.ts'
import type { Ask } from './run-query.ts'

type RecordsAsk = Ask & { query: RecordsQuery; catalogue?: Catalogue }

/** Throws bad_usage for an unknown KPI, for one made of others, and for what the question gets wrong. */
export async function searchRecords(house: House, ask: RecordsAsk): Promise<RecordsAnswer> {
  const [found] = await searchLists(house, [ask])
  return found!
}

/** Several lists of one workspace, whose names are read together. */
export async function searchLists(house: House, asks: readonly RecordsAsk[]): Promise<RecordsAnswer[]> {
  const ids = asks.map(({ query }) => kpiAsked(query))
  const lists = await Promise.all(asks.map((ask, i) => pageOf(house, ask, ids[i]!)))
  const ws = lists[0]!.workspace.num
  const cases = lists.flatMap(({ page }) => page)
  const [names, connections] = await Promise.all([nameCases(house.warehouse, ws, cases), listConnections(house.store.db, ws)])
  const named = new Map(cases.map((one, i) => [one, names[i] ?? null]))
  return asks.map((ask, i) => tell(ask, ids[i]!, lists[i]!, named, connections))
}

function kpiAsked({ kpi, kpis }: RecordsQuery): string {
  const id = kpi ?? kpis?.[0]
  if (id === undefined) throw new AppError('bad_usage', 'which KPI? Name one', { path: 'kpi', hint: 'rumb kpis lists them all' })
  return id
}

type Names = ReadonlyMap<ListedCase, string | null>
type Connections = Awaited<ReturnType<typeof listConnections>>

function tell({ query, viewer }: RecordsAsk, id: string, { count, page }: Listed, names: Names, connections: Connections): RecordsAnswer {
  return {
    kpi: id,
    part: query.part,
    count,
    records: page.map((one) => ({
      kind: one.kind,
      id: one.id,
      name: names.get(one) ?? one.id.slice(one.id.indexOf(':') + 1),
      at: one.at === null ? null : new Date(one.at).toISOString().replace('.000Z', 'Z'),
      amount: seesMoney(viewer) ? one.amount : null,
      reason: one.reason,
      url: recordUrl(connections, one.kind, one.id),
    })),
  }
}

type Listed = { workspace: Workspace; count: number; page: ListedCase[] }

async function pageOf(house: House, ask: RecordsAsk, id: string): Promise<Listed> {
  const { query } = ask
  if (isOfferFigure(id)) {
    const { workspace, count, cases } = await listOfferCases(house, ask, id, query)
    return { workspace, count, page: cases }
  }
  const { plan, question, workspace } = await planQuestion(house, {
    ...ask,
    query: wholePeriod(id, query),
    catalogue: withFigures(ask.catalogue ?? (await loadOwnCatalogue(house, ask.workspace)), [
      ...pageFigures,
      ...ledgerFigures,
      ...journeyFigures,
      ...(await loadGaming()).map(gamingFigure),
    ]),
  })
  const listings = listingsOf(plan.kpis[0]!, plan, query.part)
  // Two lists are read from their beginning, to be one.
  const offset = listings.length > 1 ? 0 : query.offset
  const range = { offset, limit: query.offset + query.limit - offset }
  const found = await Promise.all(listings.map((listing) => listCases(house.warehouse, listSelects(listing, question), range)))
  const page = latestFirst(found.flatMap((one) => one.cases)).slice(query.offset - offset, query.offset - offset + query.limit)
  return { workspace, count: found.reduce((sum, one) => sum + one.count, 0), page }
}

/** The question whose figure the list stands behind: one frame, no rows. */
function wholePeriod(kpi: string, query: RecordsQuery): Query {
  const { from, to, last, as_of, where, credit, model, with_repeat, with_costs } = query
  return { kpis: [kpi], from, to, last, as_of, where, credit, model, with_repeat, with_costs }
}

function latestFirst(cases: readonly ListedCase[]): ListedCase[] {
  const at = (one: ListedCase) => one.at ?? Number.NEGATIVE_INFINITY
  return [...cases].sort((a, b) => (at(b) === at(a) ? (a.id < b.id ? -1 : Number(a.id > b.id)) : at(b) - at(a)))
}
