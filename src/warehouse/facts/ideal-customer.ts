// Does a lead satisfy the workspace's ideal-customer rule: its own columns, its company's and its contact's, as last known.
import { type FactContext, records, type Scope } from './context.ts'
import { isDecisionMaker } from './words.ts'

const fields = 'industry, size, region, country, segment, domain, position, decision_maker, product, language, channel_group'

/** Columns ideal_decided and ideal of a left side of leads that has company, contact and, in the same SELECT, channel_group. */
export function idealColumns(context: FactContext, scope: Scope, left: string): { join: string; columns: string } {
  if (context.idealCustomer === null) return { join: '', columns: 'false AS ideal_decided, false AS ideal' }
  const company = ['industry', 'size', 'region', 'country', 'segment', 'domain'].map((name) => `toString(ico.\`${name}\`)`)
  const decides = `multiIf(ict.decision_maker IS NULL AND ict.position = '', '', ${isDecisionMaker('ict.decision_maker', 'ict.position')}, 'true', 'false')`
  const own = [
    ...company,
    'toString(ict.position)',
    decides,
    `toString(${left}.product)`,
    `toString(${left}.language)`,
    'toString(channel_group)',
  ]
  const types = [...fields.split(', ').map((name) => `${name} String`), 'extra Map(String, String)']
  const [contact, client, lead] = ['ict', 'ico', left].map((row) => `CAST(${row}.extra, 'Map(String, String)')`)
  const extra = `mapUpdate(mapUpdate(${contact}, ${client}), ${lead})`
  return {
    join: `LEFT ANY JOIN ${records(context, scope, 'companies', 'k, industry, `size`, region, country, segment, domain, extra')} AS ico ON ico.k = ${left}.company
      LEFT ANY JOIN ${records(context, scope, 'contacts', 'k, position, decision_maker, extra')} AS ict ON ict.k = ${left}.contact`,
    columns: `CAST((${own.join(', ')}, ${extra}), 'Tuple(${types.join(', ')})') AS ideal_row, ${context.idealCustomer('ideal_row')} AS is_ideal,
      is_ideal IS NOT NULL AS ideal_decided, ifNull(is_ideal, 0) AS ideal`,
  }
}
