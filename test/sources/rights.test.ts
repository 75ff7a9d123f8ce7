// What a token may read and what it may not, as each CRM says it: by a status, by an error in the answer, or inside a batch.
import { expect, it } from 'vitest'
import { findLinked } from '../../src/app/connect-source.ts'
import { type Asked, type Served, startFakeServer } from '../fakes/fake-server.ts'

const clock = { now: () => Date.now(), sleep: async () => undefined }

/** Kinds the token of the system may not read. */
async function lacking(system: string, token: string, serve: (asked: Asked) => Served): Promise<string[]> {
  const server = await startFakeServer({ now: () => Date.now(), limit: { requests: 1000, ms: 1000, refusal: { status: 429 } }, serve })
  const { link } = findLinked(system)
  const client = link.open({ address: server.origin, token, clock, keep: async () => undefined })
  const rights = await link.rights!(client)
  await server.close()
  expect(rights.length).toBeGreaterThan(5)
  return rights.filter(({ may }) => !may).map(({ kind }) => kind)
}

it('amoCRM answers 403 for a list that is forbidden and 204 for one that is empty', async () => {
  const serve = ({ path }: Asked): Served =>
    path === '/api/v4/events'
      ? { status: 403, body: { status: 403, title: 'Forbidden' } }
      : { status: path.endsWith('tasks') ? 204 : 200, body: {} }
  expect(await lacking('amocrm', 'token', serve)).toEqual(['stage_changes'])
})

it('Bitrix24 tells it of each command of a batch', async () => {
  const serve = ({ body }: Asked): Served => {
    const { cmd } = JSON.parse(body) as { cmd: Record<string, string> }
    const refused = Object.entries(cmd).filter(([, command]) => command.startsWith('voximplant'))
    const result_error = Object.fromEntries(refused.map(([name]) => [name, { error: 'insufficient_scope' }]))
    const result = Object.fromEntries(Object.keys(cmd).map((name) => [name, []]))
    return { status: 200, body: { result: { result, result_error, result_next: [] } } }
  }
  expect(await lacking('bitrix24', '1/secret', serve)).toEqual(['calls'])
})

it('HubSpot answers 403 without the scope and 404 where the plan lacks the object', async () => {
  const refused: Readonly<Record<string, number>> = { '/crm/v3/objects/calls': 403, '/crm/v3/objects/invoices': 404 }
  const serve = ({ path }: Asked): Served => ({ status: refused[path] ?? 200, body: refused[path] ? { status: 'error' } : { results: [] } })
  expect(await lacking('hubspot', 'pat-1', serve)).toEqual(['calls', 'invoices'])
})

it('Pipedrive answers 403 for what the plan or the user lacks', async () => {
  const serve = ({ path }: Asked): Served =>
    path === '/api/v1/callLogs' ? { status: 403, body: { success: false } } : { status: 200, body: { success: true, data: [] } }
  expect(await lacking('pipedrive', 'token', serve)).toEqual(['touches'])
})

it('Salesforce answers a question about an unknown object with an error', async () => {
  const serve = ({ query }: Asked): Served =>
    /FROM EmailMessage/.test(query.get('q') ?? '')
      ? { status: 400, body: [{ errorCode: 'INVALID_TYPE', message: "sObject type 'EmailMessage' is not supported" }] }
      : { status: 200, body: { totalSize: 0, done: true, records: [] } }
  expect(await lacking('salesforce', 'token', serve)).toEqual(['emails'])
})
