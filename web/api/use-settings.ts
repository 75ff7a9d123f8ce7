// What decides whether figures are right: the workspace's settings, read and changed.
import { type UseMutationResult, type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Answer, Meanings, ResourceOutput, Settings } from './contract.ts'
import { getJson, patchJson, postJson, readWorkspace } from './http.ts'
import { factsKey } from './use-facts.ts'

export const settingsKey = 'settings'

export function useSettings(isAsked = true): UseQueryResult<Settings> {
  return useQuery({
    queryKey: [settingsKey, readWorkspace()],
    queryFn: ({ signal }) => getJson<Settings>('/settings', signal),
    enabled: isAsked,
    staleTime: 300_000,
  })
}

export function useMeanings(): UseQueryResult<Meanings> {
  return useQuery({
    queryKey: [factsKey, readWorkspace(), 'meanings'],
    queryFn: ({ signal }) => getJson<Meanings>('/meanings', signal),
  })
}

/** Accepted as guessed, and answered otherwise. */
export type GuessAnswers = { places?: string[]; values?: Record<string, string | null> }

/** What was guessed and not confirmed. */
export function useGuesses(isAsked: boolean): UseQueryResult<ResourceOutput<'guesses'>> {
  return useQuery({
    queryKey: [factsKey, readWorkspace(), 'guesses'],
    queryFn: ({ signal }) => getJson<ResourceOutput<'guesses'>>('/guesses', signal),
    enabled: isAsked,
  })
}

/** Those of the places, or all. */
export function useAcceptGuesses(): UseMutationResult<ResourceOutput<'guessesAccept'>, Error, GuessAnswers> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (given: GuessAnswers) => postJson<ResourceOutput<'guessesAccept'>>('/guesses', given),
    onSuccess: async () => {
      await Promise.all([settingsKey, factsKey].map((key) => client.invalidateQueries({ queryKey: [key] })))
    },
  })
}

/** What a change of settings most often moves, and what is shown of it. */
export const watchedKpis = ['leads', 'qualified_leads', 'won_deals', 'revenue', 'win_rate', 'response_within_15m'] as const
const watchedDays = '90d'

export type SettingPatch = Record<string, unknown>
export type SettingOutcome = { patch: SettingPatch; before: Answer; after: Answer }

/** Keeps a change and tells what it did to the figures: asked just before and just after. */
async function saveSettings(patch: SettingPatch): Promise<SettingOutcome> {
  const figures = () => postJson<Answer>('/query', { kpis: watchedKpis, last: watchedDays })
  const before = await figures()
  await patchJson('/settings', patch)
  return { patch, before, after: await figures() }
}

export function useSaveSettings(): UseMutationResult<SettingOutcome, Error, SettingPatch> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: saveSettings,
    onSuccess: async () => {
      await Promise.all([settingsKey, factsKey].map((key) => client.invalidateQueries({ queryKey: [key] })))
    },
  })
}
