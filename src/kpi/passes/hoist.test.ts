import { describe, expect, it } from 'vitest'
import { and, call, infix, name, no, number, type Sql, text, yes } from '../sql/nodes.ts'
import { sharedConditions } from './hoist.ts'

const isCall = infix('=', name('kind'), text('call'))
const isLong = infix('>', name('duration_s'), number(30))
const isIn = infix('=', name('direction'), text('in'))
const counted = (...conditions: readonly Sql[]) => ({ as: 'n', sql: call('sumIf', name('weight'), and(...conditions)) })

describe('sharedConditions', () => {
  it('are those that every aggregate names, wherever they stand in it', () => {
    expect(sharedConditions([counted(isCall, isLong), counted(isIn, isCall)])).toEqual([isCall])
  })

  it('are not held back by an aggregate that counts nothing', () => {
    expect(sharedConditions([counted(isCall, isLong), counted(no)])).toEqual([isCall, isLong])
  })

  it('are none where an aggregate takes every row', () => {
    expect(sharedConditions([counted(isCall), counted(yes)])).toEqual([])
    expect(sharedConditions([counted(isCall), { as: 'all', sql: call('sum', name('weight')) }])).toEqual([])
  })

  it('look into what is made of an aggregate', () => {
    const packed = { as: 'cases', sql: call('base64Encode', call('groupArrayIf', name('at'), and(isIn, isCall))) }
    expect(sharedConditions([packed, counted(isCall)])).toEqual([isCall])
  })
})
