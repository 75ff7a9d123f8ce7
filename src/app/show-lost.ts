// Refusals: what was lost and why, the dearest reason first.
import type { LostAnswer, LostQuery } from '../contract/analyses.ts'
import type { AnswerRow, Cell, Member } from '../contract/answer.ts'
import { withFigures } from '../kpi/funnel-figures.ts'
import { lostDeals, lostFigures, lostLeads, lostMoney, untouchedDeals, untouchedLeads } from '../kpi/lost-figures.ts'
import { loadCatalogue } from './load-catalogue.ts'
import type { House } from './open-house.ts'
import { type Ask, runQuery } from './run-query.ts'

type LostAsk = Ask & { query: LostQuery }
type Reason = LostAnswer['reasons'][number]

/** Share of refusals with a real reason. */
const KNOWN = 'lost_reason_known'
const reasonDimensions = ['lost_reason_group', 'lost_reason']

export async function showLost(house: House, ask: LostAsk): Promise<LostAnswer> {
  const catalogue = withFigures(await loadCatalogue(), lostFigures)
  const asked = (kpis: string[], by: string[]) => runQuery(house, { ...ask, catalogue, query: { ...ask.query, kpis, by } })
  const [answer, staged] = await Promise.all([
    asked([...lostFigures.map((entry) => entry.id), KNOWN], reasonDimensions),
    asked([lostDeals.id], [...reasonDimensions, 'lost_stage']),
  ])
  const { rows, columns, total, notes, ...head } = answer
  const stages = topStages(staged.rows)
  const reasons = rows.map((row) => reasonOf(row, stages.get(keyOf(row)) ?? null)).filter(({ leads, deals }) => leads + deals > 0)
  return {
    ...head,
    by: [],
    reasons: reasons.sort((a, b) => (b.money ?? 0) - (a.money ?? 0) || b.leads + b.deals - (a.leads + a.deals)),
    known: total[KNOWN]!,
    ...(notes.length === 0 ? {} : { notes }),
  }
}

const idOf = (row: AnswerRow, dimension: string) => (row[dimension] as Member).id
const keyOf = (row: AnswerRow) => JSON.stringify(reasonDimensions.map((dimension) => idOf(row, dimension)))

/** The stage most deals of a reason were lost from. */
function topStages(rows: readonly AnswerRow[]): Map<string, Reason['top_stage']> {
  const known = rows.filter((row) => idOf(row, 'lost_stage') !== null)
  const most = known.toSorted((a, b) => (b[lostDeals.id] as Cell).n - (a[lostDeals.id] as Cell).n)
  const top = new Map<string, Reason['top_stage']>()
  for (const row of most) {
    const { id, name } = row.lost_stage as Member
    if (!top.has(keyOf(row))) top.set(keyOf(row), { id: id!, name: name ?? id! })
  }
  return top
}

function reasonOf(row: AnswerRow, top_stage: Reason['top_stage']): Reason {
  const cell = (entry: { id: string }) => row[entry.id] as Cell
  return {
    group: idOf(row, 'lost_reason_group'),
    reason: idOf(row, 'lost_reason'),
    leads: cell(lostLeads).n,
    deals: cell(lostDeals).n,
    money: cell(lostMoney).value,
    top_stage,
    without_contact: cell(untouchedLeads).n + cell(untouchedDeals).n,
  }
}
