// Pipelines and stages of amoCRM, those that only history still names included.
import type { MappingDesk } from '../mapping-desk.ts'
import { toId, toList } from '../wire-values.ts'
import * as schema from './schema.ts'

/** Kept for every account: 142 and 143 close every pipeline. */
const CLOSED: Readonly<Record<string, 'won' | 'lost'>> = { '142': 'won', '143': 'lost' }
const UNSORTED_TYPE = 1

export type Stages = {
  idOf: (pipeline: string, status: string) => string
  kindOf: (status: string | null) => 'open' | 'won' | 'lost'
  /** The stage of «Неразобранное», by pipeline. */
  unsorted: ReadonlyMap<string, string>
  /** Makes a stage that history names and the account no longer lists. */
  need: (pipeline: string | null, status: string | null) => string | null
}

export function mapStages(desk: MappingDesk): Stages {
  const isListed = desk.has('pipelines') || desk.has('statuses')
  const unsorted = new Map<string, string>()
  const seen = new Set<string>()
  const idOf = (pipeline: string, status: string) => `${pipeline}/${status}`
  const kindOf = (status: string | null) => CLOSED[status ?? ''] ?? 'open'
  const pipelines = new Map(desk.read('pipelines', schema.pipeline, 'pipelines').map((one) => [one.value.id, one]))
  const last = [...pipelines.values()].at(-1)?.row ?? desk.read('statuses', schema.status, 'stages').at(-1)?.row
  const put = (row: Parameters<MappingDesk['put']>[1], raw: unknown, pipeline: string | null, isArchived: boolean) => {
    const parsed = schema.status.safeParse(raw)
    const own = parsed.success ? (parsed.data.pipeline_id ?? pipeline) : null
    if (!parsed.success || own === null)
      return desk.refuse('stages', row, { column: 'id', value: JSON.stringify(raw), reason: 'a stage without id or pipeline' })
    const { id, name, sort, type } = parsed.data
    const stage = idOf(own, id)
    seen.add(stage)
    if (type === UNSORTED_TYPE) unsorted.set(own, stage)
    const place = { id: stage, pipeline_id: own, name: name ?? id, position: sort ?? 0, kind: kindOf(id) }
    // What its stages mean amoCRM does not say of any: said of one, the others of the pipeline would mean nothing.
    desk.put('stages', row, { ...place, archived: isArchived ? true : null })
  }
  for (const { value, row } of pipelines.values()) {
    const isArchived = value.is_archive === true
    const extra = { archived: isArchived ? 'true' : null }
    desk.put('pipelines', row, { id: value.id, name: value.name ?? value.id, entity: 'deal', extra })
    for (const raw of toList(value._embedded.statuses)) put(row, raw, value.id, isArchived)
  }
  for (const { value, row } of desk.read('statuses', schema.status, 'stages'))
    put(row, value, value.pipeline_id ?? toId(row.about.parent), false)
  const need = (pipeline: string | null, status: string | null): string | null => {
    if (pipeline === null || status === null) return null
    const stage = idOf(pipeline, status)
    // Without the list of stages nobody knows which of them is gone.
    if (isListed && !seen.has(stage) && last !== undefined) {
      seen.add(stage)
      if (!pipelines.has(pipeline) && desk.has('pipelines'))
        desk.put('pipelines', last, { id: pipeline, name: `${pipeline} (deleted)`, entity: 'deal' })
      const position = CLOSED[status] === undefined ? 0 : 10_000
      desk.put('stages', last, {
        id: stage,
        pipeline_id: pipeline,
        name: `${status} (deleted)`,
        position,
        kind: kindOf(status),
        archived: true,
      })
    }
    return stage
  }
  return { idOf, kindOf, unsorted, need }
}
