// Where a provider sends a person back to after it asked them whether their application may read: says how it went, and goes on.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { answerConsent } from '../api/consent.ts'
import { ApiProblem, writeWorkspace } from '../api/http.ts'
import { EmptyState, LinesLoading } from '../kit/states.tsx'
import { sayConnectError } from '../kit/sync-error.ts'
import { useFormat } from '../kit/use-format.ts'

const own = (error: unknown) => {
  if (!(error instanceof ApiProblem)) return null
  if (error.code === 'forbidden') return 'consent.stale'
  return /was not allowed/.test(error.message) ? 'consent.refused' : null
}

export function ConnectedPage() {
  const { t } = useFormat()
  const answer = useQuery({ queryKey: ['consent'], queryFn: answerConsent, retry: false, staleTime: Number.POSITIVE_INFINITY })
  const into = answer.data?.into
  useEffect(() => {
    if (into === undefined) return
    if (into !== '') writeWorkspace(into)
    location.replace('/data')
  }, [into])
  if (!answer.isError) return <LinesLoading count={3} label={t('consent.waiting')} />
  const words = own(answer.error)
  return (
    <EmptyState title={t('consent.failed')} text={words === null ? sayConnectError(answer.error, t) : t(words)}>
      <Link to="/data" className="inline-link">
        {t('consent.again')}
      </Link>
    </EmptyState>
  )
}
