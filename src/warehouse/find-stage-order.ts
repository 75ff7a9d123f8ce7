// Where the stages of all pipelines stand: before the proposal, or from it on.
import type { Warehouse } from './client.ts'

/** Keys of the open stages before the milestone `proposal`, and from it on; of a pipeline without one its first and its second half. */
export async function findStageHalves(warehouse: Warehouse, ws: number): Promise<{ opening: Set<string>; closing: Set<string> }> {
  const rows = await warehouse.query<{ k: string; pipeline: string; milestone: string }>(
    `SELECT toString(stage) AS k, toString(pipeline) AS pipeline, toString(milestone) AS milestone FROM stage_meta FINAL
     WHERE ws = ${ws} AND kind = 'open' AND NOT archived ORDER BY pipeline, place, stage`,
  )
  const halves = { opening: new Set<string>(), closing: new Set<string>() }
  for (const stages of Map.groupBy(rows, ({ pipeline }) => pipeline).values()) {
    const proposal = stages.findIndex(({ milestone }) => milestone === 'proposal')
    const first = proposal < 0 ? Math.ceil(stages.length / 2) : proposal
    for (const [i, { k }] of stages.entries()) halves[i < first ? 'opening' : 'closing'].add(k)
  }
  return halves
}
