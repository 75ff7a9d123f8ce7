// The two calls worth hearing together: the best and the worst checked one of the person's last weeks.
import type { Scorecard } from '../../contract/scorecard.ts'
import { scoredCalls } from '../../kpi/call-figures.ts'
import { seenCalls, tellCalls } from '../list-reviews.ts'
import type { House } from '../open-house.ts'
import type { Ask } from '../run-query.ts'

const READ_MAX = 300

export async function pickCalls(
  house: House,
  ask: Ask,
  person: string,
  span: { from: string; to: string; as_of: string },
): Promise<Scorecard['calls']> {
  const seen = await seenCalls(house, ask, scoredCalls.id, { person, limit: READ_MAX, span })
  const calls = (await tellCalls(house, seen)).flatMap((call) => (call.score === null ? [] : [{ ...call, score: call.score }]))
  // Of the same score the fuller one, then the later.
  const order = calls.toSorted((a, b) => b.score - a.score || (b.coverage ?? 0) - (a.coverage ?? 0) || (a.at < b.at ? 1 : -1))
  const [best, worst] = [order[0], order.at(-1)]
  if (best === undefined || worst === undefined) return []
  return best.call === worst.call
    ? [{ pick: 'best', call: best }]
    : [
        { pick: 'best', call: best },
        { pick: 'worst', call: worst },
      ]
}
