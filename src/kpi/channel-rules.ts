// Which channel group a lead, deal, visit or row of spend belongs to, decided by the workspace's rules and then the product's:
// printed as SQL over a row and evaluated here, both to the same end.
import type { ChannelCondition, ChannelGroup, ChannelRule } from '../contract/channel-groups.ts'
import { DEFAULT_CHANNEL_RULES } from '../contract/default-channel-rules.ts'
import { call, compare, element, name, type Sql, text } from './sql/nodes.ts'
import { printSql } from './sql/print.ts'

/** Columns that the row of a lead or deal has. A condition on any other field never holds. */
export const CASE_COLUMNS = ['channel', 'campaign', 'utm_source', 'utm_medium', 'utm_campaign', 'click_id', 'origin'] as const
export const VISIT_COLUMNS = [
  ...(['channel', 'campaign', 'utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term', 'click_id'] as const),
  ...(['referrer', 'url', 'source'] as const),
] as const
export const SPEND_COLUMNS = ['channel', 'campaign'] as const

/** Fields that tell where a case came from; the others only say how, or on which page. */
const TELLING = new Set(['channel', 'campaign', 'utm_source', 'utm_medium', 'utm_campaign', 'click_id', 'referrer'])

export type ChannelSqlOptions = {
  /** Columns of the row; `extra` stands for all of `extra.NAME`. */
  columns?: readonly string[]
  /** Group of what tells nothing at all. */
  nothing?: ChannelGroup | ''
}

const all = (rules: readonly ChannelRule[]) => [...rules, ...DEFAULT_CHANNEL_RULES]

/** SQL of the group over a row alias; '' = nothing is known. */
export function channelGroupSql(rules: readonly ChannelRule[], options: ChannelSqlOptions = {}): (row: string) => string {
  const { columns = CASE_COLUMNS, nothing = '' } = options
  const has = (field: string) => columns.includes(field.startsWith('extra.') ? 'extra' : field)
  const known = all(rules).filter(({ when }) => when.every(({ field }) => has(field)))
  return (row) => {
    const told = columns.filter((column) => TELLING.has(column)).map((column) => compare('!=', name(`${row}.${column}`), text('')))
    const branches = known.flatMap(({ when, channel_group }) => [
      both(
        'and',
        when.map((condition) => holdsSql(row, condition)),
      ),
      text(channel_group),
    ])
    return printSql(call('multiIf', ...branches, both('or', told), text('other'), text(nothing)))
  }
}

const both = (how: 'and' | 'or', list: readonly Sql[]): Sql => (list.length === 1 && list[0] !== undefined ? list[0] : call(how, ...list))

/** Few values repeat: each is looked at once per block. */
function valueSql(row: string, field: string): Sql {
  const value = field.startsWith('extra.') ? element(name(`${row}.extra`), text(field.slice('extra.'.length))) : name(`${row}.${field}`)
  return call('lowerUTF8', call('toLowCardinality', value))
}

function holdsSql(row: string, { field, op, value }: ChannelCondition): Sql {
  const column = valueSql(row, field)
  if (op === 'in') return call('in', column, { node: 'list', items: value.map((one) => text(one.toLowerCase())) })
  if (op === 'matches') return call('match', column, text(`(?i)${value}`))
  if (op === 'contains') return compare('>', call('position', column, text(value.toLowerCase())), { node: 'number', value: 0 })
  return compare('=', column, text(value.toLowerCase()))
}

/** What is known of a case, by field; `extra.NAME` as such. */
export type ChannelFacts = Readonly<Record<string, string>>

/** The same decision in memory. */
export function channelGroupOf(rules: readonly ChannelRule[]): (facts: ChannelFacts) => ChannelGroup | '' {
  const compiled = all(rules).map(({ channel_group, when }) => ({ channel_group, tests: when.map(compile) }))
  return (facts) => {
    const found = compiled.find(({ tests }) => tests.every((holds) => holds(facts)))
    if (found !== undefined) return found.channel_group
    return Object.entries(facts).some(([field, value]) => TELLING.has(field) && value !== '') ? 'other' : ''
  }
}

function compile({ field, op, value }: ChannelCondition): (facts: ChannelFacts) => boolean {
  const test = compileText({ field, op, value } as ChannelCondition)
  return (facts) => {
    const found = facts[field]
    return found !== undefined && test(found.toLowerCase())
  }
}

function compileText({ op, value }: ChannelCondition): (lower: string) => boolean {
  if (op === 'in') {
    const known = new Set(value.map((one) => one.toLowerCase()))
    return (lower) => known.has(lower)
  }
  if (op === 'matches') {
    const pattern = new RegExp(value, 'iu')
    return (lower) => pattern.test(lower)
  }
  const wanted = value.toLowerCase()
  return op === 'equals' ? (lower) => lower === wanted : (lower) => lower.includes(wanted)
}
