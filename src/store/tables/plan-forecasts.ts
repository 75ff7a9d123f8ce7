// Forecasts of plans as they were made, one for each plan and day: what they are graded by later.
import type { StoreDb } from '../client.ts'

export type PlanForecastRow = {
  day: string
  plan: string
  metric: string
  from: string
  to: string
  target: number
  actual: number
  probability: number | null
  p10: number
  p50: number
  p90: number
}

const columns = ['day', 'plan', 'metric', 'from', 'to', 'target', 'actual', 'probability', 'p10', 'p50', 'p90'] as const
const LISTED_MAX = 20_000

/** The first of a day stays. */
export async function keepForecasts(db: StoreDb, ws: number, rows: readonly PlanForecastRow[]): Promise<void> {
  if (rows.length === 0) return
  await db
    .insertInto('plan_forecasts')
    .values(rows.map((row) => ({ ws, ...row })))
    .onConflict((conflict) => conflict.columns(['ws', 'day', 'plan']).doNothing())
    .execute()
}

/** Latest first; of one plan, or of all. */
export async function listForecasts(db: StoreDb, ws: number, plan: string | null): Promise<PlanForecastRow[]> {
  const all = db.selectFrom('plan_forecasts').select(columns).where('ws', '=', ws)
  return (plan === null ? all : all.where('plan', '=', plan)).orderBy('day', 'desc').orderBy('plan').limit(LISTED_MAX).execute()
}
