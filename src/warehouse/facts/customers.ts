// The customer facts: purchases in time, from the sales (or payments, where the workspace says so) derived before.
import { companyJoin } from './case-columns.ts'
import { clientOwners } from './client-owners.ts'
import { type FactContext, inScope, localDay, ofThisRun, records, type Scope, side } from './context.ts'

const first = ['source', 'id', 'channel', 'channel_group', 'origin', 'campaign', 'product', 'language'] as const

/** What counts as bought: one row per sale or payment, with what is known of the case. */
function boughtRows(context: FactContext, scope: Scope): string {
  const columns = `k, client, party, company, contact, ${first.join(', ')}`
  const where = `${ofThisRun(context)} AND ${inScope(context, scope)}`
  return context.purchases === 'deals'
    ? `(SELECT ${columns}, 'deals' AS own_kind, assumeNotNull(sold_at) AS at FROM fact_deals WHERE ${where} AND sold_at IS NOT NULL)`
    : `(SELECT ${columns}, 'payments' AS own_kind, at FROM fact_payments WHERE ${where} AND NOT refund)`
}

/** Record behind a customer: its company's, its contact's, else its first purchase itself. */
function shownAs(context: FactContext, scope: Scope, kind: 'companies' | 'contacts'): string {
  return side(kind, records(context, scope, kind, 'k, source, id'), 'k, source, id')
}

/** SELECT of the customer facts. */
export function customerFacts(context: FactContext, scope: Scope): string {
  const company = companyJoin(context, scope, 'm')
  const apart = `dateDiff('day', ${localDay(context, 'bought[i - 1]')}, ${localDay(context, 'x')}) > ${context.purchaseGapDays}`
  const own = `if(m.company != 0, 'company', if(m.contact != 0, 'contact', 'own'))`
  const pick = (column: string) =>
    `multiIf(${own} = 'company' AND companies_k != 0, companies_${column}, ${own} = 'contact' AND contacts_k != 0, contacts_${column}, m.${column})`
  return `
    SELECT m.client AS k, m.client AS client, m.party AS party, m.company AS company, m.contact AS contact, toString(${pick('source')}) AS source, ${pick('id')} AS id,
      multiIf(${own} = 'company' AND companies_k != 0, 'companies', ${own} = 'contact' AND contacts_k != 0, 'contacts', m.own_kind) AS entity_kind,
      m.channel AS channel, m.channel_group AS channel_group, m.origin AS origin, m.campaign AS campaign, m.product AS product, m.language AS language, ${company.columns},
      m.bought[1] AS first_at, arrayFilter((x, i) -> i = 1 OR ${apart}, m.bought, arrayEnumerate(m.bought)) AS purchase_at,
      if(m.company != 0 AND notEmpty(oco.owner_at), oco.owner_at, oct.owner_at) AS owner_at, if(m.company != 0 AND notEmpty(oco.owner_at), oco.owner_k, oct.owner_k) AS owner_k,
      i.category_at AS category_at, i.category AS category
    FROM (
      SELECT client, any(party) AS party, max(company) AS company, argMax(contact, at) AS contact, any(own_kind) AS own_kind, arraySort(groupArray(at)) AS bought,
        ${first.map((name) => `argMin(${name}, (at, k)) AS ${name}`).join(', ')}
      FROM ${boughtRows(context, scope)} GROUP BY client
    ) AS m
    LEFT ANY JOIN ${shownAs(context, scope, 'companies')} ON companies_k = m.company
    LEFT ANY JOIN ${shownAs(context, scope, 'contacts')} ON contacts_k = m.contact
    LEFT ANY JOIN ${clientOwners(context, scope, 'companies')} AS oco ON oco.k = m.company
    LEFT ANY JOIN ${clientOwners(context, scope, 'contacts')} AS oct ON oct.k = m.contact
    LEFT ANY JOIN ${boughtCategories(context, scope)} AS i ON i.client = m.client
    ${company.join}`
}

/** When each customer bought something of which category; a refund takes nothing back. */
function boughtCategories(context: FactContext, scope: Scope): string {
  const rows = context.has.items
    ? `SELECT client, sold_at AS at, toString(category) AS name FROM fact_items WHERE ${ofThisRun(context)} AND category != '' AND ${inScope(context, scope)}`
    : "SELECT toUInt64(0) AS client, toDateTime64(0, 3, 'UTC') AS at, '' AS name WHERE 0"
  return `(SELECT client, arraySort(groupArray((at, name))) AS list, arrayMap(x -> x.1, list) AS category_at, arrayMap(x -> x.2, list) AS category FROM (${rows}) GROUP BY client)`
}
