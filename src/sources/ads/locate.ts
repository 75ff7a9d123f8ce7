// Says what an answer of an advertising system holds: a table of texts, or objects of its reporting API as rows of spend.
import { divide } from '../decimals.ts'
import type { Answer } from '../source.ts'
import { isValues, toList, toText, toValues, type Values } from '../wire-values.ts'
import { type BadRow, readTable, type SpendRow } from './read-table.ts'

export type Found = { raw: unknown; spot: string; row: SpendRow | BadRow }

export function locateSpend({ body }: Answer): Found[] | string {
  if (body === null || body === undefined || body === '') return []
  if (typeof body === 'string') return fromTable(body.split(/\r?\n/).map((line) => line.split('\t')))
  if (Array.isArray(body) && body.every((row) => Array.isArray(row))) return fromTable(body as string[][])
  if (Array.isArray(body)) return merge(body.map((part) => fromApi(part)))
  return isValues(body) ? fromApi(body) : 'no report that is known'
}

function fromTable(rows: readonly (readonly string[])[]): Found[] | string {
  const read = readTable(rows)
  return typeof read === 'string' ? read : read.map(({ at, row }) => ({ raw: rows[at], spot: `row ${at + 1}`, row }))
}

function merge(parts: readonly (Found[] | string)[]): Found[] | string {
  return parts.find((part) => typeof part === 'string') ?? parts.flatMap((part) => (typeof part === 'string' ? [] : part))
}

function fromApi(body: unknown): Found[] | string {
  const { error, results, data } = toValues(body)
  if (isValues(error)) return `the answer is an error: ${toText(error.code) ?? ''} ${toText(error.message) ?? ''}`.trim()
  if (Array.isArray(results)) return results.map((raw, at) => ({ raw, spot: `results[${at}]`, row: fromGoogle(toValues(raw)) }))
  if (Array.isArray(data)) return data.map((raw, at) => ({ raw, spot: `data[${at}]`, row: fromMeta(toValues(raw)) }))
  if (isValues(body) && ('date_start' in body || 'segments' in body))
    return [{ raw: body, spot: '', row: 'segments' in body ? fromGoogle(body) : fromMeta(body) }]
  return toList(body).length === 0 ? [] : 'no report that is known'
}

/** Google Ads API: amounts in millionths, names in either spelling. */
function fromGoogle(raw: Values): SpendRow | BadRow {
  const [campaign, metrics, segments, customer] = ['campaign', 'metrics', 'segments', 'customer'].map((name) => toValues(raw[name]))
  const micros = toText(metrics!.costMicros ?? metrics!.cost_micros) ?? '0'
  return finish({
    day: toText(segments!.date),
    campaign: toText(campaign!.name),
    campaign_id: toText(campaign!.id),
    amount: divide(micros, '1000000'),
    currency: toText(customer!.currencyCode ?? customer!.currency_code),
    clicks: toText(metrics!.clicks) ?? '0',
    impressions: toText(metrics!.impressions) ?? '0',
    identity: JSON.stringify([campaign, segments, raw.adGroup ?? raw.ad_group, raw.adGroupAd ?? raw.ad_group_ad]),
  })
}

/** Insights of Meta's Marketing API: decimals as text. */
function fromMeta(raw: Values): SpendRow | BadRow {
  const [from, to] = [toText(raw.date_start), toText(raw.date_stop)]
  if (to !== null && to !== from)
    return { column: 'date_stop', value: to, reason: 'the row covers several days: ask with time_increment=1' }
  return finish({
    day: from,
    campaign: toText(raw.campaign_name),
    campaign_id: toText(raw.campaign_id),
    amount: toText(raw.spend),
    currency: toText(raw.account_currency),
    clicks: toText(raw.clicks) ?? '0',
    impressions: toText(raw.impressions) ?? '0',
    identity: JSON.stringify([
      raw.campaign_id,
      raw.adset_id,
      raw.ad_id,
      raw.campaign_name,
      from,
      raw.publisher_platform,
      raw.age,
      raw.gender,
    ]),
  })
}

type Told = Omit<SpendRow, 'day' | 'amount' | 'with_vat'> & { day: string | null; amount: string | null }

function finish(told: Told): SpendRow | BadRow {
  const { day, amount } = told
  if (day === null || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return { column: 'day', value: day ?? '', reason: 'required, but empty or no day' }
  if (amount === null || !/^-?\d+(\.\d+)?$/.test(amount))
    return { column: 'amount', value: amount ?? '', reason: 'required, but empty or no number' }
  return { ...told, day, amount, with_vat: null }
}
