// Who stands out among peers in a way that makes figures look better than the work. Pure.
import type { GamingEntry } from '../contract/gaming-entry.ts'
import type { KpiEntry } from '../contract/kpi-entry.ts'
import { wilson } from '../stats/proportion.ts'
import { figure } from './figure.ts'

/** A kind of gaming in the form of a KPI: counted, filtered, scoped and listed like every other. */
export const gamingFigure = ({ kind, measure }: GamingEntry): KpiEntry => figure(`gaming_${kind}`, 'ratio', measure)

/** `hits` of `cases` of a person look like it. */
export type Tried = { person: string; role: string; hits: number; cases: number }
export type StandsOut = Tried & { share: number; peers: number }

/** Hits and cases behind a cell of its figure: of an excess the cases above are all, those beyond one for each below the hits. */
export function triedOf({ excess }: GamingEntry, { value, n }: { value: number | null; n: number }): { hits: number; cases: number } {
  if (value === null) return { hits: 0, cases: 0 }
  return excess ? { hits: Math.round(value * n - n), cases: Math.round(value * n) } : { hits: Math.round(value * n), cases: n }
}

const share = ({ hits, cases }: Pick<Tried, 'hits' | 'cases'>): number => (cases === 0 ? 0 : hits / cases)
const fewPeers = 3

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return sorted.length === 0 ? 0 : ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2
}

/**
 * Those whose share is above `times` the median of the others of their role (of all, where these are fewer than three), and above what
 * chance would give somebody of that median in as many cases (upper limit of Wilson, 95 %).
 */
export function findStandouts({ threshold }: GamingEntry, people: readonly Tried[]): StandsOut[] {
  const { times, share: least, cases, hits, proof } = threshold
  return people.flatMap((one) => {
    const others = people.filter(({ person }) => person !== one.person)
    const alike = others.filter(({ role, cases: n }) => role === one.role && n >= Math.min(cases, 5))
    const peers = medianOf((alike.length >= fewPeers ? alike : others.filter(({ cases: n }) => n > 0)).map(share))
    const own = share(one)
    const found = { ...one, share: own, peers }
    if (proof) return one.hits > 0 ? [found] : []
    if (one.cases < cases || one.hits < hits || own < least || own <= times * peers) return []
    const { high } = wilson(peers * one.cases, one.cases)
    return high !== null && own > high ? [found] : []
  })
}
