// Fetches Meta's insights: campaigns by days in pages; what is too much for one answer is made as a report of its own and waited for.
import { AppError } from '../../contract/errors.ts'
import { type HttpAnswer, HttpClient, type Verdict } from '../http-client.ts'
import { parseJson } from '../parse-json.ts'
import { readUrl } from '../read-address.ts'
import type { Answer, Fetch, LinkOf, OpenGiven } from '../source.ts'
import { readPair } from '../token-pair.ts'
import { toList, toNumber, toText, toValues } from '../wire-values.ts'
import { walkDays } from './walk-days.ts'

const API = 'https://graph.facebook.com'
const VERSION = 'v24.0'
const WINDOW_DAYS = 30
/** Insights are kept for 37 months. */
const MONTHS_BACK = 36
const PAGE = 200
const FIELDS = 'campaign_id,campaign_name,spend,clicks,impressions,account_currency'
const POLL_MS = 5000

function readAddress(written: string): string {
  const { origin, pathname } = readUrl(written.trim() === '' ? API : written)
  return `${origin}/${/^\/(v\d+\.\d+)/.exec(pathname)?.[1] ?? VERSION}`
}

export type MetaDoor = { client: HttpClient; account: string }

function openMeta({ address, token, clock }: OpenGiven): MetaDoor {
  const [id, own] = readPair(token, 'AD_ACCOUNT:TOKEN')
  const headers = { Authorization: `Bearer ${own}` }
  const client = new HttpClient({ origin: address, clock, headers, judge, rest, limit: { perSecond: 3, burst: 2 } })
  return { client, account: `act_${id.replace(/\D/g, '')}` }
}

const errorOf = ({ body }: HttpAnswer) => toValues(toValues(body).error)
const codeOf = (answer: HttpAnswer) => toNumber(errorOf(answer).code)
const isThrottle = (code: number | null) => code !== null && ([4, 17, 32, 613].includes(code) || (code >= 80000 && code <= 80014))

/** Asked for more than one answer holds. */
function isTooMuch(answer: HttpAnswer): boolean {
  const { error_subcode, message } = errorOf(answer)
  return toNumber(error_subcode) === 1487534 || /reduce the amount of data/i.test(toText(message) ?? '')
}

function judge(answer: HttpAnswer): Verdict {
  const { status, body } = answer
  const [error, code] = [errorOf(answer), codeOf(answer)]
  if (isThrottle(code) || status === 429) return { againMs: Math.max(regainMs(answer.headers), 60_000) }
  if (isTooMuch(answer)) return 'take'
  if (
    status === 0 ||
    status >= 500 ||
    error.is_transient === true ||
    code === 2 ||
    (status === 200 && (body === null || typeof body === 'string'))
  )
    return { againMs: null }
  const job = toText(toValues(body).async_status)
  if (job !== null && /^Job (Not Started|Started|Running)$/i.test(job)) return { readyInMs: POLL_MS }
  if (job !== null && !/^Job Completed$/i.test(job))
    return new AppError('source_unavailable', `Meta could not make the report: ${job}.`, { hint: 'Run the sync again later.' })
  if (code === 190)
    return new AppError('source_unavailable', 'Meta does not accept the token.', {
      hint: 'Generate one of the system user that never expires.',
    })
  if (status === 403 && typeof body === 'string')
    return new AppError('source_unavailable', 'Meta has blocked this address.', { hint: 'Run the sync again later.' })
  if (status !== 200)
    return new AppError('source_unavailable', `Meta refuses: ${toText(error.message) ?? status}`, {
      hint: 'Give the system user the ad account and the token the right ads_read.',
    })
  return 'take'
}

/** Minutes until it answers again, as it tells for the account. */
function regainMs(headers: Headers): number {
  const told = toValues(parseJson(headers.get('x-business-use-case-usage') ?? ''))
  const minutes = Object.values(told).flatMap((list) =>
    toList(list).map((one) => toNumber(toValues(one).estimated_time_to_regain_access) ?? 0),
  )
  return Math.min(Math.max(0, ...minutes), 60) * 60_000
}

const NEARLY_PERCENT = 80

/** Leaves Meta in peace when its limit is nearly reached. */
function rest({ headers }: HttpAnswer): number {
  const throttle = toValues(parseJson(headers.get('x-fb-ads-insights-throttle') ?? ''))
  const used = ['app_id_util_pct', 'acc_id_util_pct'].map((name) => toNumber(throttle[name]) ?? 0)
  return Math.max(regainMs(headers), Math.max(...used) >= NEARLY_PERCENT ? 30_000 : 0)
}

async function readPages(client: HttpClient, path: string, file: string): Promise<Answer[] | 'too much'> {
  const answers: Answer[] = []
  for (let after = ''; ; ) {
    const told = await client.get(`${path}${path.includes('?') ? '&' : '?'}limit=${PAGE}${after}`)
    if (isTooMuch(told)) return 'too much'
    answers.push({ file, line: answers.length + 1, path: null, body: told.body })
    const { cursors, next } = toValues(toValues(told.body).paging)
    const place = toText(toValues(cursors).after)
    if (next === undefined || place === null) return answers
    after = `&after=${encodeURIComponent(place)}`
  }
}

async function readReport({ client, account }: MetaDoor, from: string, to: string): Promise<Answer[]> {
  const range = encodeURIComponent(JSON.stringify({ since: from, until: to }))
  const query = `level=campaign&time_increment=1&time_range=${range}&fields=${FIELDS}`
  const file = `insights ${from} ${to}`
  const told = await readPages(client, `/${account}/insights?${query}`, file)
  if (told !== 'too much') return told
  const { body } = await client.post(`/${account}/insights`, new URLSearchParams(query))
  const run = toText(toValues(body).report_run_id)
  if (run === null) throw new AppError('source_unavailable', 'Meta does not make the report.', { hint: 'Run the sync again later.' })
  await client.get(`/${run}`)
  const made = await readPages(client, `/${run}/insights`, file)
  return made === 'too much' ? [] : made
}

async function readAccount({ client, account }: MetaDoor): Promise<{ name: string; currency: string | null; at: number }> {
  const { body, at } = await client.get(`/${account}?fields=name,currency,timezone_name`)
  const { name, currency } = toValues(body)
  return { name: toText(name) ?? account, currency: toText(currency), at }
}

const fetchMeta: Fetch<MetaDoor> = async function* fetchMeta(door, state, since) {
  const { at } = await readAccount(door)
  const walk = { state, since, nowMs: at, windowDays: WINDOW_DAYS, monthsBack: MONTHS_BACK }
  yield* walkDays(walk, (from, to) => readReport(door, from, to))
}

export const metaLink: LinkOf<MetaDoor> = {
  readAddress,
  open: openMeta,
  check: async (door) => {
    const { name, currency } = await readAccount(door)
    return { name, currency }
  },
  fetch: fetchMeta,
  rights: async () => [{ kind: 'spend', may: true }],
}
