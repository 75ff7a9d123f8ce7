// A portal of Bitrix24: batches of up to 50 commands, lists of 50 rows in the order of ids, a bucket of requests, an application whose
// token is renewed at the vendor's server. Like the real one it knows no former owners or amounts, and what is deleted is just gone.
import {
  amountOf,
  LOST_REASON,
  ownerOf,
  type StageKey,
  stageKeys,
  stageNames,
  stageOf,
  type TrueCompany,
  type TrueDeal,
} from '../sources/sync/true-company.ts'
import type { FakeCrm } from './fake-crm.ts'
import { type Asked, type Served, startFakeServer } from './fake-server.ts'

type Values = Readonly<Record<string, unknown>>
/** `list`: rows, the column of the id, and under which name the method puts them. */
type List = { rows: readonly Values[]; id: string; name?: string; filter: string }

const SECRET = 'good0secret'
const PAGE = 50
/** Requests an access token is good for. */
const USES = 10

export async function startFakeBitrix24(company: TrueCompany, now: () => number): Promise<FakeCrm> {
  const pair = { access: '', refresh: 'refresh-0', uses: 0, made: 0, misused: 0 }
  const refuse = (status: number, error: string): Served => ({ status, body: { error, error_description: error.toLowerCase() } })
  const renew = ({ query }: Asked): Served => {
    if (query.get('refresh_token') !== pair.refresh || query.get('client_secret') !== 'secret') {
      pair.misused += 1
      return refuse(400, 'invalid_grant')
    }
    pair.made += 1
    Object.assign(pair, { access: `access-${pair.made}`, refresh: `refresh-${pair.made}`, uses: 0 })
    return { status: 200, body: { access_token: pair.access, refresh_token: pair.refresh, expires_in: 3600 } }
  }
  const isKnown = ({ path, query }: Asked) => {
    if (path.startsWith('/rest/1/')) return path.startsWith(`/rest/1/${SECRET}/`)
    pair.uses += 1
    return pair.access !== '' && query.get('auth') === pair.access && pair.uses <= USES
  }
  const server = await startFakeServer({
    now,
    limit: { requests: 70, ms: 10_000, refusal: refuse(503, 'QUERY_LIMIT_EXCEEDED') },
    words: { busy: refuse(503, 'QUERY_LIMIT_EXCEEDED'), unpaid: refuse(403, 'ACCESS_DENIED') },
    serve: (asked) => {
      if (asked.path === '/oauth/token/') return renew(asked)
      if (!isKnown(asked)) return refuse(401, asked.path.startsWith('/rest/1/') ? 'NO_AUTH_FOUND' : 'expired_token')
      return asked.path.endsWith('/batch.json') ? serveBatch(company, asked.body) : refuse(404, 'ERROR_METHOD_NOT_FOUND')
    },
  })
  const application = { client_id: 'id', client_secret: 'secret', refresh_token: 'refresh-0', server_endpoint: `${server.origin}/rest/` }
  const token = `${server.origin}/rest/1/${SECRET}/`
  return Object.assign(server, { company, address: server.origin, token, application: JSON.stringify(application), renewals: () => pair })
}

function serveBatch(company: TrueCompany, body: string): Served {
  const cmd = Object.entries((JSON.parse(body) as { cmd: Record<string, string> }).cmd)
  if (cmd.length > PAGE)
    return { status: 400, body: { error: 'ERROR_BATCH_LENGTH_EXCEEDED', error_description: 'Max batch length exceeded' } }
  const result: Record<string, unknown> = {}
  const errors: Record<string, unknown> = {}
  const nexts: Record<string, number> = {}
  for (const [name, command] of cmd) {
    const [method = '', query = ''] = command.split('?')
    const told = run(company, method, readParams(query))
    if ('error' in told) errors[name] = told
    else result[name] = told.result
    if ('next' in told) nexts[name] = told.next as number
  }
  // An empty map of PHP is a list.
  const map = (values: object) => (Object.keys(values).length === 0 ? [] : values)
  const time = { start: 1, finish: 1, duration: 0.1, operating: 0.2 }
  return {
    status: 200,
    body: { result: { result: map(result), result_error: map(errors), result_total: [], result_next: map(nexts) }, time },
  }
}

/** `a[b][c]=d` as PHP reads it. */
function readParams(query: string): Values {
  const params: Record<string, unknown> = {}
  for (const [name, value] of new URLSearchParams(query)) {
    const keys = name.replaceAll(']', '').split('[')
    let at = params
    for (const key of keys.slice(0, -1)) {
      at[key] ??= {}
      at = at[key] as Record<string, unknown>
    }
    at[keys.at(-1)!] = value
  }
  return params
}

function run(company: TrueCompany, method: string, params: Values): Values {
  if (method === 'profile') return { result: { ID: '1', NAME: 'Acme', LAST_NAME: '' } }
  if (method === 'crm.currency.base.get') return { result: 'UAH' }
  if (method === 'crm.requisite.list') return { error: 'insufficient_scope', error_description: 'The request requires higher privileges' }
  const list = lists(company, method, params)
  if (list === undefined) return { error: 'ERROR_METHOD_NOT_FOUND', error_description: method }
  const { rows, id, name, filter } = list
  const given = Object.entries((params[filter] ?? {}) as Values)
  const isDescending = String(((params.order ?? {}) as Values)[id] ?? '').toUpperCase() === 'DESC'
  const found = rows
    .filter((row) => given.every(([key, value]) => holds(row, key, value)))
    .toSorted((a, b) => (Number(a[id]) - Number(b[id])) * (isDescending ? -1 : 1))
  const start = Math.max(0, Number(params.start ?? 0))
  const page = found.slice(start, start + PAGE)
  const next = params.start !== '-1' && found.length > start + PAGE ? { next: start + PAGE } : {}
  return { result: name === undefined ? page : { [name]: page }, ...next }
}

function holds(row: Values, key: string, value: unknown): boolean {
  const [, sign = '', column = ''] = /^(>=|<=|>|<|=|@|)(.*)$/.exec(key)!
  const own = row[column]
  if (typeof value === 'object' && value !== null) return Object.values(value).map(String).includes(String(own))
  const [a, b] = [toNumber(own), toNumber(value)]
  return sign === '>=' ? a >= b : sign === '<=' ? a <= b : sign === '>' ? a > b : sign === '<' ? a < b : String(own) === String(value)
}
const toNumber = (value: unknown) => (/^\d{4}-/.test(String(value)) ? Date.parse(String(value)) : Number(value))

/** The server writes its own zone. */
const iso = (seconds: number) => new Date((seconds + 3 * 3600) * 1000).toISOString().replace('.000Z', '+03:00')
const stageIds: Readonly<Record<StageKey, string>> = { new: 'NEW', qualified: 'PREPARATION', proposal: 'UC_PROP', won: 'WON', lost: 'LOSE' }
const semantics: Partial<Record<StageKey, string>> = { won: 'S', lost: 'F' }

function lists({ people, deals, contacts, calls, tasks }: TrueCompany, method: string, params: Values): List | undefined {
  const living = deals.filter(({ isDeleted }) => !isDeleted)
  const isOfDeals = String(params.entityTypeId) === '2'
  switch (method) {
    case 'user.get':
      return {
        rows: people.map(({ id, name, email }) => ({ ID: String(id), NAME: name, EMAIL: email, ACTIVE: true, UF_DEPARTMENT: [] })),
        id: 'ID',
        filter: 'FILTER',
      }
    case 'department.get':
      return { rows: [], id: 'ID', filter: 'FILTER' }
    case 'crm.category.list':
      return {
        rows: [{ id: 0, name: 'Продажи', sort: 1, isDefault: 'Y', entityTypeId: 2 }],
        id: 'id',
        name: 'categories',
        filter: 'filter',
      }
    case 'crm.status.list':
      return { rows: stageKeys.map(statusOf), id: 'ID', filter: 'filter' }
    case 'crm.item.list':
      return { rows: isOfDeals ? living.map(dealOf) : [], id: 'id', name: 'items', filter: 'filter' }
    case 'crm.stagehistory.list':
      return { rows: isOfDeals ? living.flatMap(movesOf) : [], id: 'ID', name: 'items', filter: 'filter' }
    case 'crm.contact.list':
      return {
        rows: contacts.map(({ id, name, phone, createdAt }) => ({
          ...{ ID: String(id), NAME: name, DATE_CREATE: iso(createdAt), DATE_MODIFY: iso(createdAt) },
          PHONE: [{ ID: '1', VALUE_TYPE: 'WORK', VALUE: phone, TYPE_ID: 'PHONE' }],
        })),
        id: 'ID',
        filter: 'filter',
      }
    case 'crm.activity.list':
      return { rows: [...calls.map(callActivity), ...tasks.map(todoOf)], id: 'ID', filter: 'filter' }
    case 'voximplant.statistic.get':
      return { rows: calls.map(callOf), id: 'ID', filter: 'FILTER' }
    case 'crm.lead.list':
    case 'crm.company.list':
      return { rows: [], id: 'ID', filter: 'filter' }
    case 'tasks.task.list':
      return { rows: [], id: 'ID', name: 'tasks', filter: 'filter' }
    case 'crm.item.productrow.list':
      return { rows: [], id: 'id', name: 'productRows', filter: 'filter' }
    default:
      return undefined
  }
}

const statusOf = (key: StageKey, at: number) => ({
  ...{ ID: String(at + 1), ENTITY_ID: 'DEAL_STAGE', STATUS_ID: stageIds[key], SORT: String(at * 10), SYSTEM: 'N' },
  // A stage of failure is the reason of refusal.
  ...{ NAME: key === 'lost' ? LOST_REASON : stageNames[key], SEMANTICS: semantics[key] ?? null, EXTRA: [] },
})

function dealOf(deal: TrueDeal): Values {
  const stage = stageOf(deal)
  return {
    ...{
      id: deal.id,
      entityTypeId: 2,
      title: deal.name,
      categoryId: 0,
      stageId: stageIds[stage],
      stageSemanticId: semantics[stage] ?? 'P',
    },
    ...{
      opportunity: amountOf(deal),
      currencyId: 'UAH',
      assignedById: ownerOf(deal),
      contactId: deal.contactId,
      companyId: 0,
      leadId: null,
    },
    ...{ createdTime: iso(deal.createdAt), updatedTime: iso(deal.updatedAt), movedTime: iso(deal.moves.at(-1)!.at) },
    ...{ movedBy: deal.moves.at(-1)!.by, closedate: iso(deal.createdAt + 7 * 86_400), ufCrm_1: '' },
  }
}

const movesOf = ({ id, moves }: TrueDeal): Values[] =>
  moves.map(({ id: ID, at, stage }, place) => ({
    ...{ ID, TYPE_ID: place === 0 ? 1 : semantics[stage] === undefined ? 2 : 3, OWNER_ID: id, CREATED_TIME: iso(at) },
    ...{ CATEGORY_ID: 0, STAGE_SEMANTIC_ID: semantics[stage] ?? 'P', STAGE_ID: stageIds[stage] },
  }))

const activity = (id: number, dealId: number, personId: number) => ({
  ...{ ID: String(id), OWNER_TYPE_ID: '2', OWNER_ID: String(dealId), RESPONSIBLE_ID: String(personId), SETTINGS: [], BINDINGS: [] },
})

function callActivity({ id, dealId, contactId, personId, at, isIn, seconds }: TrueCompany['calls'][number]): Values {
  const contact = { ENTITY_TYPE_ID: '3', ENTITY_ID: String(contactId), TYPE: 'PHONE', VALUE: '' }
  return {
    ...activity(id, dealId, personId),
    ...{
      TYPE_ID: '2',
      PROVIDER_ID: 'VOXIMPLANT_CALL',
      DIRECTION: isIn ? '1' : '2',
      COMPLETED: 'Y',
      CREATED: iso(at),
      LAST_UPDATED: iso(at),
    },
    ...{ START_TIME: iso(at), END_TIME: iso(at + seconds), COMMUNICATIONS: [contact] },
  }
}

function callOf({ id, dealId, personId, at, isIn, seconds }: TrueCompany['calls'][number]): Values {
  return {
    ...{ ID: String(id), CALL_ID: `c${id}`, CALL_TYPE: isIn ? '2' : '1', PORTAL_USER_ID: String(personId), CALL_DURATION: String(seconds) },
    ...{ CALL_START_DATE: iso(at), CALL_FAILED_CODE: seconds > 0 ? '200' : '304', CRM_ENTITY_TYPE: 'DEAL', CRM_ENTITY_ID: String(dealId) },
    CRM_ACTIVITY_ID: String(id),
  }
}

const todoOf = ({ id, dealId, personId, createdAt, dueAt, doneAt, updatedAt }: TrueCompany['tasks'][number]): Values => ({
  ...activity(100_000 + id, dealId, personId),
  ...{
    TYPE_ID: '6',
    PROVIDER_ID: 'CRM_TODO',
    SUBJECT: 'Позвонить',
    CREATED: iso(createdAt),
    LAST_UPDATED: iso(updatedAt),
    DEADLINE: iso(dueAt),
  },
  ...{ START_TIME: iso(createdAt), END_TIME: iso(doneAt ?? dueAt), COMPLETED: doneAt === null ? 'N' : 'Y', COMMUNICATIONS: [] },
})
