// At most three findings of the last week that stand out of the noise, each leading to its figure; a quiet week is said to be one.
import { Link } from '@tanstack/react-router'
import type { Finding } from '../api/contract.ts'
import { useBrief } from '../api/use-plans.ts'
import { Part } from '../kit/part.tsx'
import { cellAcross, type SearchState } from '../kit/search-state.ts'
import { LinesLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import { useInSight } from '../kit/use-in-sight.ts'
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

export function CompassFindings() {
  const { t } = useFormat()
  const [place, isSeen] = useInSight<HTMLElement>()
  const { data, isError } = useBrief(isSeen)
  if (isError) return null
  return (
    <Part ref={place} title={t('findings.title')}>
      {!data && <LinesLoading count={1} height={72} label={t('state.loading')} />}
      {data?.quiet && <p className="soft">{t('findings.quiet')}</p>}
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
