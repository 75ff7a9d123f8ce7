// What a token of amoCRM may read: a list that is forbidden answers 403, one that is empty 204.
import type { HttpClient } from '../http-client.ts'
import type { Right } from '../source.ts'

const lists: readonly (readonly [kind: string, path: string])[] = [
  ['people', 'users'],
  ['deals', 'leads'],
  ['contacts', 'contacts'],
  ['companies', 'companies'],
  ['stage_changes', 'events'],
  ['touches', 'leads/notes'],
  ['tasks', 'tasks'],
  ['deal_items', 'catalogs'],
]

export async function checkAmocrmRights(client: HttpClient): Promise<Right[]> {
  const rights: Right[] = []
  for (const [kind, path] of lists) {
    const { status } = await client.get(`/api/v4/${path}?limit=1`)
    rights.push({ kind, may: status === 200 || status === 204 })
  }
  return rights
}
