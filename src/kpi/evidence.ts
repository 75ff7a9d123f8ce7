// What a share rests on, as hits of cases: what pooling and ranking of people start from.
import { timelineOf } from '../stats/timeline.ts'
import { waitingShare } from '../stats/waiting-share.ts'
import type { Numbers } from './cells.ts'
import { unpackCases } from './packed-cases.ts'
import type { Finish } from './plan.ts'

export type Evidence = { k: number; n: number }

/** Is the figure a share of cases, which can be pooled. */
export const isPoolable = (finish: Finish): boolean =>
  finish.type === 'share' || finish.type === 'waiting_share' || (finish.type === 'ratio' && finish.interval === 'wilson')

const num = (numbers: Numbers, name: string): number => Number(numbers?.get(name) ?? 0)

/** Hits and cases of one group: of a waiting share those that would be as uncertain. `parts` as the plan has them. */
export function evidenceOf(finish: Finish, parts: readonly Numbers[]): Evidence {
  const [first = null, second = null] = parts
  if (finish.type === 'share') return { k: num(first, finish.hits), n: num(first, 'n') }
  if (finish.type === 'ratio') return { k: num(first, 'value'), n: num(second, 'value') }
  if (finish.type !== 'waiting_share') return { k: 0, n: 0 }
  const { value, n_eff } = waitingShare(timelineOf(unpackCases(first?.get(finish.cases), finish.entersLate)))
  return value === null || n_eff === null ? { k: 0, n: 0 } : { k: value * n_eff, n: n_eff }
}
