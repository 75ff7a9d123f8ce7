// Does a lead satisfy the workspace's ideal-customer rule: its own columns, its company's and its contact's, as last known.
import { type FactContext, records, type Scope, side } from './context.ts'
import { isDecisionMaker } from './words.ts'

const fields = 'industry, size, region, country, segment, domain, position, decision_maker, product, language, channel_group'

const ofCompany = ['industry', 'size', 'region', 'country', 'segment', 'domain']

/** What the rule looks at, of a left side of leads with company, contact, product, language, channel_group: `row` for `idealFlags` one level above. */
export function idealJoin(context: FactContext, scope: Scope, left: string): { join: string; row: string } {
  if (context.idealCustomer === null) return { join: '', row: '' }
  const decides = `multiIf(ict_decision_maker IS NULL AND ict_position = '', '', ${isDecisionMaker('ict_decision_maker', 'ict_position')}, 'true', 'false')`
  const own = [
    ...ofCompany.map((name) => `toString(ico_${name})`),
    'toString(ict_position)',
    decides,
    ...['product', 'language', 'channel_group'].map((name) => `toString(${left}.${name})`),
  ]
  const types = [...fields.split(', ').map((name) => `${name} String`), 'extra Map(String, String)']
  const [contact, client, lead] = ['ict_extra', 'ico_extra', `${left}.extra`].map((extra) => `CAST(${extra}, 'Map(String, String)')`)
  const extra = `mapUpdate(mapUpdate(${contact}, ${client}), ${lead})`
  const known = { companies: [...ofCompany, 'extra'], contacts: ['position', 'decision_maker', 'extra'] }
  const quoted = (names: readonly string[]) => ['k', ...names.map((name) => `\`${name}\``)].join(', ')
  const plain = (names: readonly string[]) => ['k', ...names].join(', ')
  return {
    join: `LEFT ANY JOIN ${side('ico', records(context, scope, 'companies', quoted(known.companies)), plain(known.companies))} ON ico_k = ${left}.company
      LEFT ANY JOIN ${side('ict', records(context, scope, 'contacts', quoted(known.contacts)), plain(known.contacts))} ON ict_k = ${left}.contact`,
    row: `CAST((${own.join(', ')}, ${extra}), 'Tuple(${types.join(', ')})') AS ideal_row,`,
  }
}

/** Columns ideal_decided and ideal of such a row. */
export const idealFlags = ({ idealCustomer }: FactContext, row: string) =>
  idealCustomer === null
    ? 'false AS ideal_decided, false AS ideal'
    : `${idealCustomer(row)} AS is_ideal, is_ideal IS NOT NULL AS ideal_decided, ifNull(is_ideal, 0) AS ideal`
