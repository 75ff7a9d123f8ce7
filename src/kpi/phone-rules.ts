// What a phone number means where its country is not written: the rules of a country's numbering plan as patterns over digits,
// so that the engine can apply them to millions of rows.
import { type CountryCode, isSupportedCountry, Metadata } from 'libphonenumber-js/min'
import examples from 'libphonenumber-js/mobile/examples'
import type { Settings } from '../contract/settings.ts'

export type PhoneRules = {
  /** Calling code of the country, '' = none is known. */
  code: string
  /** Digits after the prefix of calls abroad, as one group; '' = the country has none but 00. */
  abroad: string
  /** Digits after the prefix of calls within the country, as one group; '' = none. */
  within: string
  /** Digits of a mobile number without any prefix. */
  digits: number
}

const noRules: PhoneRules = { code: '', abroad: '', within: '', digits: 0 }

/** Countries whose money is theirs alone. */
const countryOfCurrency: Readonly<Record<string, CountryCode>> = {
  UAH: 'UA',
  RUB: 'RU',
  KZT: 'KZ',
  BYN: 'BY',
  UZS: 'UZ',
  KGS: 'KG',
  TJS: 'TJ',
  GEL: 'GE',
  AMD: 'AM',
  AZN: 'AZ',
  MDL: 'MD',
  PLN: 'PL',
  CZK: 'CZ',
  HUF: 'HU',
  RON: 'RO',
  BGN: 'BG',
  TRY: 'TR',
  ILS: 'IL',
  GBP: 'GB',
  AED: 'AE',
  USD: 'US',
}

/** The country of the workspace's calendar, else that of its currency; null where neither says one. */
export function phoneCountryOf({ calendars, currency }: Pick<Settings, 'calendars' | 'currency'>): CountryCode | null {
  const [said] = calendars.find(({ team_id }) => team_id === null)?.country?.split('-') ?? []
  if (said !== undefined && isSupportedCountry(said)) return said
  return countryOfCurrency[currency] ?? null
}

/** Of a national prefix that is one 0 any length is sure; of others only that of a whole number. */
export function phoneRulesOf(country: CountryCode | null): PhoneRules {
  if (country === null) return noRules
  const metadata = new Metadata()
  metadata.selectNumberingPlan(country)
  // What the library's own types leave out; a country without one of them has something else in its place.
  const plan = metadata.numberingPlan as unknown as Record<string, () => unknown>
  const told = (name: string) => {
    const value = plan[name]?.()
    return typeof value === 'string' ? value.replace(/\((?!\?)/g, '(?:') : ''
  }
  const digits = examples[country]?.length ?? 0
  const prefix = told('nationalPrefixTransformRule') === '' && digits > 0 ? told('nationalPrefixForParsing') : ''
  return {
    code: told('callingCode'),
    abroad: ['', '00'].includes(told('IDDPrefix')) ? '' : `^(?:${told('IDDPrefix')})([1-9][0-9]{7,14})$`,
    within: prefix === '' ? '' : `^(?:${prefix})([0-9]{${prefix === '0' ? `${Math.min(7, digits)},14` : digits}})$`,
    digits,
  }
}
