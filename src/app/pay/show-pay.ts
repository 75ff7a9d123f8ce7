// The pay of a month: as it was closed, else on the figures so far.
import type { PayAnswer, PayQuery } from '../../contract/pay.ts'
import type { House } from '../open-house.ts'
import { type ClosingAsk, findClosing } from './close-month.ts'
import { measurePay } from './measure-pay.ts'

/** A moment asked for is answered by the figures of then. */
export async function showPay(house: House, ask: ClosingAsk & { query: PayQuery }): Promise<PayAnswer> {
  const { month, person, as_of } = ask.query
  const kept = month === undefined || as_of !== undefined ? null : await findClosing(house, ask, month)
  if (kept === null) return measurePay(house, ask)
  return person === undefined ? kept : { ...kept, people: kept.people.filter((one) => one.person.id === person) }
}
