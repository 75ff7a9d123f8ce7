// What to talk about with a person: what was agreed, what stood out, what was promised and not kept, what changed, what is at risk.
import type { AgendaItem, Scorecard } from '../../contract/scorecard.ts'

const FIGURES_MAX = 3
const DEALS_MAX = 3

type Sources = Pick<Scorecard, 'agreements' | 'findings' | 'promises' | 'figures' | 'deals' | 'calls'>

export function writeAgenda({ agreements, findings, promises, figures, deals, calls }: Sources): AgendaItem[] {
  const item = (kind: AgendaItem['kind'], part: Partial<AgendaItem>): AgendaItem => ({
    ...{ kind, kpi: null, ref: null, title: null, question: null, verdict: null },
    ...part,
  })
  const told = new Set(findings.map(({ evidence }) => evidence.kpi))
  const changed = (verdict: 'better' | 'worse') => figures.filter((one) => one.verdict === verdict && !told.has(one.kpi))
  const worst = calls.find(({ pick }) => pick === 'worst')
  return [
    ...agreements.filter(({ kept }) => kept === null).map(({ id, text }) => item('agreement', { ref: id, title: text })),
    ...findings.map(({ kind, title, question, evidence }) => item('finding', { kpi: evidence.kpi, title, question, verdict: kind })),
    ...promises.filter(({ kept }) => kept === false).map(({ deal }) => item('promise', { ref: deal.id, title: deal.name })),
    ...changed('worse')
      .slice(0, FIGURES_MAX)
      .map(({ kpi }) => item('figure', { kpi, verdict: 'worse' })),
    ...deals.slice(0, DEALS_MAX).map(({ id, name }) => item('deal', { ref: id, title: name })),
    ...(worst === undefined ? [] : [item('call', { ref: worst.call.call })]),
    // What went well is said too.
    ...changed('better')
      .slice(0, 1)
      .map(({ kpi }) => item('figure', { kpi, verdict: 'better' })),
  ]
}
