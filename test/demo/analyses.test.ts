// Every truth planted in the demo company is found by the analysis meant for it, in a company smaller than the demo. How often over
// twenty seeds, and whether the true values are in the intervals: `npm run bench -- truths`, docs/planted-truths.md.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { truths } from '../../demo/truths.ts'
import { openToldHouse, type ToldHouse } from '../shared/told-house.ts'
import { askTruths, type TruthsFound, tellCompany } from './planted-house.ts'
import { falselyBeside, founds } from './truth-checks.ts'

/** The leak begins in August and the week of illness is in October, as in the company of eighteen months. */
const plant = { leak: { ...truths.leak, fromMonth: 7 }, sickWeek: { ...truths.sickWeek, month: 9 } }

let told: ToldHouse
let found: TruthsFound

beforeAll(async () => {
  told = await openToldHouse()
  await tellCompany(told, 'everything', { seed: 7, firstDay: '2026-01-01', scale: 0.5, plant })
  found = await askTruths(told.house, 'everything', { quiet: { from: '2026-01-01', to: '2026-08-01' }, since: '2026-08-01' })
}, 300_000)
afterAll(() => told?.close())

describe('planted truths', () => {
  it.each(founds)('$truth: $name', ({ holds }) => {
    expect(holds(found)).toBe(true)
  })

  it.each(falselyBeside)('not $name', ({ holds }) => {
    expect(holds(found)).toBe(false)
  })
})
