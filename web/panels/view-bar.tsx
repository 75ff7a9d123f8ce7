// The period and filter bar on top of every page of figures. Writes the address, nothing else.
import { Drawer } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { usePageView } from '../api/use-view.ts'
import { AsOf } from '../kit/as-of.tsx'
import { BarButton } from '../kit/bar-button.tsx'
import { CompareMenu } from '../kit/compare-menu.tsx'
import { PeriodMenu } from '../kit/period-menu.tsx'
import { filterDimensions, type SearchState } from '../kit/search-state.ts'
import { useFormat } from '../kit/use-format.ts'
import { FilterList, FilterMenu } from './filter-menu.tsx'
import { SavedViewsButton } from './saved-views-button.tsx'
import css from './view-bar.module.css'

export function ViewBar({ asOf, hasComparison = true }: { asOf: { moment: string; timezone: string } | null; hasComparison?: boolean }) {
  const { t } = useFormat()
  const { search, period, comparison, today } = usePageView()
  const navigate = useNavigate()
  const change = (part: Partial<SearchState>) =>
    void navigate({ to: '.', search: (old: SearchState) => ({ ...old, ...part }), resetScroll: false })
  const set = filterDimensions.filter((dimension) => search[dimension]).length
  return (
    <div className={css.bar} role="toolbar" aria-label={t('bar.label')}>
      <PeriodMenu period={period} today={today} onChange={(text) => change({ period: text })} />
      {hasComparison && (
        <div className={css.wide}>
          <CompareMenu comparison={comparison} onChange={(compare) => change({ compare })} />
        </div>
      )}
      <div className={css.wide}>
        {filterDimensions.map((dimension) => (
          <FilterMenu
            key={dimension}
            dimension={dimension}
            chosen={search[dimension] ?? []}
            onChange={(chosen) => change({ [dimension]: chosen })}
          />
        ))}
      </div>
      <div className={css.narrow}>
        <FilterSheet set={set} hasComparison={hasComparison} change={change} />
      </div>
      <SavedViewsButton />
      {asOf && (
        <span className={`${css.asOf} printed`}>
          <AsOf moment={asOf.moment} timezone={asOf.timezone} />
        </span>
      )}
    </div>
  )
}

type SheetProps = { set: number; hasComparison: boolean; change: (part: Partial<SearchState>) => void }

function FilterSheet({ set, hasComparison, change }: SheetProps) {
  const { t } = useFormat()
  const { search, comparison } = usePageView()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <BarButton isSet={set > 0} icon={<IconFilter size={18} stroke={1.6} aria-hidden />} onClick={() => setOpen(true)}>
        {set > 0 ? t('bar.filters_set', { count: set }) : t('bar.filters')}
      </BarButton>
      <Drawer
        opened={isOpen}
        onClose={() => setOpen(false)}
        position="bottom"
        size="80%"
        title={t('bar.filters')}
        closeButtonProps={{ 'aria-label': t('drawer.close') }}
      >
        <div className={css.sheet}>
          {hasComparison && <CompareMenu comparison={comparison} onChange={(compare) => change({ compare })} />}
          {filterDimensions.map((dimension) => (
            <section key={dimension} className={css.sheetPart}>
              <h3>{t(`dimension.${dimension}`)}</h3>
              <FilterList dimension={dimension} chosen={search[dimension] ?? []} onChange={(chosen) => change({ [dimension]: chosen })} />
            </section>
          ))}
        </div>
      </Drawer>
    </>
  )
}
