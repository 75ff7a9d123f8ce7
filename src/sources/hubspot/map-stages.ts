// Pipelines and stages of HubSpot. The stages of the first pipeline have names every portal knows; a stage is named with its pipeline.
import type { MappingDesk } from '../mapping-desk.ts'
import { toBool, toNumber, toText } from '../wire-values.ts'
import * as schema from './schema.ts'

export type Kind = 'open' | 'won' | 'lost'
export type Stages = {
  /** With its pipeline; by itself when the pipeline is not known. */
  idOf: (pipeline: string | null, stage: string | null) => string | null
  kindOf: (pipeline: string | null, stage: string | null) => Kind
  labelOf: (stage: string | null) => string | null
  /** Makes a stage that is named and no longer listed. */
  need: (entity: 'deal' | 'lead', pipeline: string | null, stage: string | null) => string | null
}

const usual: Readonly<Record<string, Kind>> = { closedwon: 'won', closedlost: 'lost' }

export function mapStages(desk: MappingDesk): Stages {
  const known = new Map<string, { kind: Kind; label: string | null }>()
  const pipelineOf = new Map<string, string>()
  const listed = new Set<string>()
  const pipelines = desk.read('pipelines', schema.pipeline, 'pipelines')
  for (const { value, row } of pipelines) {
    const entity = row.about.type === 'leads' ? 'lead' : 'deal'
    if (row.about.type !== undefined && row.about.type !== 'leads' && row.about.type !== 'deals') continue
    listed.add(entity)
    const extra = { archived: value.archived === true ? 'true' : null }
    desk.put('pipelines', row, {
      id: value.id,
      name: value.label ?? value.id,
      entity,
      kind: entity === 'lead' ? 'qualification' : null,
      extra,
    })
    for (const raw of value.stages) {
      const parsed = schema.stage.safeParse(raw)
      if (!parsed.success) {
        desk.refuse('stages', row, { column: 'stages.id', value: JSON.stringify(raw), reason: 'a stage without id' })
        continue
      }
      const { id, label, displayOrder, metadata, archived } = parsed.data
      const kind = kindOf(id, metadata)
      const stage = `${value.id}/${id}`
      known.set(stage, { kind, label })
      pipelineOf.set(id, pipelineOf.has(id) ? '' : value.id)
      const isArchived = archived === true || value.archived === true
      desk.put('stages', row, {
        id: stage,
        pipeline_id: value.id,
        name: label ?? id,
        position: displayOrder ?? 0,
        kind,
        archived: isArchived ? true : null,
      })
    }
  }
  const idOf = (pipeline: string | null, stage: string | null) => {
    if (stage === null) return null
    const own = pipeline ?? (pipelineOf.get(stage) || null)
    return own === null ? stage : `${own}/${stage}`
  }
  const last = pipelines.at(-1)?.row
  return {
    idOf,
    kindOf: (pipeline, stage) => known.get(idOf(pipeline, stage) ?? '')?.kind ?? usual[stage ?? ''] ?? 'open',
    labelOf: (stage) => known.get(stage ?? '')?.label ?? null,
    need: (entity, pipeline, stage) => {
      const id = idOf(pipeline, stage)
      if (id === null || known.has(id) || !listed.has(entity) || last === undefined || !id.includes('/')) return id
      const kind = usual[stage!] ?? 'open'
      known.set(id, { kind, label: null })
      desk.put('stages', last, { id, pipeline_id: id.split('/')[0], name: `${stage} (deleted)`, position: 0, kind, archived: true })
      return id
    },
  }
}

/** All values of metadata are text: isClosed "true", probability "0.0" to "1.0". */
function kindOf(id: string, metadata: Readonly<Record<string, unknown>>): Kind {
  const probability = toNumber(metadata.probability)
  const isClosed = toBool(metadata.isClosed)
  if (isClosed === false) return 'open'
  if (isClosed === true && probability !== null) return probability >= 1 ? 'won' : 'lost'
  if (/^(un|dis)qualified/i.test(toText(metadata.leadState) ?? '')) return 'lost'
  return usual[id] ?? (probability === 1 ? 'won' : 'open')
}
