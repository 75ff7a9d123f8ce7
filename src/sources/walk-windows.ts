// The way of a sync through time for systems with several lists that tell when a row changed last: what is new first, then the past,
// the newest first. A window that a mass change made large is taken in parts, and the place inside it is kept.
import type { Answer, SyncBatch } from './source.ts'

export type Window = { from: number; to: number; isPast: boolean }
/** Some rows of a list, in its order: how many, and after which row it goes on (null: that was all). */
export type Part<After> = { answers: readonly Answer[]; rows: number; after: After | null }
type Place<After> = Window & { list: string; after: After | null }
export type WalkState<After> = { cursor?: number; frontier?: number; floor?: number; isDone?: boolean; place?: Place<After> | null }

/** Moments are milliseconds by the clock of the system. */
export type Walk<After> = {
  state: WalkState<After>
  startMs: number
  /** Rows that are found some time after their stamp. */
  overlapMs: number
  windowMs: number
  /** Rows taken in at once. */
  batchRows: number
  lists: readonly string[]
  /** What each batch is understood with. */
  common: readonly Answer[]
  read: (list: string, window: Window, after: After | null) => Promise<Part<After>>
  /** What happened since the last sync and no list of changes tells. */
  readRest?: () => Promise<readonly Answer[]>
  /** When anything changed for the first time. */
  findFloor: () => Promise<number>
}

const SECOND_MS = 1000

export async function* walkWindows<After extends string | object>(walk: Walk<After>, since: Date | null): AsyncGenerator<SyncBatch> {
  const { state, overlapMs, windowMs } = walk
  // The system tells its time in whole seconds: what happened within this one is asked for too.
  const startMs = walk.startMs + SECOND_MS
  if (state.place) yield* walkWindow(walk, state.place)
  if (state.cursor !== undefined) {
    yield* walkWindow(walk, { from: state.cursor - overlapMs, to: startMs, isPast: false })
    const rest = (await walk.readRest?.()) ?? []
    if (rest.length > 0) yield batchOf(walk, rest)
  }
  state.cursor ??= startMs
  state.frontier ??= startMs
  state.floor = since === null ? (state.floor ?? (await walk.findFloor())) : since.getTime()
  while (state.frontier > state.floor)
    yield* walkWindow(walk, { from: Math.max(state.frontier - windowMs, state.floor), to: state.frontier, isPast: true })
}

function batchOf<After extends string | object>({ common, state, startMs }: Walk<After>, answers: readonly Answer[]): SyncBatch {
  const completeFrom = state.isDone === true ? null : new Date(state.frontier ?? startMs)
  return { answers: [...common, ...answers], state: { ...state }, completeFrom }
}

async function* walkWindow<After extends string | object>(
  walk: Walk<After>,
  window: Window & Partial<Place<After>>,
): AsyncGenerator<SyncBatch> {
  const { state, lists, batchRows, read } = walk
  const { from, to, isPast } = window
  let answers: Answer[] = []
  let rows = 0
  let at = Math.max(0, lists.indexOf(window.list ?? ''))
  let after = lists[at] === window.list ? (window.after ?? null) : null
  while (at < lists.length) {
    const part = await read(lists[at]!, { from, to, isPast }, after)
    for (const answer of part.answers) answers.push(answer)
    rows += part.rows
    after = part.after
    if (after === null) at += 1
    if (rows < batchRows || at === lists.length) continue
    state.place = { from, to, isPast, list: lists[at]!, after }
    yield batchOf(walk, answers)
    answers = []
    rows = 0
  }
  state.place = null
  if (!isPast) state.cursor = to
  else {
    state.frontier = from
    state.isDone = from <= (state.floor ?? from)
  }
  yield batchOf(walk, answers)
}
