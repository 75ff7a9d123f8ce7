// The days on which people who sell work, as a fact: what activity is divided by. From person_days, which is written before.
import { type FactContext, quote } from './context.ts'

export function workdayFacts({ ws, timezone, role }: FactContext): string {
  return `
    SELECT p.source AS source, p.id AS id, toTimeZone(toDateTime64(d.day, 3, ${quote(timezone)}), 'UTC') AS at, d.person AS person
    FROM (SELECT person, day FROM person_days FINAL WHERE ws = ${ws}) AS d
    INNER JOIN (SELECT k, source, id FROM rec_people FINAL WHERE ws = ${ws} AND ${role} IN ('', 'seller', 'caller', 'account')) AS p ON p.k = d.person`
}
