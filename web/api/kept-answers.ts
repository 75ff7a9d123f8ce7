// The last answers this browser saw, for when the server is away: of one reader at a time, a week long, gone when they sign out.
// Figures only: no records, calls, accounts or keys.

const store = 'rumb.answers'
const readerKey = 'rumb.reader'
const entriesMax = 400
const daysMax = 7
const dayMs = 86_400_000
const figures =
  /^\/(session|settings|settings\/changes|meanings|guesses|kpis|query|funnel|explain|bottlenecks|attribution|cohorts|cltv|plans|brief|today|ledger|lost|factors|curves|people|sources|confidence|pay|scripts|materials)(\/|\?|$)/

/** What is asked, and in whose company and language. */
export type Question = { workspace: string | null; path: string; body: unknown }
export type Kept = { answer: unknown; at: string }

const isPossible = (): boolean => 'caches' in globalThis

/** Whose answers these are; null = nobody is known, and nothing is kept. */
const readReader = () => localStorage.getItem(readerKey)

function addressOf({ workspace, path, body }: Question): string | null {
  const reader = readReader()
  if (!isPossible() || reader === null || !figures.test(path)) return null
  // Who is signed in is asked before company and language are known.
  const place = path === '/session' ? {} : { of: workspace ?? '', in: document.documentElement.lang }
  const asked = new URLSearchParams({ reader, ...place, path, body: JSON.stringify(body ?? null) })
  return `/kept?${asked}`
}

/** Called with every answer about who is signed in: another reader finds nothing of the one before. */
export async function settleReader(reader: string | null): Promise<void> {
  if (readReader() === reader) return
  await forgetAnswers()
  if (reader !== null) localStorage.setItem(readerKey, reader)
}

export async function forgetAnswers(): Promise<void> {
  localStorage.removeItem(readerKey)
  if (isPossible()) await caches.delete(store)
}

export async function keepAnswer(question: Question, answer: unknown): Promise<void> {
  const address = addressOf(question)
  if (address === null) return
  const cache = await caches.open(store)
  // Put anew, so that the oldest stand first.
  await cache.delete(address)
  await cache.put(address, Response.json({ answer, at: new Date().toISOString() } satisfies Kept))
  const keys = await cache.keys()
  await Promise.all(keys.slice(0, Math.max(0, keys.length - entriesMax)).map((old) => cache.delete(old)))
}

export async function readKept(question: Question): Promise<Kept | null> {
  const address = addressOf(question)
  if (address === null) return null
  const found = await (await caches.open(store)).match(address)
  if (!found) return null
  const kept = (await found.json()) as Kept
  return Date.now() - Date.parse(kept.at) > daysMax * dayMs ? null : kept
}
