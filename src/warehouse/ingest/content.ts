// The hash of what a record says, in SQL over the columns of its table, by which the same is known to be the same.
import { quote } from '../embedded/insert-sql.ts'
import type { TableColumn } from '../records.ts'

/** Who the record is, and which version of it. */
const OUTSIDE = new Set(['ws', 'k', 'source', 'id', 'updated_at', 'content', 'version', 'is_deleted'])

export const plainType = (type: string) => type.replace(/ CODEC.*/, '')

/** The hash of what a record says. Unknown columns add nothing, so that a file with fewer columns may say the same. */
export function printContent(columns: readonly TableColumn[], prefix = ''): string {
  const said = columns.filter(({ name }) => !OUTSIDE.has(name) && !name.endsWith('_text'))
  const terms = said.map(({ name, type }) => `${hashOf(`\`${prefix}${name}\``, plainType(type))} * ${oddNumber(name)}`)
  return [...terms, `toUInt64(${prefix}is_deleted) * ${oddNumber('deleted')}`].join(' + ')
}

function hashOf(value: string, type: string): string {
  if (type === 'UInt64') return value
  if (type === 'UInt8') return `toUInt64(${value})`
  if (type.startsWith('Nullable')) return `ifNull(cityHash64(${value}), 0)`
  return `bitXor(cityHash64(${value}), cityHash64(defaultValueOfTypeName(${quote(type)})))`
}

/** Different for every name, the same for ever. */
function oddNumber(name: string): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of Buffer.from(name)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  return String(hash | 1n)
}
