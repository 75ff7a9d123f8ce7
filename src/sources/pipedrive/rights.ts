// What a token of Pipedrive may read. Lists are cut without a word for a user who is no admin; only whole lists are refused.
import type { HttpClient } from '../http-client.ts'
import type { Right } from '../source.ts'

const lists: readonly (readonly [kind: string, path: string])[] = [
  ['people', '/api/v1/users'],
  ['teams', '/api/v1/legacyTeams'],
  ['deals', '/api/v2/deals?limit=1'],
  ['leads', '/api/v1/leads?limit=1'],
  ['contacts', '/api/v2/persons?limit=1'],
  ['companies', '/api/v2/organizations?limit=1'],
  ['tasks', '/api/v2/activities?limit=1'],
  ['touches', '/api/v1/callLogs?limit=1'],
  ['deal_items', '/api/v2/products?limit=1'],
]

export async function checkPipedriveRights(client: HttpClient): Promise<Right[]> {
  const rights: Right[] = []
  for (const [kind, path] of lists) {
    const { status } = await client.get(path)
    rights.push({ kind, may: status === 200 })
  }
  return rights
}
