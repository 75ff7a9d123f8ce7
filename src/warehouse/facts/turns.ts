// Messages become turns: all of one side in one conversation until the other writes or 30 minutes pass. Robots' messages stand
// alone and end no turn.
import { type FactContext, noRows, records, type Scope } from './context.ts'
import { asksSomething } from './words.ts'

const pauseMs = 1_800_000

/** People who are machines: what they do is automated. */
export const robots = (context: FactContext) => `(SELECT k FROM rec_people FINAL WHERE ws = ${context.ws} AND ${context.role} = 'robot')`

/** Is a touch sent by a robot. */
export const isAutomated = (context: FactContext, touch: string) =>
  `toBool(ifNull(${touch}automated, false) OR ${touch}person_id IN ${robots(context)})`

/** The conversation of a message: as named, else by whom it is with. */
export const threadKey = (touch: string) =>
  `if(${touch}thread_id != '', cityHash64(${touch}source, ${touch}thread_id), cityHash64(${touch}source, ${touch}via, ${touch}contact_id, ${touch}lead_id, ${touch}deal_id, ${touch}phone, ${touch}email))`

const noTurns = noRows({
  k: 'UInt64',
  ended_at: "DateTime64(3, 'UTC')",
  messages: 'Int64',
  asks: 'UInt8',
  materials: 'Array(UInt64)',
})

/**
 * Turns of people and clients: columns k (first message), ended_at, messages, asks (a client's turn that asks something), materials. `left` are
 * messages that stay out: SQL of a set of keys, or none.
 */
export function turnRows(context: FactContext, scope: Scope, left: string | null): string {
  const plain = 'k, source, direction, at, person_id, contact_id, lead_id, deal_id, via, thread_id, automated, phone, email, subject, kind'
  const { materials, messages } = context.has
  if (!messages) return noTurns
  const columns = materials ? `${plain}, materials` : plain
  return `(
    SELECT turn[1].2 AS k, turn[-1].1 AS ended_at, toInt64(length(turn)) AS messages, arrayExists(x -> x.4, turn) AS asks,
      ${materials ? 'arrayDistinct(arrayFlatten(arrayMap(x -> x.5, turn)))' : "CAST([], 'Array(UInt64)')"} AS materials
    FROM (
      SELECT arraySort(groupArray((at, k, direction = 'out', if(direction = 'in', ${asksSomething('subject')}, false)${materials ? ', materials' : ''}))) AS list,
        arrayMap((x, p, i) -> i = 1 OR x.3 != p.3 OR toUnixTimestamp64Milli(x.1) - toUnixTimestamp64Milli(p.1) >= ${pauseMs},
          list, arrayPushFront(arrayPopBack(list), list[1]), arrayEnumerate(list)) AS begins,
        arraySplit((x, b) -> b, list, begins) AS turns
      FROM (SELECT ${columns} FROM ${records(context, scope, 'touches', columns)} WHERE kind = 'message' AND NOT ${isAutomated(context, '')}${left === null ? '' : ` AND k NOT IN ${left}`})
      GROUP BY ${threadKey('')}
    ) ARRAY JOIN turns AS turn
  )`
}
