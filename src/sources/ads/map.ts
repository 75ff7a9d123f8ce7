// Advertising reports -> spend by day and campaign. Rows of ads and ad sets are summed; the same row in two parts of a report counts once.
import { plus } from '../decimals.ts'
import { MappingDesk } from '../mapping-desk.ts'
import type { Answer, Link, Mapped, Source, WireRow } from '../source.ts'
import { googleAdsLink } from './fetch-google.ts'
import { metaLink } from './fetch-meta.ts'
import { yandexLink } from './fetch-yandex.ts'
import { type Found, locateSpend } from './locate.ts'
import type { SpendRow } from './read-table.ts'

const sourceOf = (system: string, title: string, channel: string, link: Link): Source => ({
  system,
  title,
  link,
  isTable: true,
  map: (answers) => map(answers, channel),
})

export const googleAds = sourceOf('google-ads', 'Google Ads', 'Google Ads', googleAdsLink)
export const metaAds = sourceOf('meta-ads', 'Meta Ads', 'Meta Ads', metaLink)
export const yandexDirect = sourceOf('yandex-direct', 'Yandex Direct', 'Yandex Direct', yandexLink)

type Sum = { spend: SpendRow; row: WireRow }

function map(answers: readonly Answer[], channel: string): Mapped {
  const read = new Map<Answer, Found[] | string>(answers.map((answer) => [answer, locateSpend(answer)]))
  const desk = new MappingDesk(answers, (answer) => {
    const found = read.get(answer)!
    return typeof found === 'string' ? found : []
  })
  // A file or request is one report, however many pages it has; a later report replaces an earlier one of the same day and campaign.
  for (const report of Map.groupBy(answers, ({ file }) => file).values()) {
    const rows = new Map<string, Sum>()
    for (const answer of report) for (const one of foundIn(read.get(answer)!)) addRow(desk, rows, one, answer)
    putReport(desk, [...rows.values()], channel)
  }
  return desk.result()
}

const foundIn = (found: Found[] | string) => (typeof found === 'string' ? [] : found)

function addRow(desk: MappingDesk, rows: Map<string, Sum>, { raw, spot, row: told }: Found, { file, line }: Answer): void {
  const row: WireRow = { raw, file, line, spot, about: {} }
  if ('reason' in told) desk.refuse('spend', row, told)
  else rows.set(told.identity, { spend: told, row })
}

const placeOf = ({ day, campaign, campaign_id, currency }: SpendRow) => JSON.stringify([day, campaign_id ?? campaign, currency])
const add = (a: string | null, b: string | null) => (a === null || b === null ? (a ?? b) : (plus(a, b) ?? a))

function putReport(desk: MappingDesk, rows: readonly Sum[], channel: string): void {
  for (const list of Map.groupBy(rows, ({ spend }) => placeOf(spend)).values()) {
    const { spend, row } = list.at(-1)!
    const sum = (name: 'amount' | 'clicks' | 'impressions') => list.map((one) => one.spend[name]).reduce(add)
    desk.put('spend', row, {
      id: spend.campaign_id === null ? null : `${spend.day}/${spend.campaign_id}`,
      day: spend.day,
      channel,
      campaign: spend.campaign ?? spend.campaign_id,
      amount: sum('amount'),
      currency: spend.currency,
      clicks: sum('clicks'),
      impressions: sum('impressions'),
      with_vat: spend.with_vat,
    })
  }
}
