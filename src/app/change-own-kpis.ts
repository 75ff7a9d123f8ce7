// KPIs a company makes itself: listed, tried before they are kept, kept as versions, taken away and brought back.
import { AppError } from '../contract/errors.ts'
import { OWN_PREFIX } from '../contract/own-kpis.ts'
import type { ResourceInput, ResourceOutput } from '../contract/resources.ts'
import { readOwnKpi } from '../kpi/own-kpi.ts'
import { facts } from '../kpi/vocabulary/facts.ts'
import { listOwnKpis, markOwnKpiRemoved, putOwnKpi } from '../store/tables/own-kpis.ts'
import type { Caller } from './access/caller.ts'
import { giverName } from './access/invite.ts'
import { loadCatalogue } from './load-catalogue.ts'
import { withOwn } from './load-own-catalogue.ts'
import type { House } from './open-house.ts'
import { resolveWorkspace } from './resolve-workspace.ts'
import { type Ask, runQuery } from './run-query.ts'
import { searchRecords } from './search-records.ts'

const kpisMax = 100
const recordsShown = 8
const shownTypes: ReadonlySet<string> = new Set(['key', 'text', 'moment', 'seconds', 'amount', 'count', 'flag'])

export async function listOwn(house: House, { workspace }: Ask): Promise<ResourceOutput<'ownKpis'>> {
  const { num } = await resolveWorkspace(house, workspace)
  const shipped = await loadCatalogue()
  const rows = await listOwnKpis(house.store.db, num)
  return {
    kpis: rows.flatMap(({ source, version, changedAt, changedBy }) => {
      const { entry } = readOwnKpi(source, shipped, version)
      return entry === null ? [] : [{ entry, source, changed_at: changedAt.toISOString(), changed_by: changedBy }]
    }),
    facts: facts.map(({ name, columns }) => ({
      name,
      columns: columns.filter(({ type }) => shownTypes.has(type)).map(({ name: column, type }) => ({ name: column, type })),
    })),
  }
}

/** Every problem with its place; without any, the figure over the period and the records behind it. */
export async function tryOwnKpi(house: House, ask: Ask, input: ResourceInput<'ownKpiTry'>): Promise<ResourceOutput<'ownKpiTry'>> {
  const { source, ...period } = input
  const shipped = await loadCatalogue()
  const { entry, problems } = readOwnKpi(source, shipped, 1)
  if (entry === null) return { problems, entry: null, cell: null, records: [], count: null }
  const catalogue = withOwn(shipped, [entry])
  const query = { ...period, kpis: [entry.id] }
  const answer = await runQuery(house, { ...ask, catalogue, query })
  const cell = answer.total[entry.id] ?? null
  if (entry.measure.type === 'formula') return { problems: [], entry, cell, records: [], count: null }
  const listed = await searchRecords(house, {
    ...ask,
    catalogue,
    query: { ...period, kpi: entry.id, part: 'all', offset: 0, limit: recordsShown },
  })
  const records = listed.records.map(({ kind, id, name, at, amount }) => ({ kind, id, name, at, amount }))
  return { problems: [], entry, cell, records, count: listed.count }
}

type Change = Ask & { caller: Caller }

/** Throws bad_input with every problem and its place. */
export async function setOwnKpi(house: House, ask: Change, { source }: ResourceInput<'ownKpiSet'>): Promise<ResourceOutput<'ownKpiSet'>> {
  const { num } = await resolveWorkspace(house, ask.workspace)
  const { entry, problems } = readOwnKpi(source, await loadCatalogue(), 1)
  if (entry === null) {
    const [first] = problems
    throw new AppError('bad_input', `${first?.path}: ${first?.message}`, { problems, ...(first ? { path: first.path } : {}) })
  }
  const kept = await listOwnKpis(house.store.db, num)
  if (kept.length >= kpisMax && !kept.some(({ id }) => id === entry.id))
    throw new AppError('bad_input', `A company has at most ${kpisMax} KPIs of its own.`, { path: 'id' })
  const version = await putOwnKpi(house.store.db, num, { id: entry.id, source, at: ask.now, by: giverName(ask.caller) })
  house.news.tell(ask.workspace)
  return { entry: { ...entry, version } }
}

async function mark(house: House, ask: Change, id: string, at: Date | null): Promise<Record<string, never>> {
  const { num } = await resolveWorkspace(house, ask.workspace)
  const isDone = id.startsWith(OWN_PREFIX) && (await markOwnKpiRemoved(house.store.db, num, id, at))
  if (!isDone) throw new AppError('not_found', `There is no own KPI "${id}".`, { path: 'id' })
  house.news.tell(ask.workspace)
  return {}
}

export const removeOwnKpi = (house: House, ask: Change, { id }: { id: string }) => mark(house, ask, id, ask.now)
export const restoreOwnKpi = (house: House, ask: Change, { id }: { id: string }) => mark(house, ask, id, null)
