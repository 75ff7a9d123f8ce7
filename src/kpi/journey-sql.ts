// The journeys of sales, and of leads closed without one, as SQL: visits of everybody known as the contact of the lead, then the
// channel of the lead itself (methods.md, attribution). Read at the question from records and facts, for the cases it is about alone.
import { TRACKER_SOURCE, VISITOR_FIELD } from '../contract/visits.ts'
import { channelGroupSql, VISIT_COLUMNS } from './channel-rules.ts'
import { creditSql, weightSql } from './credit-sql.ts'
import { wallSeconds } from './expression/clocks.ts'
import type { JourneyRules, Lowering } from './expression/types.ts'
import { name } from './sql/nodes.ts'
import { printSql } from './sql/print.ts'
import type { Fact } from './vocabulary/columns.ts'

/** Cases wanted: those whose moment `axis` lies in [from, until), as known at asOf. ISO instants. */
export type Wanted = { ws: number; axis: string; from: string; until: string; asOf: string }

const moment = (iso: string) => `toDateTime64('${iso.replace('T', ' ').replace('Z', '')}', 3, 'UTC')`
const longAgo = "toDateTime64('1900-01-01 00:00:00', 3, 'UTC')"

/** What of a case follows from its journey. */
const added = ['channel_group', 'credit', 'path', 'in_first_purchase']

/** Columns of a case that are no plain columns of its table. */
const sale: Readonly<Record<string, string>> = {
  sold_at: 'assumeNotNull(sold_at)',
  deal_amount: 'amount',
  journey_lead: 'lead',
  came_at: 'if(lead != 0, ifNull(lead_created_at, created_at), created_at)',
  bought_before: 'created_at',
  own_group: 'channel_group',
  is_first: 'first_purchase',
}
const lead: Readonly<Record<string, string>> = {
  ended_at: 'open_until',
  journey_lead: 'k',
  came_at: 'created_at',
  bought_before: 'created_at',
  own_group: 'channel_group',
  customer_since: "CAST(NULL, 'Nullable(DateTime64(3, \\'UTC\\'))')",
}

/** The wanted sales or ended leads. */
function casesSql({ made }: Fact, { ws, axis, from, until, asOf }: Wanted, columns: readonly string[]): string {
  const own = made === 'leads' ? lead : sale
  const listed = [...new Set(columns)].map((column) =>
    own[column] === undefined ? `t.${column} AS ${column}` : `${own[column]} AS ${column}`,
  )
  const within = (column: string) => `t.${column} >= ${moment(from)} AND t.${column} < ${moment(until)} AND t.open_until >= ${moment(from)}`
  const where =
    made === 'leads'
      ? `t.population = '' AND ${within('open_until')} AND NOT ifNull(t.won_at <= ${moment(asOf)}, 0)`
      : `t.sold_at IS NOT NULL AND ${within(axis)}`
  return `SELECT ${listed.join(', ')} FROM ${made === 'leads' ? 'fact_leads' : 'fact_deals'} AS t FINAL WHERE t.ws = ${ws} AND ${where}`
}

/**
 * Merged leads with the one that stands for each, along chains of up to 4: columns merged, head. Joined, as constants of a statement they
 * would be copied wherever it is planned.
 */
function headsOf(ws: number): string {
  const merged = `(SELECT k, merged_into FROM rec_leads FINAL WHERE ws = ${ws} AND merged_into != 0)`
  return `(SELECT a.k AS merged, multiIf(d.merged_into != 0, d.merged_into, c.merged_into != 0, c.merged_into, b.merged_into != 0, b.merged_into, a.merged_into) AS head
      FROM ${merged} AS a LEFT ANY JOIN ${merged} AS b ON b.k = a.merged_into LEFT ANY JOIN ${merged} AS c ON c.k = b.merged_into LEFT ANY JOIN ${merged} AS d ON d.k = c.merged_into)`
}

/** Rows of a select with the lead in force instead of one merged into it. */
const ofHeads = (ws: number, select: string, columns: readonly string[]) =>
  `(SELECT ${columns.join(', ')}, if(h.head != 0, h.head, m.told_lead) AS lead FROM (${select}) AS m LEFT ANY JOIN ${headsOf(ws)} AS h ON h.merged = m.told_lead)`

/** Whose the visits of a lead are: its contact's, or of nobody but the lead itself. */
const clientOf = (contact: string, k: string) => `if(${contact} != 0, ${contact}, cityHash64('lead', ${k}))`

/** Everybody who was ever known as a client wanted: columns source, visitor, client. `clients` selects those. */
function visitorsSql({ ws, asOf }: Wanted, clients: string, isTracked: boolean): string {
  const leads = `(SELECT k, ${clientOf('contact', 'k')} AS client FROM fact_leads FINAL WHERE ws = ${ws} AND client IN (${clients}))`
  const known = ofHeads(
    ws,
    `SELECT source, visitor_id, contact_id, lead_id AS told_lead FROM rec_visits FINAL WHERE ws = ${ws} AND at <= ${moment(asOf)} AND (contact_id != 0 OR lead_id != 0)`,
    ['source', 'visitor_id', 'contact_id'],
  )
  // A form that the tracker is linked to says who filled it in.
  const formLeads = ofHeads(
    ws,
    `SELECT k AS told_lead, extra['${VISITOR_FIELD}'] AS visitor FROM fact_leads FINAL WHERE ws = ${ws} AND visitor != '' AND created_at <= ${moment(asOf)}`,
    ['visitor'],
  )
  return `SELECT DISTINCT source, visitor, client FROM (
      SELECT v.source AS source, v.visitor_id AS visitor, arrayJoin(arrayFilter(x -> x != 0, [v.contact_id, l.client])) AS client
      FROM ${known} AS v LEFT ANY JOIN ${leads} AS l ON l.k = v.lead
      ${isTracked ? `UNION ALL SELECT '${TRACKER_SOURCE}', f.visitor, l.client FROM ${formLeads} AS f INNER JOIN ${leads} AS l ON l.k = f.lead` : ''}
    ) WHERE client IN (${clients})`
}

/** Visits of every client wanted, in order, at one moment by id: columns client, visits (at, group). */
function visitsSql(wanted: Wanted, clients: string, { rules, visits }: JourneyRules): string {
  if (visits === 'none') return `SELECT toUInt64(0) AS client, CAST([], 'Array(Tuple(DateTime64(3, \\'UTC\\'), String))') AS visits WHERE 0`
  const group = channelGroupSql(rules, { columns: VISIT_COLUMNS, nothing: 'direct' })('v')
  return `SELECT client, arrayMap(x -> (x.1, x.3), arraySort(groupArray((at, id, channel_group)))) AS visits FROM (
      SELECT w.client AS client, v.at AS at, v.id AS id, toString(${group}) AS channel_group
      FROM (SELECT visitor_id, at, id, ${VISIT_COLUMNS.join(', ')} FROM rec_visits FINAL WHERE ws = ${wanted.ws} AND at <= ${moment(wanted.asOf)}) AS v
      INNER JOIN (${visitorsSql(wanted, clients, visits === 'tracked')}) AS w ON w.source = v.source AND w.visitor = v.visitor_id
    ) GROUP BY client`
}

/** Cases with `columns`, their visits and what their client had bought: visits, purchases, bought_at. */
function joinedSql(fact: Fact, wanted: Wanted, rules: JourneyRules, columns: readonly string[]): string {
  const { ws } = wanted
  const needed = [
    'journey_lead',
    'came_at',
    'bought_before',
    'own_group',
    'customer_since',
    'client',
    ...(fact.made === 'leads' ? [] : ['is_first', 'sold_at']),
  ]
  const leads = `SELECT k AS lead_k, ${clientOf('contact', 'k')} AS lead_client FROM fact_leads FINAL WHERE ws = ${ws} AND k IN (${casesSql(fact, wanted, ['journey_lead'])})`
  const visits = visitsSql(wanted, `SELECT lead_client FROM (${leads})`, rules)
  const bought = `SELECT k AS buyer, purchase_at AS purchases FROM fact_customers FINAL WHERE ws = ${ws} AND k IN (${casesSql(fact, wanted, ['client'])})`
  return `SELECT d.*, visits, purchases,
      greatest(arrayMax(arrayConcat([${longAgo}], arrayFilter(x -> x < bought_before, purchases))), if(ifNull(customer_since < bought_before, 0), assumeNotNull(customer_since), ${longAgo})) AS bought_at
    FROM (${casesSql(fact, wanted, [...columns, ...needed])}) AS d
    LEFT ANY JOIN (${leads}) AS l ON lead_k = d.journey_lead
    LEFT ANY JOIN (SELECT client AS visits_client, visits FROM (${visits})) AS j ON visits_client = if(lead_k = 0, 0, lead_client)
    LEFT ANY JOIN (${bought}) AS b ON buyer = d.client`
}

/**
 * Cases with `columns` and their steps: (days on the wall clock, group), equal neighbours merged and dated by the last. Each step of it
 * is a select of its own, since an alias is planned again wherever it is used.
 */
function stepsSql(fact: Fact, wanted: Wanted, lowering: Lowering, rules: JourneyRules, columns: readonly string[]): string {
  const wall = (at: string) => printSql(wallSeconds(name(at), lowering))
  const day = (at: string) => `toInt32(toDate32(toTimeZone(${at}, '${lowering.timezone}')))`
  const kept = columns.filter((column) => !added.includes(column))
  const first = `is_first AND empty(purchases) OR notEmpty(purchases) AND (length(purchases) = 1 OR sold_at < purchases[2])
      AND (customer_since IS NULL OR ${day('assumeNotNull(customer_since)')} >= ${day('purchases[1]')}) AS in_first_purchase`
  const isRecent = `x.1 <= came_at AND x.1 > bought_at AND came_wall - ${wall('x.1')} <= ${rules.days * 86_400}`
  const isFirst = columns.includes('in_first_purchase')
  const names = [...kept, ...(isFirst ? ['in_first_purchase'] : [])]
  const seen = `SELECT ${[...kept, ...(isFirst ? [first] : [])].join(', ')}, own_group, came_wall, came_at > bought_at AS is_own, arrayFilter(x -> ${isRecent}, visits) AS seen
    FROM (SELECT *, ${wall('came_at')} AS came_wall FROM (${joinedSql(fact, wanted, rules, kept)}))`
  const ownStep = "is_own AND own_group != '' AND (empty(seen) OR seen[-1].2 != own_group)"
  const all = `SELECT ${names.join(', ')}, arrayConcat(arrayMap(x -> (toFloat64(${wall('x.1')}) / 86400, x.2), seen),
      if(${ownStep}, [(toFloat64(came_wall) / 86400, toString(own_group))], [])) AS all_steps FROM (${seen})`
  // Beside each step the group of the next: a function that reached into the list would have it copied for every step.
  const next = "arrayResize(arrayPopFront(arrayMap(x -> x.2, all_steps)), length(all_steps), 'none after it')"
  const merged = `SELECT ${names.join(', ')}, arrayFilter((x, after) -> x.2 != after, all_steps, ${next}) AS steps FROM (${all})`
  return `SELECT ${names.join(', ')}, steps, arrayMap(x -> x.2, steps) AS channels FROM (${merged})`
}

/** SELECT of `columns` of a fact made of journeys. */
export function journeySql(fact: Fact, wanted: Wanted, lowering: Lowering, columns: readonly string[]): string {
  const rules = lowering.journeys ?? { days: 90, rules: [], visits: 'tracked', model: 'last_non_direct' }
  const steps = stepsSql(fact, wanted, lowering, rules, columns)
  if (fact.made !== 'credits') {
    const own = columns.filter((column) => column !== 'path')
    return `SELECT ${own.join(', ')}, arrayStringConcat(channels, ' > ') AS path FROM (${steps})`
  }
  const weighed = rules.model === 'markov' ? steps : `SELECT *, ${weightSql(rules.model)} AS weights FROM (${steps})`
  const own = columns.map((column) => ({ channel_group: 'credited.1 AS channel_group', credit: 'credited.2 AS credit' })[column] ?? column)
  return `SELECT ${own.join(', ')} FROM (SELECT *, arrayJoin(${creditSql(rules)}) AS credited FROM (${weighed}))`
}
