// Fetches Yandex Direct: a report of campaigns by days is ordered and asked for until it is ready, by the same request each time.
import { AppError } from '../../contract/errors.ts'
import { type HttpAnswer, HttpClient, type Verdict } from '../http-client.ts'
import { readOrigin } from '../read-address.ts'
import type { Answer, Fetch, LinkOf, OpenGiven } from '../source.ts'
import { toList, toNumber, toText, toValues } from '../wire-values.ts'
import { walkDays } from './walk-days.ts'

const API = 'https://api.direct.yandex.com'
const WINDOW_DAYS = 30
/** Statistics are kept for three years. */
const MONTHS_BACK = 36

/** `client-login:token` for an agency, else the token alone. */
function openYandex({ address, token, clock }: OpenGiven): HttpClient {
  const [, login, own = token] = /^([^:\s]+):(.+)$/.exec(token) ?? []
  const headers = {
    ...{ Authorization: `Bearer ${own}`, 'Accept-Language': 'en', processingMode: 'auto', returnMoneyInMicros: 'false' },
    ...{ skipReportHeader: 'true', skipReportSummary: 'true' },
    ...(login === undefined ? {} : { 'Client-Login': login }),
  }
  return new HttpClient({ origin: address, clock, judge, headers, limit: { perSecond: 5, burst: 2 } })
}

/** The server of tokens is busy, too many requests or connections, the service itself is down. */
const PASSING = new Set([52, 56, 506, 1000, 1001, 1002])
const NO_POINTS = 152
const NO_ACCESS = new Set([53, 54, 58, 513])
const QUEUE_FULL = 9000
const USUAL_WAIT_S = 20

function judge({ status, body, headers }: HttpAnswer): Verdict {
  if (status === 201 || status === 202) {
    const told = Number(headers.get('retryIn') ?? USUAL_WAIT_S)
    return { readyInMs: Math.min(Math.max(Number.isFinite(told) ? told : USUAL_WAIT_S, 1), 300) * 1000 }
  }
  const error = toValues(toValues(body).error)
  const code = toNumber(error.error_code)
  const said = [toText(error.error_string), toText(error.error_detail)].filter(Boolean).join(': ')
  if (status === 0 || status === 429 || status >= 500 || code === QUEUE_FULL || (code !== null && PASSING.has(code)) || body === null)
    return { againMs: null }
  if (code !== null && NO_ACCESS.has(code))
    return new AppError('source_unavailable', `Yandex Direct does not accept the token: ${said}`, {
      hint: 'Check that the application has access to the API and the login is the advertiser’s.',
    })
  if (code === NO_POINTS)
    return new AppError('source_unavailable', "Yandex Direct's points for today are used up.", { hint: 'Run the sync again later.' })
  if (status === 403 && typeof body === 'string')
    return new AppError('source_unavailable', 'Yandex has blocked this address.', { hint: 'Run the sync again later.' })
  if (code !== null || status !== 200)
    return new AppError('source_unavailable', `Yandex Direct refuses: ${said || status}`, { hint: 'Run the sync again later.' })
  return 'take'
}

async function readAccount(client: HttpClient): Promise<{ login: string; currency: string | null; at: number }> {
  const { body, at } = await client.post('/json/v5/clients', { method: 'get', params: { FieldNames: ['Login', 'Currency'] } })
  const account = toValues(toList(toValues(toValues(body).result).Clients)[0])
  return { login: toText(account.Login) ?? 'Yandex Direct', currency: toText(account.Currency), at }
}

const FIELDS = ['Date', 'CampaignId', 'CampaignName', 'Impressions', 'Clicks', 'Cost']

type Asked = { from: string; to: string; currency: string | null; at: number }

async function readReport(client: HttpClient, { from, to, currency, at }: Asked): Promise<Answer[]> {
  const { body } = await client.post('/json/v5/reports', {
    params: {
      SelectionCriteria: { DateFrom: from, DateTo: to },
      FieldNames: FIELDS,
      // A name stands for one report: what was ordered in this hour is the same report.
      ReportName: `Rumb ${from} ${to} ${new Date(at).toISOString().slice(0, 13)}`,
      ReportType: 'CAMPAIGN_PERFORMANCE_REPORT',
      DateRangeType: 'CUSTOM_DATE',
      Format: 'TSV',
      IncludeVAT: 'YES',
      IncludeDiscount: 'NO',
    },
  })
  if (typeof body !== 'string') return []
  const [, ...lines] = body.split(/\r?\n/).filter((line) => line !== '')
  const rows = lines.map((line) => {
    const [cost = '', ...rest] = line.split('\t').toReversed()
    // Whole amounts must not be taken for millionths.
    return [...rest.toReversed(), /^\d+$/.test(cost) ? `${cost}.00` : cost, currency ?? ''].join('\t')
  })
  const told = [[...FIELDS.slice(0, -1), 'Cost with VAT', 'Currency'].join('\t'), ...rows]
  return [{ file: `reports ${from} ${to}`, line: 1, path: null, body: told.join('\n') }]
}

const fetchYandex: Fetch = async function* fetchYandex(client, state, since) {
  const { currency, at } = await readAccount(client)
  const walk = { state, since, nowMs: at, windowDays: WINDOW_DAYS, monthsBack: MONTHS_BACK }
  yield* walkDays(walk, (from, to) => readReport(client, { from, to, currency, at }))
}

export const yandexLink: LinkOf<HttpClient> = {
  readAddress: (written) => (written.trim() === '' ? API : readOrigin(written)),
  open: openYandex,
  check: async (client) => {
    const { login, currency } = await readAccount(client)
    return { name: login, currency }
  },
  fetch: fetchYandex,
  // An application that may ask for the account may ask for its reports.
  rights: async () => [{ kind: 'spend', may: true }],
}
