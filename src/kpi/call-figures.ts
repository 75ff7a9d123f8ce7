// The calls that can be reviewed and those that were checked, in the form of figures: seen, narrowed and listed like every KPI.
import type { KpiEntry } from '../contract/kpi-entry.ts'
import { figure } from './figure.ts'
import type { Listing } from './passes/list-cases.ts'
import { and, call, infix, name, text } from './sql/nodes.ts'

export const anyCalls: KpiEntry = figure('any_calls', 'count', { type: 'count', fact: 'touches', where: "kind = 'call'" })
export const reviewedCalls: KpiEntry = figure('reviewed_calls', 'count', {
  type: 'count',
  fact: 'checked_calls',
  where: "checked_by = 'person'",
})
export const scoredCalls: KpiEntry = figure('scored_calls', 'count', { type: 'count', fact: 'checked_calls', where: 'scored' })
export const talks: KpiEntry = figure('talks', 'count', {
  type: 'count',
  fact: 'touches',
  where: "kind = 'call' and effective",
})
export const callFigures: readonly KpiEntry[] = [anyCalls, reviewedCalls, scoredCalls, talks]

/** Of a listing the one call of this id, `source:id`. */
export const onlyCall = (listing: Listing, id: string): Listing => ({
  ...listing,
  condition: and(listing.condition, infix('=', name('k'), call('cityHash64', text(id)))),
})
