// The way of a sync through feeds: lists that page back from the newest and tell by a cursor of their own what is new. A cursor may
// expire; then the feed is read anew. Several feeds (boxes, calendars) go back in time side by side.
import { AppError } from '../contract/errors.ts'
import type { Answer, SyncBatch } from './source.ts'
import { toValues } from './wire-values.ts'

/** `page` null: that was all. `oldestMs`: nothing newer is left in the pages to come; absent where they have no order. */
export type Page = { answers: readonly Answer[]; page: string | null; cursor?: string | null; oldestMs?: number }
export type Told = Page | 'expired'

export type Feed = {
  name: string
  /** The cursor of this moment, for systems that do not give it with the last page of the past. Such a past may end early. */
  begin?: () => Promise<string | null>
  past: (page: string | null) => Promise<Told>
  news: (cursor: string, page: string | null) => Promise<Told>
  /** What came since a moment, once more: whoever wrote then may be a contact now. */
  again?: (fromMs: number, page: string | null) => Promise<Told>
}

type FeedState = { cursor?: string; page?: string | null; frontier?: number; isDone?: boolean; lookedMs?: number }
type Walk = {
  state: Readonly<Record<string, unknown>>
  feeds: readonly Feed[]
  since: Date | null
  startMs: number
  common: readonly Answer[]
}

const DAY_MS = 86_400_000
const LOOK_BACK_MS = 30 * DAY_MS

export async function* walkFeeds({ state: given, feeds, since, startMs, common }: Walk): AsyncGenerator<SyncBatch> {
  const known = toValues(given.feeds)
  const states = new Map(feeds.map(({ name }): [string, FeedState] => [name, { ...toValues(known[name]) }]))
  const sinceMs = since?.getTime() ?? 0
  const batchOf = (answers: readonly Answer[]): SyncBatch => {
    const open = [...states.values()].filter(({ isDone }) => isDone !== true)
    const at = Math.max(...open.map(({ frontier }) => frontier ?? startMs))
    return {
      answers: answers.length === 0 ? [] : [...common, ...answers],
      state: { ...given, feeds: structuredClone(Object.fromEntries(states)) },
      completeFrom: open.length === 0 ? null : new Date(at),
    }
  }
  for (const feed of feeds) {
    for await (const answers of readNews(feed, states.get(feed.name)!)) yield batchOf(answers)
    for await (const answers of readAgain(feed, states.get(feed.name)!, startMs)) yield batchOf(answers)
  }
  for (const { name } of feeds) {
    const state = states.get(name)!
    if (since !== null && state.page && (state.frontier ?? 0) > sinceMs) state.isDone = false
  }
  for (let feed = latest(feeds, states); feed !== undefined; feed = latest(feeds, states)) {
    const answers = await readPast(feed, states.get(feed.name)!, { sinceMs, startMs })
    yield batchOf(answers)
  }
}

/** The feed that is furthest behind: one that says no order comes first. */
function latest(feeds: readonly Feed[], states: ReadonlyMap<string, FeedState>): Feed | undefined {
  const open = feeds.filter(({ name }) => states.get(name)!.isDone !== true)
  return open.toSorted((a, b) => (states.get(b.name)!.frontier ?? Infinity) - (states.get(a.name)!.frontier ?? Infinity) || 0)[0]
}

async function* readNews(feed: Feed, state: FeedState): AsyncGenerator<readonly Answer[]> {
  if (state.cursor === undefined) return
  let page: string | null = null
  do {
    const told: Told = await feed.news(state.cursor, page)
    if (told === 'expired') {
      for (const key of Object.keys(state)) delete state[key as keyof FeedState]
      return
    }
    page = told.page
    if (page === null) state.cursor = told.cursor ?? state.cursor
    yield told.answers
  } while (page !== null)
}

async function* readAgain(feed: Feed, state: FeedState, startMs: number): AsyncGenerator<readonly Answer[]> {
  state.lookedMs ??= startMs
  if (feed.again === undefined || startMs - state.lookedMs < DAY_MS) return
  let page: string | null = null
  do {
    const told: Told = await feed.again(startMs - LOOK_BACK_MS, page)
    if (told === 'expired') return
    page = told.page
    yield told.answers
  } while (page !== null)
  state.lookedMs = startMs
}

async function readPast(
  feed: Feed,
  state: FeedState,
  { sinceMs, startMs }: { sinceMs: number; startMs: number },
): Promise<readonly Answer[]> {
  const begun = state.cursor === undefined && feed.begin !== undefined ? await feed.begin() : null
  if (begun !== null) state.cursor = begun
  const told = await feed.past(state.page ?? null)
  if (told === 'expired') {
    if (!state.page) throw new AppError('source_unavailable', `The list ${feed.name} cannot be read from its beginning.`)
    state.page = null
    return []
  }
  const { answers, page, cursor, oldestMs } = told
  if (cursor) state.cursor = cursor
  state.page = page
  if (oldestMs !== undefined) state.frontier = Math.min(state.frontier ?? startMs, oldestMs)
  state.isDone = page === null || (feed.begin !== undefined && (state.frontier ?? startMs) < sinceMs)
  return answers
}
