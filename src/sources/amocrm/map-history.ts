// Events of amoCRM: moves between stages, owners and amounts in time. An event names what was before and after; the beginning
// of a history is what the first event found.
import type { MappingDesk, Parsed } from '../mapping-desk.ts'
import { toId, toText, toValues } from '../wire-values.ts'
import type { Cards } from './map-cards.ts'
import type { Stages } from './map-stages.ts'
import type { AmoEvent } from './schema.ts'

type Event = Parsed<AmoEvent>
type Work = { stages: Stages; cards: Cards; events: readonly Event[] }

const entities: Readonly<Record<string, 'deal' | 'contact' | 'company'>> = {
  lead: 'deal',
  leads: 'deal',
  contact: 'contact',
  contacts: 'contact',
  company: 'company',
  companies: 'company',
}

export function mapHistory(desk: MappingDesk, work: Work): void {
  mapMoves(desk, work)
  mapOwners(desk, work)
  for (const { value, row } of work.events) {
    if (value.type !== 'sale_field_changed' || value.entity_id === null) continue
    const [old, now] = [value.value_before, value.value_after].map(([one]) => toText(toValues(toValues(one).sale_field_value).sale))
    const at = { entity: 'deal', entity_id: value.entity_id, field: 'amount', at: value.created_at }
    desk.put('value_changes', row, { id: value.id, ...at, old, new: now, by_person_id: value.created_by })
  }
}

const FAR_MS = Date.UTC(2100, 0, 1)
const LAST = 1000

/** A version that is the greater the earlier the event: events may be read in parts, and the first one knows the beginning. */
const earliestWins = (at: string | null) => (at === null ? null : new Date(FAR_MS - Date.parse(at)).toISOString())

const statusOf = (list: readonly unknown[]) => {
  const status = toValues(toValues(list[0]).lead_status)
  return { pipeline: toId(status.pipeline_id), status: toId(status.id) }
}

/** When each card was made, as its own event says where the card itself is not at hand. */
function creations({ cards, events }: Work): Map<string, { at: string; row: Event['row'] | null; by: string | null }> {
  const found = new Map([...cards.createdAt].map(([id, at]) => [id, { at, row: null as Event['row'] | null, by: null as string | null }]))
  for (const { value, row } of events)
    if (value.type === 'lead_added' && value.entity_id !== null && value.created_at !== null)
      found.set(value.entity_id, { at: found.get(value.entity_id)?.at ?? value.created_at, row, by: value.created_by })
  return found
}

function mapMoves(desk: MappingDesk, work: Work): void {
  const { stages, events } = work
  const created = creations(work)
  const moves = events.filter(({ value }) => value.type === 'lead_status_changed' && value.entity_id !== null)
  const seen = new Set<string>()
  const perSecond = new Map<string, number>()
  for (const { value, row } of moves) {
    const entity = value.entity_id!
    const after = statusOf(value.value_after)
    const stage = stages.need(after.pipeline, after.status)
    if (stage === null) {
      desk.refuse('stage_changes', row, { column: 'value_after', value: JSON.stringify(value.value_after), reason: 'names no stage' })
      continue
    }
    if (!seen.has(entity)) enter(desk, work, { value, row }, created.get(entity))
    seen.add(entity)
    const second = `${entity} ${value.created_at}`
    const seq = (perSecond.get(second) ?? 0) + 1
    perSecond.set(second, seq)
    desk.put('stage_changes', row, {
      id: value.id,
      entity: 'deal',
      entity_id: entity,
      stage_id: stage,
      at: value.created_at,
      by_person_id: value.created_by,
      seq,
    })
  }
  for (const [id, { at, row, by }] of created) {
    const stage_id = work.cards.stageOf.get(id)
    if (seen.has(id) || stage_id === undefined) continue
    const about = { entity: 'deal', entity_id: id, stage_id }
    const closed = work.cards.closedAt.get(id)
    // Without its moves the card alone tells when it closed; among moves of that second this one is the last.
    if (closed !== undefined) desk.put('stage_changes', closed.row, { id: `${id}:closed`, ...about, at: closed.at, seq: LAST })
    // Made within what the events tell and never moved: it stands where it came in.
    else if (row !== null) desk.put('stage_changes', row, { id: `${id}:entry`, ...about, at, by_person_id: by, seq: 0 })
  }
}

/** The stage a card came in by is what its first move found. */
function enter(desk: MappingDesk, { stages }: Work, { value, row }: Event, made: { at: string } | undefined): void {
  const before = statusOf(value.value_before)
  const stage = stages.need(before.pipeline, before.status)
  if (stage === null || made === undefined) return
  const entity_id = value.entity_id
  const told = { id: `${entity_id}:entry`, updated_at: earliestWins(value.created_at) }
  desk.put('stage_changes', row, { ...told, entity: 'deal', entity_id, stage_id: stage, at: made.at, seq: 0 })
}

function mapOwners(desk: MappingDesk, work: Work): void {
  const created = creations(work)
  const seen = new Set<string>()
  for (const { value, row } of work.events) {
    const entity = entities[value.entity_type ?? '']
    if (value.type !== 'entity_responsible_changed' || entity === undefined || value.entity_id === null) continue
    const [old, now] = [value.value_before, value.value_after].map(([one]) => toId(toValues(toValues(one).responsible_user).id))
    const about = { entity, entity_id: value.entity_id }
    const name = `${entity} ${value.entity_id}`
    const made = entity === 'deal' ? created.get(value.entity_id)?.at : undefined
    if (!seen.has(name) && old !== null && made !== undefined)
      desk.put('owner_changes', row, {
        id: `${entity}:${value.entity_id}:entry`,
        updated_at: earliestWins(value.created_at),
        ...about,
        owner_id: old,
        at: made,
      })
    seen.add(name)
    desk.put('owner_changes', row, { id: value.id, ...about, owner_id: now, at: value.created_at })
  }
}
