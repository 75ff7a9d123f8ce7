// Spares the statements of a small change the channel rules, which are longer than all else in them: the few different rows are
// judged once, by the same SQL, and the verdicts are kept.
import { CASE_COLUMNS, DEAL_COLUMNS } from '../../kpi/channel-rules.ts'
import type { Warehouse } from '../client.ts'
import { type FactContext, quote, quoteAll, records, type Scope } from './context.ts'
import { cardColumns } from './lead-rows.ts'

/** More different rows than this are left to the rules. */
const ROWS_MAX = 100
const KEPT_MAX = 20_000

const judged = [
  { kind: 'leads', of: 'lead', columns: CASE_COLUMNS },
  { kind: 'deals', of: 'deal', columns: DEAL_COLUMNS },
] as const
type Judged = (typeof judged)[number]

/** Verdicts by the SQL of the rules and the hash of what they look at. */
const kept = new Map<string, Map<string, string>>()

const hashOf = (row: string, columns: readonly string[]) =>
  `cityHash64(${columns.map((column) => `toString(${row}.${column})`).join(', ')})`

/** The context of a change with the groups of its leads and deals written out. */
export async function knowChannels(warehouse: Warehouse, context: FactContext, scope: Scope): Promise<FactContext> {
  const known = await Promise.all(judged.map((one) => verdicts(warehouse, context, scope, one)))
  return {
    ...context,
    channelGroup: (row, of) => {
      const at = judged.findIndex((one) => one.of === of)
      const [one, found] = [judged[at], known[at]]
      if (one === undefined || found === undefined || found === null) return context.channelGroup(row, of)
      const hash = hashOf(row, one.columns)
      const [from, to] = [[...found.keys()].join(', '), [...found.values()].map(quote).join(', ')]
      return `CAST(${found.size === 0 ? "''" : `transform(${hash}, [${from}], [${to}], '')`}, 'LowCardinality(String)')`
    },
  }
}

/** Group by hash of all records of a kind in scope; null when they are too different. */
async function verdicts(
  warehouse: Warehouse,
  context: FactContext,
  scope: Scope,
  { kind, of, columns }: Judged,
): Promise<Map<string, string> | null> {
  if (!context.has[kind]) return new Map()
  // By which touch a lead came stands in no column of it.
  if (of === 'lead' && context.asksTouch) return null
  const own = `SELECT ${columns.join(', ')} FROM ${records(context, scope, kind)}`
  const hasCards = kind === 'leads' && context.has.deals && context.oneCardSources.length > 0
  const cards = `SELECT ${columns.join(', ')} FROM (SELECT channel, campaign, source, ${cardColumns()} FROM ${records(context, scope, 'deals')} WHERE source IN ${quoteAll(context.oneCardSources)})`
  const rows = `(${hasCards ? `${own} UNION ALL ${cards}` : own}) AS r`
  const hash = hashOf('r', columns)
  const found = await warehouse.query<{ hash: string }>(`SELECT DISTINCT ${hash} AS hash FROM ${rows} LIMIT ${ROWS_MAX + 1}`)
  if (found.length > ROWS_MAX) return null
  const rules = context.channelGroup('r', of)
  const known = keptFor(rules)
  if (found.some((one) => !known.has(one.hash))) {
    const fresh = await warehouse.query<{ hash: string; verdict: string }>(
      `SELECT DISTINCT ${hash} AS hash, toString(${rules}) AS verdict FROM ${rows}`,
    )
    for (const one of fresh) known.set(one.hash, one.verdict)
  }
  return new Map(found.map((one) => [one.hash, known.get(one.hash) ?? '']))
}

function keptFor(rules: string): Map<string, string> {
  const known = kept.get(rules)
  if (known !== undefined && known.size < KEPT_MAX) return known
  const fresh = new Map<string, string>()
  kept.delete(rules)
  if (kept.size >= 20) kept.clear()
  kept.set(rules, fresh)
  return fresh
}
