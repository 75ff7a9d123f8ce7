// One KPI opened: its figure and course, what it means, what it rests on, who makes it up, and the records behind it.
import { Drawer } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { use } from 'react'
import type { CatalogueEntry } from '../api/catalogue-entry.ts'
import { useCatalogue } from '../api/use-kpis.ts'
import { useKpiQuery } from '../api/use-query.ts'
import { PeriodInstead, useView } from '../api/use-view.ts'
import { dayOf } from '../charts/prepare/bucket.ts'
import { isUnripe, maturedRange } from '../charts/prepare/matured.ts'
import { ChangeMark } from '../kit/change-mark.tsx'
import { usePeriodName } from '../kit/period-menu.tsx'
import { closeDrawer, type SearchState } from '../kit/search-state.ts'
import { EmptyState, ErrorState, LinesLoading } from '../kit/states.tsx'
import { useFocusBack } from '../kit/use-focus-back.ts'
import { useFormat } from '../kit/use-format.ts'
import { PeriodAndCell } from './cell-name.tsx'
import { FigureRecords, pageFigures } from './figure-records.tsx'
import { KpiBreakdown } from './kpi-breakdown.tsx'
import { KpiDefinition } from './kpi-definition.tsx'
import css from './kpi-drawer.module.css'
import { KpiRecords } from './kpi-records.tsx'
import { KpiSample } from './kpi-sample.tsx'
import { KpiTrend } from './kpi-trend.tsx'
import { KpiWhy } from './kpi-why.tsx'

function KpiHead({ entry, children }: { entry: CatalogueEntry; children: React.ReactNode }) {
  const view = useView()
  const isInstead = use(PeriodInstead) !== null
  const answer = useKpiQuery({ kpis: [entry.id], ...view.compared }, view.isReady)
  const format = useFormat(answer.data?.currency)
  const period = usePeriodName(view.period)
  const cell = answer.data?.total[entry.id]
  if (answer.isError && !answer.data) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
  if (!answer.data || !cell) return <LinesLoading count={4} label={format.t('state.loading')} />
  if (isUnripe(cell) && entry.horizonDays !== null && !isInstead) {
    const ripe = maturedRange(answer.data, dayOf(answer.data), entry.horizonDays)
    return (
      <PeriodInstead value={ripe}>
        <p className="soft">{format.t('drawer.matured', { days: entry.horizonDays, count: entry.horizonDays })}</p>
        <KpiHead entry={entry}>{children}</KpiHead>
      </PeriodInstead>
    )
  }
  const figure = cell.value === null ? null : format.figure(cell.value, entry.unit)
  const range = format.range(cell, entry.unit)
  return (
    <>
      <div className={css.figureBlock}>
        <p className="small quiet">
          <PeriodAndCell period={period} cell={view.search.cell} />
        </p>
        {figure ? (
          <p className={css.figure} data-cell="value">
            {figure.text}
            {figure.exact !== figure.text && <span className={css.exact}>{figure.exact}</span>}
          </p>
        ) : (
          <p className={css.why}>{format.t(`why.${cell.why}`)}</p>
        )}
        {range && <p className="soft">{range}</p>}
        <ChangeMark cell={cell} unit={entry.unit} better={entry.better} currency={answer.data.currency} />
      </div>
      <KpiSample cell={cell} kind={entry.kind} notes={answer.data.notes} />
      {children}
      <KpiRecords
        figure={{ id: entry.id, name: entry.name[format.language], kind: entry.kind }}
        cell={cell}
        currency={answer.data.currency}
        timezone={answer.data.timezone}
      />
    </>
  )
}

export function KpiDrawer({ kpi }: { kpi: string }) {
  const { t, language } = useFormat()
  const navigate = useNavigate()
  useFocusBack()
  const catalogue = useCatalogue()
  const entry = catalogue.data?.find(({ id }) => id === kpi)
  const figure = pageFigures.find(({ id }) => id === kpi)
  const title = figure ? t(`figure.${figure.id}`) : entry?.name[language]
  const close = () => void navigate({ to: '.', search: (search: SearchState) => closeDrawer(search), resetScroll: false })
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size={680}
      title={title ?? t('state.loading')}
      closeButtonProps={{ 'aria-label': t('drawer.close') }}
      classNames={{ body: css.body ?? '', header: css.header ?? '', title: css.title ?? '', content: css.content ?? '' }}
      transitionProps={{ duration: 160 }}
      overlayProps={{ backgroundOpacity: 0.3 }}
    >
      {catalogue.isError && <ErrorState error={catalogue.error} onRetry={() => void catalogue.refetch()} />}
      {catalogue.data && !entry && !figure && <EmptyState title={t('drawer.unknown')} text={kpi} />}
      {figure && <FigureRecords figure={figure} />}
      {entry && (
        <div className={css.parts} key={entry.id}>
          <p className={css.question}>{entry.question[language]}</p>
          <KpiHead entry={entry}>
            <KpiTrend entry={entry} />
            <KpiWhy entry={entry} />
            <KpiDefinition entry={entry} />
            <KpiBreakdown entry={entry} />
          </KpiHead>
        </div>
      )}
    </Drawer>
  )
}
