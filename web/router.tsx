// Addresses → pages, each page its own chunk. What an address may hold: kit/search-state.ts.
import './api/consent.ts'
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Navigate } from '@tanstack/react-router'
import { startEditorWords } from './i18n.ts'
import { parseSearch, printSearch, validateSearch } from './kit/search-state.ts'
import { ErrorState } from './kit/states.tsx'
import { CompassPage } from './pages/compass.tsx'
import { NotFoundPage } from './pages/not-found.tsx'
import { Root } from './pages/root.tsx'

const root = createRootRoute({
  component: Root,
  validateSearch,
  notFoundComponent: NotFoundPage,
  // A chunk that does not come is the server's silence; whatever else is thrown while drawing is a fault of the page.
  errorComponent: ({ error, reset }) => {
    const message = error instanceof Error ? error.message : String(error)
    return <ErrorState error={/fetch|import|load/i.test(message) ? error : { code: 'page_failed', message }} onRetry={reset} />
  },
})
const at = () => root
/** A page with its words, which the others do not need. */
const withWords = async <Page,>(page: Promise<Page>): Promise<Page> => {
  const [loaded] = await Promise.all([page, startEditorWords()])
  return loaded
}
const compass = createRoute({ getParentRoute: at, path: '/', component: CompassPage })
const today = createRoute({
  getParentRoute: at,
  path: '/today',
  component: lazyRouteComponent(() => import('./pages/today.tsx'), 'TodayPage'),
})
const myDay = createRoute({
  getParentRoute: at,
  path: '/day',
  component: lazyRouteComponent(() => import('./pages/my-day.tsx'), 'MyDayPage'),
})
const scripts = createRoute({
  getParentRoute: at,
  path: '/scripts',
  component: lazyRouteComponent(() => import('./pages/scripts.tsx'), 'ScriptsPage'),
})
const scriptEdit = createRoute({
  getParentRoute: at,
  path: '/scripts/edit',
  component: lazyRouteComponent(() => withWords(import('./pages/script-edit.tsx')), 'ScriptEditPage'),
})
const wall = createRoute({ getParentRoute: at, path: '/wall', component: lazyRouteComponent(() => import('./pages/wall.tsx'), 'WallPage') })
const funnel = createRoute({
  getParentRoute: at,
  path: '/funnel',
  component: lazyRouteComponent(() => import('./pages/funnel.tsx'), 'FunnelPage'),
})
const speed = createRoute({
  getParentRoute: at,
  path: '/speed',
  component: lazyRouteComponent(() => import('./pages/speed.tsx'), 'SpeedPage'),
})
const people = createRoute({
  getParentRoute: at,
  path: '/people',
  component: lazyRouteComponent(() => import('./pages/people.tsx'), 'PeoplePage'),
})
const person = createRoute({
  getParentRoute: at,
  path: '/people/$id',
  component: lazyRouteComponent(() => import('./pages/person.tsx'), 'PersonPage'),
})
const talks = createRoute({
  getParentRoute: at,
  path: '/people/$id/talks',
  component: lazyRouteComponent(() => import('./pages/talks.tsx'), 'TalksPage'),
})
const channels = createRoute({
  getParentRoute: at,
  path: '/channels',
  component: lazyRouteComponent(() => import('./pages/channels.tsx'), 'ChannelsPage'),
})
const clients = createRoute({
  getParentRoute: at,
  path: '/clients',
  component: lazyRouteComponent(() => import('./pages/clients.tsx'), 'ClientsPage'),
})
const plans = createRoute({
  getParentRoute: at,
  path: '/plans',
  component: lazyRouteComponent(() => import('./pages/plans.tsx'), 'PlansPage'),
})
const leads = createRoute({
  getParentRoute: at,
  path: '/leads',
  component: lazyRouteComponent(() => import('./pages/leads.tsx'), 'LeadsPage'),
})
const lost = createRoute({ getParentRoute: at, path: '/lost', component: lazyRouteComponent(() => import('./pages/lost.tsx'), 'LostPage') })
const data = createRoute({
  getParentRoute: at,
  path: '/data',
  component: lazyRouteComponent(() => withWords(import('./pages/data.tsx')), 'DataPage'),
})
const connected = createRoute({
  getParentRoute: at,
  path: '/connected',
  component: lazyRouteComponent(() => withWords(import('./pages/connected.tsx')), 'ConnectedPage'),
})
const importing = createRoute({
  getParentRoute: at,
  path: '/import',
  component: lazyRouteComponent(() => withWords(import('./pages/import.tsx')), 'ImportPage'),
})
const start = createRoute({
  getParentRoute: at,
  path: '/start',
  component: lazyRouteComponent(() => withWords(import('./pages/start.tsx')), 'StartPage'),
})
const ownKpis = createRoute({
  getParentRoute: at,
  path: '/kpis/own',
  component: lazyRouteComponent(() => withWords(import('./pages/own-kpis.tsx')), 'OwnKpisPage'),
})
const kpis = createRoute({ getParentRoute: at, path: '/kpis', component: lazyRouteComponent(() => import('./pages/kpis.tsx'), 'KpisPage') })

const settingsBody = lazyRouteComponent(() => import('./pages/settings.tsx'), 'SettingsPage')
const settings = createRoute({ getParentRoute: at, path: '/settings', component: settingsBody })
const settingsPart = createRoute({ getParentRoute: at, path: '/settings/$part', component: settingsBody })

const join = createRoute({ getParentRoute: at, path: '/join', component: lazyRouteComponent(() => import('./access/join.tsx'), 'Join') })
// Where the owner link leads: shown in place of the page while the link is all the reader has, else there is the Compass.
const ToCompass = () => <Navigate to="/" replace />
const welcome = createRoute({ getParentRoute: at, path: '/welcome', component: ToCompass })
const enter = createRoute({ getParentRoute: at, path: '/enter', component: ToCompass })

export const router = createRouter({
  routeTree: root.addChildren([
    compass,
    today,
    myDay,
    wall,
    scripts,
    scriptEdit,
    funnel,
    speed,
    people,
    person,
    talks,
    channels,
    clients,
    plans,
    leads,
    lost,
    data,
    connected,
    importing,
    start,
    kpis,
    ownKpis,
    settings,
    settingsPart,
    join,
    welcome,
    enter,
  ]),
  parseSearch,
  stringifySearch: printSearch,
  scrollRestoration: true,
  defaultPreload: false,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
