// What is to be found of each truth of the demo company, with its true value where there is one, and what must not be found where
// nothing is planted.
import { people } from '../../demo/people.ts'
import { trueIndex, trueJunkRate, trueLeakConversion, trueScriptUplift, trueUndoneShare, trueWinRate } from '../../demo/true-figures.ts'
import { background, nothingPlanted, type Planted, type Truths, truths } from '../../demo/truths.ts'
import type { Answer, Cell, Member } from '../../src/contract/answer.ts'
import type { GamingNote } from '../../src/contract/confidence.ts'
import type { TruthsFound } from './planted-house.ts'

type Truth = keyof Truths
type Interval = { value: number | null; low: number | null; high: number | null }

export type Found = { truth: Truth; name: string; holds: (found: TruthsFound) => boolean }
/** `of` = the true value in a company with this planted. */
export type Covered = {
  truth: Truth
  name: string
  of: (planted: Planted) => number
  interval: (found: TruthsFound) => Interval | undefined
}
/** `rate` = how often at most chance alone may find it in a company where it is not. */
export type Falsely = { truth: Truth; name: string; rate: number; holds: (found: TruthsFound) => boolean }

export const covers = (interval: Interval | undefined, truth: number): boolean =>
  interval !== undefined && interval.value !== null && (interval.low ?? -Infinity) <= truth && truth <= (interval.high ?? Infinity)

const full = (person: string) => `crm:${person}`
const idOf = (row: Answer['rows'][number], by: string) => (row[by] as Member).id
const cellAt = ({ rows }: Answer, by: string, id: string, kpi: string): Cell | undefined =>
  rows.find((row) => idOf(row, by) === id)?.[kpi] as Cell | undefined

/** The id with the greatest value. */
function best(answer: Answer, by: string, kpi: string): string | null {
  const value = (row: Answer['rows'][number]) => (row[kpi] as Cell).value ?? -Infinity
  const [top] = answer.rows.toSorted((a, b) => value(b) - value(a))
  return top === undefined ? null : idOf(top, by)
}

const indexOf = (kind: 'opener' | 'closer') => (found: TruthsFound) =>
  cellAt(found.indices, 'person', full(truths[kind].person), `${kind}_index`)
const leakingStage = `${truths.leak.source}:${truths.leak.stage}`
const leakRow = ({ bottlenecks }: TruthsFound) =>
  bottlenecks.bottlenecks.find(({ stage, loss }) => stage.id === leakingStage && loss === 'conversion')
const leakCause = (found: TruthsFound) =>
  leakRow(found)?.causes.find(({ dimension, value }) => dimension === 'product' && value === truths.leak.product)

/** More than one of a dozen people would be beyond the others by chance once in twenty times (normal quantile of 1 - 0.05 / 12). */
const APART = 2.64

/** The person whose share of leads is the greatest of the role, where it is beyond that of the others together. */
function mostAmongPeers({ persistence }: TruthsFound, truth: 'quitter' | 'hammerer'): string | null {
  const key = truth === 'quitter' ? 'early' : 'hammered'
  const roles = new Map(people.map(({ id, role }) => [full(id), role]))
  const peers = persistence.people.filter(({ person }) => roles.get(person.id ?? '') === roles.get(full(truths[truth].person)))
  const tally = (all: typeof peers) => {
    const n = all.reduce((sum, { leads }) => sum + leads, 0)
    const share = all.reduce((sum, one) => sum + one[key], 0) / n
    return { share, variance: (share * (1 - share)) / n }
  }
  const [first, ...others] = peers.toSorted((a, b) => b[key] / b.leads - a[key] / a.leads)
  if (first === undefined) return null
  const [own, rest] = [tally([first]), tally(others)]
  return own.share - rest.share > APART * Math.sqrt(own.variance + rest.variance) ? first.person.id : null
}

const noteOf = (person: string, kind: GamingNote['kind']) => (found: TruthsFound) =>
  found.confidence.gaming.some((note) => note.kind === kind && note.person.id === full(person))

/** Deals that are given up stand in one of both rates only. */
const fallsApart = (person: string) => (found: TruthsFound) => {
  const [plain, strict] = ['win_rate', 'win_rate_strict'].map((kpi) => cellAt(found.closing, 'person', full(person), kpi))
  return (plain?.low ?? -Infinity) > (strict?.high ?? Infinity)
}
const hidden = (person: string) => (found: TruthsFound) => {
  const cell = cellAt(found.unseen, 'person', full(person), 'unseen_progress')
  return (cell?.value ?? 0) > 0.3 && (found.speed.notes ?? []).some(({ code }) => code === 'unseen_left_out')
}

/** Everybody else plays no trick. */
const tricksters = [
  truths.oneSecondDialler,
  truths.spamDumper,
  truths.monthEndReverter,
  truths.dealSplitter,
  truths.neverCloser,
  truths.personalPhone,
].map(({ person }) => full(person))

export const founds: readonly Found[] = [
  {
    truth: 'opener',
    name: 'is the best opener',
    holds: ({ indices }) => best(indices, 'person', 'opener_index') === full(truths.opener.person),
  },
  {
    truth: 'closer',
    name: 'is the best closer',
    holds: ({ indices }) => best(indices, 'person', 'closer_index') === full(truths.closer.person),
  },
  {
    truth: 'leak',
    name: 'its stage loses the most money',
    holds: ({ bottlenecks }) => bottlenecks.bottlenecks[0]?.stage.id === leakingStage && bottlenecks.bottlenecks[0].loss === 'conversion',
  },
  {
    truth: 'leak',
    name: 'its product is the first cause',
    holds: (found) => leakRow(found)?.causes[0] === leakCause(found) && !!leakCause(found),
  },
  { truth: 'responseDelay', name: 'a late answer costs', holds: ({ speed }) => (speed.slope.high ?? 0) < 0 },
  {
    truth: 'junkChannel',
    name: 'is the channel with the most junk',
    holds: ({ junk }) => best(junk, 'channel_group', 'junk_rate') === truths.junkChannel.group,
  },
  { truth: 'scriptStep', name: 'following the script helps', holds: ({ script }) => (script.total.script_uplift?.low ?? 0) > 0 },
  {
    truth: 'attempts',
    name: 'the last attempt worth making',
    holds: ({ persistence }) => persistence.stop_after === truths.attempts.stopAfter,
  },
  { truth: 'quitter', name: 'gives up early', holds: (found) => mostAmongPeers(found, 'quitter') === full(truths.quitter.person) },
  { truth: 'hammerer', name: 'goes on too long', holds: (found) => mostAmongPeers(found, 'hammerer') === full(truths.hammerer.person) },
  { truth: 'oneSecondDialler', name: 'is noted', holds: noteOf(truths.oneSecondDialler.person, 'one_second_dials') },
  { truth: 'spamDumper', name: 'is noted', holds: noteOf(truths.spamDumper.person, 'spam_without_contact') },
  { truth: 'monthEndReverter', name: 'is noted', holds: noteOf(truths.monthEndReverter.person, 'reverted_wins') },
  { truth: 'dealSplitter', name: 'is noted', holds: noteOf(truths.dealSplitter.person, 'split_deals') },
  { truth: 'neverCloser', name: 'wins far less with abandoned deals', holds: fallsApart(truths.neverCloser.person) },
  { truth: 'personalPhone', name: 'progress goes unseen', holds: hidden(truths.personalPhone.person) },
  {
    truth: 'sickWeek',
    name: 'is no bad finding and no note',
    holds: ({ brief, confidence }) =>
      !brief.findings.some(({ id, kind }) => kind === 'worse' && id.endsWith(full(truths.sickWeek.person))) &&
      !confidence.gaming.some(({ person }) => person.id === full(truths.sickWeek.person)),
  },
]

const sellersSince = ['s1', 's2', 's3', 's4']

export const intervals: readonly Covered[] = [
  ...(['opener', 'closer'] as const).map(
    (kind): Covered => ({
      truth: kind,
      name: `${kind} index`,
      of: (planted) => trueIndex(planted, truths[kind].person, kind),
      interval: indexOf(kind),
    }),
  ),
  {
    truth: 'leak',
    name: 'conversion of the product at the stage',
    of: (planted) => trueLeakConversion(planted, sellersSince),
    interval: ({ offers }) => cellAt(offers, 'product', truths.leak.product, 'stage_conversion'),
  },
  {
    truth: 'responseDelay',
    name: 'slope of the odds',
    of: ({ responseDelay }) => responseDelay?.perLnMinute ?? 0,
    interval: ({ speed }) => speed.slope,
  },
  {
    truth: 'junkChannel',
    name: 'share of junk of the channel',
    of: (planted) => trueJunkRate(planted, truths.junkChannel.group),
    interval: ({ junk }) => cellAt(junk, 'channel_group', truths.junkChannel.group, 'junk_rate'),
  },
  {
    truth: 'scriptStep',
    name: 'win rate that the script brings',
    of: trueScriptUplift,
    interval: ({ script }) => script.total.script_uplift,
  },
  ...[1, 2, 3, 4, 5, 6, 7].map(
    (attempt): Covered => ({
      truth: 'attempts',
      name: `chance of attempt ${attempt}`,
      of: ({ attempts }) => (attempts === null ? background.flatAttempt : (attempts.chance[attempt - 1] ?? attempts.later)),
      interval: ({ persistence }) => persistence.attempts[attempt - 1]?.chance,
    }),
  ),
  {
    truth: 'monthEndReverter',
    name: 'share of the sales undone',
    of: trueUndoneShare,
    interval: ({ undone }) => cellAt(undone, 'person', full(truths.monthEndReverter.person), 'won_reverted'),
  },
  {
    truth: 'neverCloser',
    name: 'win rate with abandoned deals',
    of: trueWinRate,
    interval: ({ closing }) => cellAt(closing, 'person', full(truths.neverCloser.person), 'win_rate_strict'),
  },
]

const outside = (name: string): Falsely => {
  const { truth, of, interval } = intervals.find((one) => one.name === name)!
  const none = of(nothingPlanted)
  return { truth, name: `${name}: none where there is none`, rate: 0.05, holds: (found) => !covers(interval(found), none) }
}
const noted = (truth: Truth, name: string, holds: Falsely['holds'], rate = 0.05): Falsely => ({ truth, name, rate, holds })

/** In a company with nothing planted. Rates: 5 % of an interval or a note, 10 % of causes (Benjamini and Hochberg). */
export const falsely: readonly Falsely[] = [
  outside('opener index'),
  outside('closer index'),
  noted('leak', 'a worse product at the stage', (found) => (leakRow(found)?.causes ?? []).some(({ effect }) => effect < 0), 0.1),
  outside('conversion of the product at the stage'),
  outside('slope of the odds'),
  outside('share of junk of the channel'),
  outside('win rate that the script brings'),
  outside('chance of attempt 1'),
  outside('chance of attempt 2'),
  outside('chance of attempt 3'),
  outside('chance of attempt 4'),
  outside('chance of attempt 5'),
  noted('attempts', 'stop after some attempt', ({ persistence }) => persistence.stop_after !== null),
  noted('quitter', 'somebody gives up early', (found) => mostAmongPeers(found, 'quitter') !== null),
  noted('hammerer', 'somebody goes on too long', (found) => mostAmongPeers(found, 'hammerer') !== null),
  noted('oneSecondDialler', 'is noted', noteOf(truths.oneSecondDialler.person, 'one_second_dials')),
  noted('spamDumper', 'is noted', noteOf(truths.spamDumper.person, 'spam_without_contact')),
  noted('monthEndReverter', 'is noted', noteOf(truths.monthEndReverter.person, 'reverted_wins')),
  noted('dealSplitter', 'is noted', noteOf(truths.dealSplitter.person, 'split_deals')),
  noted('dealSplitter', 'anybody is noted for anything', ({ confidence }) => confidence.gaming.length > 0),
  noted('neverCloser', 'wins far less with abandoned deals', fallsApart(truths.neverCloser.person)),
  noted('personalPhone', 'progress goes unseen', hidden(truths.personalPhone.person)),
]

/** In the company with everything planted: who plays no trick. */
export const falselyBeside: readonly Falsely[] = [
  noted('oneSecondDialler', 'somebody else is noted', ({ confidence }) =>
    confidence.gaming.some(({ person }) => !tricksters.includes(person.id ?? '')),
  ),
]
