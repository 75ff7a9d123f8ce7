// Funnel answer → rows of stages: bars on one scale from zero, outcomes as shares of the entries that sum to one.
import type { FunnelStage } from '../../api/contract.ts'

export const outcomes = ['won', 'advanced', 'skipped_over', 're_piped', 'still_there', 'moved_back', 'lost'] as const
export type Outcome = (typeof outcomes)[number]
/** Key of its name: what a qualification ends with is no sale yet. */
export const outcomeKey = (outcome: Outcome, pipelineKind: string | undefined) =>
  outcome === 'won' && pipelineKind === 'qualification' ? 'outcome.passed_on' : `outcome.${outcome}`

export type StageRow = {
  stage: FunnelStage
  /** Width of the stage's bar against the widest, 0..1. */
  width: number
  outcomes: { outcome: Outcome; count: number; share: number }[]
  isFinal: boolean
}

/** Which figure the bars show follows the rule: visits entered for strict, entities that got this far for reached. */
export function prepareFunnel(stages: readonly FunnelStage[], rule: 'reached' | 'strict'): StageRow[] {
  const countOf = (stage: FunnelStage) => (rule === 'strict' ? stage.entries : stage.reached)
  const widest = Math.max(1, ...stages.map(countOf))
  return stages.map((stage) => {
    const isFinal = stage.stage.kind !== 'open'
    const parts = outcomes.map((outcome) => ({
      outcome,
      count: stage[outcome],
      share: stage.entries > 0 ? stage[outcome] / stage.entries : 0,
    }))
    return { stage, width: countOf(stage) / widest, outcomes: isFinal ? [] : parts.filter(({ count }) => count > 0), isFinal }
  })
}

/** The open stage that loses the greatest part of those who entered it, among stages with enough visits to say so. */
export function findLeak(stages: readonly FunnelStage[], visitsMin = 30): FunnelStage | null {
  const open = stages.filter(({ stage, entries, conversion }) => stage.kind === 'open' && entries >= visitsMin && conversion.value !== null)
  return open.toSorted((a, b) => (a.conversion.value ?? 1) - (b.conversion.value ?? 1))[0] ?? null
}
