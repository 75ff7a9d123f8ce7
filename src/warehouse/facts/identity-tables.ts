// Tables of identity: by what records can be recognised, which pairs that makes, who is one, and what people decided. All but the
// decisions follow from the records; the decisions are kept in the store and laid here anew.
import type { TableDef } from '../ddl.ts'

export const identityKinds = ['people', 'companies', 'contacts'] as const
export type IdentityKind = (typeof identityKinds)[number]

const names = (type: string, list: string) => list.split(' ').map((name) => ({ name, type }))
const first = [{ name: 'ws', type: 'UInt32' }, ...names('LowCardinality(String)', 'kind')]
const lasting = [...names('UInt64', 'version'), ...names('UInt8', 'is_deleted')]
const table = (name: string, orderBy: string, columns: TableDef['columns']): TableDef => ({
  name,
  engine: 'replacing',
  isDurable: false,
  orderBy: `ws, kind, ${orderBy}`,
  columns: [...first, ...columns, ...lasting],
})

export const identityTables: readonly TableDef[] = [
  // `value` is the hash of an address; of method `of` the company of a contact, the team of a person.
  table('identity_keys', 'method, value, k', [...names('LowCardinality(String)', 'method source'), ...names('UInt64', 'value k')]),
  // a < b. `why` says what keeps a doubtful pair from being joined.
  table('identity_pairs', 'a, b', [
    ...names('UInt64', 'a b'),
    ...names('LowCardinality(String)', 'source_a source_b state why'),
    ...names('Array(String)', 'methods'),
  ]),
  // Who stands for a record that is joined to others, and the company (of a person the team) of that one.
  table('identity_heads', 'k', names('UInt64', 'k head company')),
  table('identity_decisions', 'a, b', [...names('UInt64', 'a b'), ...names('LowCardinality(String)', 'source_a source_b verdict')]),
]
