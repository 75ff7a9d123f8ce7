// One live example of every KPI for the reference, from the small companies of the oracles: the whole figure, and how some rows differ.
import { askHouse } from '../../src/app/ask-house.ts'
import { loadCatalogue } from '../../src/app/load-catalogue.ts'
import type { House } from '../../src/app/open-house.ts'
import type { Answer, Cell, Member } from '../../src/contract/answer.ts'

type Figure = Pick<Cell, 'value' | 'low' | 'high' | 'n'>
export type KpiExample = {
  company: string
  currency: string
  from: string
  to: string
  total: Figure | null
  by: string | null
  rows: ({ name: string } & Figure)[]
}

type Asked = { workspace: string; from: string; to: string }
/** Where a figure is looked for, the first that has one. */
const asked: readonly Asked[] = [
  { workspace: 'demo', from: '2026-08-01', to: '2026-11-01' },
  { workspace: 'demo', from: '2026-10-01', to: '2026-11-01' },
  { workspace: 'steady', from: '2026-05-01', to: '2026-11-01' },
  { workspace: 'steady', from: '2024-11-01', to: '2025-11-01' },
  { workspace: 'steady', from: '2024-10-01', to: '2026-11-01' },
  { workspace: 'demo', from: '2026-11-01', to: '2026-12-01' },
]
const dimensions = ['person', 'channel_group', 'stage', 'script', 'source', 'product'] as const
const ROWS_MOST = 3
const ROWS_LEAST = 2

const figureOf = ({ value, low, high, n }: Cell): Figure => ({ value, low, high, n })

/** By KPI, in the order of the catalogue. */
export async function findKpiExamples(house: House, now: Date): Promise<Record<string, KpiExample>> {
  const caller = { kind: 'machine' as const }
  const ids = [...(await loadCatalogue()).byId.keys()]
  const ask = ({ workspace, ...period }: Asked, by: string[], kpis: readonly string[]) =>
    askHouse(house, { workspace, caller, address: null, door: null, lang: 'en', now }, 'query', { kpis, by, ...period })
  const found: Record<string, KpiExample> = {}
  for (const one of asked) {
    const lacking = ids.filter((id) => found[id] === undefined)
    for (let at = 0; at < lacking.length; at += 50) {
      const kpis = lacking.slice(at, at + 50)
      const [whole, ...split] = await Promise.all([ask(one, [], kpis), ...dimensions.map((by) => ask(one, [by], kpis))])
      for (const id of kpis) {
        const example = exampleOf(id, one, whole, split)
        if (example !== null) found[id] = example
      }
    }
  }
  return Object.fromEntries(ids.flatMap((id) => (found[id] === undefined ? [] : [[id, found[id]]])))
}

/** Null where neither the whole nor two rows have a value. */
function exampleOf(id: string, { workspace, from, to }: Asked, whole: Answer, split: readonly Answer[]): KpiExample | null {
  const total = whole.total[id]!
  const rows = split
    .map(({ by: [by = ''], rows: all }) => ({ by, rows: rowsOf(id, by, all) }))
    .find(({ rows: told }) => told.length >= ROWS_LEAST)
  if (total.value === null && rows === undefined) return null
  return {
    ...{ company: workspace, currency: whole.currency, from, to, total: total.value === null ? null : figureOf(total) },
    ...{ by: rows?.by ?? null, rows: rows?.rows ?? [] },
  }
}

/** The rows with the most cases. */
function rowsOf(id: string, by: string, rows: Answer['rows']): KpiExample['rows'] {
  return rows
    .flatMap((row) => {
      const [member, cell] = [row[by] as Member, row[id] as Cell]
      return member.id === null || cell.value === null || cell.n === 0 ? [] : [{ name: member.name ?? member.id, ...figureOf(cell) }]
    })
    .toSorted((a, b) => b.n - a.n || (a.name < b.name ? -1 : 1))
    .slice(0, ROWS_MOST)
}
