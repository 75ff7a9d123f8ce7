// Positions: what they add to their deal, and the facts of those that were sold.
import { type FactContext, history, localDay, rowsOf, type Scope } from './context.ts'

const money = 'Nullable(Decimal(38, 8))'
const times = (price: string, quantity: string) => `CAST(${price} * ifNull(${quantity}, toDecimal128(1, 8)), '${money}')`

export const itemTypes = { deal_id: 'UInt64', items: 'Int64', has_addon: 'Bool', profit: money }

/** Positions of each deal: columns deal_id, items, has_addon, profit (in the currency of the deal; null = a cost or price is unknown). */
export function itemsOfDeals(context: FactContext, scope: Scope): string {
  const profit = times('(price - cost)', 'quantity')
  return `(
    SELECT deal_id, toInt64(count()) AS items, toBool(max(ifNull(addon, false))) AS has_addon,
      if(countIf(${profit} IS NULL) > 0, NULL, CAST(sum(${profit}), '${money}')) AS profit
    FROM ${history(context, scope, 'deal_items', ['deals'], 'deal_id', 'deal_id, quantity, price, cost, addon')} GROUP BY deal_id
  )`
}

/** SELECT of the positions of sold deals, from the deal facts derived before. */
export function itemFacts(context: FactContext, scope: Scope): string {
  const sold = `(SELECT * FROM ${rowsOf(context, scope, 'fact_deals')} AND sold_at IS NOT NULL)`
  const priced = (price: string) => `CAST(${times(`i.${price}`, 'i.quantity')} * d.factor, '${money}')`
  const first = 'min(i.added_at) OVER (PARTITION BY i.deal_id)'
  const dated = 'min(i.added_at IS NOT NULL) OVER (PARTITION BY i.deal_id)'
  return `
    SELECT i.k AS k, i.source AS source, i.id AS id, d.party AS party, d.client AS client, d.company AS company, d.contact AS contact, d.channel AS channel,
      d.channel_group AS channel_group, d.origin AS origin, d.campaign AS campaign, i.product AS product, d.customer_kind AS customer_kind, d.region AS region,
      d.industry AS industry, d.size AS size, d.segment AS segment, d.language AS language, i.extra AS extra, d.k AS deal,
      assumeNotNull(d.sold_at) AS sold_at, d.close_moment AS close_moment, d.closer AS closer, d.opener AS opener, d.credit_k AS credit_k, d.credit_share AS credit_share,
      i.category AS category, ifNull(i.addon, false) AS addon, i.added_at AS added_at, toBool(${dated}) AS dated,
      dated AND ${localDay(context, 'assumeNotNull(i.added_at)')} > ${localDay(context, `assumeNotNull(${first})`)} AS added_later,
      i.list_price IS NOT NULL AS listed, ${priced('price')} AS amount, ${priced('list_price')} AS list_amount, list_amount - amount AS discount_amount, d.amount AS deal_amount
    FROM ${history(context, scope, 'deal_items', ['deals'], 'deal_id')} AS i
    INNER JOIN ${sold} AS d ON d.money_deal = i.deal_id`
}
