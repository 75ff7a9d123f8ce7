// Tables of the facts, from the vocabulary of src/kpi, and of what holds them together. The month of the axis, or of
// the end of the case, stands in the sorting key, so that a period reads a range; a changed fact is a tombstone of its old key and a new row.

import type { Fact, FactColumn, FactColumnType } from '../../kpi/vocabulary/columns.ts'
import { facts } from '../../kpi/vocabulary/facts.ts'
import type { TableDef } from '../ddl.ts'
import { caseTable } from './cases.ts'
import { identityTables } from './identity-tables.ts'
import { moveList } from './moves.ts'

export const money = 'Decimal(38, 8)'
const instant = "DateTime64(3, 'UTC')"

const typeNames: Readonly<Record<FactColumnType, string>> = {
  key: 'UInt64',
  text: 'LowCardinality(String)',
  moment: `Nullable(${instant})`,
  seconds: 'Nullable(Float64)',
  amount: `Nullable(${money})`,
  count: 'Int64',
  flag: 'Bool',
  moments: `Array(${instant})`,
  keys: 'Array(UInt64)',
  amounts: `Array(Nullable(${money}))`,
  seconds_list: 'Array(Float64)',
  texts: 'Array(String)',
  extra: 'Map(LowCardinality(String), String)',
}

function typeOf(fact: Fact, column: FactColumn): string {
  if (column.name === 'id') return 'String'
  if (column.type === 'moment' && [fact.axis, fact.over?.column, ...fact.key].includes(column.name)) return instant
  return typeNames[column.type]
}

/** `fact_leads`, `fact_deals` … */
export const factTable = (name: string) => `fact_${name}`

/** Columns of the sorting key, without the workspace and the month. */
export const sortColumns = (fact: Fact): readonly string[] => {
  const first = fact.over?.column ?? fact.axis
  return [first, ...fact.key.filter((name) => name !== first)]
}

/** TRICKY (ClickHouse): toStartOfMonth ends in 2149, and what is open stands at 2200. */
const monthOf = ({ over, axis }: Fact) => (over === undefined ? `toStartOfMonth(${axis})` : `toYYYYMM(${over.column})`)

export const factTables: readonly TableDef[] = facts.map((fact) => ({
  name: factTable(fact.name),
  engine: 'replacing',
  isDurable: false,
  orderBy: `ws, ${monthOf(fact)}, ${fact.key.join(', ')}`,
  columns: [
    { name: 'ws', type: 'UInt32' },
    ...fact.columns.map((column) => ({ name: column.name, type: typeOf(fact, column) })),
    { name: 'version', type: 'UInt64' },
    { name: 'is_deleted', type: 'UInt8' },
  ],
}))

/** What facts are derived with: who hangs together with whom, people in time, stages, calendars, rates. */
const lasting = [
  { name: 'version', type: 'UInt64' },
  { name: 'is_deleted', type: 'UInt8' },
]

const maybe = `Nullable(${instant})`
const named = (type: string, names: string) => names.split(' ').map((name) => ({ name, type }))
const rowOwners = [
  { name: 'owner_at', type: `Array(${instant})` },
  { name: 'owner_k', type: 'Array(UInt64)' },
  { name: 'extra', type: typeNames.extra },
]

/** Invoices, payments, leads and deals between record and fact: read by several steps, so derived once. */
export const rowTables: readonly TableDef[] = [
  {
    name: 'work_invoices',
    engine: 'replacing',
    isDurable: false,
    orderBy: 'ws, k',
    columns: [
      { name: 'ws', type: 'UInt32' },
      ...named('UInt64', 'k party client contact_id company_id deal named_deal'),
      ...named('String', 'id'),
      ...named('LowCardinality(String)', 'source currency kind'),
      ...named(instant, 'issued_at'),
      ...named(maybe, 'due_at cancelled_at'),
      ...named('Bool', 'due_to_the_day'),
      ...named(`Nullable(${money})`, 'amount amount_ws factor'),
      { name: 'extra', type: typeNames.extra },
      ...lasting,
    ],
  },
  {
    name: 'work_payer_matches',
    engine: 'replacing',
    isDurable: false,
    orderBy: 'ws, k',
    columns: [{ name: 'ws', type: 'UInt32' }, ...named('UInt64', 'k party invoice'), ...lasting],
  },
  {
    name: 'work_payments',
    engine: 'replacing',
    isDurable: false,
    orderBy: 'ws, k',
    columns: [
      { name: 'ws', type: 'UInt32' },
      ...named('UInt64', 'k party client contact_id company_id invoice deal named_deal'),
      ...named('String', 'id'),
      ...named('String', 'tax'),
      ...named('LowCardinality(String)', 'source currency matched_by product'),
      ...named(instant, 'at'),
      ...named('Bool', 'to_the_day refund'),
      ...named(`Nullable(${money})`, 'amount amount_ws'),
      { name: 'extra', type: typeNames.extra },
      ...lasting,
    ],
  },
  caseTable,
  {
    name: 'work_deals',
    engine: 'replacing',
    isDurable: false,
    orderBy: 'ws, k',
    columns: [
      { name: 'ws', type: 'UInt32' },
      ...named('UInt64', 'k party client lead_id contact_id company_id owner_id stage_id pipeline continues_deal_id converted_lead'),
      ...named('String', 'id'),
      ...named(
        'LowCardinality(String)',
        'source pipeline_kind result currency lost_reason product channel channel_group campaign amount_missing',
      ),
      ...named(instant, 'created_at'),
      ...named(maybe, 'ended_at expected_close_at deal_at sold_at lost_at reverted_at paid_in_full_at'),
      ...named('Bool', 'ended_to_the_day card qualifies sold_to_the_day paid_to_the_day'),
      ...named(`Nullable(${money})`, 'amount amount_ws gross_profit factor'),
      { name: 'list', type: moveList },
      { name: 'payments', type: `Array(Tuple(${instant}, UInt64, Nullable(${money}), ${money}, String, UInt8))` },
      { name: 'payment_at', type: `Array(${instant})` },
      { name: 'payment_amount', type: `Array(Nullable(${money}))` },
      ...rowOwners,
      ...lasting,
    ],
  },
  {
    name: 'work_leads',
    engine: 'replacing',
    isDurable: false,
    orderBy: 'ws, k, entity_kind',
    columns: [
      { name: 'ws', type: 'UInt32' },
      ...named('UInt64', 'k party client contact_id company_id company owner_id marked_by merged_into deal_id head'),
      ...named('String', 'id'),
      ...named(
        'LowCardinality(String)',
        'source entity_kind origin channel channel_group campaign utm_source utm_medium utm_campaign status state lost_reason reason reason_group product language',
      ),
      ...named('String', 'click_id'),
      ...named(instant, 'created_at'),
      ...named(maybe, 'qualified_at closed_at'),
      { name: 'qualified', type: 'Nullable(Bool)' },
      ...named('Bool', 'closed_to_the_day'),
      ...rowOwners,
      ...lasting,
    ],
  },
]

export const workTables: readonly TableDef[] = [
  ...rowTables,
  ...identityTables,
  {
    name: 'work_heard',
    engine: 'replacing',
    isDurable: false,
    orderBy: 'ws, k',
    columns: [
      { name: 'ws', type: 'UInt32' },
      ...named('UInt64', 'k script signature'),
      ...named('Array(String)', 'heard quotes'),
      ...lasting,
    ],
  },
  {
    name: 'fact_state',
    engine: 'replacing',
    isDurable: false,
    orderBy: 'ws',
    columns: [{ name: 'ws', type: 'UInt32' }, { name: 'signature', type: 'String' }, ...lasting],
  },
  {
    name: 'links',
    engine: 'replacing',
    isDurable: false,
    orderBy: 'ws, kind, k',
    columns: [
      { name: 'ws', type: 'UInt32' },
      { name: 'kind', type: 'LowCardinality(String)' },
      { name: 'k', type: 'UInt64' },
      { name: 'base', type: 'UInt64' },
      { name: 'party', type: 'UInt64' },
      ...lasting,
    ],
  },
  {
    name: 'work_heads',
    engine: 'replacing',
    isDurable: false,
    orderBy: 'ws, kind, k',
    columns: [{ name: 'ws', type: 'UInt32' }, { name: 'kind', type: 'LowCardinality(String)' }, ...named('UInt64', 'k head'), ...lasting],
  },
  {
    name: 'link_edges',
    engine: 'replacing',
    isDurable: false,
    orderBy: 'ws, kind, k, a, b',
    columns: [
      { name: 'ws', type: 'UInt32' },
      { name: 'kind', type: 'LowCardinality(String)' },
      { name: 'k', type: 'UInt64' },
      { name: 'a', type: 'UInt64' },
      { name: 'b', type: 'UInt64' },
      ...lasting,
    ],
  },
  {
    name: 'party_roots',
    engine: 'replacing',
    isDurable: false,
    orderBy: 'ws, base',
    columns: [{ name: 'ws', type: 'UInt32' }, { name: 'base', type: 'UInt64' }, { name: 'root', type: 'UInt64' }, ...lasting],
  },
  {
    name: 'affected',
    engine: 'merge',
    isDurable: false,
    orderBy: 'ws, run, kind, k',
    columns: [
      { name: 'ws', type: 'UInt32' },
      { name: 'run', type: 'UInt64' },
      { name: 'kind', type: 'LowCardinality(String)' },
      { name: 'k', type: 'UInt64' },
    ],
  },
  {
    name: 'person_spans',
    engine: 'replacing',
    isDurable: false,
    orderBy: 'ws, person, from_at',
    columns: [
      { name: 'ws', type: 'UInt32' },
      { name: 'person', type: 'UInt64' },
      { name: 'from_at', type: instant },
      { name: 'team', type: 'UInt64' },
      { name: 'teams', type: 'Array(UInt64)' },
      { name: 'role', type: 'LowCardinality(String)' },
      { name: 'selling', type: 'Bool' },
      { name: 'calendar', type: 'UInt64' },
      { name: 'hired_at', type: `Nullable(${instant})` },
      { name: 'left_at', type: `Nullable(${instant})` },
      ...lasting,
    ],
  },
  {
    name: 'person_days',
    engine: 'replacing',
    isDurable: false,
    orderBy: 'ws, person, day',
    columns: [{ name: 'ws', type: 'UInt32' }, { name: 'person', type: 'UInt64' }, { name: 'day', type: 'Date32' }, ...lasting],
  },
  {
    name: 'stage_meta',
    engine: 'replacing',
    isDurable: false,
    orderBy: 'ws, stage',
    columns: [
      { name: 'ws', type: 'UInt32' },
      { name: 'stage', type: 'UInt64' },
      { name: 'id', type: 'String' },
      { name: 'source', type: 'LowCardinality(String)' },
      { name: 'name', type: 'String' },
      { name: 'pipeline', type: 'UInt64' },
      { name: 'pipeline_kind', type: 'LowCardinality(String)' },
      { name: 'place', type: 'UInt32' },
      { name: 'next_place', type: 'UInt32' },
      { name: 'kind', type: 'LowCardinality(String)' },
      { name: 'milestone', type: 'LowCardinality(String)' },
      { name: 'qualified', type: 'Bool' },
      { name: 'milestone_no', type: 'Int8' },
      { name: 'days_max', type: 'Nullable(Float64)' },
      { name: 'archived', type: 'Bool' },
      ...lasting,
    ],
  },
  {
    name: 'pipeline_meta',
    engine: 'replacing',
    isDurable: false,
    orderBy: 'ws, pipeline',
    columns: [
      { name: 'ws', type: 'UInt32' },
      { name: 'pipeline', type: 'UInt64' },
      { name: 'id', type: 'String' },
      { name: 'source', type: 'LowCardinality(String)' },
      { name: 'name', type: 'String' },
      { name: 'kind', type: 'LowCardinality(String)' },
      { name: 'has_qualified', type: 'Bool' },
      ...lasting,
    ],
  },
  {
    name: 'calendar_spans',
    engine: 'replacing',
    isDurable: false,
    orderBy: 'ws, calendar, from_s',
    columns: [
      { name: 'ws', type: 'UInt32' },
      { name: 'calendar', type: 'UInt64' },
      { name: 'from_s', type: 'Int64' },
      { name: 'to_s', type: 'Int64' },
      { name: 'done_s', type: 'Float64' },
      { name: 'working', type: 'Bool' },
      ...lasting,
    ],
  },
]
