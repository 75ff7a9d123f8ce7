import { expect, test } from 'vitest'
import { DEFAULT_SETTINGS, parseSettings } from '../contract/settings.ts'
import { phoneCountryOf, phoneRulesOf } from './phone-rules.ts'

test('the country is that of the calendar, else of the currency', () => {
  expect(phoneCountryOf(DEFAULT_SETTINGS)).toBe('UA')
  expect(phoneCountryOf(parseSettings({ currency: 'PLN' }))).toBe('PL')
  expect(phoneCountryOf(parseSettings({ currency: 'EUR' }))).toBeNull()
  expect(phoneCountryOf(parseSettings({ currency: 'EUR', calendars: [{ country: 'DE-BY' }] }))).toBe('DE')
})

test('without a country nothing is read into a number', () => {
  expect(phoneRulesOf(null)).toEqual({ code: '', abroad: '', within: '', digits: 0 })
})
