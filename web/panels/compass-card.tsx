// A card of the Compass that leads into a section: what it shows, the picture, the way in.
import { IconChevronRight } from '@tabler/icons-react'
import { Link, useSearch } from '@tanstack/react-router'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { keepShared, type SearchState } from '../kit/search-state.ts'
import css from './compass-cards.module.css'

type Props = {
  title: string
  hint: string | null
  to: '/funnel' | '/people'
  /** What the section shows first, besides the shared period and filters. */
  search?: SearchState
  children: ReactNode
}

export function CompassCard({ title, hint, to, search: first = {}, children }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const search = useSearch({ strict: false }) as SearchState
  return (
    <section className={`card ${css.card}`} aria-labelledby={id}>
      <div className={css.head}>
        <h2 id={id} className={css.title}>
          {title}
        </h2>
        {hint && <span className={`small quiet ${css.hint}`}>{hint}</span>}
        <Link to={to} search={{ ...keepShared(search), ...first }} className={css.open} aria-label={`${t('compass.open')}: ${title}`}>
          <IconChevronRight size={18} stroke={1.8} aria-hidden />
        </Link>
      </div>
      {children}
    </section>
  )
}
