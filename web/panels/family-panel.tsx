// One family of KPIs on the Compass, asked for when it comes into sight. Without data it is one line, not a row of empty tiles.
import { useState } from 'react'
import type { CatalogueEntry } from '../api/catalogue-entry.ts'
import { useKpiTiles } from '../api/use-kpi-tiles.ts'
import { useMatured } from '../api/use-matured.ts'
import { usePageView } from '../api/use-view.ts'
import { type FamilyShelf, isFed, isSilent } from '../charts/prepare/shelf.ts'
import { ErrorState, TilesLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import { useInSight } from '../kit/use-in-sight.ts'
import css from './family-panel.module.css'
import { TileGrid } from './tile-grid.tsx'

const noBeside = () => null

/** One line for what the first shelf leaves out, because nothing of what it is made from has come. */
export function UnmetNeeds({ entries }: { entries: readonly CatalogueEntry[] }) {
  const { t } = useFormat()
  const kinds = [...new Set(entries.filter(({ shelf }) => shelf === 'head').flatMap(({ unmet }) => unmet))]
  if (kinds.length === 0) return null
  return (
    <p className={`soft ${css.unmet}`}>
      {t('family.unmet', { needs: kinds.map((kind) => t(`record.${kind}`, { defaultValue: kind })).join(', ') })}
    </p>
  )
}

function Needs({ entries }: { entries: readonly CatalogueEntry[] }) {
  const { t } = useFormat()
  const needs = [...new Set(entries.flatMap(({ needs }) => needs))].map((kind) => t(`record.${kind}`, { defaultValue: kind }))
  return <p className="soft">{needs.length > 0 ? t('family.connect', { needs: needs.join(', ') }) : t('family.silent')}</p>
}

export function FamilyPanel({ family }: { family: FamilyShelf }) {
  const { t, language } = useFormat()
  const view = usePageView()
  const { compared, weeks, isReady } = view
  const [place, isSeen] = useInSight<HTMLElement>()
  const [isWhole, setWhole] = useState(false)
  const fed = family.entries.filter(isFed)
  const first = fed.filter(({ shelf }) => shelf !== 'expert')
  const start = first.length > 0 ? first : fed
  const shown = isWhole ? fed : start
  const kpis = shown.map(({ id }) => id)
  const answer = useKpiTiles({ kpis, ...compared }, isSeen && isReady && fed.length > 0)
  const course = useKpiTiles({ kpis, ...weeks }, isSeen && isReady && fed.length > 0)
  const matured = useMatured(shown, answer.data, view)
  const rest = fed.length - start.length
  const isEmpty = fed.length === 0 || (answer.data !== undefined && isSilent(answer.data, kpis))
  return (
    <section ref={place} className={css.family} aria-labelledby={`family-${family.id}`}>
      <h2 id={`family-${family.id}`}>{family.name[language]}</h2>
      {answer.isPending && fed.length > 0 && <TilesLoading count={Math.min(6, start.length)} label={t('state.loading')} />}
      {answer.isError && !answer.data && <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />}
      {isEmpty && <Needs entries={family.entries} />}
      {answer.data && !isEmpty && (
        <TileGrid entries={shown} answer={answer.data} weeks={course.data} matured={matured} besideOf={noBeside} />
      )}
      {!isEmpty && rest > 0 && answer.data && (
        <button type="button" className={css.more} aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? t('family.less') : t('family.more', { count: rest })}
        </button>
      )}
    </section>
  )
}
