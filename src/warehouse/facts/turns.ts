// Messages become turns: all of one side in one conversation until the other writes or 30 minutes pass. Robots' messages stand
// alone and end no turn; everything that is no message passes through.
import type { FactContext, Scope } from './context.ts'
import { touchRecords } from './touch-records.ts'

const pauseS = 1800

/**
 * One row per touch or turn: the columns of `touchRecords` of its first message, and ended_at, messages, asks (of any of them).
 * One pass: first each message learns what stands before it, then the first ones learn where the next turn begins.
 */
export function turnRows(context: FactContext, scope: Scope): string {
  const before = 'ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW'
  const begins = `nth = 1 OR NOT in_turn OR direction != direction_before OR dateDiff('second', at_before, at) >= ${pauseS}`
  return `(
    SELECT * EXCEPT (group_k, nth, size, asks_to_here, asks_in_all, at_before, last_at, direction_before, next_nth, next_asks, next_at_before, asked),
      toInt64(if(next_nth = 0, size + 1, next_nth) - nth) AS messages, if(next_nth = 0, asks_in_all, next_asks) - asks_to_here + asked > 0 AS asks,
      if(next_nth = 0, last_at, next_at_before) AS ended_at
    FROM (
      SELECT * EXCEPT (asks), asks AS asked, leadInFrame(nth) OVER turns AS next_nth, leadInFrame(asks_to_here - asks) OVER turns AS next_asks, leadInFrame(at_before) OVER turns AS next_at_before
      FROM (
        SELECT *, if(in_turn, thread, k) AS group_k, row_number() OVER message AS nth, lagInFrame(direction) OVER message AS direction_before, lagInFrame(at) OVER message AS at_before,
          sum(asks) OVER message AS asks_to_here, sum(asks) OVER thread_all AS asks_in_all, count() OVER thread_all AS size, max(at) OVER thread_all AS last_at
        FROM ${touchRecords(context, scope)}
        WINDOW message AS (PARTITION BY if(in_turn, thread, k) ORDER BY at, k ${before}),
          thread_all AS (PARTITION BY if(in_turn, thread, k) ORDER BY at, k ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
      ) WHERE ${begins}
      WINDOW turns AS (PARTITION BY group_k ORDER BY at, k ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
    )
  )`
}
