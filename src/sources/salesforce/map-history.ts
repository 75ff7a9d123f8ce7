// History of Salesforce. OpportunityHistory has a row for each change of stage, amount, probability or date: rows with the same stage
// are no moves. Owners are told by field history, where it is switched on, once by name and once by id.
import type { MappingDesk, Parsed } from '../mapping-desk.ts'
import { fromIso, toText, toValues } from '../wire-values.ts'
import type { Stages } from './map-stages.ts'
import * as schema from './schema.ts'

export type Histories = {
  closedAt: ReadonlyMap<string, string>
  convertedAt: ReadonlyMap<string, string>
  lastStatusAt: ReadonlyMap<string, string>
}
type Work = { stages: Stages; opportunities: readonly Parsed<schema.Opportunity>[]; leads: readonly Parsed<schema.Lead>[] }
type Row = Parsed<schema.History> & { deal: string; at: string; id: string }
type Entity = 'deal' | 'lead' | 'company' | 'contact'
type Field = Parsed<schema.FieldHistory> & { entity: Entity; of: string; at: string }

export function readHistories(desk: MappingDesk, work: Work): Histories {
  const closedAt = new Map<string, string>()
  const byDeal = Map.groupBy(readRows(desk), ({ deal }) => deal)
  for (const [deal, rows] of byDeal) {
    const closing = putRows(desk, work.stages, deal, rows)
    if (closing !== null) closedAt.set(deal, closing)
  }
  const created = new Map([...work.opportunities, ...work.leads].map(({ value }) => [value.Id, value.CreatedDate]))
  for (const { raw } of [...desk.rows('Account'), ...desk.rows('Contact')]) {
    const { Id, CreatedDate } = toValues(raw)
    created.set(schema.to18(Id) ?? '', fromIso(CreatedDate, 'utc'))
  }
  const fields = readFields(desk)
  const convertedAt = new Map<string, string>()
  for (const { value, of, at } of fields) if (value.Field === 'leadConverted') convertedAt.set(of, at)
  putOwners(desk, fields, created)
  putValues(desk, fields, new Set(byDeal.keys()))
  const lastStatusAt = putStatuses(desk, { stages: work.stages, fields, created, told: new Set(byDeal.keys()), closedAt })
  return { closedAt, convertedAt, lastStatusAt }
}

const byTime = (a: { at: string; id: string }, b: { at: string; id: string }) => (a.at + a.id < b.at + b.id ? -1 : 1)

function readRows(desk: MappingDesk): Row[] {
  const rows = desk.read('OpportunityHistory', schema.history, 'stage_changes').flatMap((one): Row[] => {
    const deal = one.value.OpportunityId ?? schema.to18(one.row.about.parent)
    if (deal !== null && one.value.CreatedDate !== null) return [{ ...one, deal, at: one.value.CreatedDate, id: one.value.Id ?? '' }]
    desk.refuse('stage_changes', one.row, {
      column: deal === null ? 'OpportunityId' : 'CreatedDate',
      value: '',
      reason: 'required, but empty',
    })
    return []
  })
  return [...new Map(rows.map((one) => [one.id || JSON.stringify(one.value), one])).values()].toSorted(byTime)
}

/** Returns when the deal was closed, unless it was opened again. */
function putRows(desk: MappingDesk, stages: Stages, deal: string, rows: readonly Row[]): string | null {
  let closing: string | null = null
  let before: Row | undefined
  rows.forEach((one, seq) => {
    const { value, row, at } = one
    const by_person_id = value.CreatedById
    const moved = before === undefined || before.value.StageName !== value.StageName
    if (moved) {
      const kind = stages.kindOf(value.StageName)
      if (kind === 'open') closing = null
      else if (closing === null || stages.kindOf(before?.value.StageName ?? null) !== kind) closing = at
      // A robot may come back to a stage within its second.
      const isBack = rows.slice(0, seq).some((earlier) => earlier.at === at && earlier.value.StageName === value.StageName)
      const stage_id = stages.need(value.StageName)
      desk.put('stage_changes', row, { id: isBack ? one.id : null, entity: 'deal', entity_id: deal, stage_id, at, by_person_id, seq })
    }
    const about = { entity: 'deal', entity_id: deal, at, by_person_id }
    if (before !== undefined && before.value.Amount !== value.Amount)
      desk.put('value_changes', row, { ...about, field: 'amount', old: before.value.Amount, new: value.Amount })
    if (before !== undefined && before.value.CloseDate !== value.CloseDate && closing === null)
      desk.put('value_changes', row, { ...about, field: 'expected_close_at', old: before.value.CloseDate, new: value.CloseDate })
    before = one
  })
  return closing
}

const whose = { deal: 'OpportunityId', lead: 'LeadId', company: 'AccountId', contact: 'ContactId' } as const

function readFields(desk: MappingDesk): Field[] {
  const read = (object: string, entity: Entity) =>
    desk.read(object, schema.fieldHistory, 'value_changes').flatMap((one): Field[] => {
      const of = one.value[whose[entity]] ?? schema.to18(one.row.about.parent)
      return of === null || one.value.CreatedDate === null ? [] : [{ ...one, entity, of, at: one.value.CreatedDate }]
    })
  const cases = [...read('OpportunityFieldHistory', 'deal'), ...read('LeadHistory', 'lead')]
  const all = [...cases, ...read('AccountHistory', 'company'), ...read('ContactHistory', 'contact')]
  const id = (one: Field) => one.value.Id ?? ''
  return all.toSorted((a, b) => byTime({ at: a.at, id: id(a) }, { at: b.at, id: id(b) }))
}

const isPerson = (value: string | null): value is string => value !== null && /^(005|00G)[A-Za-z0-9]{12,15}$/.test(value)

function putOwners(desk: MappingDesk, fields: readonly Field[], created: ReadonlyMap<string, string | null>): void {
  const seen = new Set<string>()
  for (const { value, row, entity, of, at } of fields) {
    const [old, now] = [toText(value.OldValue), toText(value.NewValue)]
    if ((value.Field !== 'Owner' && value.Field !== 'OwnerId') || !isPerson(now)) continue
    const about = { entity, entity_id: of }
    const madeAt = created.get(of) ?? null
    if (!seen.has(of) && isPerson(old) && madeAt !== null)
      desk.put('owner_changes', row, { ...about, owner_id: schema.to18(old), at: madeAt })
    seen.add(of)
    desk.put('owner_changes', row, { ...about, owner_id: schema.to18(now), at })
  }
}

const valueFields: Readonly<Record<string, string>> = { Amount: 'amount', CloseDate: 'expected_close_at' }

/** Amounts and dates of deals that have no history of their own. */
function putValues(desk: MappingDesk, fields: readonly Field[], told: ReadonlySet<string>): void {
  for (const { value, row, entity, of, at } of fields) {
    const field = valueFields[value.Field ?? '']
    if (entity !== 'deal' || field === undefined || told.has(of)) continue
    const about = { entity, entity_id: of, field, at, by_person_id: value.CreatedById }
    desk.put('value_changes', row, { ...about, old: toText(value.OldValue), new: toText(value.NewValue) })
  }
}

type States = {
  stages: Stages
  fields: readonly Field[]
  created: ReadonlyMap<string, string | null>
  told: ReadonlySet<string>
  closedAt: Map<string, string>
}

/** Moves told by field history: states of leads, and stages of deals that have no history of their own. */
function putStatuses(desk: MappingDesk, { stages, fields, created, told, closedAt }: States): Map<string, string> {
  const last = new Map<string, string>()
  for (const { value, row, entity, of, at } of fields) {
    if (entity !== 'lead' && entity !== 'deal') continue
    const isMove = entity === 'lead' ? value.Field === 'Status' : value.Field === 'StageName' && !told.has(of)
    if (!isMove) continue
    const stageOf = (name: string | null) => (entity === 'lead' ? stages.needLead(name) : stages.need(name))
    const about = { entity, entity_id: of }
    const [old, now] = [toText(value.OldValue), toText(value.NewValue)]
    const madeAt = created.get(of) ?? null
    if (!last.has(of) && old !== null && madeAt !== null)
      desk.put('stage_changes', row, { ...about, stage_id: stageOf(old), at: madeAt, seq: 0 })
    last.set(of, at)
    desk.put('stage_changes', row, { ...about, stage_id: stageOf(now), at, by_person_id: value.CreatedById, seq: 1 })
    if (entity === 'lead') continue
    if (stages.kindOf(now) === 'open') closedAt.delete(of)
    else closedAt.set(of, at)
  }
  return last
}
