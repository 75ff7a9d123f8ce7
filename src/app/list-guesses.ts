// What was guessed and not confirmed, and accepting it: a guess that is accepted becomes a setting, and nothing is guessed there any more.
import { AppError } from '../contract/errors.ts'
import { ASKED, type Guess } from '../contract/guesses.ts'
import type { ResourceInput, ResourceOutput } from '../contract/resources.ts'
import { LOST_REASON_GROUPS, MILESTONES, PIPELINE_KINDS, type Settings } from '../contract/settings.ts'
import { guessReasonGroup } from '../kpi/reason-groups.ts'
import { findUnsaidPipelines, findUnsaidStages } from '../warehouse/find-unsaid.ts'
import { CHANNEL_PLACE, guessCompany } from './guess-company.ts'
import { guessFields } from './guess-fields.ts'
import { guessLines, LINE_PLACE } from './guess-lines.ts'
import { listMeanings } from './list-meanings.ts'
import type { House } from './open-house.ts'
import { patchSettings } from './patch-settings.ts'
import { resolveWorkspace } from './resolve-workspace.ts'

/** Pipelines that every figure is about; the stages of others are not asked about. */
const counted = new Set(['qualification', 'sales', 'repeat'])
const choicesOf = (values: readonly (string | null)[]) => values.map((value) => ({ value, cases: null }))
const choices = { pipeline: choicesOf(PIPELINE_KINDS), stage: choicesOf([...MILESTONES, null]), reason: choicesOf(LOST_REASON_GROUPS) }

export async function listGuesses(house: House, { workspace }: { workspace: string }): Promise<ResourceOutput<'guesses'>> {
  const { num, settings } = await resolveWorkspace(house, workspace)
  const [{ guesses }, ofLines, ofFields] = await Promise.all([
    listMeaningGuesses(house, { workspace }),
    guessLines(house, { num, settings }),
    guessFields(house, { num, settings }),
  ])
  return { guesses: [...guesses, ...ofLines, ...ofFields] }
}

/** Those that figures rest on. */
export async function listMeaningGuesses(house: House, { workspace }: { workspace: string }): Promise<ResourceOutput<'guesses'>> {
  const { num, settings } = await resolveWorkspace(house, workspace)
  const [{ pipelines, lost_reasons }, unsaidPipelines, unsaidStages, ofCompany] = await Promise.all([
    listMeanings(house, { workspace }),
    findUnsaidPipelines(house.warehouse, num),
    findUnsaidStages(house.warehouse, num),
    guessCompany(house, { num, settings }),
  ])
  const casesOf = (list: readonly { id: string; cases: number }[]) => new Map(list.map(({ id, cases }) => [id, cases]))
  const [inPipeline, inStage] = [casesOf(unsaidPipelines), casesOf(unsaidStages)]
  const ofPipelines = pipelines
    .filter(({ id, is_confirmed }) => !is_confirmed && inPipeline.has(id))
    .map(({ id, name, kind, proposed }): Guess => {
      const cases = inPipeline.get(id) ?? 0
      const about = { place: `pipelines.${id}`, what: 'pipeline', name, of: null, choices: choices.pipeline } as const
      return { ...about, guess: proposed ?? kind, counts_now: proposed === null, cases }
    })
  const ofStages = pipelines
    .filter(({ kind, proposed }) => counted.has(proposed ?? kind))
    .flatMap(({ name: of, stages }) =>
      stages
        .filter(({ id, kind, is_archived, is_confirmed }) => kind === 'open' && !is_archived && !is_confirmed && inStage.has(id))
        .map(({ id, name, milestone }): Guess => {
          const cases = inStage.get(id) ?? 0
          return { place: `stages.${id}`, what: 'stage', name, of, guess: milestone, counts_now: true, cases, choices: choices.stage }
        }),
    )
  const ofReasons = lost_reasons
    .filter(({ group, is_confirmed }) => group === null && !is_confirmed)
    .flatMap(({ id, name, cases }): Guess[] => {
      const guess = guessReasonGroup(name)
      const about = { place: `lost_reasons.${id}`, what: 'reason', name, of: null, choices: choices.reason } as const
      return guess === null ? [] : [{ ...about, guess, counts_now: false, cases }]
    })
  const guesses = [...ofPipelines, ...ofStages, ...ofReasons, ...ofCompany]
  return {
    guesses: guesses.sort((a, b) => ASKED.indexOf(a.what) - ASKED.indexOf(b.what) || (a.what === 'stage' ? 0 : b.cases - a.cases)),
  }
}

type Asked = { workspace: string; now: Date }

/** Answers what is left. Errors: bad_input for an answer to what was not asked, or that is none of the choices. */
export async function acceptGuesses(
  house: House,
  { workspace, now }: Asked,
  { places, values = {} }: ResourceInput<'guessesAccept'>,
): Promise<ResourceOutput<'guessesAccept'>> {
  const { settings } = await resolveWorkspace(house, workspace)
  const { guesses } = await listGuesses(house, { workspace })
  const own = Object.entries(values).map(([place, value]) => answerTo(guesses, place, value))
  const wanted = places ?? (own.length > 0 ? [] : guesses.map(({ place }) => place))
  const accepted = guesses.filter(({ place }) => wanted.includes(place) && values[place] === undefined)
  const patch = settingsOf(accepted, own, settings)
  if (Object.keys(patch).length > 0) await patchSettings(house, { workspace, patch, now })
  return listGuesses(house, { workspace })
}

function answerTo(guesses: readonly Guess[], place: string, value: string | null): Guess {
  const guess = guesses.find((one) => one.place === place)
  if (guess === undefined) throw new AppError('bad_input', `Nothing is asked at ${place}.`, { path: place })
  if (guess.choices.some((choice) => choice.value === value)) return { ...guess, guess: value }
  const known = guess.choices.map((choice) => choice.value ?? 'null').join(', ')
  throw new AppError('bad_input', `${place}: ${value} is none of ${known}.`, { path: place })
}

/**
 * The name of a channel that was taken for what it is stays so, after tags of links and click ids; one taken for another becomes a rule,
 * one for each group, before all others. A line is of a channel only by such a rule.
 */
function settingsOf(accepted: readonly Guess[], own: readonly Guess[], settings: Settings): Record<string, unknown> {
  const isChannel = ({ what }: Guess) => what === 'channel' || what === 'line'
  const isNone = (guess: Guess) => isChannel(guess) && guess.guess === null
  const rules = (['line', 'channel'] as const).flatMap((field) => {
    const told = own.filter((guess) => guess.what === field && !isNone(guess))
    const length = (field === 'line' ? LINE_PLACE : CHANNEL_PLACE).length
    return [...Map.groupBy(told, ({ guess }) => guess)].map(([channel_group, list]) => {
      return { channel_group, when: [{ field, op: 'in', value: list.map(({ place }) => place.slice(length)) }] }
    })
  })
  const others = [...accepted, ...own].filter((guess) => !isChannel(guess))
  const asTheyAre = [...accepted.filter((guess) => isChannel(guess) || guess.what === 'sale_event'), ...own.filter(isNone)].map(
    ({ place }) => place,
  )
  return {
    ...Object.fromEntries(others.map((guess) => [guess.place, settingOf(guess, settings)])),
    ...(rules.length > 0 ? { channel_rules: [...rules, ...settings.channel_rules] } : {}),
    ...(asTheyAre.length > 0 ? { confirmed: [...new Set([...settings.confirmed, ...asTheyAre])] } : {}),
  }
}

function settingOf({ what, place, guess }: Guess, settings: Settings): unknown {
  if (what === 'pipeline') return { kind: guess }
  if (what === 'stage') return { ...settings.stages[place.slice('stages.'.length)], milestone: guess }
  if (what === 'role') return { role: guess }
  if (what === 'field') return guess ?? ''
  return guess
}
