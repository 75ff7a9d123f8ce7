// Stages of opportunities and states of leads. A name is the id: history keeps the text that held when it was written.
import type { MappingDesk } from '../mapping-desk.ts'
import type { WireRow } from '../source.ts'
import * as schema from './schema.ts'

export type Kind = 'open' | 'won' | 'lost'
export type Stages = {
  pipeline: string
  kindOf: (stage: string | null) => Kind
  /** Makes a stage that is named and no longer listed. */
  need: (stage: string | null) => string | null
  needLead: (status: string | null) => string | null
}

const PIPELINE = 'opportunity'
const LEADS = 'lead'

export function mapStages(desk: MappingDesk, opportunities: readonly schema.Opportunity[]): Stages {
  const kinds = new Map<string, Kind>()
  for (const { StageName, IsClosed, IsWon } of opportunities)
    if (StageName !== null && IsClosed !== null) kinds.set(StageName, IsClosed ? (IsWon === true ? 'won' : 'lost') : 'open')
  const listed = new Set<string>()
  const rows: { deal?: WireRow; lead?: WireRow } = {}
  for (const { value, row } of desk.read('OpportunityStage', schema.stage, 'stages')) {
    const id = value.ApiName ?? value.MasterLabel
    if (id === null) {
      desk.refuse('stages', row, { column: 'ApiName', value: '', reason: 'required, but empty' })
      continue
    }
    const kind = value.IsWon === true ? 'won' : value.IsClosed === true ? 'lost' : 'open'
    kinds.set(id, kind)
    listed.add(id)
    rows.deal = row
    desk.put('pipelines', row, { id: PIPELINE, name: 'Opportunities', entity: 'deal' })
    const archived = value.IsActive === false ? true : null
    desk.put('stages', row, { id, pipeline_id: PIPELINE, name: value.MasterLabel ?? id, position: value.SortOrder ?? 0, kind, archived })
  }
  for (const { value, row } of desk.read('LeadStatus', schema.stage, 'stages')) {
    const name = value.ApiName ?? value.MasterLabel
    if (name === null) continue
    rows.lead = row
    listed.add(`${LEADS}/${name}`)
    desk.put('pipelines', row, { id: LEADS, name: 'Leads', entity: 'lead', kind: 'qualification' })
    const kind = value.IsConverted === true ? 'won' : 'open'
    desk.put('stages', row, {
      id: `${LEADS}/${name}`,
      pipeline_id: LEADS,
      name: value.MasterLabel ?? name,
      position: value.SortOrder ?? 0,
      kind,
    })
  }
  const kindOf = (stage: string | null) => kinds.get(stage ?? '') ?? 'open'
  const need = (id: string | null, pipeline_id: string, row: WireRow | undefined) => {
    if (id === null || listed.has(id) || row === undefined) return id
    listed.add(id)
    const name = `${id.replace(/^lead\//, '')} (deleted)`
    desk.put('stages', row, { id, pipeline_id, name, position: 0, kind: pipeline_id === LEADS ? 'open' : kindOf(id), archived: true })
    return id
  }
  return {
    pipeline: PIPELINE,
    kindOf,
    need: (stage) => need(stage, PIPELINE, rows.deal),
    needLead: (status) => need(status === null ? null : `${LEADS}/${status}`, LEADS, rows.lead),
  }
}
