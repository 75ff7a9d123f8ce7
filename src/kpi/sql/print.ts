// Prints the SQL tree as ClickHouse has it. Mechanical: it decides nothing.
import type { Join, Select, Source, Sql } from './nodes.ts'

const quoteText = (value: string) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
const quoteName = (name: string) => (name === '*' || /^[a-z_][a-z0-9_.]*$/i.test(name) ? name : `\`${name.replaceAll('`', '')}\``)

export function printSql(sql: Sql): string {
  switch (sql.node) {
    case 'name':
      return quoteName(sql.name)
    case 'number':
      return String(sql.value)
    case 'text':
      return quoteText(sql.value)
    case 'null':
      return 'NULL'
    case 'call':
      return `${sql.name}(${sql.args.map(printSql).join(', ')})`
    case 'infix':
      return `(${printSql(sql.left)} ${sql.op} ${printSql(sql.right)})`
    case 'lambda':
      return `(${sql.names.join(', ')}) -> ${printSql(sql.body)}`
    case 'list':
      return `[${sql.items.map(printSql).join(', ')}]`
    case 'element':
      return `${printSql(sql.of)}[${printSql(sql.at)}]`
    case 'scalar':
      return `(${printSelect(sql.select)})`
    case 'field':
      return `tupleElement(${printSql(sql.of)}, ${sql.no})`
  }
}

function printSource(source: Source): string {
  if (source.kind === 'table') return `${quoteName(source.name)}${source.final ? ' FINAL' : ''}`
  return `(\n${source.kind === 'made' ? source.write(source.columns) : printSelect(source.select)}\n)`
}

const printJoin = (join: Join): string => `${join.kind} ${printSource(join.source)} AS ${join.alias} ON ${printSql(join.on)}`

function printGroupBy(sets: readonly (readonly string[])[]): string {
  const only = sets.length === 1 ? sets[0] : undefined
  const names = (set: readonly string[]) => set.map(quoteName).join(', ')
  return only === undefined ? `GROUP BY GROUPING SETS (${sets.map((set) => `(${names(set)})`).join(', ')})` : `GROUP BY ${names(only)}`
}

export function printSelect(select: Select): string {
  const lines = [
    `SELECT ${select.columns.map((column) => (column.as === '' ? printSql(column.sql) : `${printSql(column.sql)} AS ${quoteName(column.as)}`)).join(',\n  ')}`,
    // TRICKY (ClickHouse): FINAL stands behind the alias.
    select.from.kind === 'table' && select.alias !== undefined
      ? `FROM ${quoteName(select.from.name)} AS ${select.alias}${select.from.final ? ' FINAL' : ''}`
      : `FROM ${printSource(select.from)}${select.alias === undefined ? '' : ` AS ${select.alias}`}`,
    ...(select.joins ?? []).map(printJoin),
  ]
  if (select.where !== undefined && select.where.length > 0) lines.push(`WHERE ${select.where.map(printSql).join('\n  AND ')}`)
  if (select.groupBy !== undefined && select.groupBy.length > 0) lines.push(printGroupBy(select.groupBy))
  if (select.having !== undefined) lines.push(`HAVING ${select.having.map(printSql).join(' AND ')}`)
  if (select.orderBy !== undefined && select.orderBy.length > 0)
    lines.push(`ORDER BY ${select.orderBy.map((order) => `${printSql(order.sql)}${order.descending ? ' DESC' : ''}`).join(', ')}`)
  if (select.oneBy !== undefined && select.oneBy.length > 0) lines.push(`LIMIT 1 BY ${select.oneBy.map(quoteName).join(', ')}`)
  if (select.limit !== undefined) lines.push(`LIMIT ${select.limit}${select.offset ? ` OFFSET ${select.offset}` : ''}`)
  return lines.join('\n')
}
