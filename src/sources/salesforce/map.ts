// Salesforce: answers -> records. Leads and opportunities are two; the name of a stage is its id, so a renamed one is another.
import { MappingDesk } from '../mapping-desk.ts'
import { taxIdOf } from '../named-fields.ts'
import type { Answer, Mapped, Source } from '../source.ts'
import { checkSalesforce, openSalesforce, readSalesforceAddress } from './ask-salesforce.ts'
import { fetchSalesforce } from './fetch.ts'
import { salesforceHook } from './hook.ts'
import { locate } from './locate.ts'
import { mapActivities } from './map-activities.ts'
import { mapCases } from './map-cases.ts'
import { checkSalesforceRights } from './rights.ts'
import * as schema from './schema.ts'

export const salesforce: Source = {
  system: 'salesforce',
  title: 'Salesforce',
  map,
  link: {
    readAddress: readSalesforceAddress,
    open: openSalesforce,
    check: checkSalesforce,
    fetch: fetchSalesforce,
    rights: checkSalesforceRights,
    hook: salesforceHook,
  },
}

function map(answers: readonly Answer[]): Mapped {
  const desk = new MappingDesk(answers, locate)
  for (const { value, row } of desk.read('UserRole', schema.role, 'teams'))
    desk.put('teams', row, { id: value.Id, name: value.Name ?? value.Id, parent_id: value.ParentRoleId })
  for (const { value, row } of desk.read('User', schema.user, 'people')) {
    const name = value.Name ?? ([value.FirstName, value.LastName].filter(Boolean).join(' ') || value.Email || value.Id)
    const contact = { email: value.Email, phone: value.MobilePhone ?? value.Phone, extensions: value.Extension }
    const extra = { active: value.IsActive === null ? null : String(value.IsActive), department: value.Department }
    desk.put('people', row, { id: value.Id, name, ...contact, team_id: value.UserRoleId, manager_id: value.ManagerId, extra })
  }
  mapClients(desk)
  mapCases(desk)
  mapActivities(desk)
  mapRemovals(desk)
  return desk.result()
}

const joined = (...texts: (string | null)[]) => [...new Set(texts.filter((text) => text !== null))].join(';') || null

/** The loser of a merge is deleted and names the one that stays. */
const isGone = (value: { IsDeleted: boolean | null; MasterRecordId: string | null }) =>
  value.IsDeleted === true || value.MasterRecordId !== null ? true : null

function mapClients(desk: MappingDesk): void {
  for (const { value, row } of desk.read('Account', schema.account, 'companies')) {
    const own = schema.customFields(value)
    desk.put('companies', row, {
      id: value.Id,
      name: value.Name,
      industry: value.Industry,
      size: value.NumberOfEmployees,
      region: value.BillingState,
      country: value.BillingCountry,
      domain: value.Website?.replace(/^[a-z]+:\/\/(www\.)?/i, '').split('/')[0],
      tax_id: taxIdOf(own),
      owner_id: value.OwnerId,
      updated_at: value.SystemModstamp ?? value.LastModifiedDate,
      deleted: isGone(value),
      extra: own,
    })
  }
  for (const { value, row } of desk.read('Contact', schema.contact, 'contacts'))
    desk.put('contacts', row, {
      id: value.Id,
      name: value.Name ?? ([value.FirstName, value.LastName].filter(Boolean).join(' ') || null),
      company_id: value.AccountId,
      email: value.Email,
      phone: joined(value.Phone, value.MobilePhone),
      position: value.Title,
      owner_id: value.OwnerId,
      created_at: value.CreatedDate,
      updated_at: value.SystemModstamp ?? value.LastModifiedDate,
      deleted: isGone(value),
      extra: schema.customFields(value),
    })
}

const kinds: Readonly<Record<string, string>> = {
  Opportunity: 'deals',
  Lead: 'leads',
  Contact: 'contacts',
  Account: 'companies',
  Task: 'tasks',
  Event: 'touches',
}

function mapRemovals(desk: MappingDesk): void {
  for (const { value, row } of desk.read('removals', schema.removal, null)) {
    const kind = kinds[row.about.type ?? '']
    if (kind !== undefined) desk.put(kind, row, { id: value.id, deleted: true, updated_at: value.deletedDate })
  }
}
