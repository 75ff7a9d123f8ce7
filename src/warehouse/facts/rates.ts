// Money at its own day: the last known rate on or before the day, at most 7 days old; without one it is counted, not priced.
import type { FactContext } from './context.ts'
import { quote } from './context.ts'

/**
 * Joins the rate of a row's currency on its local day number and gives the factor to workspace currency, null = no rate.
 * `currency` and `day` are columns of the left side, `day` an Int32 day number (toInt32 of a Date32).
 */
export function rateJoin(context: FactContext, left: string, currency: string, day: string): { join: string; factor: string } {
  const rates = `(SELECT currency AS rate_currency, toInt32(day) AS rate_day, rate FROM rec_rates FINAL WHERE ws = ${context.ws})`
  return {
    join: `ASOF LEFT JOIN ${rates} AS rates ON rates.rate_currency = ${left}.${currency} AND ${left}.${day} >= rates.rate_day`,
    factor: `multiIf(${left}.${currency} IN ('', ${quote(context.currency)}), toDecimal128(1, 8), rates.rate_currency != '' AND rates.rate_day >= ${left}.${day} - 7, rates.rate, NULL)`,
  }
}

/** Local day number of a moment, as `rateJoin` wants it. */
export const dayNumber = (context: FactContext, moment: string) => `toInt32(toDate32(toTimeZone(${moment}, ${quote(context.timezone)})))`
