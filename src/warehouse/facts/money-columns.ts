// What invoices and payments take from their deal, and from their client where they have none: what they are about, whose they are.
import { companyJoin } from './case-columns.ts'
import { clientOwnerJoin } from './client-owners.ts'
import { type FactContext, notSelling, ownerAt, records, rowsOf, type Scope, side } from './context.ts'

const fromDeal = ['channel', 'channel_group', 'origin', 'campaign', 'customer_kind', 'language'] as const

/** Of a left side `m` with k, party, client, deal, company_id, contact_id, at: joins, and the columns of a case and of its credit. */
export function moneyColumns(context: FactContext, scope: Scope): { join: string; columns: string; before: (rows: string) => string } {
  const deals = `(SELECT * FROM ${rowsOf(context, scope, 'fact_deals')})`
  const owner = clientOwnerJoin(context, scope, 'm', 'm.at')
  const company = companyJoin(context, scope, 'm')
  const selling = (person: string) => `if(${notSelling(context, person)}, 0, ${person})`
  const ofDeal = selling(ownerAt('m.at', 'd.owner_at', 'd.owner_k'))
  const ofClient = selling('client_owner')
  const empty = 'CAST([], '
  return {
    before: (rows) => `(
      SELECT r.*, multiIf(f_k != 0 AND f_company != 0, f_company, r.company_id != 0, r.company_id, c_company_id != 0, c_company_id, b_k) AS company, if(f_k != 0 AND f_contact != 0, f_contact, r.contact_id) AS contact
      FROM ${rows} AS r
      LEFT ANY JOIN ${side('f', deals, 'k, company, contact')} ON f_k = r.deal
      LEFT ANY JOIN ${side('c', records(context, scope, 'contacts', 'k, company_id'), 'k, company_id')} ON c_k = r.contact_id
      LEFT ANY JOIN ${side('b', `(SELECT k, cityHash64('company', k) AS base FROM ${records(context, scope, 'companies', 'k')})`, 'k, base')} ON b_base = r.client)`,
    join: `LEFT ANY JOIN ${deals} AS d ON d.k = m.deal AND m.deal != 0
      ${owner.join}
      ${company.join}`,
    columns: `m.party AS party, m.client AS client, m.company AS company, m.contact AS contact,
      ${fromDeal.map((name) => `d.${name} AS ${name}`).join(', ')}, ${company.columns}, m.deal AS deal, ${owner.owner} AS client_owner,
      multiIf(d.sold_at IS NOT NULL, d.closer, d.k != 0, ${ofDeal}, ${ofClient}) AS closer, if(d.k != 0, d.opener, ${ofClient}) AS opener,
      if(d.sold_at IS NULL, ${empty}'Array(UInt64)'), d.credit_k) AS credit_k,
      if(d.sold_at IS NULL, ${empty}'Array(Nullable(Decimal(38, 8)))'), d.credit_share) AS credit_share, d.amount AS deal_amount`,
  }
}
