// The small SQL tree: what a plan needs of the language, as data. Builders only; deciding happens before, printing after.

export type Sql =
  | { node: 'name'; name: string }
  | { node: 'number'; value: number }
  | { node: 'text'; value: string }
  | { node: 'null' }
  | { node: 'call'; name: string; args: readonly Sql[] }
  | { node: 'infix'; op: string; left: Sql; right: Sql }
  | { node: 'lambda'; names: readonly string[]; body: Sql }
  | { node: 'list'; items: readonly Sql[] }
  | { node: 'element'; of: Sql; at: Sql }
  | { node: 'field'; of: Sql; no: number }
  | { node: 'scalar'; select: Select }

/** `made`: a select whose shape no plan decides, as text, of the columns that are read of it. */
export type Source =
  | { kind: 'table'; name: string; final: boolean }
  | { kind: 'select'; select: Select }
  | { kind: 'made'; columns: readonly string[]; write: (columns: readonly string[]) => string }
export type Join = { kind: string; source: Source; alias: string; on: Sql }
export type Column = { sql: Sql; as: string }

export type Select = {
  columns: readonly Column[]
  from: Source
  alias?: string
  joins?: readonly Join[]
  where?: readonly Sql[]
  /** Grouping sets: each a list of names. */
  groupBy?: readonly (readonly string[])[]
  having?: readonly Sql[]
  orderBy?: readonly { sql: Sql; descending: boolean }[]
  /** One row, the first in order, for each combination of these names. */
  oneBy?: readonly string[]
  limit?: number
  offset?: number
}

/** What an expression is directly made of; a scalar query is whole. */
export function partsOf(sql: Sql): readonly Sql[] {
  switch (sql.node) {
    case 'call':
      return sql.args
    case 'infix':
      return [sql.left, sql.right]
    case 'lambda':
      return [sql.body]
    case 'list':
      return sql.items
    case 'element':
      return [sql.of, sql.at]
    case 'field':
      return [sql.of]
    default:
      return []
  }
}

/** The same kind of expression made of other parts, in the order of `partsOf`. */
export function withParts(sql: Sql, parts: readonly Sql[]): Sql {
  const [first, second] = parts
  if (sql.node === 'call') return { ...sql, args: parts }
  if (sql.node === 'list') return { ...sql, items: parts }
  if (first === undefined) return sql
  if (sql.node === 'lambda') return { ...sql, body: first }
  if (sql.node === 'field') return { ...sql, of: first }
  if (second === undefined) return sql
  if (sql.node === 'infix') return { ...sql, left: first, right: second }
  return sql.node === 'element' ? { ...sql, of: first, at: second } : sql
}

export const name = (text: string): Sql => ({ node: 'name', name: text })
export const number = (value: number): Sql => ({ node: 'number', value })
export const text = (value: string): Sql => ({ node: 'text', value })
export const nothing: Sql = { node: 'null' }
export const call = (fn: string, ...args: readonly Sql[]): Sql => ({ node: 'call', name: fn, args })
export const infix = (op: string, left: Sql, right: Sql): Sql => ({ node: 'infix', op, left, right })
export const lambda = (names: readonly string[], body: Sql): Sql => ({ node: 'lambda', names, body })
export const list = (items: readonly Sql[]): Sql => ({ node: 'list', items })
export const element = (of: Sql, at: Sql): Sql => ({ node: 'element', of, at })
export const field = (of: Sql, no: number): Sql => ({ node: 'field', of, no })

export const yes = number(1)
export const no = number(0)

export const isYes = (sql: Sql) => sql.node === 'number' && sql.value === 1
export const isNo = (sql: Sql) => sql.node === 'number' && sql.value === 0

/** Null of the type of a value. */
export const nothingOf = (value: Sql): Sql => call('nullIf', value, value)
/** Is it known to be null before a row is read. */
export const isNothing = (sql: Sql): boolean =>
  sql.node === 'null' || (sql.node === 'call' && sql.name === 'nullIf' && sql.args[0] !== undefined && sql.args[0] === sql.args[1])

/** Conjunction; nothing = true. */
export function and(...conditions: readonly Sql[]): Sql {
  if (conditions.some(isNo)) return no
  const rest = conditions.filter((condition) => !isYes(condition))
  return rest.length === 0 ? yes : rest.reduce((left, right) => infix('AND', left, right))
}

export function or(...conditions: readonly Sql[]): Sql {
  if (conditions.some(isYes)) return yes
  const rest = conditions.filter((condition) => !isNo(condition))
  return rest.length === 0 ? no : rest.reduce((left, right) => infix('OR', left, right))
}

export function not(condition: Sql): Sql {
  if (isYes(condition)) return no
  if (isNo(condition)) return yes
  return call('not', condition)
}

/** A comparison that is false, not unknown, where a side is unknown. */
export const compare = (op: string, left: Sql, right: Sql): Sql => call('ifNull', infix(op, left, right), no)

export const isIn = (value: Sql, items: readonly Sql[]): Sql => (items.length === 0 ? no : call('in', value, call('tuple', ...items)))
