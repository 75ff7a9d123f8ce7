// Fetches Stripe: what changed by its events, what is new and the past by when it was made, the newest first. Events are kept for a month:
// whoever comes later reads everything anew.
import { AppError } from '../../contract/errors.ts'
import { type HttpAnswer, HttpClient, type Verdict } from '../http-client.ts'
import { parseJson } from '../parse-json.ts'
import { readOrigin } from '../read-address.ts'
import type { Answer, Fetch, Hook, LinkOf, OpenGiven, Right } from '../source.ts'
import { walkBack } from '../walk-back.ts'
import { toList, toText, toValues, type Values } from '../wire-values.ts'

const API = 'https://api.stripe.com'
const DAY_S = 86_400
const OVERLAP_S = 3600
const WINDOW_S = 30 * DAY_S
const SILENCE_S = 366 * DAY_S
/** Stripe keeps events 30 days. */
const EVENTS_KEPT_S = 29 * DAY_S
const PAGE = 100

type List = { path: string; kind: string; expand?: string }
const lists: readonly List[] = [
  { path: 'customers', kind: 'contacts' },
  { path: 'invoices', kind: 'invoices', expand: 'data.payments' },
  { path: 'charges', kind: 'payments' },
  { path: 'refunds', kind: 'payments', expand: 'data.charge' },
  { path: 'disputes', kind: 'payments', expand: 'data.charge' },
]
/** Events of what changes after it was made. At most twenty may be named. */
const CHANGES = [
  ...['charge.succeeded', 'charge.captured', 'charge.updated', 'charge.refunded', 'charge.refund.updated', 'charge.dispute.closed'],
  ...['refund.updated', 'refund.failed', 'customer.updated', 'customer.deleted', 'payment_intent.succeeded'],
  ...['invoice.finalized', 'invoice.updated', 'invoice.paid', 'invoice.voided', 'invoice.marked_uncollectible'],
]

function openStripe({ address, token, clock }: OpenGiven): HttpClient {
  return new HttpClient({
    origin: address,
    clock,
    judge,
    headers: { Authorization: `Bearer ${token}` },
    limit: { perSecond: 15, burst: 5 },
  })
}

/** What a restricted key may not read (403) and what cannot be asked so (400) is judged by who asked. */
function judge({ status, body }: HttpAnswer): Verdict {
  if (status === 0 || status === 409 || status === 429 || status >= 500 || (status === 200 && (body === null || typeof body === 'string')))
    return { againMs: null }
  if (status === 401)
    return new AppError('source_unavailable', 'Stripe does not accept the key.', {
      hint: 'Copy the restricted key anew and connect again.',
    })
  if (status === 403 && typeof body === 'string')
    return new AppError('source_unavailable', 'Stripe has blocked this address.', { hint: 'Run the sync again later.' })
  return 'take'
}

const toldBy = ({ status, body }: HttpAnswer) => toText(toValues(toValues(body).error).message) ?? String(status)

async function checkStripe(client: HttpClient): Promise<{ name: string; currency: string | null }> {
  const charges = await client.get('/v1/charges?limit=1')
  if (charges.status !== 200)
    throw new AppError('source_unavailable', `Stripe refused the charges: ${toldBy(charges)}`, { hint: 'Let the key read Charges.' })
  const { status, body } = await client.get('/v1/account')
  const account = status === 200 ? toValues(body) : {}
  const named = toText(toValues(toValues(account.settings).dashboard).display_name) ?? toText(toValues(account.business_profile).name)
  return { name: named ?? 'Stripe', currency: toText(account.default_currency)?.toUpperCase() ?? null }
}

async function checkRights(client: HttpClient): Promise<Right[]> {
  const may = new Map<string, boolean>()
  for (const { path, kind } of lists) {
    const { status } = await client.get(`/v1/${path}?limit=1`)
    may.set(kind, (may.get(kind) ?? true) && status === 200)
  }
  return [...may].map(([kind, isAllowed]) => ({ kind, may: isAllowed }))
}

/** All pages of a list, the newest first; null when the key may not read it. */
async function readPages(client: HttpClient, path: string, query: string, expand: string): Promise<Answer[] | null> {
  const answers: Answer[] = []
  for (let after = ''; ; ) {
    const asked = `/v1/${path}?limit=${PAGE}${query}${expand}${after}`
    const told = await client.get(asked)
    if (told.status === 403) return null
    // Older versions of the API do not know what is expanded.
    if (told.status === 400 && expand !== '' && answers.length === 0) return readPages(client, path, query, '')
    if (told.status !== 200) throw new AppError('source_unavailable', `Stripe refused ${path}: ${toldBy(told)}`)
    answers.push({ file: path, line: answers.length + 1, path: asked, body: told.body })
    const { data, has_more } = toValues(told.body)
    const last = toText(toValues(toList(data).at(-1)).id)
    if (has_more !== true || last === null) return answers
    after = `&starting_after=${encodeURIComponent(last)}`
  }
}

const rowsOf = (answers: readonly Answer[]) => answers.flatMap(({ body }) => toList(toValues(body).data).map(toValues))

/** Events as they happened: of an object the last one counts. */
async function readEvents(client: HttpClient, fromS: number): Promise<Answer[]> {
  const types = CHANGES.map((type) => `&types[]=${type}`).join('')
  const answers = (await readPages(client, 'events', `&created[gte]=${fromS}${types}`, '')) ?? []
  const events: Values[] = rowsOf(answers).toReversed()
  return events.length === 0 ? [] : [{ file: 'events', line: 1, path: '/v1/events', body: { object: 'list', data: events } }]
}

async function readWindow(client: HttpClient, from: number, to: number): Promise<{ answers: Answer[]; rows: number }> {
  const found: Answer[] = []
  for (const { path, expand } of lists) {
    const query = `&created[gte]=${from}&created[lt]=${to}`
    found.push(...((await readPages(client, path, query, expand === undefined ? '' : `&expand[]=${expand}`)) ?? []))
  }
  return { answers: found, rows: rowsOf(found).length }
}

const fetchStripe: Fetch = async function* fetchStripe(client, given, since) {
  const { at } = await client.get('/v1/charges?limit=1')
  const nowS = Math.floor(at / 1000)
  const cursor = typeof given.cursor === 'number' ? given.cursor : null
  const isLate = cursor !== null && nowS - cursor > EVENTS_KEPT_S
  const state = isLate ? {} : given
  if (cursor !== null && !isLate) {
    const answers = await readEvents(client, cursor - OVERLAP_S)
    const frontier = state.isDone === true ? null : new Date(Number(state.frontier ?? nowS) * 1000)
    if (answers.length > 0) yield { answers, state, completeFrom: frontier }
  }
  yield* walkBack({ state, since, nowS, windowS: WINDOW_S, overlapS: OVERLAP_S, silenceS: SILENCE_S }, (from, to) =>
    readWindow(client, from, to),
  )
}

const hook: Hook = {
  read: ({ body }) => {
    const event = toValues(parseJson(body))
    const id = toText(event.id)
    return event.object === 'event' && id !== null ? [{ object: 'event', id }] : null
  },
}

export const stripeLink: LinkOf<HttpClient> = {
  readAddress: (written) => (written.trim() === '' ? API : readOrigin(written)),
  open: openStripe,
  check: checkStripe,
  fetch: fetchStripe,
  rights: checkRights,
  hook,
}
