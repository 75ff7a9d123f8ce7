import { expect, test } from 'vitest'
import type { FactContext } from './context.ts'
import { stepsToRedo } from './steps-to-redo.ts'

const step = (table: string, select: (context: FactContext) => string, key: readonly string[] | null = ['k']) => ({ table, select, key })
const steps = [
  step('work_deals', () => 'SELECT 1 FROM rec_deals', null),
  step('work_leads', () => 'SELECT 1 FROM rec_leads LEFT JOIN stage_meta', null),
  step('fact_deals', ({ saleEvent }) => `SELECT '${saleEvent}' FROM work_deals`),
  step('fact_leads', () => 'SELECT 1 FROM work_leads'),
  step('fact_items', () => 'SELECT 1 FROM fact_deals'),
]
const context = (saleEvent: string) => ({ saleEvent }) as FactContext
const tables = (some: readonly { table: string }[]) => some.map(({ table }) => table)

test('what reads differently is done again, with what is derived from it and the rows it needs', () => {
  const { steps: again, kept } = stepsToRedo(steps, { before: context('won'), after: context('paid'), changed: ['sale_event'] })
  expect(tables(again)).toEqual(['work_deals', 'fact_deals', 'fact_items'])
  expect([...kept]).toEqual(['fact_leads'])
})

test('what reads a table written from the setting is done again', () => {
  const { steps: again, kept } = stepsToRedo(steps, { before: context('won'), after: context('won'), changed: ['stages'] })
  expect(tables(again)).toEqual(['work_leads', 'fact_leads'])
  expect([...kept]).toEqual(['fact_deals', 'fact_items'])
})

test('a setting that no statement reads leaves every fact alone', () => {
  const { steps: again } = stepsToRedo(steps, { before: context('won'), after: context('won'), changed: ['base_coverage_days'] })
  expect(again).toEqual([])
})
