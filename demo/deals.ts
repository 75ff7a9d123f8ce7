// The life of a deal: what is sold and for how much, its way through the stages, the tricks of its owner, its touches and money.
import type { Case } from './cases.ts'
import { repeat, sales } from './catalogue.ts'
import { liveCustomer } from './customers.ts'
import { type Deal, publishDeal, stateMoments, writeDealDetails } from './deal-rows.ts'
import { dealTouches } from './deal-touches.ts'
import { inDollars, inventItems, lossReason, sumOf } from './items.ts'
import { DAY, dayOf } from './kyiv-time.ts'
import type { Life, Link } from './life.ts'
import { keepOpen, revertAtMonthEnd, splitSale } from './mischief.ts'
import { collectMoney } from './money.ts'
import { type Path, stepGain, walkStages } from './sale-path.ts'

type Start = { story: Case; created: number; owner: string; opener: string }

export function liveDeal(life: Life, start: Start): Deal {
  const { rng, world, source } = life
  const { story, created, owner } = start
  const helped = rng.chance(world.planted.scriptStep?.usage ?? 0.5)
  const gain = stepGain(world.planted, helped)
  const path = walkStages(world, rng, sales, { source, owner, product: story.product, created, gain, pace: 1 })
  const deal = newDeal(life, start, path)
  const link: Link = { deal_id: deal.id }
  let touchesUntil = path.endAt
  if (!path.won && revertAtMonthEnd(life, deal, path, owner)) touchesUntil = (deal.outcomes.at(-1) as { at: number }).at
  else if (!path.won && keepOpen(life, owner)) deal.moves.pop()
  else
    deal.outcomes.push({
      outcome: path.won ? 'won' : 'lost',
      at: path.endAt,
      reason: path.won ? null : lossReason(rng, path.leaked ? (world.planted.leak?.reason ?? null) : null),
      by: world.roster.acting(owner, path.endAt),
    })
  dealTouches(life, link, { owner, path, until: touchesUntil, helped })
  if (path.won) finishSale(life, deal, start, path)
  deal.touched = stateMoments(deal)
  writeDealDetails(life, deal)
  if (source === 'crm') publishDeal(life, deal)
  if (path.won) liveCustomer(life, { firstSaleAt: path.endAt, product: story.product })
  return deal
}

function newDeal(life: Life, start: Start, path: Path): Deal {
  const { rng, source, serial } = life
  const { story, created, owner } = start
  const dollars = rng.chance(0.13)
  const estimated = rng.chance(0.88)
  const invented = inventItems(rng, story.product, 1, created)
  const currency = dollars && life.client.company !== null ? 'USD' : 'UAH'
  const items = currency === 'USD' ? inDollars(invented) : invented
  const sum = sumOf(items)
  const offerAt = path.entered.get('s_offer') ?? path.entered.get('s_contract')
  const guess = Math.max(1, Math.round((sum * rng.between(0.75, 1.3)) / 100)) * 100
  const firstDay = dayOf(created) + 18 + rng.int(16)
  const amounts: Deal['amounts'] = [{ value: estimated ? guess : null, at: created }]
  if (offerAt !== undefined) amounts.push({ value: Math.round(sum * 100) / 100, at: offerAt + 60 })
  const expected: Deal['expected'] = [{ day: firstDay, at: created }]
  for (let day = firstDay; dayOf(path.endAt) > day && expected.length < 4; day += 12)
    expected.push({ day: day + 12, at: (day - 1) * DAY + 43_000 })
  return {
    id: source === 'crm' ? `D${serial}` : story.id,
    created,
    leadId: source === 'crm' ? story.id : null,
    pipeline: sales,
    product: story.product,
    owners: [{ person: owner, at: created }],
    moves: path.moves,
    outcomes: [],
    amounts,
    currency,
    expected,
    items: offerAt === undefined ? [] : items,
    credits: [],
    channel: null,
    continues: null,
    clientOwners: [],
    touched: [],
  }
}

/** Credits, money, the account manager, and the splitter's trick. */
function finishSale(life: Life, deal: Deal, start: Start, path: Path): void {
  const { rng, world, source } = life
  const { owner, opener } = start
  const shares = rng.chance(0.3)
  if (shares && opener !== owner) {
    deal.credits = [
      { person: opener, share: 0.2, role: 'opener' },
      { person: owner, share: 0.8, role: 'closer' },
    ]
  }
  const account = source === 'crm' ? 'a1' : 'a2'
  const handed = world.roster.addWork(account, path.endAt + 3 * DAY, rng.int(3600))
  deal.clientOwners = [{ person: account, at: handed }]
  splitSale(life, deal, path, owner)
  if (rng.chance(0.04)) continueSale(life, deal, path.endAt, account)
  collectMoney(life, deal, {
    contractAt: path.entered.get('s_contract') ?? path.endAt - 6 * DAY,
    prepaidAt: path.entered.get('s_prepaid') ?? path.endAt - DAY,
    wonAt: path.endAt,
  })
}

/** A robot carries the sale on in the other pipeline; it stays one sale. */
function continueSale(life: Life, deal: Deal, wonAt: number, account: string): void {
  const { roster } = life.world
  const created = wonAt + 40
  const invoiced = roster.addWork(account, created + 2 * DAY, 600)
  const done = roster.addWork(account, invoiced + 6 * DAY, 600)
  publishDeal(life, {
    ...deal,
    id: `${deal.id}c`,
    created,
    leadId: null,
    pipeline: repeat,
    owners: [{ person: account, at: created }],
    moves: [
      { stage: 'r_new', at: created, by: null },
      { stage: 'r_invoice', at: invoiced, by: account },
      { stage: 'r_won', at: done, by: account },
    ],
    outcomes: [{ outcome: 'won', at: done, reason: null, by: account }],
    amounts: [{ value: deal.amounts.at(-1)?.value ?? null, at: created }],
    expected: [{ day: dayOf(done), at: created }],
    items: [],
    continues: deal.id,
    clientOwners: [],
  })
}
