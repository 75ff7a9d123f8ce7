// What a customer is at the end of a period: bought lately or not, due to buy, covered by a contact; and when they left. Lately = within
// twice the usual gap between purchases, 30 to 365 days: the customer's own from four purchases on, else the segment's, else the company's.
import type { GapsByFrame, Lowering } from '../expression/types.ts'
import { neverDay, windowDays, windowOf } from '../leaving-days.ts'
import { call, compare, element, infix, lambda, list, name, nothing, number, type Sql, text } from '../sql/nodes.ts'

const from = name('frame_from')
const until = name('frame_until')
const asOf = name('frame_as_of')
const x = name('x')
/** From so many purchases on a customer has a gap of their own. */
const ownFrom = 4

const localDay = (moment: Sql, { timezone }: Lowering): Sql => call('toInt32', call('toDate32', call('toTimeZone', moment, text(timezone))))
/** Local months since the year 0. */
const localMonth = (moment: Sql, { timezone }: Lowering): Sql => {
  const local = call('toTimeZone', moment, text(timezone))
  return infix('+', times(call('toInt32', call('toYear', local)), number(12)), call('toInt32', call('toMonth', local)))
}

const minus = (a: Sql, b: Sql) => infix('-', a, b)
const times = (a: Sql, b: Sql) => infix('*', a, b)
const both = (a: Sql, b: Sql) => infix('AND', a, b)

/** Local days of the purchases so far, in order. */
const purchaseDays = (lowering: Lowering): Sql =>
  call('arrayMap', lambda(['x'], localDay(x, lowering)), call('arrayFilter', lambda(['x'], infix('<', x, until)), name('purchase_at')))

/** Days since the last purchase. */
const sinceLast = (lowering: Lowering): Sql => minus(localDay(until, lowering), element(purchaseDays(lowering), number(-1)))

/**
 * Quantile of the own gaps by Kaplan-Meier, the running one censored: of m gaps and the running one the i-th leaves 1 - i / (m + 1)
 * above it; gaps longer than the running one share what is left. Null = not reached.
 */
function ownGap(q: number, lowering: Lowering): Sql {
  const gaps = call('arraySort', call('arrayPopFront', call('arrayDifference', purchaseDays(lowering))))
  const m = call('length', gaps)
  const n = infix('+', m, number(1))
  const ended = call('arrayCount', lambda(['x'], infix('<=', x, sinceLast(lowering))), gaps)
  const within = call('ceil', minus(times(n, number(q)), number(1e-9)))
  const left = minus(number(1), infix('/', ended, n))
  const further = call('ceil', minus(times(minus(m, ended), minus(number(1), infix('/', number(1 - q), left))), number(1e-9)))
  const at = call('if', infix('<=', within, ended), within, infix('+', ended, call('greatest', number(1), further)))
  return call('if', infix('>', at, m), nothing, call('toFloat64', element(gaps, call('toInt64', at))))
}

const hasOwnGap = (lowering: Lowering) => infix('>=', call('length', purchaseDays(lowering)), number(ownFrom))

/** A figure of the segment of the customer in the frame, else of the company. */
function ofSegment({ company, segments }: GapsByFrame, figure: (gap: number | null) => number): Sql {
  const byFrame = (gaps: readonly (number | null)[]) =>
    element(list(gaps.map((gap) => call('toFloat64', number(figure(gap))))), infix('+', name('frame_no'), number(1)))
  const own = Object.entries(segments).flatMap(([segment, gaps]) => [infix('=', name('segment'), text(segment)), byFrame(gaps)])
  return own.length === 0 ? byFrame(company) : call('multiIf', ...own, byFrame(company))
}

const withinWindow = (gap: Sql): Sql =>
  call('least', number(windowDays.most), call('greatest', number(windowDays.least), times(number(windowDays.gaps), gap)))

function activityWindow(lowering: Lowering): Sql {
  const { activity } = lowering
  if (activity === undefined) return number(windowDays.most)
  if (activity.days !== null) return number(activity.days)
  return call('if', hasOwnGap(lowering), withinWindow(ownGap(0.5, lowering)), ofSegment(activity.medians, windowOf))
}

/** Has the customer bought within the activity window before the end of the period. */
export const isActive = (lowering: Lowering): Sql =>
  both(call('notEmpty', purchaseDays(lowering)), infix('<=', sinceLast(lowering), activityWindow(lowering)))

/** Longer without a purchase than after four of five of their own gaps (else the segment's, else the company's), and no deal is open. */
export function isDue(lowering: Lowering): Sql {
  const shared = ofSegment(lowering.activity?.late ?? { company: [null], segments: {} }, (gap) => gap ?? neverDay)
  const late = call('if', hasOwnGap(lowering), call('ifNull', ownGap(0.8, lowering), shared), shared)
  const inDeal = call(
    'arrayExists',
    lambda(['x', 'y'], both(infix('<', x, until), infix('>=', name('y'), until))),
    name('deal_from'),
    name('deal_to'),
  )
  return both(both(call('notEmpty', purchaseDays(lowering)), infix('>', sinceLast(lowering), late)), call('not', inDeal))
}

/** Has there been a contact in the days of the setting before the end of the period. */
export const isCovered = (lowering: Lowering): Sql => {
  const days = minus(localDay(until, lowering), localDay(x, lowering))
  const isNear = both(infix('<', x, until), infix('<=', days, number(lowering.baseCoverageDays ?? 90)))
  return call('arrayExists', lambda(['x'], isNear), name('contact_at'))
}

/** Amount of a purchase on average, of what has a price; unknown where nothing has. */
export const usualAmount: Sql = call(
  'if',
  call('arrayExists', lambda(['x', 'v'], both(infix('<', x, until), call('isNotNull', name('v')))), name('sale_at'), name('sale_amount')),
  infix(
    '/',
    call(
      'arraySum',
      lambda(['x', 'v'], call('if', infix('<', x, until), call('ifNull', call('toFloat64', name('v')), number(0)), number(0))),
      name('sale_at'),
      name('sale_amount'),
    ),
    call('arrayCount', lambda(['x'], infix('<', x, until)), name('purchase_at')),
  ),
  nothing,
)

/** Was there a purchase in as many local days before the period as have begun of it; and was there one in it. */
export const boughtBefore = (lowering: Lowering): Sql => {
  const [start, end] = [localDay(from, lowering), localDay(minus(until, call('toIntervalMillisecond', number(1))), lowering)]
  const earliest = minus(start, minus(infix('+', end, number(1)), start))
  const isThen = both(infix('>=', localDay(x, lowering), earliest), infix('<', localDay(x, lowering), start))
  return call('arrayExists', lambda(['x'], isThen), name('purchase_at'))
}
export const boughtWithin: Sql = call('arrayExists', lambda(['x'], both(infix('>=', x, from), infix('<', x, until))), name('purchase_at'))

/** Of a month of a customer: was there a purchase in it. */
export const boughtThatMonth: Sql = call(
  'arrayExists',
  lambda(['x'], both(infix('>=', x, name('month_from')), both(infix('<', x, name('month_to')), infix('<=', x, asOf)))),
  name('purchase_at'),
)

/** Whole months from the month of the first purchase to the one the period ends in. */
export const firstMonthsAgo = (lowering: Lowering): Sql => minus(localMonth(until, lowering), localMonth(name('first_at'), lowering))

/** Whole months from the month of a sale to the one the period ends in. */
export const monthsAgo = (lowering: Lowering): Sql => minus(localMonth(until, lowering), localMonth(name('sold_at'), lowering))

/**
 * Of a purchase: start of the local day on which the customer had left the activity window; null when they bought before that, or have
 * not left yet.
 */
export function leftAt(lowering: Lowering): Sql {
  const { activity } = lowering
  const made = localDay(name('made_at'), lowering)
  const after = (days: Sql) => infix('+', made, infix('+', days, number(1)))
  const day =
    activity === undefined
      ? number(neverDay)
      : activity.days === null
        ? usualLeaving(after, made, activity.leaving)
        : after(number(activity.days))
  const start = call('toTimeZone', call('toDateTime64', call('toDate32', day), number(3), text(lowering.timezone)), text('UTC'))
  return call('if', compare('<=', day, localDay(name('next_at'), lowering)), start, nothing)
}

function usualLeaving(after: (days: Sql) => Sql, made: Sql, leaving: NonNullable<Lowering['activity']>['leaving']): Sql {
  const lookup = (days: readonly number[]) => element(list(days.map(number)), infix('+', minus(made, number(leaving.from)), number(1)))
  const segments = Object.entries(leaving.segments).flatMap(([segment, days]) => [infix('=', name('segment'), text(segment)), lookup(days)])
  const gap = name('usual_gap')
  return call(
    'multiIf',
    infix('>', gap, number(0)),
    call('toInt64', after(withinWindow(gap))),
    ...segments,
    call('toInt64', lookup(leaving.company)),
  )
}

/** Different categories bought so far. */
export const categoriesSoFar: Sql = call(
  'toInt64',
  call(
    'length',
    call('arrayDistinct', call('arrayFilter', lambda(['c', 'x'], infix('<', x, until)), name('category'), name('category_at'))),
  ),
)
