// Everything planted in the demo company, with its true values, in one place. Analyses are checked against
// this file, so nothing that shapes the company's results may be hidden elsewhere.

/** Every truth can be switched off (null) for a company in which the thing does not exist. */
export type Truths = {
  /** Passes the sales stages before the proposal better: added to the log-odds of each of them. */
  opener: { person: string; logOdds: number }
  /** Passes the stages from the proposal on better: added to the log-odds of each of them. */
  closer: { person: string; logOdds: number }
  /** One stage lets go more deals of one product from one month on (0 = the company's first). */
  leak: { source: Source; stage: string; product: string; fromMonth: number; logOdds: number; reason: string }
  /** Change of the log-odds that an inbound lead is won, per unit of ln(1 + minutes to the first response). */
  responseDelay: { perLnMinute: number }
  /** Share of junk among the leads of one channel group, and of the others. */
  junkChannel: { group: string; share: number; elsewhere: number }
  /** The step of the sales call that helps: added to the probability that the deal is won, and how often it is done. */
  scriptStep: { script: string; step: string; winGain: number; usage: number }
  /** Chance that the n-th attempt brings the first contact; after `stopAfter` it is not worth the time. */
  attempts: { chance: readonly number[]; later: number; stopAfter: number }
  /** Stops after the second attempt in this share of the leads. */
  quitter: { person: string; share: number }
  /** Goes on far beyond the useful number of attempts in this share of the leads. */
  hammerer: { person: string; share: number }
  /** Fake dials of 0 to 3 seconds, so many a working day. */
  oneSecondDialler: { person: string; perDay: number }
  /** Marks this share of the own leads as spam without a contact. */
  spamDumper: { person: string; share: number }
  /** Books this share of the deals about to be lost as won on the last days of a month and undoes it later. */
  monthEndReverter: { person: string; share: number }
  /** Splits this share of the sales into two or three deals. */
  dealSplitter: { person: string; share: number }
  /** Leaves this share of the lost deals open for ever. */
  neverCloser: { person: string; share: number }
  /** This share of the calls, messages, meetings and letters goes through a telephone that no system sees. */
  personalPhone: { person: string; share: number }
  /** Honest: ill for a week (days counted from the first day of that month of the company); must not turn red. */
  sickWeek: { person: string; month: number; day: number; days: number }
}

export type Source = 'crm' | 'amo'
export type Planted = { [K in keyof Truths]: Truths[K] | null }

export const truths: Truths = {
  opener: { person: 's1', logOdds: 1.0 },
  closer: { person: 's2', logOdds: 1.0 },
  leak: { source: 'crm', stage: 's_offer', product: 'Тепловий насос', fromMonth: 14, logOdds: -1.8, reason: 'price' },
  responseDelay: { perLnMinute: -0.16 },
  junkChannel: { group: 'ads_social', share: 0.5, elsewhere: 0.07 },
  scriptStep: { script: 'sale', step: 'next_step', winGain: 0.16, usage: 0.5 },
  attempts: { chance: [0.44, 0.3, 0.2, 0.18, 0.15], later: 0.02, stopAfter: 5 },
  quitter: { person: 'c1', share: 0.7 },
  hammerer: { person: 's6', share: 0.45 },
  oneSecondDialler: { person: 'c3', perDay: 14 },
  spamDumper: { person: 'c4', share: 0.22 },
  monthEndReverter: { person: 's3', share: 0.3 },
  dealSplitter: { person: 's4', share: 0.5 },
  neverCloser: { person: 's6', share: 0.9 },
  personalPhone: { person: 's7', share: 0.9 },
  sickWeek: { person: 's8', month: 17, day: 4, days: 7 },
}

/** Values that hold for everybody; they are the background the truths stand out from. */
export const background = {
  /** Chance to pass each open sales stage, by position. Their product is the chance that a deal is won. */
  salesPass: [0.8, 0.78, 0.66, 0.86, 0.97] as readonly number[],
  repeatPass: [0.9, 0.85, 0.94] as readonly number[],
  /** Sales stages before this position belong to the opener, the rest to the closer. */
  proposalPosition: 2,
  /** Chance of a first contact by an attempt where `attempts` is switched off. */
  flatAttempt: 0.25,
  /** How often each other step of a script is done. */
  stepUsage: 0.7,
  /** Share of the junk leads that are closed as spam; the others as not a target. */
  junkCalledSpam: 0.6,
  /** Junk share of all channels where `junkChannel` is switched off. */
  flatJunk: 0.09,
} as const

/** The truths of this company: the shipped ones, with what the caller switches off or changes. */
export const plantTruths = (change: Partial<Planted> = {}): Planted => ({ ...truths, ...change })

/** A company without anything planted. */
export const nothingPlanted: Planted = Object.fromEntries(Object.keys(truths).map((key) => [key, null])) as Planted

const logit = (p: number) => Math.log(p / (1 - p))
const expit = (x: number) => 1 / (1 + Math.exp(-x))

/** p moved by `logOdds` on the log-odds scale. */
export const shiftOdds = (p: number, logOdds: number): number => (logOdds === 0 ? p : expit(logit(p) + logOdds))

/** True chance that the n-th attempt (from 1) reaches a lead not reached before. */
export function attemptChance(planted: Planted, n: number): number {
  if (!planted.attempts) return background.flatAttempt
  return planted.attempts.chance[n - 1] ?? planted.attempts.later
}

/** True chance of a person to pass the sales stage of this position, before any leak. */
export function passChance(planted: Planted, person: string, position: number): number {
  const base = background.salesPass[position] as number
  const early = position < background.proposalPosition
  const star = early ? planted.opener : planted.closer
  return star?.person === person ? shiftOdds(base, star.logOdds) : base
}

/** True chance that a lead of a channel group is junk. */
export function junkChance(planted: Planted, group: string): number {
  const junk = planted.junkChannel
  if (!junk) return background.flatJunk
  return junk.group === group ? junk.share : junk.elsewhere
}
