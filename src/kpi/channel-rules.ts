// Which channel group a lead, deal, visit or row of spend belongs to, decided by the workspace's rules and then the product's:
// printed as SQL over a row and evaluated here, both to the same end.
import type { ChannelCondition, ChannelGroup, ChannelRule } from '../contract/channel-groups.ts'
import { DEFAULT_CHANNEL_RULES } from '../contract/default-channel-rules.ts'
import { call, compare, element, list, name, number, type Sql, text } from './sql/nodes.ts'
import { printSql } from './sql/print.ts'

/** Columns that a lead has. A condition on any other field never holds. */
export const CASE_COLUMNS = ['channel', 'campaign', 'utm_source', 'utm_medium', 'utm_campaign', 'click_id', 'origin', 'source'] as const
/** Those of a lead that say by which touch it came; looked for only where a rule asks. */
export const TOUCH_COLUMNS = ['line', 'via'] as const
export const DEAL_COLUMNS = ['channel', 'campaign', 'source'] as const
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

/** Does a rule look at the touch by which a lead came? */
export const asksTouch = (rules: readonly ChannelRule[]): boolean =>
  rules.some(({ when }) => when.some(({ field }) => TOUCH_COLUMNS.some((column) => column === field)))

const all = (rules: readonly ChannelRule[]) => [...rules, ...DEFAULT_CHANNEL_RULES]

/** SQL of the group over a row alias; '' = nothing is known. */
export function channelGroupSql(rules: readonly ChannelRule[], options: ChannelSqlOptions = {}): (row: string) => string {
  const { columns = CASE_COLUMNS, nothing = '' } = options
  const has = (field: string) => columns.includes(field.startsWith('extra.') ? 'extra' : field)
  const known = all(rules).filter(({ when }) => when.every(({ field }) => has(field)))
  return (row) => {
    const told = columns.filter((column) => TELLING.has(column)).map((column) => compare('!=', name(`${row}.${column}`), text('')))
    const conditions = known.map(({ when }) =>
      both(
        'and',
        when.map((condition) => holdsSql(row, condition)),
      ),
    )
    // TRICKY (ClickHouse): the branches of multiIf are tried on ever fewer rows, which loses that few values repeat.
    const first = call('indexOf', list([...conditions, both('or', told), number(1)]), number(1))
    const groups = list([...known.map(({ channel_group }) => channel_group), 'other', nothing].map(text))
    return printSql(element(call('CAST', groups, text('Array(LowCardinality(String))')), first))
  }
}

const both = (how: 'and' | 'or', conditions: readonly Sql[]): Sql =>
  conditions.length === 1 && conditions[0] !== undefined ? conditions[0] : call(how, ...conditions)

/** Few values repeat: each is looked at once per block. */
function valueSql(row: string, field: string): Sql {
  const value = field.startsWith('extra.') ? element(name(`${row}.extra`), text(field.slice('extra.'.length))) : name(`${row}.${field}`)
  return call('lowerUTF8', call('toLowCardinality', value))
}

function holdsSql(row: string, { field, op, value }: ChannelCondition): Sql {
  const column = valueSql(row, field)
  if (op === 'in') return isOneOf(column, value)
  if (op === 'matches') return matchesSql(column, value)
  return op === 'contains' ? containsOneOf(column, [value]) : isOneOf(column, [value])
}

const texts = (values: readonly string[]) => list(values.map((value) => text(value.toLowerCase())))
const isOneOf = (column: Sql, values: readonly string[]) => call('in', column, texts(values))
const containsOneOf = (column: Sql, values: readonly string[]) => call('multiSearchAny', column, texts(values))

/** What the engine searches for in one go. */
const SEARCHED_MAX = 200

/**
 * TRICKY (ClickHouse): an expression is compiled for every block, which costs more than matching. So plain words are
 * searched for as such, and only the rest is an expression; its case is ignored only where it has any.
 */
function matchesSql(column: Sql, pattern: string): Sql {
  const parts = alternatives(pattern)
  const isPlain = (part: string) => /^[^\\^$.|?*+()[\]{}]+$/.test(part)
  const whole = (part: string) => (part.startsWith('^') && part.endsWith('$') && isPlain(part.slice(1, -1)) ? part.slice(1, -1) : null)
  const words = parts.filter(isPlain).slice(0, SEARCHED_MAX)
  const equal = parts.flatMap((part) => whole(part) ?? [])
  const rest = parts.filter((part) => !words.includes(part) && whole(part) === null).join('|')
  return both('or', [
    ...(words.length > 0 ? [containsOneOf(column, words)] : []),
    ...(equal.length > 0 ? [isOneOf(column, equal)] : []),
    ...(rest === '' ? [] : [call('match', column, text(/[A-ZА-ЯЁІЇЄҐŁ]/.test(rest) ? `(?i)${rest}` : rest))]),
  ])
}

/** The alternatives of a pattern outside brackets; the pattern itself where it has none. */
export function alternatives(pattern: string): string[] {
  const parts = ['']
  let depth = 0
  let inClass = false
  for (let i = 0; i < pattern.length; i++) {
    const sign = pattern[i] ?? ''
    const piece = sign === '\\' ? sign + (pattern[++i] ?? '') : sign
    if (inClass) inClass = piece !== ']'
    else if (piece === '[') inClass = true
    else if (piece === '(') depth++
    else if (piece === ')') depth--
    if (piece === '|' && depth === 0 && !inClass) parts.push('')
    else parts[parts.length - 1] += piece
  }
  return parts
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
