// What stays when pages change: rail, main landmark, the drawer of a KPI, live refresh.
import { Outlet, useLocation, useSearch } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay, useSession } from '../api/session.ts'
import { useExportNotes } from '../api/use-export-notes.ts'
import { useLive } from '../api/use-live.ts'
import { BottomBar, Rail } from '../kit/rail.tsx'
import { isMadeFor, rooms } from '../kit/rooms.ts'
import type { SearchState } from '../kit/search-state.ts'
import { AccountItems, AccountMenu } from '../panels/account-menu.tsx'
import { AwayNote } from '../panels/away-note.tsx'
import { PaletteButton } from '../panels/palette-button.tsx'
import { WorkspaceSwitch } from '../panels/workspace-switch.tsx'
import css from './layout.module.css'

const bell = () => import('../panels/notice-bell.tsx')
const NoticeBell = lazy(async () => ({ default: (await bell()).NoticeBell }))
const NoticeItems = lazy(async () => ({ default: (await bell()).NoticeItems }))
const RecordDrawer = lazy(async () => ({ default: (await import('../panels/record-drawer.tsx')).RecordDrawer }))
const KpiDrawer = lazy(async () => ({ default: (await import('../panels/kpi-drawer.tsx')).KpiDrawer }))

export function Layout() {
  const { t } = useTranslation()
  const { kpi, record } = useSearch({ strict: false }) as SearchState
  useLive()
  useExportNotes()
  const may = useMay()
  const role = useSession().data?.role ?? null
  const open = rooms.filter(
    (room) => (room.needs === 'session' || may(room.needs) || (room.needs === 'sources' && may('connect'))) && isMadeFor(room, role),
  )
  const isWall = useLocation().pathname === '/wall'
  if (isWall) {
    return (
      <main id="main" className={css.main} tabIndex={-1}>
        <AwayNote />
        <Outlet />
      </main>
    )
  }
  return (
    <div className={css.frame}>
      <a href="#main" className="skip-link">
        {t('shell.skip')}
      </a>
      <Rail
        rooms={open}
        footer={
          <>
            <PaletteButton rooms={open} />
            <Suspense fallback={<div className={css.bell} />}>
              <NoticeBell />
            </Suspense>
            <WorkspaceSwitch />
            <AccountMenu />
          </>
        }
      />
      <main id="main" className={css.main} tabIndex={-1}>
        <AwayNote />
        <Outlet />
      </main>
      <BottomBar
        rooms={open}
        extra={
          <>
            <Suspense>
              <NoticeItems />
            </Suspense>
            <AccountItems />
          </>
        }
      />
      <Suspense>{kpi && <KpiDrawer kpi={kpi} />}</Suspense>
      <Suspense>{record && <RecordDrawer key={record} record={record} />}</Suspense>
    </div>
  )
}
