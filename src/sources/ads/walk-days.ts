// The way of a sync through days of spend: figures of the last days are still corrected, those of the last month once more each day.
import type { Answer, SyncBatch } from '../source.ts'
import { walkBack } from '../walk-back.ts'
import { toList, toValues } from '../wire-values.ts'

const DAY_S = 86_400
const OVERLAP_S = 3 * DAY_S
const LOOK_BACK_S = 29 * DAY_S
/** So long without spend, and the beginning is reached. */
const SILENCE_S = 400 * DAY_S

type Walk = { state: Readonly<Record<string, unknown>>; since: Date | null; nowMs: number; windowDays: number; monthsBack: number | null }

/** `read` gives the report of whole days, both included; `monthsBack`: how far the system looks back at all. */
export async function* walkDays(
  { state, since, nowMs, windowDays, monthsBack }: Walk,
  read: (from: string, to: string) => Promise<Answer[]>,
): AsyncGenerator<SyncBatch> {
  const nowS = Math.floor(nowMs / 1000)
  const today = dayOf(nowS)
  const isLook = nowS - Number(state.lookedS ?? nowS) > DAY_S
  const overlapS = isLook ? LOOK_BACK_S : OVERLAP_S
  const floor = monthsBack === null ? null : new Date((nowS - monthsBack * 30 * DAY_S) * 1000)
  const from = floor !== null && (since === null || since < floor) ? floor : since
  // Where nobody asked for a beginning, silence is one.
  const isOpen = since === null && floor !== null
  const walk = { state, since: isOpen ? null : from, nowS, windowS: windowDays * DAY_S, overlapS, aheadS: DAY_S, silenceS: SILENCE_S }
  const batches = walkBack(walk, async (fromS, toS) => {
    const [first, last] = [dayOf(Math.max(fromS, (floor?.getTime() ?? 0) / 1000)), dayOf(Math.min(toS - 1, nowS))]
    if (first > last || first > today) return { answers: [], rows: 0 }
    const answers = await read(first, last)
    return { answers, rows: answers.reduce((sum, { body }) => sum + countRows(body), 0) }
  })
  for await (const batch of batches) {
    const isNew = batch.state.cursor === nowS
    yield { ...batch, state: { ...batch.state, lookedS: isLook && isNew ? nowS : (state.lookedS ?? nowS) } }
  }
}

const dayOf = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10)

/** A table of texts has a header. */
function countRows(body: unknown): number {
  if (typeof body === 'string') return Math.max(0, body.trim().split('\n').length - 1)
  if (Array.isArray(body)) return body.reduce((sum: number, part) => sum + countRows(part), 0)
  const { results, data } = toValues(body)
  return toList(results ?? data ?? []).length
}
