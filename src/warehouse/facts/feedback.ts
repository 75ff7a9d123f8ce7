// The feedback facts: marks clients gave, each with the answer that came after it.
import { type FactContext, links, records, type Scope } from './context.ts'
import { heads } from './heads.ts'
import { moneyColumns } from './money-columns.ts'

export function feedbackFacts(context: FactContext, scope: Scope): string {
  const own = moneyColumns(context, scope)
  const rows = `(
    SELECT r.k AS k, toString(r.source) AS source, r.id AS id, toString(r.kind) AS kind, r.at AS at, r.score AS score, r.person_id AS person, r.contact_id AS contact_id, toUInt64(0) AS company_id,
      if(h.head != 0, h.head, r.deal_id) AS deal, l.party AS party, l.base AS client
    FROM ${records(context, scope, 'feedback')} AS r
    INNER JOIN ${links(context, scope, 'feedback')} AS l ON l.k = r.k
    LEFT ANY JOIN ${heads(context, 'deals')} AS h ON h.k = r.deal_id)`
  return `
    SELECT m.k AS k, m.source AS source, m.id AS id, ${own.columns}, d.product AS product, m.kind AS kind, m.at AS at, m.person AS person, m.score AS score,
      if(kind = 'nps', score >= 0 AND score <= 10, score >= 1 AND score <= 5) AS valid,
      multiIf(m.contact_id != 0, m.contact_id, m.contact != 0, m.contact, m.k) AS respondent,
      leadInFrame(toNullable(m.at)) OVER (PARTITION BY respondent, kind ORDER BY m.at, m.source, m.id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS next_at
    FROM ${own.before(rows)} AS m
    ${own.join}`
}
