// The rule of the ideal customer as the page edits it: groups of conditions, each with a way its parts count; and back into the rule.
import type { CustomerCondition, CustomerRule } from '../api/contract.ts'

export const groupModes = ['all', 'any', 'none'] as const
export type RuleGroup = { mode: (typeof groupModes)[number]; parts: RulePart[] }
export type RulePart = RuleGroup | CustomerCondition

export const isGroup = (part: RulePart): part is RuleGroup => 'mode' in part
export const newCondition: CustomerCondition = { field: 'industry', op: 'in', value: [] as unknown as [string] }

function partOf(rule: CustomerRule): RulePart {
  return 'field' in rule ? rule : groupOf(rule)
}

export function groupOf(rule: CustomerRule | null): RuleGroup {
  if (rule === null) return { mode: 'all', parts: [] }
  if ('all' in rule) return { mode: 'all', parts: rule.all.map(partOf) }
  if ('any' in rule) return { mode: 'any', parts: rule.any.map(partOf) }
  if ('not' in rule) return { mode: 'none', parts: 'any' in rule.not ? rule.not.any.map(partOf) : [partOf(rule.not)] }
  return { mode: 'all', parts: [rule] }
}

/** Can a condition be asked: it names a field and what is looked for. */
export function isComplete({ field, op, value }: CustomerCondition): boolean {
  if (field === '') return false
  if (op === 'known') return true
  return Array.isArray(value) ? value.length > 0 : typeof value === 'number' ? Number.isFinite(value) : value !== ''
}

/** What is not complete does not count; null = nothing does. */
export function ruleOf({ mode, parts }: RuleGroup): CustomerRule | null {
  const rules = parts.flatMap((part): CustomerRule[] => {
    const rule = isGroup(part) ? ruleOf(part) : isComplete(part) ? part : null
    return rule === null ? [] : [rule]
  })
  if (rules.length === 0) return null
  return mode === 'all' ? { all: rules } : mode === 'any' ? { any: rules } : { not: { any: rules } }
}
