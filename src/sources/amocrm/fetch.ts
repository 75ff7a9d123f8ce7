// Fetches amoCRM and Kommo: what changed since the last time, then the past, the newest first. Pages shift while rows change, so a
// window of time is cut into parts that answer in one page.
import { AppError } from '../../contract/errors.ts'
import { type HttpAnswer, HttpClient, type Verdict } from '../http-client.ts'
import { OauthToken, readGrant } from '../oauth-token.ts'
import type { Answer, Fetch, OpenGiven, SyncBatch } from '../source.ts'
import { firstSpan, nextSpan } from '../span-of-time.ts'
import { toId, toList, toText, toValues } from '../wire-values.ts'

const DAY_S = 86_400
/** Rows may appear late with an older stamp. */
const OVERLAP_S = 600
const WINDOW_S = 60 * DAY_S
const PAGES_MAX = 1000
const IDS_AT_ONCE = 50

const NOTES = ['call_in', 'call_out', 'amomail_message', 'sms_in', 'sms_out'].map((type) => `filter[note_type][]=${type}`).join('&')
const LEADS = 'with=contacts,loss_reason,catalog_elements,source'

/** So full a page should be, and so many times longer a part may be than the one before. */
const FILLED = 0.7
const GROWTH_MAX = 4

/** Lists that can be cut by time: their path, the field, rows a page. */
type Stream = { path: string; field: 'updated_at' | 'created_at'; limit: number; query?: string }
const streams: readonly Stream[] = [
  { path: 'leads', field: 'updated_at', limit: 250, query: LEADS },
  { path: 'leads', field: 'updated_at', limit: 250, query: 'with=only_deleted' },
  { path: 'contacts', field: 'updated_at', limit: 250 },
  { path: 'companies', field: 'updated_at', limit: 250 },
  { path: 'tasks', field: 'updated_at', limit: 250 },
  { path: 'events', field: 'created_at', limit: 100 },
  { path: 'leads/notes', field: 'updated_at', limit: 250, query: NOTES },
  { path: 'contacts/notes', field: 'updated_at', limit: 250, query: NOTES },
]
const references = [
  'users?limit=250',
  'leads/pipelines',
  'leads/loss_reasons?limit=250',
  'sources',
  'leads/unsorted?limit=250',
  'catalogs?limit=250',
]

export function openAmocrm({ address, token, clock, keep }: OpenGiven): HttpClient {
  const grant = readGrant(token)
  const common = { origin: address, clock, limit: { perSecond: 6, burst: 1 } }
  if (grant === null) return new HttpClient({ ...common, judge, headers: { Authorization: `Bearer ${token}` } })
  const { client_id, client_secret, redirect_uri } = grant
  const holder = new OauthToken({
    ...{ grant, keep, clock, title: 'amoCRM' },
    renewal: ({ refresh_token }) => {
      const form = { client_id, client_secret, grant_type: 'refresh_token', refresh_token, redirect_uri: toText(redirect_uri) ?? '' }
      return { origin: address, path: '/oauth2/access_token', form: new URLSearchParams(form) }
    },
  })
  return new HttpClient({
    ...common,
    judge: (answer) => (answer.status === 401 ? 'renew' : judge(answer)),
    sign: () => ({ headers: { Authorization: `Bearer ${holder.access}` } }),
    renew: () => holder.renew(),
  })
}

/** TRICKY (amoCRM): 403 with a page of HTML is a ban after too many requests, with JSON a missing right. */
function judge({ status, body, headers }: HttpAnswer): Verdict {
  if (status === 429) {
    const seconds = Number(toText(toValues(body).retry_after) ?? headers.get('retry-after') ?? 10)
    return { againMs: Math.min(Number.isFinite(seconds) ? seconds : 10, 600) * 1000 }
  }
  // Nothing to tell is 204: 200 without JSON is an answer that got lost.
  if (status === 0 || status >= 500 || (status === 200 && typeof body !== 'object') || (status === 200 && body === null))
    return { againMs: null }
  if (status === 401)
    return new AppError('source_unavailable', 'amoCRM no longer accepts the token.', { hint: 'Make a new one and connect again.' })
  if (status === 402) return new AppError('source_unavailable', 'The account of amoCRM is not paid, so it answers nothing.')
  if (status === 403 && typeof body === 'string')
    return new AppError('source_unavailable', 'amoCRM has blocked this address for too many requests.', {
      hint: 'Its support lifts the block.',
    })
  return 'take'
}

/** One request that shows whether the token is good: the account's name and currency. */
export async function checkAmocrm(client: HttpClient): Promise<{ name: string; currency: string | null }> {
  const { status, body } = await client.get('/api/v4/account')
  const account = toValues(body)
  if (status !== 200 || toId(account.id) === null)
    throw new AppError('source_unavailable', `This address answers ${status}, not as amoCRM.`, {
      hint: 'Write it like https://company.amocrm.ru.',
    })
  return { name: toText(account.name) ?? toText(account.subdomain) ?? '', currency: toText(account.currency) }
}

/** `spanS`: how long the next window of the past is. */
type State = { cursor?: number; frontier?: number; floor?: number; isDone?: boolean; spanS?: number }

export const fetchAmocrm: Fetch = async function* fetchAmocrm(client, given, since) {
  const state: State = { ...given }
  const account = await get(client, '/api/v4/account?with=users_groups,task_types,datetime_settings,is_api_filter_enabled')
  if (toValues(account.answer.body).is_api_filter_enabled === false)
    throw new AppError('source_unavailable', 'This account of amoCRM cannot filter its lists by time.', {
      hint: 'Ask its support for the filters of API v4.',
    })
  const startS = Math.floor(account.at / 1000)
  const common = [account.answer]
  for (const path of references) common.push(...(await readPages(client, `/api/v4/${path}`)))
  const spans: Spans = new Map()
  const batchOf = async (from: number, to: number): Promise<SyncBatch> => {
    const answers = await readWindow(client, spans, from, to)
    return {
      answers: [...common, ...answers],
      state: { ...state },
      completeFrom: state.isDone ? null : new Date((state.frontier ?? startS) * 1000),
    }
  }
  if (state.cursor !== undefined) {
    const from = state.cursor - OVERLAP_S
    state.cursor = startS
    yield await batchOf(from, startS + 1)
  }
  state.cursor ??= startS
  state.frontier ??= startS + 1
  state.floor = since === null ? (state.floor ?? (await findFloor(client, startS))) : Math.floor(since.getTime() / 1000)
  while (state.frontier > state.floor) {
    const to: number = state.frontier
    const span = state.spanS ?? firstSpan(WINDOW_S)
    state.frontier = Math.max(to - span, state.floor)
    state.isDone = state.frontier <= state.floor
    const batch = await batchOf(state.frontier, to)
    state.spanS = nextSpan(span, rowsIn(batch.answers), WINDOW_S)
    yield { ...batch, state: { ...state } }
  }
}

const rowsIn = (answers: readonly Answer[]) =>
  answers.reduce(
    (sum, { body }) => sum + Object.values(toValues(toValues(body)._embedded)).reduce<number>((n, list) => n + toList(list).length, 0),
    0,
  )

/** When the oldest card or contact was made: nothing is older. */
async function findFloor(client: HttpClient, startS: number): Promise<number> {
  const oldest = async (path: string) => {
    const { answer } = await get(client, `/api/v4/${path}?limit=1&order[id]=asc`)
    const [first] = toList(toValues(toValues(answer.body)._embedded)[path]).map(toValues)
    return Number(first?.created_at ?? startS)
  }
  return Math.min(startS, await oldest('leads'), await oldest('contacts'))
}

/** Seconds of a stream that fill most of a page, as far as known. */
type Spans = Map<Stream, number>

async function readWindow(client: HttpClient, spans: Spans, from: number, to: number): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const stream of streams) for (let at = from; at < to; ) at = await readPart(client, spans, { stream, from: at, to, answers })
  return [...answers, ...(await readMissingCards(client, answers))]
}

type Part = { stream: Stream; from: number; to: number; answers: Answer[] }

/** As much from `from` on as one page holds, put into `answers`; answers how far that was. */
async function readPart(client: HttpClient, spans: Spans, { stream, from, to, answers }: Part): Promise<number> {
  const { path, field, limit, query } = stream
  const end = Math.min(to, from + (spans.get(stream) ?? to - from))
  const window = `filter[${field}][from]=${from}&filter[${field}][to]=${end - 1}`
  const address = `/api/v4/${path}?${[query, window, `limit=${limit}`].filter(Boolean).join('&')}`
  const { answer } = await get(client, address)
  if (nextOf(answer.body) !== null && end - from > 1) {
    spans.set(stream, Math.floor((end - from) / 2))
    return from
  }
  // Within one second nothing can be halved: the pages are read as they come.
  answers.push(...(nextOf(answer.body) === null ? [answer] : await readPages(client, address)))
  const wanted = Math.floor(((end - from) * limit * FILLED) / Math.max(1, rowsIn([answer])))
  spans.set(stream, Math.max(1, Math.min(wanted, (end - from) * GROWTH_MAX)))
  return end
}

/** Cards that events tell of and that changed later: without them nobody knows when they were made. */
async function readMissingCards(client: HttpClient, answers: readonly Answer[]): Promise<Answer[]> {
  const rows = (name: string) => answers.flatMap(({ body }) => toList(toValues(toValues(body)._embedded)[name]).map(toValues))
  const known = new Set(rows('leads').map(({ id }) => toId(id)))
  const moved = rows('events').filter(({ entity_type }) => entity_type === 'lead')
  const missing = [...new Set(moved.map(({ entity_id }) => toId(entity_id)))].filter((id) => id !== null && !known.has(id))
  const found: Answer[] = []
  for (let start = 0; start < missing.length; start += IDS_AT_ONCE) {
    const ids = missing.slice(start, start + IDS_AT_ONCE).map((id) => `filter[id][]=${id}`)
    found.push(...(await readPages(client, `/api/v4/leads?${LEADS}&${ids.join('&')}&limit=250`)))
  }
  return found
}

async function readPages(client: HttpClient, first: string): Promise<Answer[]> {
  const answers: Answer[] = []
  let path: string | null = first
  for (let page = 0; path !== null && page < PAGES_MAX; page += 1) {
    const { answer } = await get(client, path)
    answers.push(answer)
    path = nextOf(answer.body)
  }
  return answers
}

/** The next page as the system names it: a page may hold fewer rows than asked for. */
function nextOf(body: unknown): string | null {
  const href = toText(toValues(toValues(toValues(body)._links).next).href)
  return href === null ? null : href.replace(/^https?:\/\/[^/]+/, '')
}

async function get(client: HttpClient, path: string): Promise<{ answer: Answer; at: number }> {
  const { status, body, at } = await client.get(path)
  // TRICKY (amoCRM): a list the token may not read answers 403 with JSON; it is told among the rights, and there are no rows.
  return { answer: { file: path.split('?')[0]!, line: 1, path, body: status === 403 ? null : body }, at }
}
