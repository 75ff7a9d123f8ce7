// Columns of facts that follow from others at the moment asked: what a lead has come to so far, what a deal is worth now.
import { broughtSale, isTooEarly } from '../campaign-state.ts'
import { frameNames, type Lowering, type Typed } from '../expression/types.ts'
import { call, compare, infix, lambda, name, number, type Sql } from '../sql/nodes.ts'
import type { Fact } from './columns.ts'
import {
  boughtBefore,
  boughtThatMonth,
  boughtWithin,
  categoriesSoFar,
  firstMonthsAgo,
  isActive,
  isCovered,
  isDue,
  leftAt,
  monthsAgo,
  usualAmount,
} from './customer-state.ts'
import { leadStateSql } from './lead-state.ts'
import { promisedMoment } from './promises.ts'

type Derived = { doc: string; make: (lowering: Lowering) => Typed }

const asOf = name(frameNames.as_of)
const by = (moment: Sql): Sql => infix('<=', moment, asOf)
const flag = (sql: Sql): Typed => ({ sql, type: 'flag', nullable: false })
const moment = (sql: Sql): Typed => ({ sql, type: 'moment', nullable: true })
const numeric = (sql: Sql, nullable = false): Typed => ({ sql, type: 'number', nullable })

const deals = { created: name('deal_created'), sold: name('deal_sold'), lost: name('deal_lost'), amount: name('deal_amount') }
const c = name('c')
const s = name('s')
const l = name('l')

/** Deals of a lead that exist by now and satisfy a condition on (c created, s sold, l lost). */
const someDeal = (condition: Sql): Sql =>
  call('arrayExists', lambda(['c', 's', 'l'], infix('AND', by(c), condition)), deals.created, deals.sold, deals.lost)

const isOpenDeal = infix('AND', infix('>', s, asOf), infix('>', l, asOf))
const openDeal = someDeal(isOpenDeal)
const wonDeal = someDeal(by(s))
const anyDeal = call('arrayExists', lambda(['c'], by(c)), deals.created)

/** Latest loss among the deals that exist by now; 1970 without deals. */
const lastLoss: Sql = call(
  'arrayMax',
  lambda(['c', 'l'], call('if', infix('AND', by(c), by(l)), l, call('toDateTime64', number(0), number(3), { node: 'text', value: 'UTC' }))),
  deals.created,
  deals.lost,
)

/**
 * A lead is lost for a sale when it was disqualified; or closed or with deals, and none of them is open or won: then, since the last of
 * them was lost, whenever the lead itself was closed.
 */
const closedByNow = call('ifNull', by(name('closed_at')), number(0))
const lostMoment: Sql = call(
  'multiIf',
  compare('<=', name('disqualified_at'), asOf),
  name('disqualified_at'),
  infix('OR', openDeal, wonDeal),
  { node: 'null' },
  anyDeal,
  lastLoss,
  closedByNow,
  name('closed_at'),
  { node: 'null' },
)

const lostUndated: Sql = infix(
  'AND',
  infix('OR', name('disqualified_undated'), infix('AND', name('closed'), call('isNull', name('closed_at')))),
  call('not', infix('OR', openDeal, wonDeal)),
)

/** Amounts of the deals open now that have one. */
const openAmounts: Sql = call(
  'arrayFilter',
  lambda(['a', 'c', 's', 'l'], call('ifNull', infix('AND', infix('AND', by(c), isOpenDeal), infix('>', name('a'), number(0))), number(0))),
  deals.amount,
  deals.created,
  deals.sold,
  deals.lost,
)
const openAmount: Sql = call(
  'if',
  call('empty', openAmounts),
  { node: 'null' },
  call('arraySum', lambda(['a'], call('ifNull', call('toFloat64', name('a')), number(0))), openAmounts),
)

/** What a lead has come to as far as a sale goes; the same for a deal without a lead. */
const towardsSale: Readonly<Record<string, Derived>> = {
  sale_lost_at: { doc: 'When it was lost for a sale, as seen at the moment asked', make: () => moment(lostMoment) },
  sale_lost_undated: {
    doc: 'It is lost for a sale, but nobody knows since when',
    make: () => flag(lostUndated),
  },
  has_open_deal: { doc: 'One of its deals is open', make: () => flag(openDeal) },
  is_open: {
    doc: 'Not closed, or with an open deal, at the moment asked',
    make: () => flag(call('not', infix('OR', wonDeal, call('isNotNull', lostMoment)))),
  },
}

const derived: Readonly<Record<string, Readonly<Record<string, Derived>>>> = {
  deals: {
    promised_at: {
      doc: 'Local day it was first promised to by the head',
      make: ({ promised = [] }) => moment(promisedMoment(promised, 'from')),
    },
    promised_until: { doc: 'End of that day', make: ({ promised = [] }) => moment(promisedMoment(promised, 'until')) },
    promised_cash_at: {
      doc: 'Local day it stands promised to, while it has no invoice',
      make: ({ promised = [] }) => moment(promisedMoment(promised, 'cashAt')),
    },
  },
  leads: {
    ...towardsSale,
    state: {
      doc: 'spam, duplicate, won, disqualified, lost, unowned, waiting_on_us, in_work, waiting_on_client, abandoned: the first that holds',
      make: () => ({ sql: leadStateSql(infix('OR', call('isNotNull', lostMoment), lostUndated)), type: 'text', nullable: false }),
    },
    open_amount: { doc: 'Amounts of its open deals; null when none of them has one', make: () => numeric(openAmount, true) },
    revenue_so_far: {
      doc: 'Amounts of its sales so far; 0 without a sale',
      make: () =>
        numeric(
          call(
            'arraySum',
            lambda(['s', 'a'], call('if', by(s), call('ifNull', call('toFloat64', name('a')), number(0)), number(0))),
            deals.sold,
            deals.amount,
          ),
        ),
    },
    unpriced_so_far: {
      doc: 'One of its sales so far has no price',
      make: () => flag(call('arrayExists', lambda(['s', 'a'], infix('AND', by(s), call('isNull', name('a')))), deals.sold, deals.amount)),
    },
  },
  cycles: towardsSale,
  spend: {
    brought_sale: { doc: 'A lead of its campaign, made in the period, was sold', make: (lowering) => flag(broughtSale(lowering)) },
    too_early: {
      doc: 'None of those leads is as old as the own sales cycle, and none was sold',
      make: (lowering) => flag(isTooEarly(lowering)),
    },
  },
  credits: {
    acquired: {
      doc: 'Part of the first purchase of its client; of any purchase where the question asks with repeat ones',
      make: ({ withRepeat = false }) => flag(withRepeat ? number(1) : name('in_first_purchase')),
    },
  },
  customers: {
    active: {
      doc: 'Bought within the activity window before the end of the period',
      make: (lowering) => flag(isActive(lowering)),
    },
    due: {
      doc: 'Longer without a purchase than usual, and no deal is open, at the end of the period',
      make: (lowering) => flag(isDue(lowering)),
    },
    covered: {
      doc: 'There was a contact in the days of the setting before the end of the period',
      make: (lowering) => flag(isCovered(lowering)),
    },
    usual_amount: { doc: 'Amount of a purchase on average; unknown when none has a price', make: () => numeric(usualAmount, true) },
    bought_before: {
      doc: 'Bought in as many local days before the period as have begun of it',
      make: (lowering) => flag(boughtBefore(lowering)),
    },
    bought_within: { doc: 'Bought in the period', make: () => flag(boughtWithin) },
    bought_that_month: { doc: 'Of a month of a customer: was there a purchase in it', make: () => flag(boughtThatMonth) },
    left_at: {
      doc: 'Of a purchase: the day the customer had left the activity window, if not bought before that',
      make: (lowering) => moment(leftAt(lowering)),
    },
    first_months_ago: {
      doc: 'Whole months from the month of the first purchase to the one the period ends in',
      make: (lowering) => numeric(firstMonthsAgo(lowering)),
    },
    months_ago: { doc: 'Of a sale: whole months to the month the period ends in', make: (lowering) => numeric(monthsAgo(lowering)) },
    categories_so_far: { doc: 'Different categories bought before the end of the period', make: () => numeric(categoriesSoFar) },
  },
}

/** A derived column of a fact, or undefined. */
export function findDerived(fact: Fact, id: string): Derived | undefined {
  return derived[fact.entries?.of ?? fact.name]?.[id]
}
