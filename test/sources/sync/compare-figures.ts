// All KPIs of a synced workspace beside those of the same company imported as records: which differ.

import { ingestRecords } from '../../../src/app/ingest-records.ts'
import { loadCatalogue } from '../../../src/app/load-catalogue.ts'
import type { House } from '../../../src/app/open-house.ts'
import { runQuery } from '../../../src/app/run-query.ts'
import type { AnswerRow, Cell } from '../../../src/contract/answer.ts'
import { owner } from '../../shared/told-house.ts'
import type { TrueCompany } from './true-company.ts'
import { type Shape, toRecords } from './true-records.ts'

type Given = { company: TrueCompany; shape: Shape & { firstLookS: number }; now: Date }

/** Ids of KPIs whose total, or whose cell of some person, is not the same. */
export async function compareFigures(house: House, { company, shape, now }: Given): Promise<string[]> {
  const records = toRecords(company, shape)
  await ingestRecords(house, { workspace: 'imported', now, batch: { source: 'crm', records } })
  const entries = [...(await loadCatalogue()).byId.values()]
  // Those made of plans, or fitted over all of them, say nothing of a source.
  const kpis = entries
    .filter(({ measure }) => measure.type !== 'made')
    .map(({ id }) => id)
    .sort()
  const ask = async (workspace: string, asked: readonly string[], by: readonly string[]) => {
    const query = { kpis: [...asked], by: [...by], from: '2026-08-01', to: now.toISOString().slice(0, 10) }
    const { rows, total } = await runQuery(house, { workspace, viewer: owner, lang: 'en', now, query })
    const cells = rows.flatMap((row) =>
      asked.map((kpi) => [`${kpi} ${nameOf(row)}`, (row as unknown as Record<string, Cell>)[kpi]] as const),
    )
    return new Map([...Object.entries(total), ...cells].map(([name, cell]) => [name, show(cell)]))
  }
  const differing = new Set<string>()
  for (const [asked, by] of [
    [kpis, []],
    [ofPeople, ['person']],
  ] as const) {
    const [synced, imported] = [await ask('synced', asked, by), await ask('imported', asked, by)]
    for (const name of [...synced.keys(), ...imported.keys()])
      if (synced.get(name) !== imported.get(name)) differing.add(name.split(' ')[0]!)
  }
  return [...differing].sort()
}

/** Those of which each person's is compared too: by first owner, by owner at the event, by who called. */
const ofPeople = [
  'leads',
  'qualified_leads',
  'win_rate',
  'revenue',
  'lost_deals',
  'stage_entries',
  'open_deals',
  'first_response_p50',
  'next_step_rate',
]

const nameOf = (row: AnswerRow) => String((row.person as { name?: string | null } | undefined)?.name ?? '')

const show = (cell: unknown) =>
  JSON.stringify(cell, (_, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(9)) : value))
