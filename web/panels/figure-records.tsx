// The records behind a figure that a page shows and the catalogue does not list: a state of the ledger, an outcome of a stage.
import { useSettings } from '../api/use-settings.ts'
import { useView } from '../api/use-view.ts'
import { usePeriodName } from '../kit/period-menu.tsx'
import { useFormat } from '../kit/use-format.ts'
import { PeriodAndCell } from './cell-name.tsx'
import css from './kpi-drawer.module.css'
import { KpiRecords } from './kpi-records.tsx'

type PageFigure = { id: string; kind: string }

export const pageFigures: readonly PageFigure[] = [
  { id: 'ledger_leads', kind: 'count' },
  ...['advanced', 'skipped_over', 'lost', 'won', 'moved_back', 're_piped', 'still_there', 'lost_reached'].map((outcome) => ({
    id: `funnel_${outcome}`,
    kind: 'count',
  })),
  ...['conversion', 'cumulative'].map((share) => ({ id: `funnel_${share}`, kind: 'waiting_share' })),
  ...['offer_share', 'offer_base'].map((id) => ({ id, kind: 'share' })),
]

export function FigureRecords({ figure }: { figure: PageFigure }) {
  const { t } = useFormat()
  const view = useView()
  const { data: settings } = useSettings()
  const period = usePeriodName(view.period)
  return (
    <div className={css.parts}>
      <p className="soft">
        <PeriodAndCell period={period} cell={view.search.cell} />
      </p>
      <KpiRecords
        figure={{ ...figure, name: t(`figure.${figure.id}`) }}
        cell={null}
        currency={settings?.currency ?? ''}
        timezone={settings?.timezone ?? ''}
      />
    </div>
  )
}
