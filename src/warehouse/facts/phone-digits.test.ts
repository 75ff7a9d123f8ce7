// Phones however they are written, against the library of numbering plans.
import { getCountries, getExampleNumber } from 'libphonenumber-js/min'
import examples from 'libphonenumber-js/mobile/examples'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTwin, type Twin } from '../../../test/shared/warehouse-twins.ts'
import { phoneRulesOf } from '../../kpi/phone-rules.ts'
import { phoneDigits, quickDigits } from './phone-digits.ts'

let twin: Twin
beforeAll(async () => {
  twin = await startTwin('embedded')
})
afterAll(() => twin.stop())

async function digitsOf(phones: readonly string[], country: Parameters<typeof phoneRulesOf>[0], print = phoneDigits): Promise<string[]> {
  const rows = await twin.warehouse.query<{ d: string }>(
    `SELECT ${print('phone', phoneRulesOf(country))} AS d FROM (SELECT arrayJoin({phones:Array(String)}) AS phone)`,
    { params: { phones: [...phones] } },
  )
  return rows.map(({ d }) => d)
}

test('one number is one however it is written in its country', async () => {
  const ways = [
    '+380501234567',
    '+38 (050) 123-45-67',
    '380501234567',
    '0501234567',
    '050 123 45 67',
    '501234567',
    '00380501234567',
    '80501234567',
    '0501234567 доб. 12',
  ]
  for (const print of [phoneDigits, quickDigits]) expect(new Set(await digitsOf(ways, 'UA', print))).toEqual(new Set(['380501234567']))
  expect(new Set(await digitsOf(['+7 916 123-45-67', '89161234567', '9161234567', '81079161234567'], 'RU'))).toEqual(
    new Set(['79161234567']),
  )
  expect(await digitsOf(['8 029 123-45-67', '80291234567', '+375291234567'], 'BY')).toEqual([
    '375291234567',
    '375291234567',
    '375291234567',
  ])
  expect(await digitsOf(['512 345 678', '+48512345678', '48512345678'], 'PL')).toEqual(['48512345678', '48512345678', '48512345678'])
})

test('what is no number of the country stays its digits: an extension, a short code, a number of another country', async () => {
  expect(await digitsOf(['101', '', 'abc', '+44 20 7946 0958', '0800'], 'UA')).toEqual(['101', '', '', '442079460958', '0800'])
})

test('a mobile number of any country with a plain prefix is found in its national and international form', async () => {
  for (const country of getCountries()) {
    const rules = phoneRulesOf(country)
    const number = getExampleNumber(country, examples)
    if (number === undefined || rules.within === '') continue
    const whole = number.number.slice(1)
    const written = [number.number, number.formatInternational(), number.formatNational()]
    const read = await digitsOf(written, country)
    expect([read[0], read[1]], country).toEqual([whole, whole])
    if (/^\(?0/.test(written[2] as string)) expect(read[2], `${country} ${written[2]}`).toBe(whole)
  }
})
