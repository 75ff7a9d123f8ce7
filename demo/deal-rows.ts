// Writes deals, their positions, credits and changed values as known at the book's moment.
import { type Book, dateOnly, type Row, shared } from './book.ts'
import type { Pipeline, Product } from './catalogue.ts'
import { lastKnown, type Owned, pipelineOf, withLeaving, writeMoves, writeOwners } from './history.ts'
import type { Item } from './items.ts'
import type { Life } from './life.ts'
import type { Move } from './sale-path.ts'
import type { Source } from './truths.ts'

export type Outcome = { outcome: 'open' | 'won' | 'lost'; at: number; reason: string | null; by: string | null }
export type Deal = {
  id: string
  created: number
  leadId: string | null
  pipeline: Pipeline
  product: Product
  owners: Owned[]
  moves: Move[]
  outcomes: Outcome[]
  amounts: { value: number | null; at: number }[]
  currency: 'UAH' | 'USD'
  expected: { day: number; at: number }[]
  items: Item[]
  credits: { person: string; share: number; role: string }[]
  channel: string | null
  continues: string | null
  /** The client goes to an account manager after the sale. */
  clientOwners: Owned[]
  /** Moments at which any column of the deal changes. */
  touched: number[]
}

export const stateMoments = (deal: Deal): number[] => [
  deal.created,
  ...deal.outcomes.map((one) => one.at),
  ...deal.amounts.map((one) => one.at),
  ...deal.expected.map((one) => one.at),
]

const grossProfit = (deal: Deal): number =>
  Math.round(deal.items.reduce((sum, item) => sum + (item.price - item.cost) * item.quantity, 0) * 100) / 100

/** The present state of a deal, as columns. */
export function dealState(book: Book, deal: Deal): Row {
  const outcome = lastKnown(book, deal.outcomes)
  const amount = lastKnown(book, deal.amounts)
  const expected = lastKnown(book, deal.expected)
  if (!book.knows(deal.created)) return {}
  const closed = outcome !== undefined && outcome.outcome !== 'open'
  return {
    outcome: outcome?.outcome ?? 'open',
    closed_at: closed ? book.time(outcome.at) : undefined,
    amount: amount?.value ?? undefined,
    currency: deal.currency,
    gross_profit: outcome?.outcome === 'won' && deal.items.length > 0 && deal.leadId === null ? grossProfit(deal) : undefined,
    expected_close_at: expected ? dateOnly(expected.day) : undefined,
    lost_reason: outcome?.outcome === 'lost' ? (outcome.reason ?? undefined) : undefined,
  }
}

export function publishDeal(life: Life, deal: Deal): void {
  const { book } = life.world
  const { source } = life
  if (!book.knows(deal.created)) return
  const endAt = deal.outcomes.at(-1)?.at ?? deal.created + 86_400 * 400
  deal.owners = withLeaving(life, deal.owners, endAt)
  const stage = lastKnown(book, deal.moves)
  const owner = lastKnown(book, deal.owners)?.person
  book.add(source, 'deals', {
    id: deal.id,
    created_at: book.time(deal.created),
    lead_id: deal.leadId ?? undefined,
    contact_id: life.client.contact,
    company_id: life.client.company ?? undefined,
    pipeline_id: stage ? pipelineOf(source, stage.stage) : deal.pipeline.id,
    stage_id: stage?.stage,
    owner_id: owner ? shared(source, owner) : undefined,
    product: deal.product.name,
    channel: deal.channel ?? undefined,
    continues_deal_id: deal.continues ?? undefined,
    ...dealState(book, deal),
    updated_at: book.latest(...stateMoments(deal), ...deal.moves.map((one) => one.at), ...deal.owners.map((one) => one.at)),
  })
  writeMoves(book, source, 'deal', deal.id, deal.moves)
  writeOwners(book, source, 'deal', deal.id, deal.owners)
}

/** What belongs to a deal of either kind of source: changed values, positions, credits, the client's new owner. */
export function writeDealDetails(life: Life, deal: Deal): void {
  const { book } = life.world
  const { source } = life
  if (!book.knows(deal.created)) return
  writeChanges(book, source, deal)
  for (const item of deal.items) {
    if (!book.knows(item.at)) continue
    book.add(source, 'deal_items', {
      deal_id: deal.id,
      product: item.product,
      quantity: item.quantity,
      price: item.price,
      list_price: item.list,
      cost: item.cost,
      category: item.category,
      addon: item.addon,
      added_at: book.time(item.at),
    })
  }
  const sold = deal.outcomes.some((one) => one.outcome === 'won' && book.knows(one.at))
  for (const credit of sold ? deal.credits : []) {
    book.add(source, 'deal_credits', { deal_id: deal.id, person_id: shared(source, credit.person), share: credit.share, role: credit.role })
  }
  const client = life.client.company ?? life.client.contact
  if (deal.clientOwners.length > 0)
    writeOwners(book, source, life.client.company === null ? 'contact' : 'company', client, deal.clientOwners)
}

function writeChanges(book: Book, source: Source, deal: Deal): void {
  const change = (field: string, at: number, old: string | undefined, now: string | undefined, by: string | null) => {
    if (!book.knows(at)) return
    const who = by === null ? undefined : shared(source, by)
    book.add(source, 'value_changes', { entity: 'deal', entity_id: deal.id, field, at: book.time(at), old, new: now, by_person_id: who })
  }
  const owner = deal.owners[0]?.person ?? null
  deal.amounts.forEach((one, i) => {
    const before = deal.amounts[i - 1]
    if (before) change('amount', one.at, before.value?.toFixed(2), one.value?.toFixed(2), owner)
  })
  deal.expected.forEach((one, i) => {
    const before = deal.expected[i - 1]
    if (before) change('expected_close_at', one.at, dateOnly(before.day), dateOnly(one.day), owner)
  })
  let before = 'open'
  for (const one of deal.outcomes) {
    change('outcome', one.at, before, one.outcome, one.by)
    before = one.outcome
  }
}
