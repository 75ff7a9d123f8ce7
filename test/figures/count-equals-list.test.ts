// Count = list: for every KPI of the catalogue, whole and by every dimension it can take, the records behind each part of a figure
// are as many as the figure says. New KPIs and dimensions are covered by being there; of the rows a seeded sample is opened.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { simulateCompany } from '../../demo/company.ts'
import { demoSettings } from '../../demo/settings.ts'
import { loadCatalogue } from '../../src/app/load-catalogue.ts'
import { runQuery } from '../../src/app/run-query.ts'
import { searchRecords } from '../../src/app/search-records.ts'
import type { AnswerRow, Cell, Member } from '../../src/contract/answer.ts'
import type { KpiEntry } from '../../src/contract/kpi-entry.ts'
import type { RecordPart, Viewer } from '../../src/contract/query.ts'
import { dimensionIds } from '../../src/kpi/dimensions.ts'
import { seededRandom } from '../../src/stats/seeded-random.ts'
import { openToldHouse, owner, type ToldHouse } from '../shared/told-house.ts'

const now = new Date('2026-11-21T10:00:00Z')
const period = { from: '2026-08-01', to: '2026-11-01' }
const random = seededRandom(5)
const measured = [...(await loadCatalogue()).byId.values()].filter(
  (entry) => entry.measure.type !== 'formula' && entry.measure.type !== 'made',
)
let told: ToldHouse

beforeAll(async () => {
  told = await openToldHouse()
  const workspace = await told.makeWorkspace('demo', demoSettings)
  const { batches } = simulateCompany({ seed: 3, lastDay: '2026-11-20', firstDay: '2026-05-01', scale: 0.15 })
  const bySource = [...Map.groupBy(batches, ({ source }) => source)]
  const kindsOf = (own: (typeof bySource)[number][1]) => Object.fromEntries(own.map(({ kind, records }) => [kind, records]))
  await told.tell(workspace, Object.fromEntries(bySource.map(([source, own]) => [source, kindsOf(own)])))
}, 600_000)
afterAll(() => told?.close())

/** How many records a part must have, as far as the cell says it. */
function promised(entry: KpiEntry, cell: Cell): Partial<Record<RecordPart, number>> {
  const { measure } = entry
  const { n, pending, excluded, unpriced, value } = cell
  if (cell.why === 'no_dimension') return { denominator: n, pending, excluded, unpriced }
  const hits = (): number | undefined => {
    if (measure.type === 'count') return n
    if (measure.type === 'ratio')
      return measure.numerator.value === undefined && value !== null ? Math.round((value * n) / measure.scale) : undefined
    const isShare = (measure.type === 'share' && measure.weight === undefined) || (measure.type === 'waiting_share' && pending === 0)
    return isShare ? Math.round((value ?? 0) * n) : undefined
  }
  const numerator = hits()
  return { denominator: n, pending, excluded, unpriced, ...(numerator === undefined ? {} : { numerator }) }
}

type Check = { kpi: string; part: RecordPart; where: Record<string, string | null>; expected: number }

async function count({ kpi, part, where }: Check, viewer: Viewer): Promise<number> {
  const query = { kpi, part, where, ...period, offset: 0, limit: 0 }
  return (await searchRecords(told.house, { workspace: 'demo', viewer, lang: 'en', now, query })).count
}

async function expectCounts(checks: readonly Check[], viewer: Viewer = owner): Promise<void> {
  const found: Check[] = []
  for (const check of checks) found.push({ ...check, expected: await count(check, viewer) })
  expect(found).toEqual(checks)
}

const checksOf = (entry: KpiEntry, cell: Cell, where: Check['where']): Check[] =>
  Object.entries(promised(entry, cell)).map(([part, expected]) => ({ kpi: entry.id, part: part as RecordPart, where, expected }))

const query = (kpis: readonly KpiEntry[], by: string[], viewer = owner) =>
  runQuery(told.house, { workspace: 'demo', viewer, lang: 'en', now, query: { kpis: kpis.map(({ id }) => id), by, ...period } })

describe('the records behind a figure of the whole company', () => {
  it.each(measured.map((entry) => [entry.id, entry] as const))('%s', async (_, entry) => {
    const { total } = await query([entry], [])
    await expectCounts(checksOf(entry, total[entry.id] as Cell, {}))
  })
})

const pick = <T>(list: readonly T[]): T => list[Math.floor(random.uniform() * list.length)]!

/** One part, not empty, of one row in which the KPI has something. */
function sampleOf(entry: KpiEntry, rows: readonly AnswerRow[], dimension: string): Check[] {
  const filled = rows.filter((row) => {
    const { n, pending, excluded, unpriced } = row[entry.id] as Cell
    return n + pending + excluded + unpriced > 0
  })
  if (filled.length === 0) return []
  const row = pick(filled)
  const checks = checksOf(entry, row[entry.id] as Cell, { [dimension]: (row[dimension] as Member).id })
  const kept = checks.filter(({ expected }) => expected > 0)
  return kept.length === 0 ? [] : [pick(kept)]
}

/** So many of a list, in its order. */
function choose<T>(list: readonly T[], size: number): T[] {
  const drawn = list.map((item, at) => ({ item, at, lot: random.uniform() })).sort((a, b) => a.lot - b.lot)
  return drawn
    .slice(0, size)
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

const checksPerDimension = 20

describe('the records behind a row', () => {
  it.each(dimensionIds.map((id) => [id] as const))(
    'by %s',
    async (dimension) => {
      const checks: Check[] = []
      for (let at = 0; at < measured.length; at += 50) {
        const entries = measured.slice(at, at + 50)
        const { rows } = await query(entries, [dimension])
        checks.push(...entries.flatMap((entry) => sampleOf(entry, rows, dimension)))
      }
      await expectCounts(choose(checks, checksPerDimension))
    },
    300_000,
  )
})

describe('the records behind what another may see', () => {
  const viewers: Viewer[] = [
    { role: 'rep', person: null, teams: [] },
    { role: 'lead', person: null, teams: [] },
  ]
  it.each(viewers.map((viewer) => [viewer.role, viewer] as const))(
    'of a %s',
    async (_, viewer) => {
      const dimension = viewer.role === 'rep' ? 'person' : 'team'
      const { rows } = await query(
        measured.filter(({ id }) => id === 'leads'),
        [dimension],
      )
      const own = rows.map((row) => (row[dimension] as Member).id).find((id) => id !== null) as string
      const seen: Viewer = viewer.role === 'rep' ? { ...viewer, person: own } : { ...viewer, teams: [own] }
      const { total } = await query(measured, [], seen)
      const checks = measured.flatMap((entry) => checksOf(entry, total[entry.id] as Cell, {}).filter(({ part }) => part === 'denominator'))
      await expectCounts(checks, seen)
    },
    300_000,
  )
})
