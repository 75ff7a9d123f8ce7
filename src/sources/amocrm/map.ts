// amoCRM and Kommo: answers -> records. A lead of amoCRM is a one-card case, so it becomes a deal; leads are derived from it.
import { MappingDesk } from '../mapping-desk.ts'
import type { Answer, Link, Mapped, Source } from '../source.ts'
import { toBool, toList, toText, toValues } from '../wire-values.ts'
import { checkAmocrm, fetchAmocrm, openAmocrm } from './fetch.ts'
import { amocrmHook } from './hook.ts'
import { locate } from './locate.ts'
import { mapCards } from './map-cards.ts'
import { mapClients } from './map-clients.ts'
import { mapHistory } from './map-history.ts'
import { mapStages } from './map-stages.ts'
import { mapTasks } from './map-tasks.ts'
import { mapTouches } from './map-touches.ts'
import { checkAmocrmRights } from './rights.ts'
import * as schema from './schema.ts'

const link: Link = { open: openAmocrm, check: checkAmocrm, fetch: fetchAmocrm, rights: checkAmocrmRights, hook: amocrmHook }
export const amocrm: Source = { system: 'amocrm', title: 'amoCRM', map, link }
export const kommo: Source = { system: 'kommo', title: 'Kommo', map, link }

function map(answers: readonly Answer[]): Mapped {
  const desk = new MappingDesk(answers, locate)
  const currency = readCurrency(desk)
  mapPeople(desk)
  const stages = mapStages(desk)
  for (const { value, row } of desk.read('loss_reasons', schema.lossReason, 'lost_reasons'))
    desk.put('lost_reasons', row, { id: value.id, name: value.name, updated_at: value.updated_at })
  mapClients(desk)
  const events = desk.read('events', schema.event, 'stage_changes')
  const newest = [...new Map(events.map((one) => [one.value.id, one])).values()].toSorted(byTimeAndId)
  const cards = mapCards(desk, { stages, currency, events: newest })
  mapHistory(desk, { stages, cards, events: newest })
  mapTouches(desk, newest)
  mapTasks(desk)
  return desk.result()
}

type Event = { value: schema.AmoEvent }
/** Ids of events sort in the order they were written. */
const byTimeAndId = (a: Event, b: Event) => {
  const [first, second] = [`${a.value.created_at ?? ''} ${a.value.id}`, `${b.value.created_at ?? ''} ${b.value.id}`]
  return first < second ? -1 : first > second ? 1 : 0
}

function readCurrency(desk: MappingDesk): string | null {
  const [account] = desk.read('account', schema.accountHead, null)
  if (account === undefined) return null
  const { _embedded, currency } = account.value
  const groups = toList(_embedded.users_groups).map(toValues)
  for (const one of groups) {
    const id = toText(one.id)
    if (id !== null) desk.put('teams', account.row, { id, name: toText(one.name) ?? id })
  }
  return currency
}

function mapPeople(desk: MappingDesk): void {
  for (const { value, row } of desk.read('users', schema.user, 'people')) {
    const groups = toList(value._embedded.groups).map(toValues)
    for (const group of groups) {
      const id = toText(group.id)
      if (id !== null) desk.put('teams', row, { id, name: toText(group.name) ?? id })
    }
    const team = toText(value.rights.group_id) ?? toText(groups[0]?.id)
    const isActive = toBool(value.rights.is_active)
    const roles = toList(value._embedded.roles)
      .map((role) => toText(toValues(role).name))
      .filter((name) => name !== null)
    const extra = { active: isActive === null ? null : String(isActive), roles: roles.join(';') }
    desk.put('people', row, { id: value.id, name: value.name ?? value.email ?? value.id, email: value.email, team_id: team, extra })
  }
}
