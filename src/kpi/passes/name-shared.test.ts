import { describe, expect, it } from 'vitest'
import { call, infix, isNothing, lambda, name, no, nothingOf, number, type Sql, text, yes } from '../sql/nodes.ts'
import { printSql } from '../sql/print.ts'
import { countWhole, nameShared } from './name-shared.ts'

const delay = infix('-', call('least', name('won_at'), name('lost_at')), name('created_at'))
const isLate = infix('>', delay, number(3600))
const countIf = (as: string, condition: Sql) => ({ as, sql: call('countIf', condition) })
const print = ({ aggregates, levels }: ReturnType<typeof nameShared>) => ({
  aggregates: aggregates.map(({ sql }) => printSql(sql)),
  levels: levels.map((level) => level.map(({ as, sql }) => `${printSql(sql)} AS ${as}`)),
})

describe('nameShared', () => {
  it('names once what two aggregates rest on, and not what stands only inside of it', () => {
    const named = print(nameShared([countIf('n', isLate), countIf('all', infix('OR', isLate, name('junk')))]))
    expect(named).toEqual({
      aggregates: ['countIf(e6)', 'countIf((e6 OR junk))'],
      levels: [['((least(won_at, lost_at) - created_at) > 3600) AS e6']],
    })
  })

  it('lays what rests on a name above it', () => {
    const named = print(nameShared([countIf('n', isLate), countIf('late', isLate), countIf('long', infix('>', delay, number(9)))]))
    expect(named.levels).toEqual([['(least(won_at, lost_at) - created_at) AS e4'], ['(e4 > 3600) AS e6']])
    expect(named.aggregates.at(-1)).toBe('countIf((e4 > 9))')
  })

  it('leaves constants and functions where the engine wants them', () => {
    const allowed = call('tuple', ...['won', 'lost', 'open', 'spam'].map(text))
    const isIn = (column: string) => call('in', name(column), allowed)
    expect(nameShared([countIf('a', isIn('outcome')), countIf('b', isIn('status'))]).levels).toEqual([])
    const isLong = lambda(['x'], infix('>', infix('+', name('x'), number(1)), number(5)))
    const some = (column: string) => call('arrayExists', isLong, name(column))
    expect(nameShared([countIf('a', some('days')), countIf('b', some('weeks'))]).levels).toEqual([])
  })

  it('looks into what is made of an aggregate', () => {
    const packed = { as: 'cases', sql: call('base64Encode', call('groupArrayIf', delay, isLate)) }
    expect(print(nameShared([packed])).aggregates).toEqual(['base64Encode(groupArrayIf(e4, (e4 > 3600)))'])
  })
})

describe('countWhole', () => {
  const weighed = (condition: Sql) => ({ as: 'n', sql: call('sumIf', name('weight'), condition) })
  const printed = (condition: Sql, isWhole: boolean) => printSql(countWhole(weighed(condition), isWhole).sql)

  it('counts cases that weigh one each', () => {
    expect(printed(name('junk'), true)).toBe('countIf(junk)')
    expect(printed(yes, true)).toBe('count()')
    expect(printed(name('junk'), false)).toBe('sumIf(weight, junk)')
  })

  it('does not look for what no case meets', () => {
    expect([printed(no, true), printed(no, false)]).toEqual(['0', '0'])
  })

  it('sums what is worth something without weighing it', () => {
    const value = { as: 'sum', sql: call('sumIf', infix('*', name('amount'), name('weight')), name('sold')) }
    expect(printSql(countWhole(value, true).sql)).toBe('sumIf(amount, sold)')
    expect(countWhole(value, false)).toEqual(value)
  })
})

it('nothing is known to be null without a row', () => {
  expect([isNothing(nothingOf(name('at'))), isNothing({ node: 'null' }), isNothing(name('at'))]).toEqual([true, true, false])
})
