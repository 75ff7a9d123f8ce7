// Which channels a sale is credited to: eight models over the journeys of won deals. Journeys are built elsewhere.

import type { AttributionModel } from '../contract/query.ts'
import { removalEffects } from './removal-effects.ts'

/** A visit of a channel group at a time in days. */
export type Step = { channel: string; day: number }

/** Steps in time order; `wins` 1 for a won deal and 0 for a lead closed without one (only markov looks at those). */
export type Journey = { steps: readonly Step[]; wins: number; revenue: number }

/** Shares of one sale by channel; they sum to 1. */
export type Credit = ReadonlyMap<string, number>

export type ChannelCredit = { channel: string; wins: number; revenue: number }

/** The channel of a sale without any step. */
export const UNATTRIBUTED = 'unattributed'
const DIRECT = 'direct'
const HALF_LIFE_DAYS = 7

/** Equal neighbours are one step, dated by the last of them. */
export function mergeSteps(steps: readonly Step[]): Step[] {
  return steps.filter((step, i) => step.channel !== steps[i + 1]?.channel)
}

/** Weight of each merged step under a model that looks at one journey at a time. */
const weights: Record<Exclude<AttributionModel, 'markov'>, (steps: readonly Step[]) => number[]> = {
  first: (steps) => steps.map((_, i) => (i === 0 ? 1 : 0)),
  last: (steps) => steps.map((_, i) => (i === steps.length - 1 ? 1 : 0)),
  last_non_direct: (steps) => {
    const chosen = steps.findLastIndex((step) => step.channel !== DIRECT)
    const index = chosen < 0 ? steps.length - 1 : chosen
    return steps.map((_, i) => (i === index ? 1 : 0))
  },
  linear: (steps) => steps.map(() => 1),
  time_decay: (steps) => {
    const last = steps.at(-1)?.day ?? 0
    return steps.map((step) => 2 ** (-(last - step.day) / HALF_LIFE_DAYS))
  },
  position: (steps) => {
    if (steps.length <= 2) return steps.map(() => 1)
    return steps.map((_, i) => (i === 0 || i === steps.length - 1 ? 0.4 : 0.2 / (steps.length - 2)))
  },
  shapley: (steps) => steps.map((step, i) => (steps.findIndex((other) => other.channel === step.channel) === i ? 1 : 0)),
}

function creditOf(steps: readonly Step[], model: Exclude<AttributionModel, 'markov'>): Credit {
  const merged = mergeSteps(steps)
  if (merged.length === 0) return new Map([[UNATTRIBUTED, 1]])
  const raw = weights[model](merged)
  const total = raw.reduce((sum, w) => sum + w, 0)
  const credit = new Map<string, number>()
  merged.forEach((step, i) => {
    if (raw[i]! > 0) credit.set(step.channel, (credit.get(step.channel) ?? 0) + raw[i]! / total)
  })
  return credit
}

/**
 * Credit of each journey, in the order given. time_decay halves a step's weight for each 7 days before the last; position gives
 * 40, 20 shared, 40; shapley is the equal split over the distinct channels (the Shapley value when v(S) counts the journeys whose
 * channels are all in S: Shapley 1953; Zhao, Mahboobi, Bagheri 2018, arXiv 1804.05327); markov gives every sale that has steps the
 * shares of the removal effects (Anderl, Becker, von Wangenheim, Schumann 2016, IJRM 33:457-474).
 */
export function creditJourneys(journeys: readonly Journey[], model: AttributionModel): Credit[] {
  if (model !== 'markov') return journeys.map((journey) => creditOf(journey.steps, model))
  const merged = journeys.map(({ steps, wins }) => ({ channels: mergeSteps(steps).map((s) => s.channel), wins, losses: 1 - wins }))
  const { shares } = removalEffects(merged)
  const nothing: Credit = new Map([[UNATTRIBUTED, 1]])
  return journeys.map((journey) => (journey.steps.length === 0 ? nothing : shares))
}

/** Wins and revenue by channel, greatest wins first, ties by name; the credits of one sale sum to 1. */
export function attribute(journeys: readonly Journey[], model: AttributionModel): ChannelCredit[] {
  const credits = creditJourneys(journeys, model)
  const totals = new Map<string, ChannelCredit>()
  journeys.forEach(({ wins, revenue }, i) => {
    if (wins === 0) return
    for (const [channel, share] of credits[i]!) {
      const total = totals.get(channel) ?? { channel, wins: 0, revenue: 0 }
      total.wins += wins * share
      total.revenue += revenue * share
      totals.set(channel, total)
    }
  })
  return [...totals.values()].sort((a, b) => b.wins - a.wins || (a.channel < b.channel ? -1 : 1))
}
