// What a client does after a sale: buys again in its own rhythm until it stops, is looked after by an account manager, gives marks.
import type { World } from './book.ts'
import { type Product, products, repeat } from './catalogue.ts'
import { type Client, inventClient, mobile, writeClient } from './clients.ts'
import { letter, missOut, talk } from './conversations.ts'
import { type Deal, publishDeal, stateMoments, writeDealDetails } from './deal-rows.ts'
import { dealTouches } from './deal-touches.ts'
import { writeFeedback } from './feedback.ts'
import { inDollars, inventItems, lossReason, sumOf } from './items.ts'
import { DAY, dayOf, dayText, HOUR, instant } from './kyiv-time.ts'
import { type Life, touch } from './life.ts'
import { collectMoney } from './money.ts'
import { type Rng, stream } from './random.ts'
import { walkStages } from './sale-path.ts'
import type { Source } from './truths.ts'

/** Purchases of customers: how often and for how long. */
export const customerRhythm = { gapMedianDays: 85, gapSigma: 0.5, everAgain: 0.5, stopsAfterEach: 0.22, baseCustomers: 110 } as const

type Began = { firstSaleAt: number; product: Product }

/** The account manager of a source. */
export const accountOf = (source: Source): string => (source === 'crm' ? 'a1' : 'a2')

export function liveCustomer(life: Life, began: Began): void {
  const { rng, world } = life
  life.worker = accountOf(life.source)
  writeFeedback(life, began.firstSaleAt + rng.between(3, 12) * DAY, accountOf(life.source))
  const again = rng.chance(customerRhythm.everAgain)
  const gap = rng.lognormal(customerRhythm.gapMedianDays, customerRhythm.gapSigma)
  let at = began.firstSaleAt
  let alive = again
  for (let n = 1; alive && world.book.knows(at); n++) {
    const next = at + (12 + rng.exponential(gap)) * DAY
    careFor(life, at, next)
    buyAgain(life, began.product, next, n)
    alive = !rng.chance(customerRhythm.stopsAfterEach)
    at = next
  }
  if (!alive) careFor(life, at, at + 300 * DAY)
}

/** Calls and letters of the account manager between two purchases. */
function careFor(life: Life, from: number, to: number): void {
  const { rng, world } = life
  const account = accountOf(life.source)
  for (let at = from + rng.between(15, 60) * DAY; at < to && world.book.knows(at); at += rng.lognormal(58, 0.4) * DAY) {
    const moment = world.roster.addWork(account, at, rng.int(6 * HOUR))
    const person = world.roster.acting(account, moment)
    const kind = rng.weighted([48, 32, 20])
    if (rng.chance(0.5))
      touch(
        life,
        {},
        {
          kind: 'email',
          direction: 'out',
          at: moment - 2 * HOUR,
          person: null,
          automated: true,
          outcome: 'sent',
          subject: 'Новини місяця',
        },
      )
    if (kind === 0) talk(life, {}, moment, person)
    else if (kind === 1) missOut(life, {}, moment, person)
    else letter(life, {}, moment, person, 'Сезонне обслуговування', { answer: 0.25, materials: rng.chance(0.3) ? ['m_warranty'] : [] })
  }
}

function buyAgain(life: Life, product: Product, wantedAt: number, n: number): void {
  const { rng, world, source, serial } = life
  const owner = accountOf(source)
  const created = world.roster.addWork(owner, wantedAt, rng.int(4 * HOUR))
  const path = walkStages(world, rng, repeat, { source, owner, product, created, gain: 0, pace: 1 })
  const asks = source === 'crm' && rng.chance(0.34)
  const dollars = rng.chance(0.05) && life.client.company !== null
  const invented = inventItems(rng, product, 0.28, created)
  const items = dollars ? inDollars(invented) : invented
  const expectedDay = dayOf(created) + 7 + rng.int(7)
  const reason = path.won ? null : lossReason(rng, null)
  const leadId = asks ? `L${serial}r${n}` : null
  const deal: Deal = {
    id: source === 'crm' ? `D${serial}r${n}` : `${serial}r${n}`,
    created,
    leadId,
    pipeline: repeat,
    product,
    owners: [{ person: owner, at: created }],
    moves: path.moves,
    outcomes: [{ outcome: path.won ? 'won' : 'lost', at: path.endAt, reason, by: world.roster.acting(owner, path.endAt) }],
    amounts: [{ value: Math.round(sumOf(items) * 100) / 100, at: created }],
    currency: dollars ? 'USD' : 'UAH',
    expected: [{ day: expectedDay, at: created }],
    items,
    credits: [],
    channel: leadId === null ? 'existing' : null,
    continues: null,
    clientOwners: [],
    touched: [],
  }
  deal.touched = stateMoments(deal)
  if (leadId !== null) writeExistingLead(life, leadId, deal)
  dealTouches(life, { deal_id: deal.id }, { owner, path, until: path.endAt, helped: null })
  if (path.won)
    collectMoney(life, deal, {
      contractAt: path.entered.get('r_offer') ?? created,
      prepaidAt: path.entered.get('r_invoice') ?? path.endAt - DAY,
      wonAt: path.endAt,
    })
  if (path.won) writeFeedback(life, path.endAt + rng.between(3, 12) * DAY, owner)
  writeDealDetails(life, deal)
  publishDeal(life, deal)
}

/** A customer who asks again comes as a lead of origin existing. */
function writeExistingLead(life: Life, id: string, deal: Deal): void {
  const { book } = life.world
  const at = deal.created - 600
  if (!book.knows(at)) return
  const converted = book.knows(deal.created)
  const owner = deal.owners[0]?.person ?? undefined
  book.add('crm', 'leads', {
    id,
    created_at: book.time(at),
    contact_id: life.client.contact,
    company_id: life.client.company ?? undefined,
    origin: 'existing',
    channel: 'existing',
    owner_id: owner,
    status: converted ? 'converted' : 'new',
    qualified: converted ? true : undefined,
    qualified_at: book.time(deal.created),
    closed_at: book.time(deal.created),
    deal_id: converted ? deal.id : undefined,
    product: deal.product.name,
    language: life.client.language,
    updated_at: book.latest(at, deal.created),
  })
  book.add('crm', 'stage_changes', { entity: 'lead', entity_id: id, stage_id: 'q_new', at: book.time(at), by_person_id: owner })
  if (converted)
    book.add('crm', 'stage_changes', {
      entity: 'lead',
      entity_id: id,
      stage_id: 'q_qualified',
      at: book.time(deal.created),
      by_person_id: owner,
    })
}

/** Customers the company had before its records begin. */
export function liveBaseCustomer(world: World, index: number): void {
  const rng: Rng = stream(world.seed, 'base', index)
  const source: Source = rng.chance(0.68) ? 'crm' : 'amo'
  const serial = `b${String(index).padStart(4, '0')}`
  const client: Client = inventClient(rng, source, serial, mobile(7 + rng.int(4), 9_500_000 + index))
  const life: Life = { world, rng, source, serial, client, worker: accountOf(source), touches: 0, tasks: 0 }
  const since = world.firstDay - 30 - rng.int(1500)
  const product = products[rng.weighted(products.map((one) => one.weight))] as Product
  const gap = rng.lognormal(customerRhythm.gapMedianDays * 1.3, customerRhythm.gapSigma)
  const from = instant(world.firstDay, 9 * HOUR)
  let at = from + rng.between(0, gap) * DAY
  careFor(life, from, at)
  for (let n = 1, alive = true; alive && world.book.knows(at); n++) {
    buyAgain(life, product, at, n)
    alive = !rng.chance(customerRhythm.stopsAfterEach)
    const next = at + (12 + rng.exponential(gap)) * DAY
    careFor(life, at, next)
    at = next
  }
  writeClient(world.book, source, client, {
    created: instant(since, 12 * HOUR),
    owner: accountOf(source),
    updated: world.book.latest(from),
    customerSince: dayText(since),
  })
}
