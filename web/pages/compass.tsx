// Компас: one sentence, the first shelf of tiles, then every family of KPIs.

import { Navigate } from '@tanstack/react-router'
import type { CatalogueEntry } from '../api/catalogue-entry.ts'
import { useMay, useSession } from '../api/session.ts'
import { useKpiTiles } from '../api/use-kpi-tiles.ts'
import { useCatalogue } from '../api/use-kpis.ts'
import { useMatured } from '../api/use-matured.ts'
import { usePageView } from '../api/use-view.ts'
import { besideOf, familyShelves, firstShelf, isFed } from '../charts/prepare/shelf.ts'
import { PageFrame } from '../kit/page-frame.tsx'
import { ErrorState, SentenceLoading, TilesLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from '../panels/compass-cards.module.css'
import { CompassFindings, useFindingsPlace } from '../panels/compass-findings.tsx'
import { CompassFunnel } from '../panels/compass-funnel.tsx'
import { CompassPeople } from '../panels/compass-people.tsx'
import { CompassPlan, useMonthPlan } from '../panels/compass-plan.tsx'
import { CompassSentence, sentenceKpis } from '../panels/compass-sentence.tsx'
import { FamilyPanel, UnmetNeeds } from '../panels/family-panel.tsx'
import { FirstStepsNote } from '../panels/first-steps-note.tsx'
import { GuessesNote } from '../panels/guesses-part.tsx'
import { MovedNote } from '../panels/moved-note.tsx'
import { TileGrid } from '../panels/tile-grid.tsx'
import { ViewBar } from '../panels/view-bar.tsx'

function asked(catalogue: readonly CatalogueEntry[], shelf: readonly CatalogueEntry[]): string[] {
  const known = new Set(catalogue.map(({ id }) => id))
  const beside = shelf.flatMap((entry) => besideOf(entry, catalogue)?.id ?? [])
  return [...new Set([...shelf.map(({ id }) => id), ...beside, ...sentenceKpis])].filter((id) => known.has(id))
}

export function CompassPage() {
  const { t } = useFormat()
  const view = usePageView()
  const session = useSession()
  const may = useMay()
  const catalogue = useCatalogue()
  const entries = catalogue.data ?? []
  const fed = entries.filter(isFed)
  const shelf = firstShelf(entries)
  const answer = useKpiTiles({ kpis: asked(fed, shelf), ...view.compared }, view.isReady)
  const weeks = useKpiTiles({ kpis: shelf.map(({ id }) => id), ...view.weeks }, view.isReady)
  const matured = useMatured(shelf, answer.data, view)
  const error = catalogue.error ?? (answer.data ? null : answer.error)
  const plan = useMonthPlan()
  const hasFigures = answer.data !== undefined && !plan.isPending
  const findings = useFindingsPlace(hasFigures)
  const head = findings === null || !hasFigures ? undefined : answer.data
  const retry = () => void (catalogue.error ? catalogue.refetch() : answer.refetch())
  if (session.data?.workspaces.length === 0) return <Navigate to="/start" replace />
  return (
    <PageFrame room="compass" isTitleShown={false} bar={<ViewBar asOf={head ? { moment: head.as_of, timezone: head.timezone } : null} />}>
      {error && <ErrorState error={error} onRetry={retry} />}
      {!head && !error && (
        <>
          <SentenceLoading />
          <TilesLoading count={9} label={t('state.loading')} />
        </>
      )}
      {head && (
        <>
          <CompassPlan />
          <CompassSentence answer={head} period={view.period} catalogue={entries} watched={shelf.map(({ id }) => id)} />
          <FirstStepsNote />
          <GuessesNote />
          <MovedNote asOf={head.as_of} timezone={head.timezone} />
          {findings === 'above' && <CompassFindings />}
          <TileGrid entries={shelf} answer={head} weeks={weeks.data} matured={matured} besideOf={(entry) => besideOf(entry, fed)} />
          <UnmetNeeds entries={entries} />
          {findings === 'below' && <CompassFindings />}
          <div className={css.cards}>
            {may('funnel') && <CompassFunnel />}
            {session.data?.role !== 'rep' && <CompassPeople />}
          </div>
          <div className="not-printed">
            {familyShelves(entries.filter((entry) => !shelf.includes(entry))).map((family) => (
              <FamilyPanel key={family.id} family={family} />
            ))}
          </div>
        </>
      )}
    </PageFrame>
  )
}
