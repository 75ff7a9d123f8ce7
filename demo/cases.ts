// Writes leads and one-card cards as the CRM knows them at the book's moment: present state beside the history.
import type { Arrival } from './arrivals.ts'
import { type Row, shared } from './book.ts'
import type { Product } from './catalogue.ts'
import { writeClient } from './clients.ts'
import { type Deal, dealState } from './deal-rows.ts'
import { lastKnown, type Owned, pipelineOf, withLeaving, writeMoves, writeOwners } from './history.ts'
import { DAY } from './kyiv-time.ts'
import type { Life } from './life.ts'
import type { Move } from './sale-path.ts'
import type { Source } from './truths.ts'

export type Status = { status: string; at: number; reason: string | null; by: string | null }

export type Case = {
  id: string
  arrival: Arrival
  product: Product
  owners: Owned[]
  moves: Move[]
  status: Status[]
  deal: Deal | null
  extra: Row
  deletedAt: number | null
}

const closing = new Set(['disqualified', 'lost', 'spam', 'duplicate', 'converted'])

export function publishCase(life: Life, story: Case): void {
  const { book } = life.world
  if (!book.knows(story.arrival.at)) return
  const endAt = story.status.find((one) => closing.has(one.status))?.at ?? story.arrival.at + 400 * DAY
  story.owners = withLeaving(life, story.owners, endAt)
  if (life.source === 'crm') publishLead(life, story)
  else publishCard(life, story)
  const owner = lastKnown(book, [...story.owners, ...(story.deal?.clientOwners ?? [])])
  writeClient(book, life.source, life.client, {
    created: story.arrival.at,
    owner: owner?.person ?? null,
    updated: book.latest(story.arrival.at, ...story.owners.map((one) => one.at), ...(story.deal?.clientOwners ?? []).map((one) => one.at)),
  })
}

function publishLead(life: Life, story: Case): void {
  const { book } = life.world
  const { arrival, id } = story
  const state = lastKnown(book, story.status)
  const end = story.status.find((one) => book.knows(one.at) && closing.has(one.status))
  const qualified = story.status.find((one) => one.status === 'converted')
  const owner = lastKnown(book, story.owners)?.person ?? null
  const deal = story.deal !== null && book.knows(story.deal.created) ? story.deal.id : undefined
  const deleted = book.knows(story.deletedAt)
  book.add('crm', 'leads', {
    id,
    created_at: book.time(arrival.at),
    contact_id: life.client.contact,
    company_id: life.client.company ?? undefined,
    origin: arrival.origin,
    channel: arrival.channel.group,
    campaign: arrival.campaign ?? undefined,
    ...utmOf(arrival, life.serial),
    owner_id: owner ?? undefined,
    status: state?.status ?? 'new',
    qualified: book.knows(qualified?.at) ? true : undefined,
    qualified_at: book.time(qualified?.at),
    closed_at: book.time(end?.at),
    marked_by: state?.status === 'spam' ? (state.by ?? undefined) : undefined,
    deal_id: deal,
    lost_reason: end?.reason ?? undefined,
    product: story.product.name,
    language: life.client.language,
    ...story.extra,
    updated_at: book.latest(
      arrival.at,
      story.deletedAt,
      story.deal?.created,
      ...story.owners.map((one) => one.at),
      ...story.status.map((one) => one.at),
    ),
    deleted: deleted ? true : undefined,
  })
  if (deleted) return
  writeMoves(book, 'crm', 'lead', id, story.moves)
  writeOwners(book, 'crm', 'lead', id, story.owners)
}

function utmOf(arrival: Arrival, serial: string): Row {
  const { utm, group } = arrival.channel
  if (!utm || arrival.origin !== 'form') return {}
  const click = group === 'ads_search' ? `gclid:${serial}` : group === 'ads_social' ? `fbclid:${serial}` : undefined
  return { utm_source: utm.source, utm_medium: utm.medium, utm_campaign: arrival.campaign ?? undefined, click_id: click }
}

/** One card is lead and deal: it walks through the qualification pipeline, then through the sales pipeline. */
function publishCard(life: Life, story: Case): void {
  const { book } = life.world
  const { arrival, id, deal } = story
  const moves = [...story.moves, ...(deal?.moves ?? [])]
  const owners =
    deal === null ? story.owners : [...story.owners, ...deal.owners.filter((one) => one.person !== story.owners.at(-1)?.person)]
  const end = story.status.find((one) => book.knows(one.at) && closing.has(one.status))
  const stage = lastKnown(book, moves)
  const state = deal === null ? undefined : dealState(book, deal)
  const deleted = book.knows(story.deletedAt)
  book.add(life.source, 'deals', {
    id,
    created_at: book.time(arrival.at),
    contact_id: life.client.contact,
    company_id: life.client.company ?? undefined,
    pipeline_id: pipelineOf(life.source, stage?.stage ?? 'q_new'),
    stage_id: stage?.stage,
    owner_id: ownerRef(life.source, lastKnown(book, owners)?.person ?? null),
    outcome: end ? 'lost' : 'open',
    closed_at: book.time(end?.at),
    lost_reason: end?.reason ?? undefined,
    product: story.product.name,
    channel: arrival.channel.group,
    campaign: arrival.campaign ?? undefined,
    ...state,
    ...story.extra,
    language: life.client.language,
    updated_at: book.latest(
      arrival.at,
      story.deletedAt,
      ...owners.map((one) => one.at),
      ...moves.map((one) => one.at),
      ...story.status.map((one) => one.at),
      ...(deal?.touched ?? []),
    ),
    deleted: deleted ? true : undefined,
  })
  if (deleted) return
  writeMoves(book, life.source, 'deal', id, moves)
  writeOwners(book, life.source, 'deal', id, owners)
}

const ownerRef = (source: Source, person: string | null): string | undefined => (person === null ? undefined : shared(source, person))
