// HubSpot: answers -> records. Histories of properties are the events; owners and users have ids of their own.
import { MappingDesk } from '../mapping-desk.ts'
import type { Answer, Mapped, Source } from '../source.ts'
import { toId, toText, toValues } from '../wire-values.ts'
import { checkHubspot, openHubspot, readHubspotAddress } from './ask-hubspot.ts'
import { fetchHubspot } from './fetch.ts'
import { hubspotHook } from './hook.ts'
import { locate, typeName } from './locate.ts'
import { mapActivities } from './map-activities.ts'
import { mapCases } from './map-cases.ts'
import { mapClients } from './map-clients.ts'
import { mapStages } from './map-stages.ts'
import { readLinks } from './records-of.ts'
import { checkHubspotRights } from './rights.ts'
import * as schema from './schema.ts'

export const hubspot: Source = {
  system: 'hubspot',
  title: 'HubSpot',
  map,
  link: {
    readAddress: readHubspotAddress,
    open: openHubspot,
    check: checkHubspot,
    fetch: fetchHubspot,
    rights: checkHubspotRights,
    hook: hubspotHook,
  },
}

function map(answers: readonly Answer[]): Mapped {
  const desk = new MappingDesk(answers, locate)
  const ownerOf = mapOwners(desk)
  const links = readLinks(desk)
  const stages = mapStages(desk)
  mapClients(desk, links)
  const [account] = desk.rows('account')
  const currency = toText(toValues(account?.raw).companyCurrency)
  mapCases(desk, { links, stages, ownerOf, currency })
  mapActivities(desk, links)
  mapHooks(desk)
  return desk.result()
}

/** People are owners; returns who is meant by a user id. */
function mapOwners(desk: MappingDesk): (user: string | null) => string | null {
  const byUser = new Map<string, string>()
  for (const { value, row } of desk.read('owners', schema.owner, 'people')) {
    const user = value.userId ?? value.userIdIncludingInactive
    if (user !== null) byUser.set(user, value.id)
    const teams = value.teams.map(toValues)
    for (const team of teams) {
      const id = toId(team.id)
      if (id !== null) desk.put('teams', row, { id, name: toText(team.name) ?? id })
    }
    const team_id = toId((teams.find(({ primary }) => primary === true) ?? teams[0])?.id)
    const name = [value.firstName, value.lastName].filter(Boolean).join(' ') || value.email || value.id
    const role = value.type === 'QUEUE' ? 'other' : null
    const extra = { active: value.archived === null ? null : String(!value.archived), user_id: user }
    desk.put('people', row, { id: value.id, name, email: value.email, team_id, role, extra, updated_at: value.updatedAt })
  }
  return (user) => (user === null ? null : (byUser.get(user) ?? null))
}

/** Of webhooks only deletions and merges tell something that cannot be fetched again. */
function mapHooks(desk: MappingDesk): void {
  for (const { value, row } of desk.read('hooks', schema.hook, null)) {
    const [name = '', what = ''] = (value.subscriptionType ?? '').split('.')
    // Newer subscriptions are all of an "object" and say its type beside.
    const kind = typeName(name === 'object' ? (value.objectTypeId ?? '') : name)
    if (!['deals', 'contacts', 'companies', 'leads'].includes(kind)) continue
    const gone =
      what === 'deletion' || what === 'privacyDeletion' ? [value.objectId] : what === 'merge' ? value.mergedObjectIds.map(toId) : []
    for (const id of gone)
      if (id !== null && id !== value.newObjectId) desk.put(kind, row, { id, deleted: true, updated_at: value.occurredAt })
  }
}
