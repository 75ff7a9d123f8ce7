// Настройки: what decides whether figures are right, and who may see them. One address a part.
import { Link, useParams } from '@tanstack/react-router'
import { type ComponentType, lazy, Suspense } from 'react'
import type { ResourceName, Settings } from '../api/contract.ts'
import { useMay } from '../api/session.ts'
import { useSettings } from '../api/use-settings.ts'
import { startEditorWords } from '../i18n.ts'
import { PageFrame } from '../kit/page-frame.tsx'
import { ErrorState, LinesLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './settings.module.css'

async function withEditorWords<Module>(module: Promise<Module>): Promise<Module> {
  const [loaded] = await Promise.all([module, startEditorWords()])
  return loaded
}

type Part = { id: string; needs: ResourceName; body: ComponentType<{ settings: Settings }> }

const parts: readonly Part[] = [
  { id: 'company', needs: 'meanings', body: lazy(async () => ({ default: (await import('../settings/company-part.tsx')).CompanyPart })) },
  {
    id: 'calendar',
    needs: 'meanings',
    body: lazy(async () => ({ default: (await import('../settings/calendar-part.tsx')).CalendarPart })),
  },
  { id: 'sale', needs: 'meanings', body: lazy(async () => ({ default: (await import('../settings/sale-part.tsx')).SalePart })) },
  {
    id: 'pipelines',
    needs: 'meanings',
    body: lazy(async () => ({ default: (await import('../settings/pipelines-part.tsx')).PipelinesPart })),
  },
  { id: 'reasons', needs: 'meanings', body: lazy(async () => ({ default: (await import('../settings/reasons-part.tsx')).ReasonsPart })) },
  {
    id: 'channels',
    needs: 'meanings',
    body: lazy(async () => ({ default: (await import('../settings/channels-part.tsx')).ChannelsPart })),
  },
  {
    id: 'ideal',
    needs: 'customerRuleTry',
    body: lazy(async () => ({ default: (await withEditorWords(import('../settings/ideal-part.tsx'))).IdealPart })),
  },
  {
    id: 'history',
    needs: 'sources',
    body: lazy(async () => ({ default: (await withEditorWords(import('../settings/history-part.tsx'))).HistoryPart })),
  },
  { id: 'people', needs: 'users', body: lazy(async () => ({ default: (await import('../settings/people-part.tsx')).PeoplePart })) },
  { id: 'keys', needs: 'keys', body: lazy(async () => ({ default: (await import('../settings/keys-part.tsx')).KeysPart })) },
  {
    id: 'audit',
    needs: 'audit',
    body: lazy(async () => ({ default: (await withEditorWords(import('../settings/audit-part.tsx'))).AuditPart })),
  },
  { id: 'account', needs: 'account', body: lazy(async () => ({ default: (await import('../settings/account-part.tsx')).AccountPart })) },
]

/** On a phone the parts stand in one line: the open one is brought into sight. */
function showPart(link: HTMLAnchorElement | null): void {
  const line = link?.parentElement
  if (line && line.scrollWidth > line.clientWidth) line.scrollLeft = link.offsetLeft - line.offsetLeft - 16
}

export function SettingsPage() {
  const { t } = useFormat()
  const may = useMay()
  const settings = useSettings()
  const { part: wanted } = useParams({ strict: false }) as { part?: string }
  const open = parts.filter(({ needs }) => may(needs))
  const part = open.find(({ id }) => id === wanted) ?? open[0]
  if (!part) return null
  const Body = part.body
  return (
    <PageFrame room="settings">
      <div className={css.frame}>
        <nav className={css.parts} aria-label={t('room.settings')}>
          {open.map(({ id }) => (
            <Link
              key={id}
              to="/settings/$part"
              params={{ part: id }}
              className={css.link}
              aria-current={id === part.id ? 'page' : undefined}
              ref={id === part.id ? showPart : undefined}
            >
              {t(`settings.part.${id}`)}
            </Link>
          ))}
        </nav>
        <div className={css.body}>
          {settings.isError && !settings.data && <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />}
          {settings.data ? (
            <Suspense fallback={<LinesLoading count={6} height={64} label={t('state.loading')} />}>
              <Body settings={settings.data} key={part.id} />
            </Suspense>
          ) : (
            !settings.isError && <LinesLoading count={6} height={64} label={t('state.loading')} />
          )}
        </div>
      </div>
    </PageFrame>
  )
}
