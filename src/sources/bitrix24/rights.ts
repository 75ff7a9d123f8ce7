// What a token of Bitrix24 may read: every list is asked for one row, all in one request.
import type { HttpClient } from '../http-client.ts'
import type { Right } from '../source.ts'
import { askPortal } from './ask-portal.ts'

const first = { start: -1, order: { ID: 'ASC' }, filter: { '>ID': 0 } }
const ofItems = (entityTypeId: number) => ({ entityTypeId, start: -1, order: { id: 'ASC' }, filter: { '>id': 0 } })

const lists: readonly (readonly [kind: string, method: string, params: Readonly<Record<string, unknown>>])[] = [
  ['people', 'user.get', { start: -1 }],
  ['teams', 'department.get', { start: -1 }],
  ['deals', 'crm.item.list', ofItems(2)],
  ['leads', 'crm.lead.list', first],
  ['contacts', 'crm.contact.list', first],
  ['companies', 'crm.company.list', first],
  ['stage_changes', 'crm.stagehistory.list', { ...first, entityTypeId: 2 }],
  ['touches', 'crm.activity.list', first],
  ['calls', 'voximplant.statistic.get', { FILTER: { '>ID': 0 }, SORT: 'ID', ORDER: 'ASC', start: -1 }],
  ['tasks', 'tasks.task.list', { ...first, select: ['ID'] }],
  ['invoices', 'crm.item.list', ofItems(31)],
  ['deal_items', 'crm.item.productrow.list', { filter: { '=ownerType': 'D', '=ownerId': 1 }, start: -1 }],
]

export async function checkBitrix24Rights(client: HttpClient): Promise<Right[]> {
  const replies = await askPortal(
    client,
    lists.map(([, method, params]) => ({ method, params })),
  )
  return lists.map(([kind], at) => ({ kind, may: replies[at]!.error === null }))
}
