// Reads what every derivation is given of its workspace: settings, and what the sources do and do not send.
import type { Settings } from '../../contract/settings.ts'
import { channelGroupSql, SPEND_COLUMNS, VISIT_COLUMNS } from '../../kpi/channel-rules.ts'
import { customerRuleSql } from '../../kpi/customer-rule.ts'
import type { Warehouse } from '../client.ts'
import { bareKindSql, type FactContext, ownKind } from './context.ts'
import { sourcesWith } from './sources-with.ts'

type Given = { ws: number; settings: Settings; version: string }

export async function loadFactContext(warehouse: Warehouse, { ws, settings, version }: Given): Promise<FactContext> {
  const sources = (kind: string) => sourcesWith(warehouse, ws, kind)
  const withLeads = new Set(await sources('leads'))
  const notSelling = await warehouse.query<{ k: string }>(
    `SELECT k FROM rec_people FINAL WHERE ws = ${ws} AND role NOT IN ('', 'seller', 'caller', 'account') ORDER BY k`,
  )
  const rules = settings.channel_rules
  const has = await whatThereIs(warehouse, ws)
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
    purchases: has.deals || !has.payments ? settings.purchases : 'payments',
    purchaseGapDays: settings.purchase_gap_days,
    effectiveCallS: settings.effective_call_s,
    attributionDays: settings.attribution_days,
    channelGroup: (row, of = 'case') => groupSql[of](row),
    oneCardSources: (await sources('deals')).filter((source) => !withLeads.has(source)),
    sourcesWith: { ownerChanges: await sources('owner_changes'), touches: await sources('touches') },
    reasonGroups: settings.lost_reasons,
    notSelling: notSelling.map(({ k }) => k),
    completeFrom: await completeFrom(warehouse, ws, settings),
    idealCustomer: settings.ideal_customer === null ? null : customerRuleSql(settings.ideal_customer),
    has,
    version,
  }
}

/** The setting, else the local day of the first closing the source shows. */
async function completeFrom(warehouse: Warehouse, ws: number, settings: Settings): Promise<Record<string, string>> {
  const closings = (kind: string) =>
    `SELECT toString(source) AS source, closed_at FROM rec_${kind} FINAL WHERE ws = ${ws} AND closed_at IS NOT NULL`
  const startOfDay = (moment: string) => `toString(toTimeZone(toStartOfDay(toTimeZone(${moment}, '${settings.timezone}')), 'UTC'))`
  const rows = await warehouse.query<{ source: string; day: string }>(
    `SELECT source, ${startOfDay('min(closed_at)')} AS day FROM (${closings('leads')} UNION ALL ${closings('deals')}) GROUP BY source ORDER BY source`,
  )
  const found = Object.fromEntries(rows.map((row) => [row.source, row.day]))
  const set = Object.entries(settings.complete_from).flatMap(([source, kinds]) => {
    const day = kinds.leads ?? kinds.deals
    return day === undefined ? [] : [[source, day] as const]
  })
  for (const [source, day] of set) {
    const [row] = await warehouse.query<{ at: string }>(
      `SELECT toString(toTimeZone(toDateTime('${day} 00:00:00', '${settings.timezone}'), 'UTC')) AS at`,
    )
    found[source] = row?.at ?? ''
  }
  return found
}

async function whatThereIs(warehouse: Warehouse, ws: number): Promise<FactContext['has']> {
  const some = (kind: string, condition: string) => `exists(SELECT 1 FROM rec_${kind} WHERE ws = ${ws} AND ${condition} LIMIT 1)`
  const conditions: Record<keyof FactContext['has'], string> = {
    merges: some('leads', 'merged_into != 0'),
    continuations: some('deals', 'continues_deal_id != 0'),
    invoices: some('invoices', '1'),
    payments: some('payments', '1'),
    unnamedPayments: some('payments', "deal_id = 0 AND invoice_id = 0 AND payer_tax_id != ''"),
    items: some('deal_items', '1'),
    touches: some('touches', '1'),
    tasks: some('tasks', '1'),
    moves: some('stage_changes', '1'),
    deals: some('deals', '1'),
    feedback: some('feedback', '1'),
  }
  const asked = Object.entries(conditions).map(([name, condition]) => `${condition} AS ${name}`)
  const [row] = await warehouse.query<Record<string, number>>(`SELECT ${asked.join(', ')}`)
  return Object.fromEntries(Object.keys(conditions).map((name) => [name, Number(row?.[name]) === 1])) as FactContext['has']
}

/**
 * The context for the parties of a run: `has` is what is among their records, or was before this change, so that small changes are
 * derived by small statements. The keys of the records are in `affected` (ownKind), the changed ones under their kinds.
 */
export async function narrowContext(
  warehouse: Warehouse,
  context: FactContext,
  run: string,
  runs: readonly number[],
): Promise<FactContext> {
  const { ws, has } = context
  const own = (kind: string) => `(SELECT k FROM affected WHERE ws = ${ws} AND run = ${run} AND kind = '${ownKind(kind)}')`
  const some = (kind: string, condition: string) => `exists(SELECT 1 FROM rec_${kind} WHERE ws = ${ws} AND ${condition} LIMIT 1)`
  const met = `SELECT DISTINCT ${bareKindSql} FROM affected WHERE ws = ${ws} AND run = ${run}
    UNION ALL SELECT DISTINCT toString(kind) FROM changed WHERE ws = ${ws} AND run IN (${runs.join(', ')})`
  const among = {
    merges: has.merges && some('leads', `k IN ${own('leads')} AND merged_into != 0`),
    continuations: has.continuations && some('deals', `k IN ${own('deals')} AND continues_deal_id != 0`),
    items: has.items && some('deal_items', `deal_id IN ${own('deals')}`),
    moves: has.moves && some('stage_changes', `entity_id IN (SELECT k FROM ${own('deals')} UNION ALL SELECT k FROM ${own('leads')})`),
  }
  const asked = Object.entries(among).map(([name, condition]) => `${condition === false ? '0' : condition} AS ${name}`)
  const [row] = await warehouse.query<Record<string, number> & { met: string[] }>(
    `SELECT ${asked.join(', ')}, (SELECT groupArray(kind) FROM (${met}) AS t (kind)) AS met`,
  )
  const kinds = new Set(row?.met)
  const isThere = (name: keyof typeof among) => Number(row?.[name]) === 1
  return {
    ...context,
    has: {
      merges: isThere('merges'),
      continuations: isThere('continuations'),
      invoices: has.invoices && kinds.has('invoices'),
      payments: has.payments && kinds.has('payments'),
      unnamedPayments: has.unnamedPayments && kinds.has('payments'),
      items: isThere('items') || kinds.has('deal_items'),
      touches: has.touches && kinds.has('touches'),
      tasks: has.tasks && kinds.has('tasks'),
      moves: isThere('moves') || kinds.has('stage_changes'),
      deals: has.deals && kinds.has('deals'),
      feedback: has.feedback && kinds.has('feedback'),
    },
  }
}

/** What the facts of every party rest on besides its records: when it changes, everything is derived again. */
export const signatureOf = (context: FactContext): string =>
  JSON.stringify([context.oneCardSources, context.sourcesWith, context.completeFrom, context.purchases])
