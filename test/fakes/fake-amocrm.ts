// A server that answers as amoCRM does: pages with links, 204 without a body, filters by time, seven requests a second, tokens of
// applications that are replaced at each renewal.
import {
  amountOf,
  closedAtOf,
  LOST_REASON,
  ownerOf,
  type StageKey,
  stageNames,
  stageOf,
  type TrueCompany,
  type TrueDeal,
} from '../sources/sync/true-company.ts'
import type { FakeCrm } from './fake-crm.ts'
import { type Asked, type Served, startFakeServer } from './fake-server.ts'

type Row = Record<string, unknown> & { id: number | string }

const TOKEN = 'good-token'
/** Requests an access token of an application is good for. */
const USES = 40

export async function startFakeAmocrm(company: TrueCompany, now: () => number): Promise<FakeCrm> {
  const pair = { access: '', refresh: 'refresh-0', uses: 0, made: 0, misused: 0 }
  const renew = (body: string): Served => {
    const form = new URLSearchParams(body)
    if (form.get('refresh_token') !== pair.refresh || form.get('client_secret') !== 'secret') {
      pair.misused += 1
      return { status: 400, body: { title: 'invalid_grant', hint: 'Token has been revoked' } }
    }
    pair.made += 1
    Object.assign(pair, { access: `access-${pair.made}`, refresh: `refresh-${pair.made}`, uses: 0 })
    return { status: 200, body: { token_type: 'Bearer', expires_in: 86400, access_token: pair.access, refresh_token: pair.refresh } }
  }
  const isKnown = (bearer: unknown) => {
    if (bearer === `Bearer ${TOKEN}`) return true
    pair.uses += 1
    return pair.access !== '' && bearer === `Bearer ${pair.access}` && pair.uses <= USES
  }
  const refusal = { status: 429, body: { title: 'Too Many Requests', status: 429, detail: 'slow down' } }
  const server = await startFakeServer({
    now,
    limit: { requests: 7, ms: 1000, refusal },
    serve: (asked) => {
      if (asked.path === '/oauth2/access_token') return renew(asked.body)
      if (!isKnown(asked.headers.authorization)) return { status: 401, body: { title: 'Unauthorized', status: 401, detail: 'token' } }
      return serveApi(fake, asked)
    },
  })
  const application = { client_id: 'id', client_secret: 'secret', refresh_token: 'refresh-0', redirect_uri: 'https://acme.ua/back' }
  const fake: FakeCrm = Object.assign(server, {
    ...{ company, address: server.origin, token: TOKEN, application: JSON.stringify(application) },
    renewals: () => pair,
    expire: () => {
      pair.uses = USES
    },
  })
  return fake
}

function serveApi({ company, origin }: FakeCrm, { path: address, query }: Asked): Served {
  const path = address.replace('/api/v4/', '')
  if (path === 'account')
    return { status: 200, body: { id: 1, name: 'Acme', subdomain: 'acme', currency: 'UAH', is_api_filter_enabled: true } }
  const rows = rowsOf(company, path)
  if (rows === undefined) return { status: 404, body: { title: 'Not Found', status: 404, detail: path } }
  const field = path === 'events' ? 'created_at' : 'updated_at'
  const [from, to] = ['from', 'to'].map((end) => query.get(`filter[${field}][${end}]`))
  const ids = query.getAll('filter[id][]')
  const isBin = query.get('with') === 'only_deleted'
  const found = rows
    .filter((row) => from === null || from === undefined || (Number(row[field]) >= Number(from) && Number(row[field]) <= Number(to)))
    .filter(({ id }) => ids.length === 0 || ids.includes(String(id)))
    .filter((row) => path !== 'leads' || (row.is_deleted === true) === isBin)
  return page(found, { path, query, origin, address })
}

function page(found: readonly Row[], about: { path: string; query: URLSearchParams; origin: string; address: string }): Served {
  const { path, query, origin, address } = about
  const limit = Number(query.get('limit') ?? 50)
  const number = Number(query.get('page') ?? 1)
  const shown = found.slice((number - 1) * limit, number * limit)
  if (shown.length === 0) return { status: 204 }
  query.set('page', String(number + 1))
  const next = found.length > number * limit ? { next: { href: `${origin}${address}?${query}` } } : {}
  const self = { href: `${origin}${address}` }
  return { status: 200, body: { _page: number, _links: { self, ...next }, _embedded: { [path.split('/').at(-1)!]: shown } } }
}

function rowsOf(company: TrueCompany, path: string): readonly Row[] | undefined {
  const empty = ['leads/unsorted', 'sources', 'catalogs', 'companies', 'contacts/notes']
  if (empty.includes(path)) return []
  return tables[path]?.(company)
}

const PHONE = { field_id: 3, field_code: 'PHONE', field_type: 'multitext' }
const tables: Readonly<Record<string, (company: TrueCompany) => Row[]>> = {
  users: ({ people }) => people.map((person) => ({ ...person, rights: { is_active: true } })),
  'leads/pipelines': () => [pipeline],
  'leads/loss_reasons': () => [{ id: 5, name: LOST_REASON, sort: 1 }],
  leads: ({ deals }) => deals.map(leadOf),
  contacts: ({ contacts }) =>
    contacts.map(({ id, name, phone, createdAt }) => ({
      ...{ id, name, created_at: createdAt, updated_at: createdAt, is_deleted: false },
      custom_fields_values: [{ ...PHONE, values: [{ value: phone, enum_code: 'WORK' }] }],
    })),
  tasks: ({ tasks }) =>
    tasks.map(({ id, dealId, personId, createdAt, dueAt, doneAt, updatedAt }) => ({
      ...{ id, entity_id: dealId, entity_type: 'leads', task_type_id: 1, text: 'Позвонить', responsible_user_id: personId },
      ...{ created_at: createdAt, updated_at: updatedAt, complete_till: dueAt, is_completed: doneAt !== null, result: [] },
    })),
  events: ({ deals }) => deals.flatMap(eventsOf),
  'leads/notes': ({ calls }) =>
    calls.map(({ id, dealId, personId, at, isIn, seconds }) => ({
      ...{ id, entity_id: dealId, note_type: isIn ? 'call_in' : 'call_out', created_by: personId, responsible_user_id: personId },
      ...{ created_at: at, updated_at: at, params: { duration: seconds, call_status: seconds > 0 ? 4 : 6, source: 'pbx' } },
    })),
}

const statusIds: Readonly<Record<StageKey, number>> = { new: 10, qualified: 20, proposal: 30, won: 142, lost: 143 }
const pipeline: Row = {
  ...{ id: 1, name: 'Продажи', is_main: true, is_archive: false },
  _embedded: {
    statuses: Object.entries(statusIds).map(([key, id]) => ({ id, name: stageNames[key as StageKey], sort: id, type: 0, pipeline_id: 1 })),
  },
}

function leadOf(deal: TrueDeal): Row {
  const stage = stageOf(deal)
  return {
    ...{ id: deal.id, name: deal.name, price: amountOf(deal), status_id: statusIds[stage], pipeline_id: 1 },
    ...{ responsible_user_id: ownerOf(deal), loss_reason_id: stage === 'lost' ? 5 : null, custom_fields_values: null },
    ...{ created_at: deal.createdAt, updated_at: deal.updatedAt, closed_at: closedAtOf(deal), is_deleted: deal.isDeleted },
    _embedded: { tags: [], companies: [], contacts: [{ id: deal.contactId, is_main: true }] },
  }
}

function eventsOf({ id, moves, owners, amounts }: TrueDeal): Row[] {
  const about = { entity_id: id, entity_type: 'lead' }
  const head = (one: { id: number; at: number }) => ({ id: `e${String(one.id).padStart(8, '0')}`, ...about, created_at: one.at })
  const status = (stage: StageKey) => [{ lead_status: { id: statusIds[stage], pipeline_id: 1 } }]
  const changes = <T extends { id: number; at: number }>(list: readonly T[], type: string, tell: (one: T) => unknown) =>
    list.slice(1).map((one, before) => ({ ...head(one), type, created_by: 7, value_before: tell(list[before]!), value_after: tell(one) }))
  return [
    { ...head(moves[0]!), type: 'lead_added', created_by: moves[0]!.by, value_before: [], value_after: [] },
    ...changes(moves, 'lead_status_changed', ({ stage }) => status(stage)).map((row, at) => ({ ...row, created_by: moves[at + 1]!.by })),
    ...changes(owners, 'entity_responsible_changed', ({ ownerId }) => [{ responsible_user: { id: ownerId } }]),
    ...changes(amounts, 'sale_field_changed', ({ amount }) => [{ sale_field_value: { sale: amount } }]),
  ]
}
