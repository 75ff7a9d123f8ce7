// The records behind a pair of things bought one after the other: customers, each with the day of that next purchase, once for each.
import { AppError } from '../contract/errors.ts'
import { OFFER_BASE, OFFER_SHARE } from '../contract/offers.ts'
import type { RecordsQuery } from '../contract/query.ts'
import { scopeSql } from '../kpi/passes/filter.ts'
import { listNextPurchases } from '../warehouse/list-next-purchases.ts'
import type { Page } from '../warehouse/list-records.ts'
import type { House } from './open-house.ts'
import type { Ask } from './run-query.ts'
import { findCompared } from './show-offers.ts'

export const isOfferFigure = (id: string): boolean => id === OFFER_SHARE || id === OFFER_BASE

/** Throws forbidden for who does not see the whole company, bad_usage where the two things are not named. */
export async function listOfferCases(house: House, ask: Ask & { query: RecordsQuery }, id: string, page: Page) {
  const { viewer, query } = ask
  if (scopeSql(viewer).isNarrow || viewer.role === 'reviewer')
    throw new AppError('forbidden', `Pairs of purchases are the company's, beyond the role ${viewer.role}.`, { path: 'kpi' })
  const { from, to, last, as_of, part } = query
  const { bought, offer, ...where } = query.where ?? {}
  const [first, second] = [thing(bought, 'bought'), thing(offer, 'offer')]
  const { asked, things, workspace } = await findCompared(house, { ...ask, query: { from, to, last, as_of, where } })
  const isListed = part === 'all' || part === 'denominator' || part === 'numerator'
  if (!isListed) return { workspace, count: 0, cases: [] }
  const side = id === OFFER_SHARE ? ('after' as const) : ('without' as const)
  const pair = { things: things.map(({ name }) => name), bought: first, offer: second, side, onlyHits: part === 'numerator' }
  return { workspace, ...(await listNextPurchases(house.warehouse, asked, pair, page)) }
}

function thing(given: Exclude<RecordsQuery['where'], undefined>[string] | undefined, path: string): string {
  const [one, ...others] = given === undefined ? [] : [given].flat()
  if (typeof one !== 'string' || others.length > 0)
    throw new AppError('bad_usage', `name one thing in where.${path}`, { path: `where.${path}`, hint: 'rumb offers lists the pairs' })
  return one
}
