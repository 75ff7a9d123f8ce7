// What stays when pages change: rail, main landmark, the drawer of a KPI, live refresh.
import { Outlet, useSearch } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useLive } from '../api/use-live.ts'
import { BottomBar, Rail } from '../kit/rail.tsx'
import type { SearchState } from '../kit/search-state.ts'
import { WorkspaceSwitch } from '../panels/workspace-switch.tsx'
import css from './layout.module.css'

const KpiDrawer = lazy(async () => ({ default: (await import('../panels/kpi-drawer.tsx')).KpiDrawer }))

export function Layout() {
  const { t } = useTranslation()
  const { kpi } = useSearch({ strict: false }) as SearchState
  useLive()
  return (
    <div className={css.frame}>
      <a href="#main" className="skip-link">
        {t('shell.skip')}
      </a>
      <Rail footer={<WorkspaceSwitch />} />
      <main id="main" className={css.main} tabIndex={-1}>
        <Outlet />
      </main>
      <BottomBar />
      <Suspense>{kpi && <KpiDrawer kpi={kpi} />}</Suspense>
    </div>
  )
}
