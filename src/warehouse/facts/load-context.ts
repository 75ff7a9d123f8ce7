// Reads what every derivation is given of its workspace: settings, and what the sources do and do not send.
import type { Settings } from '../../contract/settings.ts'
import { channelGroupSql, SPEND_COLUMNS, VISIT_COLUMNS } from '../../kpi/channel-rules.ts'
import type { Warehouse } from '../client.ts'
import type { FactContext } from './context.ts'

type Given = { ws: number; settings: Settings; version: string }

export async function loadFactContext(warehouse: Warehouse, { ws, settings, version }: Given): Promise<FactContext> {
  const sources = async (kind: string) => {
    const rows = await warehouse.query<{ source: string }>(
      `SELECT DISTINCT toString(source) AS source FROM rec_${kind} FINAL WHERE ws = ${ws} AND source != '' ORDER BY source`,
    )
    return rows.map(({ source }) => source)
  }
  const withLeads = new Set(await sources('leads'))
  const notSelling = await warehouse.query<{ k: string }>(
    `SELECT k FROM rec_people FINAL WHERE ws = ${ws} AND role NOT IN ('', 'seller', 'caller', 'account') ORDER BY k`,
  )
  const rules = settings.channel_rules
  const groupSql = {
    case: channelGroupSql(rules),
    visit: channelGroupSql(rules, { columns: VISIT_COLUMNS, nothing: 'direct' }),
    spend: channelGroupSql(rules, { columns: SPEND_COLUMNS }),
  }
  return {
    ws,
    timezone: settings.timezone,
    currency: settings.currency,
    saleEvent: settings.sale_event,
    purchases: settings.purchases,
    purchaseGapDays: settings.purchase_gap_days,
    effectiveCallS: settings.effective_call_s,
    attributionDays: settings.attribution_days,
    channelGroup: (row, of = 'case') => groupSql[of](row),
    oneCardSources: (await sources('deals')).filter((source) => !withLeads.has(source)),
    sourcesWith: { ownerChanges: await sources('owner_changes'), touches: await sources('touches') },
    reasonGroups: settings.lost_reasons,
    notSelling: notSelling.map(({ k }) => k),
    has: await whatThereIs(warehouse, ws),
    version,
  }
}

async function whatThereIs(warehouse: Warehouse, ws: number): Promise<FactContext['has']> {
  const some = (kind: string, condition: string) => `exists(SELECT 1 FROM rec_${kind} WHERE ws = ${ws} AND ${condition} LIMIT 1)`
  const [row] = await warehouse.query<{ merges: number; continuations: number; payments: number }>(
    `SELECT ${some('leads', 'merged_into != 0')} AS merges, ${some('deals', 'continues_deal_id != 0')} AS continuations, ${some('payments', '1')} AS payments`,
  )
  return { merges: Number(row?.merges) === 1, continuations: Number(row?.continuations) === 1, payments: Number(row?.payments) === 1 }
}

/** What the facts of every party rest on besides its records: when it changes, everything is derived again. */
export const signatureOf = (context: FactContext): string => JSON.stringify([context.oneCardSources, context.sourcesWith])
