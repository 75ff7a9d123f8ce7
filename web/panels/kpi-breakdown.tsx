// Who or what a KPI is made of: the same figure by person, team, channel or time in the role.
import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { CatalogueEntry } from '../api/catalogue-entry.ts'
import { useKpiQuery } from '../api/use-query.ts'
import { useView } from '../api/use-view.ts'
import { ErrorState, LinesLoading } from '../kit/states.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './kpi-breakdown.module.css'
import { LeagueTable } from './league-table.tsx'

const dimensions = ['person', 'team', 'channel_group'] as const
type Dimension = (typeof dimensions)[number]
const rowsShort = 8

export function KpiBreakdown({ entry }: { entry: CatalogueEntry }) {
  const { t } = useFormat()
  const view = useView()
  const [dimension, setDimension] = useState<Dimension>('person')
  const [isWhole, setWhole] = useState(false)
  const answer = useKpiQuery({ kpis: [entry.id], by: [dimension], ...view.shared }, view.isReady)
  const isCurrent = answer.data?.by[0] === dimension
  const rows = answer.data?.rows.length ?? 0
  return (
    <section aria-labelledby="drawer-breakdown" className={css.breakdown}>
      <div className={css.head}>
        <h3 id="drawer-breakdown">{t('drawer.breakdown')}</h3>
        <SegmentedControl
          size="xs"
          aria-label={t('drawer.breakdown')}
          value={dimension}
          onChange={(value) => setDimension(value as Dimension)}
          data={dimensions.map((value) => ({ value, label: t(`dimension.${value}`) }))}
        />
      </div>
      {answer.isError && !answer.data && <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />}
      {!answer.isError && !isCurrent && <LinesLoading count={5} height={28} label={t('state.loading')} />}
      {answer.data && isCurrent && rows === 0 && <p className="soft">{t('table.empty')}</p>}
      {answer.data && isCurrent && rows > 0 && (
        <>
          <LeagueTable answer={answer.data} entry={entry} dimension={dimension} rowsMax={isWhole ? 500 : rowsShort} />
          {rows > rowsShort && (
            <TextButton isExpanded={isWhole} onClick={() => setWhole(!isWhole)}>
              {isWhole ? t('family.less') : t('table.all')}
            </TextButton>
          )}
        </>
      )}
    </section>
  )
}
