// At most three findings of the last week that stand out of the noise, each leading to its figure; a quiet week is said to be one.
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Finding } from '../api/contract.ts'
import { useMay } from '../api/session.ts'
import { useBrief } from '../api/use-plans.ts'
import { Part } from '../kit/part.tsx'
import { PrintButton } from '../kit/print-button.tsx'
import { cellAcross, type SearchState } from '../kit/search-state.ts'
import { LinesLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './compass-findings.module.css'

/** The cell a finding is of, from the filters of its evidence that name one member each. */
function cellOfEvidence({ evidence }: Finding): string | undefined {
  const where = evidence.filters.where
  if (typeof where !== 'object' || where === null) return undefined
  const pairs = Object.entries(where).flatMap(([dimension, found]): [string, string][] => {
    const id = Array.isArray(found) ? found[0] : found
    return typeof id === 'string' ? [[dimension, id]] : []
  })
  return pairs.length > 0 ? cellAcross(...pairs) : undefined
}

function FindingCard({ finding, currency }: { finding: Finding; currency: string }) {
  const { t, figure, share } = useFormat(currency)
  const cell = cellOfEvidence(finding)
  return (
    <li className={`card ${css.card}`} data-finding={finding.id}>
      <h3>{finding.title}</h3>
      <p>{finding.text}</p>
      <p className="small quiet">
        {finding.money !== null && `${t('findings.money', { money: figure(finding.money, 'money').text })} · `}
        {t('findings.certainty', { share: share(finding.certainty) })}
      </p>
      {finding.question && <p className={css.question}>{finding.question}</p>}
      <Link
        to="."
        search={(search: SearchState) => ({ ...search, kpi: finding.evidence.kpi, cell, part: undefined })}
        resetScroll={false}
        className="inline-link"
      >
        {t('findings.open')}
      </Link>
    </li>
  )
}

/** How long the tiles wait for the findings. */
const patienceMs = 400

/** Above the tiles when they are there in time, below them when not, so that nothing moves; null until that is known, or none. */
export function useFindingsPlace(hasFigures: boolean): 'above' | 'below' | 'nowhere' | null {
  const mayBrief = useMay()('brief')
  const brief = useBrief(mayBrief)
  const isTold = !brief.isPending
  const [place, setPlace] = useState<'above' | 'below' | null>(null)
  useEffect(() => {
    if (!hasFigures || !mayBrief || place !== null) return
    const settle = setTimeout(() => setPlace(isTold ? 'above' : 'below'), isTold ? 0 : patienceMs)
    return () => clearTimeout(settle)
  }, [hasFigures, mayBrief, isTold, place])
  return mayBrief ? place : 'nowhere'
}

export function CompassFindings() {
  const { t } = useFormat()
  const { data, isError } = useBrief(true)
  if (isError) return null
  return (
    <Part title={t('findings.title')} aside={<PrintButton size="xs" />}>
      {!data && <LinesLoading count={1} height={72} label={t('state.loading')} />}
      {data?.quiet && <p className={`soft ${css.quietWeek}`}>{t('findings.quiet')}</p>}
      {data && data.findings.length > 0 && (
        <ul className={css.list}>
          {data.findings.map((finding) => (
            <FindingCard key={finding.id} finding={finding} currency={data.currency} />
          ))}
        </ul>
      )}
    </Part>
  )
}
