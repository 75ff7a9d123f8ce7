// Answers as Microsoft Graph does: delta links over folders and a window of the calendar, which expire with 410; 429 with Retry-After;
// occurrences that say only when they are; tokens of an application for a tenant.
import { type Asked, type FakeServer, type Served, startFakeServer } from './fake-server.ts'
import { makeTokenPair } from './token-pair.ts'

export type FakeMessage = Record<string, unknown> & { id: string; folder: string; receivedDateTime: string; seq: number }
export type FakeMicrosoft = FakeServer & {
  people: { mail: string; accountEnabled: boolean }[]
  /** Of the first of them. */
  messages: FakeMessage[]
  events: (Record<string, unknown> & { id: string; seq: number })[]
  seq: number
  epoch: number
  application: string
  delegated: string
  renewals: () => { made: number; misused: number }
}

export const MICROSOFT_TOKEN = 'good-token'
const PAGE = 3
const FOLDERS = [
  { id: 'f-in', displayName: 'Входящие', wellKnown: 'inbox', childFolderCount: 1 },
  { id: 'f-sent', displayName: 'Отправленные', wellKnown: 'sentitems', childFolderCount: 0 },
  { id: 'f-junk', displayName: 'Нежелательная почта', wellKnown: 'junkemail', childFolderCount: 0 },
  { id: 'f-bin', displayName: 'Удаленные', wellKnown: 'deleteditems', childFolderCount: 0 },
]
const CHILDREN = [{ id: 'f-shop', displayName: 'Shop', childFolderCount: 0 }]

export async function startFakeMicrosoft(now: () => number): Promise<FakeMicrosoft> {
  const pair = makeTokenPair({ token: MICROSOFT_TOKEN, uses: 40 })
  const refusal: Served = {
    status: 429,
    headers: { 'Retry-After': '7' },
    body: { error: { code: 'TooManyRequests', message: 'Please retry' } },
  }
  const server = await startFakeServer({
    now,
    limit: { requests: 20, ms: 1000, refusal },
    words: { busy: refusal },
    serve: (asked) => serve(fake, pair, asked),
  })
  const fake: FakeMicrosoft = Object.assign(server, {
    people: [{ mail: 'Olya@our.example', accountEnabled: true }],
    ...{ messages: [] as FakeMessage[], events: [] as FakeMicrosoft['events'], seq: 0, epoch: 0, renewals: pair.renewals },
    application: JSON.stringify({ tenant: 'our', client_id: 'id', client_secret: 'secret' }),
    delegated: JSON.stringify({ tenant: 'our', ...(JSON.parse(pair.application) as object) }),
  })
  return fake
}

const failed = (status: number, code: string): Served => ({ status, body: { error: { code, message: code } } })

function serve(fake: FakeMicrosoft, pair: ReturnType<typeof makeTokenPair>, { path, query, headers, body }: Asked): Served {
  if (path === '/our/oauth2/v2.0/token') {
    const form = new URLSearchParams(body)
    if (form.get('grant_type') !== 'client_credentials') return pair.renew(body, { expires_in: 3599 })
    const isGood = form.get('client_secret') === 'secret' && String(form.get('scope')).endsWith('/.default')
    return isGood ? { status: 200, body: { access_token: MICROSOFT_TOKEN, expires_in: 3599 } } : failed(401, 'invalid_client')
  }
  if (!pair.isKnown(headers.authorization)) return failed(401, 'InvalidAuthenticationToken')
  if (path === '/v1.0/users') return { status: 200, body: { value: fake.people.map((one) => ({ id: one.mail, ...one })) } }
  if (path === '/v1.0/me') return { status: 200, body: { id: '1', mail: 'olya@our.example', userPrincipalName: 'olya@our.example' } }
  const [, user, rest = ''] = /^\/v1\.0\/(?:me|users\/([^/]+))\/(.*)$/.exec(path) ?? []
  const isFirst = user === undefined || decodeURIComponent(user) === 'olya@our.example'
  if (!isFirst) return failed(404, 'MailboxNotEnabledForRESTAPI')
  if (rest === 'mailFolders') return { status: 200, body: { value: FOLDERS.map(({ wellKnown: _, ...folder }) => folder) } }
  if (rest === 'mailFolders/f-in/childFolders') return { status: 200, body: { value: CHILDREN } }
  if (rest === 'calendar') return { status: 200, body: { id: 'c' } }
  const folder = /^mailFolders\/([\w-]+)(\/messages(?:\/delta)?)?$/.exec(rest)
  if (folder !== null && folder[2] === undefined) return folderCalled(folder[1]!)
  if (folder !== null) return listMessages(fake, path, query, folder[1]!, folder[2] === '/messages/delta')
  if (rest === 'calendarView/delta')
    return delta(
      fake,
      path,
      query,
      fake.events.filter(({ type }) => type !== 'seriesMaster'),
    )
  const event = fake.events.find(({ id }) => rest === `events/${id}`)
  return event === undefined ? failed(404, 'ErrorItemNotFound') : { status: 200, body: event }
}

function folderCalled(name: string): Served {
  const found = FOLDERS.find(({ wellKnown }) => wellKnown === name)
  return found === undefined ? failed(404, 'ErrorFolderNotFound') : { status: 200, body: { id: found.id } }
}

function listMessages(fake: FakeMicrosoft, path: string, query: URLSearchParams, folder: string, isDelta: boolean): Served {
  const own = fake.messages.filter((one) => one.folder === folder).toSorted((a, b) => (a.receivedDateTime < b.receivedDateTime ? 1 : -1))
  if (query.has('$expand')) return failed(403, 'ErrorAccessDenied')
  if (isDelta) return delta(fake, path, query, own)
  const from = /receivedDateTime ge (\S+)/.exec(query.get('$filter') ?? '')?.[1] ?? ''
  return { status: 200, body: { value: own.filter((one) => one.receivedDateTime >= from) } }
}

/** A link holds from which change on it tells, its page, and when it was given. */
function delta(fake: FakeMicrosoft, path: string, query: URLSearchParams, rows: readonly { seq: number }[]): Served {
  const token = query.get('$deltatoken') ?? query.get('$skiptoken')
  const [epoch, since, at] = (token ?? `${fake.epoch}.-1.0`).split('.').map(Number)
  if (epoch !== fake.epoch) return failed(410, 'SyncStateNotFound')
  const all = rows.filter(({ seq }) => seq > since!)
  const link = (name: string, from: number, place: number) => `${fake.origin}${path}?$${name}=${epoch}.${from}.${place}`
  const isLast = at! + PAGE >= all.length
  const next = isLast
    ? { '@odata.deltaLink': link('deltatoken', fake.seq, 0) }
    : { '@odata.nextLink': link('skiptoken', since!, at! + PAGE) }
  return { status: 200, body: { '@odata.context': 'x', value: all.slice(at, at! + PAGE), ...next } }
}
