// What every derivation is given: the workspace, its rules, and which parties to derive. Plus the few phrases of SQL that
// all steps share. A party is everything that hangs together, so the facts of a party follow from its records alone.
import { findRecordKind } from '../../contract/records/kinds.ts'
import { hasTrueOffset } from '../../kpi/expression/clocks.ts'
import type { PhoneRules } from '../../kpi/phone-rules.ts'
import { recordTable } from '../records.ts'
import type { Affected } from './affected.ts'

export type FactContext = {
  ws: number
  timezone: string
  currency: string
  saleEvent: 'won' | 'contract' | 'prepaid' | 'paid' | 'first_payment' | 'full_payment'
  purchases: 'deals' | 'payments'
  purchaseGapDays: number
  effectiveCallS: number
  /** SQL over the columns of a row (kpi/channel-rules.ts) that gives its channel group; '' = nothing is known, of a visit `direct`. */
  /** SQL of a person's role over columns source, id and role: as the head says it, else as sent; '' = seller. */
  role: string
  channelGroup: (row: string, of: 'lead' | 'deal' | 'visit' | 'spend') => string
  /** Do channel rules look at the touch by which a lead came. */
  asksTouch: boolean
  /** Sources without any lead record: their cards yield leads. */
  oneCardSources: readonly string[]
  /** Sources that send owner changes, calls or mails. */
  sourcesWith: { ownerChanges: readonly string[]; touches: readonly string[] }
  /** Lost reasons as confirmed: id (`source:id`) or text → group. */
  reasonGroups: Readonly<Record<string, string>>
  /** Per source, the moment from which nothing of it is missing, as `YYYY-MM-DD hh:mm:ss` in UTC. */
  completeFrom: Readonly<Record<string, string>>
  /** Keys of people who do not sell: never a first owner, no credit. */
  notSelling: readonly string[]
  /** Keys of people with a call or e-mail of their own; null = too many to write out. */
  recorded: readonly string[] | null
  /** SQL over a row with the columns of customer-rule.ts: is it an ideal customer; null = no rule. */
  idealCustomer: ((row: string) => string) | null
  /** Are there leads or cards, merged leads, spam or duplicates, changes of values that tell about leads and deals, deals that continue others, invoices, payments, payments of which only the payer is known, positions, credits, touches, of them messages, those that came in and those that can be an attempt on a lead, checked calls, materials sent: what is absent costs nothing. */
  has: Readonly<
    Record<
      | 'leads'
      | 'merges'
      | 'dropped'
      | 'valued'
      | 'continuations'
      | 'invoices'
      | 'payments'
      | 'unnamedPayments'
      | 'items'
      | 'credits'
      | 'touches'
      | 'messages'
      | 'inbound'
      | 'attempts'
      | 'checks'
      | 'materials'
      | 'tasks'
      | 'moves'
      | 'deals'
      | 'feedback',
      boolean
    >
  >
  /** How phones are read that do not say their country. */
  phones: PhoneRules
  /** Facts of earlier derivations that still hold, and are read by this one as they are. */
  kept: ReadonlySet<string>
  /** Are there contacts, companies, people that are one with a record of another source. */
  joined: Joined
  /** Derivation number: the version of every row written by this run. */
  version: string
}

/** `people`: keys and the keys of those they are one with. */
export type Joined = { contacts: boolean; companies: boolean; people: readonly (readonly [string, string])[] }
export const nobodyJoined: Joined = { contacts: false, companies: false, people: [] }

/** What reads everything takes long on a busy machine. */
export const readsAll = { timeoutMs: 300_000 }

/** Which parties are derived: all, those of a range [from, to) of keys, or those that a change affects. */
export type Scope = { kind: 'all' } | { kind: 'slice'; from: string; to: string | null } | { kind: 'run'; affected: Affected }

export const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
export const quoteAll = (list: readonly string[]) => (list.length === 0 ? "('')" : `(${list.map(quote).join(', ')})`)

/** 2200: a moment in a list that has not happened. */
export const never = "toDateTime64('2200-01-01 00:00:00', 3, 'UTC')"
export const orNever = (moment: string) => `ifNull(${moment}, ${never})`
export const unlessNever = (moment: string) => `nullIf(${moment}, ${never})`

/** Ranges, so that what is sorted by party is read in part. */
const inRange = ({ from, to }: Extract<Scope, { kind: 'slice' }>, party = 'party') =>
  `${party} >= ${from}${to === null ? '' : ` AND ${party} < ${to}`}`

/** Condition on a column `party`. */
export function inScope(scope: Scope, party = 'party'): string {
  if (scope.kind === 'all') return '1'
  if (scope.kind === 'slice') return inRange(scope, party)
  return `${party} IN ${scope.affected.keys('parties')}`
}

/** Rows that this derivation wrote of a fact or work table: each is there once, so FINAL is not needed. */
export const ofThisRun = ({ ws, version }: FactContext) => `ws = ${ws} AND version = ${version} AND is_deleted = 0`

/** Table and condition of such rows, as far as they are in scope: a change derives nothing else. What was not derived again is read as it stands. */
export function rowsOf(context: FactContext, scope: Scope, table: string): string {
  if (context.kept.has(table)) return `${table} FINAL WHERE ws = ${context.ws} AND is_deleted = 0 AND ${inScope(scope)}`
  return `${table} WHERE ${ofThisRun(context)}${scope.kind === 'run' ? '' : ` AND ${inScope(scope)}`}`
}

/** Condition that a column of keys is that of a record of these kinds in scope; of a run they were noted once, so that no step looks for them. */
function isKeyOf({ ws }: FactContext, scope: Exclude<Scope, { kind: 'all' }>, column: string, kinds: readonly string[]): string {
  if (scope.kind === 'slice') {
    const among = kinds.length === 1 ? `kind = ${quote(kinds[0]!)}` : `kind IN ${quoteAll(kinds)}`
    return `${column} IN (SELECT k FROM links FINAL WHERE ws = ${ws} AND ${among} AND ${inRange(scope)})`
  }
  const some = kinds.map(ownKind).filter(scope.affected.has)
  const each = some.map((kind) => `${column} IN ${scope.affected.keys(kind)}`)
  return each.length === 0 ? '0' : each.length === 1 ? each[0]! : `(${each.join(' OR ')})`
}

/** Kind under which a run notes the records of its parties; also as SQL over a column `kind`. */
const own = 'own '
export const ownKind = (kind: string) => own + kind
export const ownKindSql = `concat('${own}', kind)`

/** Versions of one derivation stand this far apart, so that a step can correct what an earlier one wrote. */
export const versionsPerRun = 16

/** Living records of a kind whose party is in scope. */
export function records(context: FactContext, scope: Scope, kind: string, columns = '*'): string {
  const where = scope.kind === 'all' ? '' : ` AND ${isKeyOf(context, scope, 'k', [kind])}`
  return `(SELECT ${columns} FROM ${asOne(context, scope, kind, `${recordTable(kind)} FINAL WHERE ws = ${context.ws}${where}`)})`
}

/** Columns of a kind that name one record of another: [kind it names, column]. */
function referencesOf(kind: string, to: string): string[] {
  const columns = findRecordKind(kind)?.columns ?? []
  return columns.filter((column) => column.type === 'ref' && column.to?.length === 1 && column.to[0] === to).map(({ name }) => name)
}

/** Contacts and companies that are joined to another, with the one that stands for them: columns j_k, j_head under an alias. */
export function headsOf(context: FactContext, scope: Scope, kind: 'contacts' | 'companies', alias: string): string {
  const among = scope.kind === 'run' ? ` AND k IN ${scope.affected.keys(ownKind(kind))}` : ''
  return `(SELECT k AS ${alias}_k, head AS ${alias}_head FROM identity_heads FINAL WHERE ws = ${context.ws} AND kind = '${kind}'${among}) AS ${alias}`
}

/** Rows of a kind in which whoever is one with a record of another source is named by the one that stands for both. */
function asOne(context: FactContext, scope: Scope, kind: string, from: string): string {
  const { joined } = context
  const people = joined.people.length === 0 ? [] : referencesOf(kind, 'people')
  const [alone, heads] = [0, 1].map((at) => `[${joined.people.map((pair) => pair[at]).join(', ')}]`)
  const clients = (['contacts', 'companies'] as const).flatMap((to) =>
    joined[to] ? referencesOf(kind, to).map((column) => ({ to, column })) : [],
  )
  if (people.length + clients.length === 0) return from
  const replaced = [
    ...people.map((column) => `transform(r.${column}, ${alone}, ${heads}, r.${column}) AS ${column}`),
    ...clients.map(({ column }) => `if(j_${column}_head != 0, j_${column}_head, r.${column}) AS ${column}`),
  ]
  const joins = clients.map(
    ({ to, column }) => `LEFT ANY JOIN ${headsOf(context, scope, to, `j_${column}`)} ON j_${column}_k = r.${column}`,
  )
  return `(SELECT r.* REPLACE (${replaced.join(', ')}) FROM (SELECT * FROM ${from}) AS r ${joins.join(' ')})`
}

/** History rows (stage_changes, owner_changes …) are linked through what they belong to. */
export function history(
  context: FactContext,
  scope: Scope,
  kind: string,
  entityKinds: readonly string[],
  entityColumn: string,
  columns = '*',
  where = '1',
): string {
  const scoped = scope.kind === 'all' ? '' : ` AND ${isKeyOf(context, scope, entityColumn, entityKinds)}`
  return `(SELECT ${columns} FROM ${asOne(context, scope, kind, `${recordTable(kind)} FINAL WHERE ws = ${context.ws} AND ${where}${scoped}`)})`
}

/** k → base (the client) and party, for the records of a kind in scope. */
export function links(context: FactContext, scope: Scope, kind: string): string {
  const among = scope.kind === 'run' ? isKeyOf(context, scope, 'k', [kind]) : inScope(scope)
  return `(SELECT k, base, party FROM links FINAL WHERE ws = ${context.ws} AND kind = '${kind}' AND ${among})`
}

/**
 * A joined side whose columns carry its alias: `links AS x` gives x_k, x_base.
 * TRICKY (ClickHouse): among several joins `l.*` names a column that another side has too `l.column`, and nobody finds it.
 */
export const side = (alias: string, from: string, columns: string) =>
  `(SELECT ${columns
    .split(', ')
    .map((column) => `${column} AS ${alias}_${column}`)
    .join(', ')} FROM ${from}) AS ${alias}`

export type JoinedSide = { join: string; none: string }

/**
 * A side as above, joined by its first column, columns by type. Where nothing can be found nothing is joined, and the columns are named
 * with their defaults in the SELECT itself, by `none` (which ends in a comma): every join carries all columns, and is planned for as long.
 */
export function sideWhere(
  isThere: boolean,
  alias: string,
  types: Readonly<Record<string, string>>,
  from: () => string,
  on: string,
): JoinedSide {
  const names = Object.keys(types)
  if (isThere) return { join: `LEFT ANY JOIN ${side(alias, from(), names.join(', '))} ON ${alias}_${names[0]} = ${on}`, none: '' }
  return {
    join: '',
    none: Object.entries(types)
      .map(([name, type]) => `defaultValueOfTypeName(${quote(type)}) AS ${alias}_${name}, `)
      .join(''),
  }
}

/** Can records of a kind be found: of a change those of its parties are known. */
export const isMet = (scope: Scope, kind: string) => scope.kind !== 'run' || scope.affected.has(ownKind(kind))

/** A relation without rows, of columns by type: joined where nothing can be found, it costs next to no planning. */
export const noRows = (columns: Readonly<Record<string, string>>) =>
  `(SELECT ${Object.entries(columns)
    .map(([name, type]) => `defaultValueOfTypeName(${quote(type)}) AS ${name}`)
    .join(', ')} WHERE 0)`

/** Seconds since 1970 on the local wall clock: differences of these are clock durations. */
export function wallSeconds(context: FactContext, moment: string): string {
  const local = `toTimeZone(${moment}, ${quote(context.timezone)})`
  if (hasTrueOffset(context.timezone)) return `(toUnixTimestamp64Milli(${moment}) / 1000 + timezoneOffset(${local}))`
  return `(toInt64(toDate32(${local})) * 86400 + toHour(${local}) * 3600 + toMinute(${local}) * 60 + toSecond(${local}) + toMillisecond(${local}) / 1000)`
}

/** Local day number. */
export const localDay = (context: FactContext, moment: string) => `toDate32(toTimeZone(${moment}, ${quote(context.timezone)}))`

/** Last millisecond of the local day: where a moment known to the day stands among others. */
export const endOfDay = (context: FactContext, moment: string) =>
  `(toTimeZone(toDateTime64(${localDay(context, moment)} + 1, 3, ${quote(context.timezone)}), 'UTC') - toIntervalMillisecond(1))`

/** Clock seconds from start to end; an end known to the day gives whole days. */
export function clockSeconds(context: FactContext, start: string, end: string, endToTheDay: string): string {
  const days = `(toFloat64(dateDiff('day', ${localDay(context, start)}, ${localDay(context, end)})) * 86400)`
  return `if(${endToTheDay}, ${days}, ${wallSeconds(context, end)} - ${wallSeconds(context, start)})`
}

/** Owner in force at a moment, from lists owner_at, owner_k; 0 = nobody. */
export const ownerAt = (moment: string, at = 'owner_at', owner = 'owner_k') => `${owner}[arrayLastIndex(x -> x <= ${moment}, ${at})]`

/** Is this person one who does not sell. */
export const notSelling = (context: FactContext, person: string) =>
  `has(CAST([${context.notSelling.join(', ')}], 'Array(UInt64)'), ${person})`

/** Milestones in the order of the way. */
export const milestones = [
  'new',
  'contacted',
  'qualified',
  'meeting_set',
  'meeting_held',
  'proposal',
  'contract',
  'invoice',
  'prepaid',
  'paid',
  'delivered',
] as const
