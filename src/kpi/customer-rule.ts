// The ideal-customer rule of a workspace as SQL over a row: true, false, or null where the unknown fields could still decide it.
import type { CustomerCondition, CustomerRule } from '../contract/customer-rule.ts'
import { call, element, infix, list, name, not, number, type Sql, text } from './sql/nodes.ts'
import { printSql } from './sql/print.ts'

/** The row has a text column for each field of the rule ('' = unknown; decision_maker true or false) and a map `extra`. */
export const customerRuleSql =
  (rule: CustomerRule): ((row: string) => string) =>
  (row) =>
    printSql(ruleSql(rule, row))

// Kleene's logic is that of the engine: and, or and not of unknowns are unknown only where they can be.
function ruleSql(rule: CustomerRule, row: string): Sql {
  if ('all' in rule) return rule.all.map((part) => ruleSql(part, row)).reduce((a, b) => infix('AND', a, b))
  if ('any' in rule) return rule.any.map((part) => ruleSql(part, row)).reduce((a, b) => infix('OR', a, b))
  if ('not' in rule) return not(ruleSql(rule.not, row))
  return conditionSql(rule, row)
}

function conditionSql(condition: CustomerCondition, row: string): Sql {
  const { field } = condition
  const value = field.startsWith('extra.') ? element(name(`${row}.extra`), text(field.slice('extra.'.length))) : name(`${row}.${field}`)
  const isKnown = infix('!=', value, text(''))
  if (condition.op === 'known') return condition.value ? isKnown : not(isKnown)
  return call('if', isKnown, testSql(condition, value), { node: 'null' })
}

const lowered = (value: string | number | boolean) => text(String(value).toLowerCase())

function testSql(condition: Exclude<CustomerCondition, { op: 'known' }>, value: Sql): Sql {
  const lower = call('lowerUTF8', value)
  switch (condition.op) {
    case 'equals':
      return infix('=', lower, lowered(condition.value))
    case 'contains':
      return infix('>', call('position', lower, lowered(condition.value)), number(0))
    case 'in':
      return call('has', list(condition.value.map(lowered)), lower)
    default: {
      const read = call(
        'toFloat64OrNull',
        call('replaceAll', call('replaceRegexpAll', value, text('[\\s\u00a0]'), text('')), text(','), text('.')),
      )
      return infix(condition.op === 'at_least' ? '>=' : '<=', read, number(condition.value))
    }
  }
}
