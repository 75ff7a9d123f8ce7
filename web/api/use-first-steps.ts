// How far a company is set up: each step is done when what it brings is there. What was skipped is remembered in this browser.
import { useState } from 'react'
import { readWorkspace } from './http.ts'
import { useMay, useSession } from './session.ts'
import { useInvitations, useUsers } from './use-members-access.ts'
import { usePlanList } from './use-plans.ts'
import { useSettingChanges } from './use-setting-changes.ts'
import { useGuesses } from './use-settings.ts'
import { useSources } from './use-sources.ts'

export const firstSteps = ['demo', 'source', 'stages', 'calendar', 'plan', 'people'] as const
export type FirstStep = (typeof firstSteps)[number]
export type StepState = 'open' | 'done' | 'skipped'

const skippedKey = 'rumb.start.skipped'
const readSkipped = (): string[] => (localStorage.getItem(skippedKey) ?? '').split(',').filter(Boolean)

export type FirstSteps = {
  states: Readonly<Record<FirstStep, StepState>>
  /** There is a company of the reader's own, and it is open. */
  isOwn: boolean
  demo: string | null
  skip: (step: FirstStep, isSkipped: boolean) => void
}

export function useFirstSteps(today: string): FirstSteps {
  const [skipped, setSkipped] = useState(readSkipped)
  const { data: session } = useSession()
  const may = useMay()
  const opened = session?.workspaces.find(({ id }) => id === readWorkspace())
  const isOwn = opened !== undefined && !opened.demo
  const { data: sources } = useSources(isOwn && may('sources'))
  const { data: guesses } = useGuesses(isOwn && may('guesses'))
  const { data: changes } = useSettingChanges(isOwn)
  const year = today.slice(0, 4)
  const { data: plans } = usePlanList({ from: `${year}-01-01`, to: `${Number(year) + 1}-01-01` }, isOwn && may('planList'))
  const users = useUsers(isOwn && may('users'))
  const invitations = useInvitations(isOwn && may('invitations'))
  const hasSource = isOwn && (sources?.sources.length ?? 0) > 0
  const done: Readonly<Record<FirstStep, boolean>> = {
    demo: session?.workspaces.some(({ demo }) => demo) !== true || isOwn,
    source: hasSource,
    stages: hasSource && guesses?.guesses.length === 0,
    calendar: isOwn && changes?.changes.some(({ keys }) => keys.some((key) => key.startsWith('calendars'))) === true,
    plan: isOwn && (plans?.plans.length ?? 0) > 0,
    people: isOwn && ((users.data?.users.length ?? 0) > 1 || (invitations.data?.invitations.length ?? 0) > 0),
  }
  const states = Object.fromEntries(
    firstSteps.map((step): [FirstStep, StepState] => [step, done[step] ? 'done' : skipped.includes(step) ? 'skipped' : 'open']),
  ) as Record<FirstStep, StepState>
  const skip = (step: FirstStep, isSkipped: boolean) => {
    const next = isSkipped ? [...skipped, step] : skipped.filter((one) => one !== step)
    localStorage.setItem(skippedKey, next.join(','))
    setSkipped(next)
  }
  return { states, isOwn, demo: session?.workspaces.find((one) => one.demo)?.id ?? null, skip }
}
