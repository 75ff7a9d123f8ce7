// Fetches the lists of central banks: one document of history from the ECB, a range for each currency from NBU and CBR, a document of
// one's own whole each time.
import { AppError } from '../../contract/errors.ts'
import { type HttpAnswer, HttpClient, type Verdict } from '../http-client.ts'
import { parseXml } from '../parse-xml.ts'
import { readUrl } from '../read-address.ts'
import type { Answer, Fetch, OpenGiven } from '../source.ts'
import { toText, toValues } from '../wire-values.ts'
import { locate } from './locate.ts'

const DAY_MS = 86_400_000
/** Lists are corrected within days. */
const OVERLAP_DAYS = 10
const YEARS_BACK = 10
/** The short document of the ECB. */
const ECB_SHORT_DAYS = 85

const homes: Readonly<Record<string, string>> = {
  ecb: 'https://www.ecb.europa.eu/stats/eurofxref/',
  nbu: 'https://bank.gov.ua/NBUStatService/',
  cbr: 'https://www.cbr.ru/scripts/',
}

/** A bank by its name, or the address of a document. */
export const readAddress = (written: string): string => {
  if (written === '')
    throw new AppError('bad_usage', 'Whose rates?', { path: 'address', hint: `--address ${Object.keys(homes).join('|')}, or an address` })
  return readUrl(homes[written.trim().toLowerCase()] ?? written).href
}

type Bank = 'ecb' | 'nbu' | 'cbr' | 'document'
const bankOf = ({ origin }: HttpClient): Bank => {
  const { pathname } = new URL(origin)
  if (pathname.endsWith('/stats/eurofxref/')) return 'ecb'
  if (pathname.endsWith('/NBUStatService/')) return 'nbu'
  return pathname.endsWith('/scripts/') ? 'cbr' : 'document'
}

export function openRates({ address, clock }: OpenGiven): HttpClient {
  return new HttpClient({ origin: address, clock, judge, limit: { perSecond: 3, burst: 1 } })
}

function judge({ status }: HttpAnswer): Verdict {
  if (status === 0 || status === 429 || status >= 500) return { againMs: null }
  if (status !== 200) return new AppError('source_unavailable', `The bank answers ${status}.`, { hint: 'Check the address.' })
  return 'take'
}

/** The list of today shows that the address is right. */
export async function checkRates(client: HttpClient): Promise<{ name: string; currency: string | null }> {
  const bank = bankOf(client)
  const found = locate(await ask(client, bank === 'document' ? '' : today[bank]))
  if (typeof found === 'string' || found.length === 0)
    throw new AppError('source_unavailable', `This address answers no list of rates${typeof found === 'string' ? `: ${found}` : ''}.`)
  const currencies = { ecb: 'EUR', nbu: 'UAH', cbr: 'RUB' }
  const name = found[0]!.object as keyof typeof currencies
  return { name: name.toUpperCase(), currency: currencies[name] }
}

const today = { ecb: 'eurofxref-daily.xml', nbu: 'v1/statdirectory/exchange?json', cbr: 'XML_daily.asp' } as const

export const fetchRates: Fetch = async function* fetchRates(client, state, since) {
  const bank = bankOf(client)
  if (bank === 'document') {
    yield { answers: [await ask(client, '')], state: {}, completeFrom: null }
    return
  }
  const { answer, at } = await askAt(client, today[bank])
  const until = new Date(at)
  const through = toText(state.through)
  const from = since ?? (through === null ? new Date(Date.UTC(until.getUTCFullYear() - YEARS_BACK, 0, 1)) : back(through))
  const answers = bank === 'ecb' ? [answer, await ask(client, ecbPath(from, until))] : [answer]
  if (bank !== 'ecb') for (const path of rangesOf(bank, answer, from, until)) answers.push(await ask(client, path))
  yield { answers, state: { through: isoDay(until) }, completeFrom: null }
}

const back = (through: string) => new Date(Date.parse(through) - OVERLAP_DAYS * DAY_MS)
const isoDay = (date: Date) => date.toISOString().slice(0, 10)
const ecbPath = (from: Date, until: Date) =>
  until.getTime() - from.getTime() < ECB_SHORT_DAYS * DAY_MS ? 'eurofxref-hist-90d.xml' : 'eurofxref-hist.xml'

/** One request for each currency of today's list. */
function rangesOf(bank: 'nbu' | 'cbr', { body }: Answer, from: Date, until: Date): string[] {
  if (bank === 'nbu') {
    const [start, end] = [from, until].map((date) => isoDay(date).replaceAll('-', ''))
    const codes = (Array.isArray(body) ? body : []).map((one) => toText(toValues(one).cc)).filter((code) => code !== null)
    return codes.map(
      (code) => `../NBU_Exchange/exchange_site?start=${start}&end=${end}&valcode=${code.toLowerCase()}&sort=exchangedate&order=asc&json`,
    )
  }
  const [start, end] = [from, until].map((date) => isoDay(date).split('-').toReversed().join('/'))
  const codes = (parseXml(String(body))?.children ?? []).flatMap(({ attributes }) => attributes.ID ?? [])
  return codes.map((code) => `XML_dynamic.asp?date_req1=${start}&date_req2=${end}&VAL_NM_RQ=${code}`)
}

async function askAt(client: HttpClient, path: string): Promise<{ answer: Answer; at: number }> {
  const { body, at } = await client.get(path)
  return { answer: { file: path.split('?')[0] || 'rates', line: 1, path: path === '' ? null : path, body }, at }
}
const ask = async (client: HttpClient, path: string): Promise<Answer> => (await askAt(client, path)).answer
