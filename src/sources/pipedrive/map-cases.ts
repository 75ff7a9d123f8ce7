// Deals and leads of Pipedrive with their changes and positions.
import { divide } from '../decimals.ts'
import type { MappingDesk, Parsed } from '../mapping-desk.ts'
import { trackingOf } from '../named-fields.ts'
import { toId, toText, toValues } from '../wire-values.ts'
import { type Fields, readFields } from './fields.ts'
import * as schema from './schema.ts'

type Deal = Parsed<schema.Deal>
type Change = Parsed<schema.Change> & { deal: string; at: string }

const ORIGINS: readonly (readonly [RegExp, string])[] = [
  [/web.?form|scheduler|web.?visitor/i, 'form'],
  [/chat|leadbooster|messag|whatsapp/i, 'message'],
  [/prospector/i, 'cold'],
  [/import/i, 'import'],
  [/manual/i, 'manual'],
]
const originOf = (origin: string | null) => ORIGINS.find(([pattern]) => pattern.test(origin ?? ''))?.[1] ?? null

export function mapCases(desk: MappingDesk): void {
  const fields = readFields(desk, 'deal-fields')
  const deals = newest(desk.read('deals', schema.deal, 'deals'))
  for (const one of deals.values()) putDeal(desk, fields, one)
  mapLeads(desk, fields, deals)
  mapChanges(desk, deals)
  for (const { value, row } of desk.read('items', schema.item, 'deal_items')) {
    const isOff = value.is_enabled === false || value.enabled_flag === false
    const sold = value.sum === null || value.quantity === null ? null : divide(value.sum, value.quantity)
    const product = value.name ?? value.product_id
    const common = {
      id: value.id,
      deal_id: value.deal_id ?? toId(row.about.parent),
      product,
      quantity: value.quantity,
      added_at: value.add_time,
    }
    desk.put('deal_items', row, { ...common, price: sold ?? value.item_price, list_price: value.item_price, deleted: isOff ? true : null })
  }
}

function newest(deals: readonly Deal[]): Map<string, Deal> {
  const found = new Map<string, Deal>()
  for (const one of deals) {
    const before = found.get(one.value.id)
    if (before === undefined || (before.value.update_time ?? '') <= (one.value.update_time ?? '')) found.set(one.value.id, one)
  }
  return found
}

const outcomeOf = ({ status, won_time, lost_time }: schema.Deal) =>
  status === 'won' || status === 'lost'
    ? status
    : status === 'deleted' && won_time !== null
      ? 'won'
      : status === 'deleted' && lost_time !== null
        ? 'lost'
        : 'open'

function putDeal(desk: MappingDesk, fields: Fields, { value, row }: Deal): void {
  const outcome = outcomeOf(value)
  const own = fields.extra(value)
  const closed_at = outcome === 'open' ? null : ((outcome === 'won' ? value.won_time : value.lost_time) ?? value.close_time)
  desk.put('deals', row, {
    id: value.id,
    created_at: value.add_time,
    lead_id: value.source_lead_id,
    contact_id: value.person_id,
    company_id: value.org_id,
    pipeline_id: value.pipeline_id,
    stage_id: value.stage_id,
    owner_id: value.owner_id ?? value.user_id,
    outcome,
    closed_at,
    expected_close_at: outcome === 'open' ? value.expected_close_date : null,
    amount: value.value,
    currency: value.currency,
    lost_reason: outcome === 'lost' ? value.lost_reason : null,
    channel: fields.option('channel', value.channel),
    updated_at: value.update_time,
    deleted: value.status === 'deleted' || value.is_deleted === true || value.deleted === true ? true : null,
    extra: {
      ...own,
      ...trackingOf(own),
      name: value.title,
      origin: originOf(value.origin),
      origin_id: value.origin_id,
      labels: labelsOf(value, fields),
      probability: value.probability,
      archived: value.is_archived === true ? 'true' : null,
    },
  })
}

/** By their names: the second version gives a list of ids, the first one or several with commas. */
function labelsOf({ label_ids, label }: schema.Deal, fields: Fields): string | null {
  const ids = label_ids.length > 0 ? label_ids.map(toText) : (label?.split(',') ?? [])
  const names = ids.map((id) => fields.option('label_ids', id) ?? null)
  return (
    names
      .map((name, at) => (name === ids[at] ? fields.option('label', name) : name))
      .filter((name) => name !== null)
      .join(';') || null
  )
}

function mapLeads(desk: MappingDesk, fields: Fields, deals: ReadonlyMap<string, Deal>): void {
  const dealOf = new Map(
    [...deals.values()].flatMap(({ value }) => (value.source_lead_id === null ? [] : [[value.source_lead_id, value] as const])),
  )
  const seen = new Set<string>()
  for (const { value, row } of desk.read('leads', schema.lead, 'leads')) {
    seen.add(value.id)
    const deal = dealOf.get(value.id)
    const isOut = value.is_archived === true && deal === undefined
    const amount = toValues(value.value)
    const own = fields.extra(value)
    const { referrer: _referrer, ...tracking } = trackingOf(own)
    desk.put('leads', row, {
      id: value.id,
      created_at: value.add_time,
      contact_id: value.person_id,
      company_id: value.organization_id ?? value.org_id,
      origin: originOf(value.origin) ?? originOf(value.source_name),
      channel: fields.option('channel', value.channel) ?? value.source_name,
      ...tracking,
      campaign: tracking.utm_campaign,
      owner_id: value.owner_id,
      status: deal !== undefined ? 'converted' : isOut ? 'lost' : value.was_seen === false ? 'new' : 'working',
      closed_at: isOut ? (value.archive_time ?? value.update_time) : null,
      deal_id: deal?.id,
      updated_at: value.update_time,
      deleted: value.is_deleted === true ? true : null,
      extra: { ...own, name: value.title, amount: toText(amount.amount), currency: toText(amount.currency) },
    })
  }
  // A lead that became a deal leaves the inbox: what the deal tells of it is all there is.
  for (const { value, row } of deals.values()) {
    const id = value.source_lead_id
    if (id === null || seen.has(id)) continue
    const about = {
      contact_id: value.person_id,
      company_id: value.org_id,
      owner_id: value.owner_id ?? value.user_id,
      origin: originOf(value.origin),
    }
    desk.put('leads', row, {
      id,
      created_at: value.add_time,
      ...about,
      channel: fields.option('channel', value.channel),
      status: 'converted',
      deal_id: value.id,
    })
  }
}

/** Changes of each deal in order; a list that begins with the newest is turned round, because a second may hold several. */
function changesOf(desk: MappingDesk): Map<string, Change[]> {
  const all = desk.read('changes', schema.change, 'stage_changes').flatMap((one): Change[] => {
    const deal = toId(one.row.about.parent) ?? one.value.item_id
    const at = one.value.time ?? one.value.log_time
    if (deal !== null && at !== null) return [{ ...one, deal, at }]
    desk.refuse('stage_changes', one.row, {
      column: deal === null ? 'path' : 'time',
      value: '',
      reason: deal === null ? 'a change of which deal? Its path is missing' : 'required, but empty',
    })
    return []
  })
  const byDeal = Map.groupBy(all, ({ deal }) => deal)
  return new Map(
    [...byDeal].map(([deal, list]) => {
      const isNewestFirst = list.length > 1 && list[0]!.at > list.at(-1)!.at
      const ordered = (isNewestFirst ? list.toReversed() : list).toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
      const once = new Map(
        ordered.map((one) => [JSON.stringify([one.value.field_key, one.at, one.value.old_value, one.value.new_value].map(String)), one]),
      )
      return [deal, [...once.values()]]
    }),
  )
}

const valueFields: Readonly<Record<string, string>> = {
  value: 'amount',
  status: 'outcome',
  expected_close_date: 'expected_close_at',
  lost_reason: 'lost_reason',
}

function mapChanges(desk: MappingDesk, deals: ReadonlyMap<string, Deal>): void {
  for (const [id, changes] of changesOf(desk)) {
    const deal = deals.get(id)
    const created = changes.find(({ value }) => value.field_key === 'add_time')
    const createdAt = deal?.value.add_time ?? created?.at ?? null
    const of = (...keys: string[]) => changes.filter(({ value }) => keys.includes(value.field_key ?? ''))
    putMoves(desk, { id, createdAt, deal, moves: inChain(of('stage_id')), first: changes[0]! })
    putOwners(desk, { id, createdAt, owners: of('user_id', 'owner_id') })
    for (const { value, row, at } of changes) {
      const name = valueFields[value.field_key ?? '']
      if (name === undefined) continue
      const [old, now] = [toText(value.old_value), toText(value.new_value)]
      if (name === 'outcome' && ![old, now].every((state) => state === null || ['open', 'won', 'lost'].includes(state))) continue
      desk.put('value_changes', row, { entity: 'deal', entity_id: id, field: name, at, old, new: now, by_person_id: byOf(value) })
    }
  }
}

const byOf = ({ actor_user_id, user_id }: schema.Change) => actor_user_id ?? user_id

/** Several moves of one second are put so that each begins where the one before ended. */
function inChain(moves: readonly Change[]): Change[] {
  const rest = [...moves]
  const chained: Change[] = []
  while (rest.length > 0) {
    const second = rest.filter(({ at }) => at === rest[0]!.at)
    const ends = new Set(second.map(({ value }) => toId(value.new_value)))
    const from = toId(chained.at(-1)?.value.new_value) ?? second.map(({ value }) => toId(value.old_value)).find((old) => !ends.has(old))
    const next = second.find(({ value }) => toId(value.old_value) === from) ?? rest[0]!
    chained.push(next)
    rest.splice(rest.indexOf(next), 1)
  }
  return chained
}

function putMoves(
  desk: MappingDesk,
  work: { id: string; createdAt: string | null; deal: Deal | undefined; moves: readonly Change[]; first: Change },
): void {
  const { id, createdAt, deal, moves, first } = work
  const about = { entity: 'deal', entity_id: id }
  const entry = moves.length > 0 ? toId(moves[0]!.value.old_value) : (deal?.value.stage_id ?? null)
  if (entry !== null && createdAt !== null)
    desk.put('stage_changes', (moves[0] ?? first).row, { ...about, stage_id: entry, at: createdAt, seq: 0 })
  moves.forEach(({ value, row, at }, place) => {
    const stage_id = toId(value.new_value)
    // The flow names its changes: a second may hold two moves into one stage.
    const id = value.id === null ? null : `change-${value.id}`
    if (stage_id !== null) desk.put('stage_changes', row, { id, ...about, stage_id, at, by_person_id: byOf(value), seq: place + 1 })
  })
}

function putOwners(
  desk: MappingDesk,
  { id, createdAt, owners }: { id: string; createdAt: string | null; owners: readonly Change[] },
): void {
  const about = { entity: 'deal', entity_id: id }
  const [first] = owners
  const before = first === undefined ? null : toId(first.value.old_value)
  if (first !== undefined && before !== null && createdAt !== null)
    desk.put('owner_changes', first.row, { ...about, owner_id: before, at: createdAt })
  for (const { value, row, at } of owners) desk.put('owner_changes', row, { ...about, owner_id: toId(value.new_value), at })
}
