// What a token of HubSpot may read: an object it has no scope for answers 403, one the plan lacks 404.
import type { HttpClient } from '../http-client.ts'
import type { Right } from '../source.ts'

const lists: readonly (readonly [kind: string, path: string])[] = [
  ['people', '/crm/v3/owners?limit=1'],
  ['deals', '/crm/v3/objects/deals?limit=1'],
  ['leads', '/crm/v3/objects/leads?limit=1'],
  ['contacts', '/crm/v3/objects/contacts?limit=1'],
  ['companies', '/crm/v3/objects/companies?limit=1'],
  ['deal_items', '/crm/v3/objects/line_items?limit=1'],
  ['calls', '/crm/v3/objects/calls?limit=1'],
  ['emails', '/crm/v3/objects/emails?limit=1'],
  ['tasks', '/crm/v3/objects/tasks?limit=1'],
  ['invoices', '/crm/v3/objects/invoices?limit=1'],
  ['payments', '/crm/v3/objects/commerce_payments?limit=1'],
]

export async function checkHubspotRights(client: HttpClient): Promise<Right[]> {
  const rights: Right[] = []
  for (const [kind, path] of lists) {
    const { status } = await client.get(path)
    rights.push({ kind, may: status === 200 })
  }
  return rights
}
