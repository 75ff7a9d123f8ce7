// The purchases behind a pair of things: each next purchase of a customer who had not bought the second thing yet, after the first one
// or without it (stats/next-purchases.ts counts the same). Which things there are is decided before.
import type { Warehouse } from './client.ts'
import { type BasketAsk, boughtSettings, numbered } from './find-baskets.ts'
import type { ListedCase, Page } from './list-records.ts'

/** `bought` or `offer` by name, among `things`; hits = those with the second thing. */
type PairAsk = { things: readonly string[]; bought: string; offer: string; side: 'after' | 'without'; onlyHits: boolean }

type Row = Omit<ListedCase, 'amount' | 'reason' | 'at'> & { at: string }

/** How many there are, and a page of them, latest first; a limit of 0 only counts. */
export async function listNextPurchases(
  warehouse: Warehouse,
  asked: BasketAsk,
  { things, bought, offer, side, onlyHits }: PairAsk,
  { limit, offset }: Page,
): Promise<{ count: number; cases: ListedCase[] }> {
  const wasBought = 'first_bought != 0 AND n > first_bought'
  const isCase = `n > 1 AND (first_offer = 0 OR n <= first_offer) AND ${side === 'after' ? wasBought : `NOT (${wasBought})`}`
  const steps = `
    SELECT client, arrayJoin(arrayFilter(n -> ${isCase}, nos)) AS no
    FROM (
      SELECT client, groupUniqArray(no) AS nos, minIf(no, thing = {bought:String}) AS first_bought, minIf(no, thing = {offer:String}) AS first_offer
      FROM (${numbered(asked)}) WHERE has({things:Array(String)}, thing) GROUP BY client
    )${onlyHits ? ' WHERE no = first_offer' : ''}`
  const params = { ws: asked.ws, until: asked.until, things: [...things], bought, offer }
  const customers = `(SELECT k, source, id, entity_kind, company, contact, purchase_at FROM fact_customers FINAL WHERE ws = {ws:UInt32}) AS c`
  const [counted, rows] = await Promise.all([
    warehouse.query<{ n: number }>(`SELECT count() AS n FROM (${steps})`, { params, settings: boughtSettings }),
    limit === 0
      ? []
      : warehouse.query<Row>(
          `SELECT toString(c.entity_kind) AS kind, concat(toString(c.source), ':', c.id) AS id, toString(toUnixTimestamp64Milli(c.purchase_at[s.no])) AS at,
             toString(c.company) AS company, toString(c.contact) AS contact
           FROM (${steps}) AS s INNER JOIN ${customers} ON c.k = s.client
           ORDER BY c.purchase_at[s.no] DESC, id, s.no LIMIT ${limit} OFFSET ${offset}`,
          { params, settings: boughtSettings },
        ),
  ])
  return { count: Number(counted[0]?.n ?? 0), cases: rows.map((row) => ({ ...row, at: Number(row.at), amount: null, reason: null })) }
}
