// What was guessed and not confirmed, and accepting it: a guess that is accepted becomes a setting, and nothing is guessed there any more.
import type { Guess } from '../contract/guesses.ts'
import type { ResourceInput, ResourceOutput } from '../contract/resources.ts'
import type { Settings } from '../contract/settings.ts'
import { guessReasonGroup } from '../kpi/reason-groups.ts'
import { findUnsaidPipelines, findUnsaidStages } from '../warehouse/find-unsaid.ts'
import { listMeanings } from './list-meanings.ts'
import type { House } from './open-house.ts'
import { patchSettings } from './patch-settings.ts'
import { resolveWorkspace } from './resolve-workspace.ts'

/** Pipelines that every figure is about; the stages of others are not asked about. */
const counted = new Set(['qualification', 'sales', 'repeat'])
const order = ['pipeline', 'stage', 'reason'] as const

export async function listGuesses(house: House, { workspace }: { workspace: string }): Promise<ResourceOutput<'guesses'>> {
  const { num } = await resolveWorkspace(house, workspace)
  const [{ pipelines, lost_reasons }, unsaidPipelines, unsaidStages] = await Promise.all([
    listMeanings(house, { workspace }),
    findUnsaidPipelines(house.warehouse, num),
    findUnsaidStages(house.warehouse, num),
  ])
  const casesOf = (list: readonly { id: string; cases: number }[]) => new Map(list.map(({ id, cases }) => [id, cases]))
  const [inPipeline, inStage] = [casesOf(unsaidPipelines), casesOf(unsaidStages)]
  const ofPipelines = pipelines
    .filter(({ id, is_confirmed }) => !is_confirmed && inPipeline.has(id))
    .map(({ id, name, kind, proposed }): Guess => {
      const cases = inPipeline.get(id) ?? 0
      return { place: `pipelines.${id}`, what: 'pipeline', name, of: null, guess: proposed ?? kind, counts_now: proposed === null, cases }
    })
  const ofStages = pipelines
    .filter(({ kind, proposed }) => counted.has(proposed ?? kind))
    .flatMap(({ name: of, stages }) =>
      stages
        .filter(({ id, kind, is_archived, is_confirmed }) => kind === 'open' && !is_archived && !is_confirmed && inStage.has(id))
        .map(({ id, name, milestone }): Guess => {
          const cases = inStage.get(id) ?? 0
          return { place: `stages.${id}`, what: 'stage', name, of, guess: milestone, counts_now: true, cases }
        }),
    )
  const ofReasons = lost_reasons
    .filter(({ group, is_confirmed }) => group === null && !is_confirmed)
    .flatMap(({ id, name, cases }): Guess[] => {
      const guess = guessReasonGroup(name)
      return guess === null ? [] : [{ place: `lost_reasons.${id}`, what: 'reason', name, of: null, guess, counts_now: false, cases }]
    })
  const guesses = [...ofPipelines, ...ofStages, ...ofReasons]
  return { guesses: guesses.sort((a, b) => order.indexOf(a.what) - order.indexOf(b.what) || (a.what === 'stage' ? 0 : b.cases - a.cases)) }
}

type Asked = { workspace: string; now: Date }

/** Answers what is left. */
export async function acceptGuesses(
  house: House,
  { workspace, now }: Asked,
  { places }: ResourceInput<'guessesAccept'>,
): Promise<ResourceOutput<'guessesAccept'>> {
  const { settings } = await resolveWorkspace(house, workspace)
  const { guesses } = await listGuesses(house, { workspace })
  const accepted = guesses.filter(({ place }) => places === undefined || places.includes(place))
  const patch = Object.fromEntries(accepted.map((guess) => [guess.place, settingOf(guess, settings)]))
  if (accepted.length > 0) await patchSettings(house, { workspace, patch, now })
  return listGuesses(house, { workspace })
}

function settingOf({ what, place, guess }: Guess, settings: Settings): unknown {
  if (what === 'pipeline') return { kind: guess }
  if (what === 'stage') return { ...settings.stages[place.slice('stages.'.length)], milestone: guess }
  return guess
}
