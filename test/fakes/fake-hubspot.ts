// A server that answers as HubSpot does: search that ends at 10,000 rows and finds changes late, batches of 100 and of 50 with history,
// links apart, deleted records in a list of their own, three limits, faults on demand. Its clock is given.
import { type FakeServer, type Asked as Request, type Served, startFakeServer } from './fake-server.ts'
import { makeTokenPair, type TokenPair } from './token-pair.ts'

type Past = { value: string; timestamp: string; sourceType: string; sourceId: string; updatedByUserId?: number }
export type HubRow = {
  id: string
  properties: Record<string, string | null>
  past: Record<string, Past[]>
  /** Every moment it changed, the oldest first, milliseconds. */
  changes: number[]
  archivedAt: number | null
  mergedInto: string | null
}

const PER_TEN_SECONDS = 100
const SEARCH_PER_SECOND = 5
const SEARCH_ROWS_MAX = 10_000
const BODY_CHARS_MAX = 3000
export const HUBSPOT_TOKEN = 'good-token'
/** Requests an access token of an application is good for. */
const USES = 60
const iso = (ms: number) => new Date(ms).toISOString()
const compareIds = (a: HubRow, b: HubRow) => Number(a.id) - Number(b.id)

/** A portal: what it holds, and the ways in which people change it. */
export class HubPortal {
  readonly rows = new Map<string, Map<string, HubRow>>()
  readonly links = new Map<string, Set<string>>()
  owners: Record<string, unknown>[] = []
  pipelines: Record<string, Record<string, unknown>[]> = {}
  ownProperties: Record<string, string[]> = {}
  /** Objects the token has no scope for. */
  hidden = new Set<string>()
  currency = 'EUR'
  dailyLeft = 250_000
  /** Searches that came too fast. */
  searchesRefused = 0
  /** How late search finds a change. */
  lagMs = 5000

  of(type: string): HubRow[] {
    return [...(this.rows.get(type)?.values() ?? [])]
  }

  put(type: string, id: string, at: number, properties: Record<string, string | null>): HubRow {
    const stamp = type === 'deals' || type === 'contacts' || type === 'companies' ? 'createdate' : 'hs_createdate'
    const row: HubRow = {
      id,
      properties: { [stamp]: iso(at), hs_object_id: id },
      past: {},
      changes: [],
      archivedAt: null,
      mergedInto: null,
    }
    const rows = this.rows.get(type) ?? new Map<string, HubRow>()
    this.rows.set(type, rows.set(id, row))
    this.set(type, id, at, properties)
    return row
  }

  set(type: string, id: string, at: number, properties: Record<string, string | null>, user?: number): void {
    const row = this.rows.get(type)!.get(id)!
    for (const [name, value] of Object.entries(properties)) {
      if (row.properties[name] === value) continue
      row.properties[name] = value
      const by = user === undefined ? { sourceType: 'API', sourceId: 'import' } : { sourceType: 'CRM_UI', sourceId: `userId:${user}` }
      row.past[name] = [
        { value: value ?? '', timestamp: iso(at), ...by, ...(user === undefined ? {} : { updatedByUserId: user }) },
        ...(row.past[name] ?? []),
      ]
    }
    row.changes.push(at)
    row.properties[type === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate'] = iso(at)
  }

  link(from: string, id: string, to: string, other: string): void {
    for (const [a, b, c, d] of [[from, id, to, other] as const, [to, other, from, id] as const]) {
      const name = `${a} ${b} ${c}`
      this.links.set(name, (this.links.get(name) ?? new Set()).add(d))
    }
  }

  archive(type: string, id: string, at: number): void {
    this.rows.get(type)!.get(id)!.archivedAt = at
  }

  /** The loser vanishes, its links move; only the winner changes. */
  merge(type: string, winner: string, loser: string, at: number): void {
    const [kept, gone] = [this.rows.get(type)!.get(winner)!, this.rows.get(type)!.get(loser)!]
    gone.mergedInto = winner
    for (const [name, others] of [...this.links]) {
      if (!name.startsWith(`${type} ${loser} `)) continue
      const to = name.split(' ')[2]!
      for (const other of others) {
        this.links.get(`${to} ${other} ${type}`)?.delete(loser)
        this.link(type, winner, to, other)
      }
      this.links.delete(name)
    }
    this.set(type, winner, at, { hs_merged_object_ids: [kept.properties.hs_merged_object_ids, loser].filter(Boolean).join(';') })
  }
}

const limited = (policyName: string): Served => ({
  status: 429,
  body: { ...error('RATE_LIMITS', `You have reached your ${policyName.toLowerCase()} limit.`), policyName },
})

export type FakeHubspot = { server: FakeServer; application: string; renewals: TokenPair['renewals'] }

/** `tell` gives what the portal holds at the moment. */
export async function startFakeHubspot(tell: () => HubPortal, now: () => number): Promise<FakeHubspot> {
  const searches: number[] = []
  const pair = makeTokenPair({ token: HUBSPOT_TOKEN, uses: USES })
  const serve = ({ path, query, body: text, headers }: Request): Served => {
    if (path === '/oauth/v1/token') return pair.renew(text, { expires_in: 1800 })
    if (!pair.isKnown(headers.authorization)) return { status: 401, body: error('INVALID_AUTHENTICATION', 'The token is not valid.') }
    const isSearch = path.endsWith('/search')
    const portal = tell()
    if (isSearch && isTooFast(searches, now())) {
      portal.searchesRefused += 1
      server.tooMany += 1
      return limited('SECONDLY')
    }
    if (isSearch && text.length > BODY_CHARS_MAX) return { status: 400, body: error('VALIDATION_ERROR', 'The request body is too long.') }
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
    const [status, json] = route(portal, { query, path, body }, now())
    return { status, body: json, headers: isSearch ? {} : budgetOf(portal) }
  }
  const limit = { requests: PER_TEN_SECONDS, ms: 10_000, refusal: limited('TEN_SECONDLY_ROLLING') }
  const words = { busy: limited('TEN_SECONDLY_ROLLING'), unpaid: limited('DAILY') }
  const server = await startFakeServer({ now, limit, words, serve })
  return { server, application: pair.application, renewals: pair.renewals }
}

function isTooFast(moments: number[], now: number): boolean {
  while (moments.length > 0 && moments[0]! <= now - 1000) moments.shift()
  moments.push(now)
  return moments.length > SEARCH_PER_SECOND
}

/** Answers of search tell nothing of limits. */
function budgetOf(portal: HubPortal): Record<string, string> {
  portal.dailyLeft -= 1
  return {
    'X-HubSpot-RateLimit-Daily': '250000',
    'X-HubSpot-RateLimit-Daily-Remaining': String(portal.dailyLeft),
    'X-HubSpot-RateLimit-Max': String(PER_TEN_SECONDS),
  }
}

const error = (category: string, message: string) => ({ status: 'error', message, correlationId: 'c0ffee', category })

type Asked = { query: URLSearchParams; path: string; body: Record<string, unknown> }
type Routed = [status: number, body: unknown]

function route(portal: HubPortal, asked: Asked, now: number): Routed {
  const { path, query } = asked
  if (path === '/account-info/v3/details') return [200, { portalId: 1234567, timeZone: 'US/Eastern', companyCurrency: portal.currency }]
  if (path === '/crm/v3/owners') {
    const isArchived = query.get('archived') === 'true'
    return [
      200,
      page(
        asked,
        portal.owners.filter(({ archived }) => archived === isArchived),
      ),
    ]
  }
  const [, area, version, first, ...rest] = /^\/crm\/(v3\/(\w+)|v4\/associations)\/([^/]+)\/?(.*)$/.exec(path) ?? []
  if (first !== undefined && portal.hidden.has(first)) return [403, missingScope(first)]
  const action = rest.join('/')
  if (area === 'v4/associations') return readLinks(portal, first!, action.split('/')[0]!, asked)
  if (version === 'pipelines') return [200, { results: portal.pipelines[first!] ?? [] }]
  if (version === 'properties') {
    const own = (portal.ownProperties[first!] ?? []).map((name) => ({ name, label: name, type: 'string', hubspotDefined: false }))
    return [200, { results: [{ name: 'createdate', type: 'datetime', hubspotDefined: true }, ...own] }]
  }
  if (version !== 'objects') return [404, error('OBJECT_NOT_FOUND', path)]
  if (!known.has(first!)) return [400, error('VALIDATION_ERROR', `Unable to infer object type from: ${first}`)]
  if (action === 'search') return search(portal, first!, asked, now)
  if (action === 'batch/read') return readBatch(portal, first!, asked)
  return list(portal, first!, asked)
}

const known = new Set(['deals', 'contacts', 'companies', 'leads', 'line_items', 'calls', 'emails', 'meetings', 'communications', 'tasks'])

const missingScope = (object: string) => ({
  ...error('MISSING_SCOPES', "This app hasn't been granted all required scopes to make this call."),
  errors: [
    { message: 'One or more of the following scopes are required.', context: { requiredGranularScopes: [`crm.objects.${object}.read`] } },
  ],
})

function page<T>({ query }: Asked, rows: readonly T[]): Record<string, unknown> {
  const limit = Math.min(Number(query.get('limit') ?? 10), 100)
  const from = Number(query.get('after') ?? 0)
  const next = rows.length > from + limit ? { paging: { next: { after: String(from + limit), link: 'x' } } } : {}
  return { results: rows.slice(from, from + limit), ...next }
}

function list(portal: HubPortal, type: string, asked: Asked): Routed {
  const isArchived = asked.query.get('archived') === 'true'
  const names = (asked.query.get('properties') ?? '').split(',')
  const rows = portal.of(type).filter(({ archivedAt, mergedInto }) => mergedInto === null && (archivedAt !== null) === isArchived)
  return [
    200,
    page(
      asked,
      rows.toSorted(compareIds).map((row) => shown(row, names)),
    ),
  ]
}

function shown({ id, properties, changes, archivedAt }: HubRow, names: readonly string[]): Record<string, unknown> {
  const chosen = Object.fromEntries(
    ['hs_object_id', ...names].filter((name) => name !== '').map((name) => [name, properties[name] ?? null]),
  )
  const stamps = { createdAt: iso(changes[0]!), updatedAt: iso(changes.at(-1)!), archived: archivedAt !== null }
  return { id, properties: chosen, ...stamps, ...(archivedAt === null ? {} : { archivedAt: iso(archivedAt) }) }
}

type Filter = { propertyName: string; operator: string; value: string }

function search(portal: HubPortal, type: string, { body }: Asked, now: number): Routed {
  const limit = Number(body.limit ?? 10)
  const from = Number(body.after ?? 0)
  const [group] = (body.filterGroups ?? []) as { filters: Filter[] }[]
  const filters = group?.filters ?? []
  if (limit > 200 || filters.length > 6) return [400, error('VALIDATION_ERROR', 'There was a problem with the request.')]
  if (from + limit > SEARCH_ROWS_MAX) return [400, error('VALIDATION_ERROR', 'Paging past 10000 results is not supported.')]
  const found = portal.of(type).flatMap((row) => {
    // What the index knows of the row: nothing that changed within the lag.
    const changed = row.changes.findLast((at) => at <= now - portal.lagMs)
    if (changed === undefined || row.archivedAt !== null || row.mergedInto !== null) return []
    return filters.every((filter) => matches(filter, filter.propertyName === 'hs_object_id' ? Number(row.id) : changed))
      ? [{ row, changed }]
      : []
  })
  const [sort] = (body.sorts ?? []) as { propertyName: string }[]
  const isById = sort?.propertyName === 'hs_object_id'
  found.sort((a, b) => (isById ? compareIds(a.row, b.row) : a.changed - b.changed))
  const results = found.slice(from, from + limit).map(({ row }) => shown(row, (body.properties ?? []) as string[]))
  const next = found.length > from + limit ? { paging: { next: { after: String(from + limit) } } } : {}
  return [200, { total: found.length, results, ...next }]
}

function matches({ operator, value }: Filter, own: number): boolean {
  const bound = Number(value)
  return operator === 'GTE' ? own >= bound : operator === 'GT' ? own > bound : operator === 'LT' ? own < bound : own <= bound
}

function readBatch(portal: HubPortal, type: string, { body }: Asked): Routed {
  const inputs = (body.inputs ?? []) as { id: string }[]
  const histories = (body.propertiesWithHistory ?? []) as string[]
  if (inputs.length > (histories.length > 0 ? 50 : 100)) return [400, error('VALIDATION_ERROR', 'Too many inputs.')]
  const results: unknown[] = []
  const errors: unknown[] = []
  for (const { id } of inputs) {
    const first = portal.rows.get(type)?.get(id)
    const row = first?.mergedInto ? portal.rows.get(type)!.get(first.mergedInto) : first
    if (row === undefined || row.archivedAt !== null) {
      errors.push({ status: 'error', category: 'OBJECT_NOT_FOUND', message: 'Could not get some objects', context: { ids: [id] } })
      continue
    }
    const past = Object.fromEntries(histories.map((name) => [name, row.past[name] ?? []]))
    const names = (body.properties ?? []) as string[]
    results.push({ ...shown(row, names), ...(histories.length > 0 ? { propertiesWithHistory: past } : {}) })
  }
  const failed = errors.length > 0 ? { numErrors: errors.length, errors } : {}
  return [errors.length > 0 ? 207 : 200, { status: 'COMPLETE', results, ...failed, startedAt: iso(0), completedAt: iso(0) }]
}

/** Links of one record a page; real ones hold 500. */
const LINKS_PAGE = 20

function readLinks(portal: HubPortal, from: string, to: string, { body }: Asked): Routed {
  if (portal.hidden.has(to)) return [403, missingScope(to)]
  const inputs = (body.inputs ?? []) as { id: string; after?: string }[]
  if (inputs.length > 100) return [400, error('VALIDATION_ERROR', 'Too many inputs.')]
  const results: unknown[] = []
  const errors: unknown[] = []
  for (const { id, after } of inputs) {
    const all = [...(portal.links.get(`${from} ${id} ${to}`) ?? [])]
    const begin = Number(after ?? 0)
    const kinds = [{ category: 'HUBSPOT_DEFINED', typeId: 5, label: null }]
    const others = all.slice(begin, begin + LINKS_PAGE).map((other) => ({ toObjectId: Number(other), associationTypes: kinds }))
    const context = { fromObjectId: [id], fromObjectType: [from], toObjectType: [to] }
    if (others.length === 0) errors.push({ status: 'error', subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND', context })
    else {
      const next = all.length > begin + LINKS_PAGE ? { paging: { next: { after: String(begin + LINKS_PAGE) } } } : {}
      results.push({ from: { id }, to: others, ...next })
    }
  }
  const failed = errors.length > 0 ? { numErrors: errors.length, errors } : {}
  return [errors.length > 0 ? 207 : 200, { status: 'COMPLETE', results, ...failed }]
}
