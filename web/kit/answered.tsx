// What an analysis shows while it is asked, when it failed, and when there is nothing in it; else its content.
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState, LinesLoading } from './states.tsx'

type Props<Answer> = {
  answer: { data: Answer | undefined; isError: boolean; error: unknown; refetch: () => unknown }
  /** Lines and their height while it loads: the shape of what will stand there. */
  lines?: number
  height?: number
  /** Words in the place of the content when there is nothing to show, or null. */
  empty?: (answer: Answer) => string | null
  children: (answer: Answer) => ReactNode
}

export function Answered<Answer>({ answer, lines = 6, height = 36, empty, children }: Props<Answer>) {
  const { t } = useTranslation()
  const { data } = answer
  if (data === undefined && answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
  if (data === undefined) return <LinesLoading count={lines} height={height} label={t('state.loading')} />
  const nothing = empty?.(data) ?? null
  return nothing === null ? children(data) : <p className="soft">{nothing}</p>
}
