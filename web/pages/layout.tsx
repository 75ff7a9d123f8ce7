// What stays when pages change: rail, main landmark, the drawer of a KPI, live refresh.
import { Outlet, useSearch } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../api/session.ts'
import { useLive } from '../api/use-live.ts'
import { BottomBar, Rail } from '../kit/rail.tsx'
import { rooms } from '../kit/rooms.ts'
import type { SearchState } from '../kit/search-state.ts'
import { AccountItems, AccountMenu } from '../panels/account-menu.tsx'
import { WorkspaceSwitch } from '../panels/workspace-switch.tsx'
import css from './layout.module.css'

const KpiDrawer = lazy(async () => ({ default: (await import('../panels/kpi-drawer.tsx')).KpiDrawer }))

export function Layout() {
  const { t } = useTranslation()
  const { kpi } = useSearch({ strict: false }) as SearchState
  useLive()
  const may = useMay()
  const open = rooms.filter(({ needs }) => needs === 'session' || may(needs) || (needs === 'sources' && may('connect')))
  return (
    <div className={css.frame}>
      <a href="#main" className="skip-link">
        {t('shell.skip')}
      </a>
      <Rail
        rooms={open}
        footer={
          <>
            <WorkspaceSwitch />
            <AccountMenu />
          </>
        }
      />
      <main id="main" className={css.main} tabIndex={-1}>
        <Outlet />
      </main>
      <BottomBar rooms={open} extra={<AccountItems />} />
      <Suspense>{kpi && <KpiDrawer kpi={kpi} />}</Suspense>
    </div>
  )
}
