// On which day a customer leaves the activity window: the window of a day is twice the usual gap between purchases as known on that
// day, 30 to 365 days. Pure; the customers' own gaps are judged in SQL (vocabulary/customer-state.ts).
import type { LeavingDays } from './expression/types.ts'

/** The activity window in days: twice the usual gap within these limits; a gap that is not reached gives the longest. */
export const windowDays = { least: 30, most: 365, gaps: 2 } as const
export const windowOf = (gap: number | null): number =>
  gap === null ? windowDays.most : Math.min(windowDays.most, Math.max(windowDays.least, windowDays.gaps * gap))

/** A segment speaks for its customers from so many gaps on. */
export const segmentGapsMin = 20

/** Local day that never comes; beyond 2200, within what a date can be. */
export const neverDay = 100_000

/** How many customers of a segment ('' = none) bought on a local day and next on another; null = not again yet. */
export type PurchasePair = { segment: string; day: number; next: number | null; count: number }

type Windows = { window: Int32Array; gaps: Int32Array }

/** Per day from `first` + 1 on, by what was known when it began: the window, and how many gaps had ended. */
function windowsOf(pairs: readonly PurchasePair[], first: number, last: number): Windows {
  const days = last - first + 1
  const bought = new Int32Array(days + 1)
  const running = new Int32Array(days + 1)
  const ended = new Int32Array(days + 1)
  const endings = new Map<number, PurchasePair[]>()
  for (const pair of pairs) {
    if (pair.day - first < days) bought[pair.day - first]! += pair.count
    if (pair.next === null) continue
    const known = endings.get(pair.next)
    if (known) known.push(pair)
    else endings.set(pair.next, [pair])
  }
  const found: Windows = { window: new Int32Array(days + 1).fill(windowDays.most), gaps: new Int32Array(days + 1) }
  let [all, gaps] = [0, 0]
  for (let at = 1; at <= days; at++) {
    const before = first + at - 1
    for (const { day, count } of endings.get(before) ?? []) {
      ended[before - day]! += count
      running[day - first]! -= count
      gaps += count
    }
    running[at - 1]! += bought[at - 1]!
    all = gaps + sumTo(running, at)
    found.window[at] = windowOf(medianGap(ended, running, at, all))
    found.gaps[at] = gaps
  }
  return found
}

function sumTo(counts: Int32Array, end: number): number {
  let sum = 0
  for (let i = 0; i < end; i++) sum += counts[i]!
  return sum
}

/** Median of the ended gaps by Kaplan-Meier, the running ones censored; null = longer than matters for the window. */
function medianGap(ended: Int32Array, running: Int32Array, at: number, all: number): number | null {
  let [survival, atRisk] = [1, all]
  for (let length = 0; 2 * length <= windowDays.most && length <= at && atRisk > 0; length++) {
    const events = ended[length] ?? 0
    survival *= 1 - events / atRisk
    if (survival <= 0.5 + 1e-9) return length
    atRisk -= events + (running[at - length] ?? 0)
  }
  return null
}

/** For each day of a purchase the first day on which it lies further back than the window. */
function leavingOf(window: Int32Array): Int32Array {
  const leaving = new Int32Array(window.length).fill(neverDay)
  for (let bought = 0; bought < window.length; bought++)
    for (let at = bought + windowDays.least + 1; at < window.length; at++)
      if (at - bought > window[at]!) {
        leaving[bought] = at
        break
      }
  return leaving
}

/** The leaving days of the company and of every segment that has had enough gaps at any time, up to the day `last`. */
export function leavingDays(pairs: readonly PurchasePair[], last: number): LeavingDays {
  const known = pairs.filter(({ day }) => day <= last)
  if (known.length === 0) return { from: last, company: [neverDay], segments: {} }
  const first = known.reduce((least, { day }) => Math.min(least, day), last)
  const company = windowsOf(known, first, last)
  const shown = (window: Int32Array) => [...leavingOf(window)].map((at) => (at === neverDay ? neverDay : first + at))
  const segments = [...Map.groupBy(known, ({ segment }) => segment)].flatMap(([segment, own]) => {
    if (segment === '') return []
    const { window, gaps } = windowsOf(own, first, last)
    if ((gaps.at(-1) ?? 0) < segmentGapsMin) return []
    const shared = window.map((days, at) => (gaps[at]! < segmentGapsMin ? company.window[at]! : days))
    return [[segment, shown(shared)] as const]
  })
  return { from: first, company: shown(company.window), segments: Object.fromEntries(segments) }
}
