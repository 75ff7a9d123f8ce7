// Numbers that were talked to and belong to nobody: no contact, no lead, no deal of theirs was ever entered.
import type { UnknownCallersQuery } from '../contract/identity.ts'
import type { Warehouse } from './client.ts'
import { findMembers, unknownMember } from './find-members.ts'

type Ask = { ws: number; effectiveCallS: number; now: Date; query: UnknownCallersQuery }
type Row = {
  phone: string
  calls: string
  talks: string
  talk_s: number
  inbound: string
  last_at: string
  people: string[]
  lines: string[]
}

const peopleShown = 5

/** Whoever is called by a number of their own, and of whom no record tells. */
export async function findUnknownCallers(warehouse: Warehouse, { ws, effectiveCallS, now, query }: Ask) {
  const params = { ws, now: now.toISOString(), days: query.days, offset: query.offset, limit: query.limit }
  const at = 'parseDateTime64BestEffort({now:String}, 3)'
  const known = `SELECT base FROM links FINAL WHERE ws = ${ws} AND kind IN ('contacts', 'leads', 'deals', 'companies')`
  const calls = `SELECT k, number, at, direction, answered, ifNull(duration_s, 0) AS talked, effective, owner, line FROM fact_touches FINAL
    WHERE ws = ${ws} AND kind = 'call' AND NOT automated AND lead = 0 AND deal = 0 AND contact = 0 AND number != client AND at <= ${at} AND at > ${at} - toIntervalDay({days:UInt32})
      AND client NOT IN (${known})`
  const numbers = `
    SELECT number, argMax(k, (at, k)) AS last_k, count() AS calls, countIf(effective AND talked >= ${effectiveCallS}) AS talks, sumIf(talked, answered) AS talk_s, countIf(direction = 'in') AS inbound,
      max(at) AS last_at, arraySlice(arrayDistinct(arrayMap(x -> x.2, arrayReverseSort(groupArrayIf((at, owner), owner != 0 AND answered)))), 1, ${peopleShown}) AS people,
      arraySort(groupUniqArrayIf(toString(line), line != '')) AS lines
    FROM (${calls}) GROUP BY number HAVING talks > 0`
  const [[all], rows] = await Promise.all([
    warehouse.query<{ n: string; talk_s: number }>(`SELECT count() AS n, sum(talk_s) AS talk_s FROM (${numbers})`, { params }),
    warehouse.query<Row>(
      `SELECT p.phone AS phone, n.calls AS calls, n.talks AS talks, n.talk_s AS talk_s, n.inbound AS inbound, formatDateTime(n.last_at, '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS last_at,
         arrayMap(x -> toString(x), n.people) AS people, n.lines AS lines
       FROM (SELECT * FROM (${numbers}) ORDER BY last_at DESC, number LIMIT {limit:UInt32} OFFSET {offset:UInt32}) AS n
       LEFT ANY JOIN (SELECT k, phone FROM rec_touches FINAL WHERE ws = ${ws} AND k IN (SELECT last_k FROM (${numbers}))) AS p ON p.k = n.last_k
       ORDER BY n.last_at DESC, n.number`,
      { params },
    ),
  ])
  const people = await findMembers(
    warehouse,
    ws,
    'people',
    rows.flatMap((row) => row.people),
  )
  return {
    count: Number(all?.n ?? 0),
    talk_s: Number(all?.talk_s ?? 0),
    callers: rows.map((row) => ({
      ...row,
      ...{ calls: Number(row.calls), talks: Number(row.talks), talk_s: Number(row.talk_s), inbound: Number(row.inbound) },
      people: row.people.map((key) => people.get(key) ?? unknownMember),
    })),
  }
}
