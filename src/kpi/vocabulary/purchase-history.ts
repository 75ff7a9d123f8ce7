// The purchases of a customer before the end of a period, as the models of lifetime value read them: how many after the first, when the
// last, for how long the customer has been seen, what a repeat one brought. In local days.
import type { Lowering } from '../expression/types.ts'
import { call, element, infix, lambda, name, nothing, number, type Sql, text } from '../sql/nodes.ts'

const until = name('frame_until')
const x = name('x')

const localDay = (moment: Sql, { timezone }: Lowering): Sql => call('toInt32', call('toDate32', call('toTimeZone', moment, text(timezone))))
const firstDay = (lowering: Lowering) => localDay(name('first_at'), lowering)
const soFar: Sql = call('arrayFilter', lambda(['x'], infix('<', x, until)), name('purchase_at'))

/** When the last one was. */
export const lastPurchase: Sql = element(soFar, number(-1))
/** Purchases after the first. */
export const repeats: Sql = infix('-', call('length', soFar), number(1))
/** Days from the first to the last. */
export const lastAfter = (lowering: Lowering): Sql => infix('-', localDay(lastPurchase, lowering), firstDay(lowering))
/** Days from the first to the last day of the period. */
export const seenFor = (lowering: Lowering): Sql =>
  infix('-', localDay(infix('-', until, call('toIntervalMillisecond', number(1))), lowering), firstDay(lowering))

const sales = (condition: Sql, value: Sql, otherwise: Sql): Sql =>
  call(
    'arrayMap',
    lambda(['x', 'v', 'b'], call('if', infix('AND', infix('<', x, until), condition), value, otherwise)),
    name('sale_at'),
    name('sale_amount'),
    name('sale_purchase'),
  )

/** Mean amount of the repeat purchases that have a price; null where none has. */
export const repeatAmount: Sql = (() => {
  const isPriced = infix('AND', infix('>', name('b'), number(1)), call('isNotNull', name('v')))
  const amounts = sales(isPriced, call('ifNull', call('toFloat64', name('v')), number(0)), call('toFloat64', number(0)))
  const priced = call(
    'arrayDistinct',
    call('arrayFilter', lambda(['p'], infix('>', name('p'), number(0))), sales(isPriced, name('b'), number(0))),
  )
  return infix('/', call('arraySum', amounts), call('nullIf', call('length', priced), number(0)))
})()

/** What was bought within so many days of the first purchase, that one included, of what has a price; null while they have not passed. */
export const boughtWithinDays = (days: number, lowering: Lowering): Sql => {
  const isNear = infix('<=', infix('-', localDay(x, lowering), firstDay(lowering)), number(days))
  const sum = call('arraySum', sales(isNear, call('ifNull', call('toFloat64', name('v')), number(0)), call('toFloat64', number(0))))
  return call('if', infix('>=', seenFor(lowering), number(days)), sum, nothing)
}

/** By whole months since the first purchase, 0 to `months`: have they passed, and what was bought by then, of what has a price. */
export const boughtByMonths = (months: number, lowering: Lowering): { isSeen: Sql; bought: Sql } => {
  const after = call('addMonths', call('toTimeZone', name('first_at'), text(lowering.timezone)), name('m'))
  const isPast = infix('<=', after, until)
  const amount = call(
    'if',
    infix('AND', infix('<', x, until), infix('<=', x, after)),
    call('ifNull', call('toFloat64', name('v')), number(0)),
    number(0),
  )
  const sum = call('arraySum', lambda(['x', 'v'], amount), name('sale_at'), name('sale_amount'))
  const byMonth = (body: Sql) => call('arrayMap', lambda(['m'], body), call('range', number(months + 1)))
  return { isSeen: byMonth(call('toUInt64', isPast)), bought: byMonth(call('if', isPast, sum, call('toFloat64', number(0)))) }
}
