// Says what an answer of Stripe holds: every object names itself; lists, events and refunds inside charges are unfolded.
import { type Answer, type Located, UNKNOWN } from '../source.ts'
import { fromUnix, isValues, toText, toValues } from '../wire-values.ts'

const needed = new Set(['charge', 'payment_intent', 'invoice', 'invoice_payment', 'refund', 'customer', 'dispute'])
const unneeded =
  /^(balance|balance_transaction|product|price|plan|subscription|subscription_item|subscription_schedule|checkout\.session|payout|transfer|coupon|promotion_code|tax_id|tax_rate|payment_method|card|source|setup_intent|account|file|invoiceitem|line_item|item|credit_note|discount|application_fee|topup|review|webhook_endpoint|quote|mandate|token|country_spec)$/

type Row = { object: string; raw: unknown; spot: string; about: Record<string, string> }

export function locate({ body }: Answer): Located | string {
  if (body === null || body === undefined || body === '') return []
  if (typeof body === 'string') return 'the answer is no JSON: Stripe refused or failed'
  const error = toValues(toValues(body).error)
  if ('type' in error || 'message' in error)
    return `Stripe answered with an error: ${toText(error.code) ?? toText(error.type) ?? ''} ${toText(error.message) ?? ''}`.trim()
  const rows = unfold(body, '', '')
  const named = rows.map((row) => ({ ...row, object: needed.has(row.object) ? row.object : unneeded.test(row.object) ? '' : UNKNOWN }))
  const taken = named.filter(({ object }) => object !== '')
  const [only] = rows
  if (rows.length === 1 && only !== undefined && only.object !== '' && named[0]!.object === UNKNOWN)
    return `nothing is read from ${only.object}`
  return [...Map.groupBy(taken, ({ object }) => object)].map(([object, of]) => ({ object, rows: of }))
}

/** `at`: when an event told it. */
function unfold(raw: unknown, spot: string, at: string): Row[] {
  if (Array.isArray(raw)) return raw.flatMap((one, place) => unfold(one, `${spot}[${place}]`, at))
  if (!isValues(raw)) return []
  const object = toText(raw.object) ?? ''
  if (object === 'list' || object === 'search_result' || (object === '' && Array.isArray(raw.data)))
    return unfold(raw.data ?? [], [spot, 'data'].filter(Boolean).join('.'), at)
  if (object === 'event') {
    const told = toValues(toValues(raw.data).object)
    // The object of such an event is what it was before.
    const isGone = /^(customer|invoice)\.deleted$/.test(toText(raw.type) ?? '')
    return unfold(isGone ? { ...told, deleted: true } : told, [spot, 'data.object'].filter(Boolean).join('.'), fromUnix(raw.created) ?? '')
  }
  const lists = { charge: 'refunds', payment_intent: 'charges' } as const
  const held = object === 'charge' || object === 'payment_intent' ? lists[object] : null
  const list = held === null ? {} : toValues(raw[held])
  const inside = unfold(list.data ?? [], [spot, `${held}.data`].filter(Boolean).join('.'), at)
  const expanded = ['customer', 'charge', 'latest_charge', 'invoice', 'latest_invoice', 'payment_intent', 'source'].flatMap((name) =>
    isValues(raw[name]) ? unfold(raw[name], [spot, name].filter(Boolean).join('.'), at) : [],
  )
  return [{ object, raw, spot, about: { at } }, ...inside, ...expanded]
}
