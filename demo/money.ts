// Invoices in stages, payments and refunds of a sale.
import type { Deal } from './deal-rows.ts'
import { DAY, dayOf, HOUR, instant, MINUTE, timeText, weekdayOf } from './kyiv-time.ts'
import type { Life } from './life.ts'

type Moments = { contractAt: number; prepaidAt: number; wonAt: number }
type Part = { kind: 'prepayment' | 'stage' | 'final' | 'full'; share: number; issued: number; dueDays: number; paidAt: number | null }

/** Banks work on weekdays from nine to five. */
function bankTime(at: number): number {
  let day = dayOf(at)
  while (weekdayOf(day) > 4) day++
  const clock = 9 * HOUR + 10 * MINUTE + (Math.floor(at) % (7 * HOUR))
  const open = instant(day, clock)
  return open >= at ? open : instant(day, 17 * HOUR)
}

const cents = (value: number) => Math.round(value * 100) / 100

export function collectMoney(life: Life, deal: Deal, moments: Moments): void {
  const { rng, serial } = life
  const total = deal.amounts.at(-1)?.value ?? 0
  if (total <= 0) return
  const parts = partsOf(life, total * (deal.currency === 'USD' ? 41 : 1), moments)
  let rest = total
  parts.forEach((part, i) => {
    const amount = i === parts.length - 1 ? cents(rest) : cents(total * part.share)
    rest -= amount
    const id = `I${deal.id}-${i + 1}`
    writeInvoice(life, deal, id, `${serial}/${i + 1}`, amount, part)
    if (part.paidAt !== null)
      writePayment(life, deal, { id: `P${deal.id}-${i + 1}`, invoice: id, number: `${serial}/${i + 1}`, amount, at: part.paidAt })
  })
  const refunded = rng.chance(0.025)
  const whole = rng.chance(0.4)
  const after = rng.between(3, 40)
  const first = parts[0]
  if (!refunded || !first || first.paidAt === null) return
  const amount = cents(total * first.share * (whole ? 1 : 0.3))
  const at = bankTime(Math.max(moments.wonAt, first.paidAt) + after * DAY)
  const { book } = life.world
  if (!book.knows(at)) return
  book.add(life.source, 'payments', {
    id: `R${deal.id}`,
    at: timeText(at),
    amount,
    currency: deal.currency,
    kind: 'refund',
    deal_id: deal.id,
  })
}

/** Small sums are paid at once, larger ones in two parts, the largest in three. */
function partsOf(life: Life, hryvnias: number, moments: Moments): Part[] {
  const { rng } = life
  const pay = (issued: number, dueDays: number): number | null => {
    const inTime = rng.chance(0.82)
    const never = rng.chance(0.03)
    const early = rng.between(0.1, Math.max(0.2, dueDays))
    const late = rng.lognormal(8, 0.8)
    if (never) return null
    return bankTime(issued + (inTime ? early : dueDays + late) * DAY)
  }
  const { contractAt, prepaidAt, wonAt } = moments
  if (hryvnias < 20_000) return [{ kind: 'full', share: 1, issued: contractAt + 30 * MINUTE, dueDays: 3, paidAt: bankTime(prepaidAt) }]
  const first: Part = {
    kind: 'prepayment',
    share: hryvnias < 250_000 ? 0.6 : 0.4,
    issued: contractAt + 30 * MINUTE,
    dueDays: 5,
    paidAt: bankTime(Math.max(contractAt + HOUR, prepaidAt - 2 * HOUR)),
  }
  if (hryvnias < 250_000) return [first, { kind: 'final', share: 0.4, issued: wonAt, dueDays: 10, paidAt: pay(wonAt, 10) }]
  const second = wonAt + 8 * DAY
  return [
    first,
    { kind: 'stage', share: 0.35, issued: wonAt, dueDays: 7, paidAt: pay(wonAt, 7) },
    { kind: 'final', share: 0.25, issued: second, dueDays: 14, paidAt: pay(second, 14) },
  ]
}

function writeInvoice(life: Life, deal: Deal, id: string, number: string, amount: number, part: Part): void {
  const { book } = life.world
  if (!book.knows(part.issued)) return
  const due = instant(dayOf(part.issued) + part.dueDays, 18 * HOUR)
  book.add(life.source, 'invoices', {
    id,
    issued_at: timeText(part.issued),
    amount,
    currency: deal.currency,
    due_at: timeText(due),
    number,
    kind: part.kind,
    deal_id: deal.id,
    company_id: life.client.company ?? undefined,
    contact_id: life.client.contact,
  })
}

type Payment = { id: string; invoice: string; number: string; amount: number; at: number }

/** Most payments name their deal; some only the number of the invoice, some only the payer. */
function writePayment(life: Life, deal: Deal, payment: Payment): void {
  const { rng, source } = life
  const { book } = life.world
  const naming = rng.weighted([84, 8, 6, 2])
  if (!book.knows(payment.at)) return
  const taxId = life.client.organisation?.taxId
  const named =
    naming === 0 || taxId === undefined
      ? { deal_id: deal.id, invoice_id: payment.invoice }
      : naming === 1
        ? { invoice_number: payment.number }
        : {}
  book.add(source, 'payments', {
    id: payment.id,
    at: timeText(payment.at),
    amount: payment.amount,
    currency: deal.currency,
    kind: 'payment',
    ...named,
    payer_tax_id: naming === 3 ? undefined : taxId,
    product: deal.product.name,
  })
}
