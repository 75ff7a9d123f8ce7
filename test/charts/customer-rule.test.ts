// The rule of the ideal customer as the page edits it, and rows found by words.
import { describe, expect, it } from 'vitest'
import type { CustomerRule } from '../../src/contract/customer-rule.ts'
import { holdsText } from '../../web/kit/sort-rows.ts'
import { groupOf, newCondition, ruleOf } from '../../web/settings/customer-rule.ts'

const known: CustomerRule = { field: 'size', op: 'known', value: true }

describe('the rule of the ideal customer in the editor', () => {
  it.each<CustomerRule>([
    { all: [known, { any: [known, { field: 'region', op: 'in', value: ['Kyiv'] }] }] },
    { not: { any: [known, { field: 'size', op: 'at_least', value: 11 }] } },
    { any: [known] },
  ])('is written back as it was read: %j', (rule) => {
    expect(ruleOf(groupOf(rule))).toEqual(rule)
  })

  it('takes one condition for a group of one, and a denied group for none of its parts', () => {
    expect(ruleOf(groupOf(known))).toEqual({ all: [known] })
    expect(ruleOf(groupOf({ not: known }))).toEqual({ not: { any: [known] } })
  })

  it('leaves out what has no value yet, and is no rule when nothing is left', () => {
    expect(ruleOf({ mode: 'all', parts: [newCondition, known] })).toEqual({ all: [known] })
    expect(ruleOf({ mode: 'all', parts: [{ mode: 'any', parts: [newCondition] }] })).toBeNull()
    expect(ruleOf(groupOf(null))).toBeNull()
  })
})

describe('searching a table', () => {
  it('finds a row by words in any order and case', () => {
    expect(holdsText(['Олена Руденко', 12, null], 'руден ОЛЕНА')).toBe(true)
    expect(holdsText(['Олена Руденко', 12, null], 'олена 13')).toBe(false)
    expect(holdsText([], '')).toBe(true)
  })
})
