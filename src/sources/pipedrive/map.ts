// Pipedrive: answers -> records. Won and lost are states of a deal, not stages; inquiries are the inbox of leads, if it is used.
import { MappingDesk } from '../mapping-desk.ts'
import { taxIdOf } from '../named-fields.ts'
import type { Answer, Link, Mapped, Source } from '../source.ts'
import { fromIso, fromUnix, toId, toText, toValues } from '../wire-values.ts'
import { checkPipedrive, openPipedrive } from './ask-pipedrive.ts'
import { fetchPipedrive } from './fetch.ts'
import { readFields, valuesOf } from './fields.ts'
import { pipedriveHook } from './hook.ts'
import { locate } from './locate.ts'
import { mapActivities } from './map-activities.ts'
import { mapCases } from './map-cases.ts'
import { checkPipedriveRights } from './rights.ts'
import * as schema from './schema.ts'

const link: Link = { open: openPipedrive, check: checkPipedrive, fetch: fetchPipedrive, rights: checkPipedriveRights, hook: pipedriveHook }
const unseen = { contacts: ['owner'], companies: ['owner'] } as const
export const pipedrive: Source = { system: 'pipedrive', title: 'Pipedrive', map, link, unseen }

function map(answers: readonly Answer[]): Mapped {
  const desk = new MappingDesk(answers, locate)
  mapPeople(desk)
  mapStages(desk)
  mapClients(desk)
  mapCases(desk)
  mapActivities(desk)
  mapHooks(desk)
  return desk.result()
}

function mapPeople(desk: MappingDesk): void {
  const teamOf = new Map<string, string>()
  for (const { value, row } of desk.read('teams', schema.team, 'teams')) {
    desk.put('teams', row, { id: value.id, name: value.name ?? value.id })
    for (const user of value.users.map(toId)) if (user !== null) teamOf.set(user, value.id)
  }
  for (const { value, row } of desk.read('users', schema.user, 'people')) {
    const extra = { active: value.active_flag === null ? null : String(value.active_flag) }
    desk.put('people', row, {
      id: value.id,
      name: value.name ?? value.email ?? value.id,
      email: value.email,
      phone: value.phone,
      team_id: teamOf.get(value.id),
      extra,
    })
  }
}

function mapStages(desk: MappingDesk): void {
  const gonePipelines = new Set<string>()
  for (const { value, row } of desk.read('pipelines', schema.pipeline, 'pipelines')) {
    const isGone = value.is_deleted === true || value.active === false
    if (isGone) gonePipelines.add(value.id)
    desk.put('pipelines', row, { id: value.id, name: value.name ?? value.id, entity: 'deal', extra: { archived: isGone ? 'true' : null } })
  }
  for (const { value, row } of desk.read('stages', schema.stage, 'stages')) {
    const isGone = value.is_deleted === true || value.active_flag === false || gonePipelines.has(value.pipeline_id ?? '')
    const days_max = value.days_to_rotten ?? value.rotten_days
    const about = {
      id: value.id,
      pipeline_id: value.pipeline_id,
      name: value.name ?? value.id,
      position: value.order_nr ?? 0,
      kind: 'open',
    }
    desk.put('stages', row, { ...about, days_max, archived: isGone ? true : null })
  }
}

const isGone = (value: { is_deleted: boolean | null; deleted: boolean | null; active_flag: boolean | null }) =>
  value.is_deleted === true || value.deleted === true || value.active_flag === false ? true : null

function mapClients(desk: MappingDesk): void {
  const fields = readFields(desk, 'client-fields')
  for (const { value, row } of desk.read('persons', schema.person, 'contacts'))
    desk.put('contacts', row, {
      id: value.id,
      name: value.name,
      company_id: value.org_id,
      email: valuesOf(value.emails, value.email),
      phone: valuesOf(value.phones, value.phone),
      position: value.job_title,
      owner_id: value.owner_id,
      created_at: value.add_time,
      updated_at: value.update_time,
      deleted: isGone(value),
      extra: fields.extra(value),
    })
  for (const { value, row } of desk.read('organizations', schema.organization, 'companies')) {
    const address = toValues(value.address)
    const own = fields.extra(value)
    desk.put('companies', row, {
      id: value.id,
      name: value.name,
      region: toText(address.admin_area_level_1) ?? toText(address.locality) ?? value.address_admin_area_level_1 ?? value.address_locality,
      country: toText(address.country) ?? value.country_code ?? value.address_country,
      domain: value.website?.replace(/^[a-z]+:\/\/(www\.)?/i, '').split('/')[0],
      tax_id: taxIdOf(own),
      owner_id: value.owner_id,
      updated_at: value.update_time,
      deleted: isGone(value),
      extra: own,
    })
  }
}

const hooked: Readonly<Record<string, string>> = { deal: 'deals', lead: 'leads', person: 'contacts', organization: 'companies' }

/** Of webhooks only deletions and merges tell something that cannot be fetched again. */
function mapHooks(desk: MappingDesk): void {
  for (const { raw, row } of desk.rows('hooks')) {
    const meta = toValues(toValues(raw).meta)
    const kind = hooked[toText(meta.entity) ?? toText(meta.object) ?? '']
    const id = toId(meta.entity_id) ?? toId(meta.id)
    // The first version of webhooks says deleted, the second delete.
    if (!/^deleted?$/.test(toText(meta.action) ?? '') || kind === undefined || id === null) continue
    const at = toText(meta.timestamp)
    desk.put(kind, row, { id, deleted: true, updated_at: /^\d+$/.test(at ?? '') ? fromUnix(at) : fromIso(at, 'utc') })
  }
}
