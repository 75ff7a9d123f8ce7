// The chance of a first contact by the number of the attempt, where it stops being worth while, and who stops early or goes on too long.
import type { PersistenceCurveAnswer } from '../../contract/curves.ts'
import { attemptCases, attemptsMost, byGaps, byOutcome, byTries, gapBands } from '../../kpi/curve-figures.ts'
import { wilson } from '../../stats/proportion.ts'
import { stopAfter } from '../../stats/stop-after.ts'
import { findMembers } from '../../warehouse/find-members.ts'
import type { House } from '../open-house.ts'
import { headOf } from '../run-query.ts'
import type { CurveAsk } from './curve-ask.ts'
import { findUnseen } from './find-unseen.ts'
import { groupCases } from './group-cases.ts'

/** Held for the usual number where own data do not tell one: that of persistence_rate. */
const USUAL_STOP = 5

/** `bands`: of the gap before the second attempt, the third …, a digit each. */
type Spaced = { bands: string; outcome: string; leads: number }
type Tried = { person: string; tries: number; outcome: string; leads: number }

export async function showPersistence(house: House, { query, ...ask }: CurveAsk): Promise<PersistenceCurveAnswer> {
  const unseen = await findUnseen(house, ask, query)
  // Of those whose work is not seen the first attempt that is seen need not be the first.
  const seen = unseen.where === undefined ? query : { ...query, where: unseen.where }
  const [{ groups, plan, workspace }, spaced] = await Promise.all([
    groupCases(house, ask, { figure: attemptCases, by: ['person', byTries, byOutcome], query: seen }),
    groupCases(house, ask, { figure: attemptCases, by: [byGaps, byOutcome], query: seen }),
  ])
  const tried = groups.map(({ values: [person = '', tries = '0', outcome = ''], num }) => ({
    person,
    tries: Number(tries),
    outcome,
    leads: num('n'),
  }))
  const gaps = spaced.groups.map(({ values: [bands = '', outcome = ''], num }) => ({ bands, outcome, leads: num('n') }))
  const attempts = attemptsOf(tried, gaps)
  const stop = stopAfter(attempts.map(({ at_risk, contacts }) => ({ atRisk: at_risk, contacts })))
  const byPerson = Map.groupBy(tried, ({ person }) => person)
  const members = await findMembers(house.warehouse, workspace.num, 'people', [...byPerson.keys()])
  const people = [...byPerson].flatMap(([key, own]) => {
    const person = members.get(key)
    return person?.id == null ? [] : [{ person, ...habitsOf(own, stop ?? USUAL_STOP) }]
  })
  return {
    ...headOf(workspace, {}, plan),
    attempts,
    stop_after: stop,
    people: people.sort((a, b) => (a.person.id! < b.person.id! ? -1 : 1)),
    ...(unseen.notes.length === 0 ? {} : { notes: unseen.notes }),
  }
}

/** An attempt is followed by a next one, by a contact, or by nothing; while that is open its lead is not at risk yet. */
function attemptsOf(tried: readonly Tried[], gaps: readonly Spaced[]): PersistenceCurveAnswer['attempts'] {
  const last = tried.reduce((most, { tries }) => Math.max(most, tries), 0)
  const count = (is: (one: Tried) => boolean) => tried.filter(is).reduce((sum, { leads }) => sum + leads, 0)
  // The last group holds all that were tried more often, so that what came of its own attempt is not known.
  return Array.from({ length: Math.min(last, attemptsMost - 1) }, (_, i) => {
    const attempt = i + 1
    const pending = count(({ tries, outcome }) => tries === attempt && outcome === 'pending')
    const at_risk = count(({ tries }) => tries >= attempt) - pending
    const contacts = count(({ tries, outcome }) => tries === attempt && outcome === 'contact')
    return { attempt, ...chanceOf(at_risk, contacts, pending), by_gap: attempt === 1 ? [] : byGap(attempt, gaps) }
  })
}

const chanceOf = (at_risk: number, contacts: number, pending: number) => ({
  at_risk,
  contacts,
  chance: { ...wilson(contacts, at_risk), n: at_risk, pending, excluded: 0, unpriced: 0 },
})

/** Of the leads with this attempt, by how long after the one before it was made. */
function byGap(attempt: number, gaps: readonly Spaced[]): PersistenceCurveAnswer['attempts'][number]['by_gap'] {
  return gapBands.flatMap((from_s, band) => {
    const own = gaps.filter(({ bands }) => bands[attempt - 2] === String(band))
    const count = (is: (one: Spaced) => boolean) => own.filter(is).reduce((sum, { leads }) => sum + leads, 0)
    const isLast = ({ bands }: Spaced) => bands.length === attempt - 1
    const pending = count((one) => isLast(one) && one.outcome === 'pending')
    const contacts = count((one) => isLast(one) && one.outcome === 'contact')
    const all = count(() => true)
    return all === 0 ? [] : [{ from_s, to_s: gapBands[band + 1] ?? null, ...chanceOf(all - pending, contacts, pending) }]
  })
}

function habitsOf(own: readonly Tried[], stop: number) {
  const count = (is: (one: Tried) => boolean) => own.filter(is).reduce((sum, { leads }) => sum + leads, 0)
  return {
    early: count(({ tries, outcome }) => outcome === 'none' && tries < stop),
    hammered: count(({ tries }) => tries > stop),
    leads: count(() => true),
  }
}
