// Bitrix24: answers -> records. Leads and deals are two; where a portal works without leads, its deals are one-card cases.
import { MappingDesk } from '../mapping-desk.ts'
import type { Answer, Link, Mapped, Source } from '../source.ts'
import { fromIso, fromUnix, toId, toText, toValues } from '../wire-values.ts'
import { checkBitrix24, openBitrix24 } from './ask-portal.ts'
import { fetchBitrix24 } from './fetch.ts'
import { readFields } from './fields.ts'
import { bitrix24Hook } from './hook.ts'
import { locate } from './locate.ts'
import { mapActivities } from './map-activities.ts'
import { mapCards } from './map-cards.ts'
import { mapClients } from './map-clients.ts'
import { mapSessions } from './map-sessions.ts'
import { mapStages } from './map-stages.ts'
import { checkBitrix24Rights } from './rights.ts'
import * as schema from './schema.ts'

const link: Link = { open: openBitrix24, check: checkBitrix24, fetch: fetchBitrix24, rights: checkBitrix24Rights, hook: bitrix24Hook }
const unseen = { deals: ['owner', 'amount'], leads: ['owner'], contacts: ['owner'], companies: ['owner'] } as const
export const bitrix24: Source = { system: 'bitrix24', title: 'Bitrix24', map, link, unseen }

function map(answers: readonly Answer[]): Mapped {
  const desk = new MappingDesk(answers, locate)
  mapPeople(desk)
  const stages = mapStages(desk)
  const fieldsOf = readFields(desk)
  mapClients(desk, fieldsOf)
  mapCards(desk, { stages, fieldsOf })
  mapActivities(desk, mapSessions(desk))
  mapRemovals(desk)
  return desk.result()
}

function mapPeople(desk: MappingDesk): void {
  for (const { value, row } of desk.read('departments', schema.department, 'teams'))
    desk.put('teams', row, { id: value.id, name: value.name ?? value.id, parent_id: value.parent })
  for (const { value, row } of desk.read('users', schema.user, 'people')) {
    const name = [value.name, value.lastName].filter(Boolean).join(' ') || value.email || value.id
    desk.put('people', row, {
      id: value.id,
      name,
      email: value.email,
      phone: value.personalMobile,
      extensions: value.ufPhoneInner ?? toText(value.UF_PHONE_INNER),
      team_id: value.ufDepartment.map(toId).find((id) => id !== null),
      extra: { active: value.active === null ? null : String(value.active), position: value.workPosition },
    })
  }
}

const removed: Readonly<Record<string, string>> = {
  ONCRMDEALDELETE: 'deals',
  ONCRMLEADDELETE: 'leads',
  ONCRMCONTACTDELETE: 'contacts',
  ONCRMCOMPANYDELETE: 'companies',
}

/** Events tell only what has gone; everything else is fetched again. */
function mapRemovals(desk: MappingDesk): void {
  for (const { raw, row } of desk.rows('hooks')) {
    const hook = toValues(raw)
    const kind = removed[(toText(hook.event) ?? toText(hook.EVENT_NAME) ?? '').toUpperCase()]
    const data = toValues(hook.data ?? hook.EVENT_DATA)
    const id = toId(toValues(data.FIELDS).ID)
    if (kind !== undefined && id !== null)
      desk.put(kind, row, { id, deleted: true, updated_at: fromUnix(hook.ts) ?? fromIso(hook.TIMESTAMP_X) })
  }
}
