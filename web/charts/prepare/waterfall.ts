// The parts of a change → the bars of a waterfall: before, each part from where the last one ended, after. Small parts stand as one.
import type { ExplainAnswer, ExplainPart } from '../../../src/contract/explain.ts'

export type Step = { id: string; part: ExplainPart | null; from: number; to: number; contribution: number; folded: number }

/** The greatest parts one by one, in the order of their size; what is left stands as one step at the end. */
export function prepareWaterfall({ before, parts }: Pick<ExplainAnswer, 'before' | 'parts'>, shownMax = 7): Step[] {
  const moved = parts.filter(({ contribution }) => contribution !== 0)
  const ordered = moved.toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
  const shown = ordered.length > shownMax + 1 ? ordered.slice(0, shownMax) : ordered
  const folded = ordered.slice(shown.length)
  let at = before ?? 0
  const step = (id: string, part: ExplainPart | null, contribution: number, count: number): Step => {
    const from = at
    at += contribution
    return { id, part, from, to: at, contribution, folded: count }
  }
  const steps = shown.map((part) => step(part.id, part, part.contribution, 0))
  if (folded.length === 0) return steps
  const rest = folded.reduce((sum, { contribution }) => sum + contribution, 0)
  return [...steps, step('folded', null, rest, folded.length)]
}
