// Where the fifths of the company's sales by amount lie, of all priced sales up to a moment. A yardstick: nobody's rights narrow it.
import type { Warehouse } from './client.ts'

const shares = [0.2, 0.4, 0.6, 0.8]

/** Least amounts with at least a share of the sales not above them; nothing where there are no sales. */
export async function findAmountBounds(warehouse: Warehouse, ws: number, until: string): Promise<number[]> {
  const [row] = await warehouse.query<{ bounds: number[] }>(
    `SELECT arrayMap(q -> toFloat64(amounts[toUInt32(ceil(q * length(amounts) - 1e-9))]), [${shares.join(', ')}]) AS bounds
     FROM (SELECT arraySort(groupArray(assumeNotNull(amount))) AS amounts FROM fact_deals FINAL
       WHERE ws = ${ws} AND amount IS NOT NULL AND sold_at <= parseDateTime64BestEffort({until:String}, 3, 'UTC'))
     WHERE notEmpty(amounts)`,
    { params: { until } },
  )
  return row?.bounds ?? []
}
