// Starts the page: words first, then theme, questions and addresses.
import '@fontsource-variable/inter/wght.css'
import '@mantine/core/styles.css'
import './styles/tokens.css'
import './styles/global.css'
import './styles/print.css'
import { MantineProvider } from '@mantine/core'
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import type { SessionAnswer } from './api/contract.ts'
import { ApiProblem } from './api/http.ts'
import { sessionKey, startSession } from './api/session.ts'
import { startWords } from './i18n.ts'
import { homeOf } from './kit/home-of.ts'
import { router } from './router.tsx'
import { theme } from './theme.ts'

const triesMax = 2

const client: QueryClient = new QueryClient({
  // A session that ended elsewhere: ask who is signed in, and the sign-in page comes by itself.
  queryCache: new QueryCache({
    onError: (error, { queryKey }) => {
      if (error instanceof ApiProblem && error.status === 401 && queryKey[0] !== sessionKey) {
        void client.invalidateQueries({ queryKey: [sessionKey] })
      }
    },
  }),
  defaultOptions: {
    queries: {
      refetchOnWindowFocus: false,
      // Asked also without a network: the last answers are kept.
      networkMode: 'always',
      // A refusal stays a refusal; only silence and a busy engine are worth asking again.
      retry: (failures, error) => failures < triesMax && (!(error instanceof ApiProblem) || error.status >= 502),
    },
  },
})

await Promise.all([startWords(), startSession(client)])
const { pathname, search } = location
if (pathname === '/' && search === '') {
  history.replaceState(null, '', homeOf(client.getQueryData<SessionAnswer>([sessionKey])?.role ?? null, new Date().getHours()))
}
const place = document.getElementById('root')
if (place) {
  createRoot(place).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  )
}

async function keepPage(): Promise<void> {
  await navigator.serviceWorker.register('/sw.js')
  const { active } = await navigator.serviceWorker.ready
  active?.postMessage(performance.getEntriesByType('resource').map(({ name }) => name))
}
if (import.meta.env.PROD && 'serviceWorker' in navigator) void keepPage()
