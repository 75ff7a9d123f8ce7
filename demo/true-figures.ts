// What the figures of an analysis would be with endless data, worked out from the planted truths by arithmetic: with the other truths
// that touch the same figure in it, without what is lost in rounding (a skipped stage, a way back, a vacation).
import { contactChance, usualContactChance } from './attempts.ts'
import { sales } from './catalogue.ts'
import { channels, findChannel } from './channels.ts'
import { duplicateShare } from './duplicates.ts'
import { findScript } from './scripts.ts'
import { background, junkChance, type Planted, passChance, type Source, shiftOdds, truths } from './truths.ts'

/** Weighted share of the steps from which a call follows the script, reached with these steps at their usual frequency. */
function followChance(weights: readonly number[], needed: number, usage: number): number {
  if (needed <= 1e-9) return 1
  const [weight, ...rest] = weights
  if (weight === undefined) return 0
  return usage * followChance(rest, needed - weight, usage) + (1 - usage) * followChance(rest, needed, usage)
}

const product = (factors: readonly number[]) => factors.reduce((all, one) => all * one, 1)
const sum = (terms: readonly number[]) => terms.reduce((all, one) => all + one, 0)
/** Chance of a sale of one who passes the stages as everybody does. */
const usualWin = product(background.salesPass)

/**
 * True difference of the win rate between deals whose first talk followed the script and the rest. Following it is not the
 * same as doing the helpful step: without that step a call can seldom follow it, with it it mostly does.
 */
export function trueScriptUplift(planted: Planted): number {
  const truth = planted.scriptStep
  if (!truth) return 0
  const script = findScript(truth.script)
  const total = sum(script.steps.map((step) => step.weight ?? 1))
  const others = script.steps.filter((step) => step.key !== truth.step).map((step) => step.weight ?? 1)
  const own = script.steps.find((step) => step.key === truth.step)?.weight ?? 1
  const needed = script.threshold * total
  const withStep = followChance(others, needed - own, background.stepUsage)
  const withoutStep = followChance(others, needed, background.stepUsage)
  const { usage } = truth
  const followed = usage * withStep + (1 - usage) * withoutStep
  const doneIfFollowed = (usage * withStep) / followed
  const doneIfNot = (usage * (1 - withStep)) / (1 - followed)
  return truth.winGain * (doneIfFollowed - doneIfNot)
}

type Visits = { entries: number; passed: number }

/** Expected visits of a person to the sales stages per deal, and those that lead on. */
function visitsOf(planted: Planted, person: string, isLeaking = false): Visits[] {
  let entries = 1
  const visits = background.salesPass.map((_, position): Visits => {
    const pass = passChance(planted, person, position)
    const leaks = isLeaking && planted.leak?.stage === sales.stages[position]?.id
    const here = leaks ? shiftOdds(pass, planted.leak!.logOdds) : pass
    const stage = { entries, passed: entries * here }
    entries = stage.passed
    return stage
  })
  const reverter = planted.monthEndReverter
  const splitter = planted.dealSplitter
  return visits.map((stage, position) => {
    // A deal booked as won and undone leaves its last stage twice, once onwards.
    const undone = reverter?.person === person && position > 0 ? reverter.share * (stage.entries - stage.passed) : 0
    // A sale in two or three parts: the others are made and won at once.
    const parts = splitter?.person === person && position === 0 ? splitter.share * 1.4 * entries : 0
    return { entries: stage.entries + undone + parts, passed: stage.passed + undone + parts }
  })
}

const officeSellers = ['s1', 's2', 's3', 's4', 's5']

/** True opener or closer index among the sellers of the Kyiv office in their sales pipeline, while nothing leaks and all are there. */
export function trueIndex(planted: Planted, person: string, kind: 'opener' | 'closer'): number {
  const early = background.proposalPosition
  const others = officeSellers.filter((one) => one !== person).map((one) => visitsOf(planted, one))
  const stages = visitsOf(planted, person).map((own, position) => ({
    ...own,
    usual: sum(others.map((stage) => stage[position]!.passed)) / sum(others.map((stage) => stage[position]!.entries)),
  }))
  const part = kind === 'opener' ? stages.slice(0, early) : stages.slice(early)
  return sum(part.map(({ passed }) => passed)) / sum(part.map(({ entries, usual }) => entries * usual))
}

/** True conversion of the leaking stage for the leaking product, by these sellers. */
export function trueLeakConversion(planted: Planted, sellers: readonly string[]): number {
  const at = sales.stages.findIndex(({ id }) => id === truths.leak.stage)
  const stages = sellers.map((one) => visitsOf(planted, one, true)[at]!)
  return sum(stages.map(({ passed }) => passed)) / sum(stages.map(({ entries }) => entries))
}

/** Share of the sales of the one who books lost deals as won that is undone again. */
export function trueUndoneShare(planted: Planted): number {
  const trick = planted.monthEndReverter
  if (!trick) return 0
  const stages = background.salesPass.map((_, position) => passChance(planted, trick.person, position))
  const win = product(stages)
  const undone = trick.share * (stages[0]! - win)
  return undone / (undone + win)
}

/** Share of the deals that are won by one without a gift, all that are given up counted as lost. */
export const trueWinRate = (): number => usualWin

/** The four people of the contact centre share the leads of the two-card source equally, three sellers those of the other. */
const callers = ['c1', 'c2', 'c3', 'c4']
const cardSellers = ['s6', 's7', 's8']

/** Chance that somebody reaches a lead that did not reach us itself. */
function reachChance(planted: Planted, person: string): number {
  const usual = usualContactChance(planted)
  const { quitter, hammerer } = planted
  if (quitter?.person === person) return quitter.share * contactChance(planted, 2) + (1 - quitter.share) * usual
  if (hammerer?.person !== person) return usual
  const many = sum(Array.from({ length: 6 }, (_, i) => contactChance(planted, 9 + i))) / 6
  return hammerer.share * many + (1 - hammerer.share) * usual
}

/** Share of the leads of a channel by form and message alone that are marked spam by this person, robots' spam among them. */
function markedBy(planted: Planted, person: string, group: string): number {
  const forms = sum(findChannel(group).origins.map(([origin, share]) => (origin === 'form' ? share : 0))) / 100
  const robots = (forms * 0.025) / 0.995
  const dumped = planted.spamDumper?.person === person ? planted.spamDumper.share : 0
  const answered = 0.975
  const reached = answered * reachChance(planted, person) * junkChance(planted, group) * background.junkCalledSpam
  return robots + (1 - robots) * (dumped + (1 - dumped) * reached)
}

/** True junk_rate of a channel group whose leads all write: marked by a robot, thrown away unseen, found to be junk, or come twice. */
export function trueJunkRate(planted: Planted, group: string): number {
  const channel = findChannel(group)
  const sources: Readonly<Record<Source, readonly string[]>> = { crm: callers, amo: cardSellers }
  const weight: Readonly<Record<Source, number>> = { crm: 0.71 * channel.weight.crm, amo: 0.29 * channel.weight.amo }
  const mean = (source: Source) => sum(sources[source].map((one) => markedBy(planted, one, group))) / sources[source].length
  const visited = sum(channels.map(({ visits, weight: { crm } }) => (visits ? crm : 0))) / 100
  const twice = duplicateShare / visited
  return (weight.crm * (mean('crm') + twice) + weight.amo * mean('amo')) / (weight.crm * (1 + twice) + weight.amo)
}
