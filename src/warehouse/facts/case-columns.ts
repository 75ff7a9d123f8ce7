// The columns that say who or what a case is about, joined the same way for leads, deals and everything that hangs on them.
import { type FactContext, isMet, records, rowsOf, type Scope, sideWhere } from './context.ts'

/** Attributes of the companies in scope. */
const companies = (context: FactContext, scope: Scope) =>
  records(context, scope, 'companies', 'k, region, industry, `size` AS company_size, segment, customer_since')

/** First sale of every client, from the deals derived before: joined as fs_first_sold. */
export const firstSales = (context: FactContext, scope: Scope, left: string) =>
  sideWhere(
    context.has.deals,
    'fs',
    { client: 'UInt64', first_sold: "Nullable(DateTime64(3, 'UTC'))" },
    () =>
      `(SELECT client, min(sold_at) AS first_sold FROM ${rowsOf(context, scope, 'fact_deals')} AND sold_at IS NOT NULL GROUP BY client)`,
    `${left}.client`,
  )

/** Joins the company and the contact's own customer_since to a left side with columns contact and company, or one named otherwise. */
export function companyJoin(
  context: FactContext,
  scope: Scope,
  left: string,
  company = 'company',
): { join: string; columns: string; customerSince: string } {
  const [ofCompany, ofContact] = [isMet(scope, 'companies'), isMet(scope, 'contacts')]
  const never = "CAST(NULL, 'Nullable(DateTime64(3, \\'UTC\\'))')"
  return {
    join: [
      ofCompany ? `LEFT ANY JOIN ${companies(context, scope)} AS co ON co.k = ${left}.${company}` : '',
      ofContact ? `LEFT ANY JOIN ${records(context, scope, 'contacts', 'k, customer_since')} AS ct ON ct.k = ${left}.contact` : '',
    ].join(' '),
    columns: ofCompany
      ? 'co.region AS region, co.industry AS industry, co.company_size AS size, co.segment AS segment'
      : "'' AS region, '' AS industry, '' AS size, '' AS segment",
    customerSince: `ifNull(${ofCompany ? 'co.customer_since' : never}, ${ofContact ? 'ct.customer_since' : never})`,
  }
}
