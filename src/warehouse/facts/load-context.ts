// Reads what every derivation is given of its workspace: settings, and what the sources do and do not send.
import type { Settings } from '../../contract/settings.ts'
import {
  asksTouch,
  CASE_COLUMNS,
  channelGroupSql,
  DEAL_COLUMNS,
  SPEND_COLUMNS,
  TOUCH_COLUMNS,
  VISIT_COLUMNS,
} from '../../kpi/channel-rules.ts'
import { customerRuleSql } from '../../kpi/customer-rule.ts'
import { phoneCountryOf, phoneRulesOf } from '../../kpi/phone-rules.ts'
import type { Warehouse } from '../client.ts'
import type { Affected } from './affected.ts'
import { type FactContext, type Joined, ownKind } from './context.ts'
import { roleSql } from './role-sql.ts'
import { sourcesWith } from './sources-with.ts'

type Given = { ws: number; settings: Settings; version: string }

/** First closing that a source shows, and the record that shows it. */
export type FirstClosed = { source: string; at: string; kind: string; k: string }

/** A context and what it follows from, so that somebody can say whether it still holds. */
export type Loaded = {
  context: FactContext
  /** Sources with living records of a kind. */
  sources: Readonly<Record<SourceKind, readonly string[]>>
  firstClosed: readonly FirstClosed[]
}

export const sourceKinds = ['leads', 'deals', 'owner_changes', 'touches'] as const
type SourceKind = (typeof sourceKinds)[number]

export const loadFactContext = async (warehouse: Warehouse, given: Given): Promise<FactContext> =>
  (await loadContext(warehouse, given)).context

export async function loadContext(warehouse: Warehouse, { ws, settings, version }: Given): Promise<Loaded> {
  const role = roleSql(settings.people)
  const [found, notSelling, recorded, { since, firstClosed }, has] = await Promise.all([
    Promise.all(sourceKinds.map((kind) => sourcesWith(warehouse, ws, kind))),
    warehouse.query<{ k: string }>(
      `SELECT k FROM rec_people FINAL WHERE ws = ${ws} AND ${role} NOT IN ('', 'seller', 'caller', 'account') ORDER BY k`,
    ),
    whoIsRecorded(warehouse, ws),
    completeFrom(warehouse, ws, settings),
    whatThereIs(warehouse, ws),
  ])
  const sources = Object.fromEntries(sourceKinds.map((kind, i) => [kind, found[i] ?? []])) as unknown as Loaded['sources']
  const withLeads = new Set(sources.leads)
  const context: FactContext = {
    ws,
    ...ofSettings(settings, has),
    oneCardSources: sources.deals.filter((source) => !withLeads.has(source)),
    sourcesWith: { ownerChanges: sources.owner_changes, touches: sources.touches },
    notSelling: notSelling.map(({ k }) => k),
    recorded,
    completeFrom: since,
    has,
    kept: new Set(),
    joined: await whoIsJoined(warehouse, ws),
    version,
  }
  return { context, sources, firstClosed }
}

type OfSettings = Pick<
  FactContext,
  | 'timezone'
  | 'currency'
  | 'saleEvent'
  | 'purchases'
  | 'purchaseGapDays'
  | 'effectiveCallS'
  | 'role'
  | 'channelGroup'
  | 'asksTouch'
  | 'reasonGroups'
  | 'idealCustomer'
  | 'phones'
>

/** What follows from the settings alone. */
function ofSettings(settings: Settings, has: FactContext['has']): OfSettings {
  const rules = settings.channel_rules
  const groupSql = {
    lead: channelGroupSql(rules, asksTouch(rules) ? { columns: [...CASE_COLUMNS, ...TOUCH_COLUMNS] } : {}),
    deal: channelGroupSql(rules, { columns: DEAL_COLUMNS }),
    visit: channelGroupSql(rules, { columns: VISIT_COLUMNS, nothing: 'direct' }),
    spend: channelGroupSql(rules, { columns: SPEND_COLUMNS }),
  }
  return {
    timezone: settings.timezone,
    currency: settings.currency,
    saleEvent: settings.sale_event,
    purchases: has.deals || !has.payments ? settings.purchases : 'payments',
    purchaseGapDays: settings.purchase_gap_days,
    effectiveCallS: settings.effective_call_s,
    role: roleSql(settings.people),
    channelGroup: (row, of) => groupSql[of](row),
    asksTouch: asksTouch(rules),
    reasonGroups: settings.lost_reasons,
    idealCustomer: settings.ideal_customer === null ? null : customerRuleSql(settings.ideal_customer),
    phones: phoneRulesOf(phoneCountryOf(settings)),
  }
}

/** The context as its statements would have read under earlier settings; what those settings were read together with records is only told to differ. */
export function underSettings(context: FactContext, { now, before }: { now: Settings; before: Settings }): FactContext {
  const differs = (...keys: (keyof Settings)[]) => keys.some((key) => JSON.stringify(now[key]) !== JSON.stringify(before[key]))
  return {
    ...context,
    ...ofSettings(before, context.has),
    notSelling: differs('people') ? ['0', ...context.notSelling] : context.notSelling,
    completeFrom: differs('complete_from', 'timezone') ? { ...context.completeFrom, '': '' } : context.completeFrom,
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

/** More people than this are looked up by each statement. */
const RECORDED_MAX = 200

export const recordedTouch = "kind IN ('call', 'email') AND is_deleted = 0"

async function whoIsRecorded(warehouse: Warehouse, ws: number): Promise<string[] | null> {
  const rows = await warehouse.query<{ k: string }>(
    `SELECT DISTINCT person_id AS k FROM rec_touches WHERE ws = ${ws} AND ${recordedTouch} LIMIT ${RECORDED_MAX + 1}`,
  )
  return rows.length > RECORDED_MAX ? null : rows.map(({ k }) => k).sort()
}

/** The setting, else the local day of the first closing the source shows. */
async function completeFrom(
  warehouse: Warehouse,
  ws: number,
  settings: Settings,
): Promise<{ since: Record<string, string>; firstClosed: FirstClosed[] }> {
  const closings = (kind: string) =>
    `SELECT toString(source) AS source, closed_at, ('${kind}', toString(k)) AS record FROM rec_${kind} FINAL WHERE ws = ${ws} AND closed_at IS NOT NULL`
  const startOfDay = (moment: string) => `toString(toTimeZone(toStartOfDay(toTimeZone(${moment}, '${settings.timezone}')), 'UTC'))`
  const rows = await warehouse.query<{ source: string; day: string; at: string; record: [string, string] }>(
    `SELECT source, ${startOfDay('min(closed_at)')} AS day, toString(min(closed_at)) AS at, argMin(record, closed_at) AS record FROM (${closings('leads')} UNION ALL ${closings('deals')}) GROUP BY source ORDER BY source`,
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
  return { since: found, firstClosed: rows.map(({ source, at, record: [kind, k] }) => ({ source, at, kind, k })) }
}

const dropped = "status IN ('spam', 'duplicate')"
const valued = "entity IN ('lead', 'deal') AND field IN ('qualified', 'status', 'amount', 'expected_close_at')"

/** By what a record of a kind shows that there is something: flag → kind, condition. */
export const signs: Readonly<Record<keyof FactContext['has'], readonly (readonly [kind: string, condition: string])[]>> = {
  leads: [
    ['leads', '1'],
    ['deals', '1'],
  ],
  merges: [['leads', 'merged_into != 0']],
  dropped: [['leads', dropped]],
  valued: [['value_changes', valued]],
  continuations: [['deals', 'continues_deal_id != 0']],
  invoices: [['invoices', '1']],
  payments: [['payments', '1']],
  unnamedPayments: [['payments', "deal_id = 0 AND invoice_id = 0 AND payer_tax_id != ''"]],
  items: [['deal_items', '1']],
  credits: [['deal_credits', '1']],
  touches: [['touches', '1']],
  messages: [['touches', "kind = 'message'"]],
  inbound: [['touches', "direction = 'in'"]],
  attempts: [['touches', "direction = 'out'"]],
  checks: [['script_checks', '1']],
  materials: [['touches', 'notEmpty(materials)']],
  tasks: [['tasks', '1']],
  moves: [['stage_changes', '1']],
  deals: [['deals', '1']],
  feedback: [['feedback', '1']],
}

async function whatThereIs(warehouse: Warehouse, ws: number): Promise<FactContext['has']> {
  const rows = (table: string, condition = '1') => `exists(SELECT 1 FROM ${table} WHERE ws = ${ws} AND ${condition} LIMIT 1)`
  const heard = [rows('work_heard'), rows('fact_checked_calls')]
  const asked = Object.entries(signs).map(([name, of]) => {
    const each = [...of.map(([kind, condition]) => rows(`rec_${kind}`, condition)), ...(name === 'checks' ? heard : [])]
    return `${each.join(' OR ')} AS ${name}`
  })
  const [row] = await warehouse.query<Record<string, number>>(`SELECT ${asked.join(', ')}`)
  return Object.fromEntries(Object.keys(signs).map((name) => [name, Number(row?.[name]) === 1])) as FactContext['has']
}

/** What a change meets: the records of its parties, affected under their own kinds, and the kinds that changed. */
export type Met = { affected: Affected; changed: ReadonlySet<string> }

/** The context for the parties of a change, as far as the kinds of their records tell: small changes are derived by small statements. */
export function meetContext(context: FactContext, { affected, changed }: Met): FactContext {
  const { has } = context
  const isMet = (kind: string) => affected.has(kind) || affected.has(ownKind(kind)) || changed.has(kind)
  const [leads, deals, touches] = [isMet('leads'), isMet('deals'), has.touches && isMet('touches')]
  const some = {
    leads: has.leads && (leads || (deals && context.oneCardSources.length > 0)),
    merges: has.merges && leads,
    dropped: has.dropped && leads,
    valued: has.valued && (leads || deals || changed.has('value_changes')),
    continuations: has.continuations && deals,
    invoices: has.invoices && isMet('invoices'),
    payments: has.payments && isMet('payments'),
    unnamedPayments: has.unnamedPayments && isMet('payments'),
    items: has.items && (deals || changed.has('deal_items')),
    credits: has.credits && (deals || changed.has('deal_credits')),
    moves: has.moves && (affected.has(ownKind('leads')) || affected.has(ownKind('deals')) || changed.has('stage_changes')),
    deals: has.deals && deals,
    feedback: has.feedback && isMet('feedback'),
    tasks: has.tasks && isMet('tasks'),
  }
  const { messages, inbound, attempts, checks, materials } = has
  const given = { messages, inbound, attempts, checks, materials }
  const ofTouches = touches ? given : { messages: false, inbound: false, attempts: false, checks: false, materials: false }
  const { joined } = context
  const one = { ...joined, contacts: joined.contacts && isMet('contacts'), companies: joined.companies && isMet('companies') }
  return { ...context, joined: one, has: { ...some, touches, ...ofTouches } }
}

/** The same context, narrowed by what those records are. */
export async function narrowContext(warehouse: Warehouse, context: FactContext, { affected, changed }: Met): Promise<FactContext> {
  const { ws, has } = context
  const own = (kind: string) => affected.keys(ownKind(kind))
  const some = (kind: string, condition: string) => `exists(SELECT 1 FROM rec_${kind} WHERE ws = ${ws} AND ${condition} LIMIT 1)`
  const joined = (kind: 'contacts' | 'companies') =>
    `exists(SELECT 1 FROM identity_heads WHERE ws = ${ws} AND kind = '${kind}' AND k IN ${own(kind)} LIMIT 1)`
  const touch = (condition: string) => some('touches', `k IN ${own('touches')} AND ${condition}`)
  const cases = (['leads', 'deals'] as const).filter((kind) => affected.has(ownKind(kind)))
  const among: Partial<Record<keyof FactContext['has'], string>> = {
    merges: some('leads', `k IN ${own('leads')} AND merged_into != 0`),
    dropped: some('leads', `k IN ${own('leads')} AND ${dropped}`),
    ...(changed.has('value_changes') || cases.length === 0
      ? {}
      : { valued: some('value_changes', `(${cases.map((kind) => `entity_id IN ${own(kind)}`).join(' OR ')}) AND ${valued}`) }),
    ...(changed.has('deal_credits') ? {} : { credits: some('deal_credits', `deal_id IN ${own('deals')}`) }),
    continuations: some('deals', `k IN ${own('deals')} AND continues_deal_id != 0`),
    ...(changed.has('deal_items') ? {} : { items: some('deal_items', `deal_id IN ${own('deals')}`) }),
    ...(changed.has('stage_changes') || cases.length === 0
      ? {}
      : { moves: some('stage_changes', `(${cases.map((kind) => `entity_id IN ${own(kind)}`).join(' OR ')})`) }),
    messages: touch("kind = 'message'"),
    inbound: touch("direction = 'in'"),
    ...(has.leads ? {} : { attempts: touch('(lead_id != 0 OR deal_id != 0)') }),
    materials: touch('notEmpty(materials)'),
  }
  const { contacts, companies } = context.joined
  const asked = [
    ...Object.entries(among).flatMap(([name, condition]) => (has[name as keyof typeof among] ? [`${condition} AS ${name}`] : [])),
    ...(contacts ? [`${joined('contacts')} AS joined_contacts`] : []),
    ...(companies ? [`${joined('companies')} AS joined_companies`] : []),
  ]
  if (asked.length === 0) return context
  const [row] = await warehouse.query<Record<string, number>>(`SELECT ${asked.join(', ')}`)
  const { joined_contacts, joined_companies, ...rest } = row ?? {}
  const found = Object.fromEntries(Object.entries(rest).map(([name, isThere]) => [name, Number(isThere) === 1]))
  const narrow = { contacts: Number(joined_contacts ?? 0) === 1, companies: Number(joined_companies ?? 0) === 1 }
  return { ...context, joined: { ...context.joined, ...narrow }, has: { ...has, ...found } }
}

/** What the facts of every party rest on besides its records: when it changes, everything is derived again. */
export const signatureOf = (context: FactContext): string =>
  JSON.stringify([context.oneCardSources, context.sourcesWith, context.completeFrom, context.purchases, context.phones])
