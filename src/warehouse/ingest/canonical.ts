// The canonical JSON of a stored record, in SQL: keys sorted, unknown ones left out. Of two versions of one moment the
// greater text wins, so that the order of arrival never matters. References of which no text is kept stand in it as keys.
import type { Column } from '../../contract/records/columns.ts'
import type { RecordKind } from '../../contract/records/record-kind.ts'
import { quote } from '../embedded/insert-sql.ts'
import { hasText, storedName } from '../records.ts'

export function printCanonical(kind: RecordKind): string {
  const parts: [string, string][] = kind.columns.filter(({ name }) => name !== 'id').map((column) => [column.name, printPart(column)])
  parts.push(['id', part('id', "id != ''", 'toJSONString(id)')])
  parts.push(['deleted', part('deleted', 'is_deleted = 1', "'true'")])
  parts.push(['extra', part('extra', 'notEmpty(extra)', 'toJSONString(extra)')])
  parts.sort(([a], [b]) => (a < b ? -1 : 1))
  return `concat('{', substring(concat(${parts.map(([, sql]) => sql).join(', ')}, ''), 2), '}')`
}

const part = (key: string, isKnown: string, value: string) => `if(${isKnown}, concat(${quote(`,"${key}":`)}, ${value}), '')`

function printPart(column: Column): string {
  const { name, type } = column
  const at = `\`${storedName(name)}\``
  switch (type) {
    case 'text':
    case 'choice':
    case 'json':
      return part(name, `${at} != ''`, `toJSONString(toString(${at}))`)
    case 'list':
      return part(name, `notEmpty(${at})`, `toJSONString(${at})`)
    case 'ref':
      return part(name, `${at} != 0`, hasText(column) ? `toJSONString(toString(\`${name}_text\`))` : `toString(${at})`)
    case 'refs':
      return part(name, `notEmpty(${at})`, `toJSONString(\`${name}_text\`)`)
    case 'time':
    case 'day':
      // A required time of a tombstone that came without it stands as 1970.
      return part(
        name,
        column.required ? `NOT (is_deleted = 1 AND toUnixTimestamp(toDateTime64(${at}, 0, 'UTC')) = 0)` : `isNotNull(${at})`,
        `concat('"', toString(${at}), '"')`,
      )
    case 'decimal':
    case 'number':
    case 'bool':
      return part(name, `isNotNull(${at})`, `toString(assumeNotNull(${at}))`)
  }
}
