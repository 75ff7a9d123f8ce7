// What is written into the plan grid: kept at once, with a way back and forward again; a cell that cannot be kept keeps its text and says why.
import { useState } from 'react'
import type { PlanEntry } from '../api/contract.ts'
import { ApiProblem } from '../api/http.ts'
import { isSentTogether, type PlanWrite, useWritePlans } from '../api/use-plans.ts'
import type { GridRow } from '../charts/prepare/plan-grid.ts'

/** One cell: null = no plan. */
export type CellEdit = { row: GridRow; metric: string; before: number | null; after: number | null }
/** A text that is no plan, and why. */
export type BadCell = { text: string; why: 'number' | 'refused' }

const stepsMax = 100
export const cellKey = (row: { id: string }, metric: string): string => `${row.id} ${metric}`

const without = <Value>(all: Readonly<Record<string, Value>>, keys: ReadonlySet<string>): Record<string, Value> =>
  Object.fromEntries(Object.entries(all).filter(([key]) => !keys.has(key)))

export type PlanEdits = {
  bad: Readonly<Record<string, BadCell>>
  /** Written and not yet answered. */
  waiting: Readonly<Record<string, number | null>>
  isPending: boolean
  error: Error | null
  /** Good cells are kept, the bad ones stay with what was typed. */
  write: (edits: CellEdit[], bad: Readonly<Record<string, BadCell>>) => void
  forget: (key: string) => void
  undo: Step
  redo: Step
}
/** null = there is nothing to go to. */
type Step = (() => void) | null

/** The cells the server would not take, by their place in what was sent. */
function refusedCells(error: unknown, sent: readonly CellEdit[]): Record<string, BadCell> {
  if (!(error instanceof ApiProblem)) return {}
  return Object.fromEntries(
    error.problems.flatMap(({ path }) => {
      const edit = sent[sent.length === 1 ? 0 : Number(/^plans\.(\d+)\./.exec(path)?.[1] ?? -1)]
      const bad: BadCell = { text: String(edit?.after ?? ''), why: 'refused' }
      return edit ? [[cellKey(edit.row, edit.metric), bad]] : []
    }),
  )
}

export function usePlanEdits(plans: readonly PlanEntry[], range: { from: string; to: string }): PlanEdits {
  const save = useWritePlans()
  const [bad, setBad] = useState<Readonly<Record<string, BadCell>>>({})
  const [waiting, setWaiting] = useState<Readonly<Record<string, number | null>>>({})
  const [done, setDone] = useState<readonly CellEdit[][]>([])
  const [undone, setUndone] = useState<readonly CellEdit[][]>([])

  const send = async (edits: readonly CellEdit[]): Promise<CellEdit[]> => {
    const writes = (some: readonly CellEdit[]) => some.map((edit): PlanWrite => ({ ...edit, plan: planOf(plans, edit, range), range }))
    setWaiting((old) => ({ ...old, ...Object.fromEntries(edits.map(({ row, metric, after }) => [cellKey(row, metric), after])) }))
    const all = writes(edits)
    const [first] = await Promise.allSettled([save.mutateAsync(all)])
    const sent = edits.filter((_, i) => all[i] && isSentTogether(all[i]))
    const refused = first.status === 'rejected' ? refusedCells(first.reason, sent) : {}
    let kept = first.status === 'fulfilled' ? [...edits] : []
    if (Object.keys(refused).length > 0) {
      const rest = edits.filter(({ row, metric }) => !(cellKey(row, metric) in refused))
      const [second] = rest.length > 0 ? await Promise.allSettled([save.mutateAsync(writes(rest))]) : []
      kept = second?.status === 'fulfilled' ? rest : []
      setBad((old) => ({ ...old, ...refused }))
      if (rest.length === 0) save.reset()
    }
    setWaiting((old) => without(old, new Set(edits.map(({ row, metric }) => cellKey(row, metric)))))
    return kept
  }
  const write: PlanEdits['write'] = (edits, found) => {
    const touched = new Set(edits.map(({ row, metric }) => cellKey(row, metric)))
    setBad((old) => ({ ...without(old, touched), ...found }))
    const changes = edits.filter(({ before, after }) => before !== after)
    if (changes.length === 0) return
    void send(changes).then((kept) => {
      if (kept.length === 0) return
      setDone((steps) => [...steps, kept].slice(-stepsMax))
      setUndone([])
    })
  }
  const go = (step: readonly CellEdit[] | undefined, isBack: boolean) => {
    if (!step) return null
    const turned = isBack ? step.map((edit) => ({ ...edit, before: edit.after, after: edit.before })) : [...step]
    return () =>
      void send(turned).then((kept) => {
        if (kept.length === 0) return
        setDone((steps) => (isBack ? steps.slice(0, -1) : [...steps, [...step]]))
        setUndone((steps) => (isBack ? [...steps, [...step]] : steps.slice(0, -1)))
      })
  }
  return {
    ...{ bad, waiting, isPending: save.isPending, error: save.error, write },
    forget: (key) => setBad((old) => without(old, new Set([key]))),
    undo: go(done.at(-1), true),
    redo: go(undone.at(-1), false),
  }
}

/** The plan of a cell as it stands now: after an undo it may be another than when it was changed. */
function planOf(plans: readonly PlanEntry[], { row, metric }: CellEdit, range: { from: string; to: string }): PlanEntry | null {
  const isIts = ({ person, team }: PlanEntry) =>
    row.kind === 'company' ? !person && !team : row.kind === 'team' ? !person && team?.id === row.holder?.id : person?.id === row.holder?.id
  return plans.find((plan) => plan.metric === metric && plan.from === range.from && plan.to === range.to && isIts(plan)) ?? null
}
