// What customers bought from purchase to purchase: the category of a position, else its product; of a sale without positions its product.
import type { Warehouse } from './client.ts'

export type Thing = { name: string; buyers: number; amount: number | null }
/** Numbers of the things of each purchase, in order; what is none of the things asked for leaves a purchase of nothing. */
export type Basket = readonly number[][]

export type BasketAsk = { ws: number; until: string; purchases: 'deals' | 'payments' }
export const boughtSettings = {
  output_format_json_quote_64bit_floats: 0,
  output_format_json_quote_decimals: 0,
  output_format_json_quote_64bit_integers: 0,
}

const before = "parseDateTime64BestEffort({until:String}, 3, 'UTC')"

/** Category in which a product was sold. */
const categories = `SELECT toString(product) AS name, toString(any(category)) AS sold_as FROM fact_items FINAL WHERE ws = {ws:UInt32} AND category != '' GROUP BY name`

/** Rows client, at, thing, amount of everything bought. */
function boughtRows({ purchases }: BasketAsk): string {
  const ofWorkspace = 'FINAL WHERE ws = {ws:UInt32}'
  if (purchases === 'payments')
    return `SELECT client, at, toString(product) AS thing, toFloat64(amount) AS amount FROM fact_payments ${ofWorkspace} AND at < ${before} AND NOT refund AND product != ''`
  return `
    SELECT client, sold_at AS at, toString(if(category != '', category, product)) AS thing, toFloat64(amount) AS amount
    FROM fact_items ${ofWorkspace} AND sold_at < ${before} AND (category != '' OR product != '')
    UNION ALL
    SELECT d.client AS client, assumeNotNull(d.sold_at) AS at, if(p.sold_as != '', p.sold_as, toString(d.product)) AS thing, toFloat64(d.amount) AS amount
    FROM (SELECT client, sold_at, product, amount FROM fact_deals ${ofWorkspace} AND sold_at < ${before} AND product != '' AND k NOT IN (SELECT deal FROM fact_items ${ofWorkspace})) AS d
    LEFT ANY JOIN (${categories}) AS p ON p.name = d.product`
}

/** Rows client, thing, amount, no of everything bought: no = the number of the purchase of its customer. */
export const numbered = (asked: BasketAsk) => `
  SELECT b.client AS client, b.thing AS thing, b.amount AS amount, arrayCount(x -> x <= b.at, c.purchase_at) AS no
  FROM (${boughtRows(asked)}) AS b INNER JOIN (SELECT k, purchase_at FROM fact_customers FINAL WHERE ws = {ws:UInt32}) AS c ON c.k = b.client
  WHERE no > 0`

/** The things most customers bought, with the middle amount of a purchase of each, of what has a price. */
export async function findThings(warehouse: Warehouse, asked: BasketAsk, most: number): Promise<Thing[]> {
  return warehouse.query<Thing>(
    `SELECT thing AS name, uniqExact(client) AS buyers, quantileExactLowIf(0.5)(total, isNotNull(total)) AS middle, if(countIf(isNotNull(total)) = 0, NULL, middle) AS amount
     FROM (SELECT client, no, thing, if(countIf(isNull(amount)) > 0, NULL, sum(amount)) AS total FROM (${numbered(asked)}) GROUP BY client, no, thing)
     GROUP BY thing ORDER BY buyers DESC, thing LIMIT ${most}`,
    { params: { ws: asked.ws, until: asked.until }, settings: boughtSettings },
  )
}

/** Purchases of every customer with more than one. */
export async function findBaskets(warehouse: Warehouse, asked: BasketAsk, things: readonly string[]): Promise<Basket[]> {
  const rows = await warehouse.query<{ steps: [number, number][]; size: number }>(
    `SELECT arraySort(groupUniqArray((no, thing_no))) AS steps, any(c.bought) AS size
     FROM (SELECT client, no, indexOf({things:Array(String)}, thing) AS thing_no FROM (${numbered(asked)}) WHERE thing_no > 0) AS b
     INNER JOIN (SELECT k, arrayCount(x -> x < ${before}, purchase_at) AS bought FROM fact_customers FINAL WHERE ws = {ws:UInt32}) AS c ON c.k = b.client
     WHERE c.bought > 1 GROUP BY client`,
    { params: { ws: asked.ws, until: asked.until, things: [...things] }, settings: boughtSettings },
  )
  return rows.map(({ steps, size }) => {
    const basket: number[][] = Array.from({ length: size }, () => [])
    for (const [no, thing] of steps) basket[no - 1]?.push(thing - 1)
    return basket
  })
}

export type Offerable = {
  client_k: string
  full_id: string
  kind: string
  company_k: string
  contact_k: string
  owner_key: string
  last_day: string
  is_due: number
  /** Numbers of the things bought so far, and of those of deals that are open or were lost lately. */
  had: number[]
  spoken: number[]
}

/**
 * Of the customers of a select those who bought one of `bought` (numbers from 1), with what they have and what they were offered: deals
 * that are open, or were lost in the days before. A deal is of the category its product was sold in, else of its product.
 */
export async function findOfferable(
  warehouse: Warehouse,
  asked: BasketAsk,
  { customers, things, bought, days }: { customers: string; things: readonly string[]; bought: readonly number[]; days: number },
): Promise<Offerable[]> {
  const spoken = `
    SELECT d.client AS client, groupUniqArray(indexOf({things:Array(String)}, if(p.sold_as != '', p.sold_as, toString(d.product)))) AS spoken
    FROM (
      SELECT client, product FROM fact_deals FINAL WHERE ws = {ws:UInt32} AND created_at < ${before} AND product != ''
        AND (closed_at IS NULL OR closed_at >= ${before} OR (lost_at < ${before} AND lost_at >= ${before} - toIntervalDay({days:UInt32})))
    ) AS d LEFT ANY JOIN (${categories}) AS p ON p.name = d.product GROUP BY client`
  const had = `SELECT client, groupUniqArray(indexOf({things:Array(String)}, thing)) AS had FROM (${boughtRows(asked)}) GROUP BY client`
  return warehouse.query<Offerable>(
    `SELECT toString(c.client_k) AS client_k, c.full_id AS full_id, c.kind AS kind, c.company_k AS company_k, c.contact_k AS contact_k, c.owner_key AS owner_key,
       c.last_day AS last_day, c.is_due AS is_due, h.had AS had, s.spoken AS spoken
     FROM (${customers}) AS c INNER JOIN (${had}) AS h ON h.client = c.client_k LEFT ANY JOIN (${spoken}) AS s ON s.client = c.client_k
     WHERE hasAny(h.had, {bought:Array(UInt64)})`,
    { params: { ws: asked.ws, until: asked.until, things: [...things], bought: bought.map(String), days }, settings: boughtSettings },
  )
}
