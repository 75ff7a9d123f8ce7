// A quote as any of the banks writes it, and what it means: `of` units of the bank's own currency are `per` units of the quoted one.
import { z } from 'zod'
import { toText, wire } from '../wire-values.ts'

export type Quote = { day: string; currency: string; of: string; per: string }

/** `02.03.2026` or ISO. */
const day = z
  .unknown()
  .transform((value) => (toText(value) ?? '').replace(/^(\d\d)\.(\d\d)\.(\d{4})$/, '$3-$2-$1'))
  .refine((text) => /^\d{4}-\d{2}-\d{2}$/.test(text), 'not a day')
const currency = z
  .unknown()
  .transform((value) => (toText(value) ?? '').toUpperCase())
  .refine((text) => /^[A-Z]{3}$/.test(text), 'not the code of a currency')
const positive = z
  .unknown()
  .transform((value) => (toText(value) ?? '').replace(/\s/g, '').replace(',', '.'))
  .refine((text) => /^\d+(\.\d+)?$/.test(text) && Number(text) > 0, 'not a rate')
const units = z.preprocess((value) => toText(value) ?? '1', positive)

/** The European Central Bank: units of the currency for one euro. */
export const ecb = z.object({ time: day, currency, rate: positive }).transform((one): Quote => {
  return { day: one.time, currency: one.currency, of: '1', per: one.rate }
})

/** The National Bank of Ukraine: hryvnias for `units` of the currency. */
export const nbu = z.object({ exchangedate: day, cc: currency, rate: positive, units }).transform((one): Quote => {
  return { day: one.exchangedate, currency: one.cc, of: one.rate, per: one.units }
})

/** The Bank of Russia: roubles for `Nominal` units of the currency. */
export const cbr = z.object({ Date: day, CharCode: currency, Value: positive, Nominal: units }).transform((one): Quote => {
  return { day: one.Date, currency: one.CharCode, of: one.Value, per: one.Nominal }
})

/** A list of the Bank of Russia names currencies by codes of its own, too. */
export const cbrName = z.object({ ID: wire.id, CharCode: currency })
