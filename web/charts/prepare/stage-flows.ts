// Stages with their outcomes → streams: who went on to the next stage, and beside it each other thing that became of a visit.
import type { FunnelStage } from '../../api/contract.ts'
import type { FlowLink, FlowNode, FlowTone } from './flows.ts'
import { type Outcome, outcomes } from './funnel.ts'

type Words = { outcome: (outcome: Outcome) => string; count: (value: number) => string }

const tones: Readonly<Record<Outcome, FlowTone>> = {
  ...{ won: 'better', advanced: 'mark', skipped_over: 'soft' },
  ...{ re_piped: 'quiet', still_there: 'quiet', moved_back: 'quiet', lost: 'worse' },
}

/** Where a jump over stages landed is not known: it leaves the picture with its own name. */
export function prepareStageFlows(stages: readonly FunnelStage[], words: Words): { nodes: FlowNode[]; links: FlowLink[] } {
  const open = stages.filter(({ stage, entries }) => stage.kind === 'open' && entries > 0)
  const nodes: FlowNode[] = open.map(({ stage, entries }, column) => ({
    ...{ id: stage.id, column, label: `${stage.name} ${words.count(entries)}`, value: entries, tone: 'mark' },
  }))
  const links: FlowLink[] = []
  open.forEach((row, index) => {
    const next = open[index + 1]
    for (const outcome of outcomes) {
      const value = row[outcome]
      if (value === 0) continue
      const goesOn = outcome === 'advanced' && next !== undefined
      const to = goesOn ? next.stage.id : `${row.stage.id} ${outcome}`
      const label = `${words.outcome(outcome)} ${words.count(value)}`
      if (!goesOn) nodes.push({ id: to, column: index + 1, label, value, tone: tones[outcome] })
      links.push({ from: row.stage.id, to, value, tone: tones[outcome], text: `${row.stage.name}: ${label}` })
    }
  })
  return { nodes, links }
}
