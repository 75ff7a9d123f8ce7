// What a user of Salesforce may read: an object without the right answers with an error, as one the edition lacks does.
import type { HttpClient } from '../http-client.ts'
import type { Right } from '../source.ts'
import { query } from './ask-salesforce.ts'

const objects: readonly (readonly [kind: string, object: string])[] = [
  ['people', 'User'],
  ['deals', 'Opportunity'],
  ['leads', 'Lead'],
  ['contacts', 'Contact'],
  ['companies', 'Account'],
  ['stage_changes', 'OpportunityHistory'],
  ['owner_changes', 'OpportunityFieldHistory'],
  ['deal_items', 'OpportunityLineItem'],
  ['tasks', 'Task'],
  ['touches', 'Event'],
  ['emails', 'EmailMessage'],
]

export async function checkSalesforceRights(client: HttpClient): Promise<Right[]> {
  const rights: Right[] = []
  for (const [kind, object] of objects) {
    const { refused } = await query(client, `SELECT Id FROM ${object} LIMIT 1`)
    rights.push({ kind, may: refused === null })
  }
  return rights
}
