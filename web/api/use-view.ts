// The address as questions: the period, comparison and filters every page shares, ready to be sent.
import { useSearch } from '@tanstack/react-router'
import { createContext, use } from 'react'
import { askPeriod, askSparkWeeks, isRolling, localToday, type Period, parsePeriod, type Range } from '../kit/period.ts'
import { askWhere, type Comparison, type SearchState } from '../kit/search-state.ts'
import type { Query } from './contract.ts'
import { useSettings } from './use-settings.ts'

type Shared = Pick<Query, 'from' | 'to' | 'last' | 'where'>
export type View = {
  search: SearchState
  period: Period
  comparison: Comparison
  /** Period and filters. */
  shared: Shared
  /** The same with the comparison. */
  compared: Shared & Pick<Query, 'compare'>
  /** The weeks behind a sparkline, same filters. */
  weeks: Shared & Pick<Query, 'grain'>
  today: string
  /** False while the workspace's day is not known and the period depends on it. */
  isReady: boolean
}

/** Days to look at instead of those of the address: set by who found that only those can be told. */
export const PeriodInstead = createContext<Range | null>(null)

export function useView(): View {
  const search = useSearch({ strict: false }) as SearchState
  const settings = useSettings()
  const instead = use(PeriodInstead)
  const period = instead ? { range: instead } : parsePeriod(search.of ?? search.period)
  const comparison = search.compare ?? 'previous'
  const today = localToday(new Date(), settings.data?.timezone)
  const asked = askPeriod(period, today)
  const found = askWhere(search)
  const where = Object.keys(found).length > 0 ? { where: found } : {}
  const shared: Shared = { ...asked, ...where }
  return {
    search,
    period,
    comparison,
    shared,
    compared: comparison === 'none' ? shared : { ...shared, compare: comparison },
    weeks: { ...askSparkWeeks(asked, today), ...where, grain: 'week' },
    today,
    isReady: isRolling(period) || !settings.isPending,
  }
}

/** The page's own period and filters, without the cell a drawer was opened from. */
export function usePageView(): View {
  const view = useView()
  const { cell, of, ...rest } = view.search
  const found = askWhere(rest)
  if (!cell && !of) return view
  const period = of ? parsePeriod(rest.period) : view.period
  const asked = askPeriod(period, view.today)
  const where = Object.keys(found).length > 0 ? { where: found } : {}
  const shared = { ...asked, ...where }
  return {
    ...view,
    period,
    shared,
    compared: view.comparison === 'none' ? shared : { ...shared, compare: view.comparison },
    weeks: { ...askSparkWeeks(asked, view.today), ...where, grain: 'week' },
    isReady: view.isReady,
  }
}
