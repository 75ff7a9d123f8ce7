// The customer facts: purchases in time, from the sales (or payments, where the workspace says so) derived before.
import { companyJoin } from './case-columns.ts'
import { clientOwners } from './client-owners.ts'
import { type FactContext, isMet, type JoinedSide, localDay, never, orNever, records, rowsOf, type Scope, sideWhere } from './context.ts'

const first = ['source', 'id', 'channel', 'channel_group', 'origin', 'campaign', 'product', 'language'] as const

/** What counts as bought: one row per sale or payment, with what is known of the case. */
function boughtRows(context: FactContext, scope: Scope): string {
  const columns = `k, client, party, company, contact, amount, closer, ${first.join(', ')}`
  return context.purchases === 'deals'
    ? `(SELECT ${columns}, 'deals' AS own_kind, assumeNotNull(sold_at) AS at, close_moment FROM ${rowsOf(context, scope, 'fact_deals')} AND sold_at IS NOT NULL)`
    : `(SELECT ${columns}, 'payments' AS own_kind, at, toNullable(at) AS close_moment FROM ${rowsOf(context, scope, 'fact_payments')} AND NOT refund)`
}

/** Record behind a customer: its company's, its contact's, else its first purchase itself; and who owned it when. */
function behind(context: FactContext, scope: Scope, kind: 'companies' | 'contacts', on: string): JoinedSide {
  const isThere = isMet(scope, kind)
  const shown = sideWhere(
    isThere,
    kind,
    { k: 'UInt64', source: textual, id: 'String' },
    () => records(context, scope, kind, 'k, source, id'),
    on,
  )
  const lists = { k: 'UInt64', owner_at: `Array(${instant})`, owner_k: 'Array(UInt64)' }
  const owned = sideWhere(isThere, `o${kind}`, lists, () => clientOwners(context, scope, kind), on)
  return { join: `${shown.join} ${owned.join}`, none: `${shown.none} ${owned.none}` }
}

const instant = "DateTime64(3, 'UTC')"
const textual = 'LowCardinality(String)'

/**
 * Of the days of the purchases the usual gap as known after each: from the fourth on the median of the gaps so far by Kaplan-Meier with
 * the running one, once that is as long as the median itself (until then the customer has not left anyway); 0 = too few.
 */
const ownGaps = `arrayMap(i -> if(i < 4, 0, arraySort(arraySlice(arrayPopFront(arrayDifference(days)), 1, i - 1))[intDiv(i + 1, 2)]), arrayEnumerate(days))`

/** SELECT of the customer facts. */
export function customerFacts(context: FactContext, scope: Scope): string {
  const company = companyJoin(context, scope, 'm')
  const [ofCompany, ofContact] = [behind(context, scope, 'companies', 'm.company'), behind(context, scope, 'contacts', 'm.contact')]
  const categories = { client: 'UInt64', category_at: `Array(${instant})`, category: 'Array(String)' }
  const bought = sideWhere(context.has.items, 'i', categories, () => boughtCategories(context, scope), 'm.client')
  const talks = { client: 'UInt64', contact_at: `Array(${instant})` }
  const talked = sideWhere(context.has.touches, 't', talks, () => contactsOfClients(context, scope), 'm.client')
  const apart = `dateDiff('day', ${localDay(context, 'bought[i - 1]')}, ${localDay(context, 'x')}) > ${context.purchaseGapDays}`
  const own = `if(m.company != 0, 'company', if(m.contact != 0, 'contact', 'own'))`
  const pick = (column: string) =>
    `multiIf(${own} = 'company' AND companies_k != 0, companies_${column}, ${own} = 'contact' AND contacts_k != 0, contacts_${column}, m.${column})`
  return `
    SELECT ${ofCompany.none} ${ofContact.none} ${bought.none} ${talked.none} m.client AS k, m.client AS client, m.party AS party, m.company AS company, m.contact AS contact, toString(${pick('source')}) AS source, ${pick('id')} AS id,
      multiIf(${own} = 'company' AND companies_k != 0, 'companies', ${own} = 'contact' AND contacts_k != 0, 'contacts', m.own_kind) AS entity_kind,
      m.channel AS channel, m.channel_group AS channel_group, m.origin AS origin, m.campaign AS campaign, m.product AS product, m.language AS language, ${company.columns},
      m.bought[1] AS first_at, ${company.customerSince} AS customer_since, m.closer AS closer, m.close_moment AS close_moment,
      m.bought AS sale_at, m.amounts AS sale_amount, arrayMap((x, i) -> i = 1 OR ${apart}, m.bought, arrayEnumerate(m.bought)) AS begins, arrayCumSum(begins) AS sale_purchase,
      arrayFilter((x, b) -> b, m.bought, begins) AS purchase_at, arrayPushBack(arrayPopFront(purchase_at), ${never}) AS purchase_next_at,
      arrayMap(x -> toInt32(${localDay(context, 'x')}), purchase_at) AS days, ${ownGaps} AS purchase_gap,
      d.deal_from AS deal_from, d.deal_to AS deal_to, t_contact_at AS contact_at,
      if(m.company != 0 AND notEmpty(ocompanies_owner_at), ocompanies_owner_at, ocontacts_owner_at) AS owner_at, if(m.company != 0 AND notEmpty(ocompanies_owner_at), ocompanies_owner_k, ocontacts_owner_k) AS owner_k,
      i_category_at AS category_at, i_category AS category
    FROM (
      SELECT client, any(party) AS party, max(company) AS company, argMax(contact, at) AS contact, any(own_kind) AS own_kind,
        arraySort(x -> (x.1, x.2), groupArray((at, k, amount))) AS sold, arrayMap(x -> x.1, sold) AS bought, arrayMap(x -> x.3, sold) AS amounts,
        argMin(closer, (at, k)) AS closer, argMin(tuple(close_moment), (at, k)).1 AS close_moment,
        ${first.map((name) => `argMin(${name}, (at, k)) AS ${name}`).join(', ')}
      FROM ${boughtRows(context, scope)} GROUP BY client
    ) AS m
    ${ofCompany.join} ${ofContact.join} ${bought.join}
    LEFT ANY JOIN ${dealsOfClients(context, scope)} AS d ON d.client = m.client
    ${talked.join}
    ${company.join}`
}

/** When each customer bought something of which category; a refund takes nothing back. */
function boughtCategories(context: FactContext, scope: Scope): string {
  const rows = `SELECT client, sold_at AS at, toString(category) AS name FROM ${rowsOf(context, scope, 'fact_items')} AND category != ''`
  return `(SELECT client, arraySort(groupArray((at, name))) AS list, arrayMap(x -> x.1, list) AS category_at, arrayMap(x -> x.2, list) AS category FROM (${rows}) GROUP BY client)`
}

/** Since when and until when each client has had deals that were not closed. */
const dealsOfClients = (context: FactContext, scope: Scope) =>
  `(SELECT client, arraySort(groupArray((created_at, ${orNever('closed_at')}))) AS list, arrayMap(x -> x.1, list) AS deal_from, arrayMap(x -> x.2, list) AS deal_to
    FROM ${rowsOf(context, scope, 'fact_deals')} GROUP BY client)`

/** Contacts with each client. */
const contactsOfClients = (context: FactContext, scope: Scope) =>
  `(SELECT client, arraySort(groupArray(at)) AS contact_at FROM ${rowsOf(context, scope, 'fact_contacts')} AND counted GROUP BY client)`
