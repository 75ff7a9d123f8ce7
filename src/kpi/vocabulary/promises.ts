// When a deal was promised: what the head marked comes with the question, not with the facts.
import type { Promised } from '../expression/types.ts'
import { call, field, lambda, list, name, number, type Sql, text } from '../sql/nodes.ts'

const never: Sql = call('toDateTime64', text('2200-01-01 00:00:00'), number(3), text('UTC'))
const instant = (iso: string): Sql => call('toDateTime64', text(iso.replace('T', ' ').replace('Z', '')), number(3), text('UTC'))

/** One of its moments; null for a deal that is not promised. */
export function promisedMoment(promised: readonly Promised[], which: 'from' | 'until' | 'cashAt'): Sql {
  const told = promised.flatMap((one) => {
    const at = one[which]
    return at === null ? [] : [call('tuple', call('cityHash64', text(one.deal)), instant(at))]
  })
  const all = list([call('tuple', call('toUInt64', number(0)), never), ...told])
  const own = call('arrayFirst', lambda(['p'], call('equals', field(name('p'), 1), name('k'))), all)
  return call('nullIf', call('if', call('equals', field(own, 1), name('k')), field(own, 2), never), never)
}
