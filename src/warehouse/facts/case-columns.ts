// The columns that say who or what a case is about, joined the same way for leads, deals and everything that hangs on them.
import { type FactContext, noRows, records, rowsOf, type Scope } from './context.ts'

/** Attributes of the companies in scope. */
const companies = (context: FactContext, scope: Scope) =>
  records(context, scope, 'companies', 'k, region, industry, `size` AS company_size, segment, customer_since')

/** First sale of every client, from the deals derived before. */
export const firstSales = (context: FactContext, scope: Scope) =>
  !context.has.deals
    ? noRows({ client: 'UInt64', first_sold: "Nullable(DateTime64(3, 'UTC'))" })
    : `(SELECT client, min(sold_at) AS first_sold FROM ${rowsOf(context, scope, 'fact_deals')} AND sold_at IS NOT NULL GROUP BY client)`

/** Joins the company and the contact's own customer_since to a left side with columns contact and company, or one named otherwise. */
export function companyJoin(
  context: FactContext,
  scope: Scope,
  left: string,
  company = 'company',
): { join: string; columns: string; customerSince: string } {
  return {
    join: `LEFT ANY JOIN ${companies(context, scope)} AS co ON co.k = ${left}.${company}
      LEFT ANY JOIN ${records(context, scope, 'contacts', 'k, customer_since')} AS ct ON ct.k = ${left}.contact`,
    columns: 'co.region AS region, co.industry AS industry, co.company_size AS size, co.segment AS segment',
    customerSince: 'ifNull(co.customer_since, ct.customer_since)',
  }
}
