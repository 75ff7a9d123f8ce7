// Reads what every derivation is given of its workspace: settings, and what the sources do and do not send.
import type { Settings } from '../../contract/settings.ts'
import { channelGroupSql } from '../../kpi/channel-rules.ts'
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
  return {
    ws,
    timezone: settings.timezone,
    currency: settings.currency,
    saleEvent: settings.sale_event,
    purchases: settings.purchases,
    purchaseGapDays: settings.purchase_gap_days,
    effectiveCallS: settings.effective_call_s,
    attributionDays: settings.attribution_days,
    channelGroup: channelGroupSql(settings.channel_rules),
    oneCardSources: (await sources('deals')).filter((source) => !withLeads.has(source)),
    sourcesWith: { ownerChanges: await sources('owner_changes'), touches: await sources('touches') },
    reasonGroups: settings.lost_reasons,
    notSelling: notSelling.map(({ k }) => k),
    version,
  }
}
