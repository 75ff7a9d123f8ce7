// A company on Pipedrive: v2 lists with cursors that take times in one form only, v1 lists with pages, a flow of changes for each deal, 20
// requests in two seconds. Won and lost are states, calls have no direction, what is deleted stays for a while as such.
import {
  amountOf,
  closedAtOf,
  isFinal,
  LOST_REASON,
  ownerOf,
  type StageKey,
  shownMoves,
  stageKeys,
  stageNames,
  stageOf,
  type TrueCompany,
  type TrueDeal,
} from '../sources/sync/true-company.ts'
import type { FakeCrm } from './fake-crm.ts'
import { type Asked, type Served, startFakeServer } from './fake-server.ts'
import { makeTokenPair } from './token-pair.ts'

type Row = Readonly<Record<string, unknown>>

const TOKEN = 'good-token'
const USES = 120

export async function startFakePipedrive(company: TrueCompany, now: () => number): Promise<FakeCrm> {
  const pair = makeTokenPair({ token: 'none', uses: USES })
  const refuse = (status: number, error: string): Served => ({ status, body: { success: false, error, error_info: '' } })
  const busy = { ...refuse(429, 'request over limit'), headers: { 'x-ratelimit-limit': '20', 'x-ratelimit-remaining': '0' } }
  const server = await startFakeServer({
    now,
    limit: { requests: 20, ms: 2000, refusal: busy },
    words: { busy, unpaid: refuse(402, 'Company account is not active') },
    serve: (asked) => {
      const { authorization, 'x-api-token': key } = asked.headers
      if (asked.path === '/oauth/token') return pair.renew(`${asked.body}&client_secret=${secretOf(authorization)}`)
      if (key !== TOKEN && (authorization === undefined || !pair.isKnown(authorization))) return refuse(401, 'unauthorized access')
      return asked.path.startsWith('/api/v2/') ? serveV2(company, asked) : serveV1(company, asked)
    },
  })
  const application = JSON.stringify({ ...(JSON.parse(pair.application) as object), token_origin: server.origin })
  return Object.assign(server, { company, address: server.origin, token: TOKEN, application, renewals: pair.renewals })
}

const secretOf = (authorization: unknown) =>
  Buffer.from(String(authorization).replace('Basic ', ''), 'base64').toString().split(':')[1] ?? ''
const missing: Served = { status: 404, body: { success: false, error: 'Not found' } }

function serveV2(company: TrueCompany, { path, query }: Asked): Served {
  const list = lists[path.replace('/api/v2/', '')]
  if (list === undefined) return missing
  const given = ['updated_since', 'updated_until'].map((name) => query.get(name))
  if (given.some((text) => text !== null && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text)))
    return { status: 400, body: { success: false, error: 'Invalid date format' } }
  const [since, until] = given.map((text) => (text === null ? null : Date.parse(text)))
  const sort = query.get('sort_by') ?? 'id'
  const turn = query.get('sort_direction') === 'desc' ? -1 : 1
  const keyOf = (row: Row) => `${String(row[sort])} ${String(row.id).padStart(9, '0')}`
  const cursor = query.get('cursor')
  const after = cursor === null ? null : Buffer.from(cursor, 'base64').toString()
  const isWanted = ({ update_time }: Row) => {
    const at = Date.parse(String(update_time))
    return (since === null || at >= since!) && (until === null || at < until!)
  }
  const found = list(company)
    .filter((row) => (since === null && until === null) || isWanted(row))
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -turn : turn))
    .filter((row) => after === null || (turn === 1 ? keyOf(row) > after : keyOf(row) < after))
  const shown = found.slice(0, Math.min(Number(query.get('limit') ?? 100), 500))
  // The last page says nothing of a next one.
  const more = shown.length < found.length ? { additional_data: { next_cursor: Buffer.from(keyOf(shown.at(-1)!)).toString('base64') } } : {}
  return { status: 200, body: { success: true, data: shown, ...more } }
}

function serveV1(company: TrueCompany, { path, query }: Asked): Served {
  const own = path.replace('/api/v1/', '')
  if (own === 'users/me') return { status: 200, body: { success: true, data: { id: 7, company_name: 'Acme', default_currency: 'UAH' } } }
  const deal = /^deals\/(\d+)\/flow$/.exec(own)?.[1]
  const rows = deal === undefined ? v1Lists[own]?.(company) : flowOf(company.deals.find(({ id }) => String(id) === deal)!)
  if (rows === undefined) return missing
  const start = Number(query.get('start') ?? 0)
  const limit = Number(query.get('limit') ?? 100)
  const isMore = rows.length > start + limit
  const pagination = { start, limit, more_items_in_collection: isMore, ...(isMore ? { next_start: start + limit } : {}) }
  return {
    status: 200,
    body: { success: true, data: rows.length === 0 ? null : rows.slice(start, start + limit), additional_data: { pagination } },
  }
}

const v1Lists: Readonly<Record<string, (company: TrueCompany) => readonly Row[]>> = {
  users: ({ people }) => people.map((person) => ({ ...person, active_flag: true, default_currency: 'UAH', timezone_name: 'Europe/Kyiv' })),
  leads: () => [],
  callLogs: ({ calls }) =>
    calls.map(({ id, dealId, contactId, personId, at, seconds }) => ({
      ...{ id: `call${id}`, activity_id: null, user_id: personId, deal_id: dealId, person_id: contactId, duration: String(seconds) },
      ...{ outcome: seconds > 0 ? 'connected' : 'no_answer', start_time: utc(at), end_time: utc(at + seconds), to_phone_number: '' },
    })),
}

/** As v2 writes a moment, and as v1 does. */
const iso = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
const utc = (seconds: number) => iso(seconds).replace('T', ' ').replace('Z', '')

const openStages: readonly StageKey[] = stageKeys.filter((key) => !isFinal(key))
const stageIdOf = (stage: StageKey) => openStages.indexOf(stage) + 1

const lists: Readonly<Record<string, (company: TrueCompany) => readonly Row[]>> = {
  pipelines: () => [{ id: 1, name: 'Продажи', order_nr: 0, is_deleted: false }],
  stages: () => openStages.map((key, at) => ({ id: at + 1, name: stageNames[key], order_nr: at, pipeline_id: 1, is_deleted: false })),
  deals: ({ deals }) => deals.map(dealOf),
  persons: ({ contacts }) =>
    contacts.map(({ id, name, phone, createdAt }) => ({
      ...{ id, name, phones: [{ value: phone, primary: true, label: 'work' }], emails: [], org_id: null },
      ...{ add_time: iso(createdAt), update_time: iso(createdAt), is_deleted: false, custom_fields: {} },
    })),
  organizations: () => [],
  activities: ({ tasks }) =>
    tasks.map(({ id, dealId, personId, createdAt, dueAt, doneAt, updatedAt }) => ({
      ...{ id, type: 'task', subject: 'Позвонить', owner_id: personId, deal_id: dealId, done: doneAt !== null },
      ...{ due_date: iso(dueAt).slice(0, 10), due_time: iso(dueAt).slice(11, 16), add_time: iso(createdAt), update_time: iso(updatedAt) },
      ...{ marked_as_done_time: doneAt === null ? null : iso(doneAt), is_deleted: false },
    })),
}

function dealOf(deal: TrueDeal): Row {
  const stage = stageOf(deal)
  const closedAt = closedAtOf(deal)
  const closed = (key: StageKey) => (stage === key && closedAt !== null ? iso(closedAt) : null)
  return {
    ...{ id: deal.id, title: deal.name, owner_id: ownerOf(deal), person_id: deal.contactId, org_id: null, pipeline_id: 1 },
    ...{ stage_id: stageIdOf(shownMoves(deal, false).at(-1)!.stage), value: amountOf(deal), currency: 'UAH' },
    ...{ status: deal.isDeleted ? 'deleted' : isFinal(stage) ? stage : 'open', is_deleted: deal.isDeleted, is_archived: false },
    ...{ add_time: iso(deal.createdAt), update_time: iso(deal.updatedAt), close_time: closedAt === null ? null : iso(closedAt) },
    ...{ won_time: closed('won'), lost_time: closed('lost'), lost_reason: stage === 'lost' ? LOST_REASON : null, custom_fields: {} },
  }
}

/** The newest first. */
function flowOf(deal: TrueDeal): Row[] {
  const changes = <T extends { id: number; at: number }>(list: readonly T[], field_key: string, tell: (one: T) => unknown) =>
    list.slice(1).map((one, before) => ({ id: one.id, at: one.at, field_key, old_value: tell(list[before]!), new_value: tell(one) }))
  const states = deal.moves.map((move) => ({ ...move, status: isFinal(move.stage) ? move.stage : 'open' }))
  const all = [
    { id: 0, at: deal.createdAt, field_key: 'add_time', old_value: null, new_value: utc(deal.createdAt) },
    ...changes(shownMoves(deal, false), 'stage_id', ({ stage }) => String(stageIdOf(stage))),
    ...changes(states, 'status', ({ status }) => status).filter(({ old_value, new_value }) => old_value !== new_value),
    ...changes(deal.owners, 'user_id', ({ ownerId }) => String(ownerId)),
    ...changes(deal.amounts, 'value', ({ amount }) => String(amount)),
  ]
  return all
    .toSorted((a, b) => b.at - a.at || b.id - a.id)
    .map(({ at, ...change }) => ({
      ...{ object: 'dealChange', timestamp: utc(at) },
      data: { ...change, item_id: deal.id, user_id: ownerOf(deal), log_time: utc(at), change_source: 'app', is_bulk_update_flag: null },
    }))
}
