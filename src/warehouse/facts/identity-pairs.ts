// Pairs of records of different sources that share an address: joined where nothing speaks against it, else doubtful, for a person to
// decide. What was decided stands above what was found. Sets over hashed addresses, never pair by pair.
import type { IdentityKind } from './identity-tables.ts'

/** An address that more records share than this is of no use even as a question: a switchboard, a mailbox of a portal. */
const sharersMax = 12

/**
 * SELECT of the pairs of a kind: a, b, source_a, source_b, methods, state (joined, doubtful, refused), why.
 * Doubtful: the address belongs to several records of one source (`shared`) or to whole companies (`mailbox`); a record has
 * several partners in one source (`several`); one domain, two tax ids (`tax_id`).
 */
export function selectPairs(ws: number, kind: IdentityKind): string {
  const keys = `identity_keys FINAL WHERE ws = ${ws} AND kind = '${kind}'`
  const found = `
    SELECT least(x.2, y.2) AS a, greatest(x.2, y.2) AS b, if(x.2 < y.2, x.1, y.1) AS source_a, if(x.2 < y.2, y.1, x.1) AS source_b, method, alone AND method != 'mailbox' AS clear
    FROM (
      SELECT method, alone, x, members FROM (
        SELECT toString(method) AS method, groupArray((toString(source), k)) AS members, uniqExact(source) = count() AS alone
        FROM ${keys} AND method != 'of' GROUP BY method, value HAVING uniqExact(source) > 1 AND count() <= ${sharersMax}
      ) ARRAY JOIN members AS x
    ) ARRAY JOIN members AS y WHERE x.1 < y.1`
  const taxed = `(SELECT k FROM ${keys} AND method = 'tax_id')`
  const others = kind === 'companies' ? `NOT has(methods, 'tax_id') AND a IN ${taxed} AND b IN ${taxed}` : '0'
  const merged = `
    SELECT a, b, any(source_a) AS source_a, any(source_b) AS source_b, arraySort(groupUniqArray(method)) AS methods, ${others} AS taxes_differ, max(clear) AND NOT taxes_differ AS clear
    FROM (${found}) GROUP BY a, b`
  const counted = `
    SELECT *, countIf(clear) OVER (PARTITION BY a, source_b) AS of_a, countIf(clear) OVER (PARTITION BY b, source_a) AS of_b, clear AND of_a = 1 AND of_b = 1 AS sure
    FROM (${merged})`
  const judged = `
    SELECT *, countIf(sure) OVER (PARTITION BY a, source_b) + countIf(sure) OVER (PARTITION BY b, source_a) AS settled,
      multiIf(sure, '', clear, 'several', taxes_differ, 'tax_id', methods = ['mailbox'], 'mailbox', 'shared') AS why
    FROM (${counted})`
  const decisions = `SELECT a, b, source_a, source_b, toString(verdict) AS verdict FROM identity_decisions FINAL WHERE ws = ${ws} AND kind = '${kind}'`
  return `
    SELECT if(j.a != 0, j.a, v.a) AS a, if(j.a != 0, j.b, v.b) AS b, if(j.a != 0, j.source_a, toString(v.source_a)) AS source_a, if(j.a != 0, j.source_b, toString(v.source_b)) AS source_b,
      j.methods AS methods, multiIf(v.verdict != '', v.verdict, j.sure, 'joined', 'doubtful') AS state, if(v.verdict != '', 'decided', j.why) AS why
    FROM (SELECT * FROM (${judged}) WHERE sure OR settled = 0) AS j FULL JOIN (${decisions}) AS v ON v.a = j.a AND v.b = j.b`
}
