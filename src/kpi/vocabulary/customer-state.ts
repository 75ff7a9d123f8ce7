// What a customer is at the end of a period: bought lately or not, and how many kinds of things. Lately = within twice the usual gap
// between purchases, 30 to 365 days: the customer's own from four purchases on, else the segment's, else the company's.
import type { Lowering } from '../expression/types.ts'
import { call, element, infix, lambda, list, name, number, type Sql, text } from '../sql/nodes.ts'

const until = name('frame_until')
const x = name('x')
const windowDays = { least: 30, most: 365, gaps: 2 }
/** From so many purchases on a customer has a gap of their own. */
const ownFrom = 4

const localDay = (moment: Sql, { timezone }: Lowering): Sql => call('toInt32', call('toDate32', call('toTimeZone', moment, text(timezone))))

/** Local days of the purchases so far, in order. */
const purchaseDays = (lowering: Lowering): Sql =>
  call('arrayMap', lambda(['x'], localDay(x, lowering)), call('arrayFilter', lambda(['x'], infix('<', x, until)), name('purchase_at')))

const minus = (a: Sql, b: Sql) => infix('-', a, b)
const times = (a: Sql, b: Sql) => infix('*', a, b)

/**
 * Median of the own gaps by Kaplan-Meier, the running one censored: of m gaps and the running one the i-th leaves 1 - i / (m + 1)
 * above it; gaps longer than the running one share what is left.
 */
function ownGap(lowering: Lowering): Sql {
  const days = purchaseDays(lowering)
  const gaps = call('arraySort', call('arrayPopFront', call('arrayDifference', days)))
  const m = call('length', gaps)
  const n = infix('+', m, number(1))
  const running = minus(localDay(until, lowering), element(days, number(-1)))
  const ended = call('arrayCount', lambda(['x'], infix('<=', x, running)), gaps)
  const half = call('ceil', minus(infix('/', n, number(2)), number(1e-9)))
  const left = minus(number(1), infix('/', ended, n))
  const further = call('ceil', minus(times(minus(m, ended), minus(number(1), infix('/', number(0.5), left))), number(1e-9)))
  const at = call('if', infix('<=', half, ended), half, infix('+', ended, call('greatest', number(1), further)))
  return call('toFloat64', element(gaps, call('toInt64', at)))
}

/** The window of a frame; `null` median = never reached: the longest. */
const windowOf = (median: number | null): number =>
  median === null ? windowDays.most : Math.min(windowDays.most, Math.max(windowDays.least, windowDays.gaps * median))

function activityWindow(lowering: Lowering): Sql {
  const { activity } = lowering
  if (activity === undefined) return number(windowDays.most)
  if (activity.days !== null) return number(activity.days)
  const byFrame = (medians: readonly (number | null)[]) =>
    element(list(medians.map((median) => call('toFloat64', number(windowOf(median))))), infix('+', name('frame_no'), number(1)))
  const segments = Object.entries(activity.segments)
  const company = byFrame(activity.company)
  const shared =
    segments.length === 0
      ? company
      : call(
          'multiIf',
          ...segments.flatMap(([segment, medians]) => [infix('=', name('segment'), text(segment)), byFrame(medians)]),
          company,
        )
  const own = call(
    'least',
    number(windowDays.most),
    call('greatest', number(windowDays.least), times(number(windowDays.gaps), ownGap(lowering))),
  )
  return call('if', infix('>=', call('length', purchaseDays(lowering)), number(ownFrom)), own, shared)
}

/** Has the customer bought within the activity window before the end of the period. */
export const isActive = (lowering: Lowering): Sql => {
  const days = purchaseDays(lowering)
  const since = minus(localDay(until, lowering), element(days, number(-1)))
  return infix('AND', call('notEmpty', days), infix('<=', since, activityWindow(lowering)))
}

/** Different categories bought so far. */
export const categoriesSoFar: Sql = call(
  'toInt64',
  call(
    'length',
    call('arrayDistinct', call('arrayFilter', lambda(['c', 'x'], infix('<', x, until)), name('category'), name('category_at'))),
  ),
)
