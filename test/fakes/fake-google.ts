// Answers as Gmail and Google Calendar do: pages that expire, a history that is kept for some time only, headers without bodies, events
// with a token for what is new; its tokens are an application's or signed by a service account for one person.
import { type Asked, type FakeServer, type Served, startFakeServer } from './fake-server.ts'
import { makeTokenPair } from './token-pair.ts'

export type FakeMail = { id: string; at: number; labels: string[]; headers: Record<string, string> }
export type FakeEvent = Record<string, unknown> & { id: string; updated: string }

export type FakeGoogle = FakeServer & {
  letters: FakeMail[]
  events: FakeEvent[]
  /** Ids of letters in the order they were added: places in the history. */
  history: string[]
  /** What is older in the history is forgotten. */
  historyFrom: number
  /** Tokens of calendars and pages that were given before are good no more. */
  epoch: number
  application: string
  /** Who a service account asked for. */
  subjects: string[]
  renewals: () => { made: number; misused: number }
  add: (letter: FakeMail) => void
}

export const GOOGLE_TOKEN = 'good-token'
const PAGE = 3

export async function startFakeGoogle(now: () => number): Promise<FakeGoogle> {
  const pair = makeTokenPair({ token: GOOGLE_TOKEN, uses: 25 })
  const own = {
    ...{
      letters: [] as FakeMail[],
      events: [] as FakeEvent[],
      history: [] as string[],
      historyFrom: 0,
      epoch: 0,
      subjects: [] as string[],
    },
    ...{ application: pair.application, renewals: pair.renewals },
  }
  const limited = { code: 403, errors: [{ domain: 'usageLimits', reason: 'userRateLimitExceeded' }], message: 'User Rate Limit Exceeded' }
  const refusal: Served = { status: 403, body: { error: limited } }
  const server = await startFakeServer({
    now,
    limit: { requests: 50, ms: 1000, refusal },
    words: { busy: refusal },
    serve: (asked) => serve(fake, pair, asked),
  })
  const fake: FakeGoogle = Object.assign(server, own, {
    add: (letter: FakeMail) => {
      fake.letters.push(letter)
      fake.history.push(letter.id)
    },
  })
  return fake
}

const failed = (status: number, reason: string): Served => ({
  status,
  body: { error: { code: status, errors: [{ domain: 'global', reason }], message: reason } },
})

function serve(fake: FakeGoogle, pair: ReturnType<typeof makeTokenPair>, { path, query, headers, body }: Asked): Served {
  if (path === '/token') return giveToken(fake, pair, body)
  const isService = String(headers.authorization).startsWith('Bearer of ')
  if (!isService && !pair.isKnown(headers.authorization)) return failed(401, 'authError')
  if (path.endsWith('/profile')) return { status: 200, body: { emailAddress: 'olya@our.example', historyId: String(fake.history.length) } }
  if (path.endsWith('/messages')) return listLetters(fake, query)
  const id = /\/messages\/(\w+)$/.exec(path)?.[1]
  if (id !== undefined) return query.get('format') === 'metadata' ? letterOf(fake, id) : failed(403, 'insufficientPermissions')
  if (path.endsWith('/history')) return listHistory(fake, query)
  if (path.endsWith('/events')) return listEvents(fake, query)
  return failed(404, 'notFound')
}

function giveToken(fake: FakeGoogle, pair: ReturnType<typeof makeTokenPair>, body: string): Served {
  const assertion = new URLSearchParams(body).get('assertion')
  if (assertion === null) {
    const { refresh_token, ...told } = (pair.renew(body).body ?? {}) as Record<string, unknown>
    // Google does not replace the refresh token.
    return 'access_token' in told ? { status: 200, body: { ...told, refresh_token } } : { status: 400, body: told }
  }
  const { sub } = JSON.parse(Buffer.from(assertion.split('.')[1]!, 'base64url').toString('utf8')) as { sub: string }
  fake.subjects.push(sub)
  return { status: 200, body: { access_token: `of ${sub}`, token_type: 'Bearer', expires_in: 3599 } }
}

const newest = ({ letters }: FakeGoogle) => letters.toSorted((a, b) => b.at - a.at)

/** A page's token holds its place, for as long as nobody made it expire. */
function readPlace({ epoch }: FakeGoogle, token: string | null): number | null {
  if (token === null) return 0
  const [of, at] = token.split('.').map(Number)
  return of === epoch ? at! : null
}

function listLetters(fake: FakeGoogle, query: URLSearchParams): Served {
  if (query.has('q')) return failed(403, 'Metadata scope does not support q parameter')
  const at = readPlace(fake, query.get('pageToken'))
  if (at === null) return failed(400, 'invalidArgument')
  const all = newest(fake)
  const page = all.slice(at, at + PAGE)
  const messages = page.map(({ id }) => ({ id, threadId: `t${id}` }))
  const next = at + PAGE < all.length ? { nextPageToken: `${fake.epoch}.${at + PAGE}` } : {}
  return { status: 200, body: { ...(messages.length === 0 ? {} : { messages }), ...next, resultSizeEstimate: all.length } }
}

function letterOf({ letters }: FakeGoogle, id: string): Served {
  const letter = letters.find((one) => one.id === id)
  if (letter === undefined) return failed(404, 'notFound')
  const headers = Object.entries(letter.headers).map(([name, value]) => ({ name, value }))
  const payload = { mimeType: 'multipart/mixed', headers }
  return { status: 200, body: { id, threadId: `t${id}`, labelIds: letter.labels, internalDate: String(letter.at), payload, snippet: '' } }
}

function listHistory(fake: FakeGoogle, query: URLSearchParams): Served {
  const from = Number(query.get('startHistoryId'))
  if (from < fake.historyFrom) return failed(404, 'notFound')
  const at = readPlace(fake, query.get('pageToken'))
  if (at === null) return failed(400, 'invalidArgument')
  const all = fake.history.slice(from)
  const history = all
    .slice(at, at + PAGE)
    .map((id, nth) => ({ id: String(from + at + nth + 1), messagesAdded: [{ message: { id, threadId: `t${id}` } }] }))
  const next = at + PAGE < all.length ? { nextPageToken: `${fake.epoch}.${at + PAGE}` } : {}
  return { status: 200, body: { ...(history.length === 0 ? {} : { history }), ...next, historyId: String(fake.history.length) } }
}

function listEvents(fake: FakeGoogle, query: URLSearchParams): Served {
  const token = query.get('syncToken')
  const [epoch, since] = token?.split(' ') ?? []
  if (token !== null && Number(epoch) !== fake.epoch) return failed(410, 'fullSyncRequired')
  const at = readPlace(fake, query.get('pageToken'))
  if (at === null) return failed(400, 'invalid')
  const all = fake.events.filter(({ updated }) => since === undefined || updated > since)
  const last =
    all
      .map(({ updated }) => updated)
      .toSorted()
      .at(-1) ??
    since ??
    '0'
  const next = at + PAGE < all.length ? { nextPageToken: `${fake.epoch}.${at + PAGE}` } : { nextSyncToken: `${fake.epoch} ${last}` }
  return { status: 200, body: { kind: 'calendar#events', summary: 'olya@our.example', items: all.slice(at, at + PAGE), ...next } }
}
