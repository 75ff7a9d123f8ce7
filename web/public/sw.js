// Keeps the page itself (never an answer of the server) so that it opens while the server is away. Answers: web/api/kept-answers.ts.

const shell = 'rumb.shell'
const filesMax = 300
const page = '/'

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

async function keep(request, response) {
  const cache = await caches.open(shell)
  await cache.put(request, response)
  const keys = await cache.keys()
  const files = keys.filter(({ url }) => new URL(url).pathname !== page)
  await Promise.all(files.slice(0, Math.max(0, files.length - filesMax)).map((old) => cache.delete(old)))
}

async function file(request) {
  const known = await caches.match(request)
  if (known) return known
  const response = await fetch(request)
  if (response.ok) await keep(request, response.clone())
  return response
}

async function open(request) {
  const [answered] = await Promise.allSettled([fetch(request)])
  if (answered.status === 'fulfilled') {
    const { value } = answered
    const isPage = value.ok && !value.redirected && value.headers.get('content-type')?.startsWith('text/html')
    if (isPage) await keep(page, value.clone())
    return value
  }
  return (await caches.match(page)) ?? Response.error()
}

const isFile = (path) => path.startsWith('/assets/') || path === '/icon.svg'
const isOfServer = (path) => path.startsWith('/api') || path === '/enter' || path === '/metrics' || path === '/t.js' || path === '/t'

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (isFile(pathname)) event.respondWith(file(request))
  else if (request.mode === 'navigate' && !isOfServer(pathname)) event.respondWith(open(request))
})

// What the first visit loaded before this worker stood.
self.addEventListener('message', (event) => {
  const urls = Array.isArray(event.data) ? event.data.filter((url) => typeof url === 'string') : []
  const wanted = urls.filter(
    (url) => new URL(url, self.location.href).origin === self.location.origin && isFile(new URL(url, self.location.href).pathname),
  )
  const kept = Promise.allSettled([...wanted.map((url) => file(new Request(url))), open(new Request(page))])
  event.waitUntil(kept)
})
