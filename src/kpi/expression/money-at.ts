// An amount in workspace currency at a day of the question.
import { call, infix, lambda, name, number, type Sql, text } from '../sql/nodes.ts'
import { localDay } from './clocks.ts'
import type { Lowering } from './types.ts'

/** TRICKY (ClickHouse): the rates are a small scalar list, read while planning; only foreign amounts look into it. */
export function moneyAt(amount: Sql, currency: Sql, at: Sql, lowering: Lowering): Sql {
  const day = localDay(at, lowering)
  const rates = name(ratesName)
  const r = name('r')
  const known = infix(
    'AND',
    infix('=', { node: 'field', of: r, no: 1 }, currency),
    infix(
      'AND',
      infix('<=', { node: 'field', of: r, no: 2 }, day),
      infix('>=', { node: 'field', of: r, no: 2 }, infix('-', day, number(7))),
    ),
  )
  const rate = { node: 'field' as const, of: call('arrayLast', lambda(['r'], known), rates), no: 3 }
  const exact = call('CAST', infix('*', amount, rate), text('Nullable(Decimal(38, 8))'))
  const foreign = call('if', call('arrayExists', lambda(['r'], known), rates), exact, { node: 'null' })
  return call('if', call('in', currency, call('tuple', text(''), text(lowering.currency ?? ''))), amount, foreign)
}

/** Column of the scan that holds the rates of the workspace: (currency, day, rate), in order of days. */
export const ratesName = 'workspace_rates'
