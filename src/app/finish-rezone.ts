// Carries a change of time zone through, from wherever it was cut off. Nobody else may write records meanwhile.
import { endRezone, findRezone, noteRezone } from '../store/tables/rezones.ts'
import { rezoneRecords } from '../warehouse/ingest/rezone.ts'
import type { House } from './open-house.ts'

/** Does nothing, quickly, where no change is under way. Facts are derived by the caller. */
export async function finishRezone(house: House, ws: number): Promise<void> {
  const { db } = house.store
  const begun = await findRezone(db, ws)
  if (begun === null) return
  const { oldZone, newZone, kinds } = begun
  await rezoneRecords(house.warehouse, { ws, oldZone, newZone, nowMs: Date.now() }, { kinds, note: (all) => noteRezone(db, ws, all) })
  await endRezone(db, ws)
}
