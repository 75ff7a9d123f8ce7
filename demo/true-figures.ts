// What the figures of an analysis would be with endless data, worked out from the planted truths by arithmetic.
import { findScript } from './scripts.ts'
import { background, type Planted, passChance } from './truths.ts'

/** Weighted share of the steps from which a call follows the script, reached with these steps at their usual frequency. */
function followChance(weights: readonly number[], needed: number, usage: number): number {
  if (needed <= 1e-9) return 1
  const [weight, ...rest] = weights
  if (weight === undefined) return 0
  return usage * followChance(rest, needed - weight, usage) + (1 - usage) * followChance(rest, needed, usage)
}

/**
 * True difference of the win rate between deals whose first talk followed the script and the rest. Following it is not the
 * same as doing the helpful step: without that step a call can seldom follow it, with it it mostly does.
 */
export function trueScriptUplift(planted: Planted): number {
  const truth = planted.scriptStep
  if (!truth) return 0
  const script = findScript(truth.script)
  const total = script.steps.reduce((sum, step) => sum + (step.weight ?? 1), 0)
  const others = script.steps.filter((step) => step.key !== truth.step).map((step) => step.weight ?? 1)
  const own = script.steps.find((step) => step.key === truth.step)?.weight ?? 1
  const needed = script.threshold * total
  const withStep = followChance(others, needed - own, background.stepUsage)
  const withoutStep = followChance(others, needed, background.stepUsage)
  const { usage } = truth
  const followed = usage * withStep + (1 - usage) * withoutStep
  const doneIfFollowed = (usage * withStep) / followed
  const doneIfNot = (usage * (1 - withStep)) / (1 - followed)
  return truth.winGain * (doneIfFollowed - doneIfNot)
}

/** True expected entries of a person into each sales stage per deal, and the chance to pass it. */
function funnelOf(planted: Planted, person: string): { entries: number; pass: number }[] {
  let entries = 1
  return background.salesPass.map((_, position) => {
    const stage = { entries, pass: passChance(planted, person, position) }
    entries *= stage.pass
    return stage
  })
}

/** True opener or closer index over the sales pipeline alone: the person's passes over those of a colleague without any gift. */
export function trueIndex(planted: Planted, person: string, kind: 'opener' | 'closer'): number {
  const early = background.proposalPosition
  const stages = funnelOf(planted, person).map((stage, position) => ({ ...stage, plain: background.salesPass[position] as number }))
  const part = kind === 'opener' ? stages.slice(0, early) : stages.slice(early)
  const own = part.reduce((sum, stage) => sum + stage.entries * stage.pass, 0)
  const plain = part.reduce((sum, stage) => sum + stage.entries * stage.plain, 0)
  return own / plain
}
