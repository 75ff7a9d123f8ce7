// Answers as the ECB, the NBU and the Bank of Russia do: XML of a day, of history or of one currency (in windows-1251), JSON of a day or
// a range. Quotes are given by day: units of the bank's own currency for `nominal` units.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import iconv from 'iconv-lite'

export type FakeQuote = { day: string; currency: string; rate: string; nominal?: number }

export type FakeBanks = {
  origin: string
  quotes: FakeQuote[]
  asked: string[]
  /** How many of the next requests get 503. */
  faults: number
  close: () => Promise<void>
}

const dotted = (day: string) => day.split('-').toReversed().join('.')
const names: Readonly<Record<string, string>> = { USD: 'Доллар США', EUR: 'Евро', KZT: 'Тенге', GBP: 'Фунт' }
const codeOf = (currency: string) => `R-${currency}`

export async function startFakeBanks(quotes: FakeQuote[], now: () => number): Promise<FakeBanks> {
  const fake: FakeBanks = { origin: '', quotes, asked: [], faults: 0, close: () => Promise.resolve() }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', fake.origin)
    fake.asked.push(`${url.pathname}${url.search}`)
    response.setHeader('Date', new Date(now()).toUTCString())
    if (fake.faults > 0) {
      fake.faults -= 1
      response.writeHead(503).end('busy')
      return
    }
    answer(fake, url, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  fake.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  fake.close = () => new Promise((resolve) => server.close(() => resolve()))
  return fake
}

function answer({ quotes }: FakeBanks, { pathname, searchParams }: URL, response: ServerResponse): ServerResponse {
  const days = [...new Set(quotes.map(({ day }) => day))].toSorted()
  const newest = quotes.filter(({ day }) => day === days.at(-1))
  const xml = (text: string) => {
    response.writeHead(200, { 'Content-Type': 'application/xml; charset=windows-1251' })
    return response.end(iconv.encode(`<?xml version="1.0" encoding="windows-1251"?>${text}`, 'windows-1251'))
  }
  const json = (body: unknown) => response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
  if (pathname.endsWith('/XML_daily.asp')) return xml(cbrDay(days.at(-1)!, newest))
  if (pathname.endsWith('/XML_dynamic.asp')) {
    const [from, to] = ['date_req1', 'date_req2'].map((name) => searchParams.get(name)!.split('/').toReversed().join('-'))
    const currency = searchParams.get('VAL_NM_RQ')!.slice(2)
    return xml(cbrRange(quotes.filter((quote) => quote.currency === currency && quote.day >= from! && quote.day <= to!)))
  }
  if (pathname.endsWith('/v1/statdirectory/exchange'))
    return json(newest.map(({ day, currency, rate }) => ({ cc: currency, rate: Number(rate), exchangedate: dotted(day), r030: 1 })))
  if (pathname === '/NBU_Exchange/exchange_site') {
    const [start, end, code] = ['start', 'end', 'valcode'].map((name) => searchParams.get(name)!)
    const wanted = quotes.filter(
      ({ day, currency }) => currency.toLowerCase() === code && day.replaceAll('-', '') >= start! && day.replaceAll('-', '') <= end!,
    )
    return json(
      wanted.map(({ day, currency, rate, nominal = 1 }) => ({
        exchangedate: dotted(day),
        cc: currency,
        rate: Number(rate),
        units: nominal,
      })),
    )
  }
  return response.writeHead(404).end('<html></html>')
}

const fields = ({ rate, nominal = 1 }: FakeQuote) => `<Nominal>${nominal}</Nominal><Value>${rate.replace('.', ',')}</Value>`
const cbrDay = (day: string, list: readonly FakeQuote[]) =>
  `<ValCurs Date="${dotted(day)}" name="Foreign Currency Market">${list
    .map((one) => {
      const name = names[one.currency] ?? one.currency
      return `<Valute ID="${codeOf(one.currency)}"><NumCode>000</NumCode><CharCode>${one.currency}</CharCode><Name>${name}</Name>${fields(one)}</Valute>`
    })
    .join('')}</ValCurs>`
const cbrRange = (list: readonly FakeQuote[]) =>
  `<ValCurs ID="${codeOf(list[0]?.currency ?? '')}" name="Foreign Currency Market Dynamic">${list
    .map((one) => `<Record Date="${dotted(one.day)}" Id="${codeOf(one.currency)}">${fields(one)}</Record>`)
    .join('')}</ValCurs>`
