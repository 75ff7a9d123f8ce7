// Whom to offer what: pairs of things of which the second is bought after the first more often than without it, over all customers; and,
// among those the asker may see, who has the first and not yet the second.
import type { Member } from '../contract/answer.ts'
import type { Texts } from '../contract/kpi-entry.ts'
import { OFFER_BASE, OFFER_SHARE, type OfferedCustomer, type OfferPair, type OffersAnswer, type OffersQuery } from '../contract/offers.ts'
import { withFigures } from '../kpi/funnel-figures.ts'
import { offeredCustomers, offeredSelect } from '../kpi/offer-figures.ts'
import { scopeSql } from '../kpi/passes/filter.ts'
import { readNamed } from '../kpi/passes/narrow.ts'
import type { ScanQuestion } from '../kpi/passes/scan.ts'
import type { MeasuredKpi, Plan } from '../kpi/plan.ts'
import { printSelect } from '../kpi/sql/print.ts'
import type { Estimate } from '../stats/estimate.ts'
import { type FoundPair, findNextPurchases } from '../stats/next-purchases.ts'
import { listConnections } from '../store/tables/connections.ts'
import { findBaskets, findOfferable, findThings, type Offerable, type Thing } from '../warehouse/find-baskets.ts'
import { findMembers, findNamed, unknownMember } from '../warehouse/find-members.ts'
import { loadCatalogue } from './load-catalogue.ts'
import type { House } from './open-house.ts'
import { planQuestion } from './plan-question.ts'
import { recordUrl } from './record-url.ts'
import { type Ask, headOf } from './run-query.ts'

/** Things that are compared, those of most customers. */
const THINGS_MOST = 40
/** Who refused a thing is not offered it again so soon. */
const REST_DAYS = 90
const SHOWN_DEFAULT = 100

const words = {
  association: {
    ru: 'Связь покупок, не доказанная причина: среди следующих покупок, на всех клиентах компании',
    uk: 'Зв’язок покупок, не доведена причина: серед наступних покупок, на всіх клієнтах компанії',
    en: 'An association of purchases, not a proven cause: among next purchases, over all customers of the company',
  },
  few: {
    ru: 'Пока не различить: нужно примерно ещё столько следующих покупок: {n}',
    uk: 'Поки не розрізнити: потрібно приблизно ще стільки наступних покупок: {n}',
    en: 'Cannot tell yet: about {n} more next purchases are needed',
  },
  resting: {
    ru: 'Кому это уже предлагают (открытая сделка) или кто отказался за {n} дней, в списке нет',
    uk: 'Кому це вже пропонують (відкрита угода) або хто відмовився за {n} днів, у списку немає',
    en: 'Who is being offered it (an open deal) or refused it within {n} days is not in the list',
  },
} as const satisfies Record<string, Texts>

export async function showOffers(house: House, ask: Ask & { query: OffersQuery }): Promise<OffersAnswer> {
  const { compare: _compare, limit = SHOWN_DEFAULT, ...period } = ask.query
  const { plan, question, workspace, asked, things } = await findCompared(house, { ...ask, query: period })
  const names = things.map(({ name }) => name)
  const { found, tests, steps, needed } = findNextPurchases(await findBaskets(house.warehouse, asked, names), things.length)
  const offerable = await findOfferable(house.warehouse, asked, {
    customers: printCustomers(plan, question),
    things: names,
    bought: [...new Set(found.map(({ bought }) => bought + 1))],
    days: REST_DAYS,
  })
  const offers = offerable.flatMap((customer) => offersOf(customer, found, things)).sort(dearestFirst)
  const note = (code: keyof typeof words, n = 0) => ({ code, text: words[code][ask.lang].replace('{n}', String(n)) })
  return {
    ...headOf(workspace, { by: [], grain: undefined }, plan),
    things: things.length,
    steps,
    tests,
    pairs: found.map((pair) => ({ ...pairOf(pair, names), evidence: evidenceOf(pair, names, ask) })),
    needed,
    count: offers.length,
    customers: await named(house, workspace.num, offers.slice(0, limit)),
    claim: 'association',
    notes: [
      note('association'),
      ...(needed === null ? [] : [note('few', needed)]),
      ...(found.length === 0 ? [] : [note('resting', REST_DAYS)]),
    ],
  }
}

/** The things compared at the end of a period, and the question of the customers then. */
export async function findCompared(house: House, ask: Ask & { query: Omit<OffersQuery, 'limit'> }) {
  const catalogue = withFigures(await loadCatalogue(), [offeredCustomers])
  const { plan, question, workspace } = await planQuestion(house, {
    ...ask,
    catalogue,
    query: { ...ask.query, kpis: [offeredCustomers.id] },
  })
  const asked = { ws: workspace.num, until: plan.frames[0]!.until, purchases: workspace.settings.purchases }
  return { plan, question, workspace, asked, things: await findThings(house.warehouse, asked, THINGS_MOST) }
}

function printCustomers(plan: Plan, question: ScanQuestion): string {
  const { scan, set } = (plan.kpis[0] as MeasuredKpi).parts[0]!
  const { fact } = plan.scans[scan]!
  return printSelect(
    readNamed(
      offeredSelect(plan.scans[scan]!, set.where, question),
      fact.columns.map((column) => column.name),
    ),
  )
}

const cellOf = (estimate: Estimate, n: number) => ({ ...estimate, n, pending: 0, excluded: 0, unpriced: 0 })

function pairOf(
  { bought, offer, after, without, share, base, difference, lift, p, q }: FoundPair,
  names: readonly string[],
): Omit<OfferPair, 'evidence'> {
  return {
    bought: names[bought]!,
    offer: names[offer]!,
    share: cellOf(share, after.n),
    base: cellOf(base, without.n),
    difference: { value: difference.value ?? 0, low: difference.low, high: difference.high },
    lift,
    p,
    q,
  }
}

/** Pairs are the company's, so their purchases are for those who see all of it. */
function evidenceOf({ bought, offer }: FoundPair, names: readonly string[], { viewer, query }: Ask & { query: OffersQuery }) {
  const { from, to, last, as_of } = query
  const where = { bought: [names[bought]!], offer: [names[offer]!] }
  const of = (kpi: typeof OFFER_SHARE | typeof OFFER_BASE): OfferPair['evidence']['share'] =>
    scopeSql(viewer).isNarrow ? null : { kpi, filters: { from, to, last, as_of, where } }
  return { share: of(OFFER_SHARE), base: of(OFFER_BASE) }
}

type Offer = Omit<OfferedCustomer, 'customer' | 'owner'> & { of: Offerable }

/** Each thing once, for the reason that speaks most for it. */
function offersOf(customer: Offerable, pairs: readonly FoundPair[], things: readonly Thing[]): Offer[] {
  const has = (list: readonly number[], thing: number) => list.includes(thing + 1)
  const open = pairs.filter(({ bought, offer }) => has(customer.had, bought) && !has(customer.had, offer) && !has(customer.spoken, offer))
  return [...Map.groupBy(open, ({ offer }) => offer).values()].map((reasons) => {
    const { bought, offer, share } = reasons.reduce((best, one) => ((one.share.value ?? 0) > (best.share.value ?? 0) ? one : best))
    const { name, amount } = things[offer]!
    const chance = share.value ?? 0
    return {
      of: customer,
      bought: things[bought]!.name,
      offer: name,
      last_purchase: customer.last_day,
      state: customer.is_due ? 'due' : 'active',
      chance,
      amount,
      expected: amount === null ? null : chance * amount,
    }
  })
}

/** What has no price last; ties by the chance, the customer, the thing. */
function dearestFirst(a: Offer, b: Offer): number {
  const byId = a.of.full_id < b.of.full_id ? -1 : Number(a.of.full_id > b.of.full_id)
  return (b.expected ?? -1) - (a.expected ?? -1) || b.chance - a.chance || byId || (a.offer < b.offer ? -1 : 1)
}

async function named(house: House, ws: number, offers: readonly Offer[]): Promise<OfferedCustomer[]> {
  const keys = (key: 'company_k' | 'contact_k' | 'owner_key') => offers.map(({ of }) => of[key])
  const [companies, contacts, people, connections] = await Promise.all([
    findNamed(house.warehouse, ws, 'companies', keys('company_k')),
    findNamed(house.warehouse, ws, 'contacts', keys('contact_k')),
    findMembers(house.warehouse, ws, 'people', keys('owner_key')),
    listConnections(house.store.db, ws),
  ])
  return offers.map(({ of, ...offer }) => {
    const known: Member | undefined = of.company_k === '0' ? contacts.get(of.contact_k) : companies.get(of.company_k)
    return {
      customer: { kind: of.kind, id: of.full_id, name: known?.name || null, url: recordUrl(connections, of.kind, of.full_id) },
      owner: people.get(of.owner_key) ?? unknownMember,
      ...offer,
    }
  })
}
