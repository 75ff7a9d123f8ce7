// The way of a sync through time for systems that are asked for a period: what is new first, then the past, the newest first, until
// nothing comes any more.
import type { Answer, SyncBatch } from './source.ts'

type State = { cursor?: number; frontier?: number; isDone?: boolean; emptyS?: number }

type Walk = {
  state: Readonly<Record<string, unknown>>
  since: Date | null
  /** By the clock of the system, seconds. */
  nowS: number
  /** A period taken in by itself. */
  windowS: number
  /** Rows that appear later, or clocks of another zone. */
  overlapS: number
  /** How far beyond its clock rows may be stamped; absent: as far as the overlap. */
  aheadS?: number
  /** So long without a row, and the beginning is reached. */
  silenceS: number
}

const YEARS_MAX_S = 15 * 366 * 86_400

/** `read` gives the answers of [from, to), in seconds, and how many rows they hold. */
export async function* walkBack(
  { state: given, since, nowS, windowS, overlapS, aheadS = overlapS, silenceS }: Walk,
  read: (from: number, to: number) => Promise<{ answers: Answer[]; rows: number }>,
): AsyncGenerator<SyncBatch> {
  const state: State = { ...given }
  const floor = since === null ? nowS - YEARS_MAX_S : Math.floor(since.getTime() / 1000)
  const batchOf = (answers: Answer[]): SyncBatch => ({
    answers,
    state: { ...state },
    completeFrom: state.isDone ? null : new Date((state.frontier ?? nowS) * 1000),
  })
  if (state.cursor !== undefined) {
    let from = state.cursor - overlapS
    while (from < nowS + aheadS) {
      const to = Math.min(from + windowS, nowS + aheadS)
      const { answers } = await read(from, to)
      state.cursor = Math.min(to, nowS)
      yield batchOf(answers)
      from = to
    }
  }
  state.cursor ??= nowS
  state.frontier ??= nowS + aheadS
  if (since !== null && state.frontier > floor) state.isDone = false
  while (state.isDone !== true && state.frontier > floor) {
    const to: number = state.frontier
    const from = Math.max(to - windowS, floor)
    const { answers, rows } = await read(from, to)
    state.frontier = from
    state.emptyS = rows > 0 ? 0 : (state.emptyS ?? 0) + (to - from)
    state.isDone = from <= floor || (since === null && state.emptyS >= silenceS)
    yield batchOf(answers)
  }
}
