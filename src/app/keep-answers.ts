// Keeps what was answered about the facts, so that the next reader with the same rights, language and question waits for no engine.
// An answer goes when the facts, plans or settings of its workspace change, and says of which moment it is.
import type { Viewer } from '../contract/query.ts'
import type { ResourceName } from '../contract/resources.ts'
import type { House } from './open-house.ts'

type Asked = { workspace: string; viewer: Viewer; lang: string; now: Date }
type Question = { name: string; question: unknown }
type Kept = { found: Promise<unknown>; at: number; workspace: string; size: number; isRenewed: boolean }

/** Analyses of facts, which only read. What is noted of them in the audit log is noted each time. */
const keptNames: ReadonlySet<ResourceName> = new Set([
  ...(['query', 'funnel', 'attribution', 'ledger', 'lost', 'explain', 'bottlenecks', 'curve', 'brief', 'factors', 'confidence'] as const),
  ...(['plans', 'planList', 'today', 'scorecard', 'cohorts', 'cltv', 'offers', 'kpis', 'meanings'] as const),
  ...(['reviews', 'callQueue', 'identity', 'unknownCallers'] as const),
])
export const isKept = (name: ResourceName): boolean => keptNames.has(name)

/** Waiting and due times go by: so long an answer is given as it is (facts may change in another process, too) … */
const FRESH_MS = 60_000
/** … and so long while it is asked anew for the next reader. */
const LATE_MS = 300_000
const ANSWERS_MAX = 2000
/** Characters as JSON. */
const SIZE_MAX = 24_000_000

const shelves = new WeakMap<House, Map<string, Kept>>()

/** The answer as it is kept, else by `work`. Whoever asks the same while it is worked out gets the same. */
export function keepAnswer<T>(house: House, asked: Asked, asking: Question, work: () => Promise<T>): Promise<T> {
  const shelf = shelves.get(house) ?? openShelf(house)
  const key = keyOf(asked, asking)
  const before = shelf.get(key)
  const age = before === undefined ? Number.POSITIVE_INFINITY : Math.abs(asked.now.getTime() - before.at)
  if (before === undefined || age >= LATE_MS) return put(shelf, key, asked, work())
  if (age >= FRESH_MS && !before.isRenewed) {
    before.isRenewed = true
    void renew(shelf, key, before, asked, work)
  }
  return before.found as Promise<T>
}

/** Rights are in the key: nobody is given what was answered to who sees other rows. */
const keyOf = ({ workspace, viewer, lang }: Asked, { name, question }: Question): string =>
  JSON.stringify([workspace, viewer.role, viewer.person, [...viewer.teams].sort(), lang, name, question])

function openShelf(house: House): Map<string, Kept> {
  const shelf = new Map<string, Kept>()
  shelves.set(house, shelf)
  house.news.listen((workspace) => {
    for (const [key, kept] of shelf) if (kept.workspace === workspace) shelf.delete(key)
  })
  return shelf
}

function put<T>(shelf: Map<string, Kept>, key: string, { workspace, now }: Asked, found: Promise<T>): Promise<T> {
  const kept: Kept = { found, at: now.getTime(), workspace, size: 0, isRenewed: false }
  shelf.delete(key)
  shelf.set(key, kept)
  found.then(
    (answer) => {
      kept.size = JSON.stringify(answer)?.length ?? 0
      trim(shelf)
    },
    // What failed is not kept.
    () => {
      if (shelf.get(key) === kept) shelf.delete(key)
    },
  )
  return found
}

/** The old answer stands until the new one is there, unless the facts changed meanwhile: then neither does. */
async function renew<T>(shelf: Map<string, Kept>, key: string, before: Kept, asked: Asked, work: () => Promise<T>): Promise<void> {
  const [renewed] = await Promise.allSettled([work()])
  if (shelf.get(key) !== before) return
  if (renewed.status === 'fulfilled') void put(shelf, key, asked, Promise.resolve(renewed.value))
  else shelf.delete(key)
}

/** The longest kept go first. */
function trim(shelf: Map<string, Kept>): void {
  let size = 0
  for (const kept of shelf.values()) size += kept.size
  for (const [key, kept] of shelf) {
    if (shelf.size <= ANSWERS_MAX && size <= SIZE_MAX) return
    size -= kept.size
    shelf.delete(key)
  }
}
