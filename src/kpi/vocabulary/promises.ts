// When a deal was promised: what the head marked comes with the question, not with the facts.
import type { Promised } from '../expression/types.ts'
import { call, list, name, nothingOf, number, type Sql, text } from '../sql/nodes.ts'

const never: Sql = call('toDateTime64', text('2200-01-01 00:00:00'), number(3), text('UTC'))
const instant = (iso: string): Sql => call('toDateTime64', text(iso.replace('T', ' ').replace('Z', '')), number(3), text('UTC'))

/** One of its moments; null for a deal that is not promised. */
export function promisedMoment(promised: readonly Promised[], which: 'from' | 'until' | 'cashAt'): Sql {
  const told = promised.flatMap((one) => {
    const at = one[which]
    return at === null ? [] : [{ key: call('cityHash64', text(one.deal)), at: instant(at) }]
  })
  if (told.length === 0) return nothingOf(never)
  const [keys, moments] = [list(told.map(({ key }) => key)), list(told.map(({ at }) => at))]
  return call('nullIf', call('transform', name('k'), keys, moments, never), never)
}
