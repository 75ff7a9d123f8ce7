// Показатели: the whole catalogue by family, found by name or by the question it answers.
import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import type { CatalogueEntry } from '../api/catalogue-entry.ts'
import { useMay } from '../api/session.ts'
import { useCatalogue } from '../api/use-kpis.ts'
import { usePageView } from '../api/use-view.ts'
import { familyShelves } from '../charts/prepare/shelf.ts'
import { FigureLink } from '../kit/figure-link.tsx'
import { PageFrame } from '../kit/page-frame.tsx'
import type { SearchState } from '../kit/search-state.ts'
import { ErrorState, LinesLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './kpis.module.css'

function matches(entry: CatalogueEntry, words: string): boolean {
  const text = [entry.id, ...Object.values(entry.name), ...Object.values(entry.question)].join(' ').toLocaleLowerCase()
  return words
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

export function KpisPage() {
  const { t, language } = useFormat()
  const { search } = usePageView()
  const navigate = useNavigate()
  const may = useMay()
  const catalogue = useCatalogue()
  const wanted = search.show ?? ''
  const families = familyShelves((catalogue.data ?? []).filter((entry) => matches(entry, wanted)))
  const look = (show: string) =>
    void navigate({ to: '.', search: (old: SearchState) => ({ ...old, show }), replace: true, resetScroll: false })
  return (
    <PageFrame room="kpis">
      <TextInput
        className={css.search ?? ''}
        value={wanted}
        onChange={(event) => look(event.currentTarget.value)}
        placeholder={t('kpis.search')}
        aria-label={t('kpis.search')}
        leftSection={<IconSearch size={18} stroke={1.6} aria-hidden />}
      />
      {may('ownKpis') && (
        <p className={css.own}>
          <Link to="/kpis/own" className="inline-link">
            {t('kpis.own')}
          </Link>
        </p>
      )}
      {catalogue.isError && <ErrorState error={catalogue.error} onRetry={() => void catalogue.refetch()} />}
      {catalogue.isPending && <LinesLoading count={10} label={t('state.loading')} />}
      {catalogue.data && families.length === 0 && <p className="soft">{t('bar.nothing')}</p>}
      {families.map(({ id, name, entries }) => (
        <section key={id} className={css.family} aria-labelledby={`kpis-${id}`}>
          <h2 id={`kpis-${id}`}>{name[language]}</h2>
          <ul className={`card ${css.list}`}>
            {entries.map((entry) => (
              <li key={entry.id}>
                <FigureLink kpi={entry.id} className={css.entry}>
                  <span className={css.name}>{entry.name[language]}</span>
                  <span className="soft">{entry.question[language]}</span>
                </FigureLink>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </PageFrame>
  )
}
