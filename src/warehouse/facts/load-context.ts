// Reads what every derivation is given of its workspace: settings, and what the sources do and do not send.
import type { Settings } from '../../contract/settings.ts'
import { channelGroupSql, DEAL_COLUMNS, SPEND_COLUMNS, VISIT_COLUMNS } from '../../kpi/channel-rules.ts'
import { customerRuleSql } from '../../kpi/customer-rule.ts'
import { phoneCountryOf, phoneRulesOf } from '../../kpi/phone-rules.ts'
import type { Warehouse } from '../client.ts'
import type { Affected } from './affected.ts'
import { type FactContext, type Joined, ownKind } from './context.ts'
import { sourcesWith } from './sources-with.ts'

type Given = { ws: number; settings: Settings; version: string }

export async function loadFactContext(warehouse: Warehouse, { ws, settings, version }: Given): Promise<FactContext> {
  const sources = (kind: string) => sourcesWith(warehouse, ws, kind)
  const [leads, deals, ownerChanges, touches, notSelling, since, has] = await Promise.all([
    sources('leads'),
    sources('deals'),
    sources('owner_changes'),
    sources('touches'),
    warehouse.query<{ k: string }>(
      `SELECT k FROM rec_people FINAL WHERE ws = ${ws} AND role NOT IN ('', 'seller', 'caller', 'account') ORDER BY k`,
    ),
    completeFrom(warehouse, ws, settings),
    whatThereIs(warehouse, ws),
  ])
  const withLeads = new Set(leads)
  const rules = settings.channel_rules
  const groupSql = {
    lead: channelGroupSql(rules),
    deal: channelGroupSql(rules, { columns: DEAL_COLUMNS }),
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
    channelGroup: (row, of) => groupSql[of](row),
    oneCardSources: deals.filter((source) => !withLeads.has(source)),
    sourcesWith: { ownerChanges, touches },
    reasonGroups: settings.lost_reasons,
    notSelling: notSelling.map(({ k }) => k),
    completeFrom: since,
    idealCustomer: settings.ideal_customer === null ? null : customerRuleSql(settings.ideal_customer),
    has,
    phones: phoneRulesOf(phoneCountryOf(settings)),
    joined: await whoIsJoined(warehouse, ws),
    version,
  }
}

/** As the tables of identity say now; a derivation asks again when it has followed them. */
export async function whoIsJoined(warehouse: Warehouse, ws: number): Promise<Joined> {
  const [row] = await warehouse.query<{ contacts: number; companies: number; people: [string, string][] }>(
    `SELECT countIf(kind = 'contacts') > 0 AS contacts, countIf(kind = 'companies') > 0 AS companies,
       (SELECT arraySort(groupArray((k, head))) FROM identity_heads FINAL WHERE ws = ${ws} AND kind = 'people' AND k != head) AS people
     FROM (SELECT toString(kind) AS kind FROM identity_heads WHERE ws = ${ws} GROUP BY kind)`,
  )
  return { contacts: Number(row?.contacts) === 1, companies: Number(row?.companies) === 1, people: row?.people ?? [] }
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
  const rows = (table: string) => `exists(SELECT 1 FROM ${table} WHERE ws = ${ws} LIMIT 1)`
  const conditions: Record<keyof FactContext['has'], string> = {
    merges: some('leads', 'merged_into != 0'),
    continuations: some('deals', 'continues_deal_id != 0'),
    invoices: some('invoices', '1'),
    payments: some('payments', '1'),
    unnamedPayments: some('payments', "deal_id = 0 AND invoice_id = 0 AND payer_tax_id != ''"),
    items: some('deal_items', '1'),
    touches: some('touches', '1'),
    checks: `${some('script_checks', '1')} OR ${rows('work_heard')} OR ${rows('fact_checked_calls')}`,
    materials: `${some('touches', 'notEmpty(materials)')} OR ${rows('fact_sends')}`,
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
 * The context for the parties of a change: `has` is what is among their records, or was before it, so that small changes are
 * derived by small statements. The records of the parties are affected under their own kinds, `changed` are the kinds that changed.
 */
export async function narrowContext(
  warehouse: Warehouse,
  context: FactContext,
  affected: Affected,
  changed: ReadonlySet<string>,
): Promise<FactContext> {
  const { ws, has } = context
  const own = (kind: string) => affected.keys(ownKind(kind))
  const some = (kind: string, condition: string) => `exists(SELECT 1 FROM rec_${kind} WHERE ws = ${ws} AND ${condition} LIMIT 1)`
  const isMet = (kind: string) => affected.has(kind) || affected.has(ownKind(kind)) || changed.has(kind)
  const joined = (kind: 'contacts' | 'companies') =>
    context.joined[kind] &&
    isMet(kind) &&
    `exists(SELECT 1 FROM identity_heads WHERE ws = ${ws} AND kind = '${kind}' AND k IN ${own(kind)} LIMIT 1)`
  const cases = (['leads', 'deals'] as const).filter((kind) => affected.has(ownKind(kind)))
  const among = {
    merges: has.merges && isMet('leads') && some('leads', `k IN ${own('leads')} AND merged_into != 0`),
    continuations: has.continuations && isMet('deals') && some('deals', `k IN ${own('deals')} AND continues_deal_id != 0`),
    items: has.items && isMet('deals') && some('deal_items', `deal_id IN ${own('deals')}`),
    contacts: joined('contacts'),
    companies: joined('companies'),
    moves: has.moves && cases.length > 0 && some('stage_changes', `(${cases.map((kind) => `entity_id IN ${own(kind)}`).join(' OR ')})`),
  }
  const asked = Object.entries(among).flatMap(([name, condition]) => (condition === false ? [] : [`${condition} AS ${name}`]))
  const [row] = asked.length === 0 ? [] : await warehouse.query<Record<string, number>>(`SELECT ${asked.join(', ')}`)
  const isThere = (name: keyof typeof among) => Number(row?.[name] ?? 0) === 1
  return {
    ...context,
    joined: { ...context.joined, contacts: isThere('contacts'), companies: isThere('companies') },
    has: {
      merges: isThere('merges'),
      continuations: isThere('continuations'),
      invoices: has.invoices && isMet('invoices'),
      payments: has.payments && isMet('payments'),
      unnamedPayments: has.unnamedPayments && isMet('payments'),
      items: isThere('items') || changed.has('deal_items'),
      touches: has.touches && isMet('touches'),
      checks: has.checks && isMet('touches'),
      materials: has.materials && isMet('touches'),
      tasks: has.tasks && isMet('tasks'),
      moves: isThere('moves') || changed.has('stage_changes'),
      deals: has.deals && isMet('deals'),
      feedback: has.feedback && isMet('feedback'),
    },
  }
}

/** What the facts of every party rest on besides its records: when it changes, everything is derived again. */
export const signatureOf = (context: FactContext): string =>
  JSON.stringify([context.oneCardSources, context.sourcesWith, context.completeFrom, context.purchases, context.phones])
