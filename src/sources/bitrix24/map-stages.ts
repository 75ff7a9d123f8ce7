// Pipelines, stages and dictionaries of Bitrix24. Stages of leads and of the first pipeline of deals share their names, so
// those of leads are set apart by `lead/`.
import type { MappingDesk } from '../mapping-desk.ts'
import { toText } from '../wire-values.ts'
import * as schema from './schema.ts'

export type Kind = 'open' | 'won' | 'lost'
export type Stages = {
  kindOf: (stage: string | null) => Kind | undefined
  nameOf: (stage: string | null) => string | null
  sourceName: (id: string | null) => string | null
  /** Makes a stage that a card or its history names and the portal no longer lists. */
  need: (entity: 'lead' | 'deal', stage: string | null, kind: Kind) => string | null
}

const LEAD_PIPELINE = 'lead'
export const leadStage = (status: string | null) => (status === null ? null : `${LEAD_PIPELINE}/${status}`)
/** `C1:NEW` is of pipeline 1; without a prefix it is of the first, 0. */
export const pipelineOf = (stage: string) => /^C(\d+):/.exec(stage)?.[1] ?? '0'

const kinds: Readonly<Record<string, Kind>> = {
  S: 'won',
  F: 'lost',
  P: 'open',
  success: 'won',
  failure: 'lost',
  apology: 'lost',
  process: 'open',
}
export const kindOfSemantic = (semantic: string | null): Kind | undefined => kinds[semantic ?? '']

export function mapStages(desk: MappingDesk): Stages {
  const known = new Map<string, { name: string; kind: Kind }>()
  const sources = new Map<string, string>()
  const isListed = { lead: false, deal: false }
  for (const { value, row } of desk.read('categories', schema.category, 'pipelines'))
    if (value.id !== null && (value.entityTypeId === null || value.entityTypeId === '2'))
      desk.put('pipelines', row, { id: value.id, name: value.name ?? value.id, entity: 'deal' })
  const statuses = desk.read('statuses', schema.status, 'stages')
  for (const { value, row } of statuses) {
    const entity = value.entityId ?? (value.categoryId === null ? 'DEAL_STAGE' : `DEAL_STAGE_${value.categoryId}`)
    if (entity === 'SOURCE') sources.set(value.statusId, value.name ?? value.statusId)
    const category = /^DEAL_STAGE(?:_(\d+))?$/.exec(entity)
    if (entity !== 'STATUS' && category === null) continue
    const isLead = entity === 'STATUS'
    isListed[isLead ? 'lead' : 'deal'] = true
    if (isLead) desk.put('pipelines', row, { id: LEAD_PIPELINE, name: 'Лиды', entity: 'lead', kind: 'qualification' })
    const id = isLead ? leadStage(value.statusId)! : value.statusId
    const kind = kindOfSemantic(value.semantics ?? toText(value.extra.SEMANTICS)) ?? usualKind(value.statusId)
    known.set(id, { name: value.name ?? value.statusId, kind })
    const pipeline_id = isLead ? LEAD_PIPELINE : (category?.[1] ?? '0')
    desk.put('stages', row, { id, pipeline_id, name: value.name ?? value.statusId, position: value.sort ?? 0, kind })
    if (kind === 'lost')
      desk.put('lost_reasons', row, { id, name: value.name ?? value.statusId, group: value.statusId === 'JUNK' ? 'junk' : null })
  }
  const last = statuses.at(-1)?.row
  return {
    kindOf: (stage) => known.get(stage ?? '')?.kind,
    nameOf: (stage) => known.get(stage ?? '')?.name ?? null,
    sourceName: (id) => sources.get(id ?? '') ?? id,
    need: (entity, stage, kind) => {
      if (stage === null || known.has(stage) || !isListed[entity] || last === undefined) return stage
      const name = `${stage} (deleted)`
      known.set(stage, { name, kind })
      const pipeline_id = entity === 'lead' ? LEAD_PIPELINE : pipelineOf(stage)
      desk.put('stages', last, { id: stage, pipeline_id, name, position: 0, kind, archived: true })
      return stage
    },
  }
}

/** What the stages every portal begins with mean. */
export function usualKind(status: string): Kind {
  const bare = status.replace(/^C\d+:/, '')
  if (bare === 'WON' || bare === 'CONVERTED') return 'won'
  return bare === 'LOSE' || bare === 'APOLOGY' || bare === 'JUNK' ? 'lost' : 'open'
}
