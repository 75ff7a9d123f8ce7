// Answers as the reporting APIs of advertising do: Yandex makes reports later and says when to come again, Google streams lists and wants a
// fresh token, Meta pages by cursors, tells how much of its limit is used and refuses what is too much until it is a report of its own.
import { type Asked, type FakeServer, type Served, startFakeServer } from './fake-server.ts'
import { makeTokenPair } from './token-pair.ts'

export type FakeSpend = { day: string; id: string; name: string; cents: number; clicks: number; views: number }
export type FakeAds = FakeServer & {
  spend: FakeSpend[]
  /** Periods of reports that were made. */
  periods: [string, string][]
  /** More days than this are too much for one answer of Meta. */
  daysMax: number
  application: string
  renewals: () => { made: number; misused: number }
}

export const YANDEX_TOKEN = 'y0_good'
export const META_TOKEN = '12345:good-token'

export async function startFakeAds(now: () => number): Promise<FakeAds> {
  const pair = makeTokenPair({ token: '-', uses: 20 })
  const orders = new Map<string, number>()
  const server = await startFakeServer({
    now,
    limit: { requests: 5, ms: 1000, refusal: { status: 429, body: { error: { code: 17, message: 'User request limit reached' } } } },
    serve: (asked) => serve(fake, { pair, orders }, asked),
  })
  const own = { ...JSON.parse(pair.application), customer_id: '123-456-7890', login_customer_id: '999-999-9999' }
  const fake: FakeAds = Object.assign(server, {
    ...{ spend: [] as FakeSpend[], periods: [] as [string, string][], daysMax: 1000 },
    ...{ application: JSON.stringify(own), renewals: pair.renewals },
  })
  return fake
}

type Kept = { pair: ReturnType<typeof makeTokenPair>; orders: Map<string, number> }

function serve(fake: FakeAds, kept: Kept, asked: Asked): Served {
  if (asked.path === '/token') return kept.pair.renew(asked.body)
  if (asked.path.startsWith('/json/v5/')) return serveYandex(fake, kept.orders, asked)
  return asked.path.includes('googleAds:searchStream') ? serveGoogle(fake, kept.pair, asked) : serveMeta(fake, kept.orders, asked)
}

function within(fake: FakeAds, from: string, to: string): FakeSpend[] {
  fake.periods.push([from, to])
  return fake.spend.filter(({ day }) => day >= from && day <= to)
}

function serveYandex(fake: FakeAds, orders: Map<string, number>, { path, headers, body }: Asked): Served {
  const failed = (error_code: number, error_string: string): Served => ({
    status: 400,
    body: { error: { request_id: '1', error_code, error_string, error_detail: '' } },
  })
  if (headers.authorization !== `Bearer ${YANDEX_TOKEN}`) return failed(53, 'Authorization error')
  if (path === '/json/v5/clients')
    return { status: 200, body: { result: { Clients: [{ Login: headers['client-login'] ?? 'acme', Currency: 'RUB' }] } } }
  const { params } = JSON.parse(body) as { params: { ReportName: string; SelectionCriteria: { DateFrom: string; DateTo: string } } }
  const { DateFrom, DateTo } = params.SelectionCriteria
  if (DateFrom > DateTo) return failed(8000, 'DateFrom is after DateTo')
  const key = JSON.stringify(params)
  const sameName = [...orders.keys()].some((other) => other !== key && other.includes(`"${params.ReportName}"`))
  if (sameName) return failed(4000, 'A report with this name and other parameters is there')
  const times = (orders.get(key) ?? 0) + 1
  orders.set(key, times)
  // Longer than one would try where something fails.
  if (times <= 10) return { status: times === 1 ? 201 : 202, headers: { retryIn: '30', reportsInQueue: '1' } }
  const money =
    headers.returnmoneyinmicros === 'false' ? (cents: number) => (cents / 100).toFixed(2) : (cents: number) => String(cents * 10_000)
  const rows = within(fake, DateFrom, DateTo).map((one) => [one.day, one.id, one.name, one.views, one.clicks, money(one.cents)].join('\t'))
  return { status: 200, body: `${['Date\tCampaignId\tCampaignName\tImpressions\tClicks\tCost', ...rows].join('\n')}\n` }
}

function serveGoogle(fake: FakeAds, pair: Kept['pair'], { path, headers, body }: Asked): Served {
  const failed = (code: number, status: string, errorCode: object): Served => ({
    status: code,
    body: [{ error: { code, status, message: 'Request failed', details: [{ errors: [{ errorCode }] }] } }],
  })
  if (!pair.isKnown(headers.authorization)) return failed(401, 'UNAUTHENTICATED', { authenticationError: 'OAUTH_TOKEN_EXPIRED' })
  if (!path.startsWith('/v25/')) return { status: 404, body: '<html>Not Found</html>' }
  if (headers['login-customer-id'] !== '9999999999' || !path.includes('/1234567890/'))
    return failed(403, 'PERMISSION_DENIED', { authorizationError: 'USER_PERMISSION_DENIED' })
  const { query } = JSON.parse(body) as { query: string }
  const customer = { descriptiveName: 'Acme', currencyCode: 'EUR', resourceName: 'customers/1234567890' }
  if (/FROM customer/.test(query)) return { status: 200, body: [{ results: [{ customer }], requestId: 'r' }] }
  const [, from, to] = /BETWEEN '([\d-]+)' AND '([\d-]+)'/.exec(query)!
  const results = within(fake, from!, to!).map((one) => ({
    ...{ customer, campaign: { id: one.id, name: one.name }, segments: { date: one.day } },
    metrics: { costMicros: String(one.cents * 10_000), clicks: String(one.clicks), impressions: String(one.views) },
  }))
  // A stream comes in parts; where nothing was spent it has none.
  const parts = Array.from({ length: Math.ceil(results.length / 2) }, (_, at) => ({
    results: results.slice(at * 2, at * 2 + 2),
    requestId: 'r',
  }))
  return { status: 200, body: parts }
}

const PAGE = 2

function serveMeta(fake: FakeAds, orders: Map<string, number>, { method, path, query, headers, body }: Asked): Served {
  const failed = (code: number, message: string, more = {}): Served => ({
    status: 400,
    body: { error: { code, message, type: 'OAuthException', ...more } },
  })
  if (headers.authorization !== 'Bearer good-token') return failed(190, 'Invalid OAuth access token')
  if (path === '/v24.0/act_12345') return { status: 200, body: { id: 'act_12345', name: 'Acme', currency: 'USD' } }
  const run = /^\/v24\.0\/run(\d{8})(\d{8})(\/insights)?$/.exec(path)
  const spread = (day: string) => `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`
  if (run !== null && run[3] === undefined) {
    const times = (orders.get(path) ?? 0) + 1
    orders.set(path, times)
    return {
      status: 200,
      body: { id: path, async_status: times < 9 ? 'Job Running' : 'Job Completed', async_percent_completion: times * 10 },
    }
  }
  const given = new URLSearchParams(method === 'POST' ? body : query)
  const range = JSON.parse(given.get('time_range') ?? '{}') as { since: string; until: string }
  const [since, until] = run === null ? [range.since, range.until] : [spread(run[1]!), spread(run[2]!)]
  if (method === 'POST') return { status: 200, body: { report_run_id: `run${since.replaceAll('-', '')}${until.replaceAll('-', '')}` } }
  const days = (Date.parse(until) - Date.parse(since)) / 86_400_000 + 1
  if (run === null && days > fake.daysMax) return failed(1, "Please reduce the amount of data you're asking for, then retry your request")
  const rows = within(fake, since, until)
  const at = Number(query.get('after') ?? 0)
  const data = rows.slice(at, at + PAGE).map((one) => ({
    ...{ campaign_id: one.id, campaign_name: one.name, spend: (one.cents / 100).toFixed(2), clicks: String(one.clicks) },
    ...{ impressions: String(one.views), account_currency: 'USD', date_start: one.day, date_stop: one.day },
  }))
  const isLast = at + PAGE >= rows.length
  const paging = {
    cursors: { before: '0', after: String(at + PAGE) },
    ...(isLast ? {} : { next: 'https://graph.facebook.com/…access_token=…' }),
  }
  const usage = JSON.stringify({ app_id_util_pct: at > 0 ? 90 : 10, acc_id_util_pct: 0 })
  return { status: 200, headers: { 'x-fb-ads-insights-throttle': usage }, body: rows.length === 0 ? { data: [] } : { data, paging } }
}
