// Chosen KPIs as tiles under a heading, asked together when the reader gets there.
import { useKpiTiles } from '../api/use-kpi-tiles.ts'
import { useCatalogue } from '../api/use-kpis.ts'
import { useMatured } from '../api/use-matured.ts'
import { usePageView } from '../api/use-view.ts'
import { isSilent } from '../charts/prepare/shelf.ts'
import { Part } from '../kit/part.tsx'
import { ErrorState, TilesLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import { useInSight } from '../kit/use-in-sight.ts'
import { TileGrid } from './tile-grid.tsx'

type Props = { title: string; kpis: readonly string[] }
const noBeside = () => null

export function TilesPart({ title, kpis }: Props) {
  const { t } = useFormat()
  const view = usePageView()
  const [place, isSeen] = useInSight<HTMLElement>()
  const { data: catalogue } = useCatalogue()
  const entries = kpis.flatMap((kpi) => catalogue?.find(({ id }) => id === kpi) ?? [])
  const asked = entries.map(({ id }) => id)
  const answer = useKpiTiles({ kpis: asked, ...view.compared }, isSeen && view.isReady)
  const weeks = useKpiTiles({ kpis: asked, ...view.weeks }, isSeen && view.isReady)
  const matured = useMatured(entries, answer.data, view)
  const needs = [...new Set(entries.flatMap((entry) => entry.needs))].map((kind) => t(`record.${kind}`, { defaultValue: kind }))
  const isEmpty = answer.data !== undefined && isSilent(answer.data, asked)
  return (
    <Part ref={place} title={title}>
      {answer.isPending && <TilesLoading count={kpis.length} label={t('state.loading')} />}
      {answer.isError && !answer.data && <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />}
      {isEmpty && <p className="soft">{needs.length > 0 ? t('family.connect', { needs: needs.join(', ') }) : t('family.silent')}</p>}
      {answer.data && !isEmpty && (
        <TileGrid entries={entries} answer={answer.data} weeks={weeks.data} matured={matured} besideOf={noBeside} />
      )}
    </Part>
  )
}
