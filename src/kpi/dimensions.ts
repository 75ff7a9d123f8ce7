// The dimensions a figure can be split or filtered by, and where each fact has them. A dimension a fact lacks gives no value,
// never the total repeated.

import type { Lowering } from './expression/types.ts'
import { call, compare, infix, list, name, number, type Sql, text } from './sql/nodes.ts'
import type { Fact } from './vocabulary/columns.ts'
import { findDerived } from './vocabulary/derived.ts'
import { findColumn } from './vocabulary/facts.ts'

/** What the values are: keys of records of a kind, texts, or several keys per case. */
export type DimensionForm = 'people' | 'teams' | 'stages' | 'pipelines' | 'scripts' | 'materials' | 'text'

export type DimensionDef = {
  id: string
  form: DimensionForm
  /** Needs the person's team and role at the moment of the event. */
  organisation: boolean
  /** One case can stand in several groups. */
  many: boolean
  /** As last known, also for past periods. */
  undated: boolean
  sql: (fact: Fact, lowering: Lowering) => Sql | null
  /** Name of a value that is not told by itself. */
  nameOf?: (value: string, lowering: Lowering) => string
}

const column =
  (id: string, columnName = id) =>
  (fact: Fact) =>
    findColumn(fact, columnName) === undefined ? null : name(columnName)
const asText = (id: string, columnName = id): DimensionDef => ({
  id,
  form: 'text',
  organisation: false,
  many: false,
  undated: false,
  sql: (fact) => (findColumn(fact, columnName) === undefined ? null : call('toString', name(columnName))),
})
const undatedText = (id: string): DimensionDef => ({ ...asText(id), undated: true })
const byKey = (id: string, form: DimensionForm): DimensionDef => ({
  id,
  form,
  organisation: false,
  many: false,
  undated: false,
  sql: column(id),
})

const localAxis = (_: Fact, lowering: Lowering) => call('toTimeZone', name('axis_moment'), text(lowering.timezone))

/** Column of a scan with the person a case is credited to; no fact has one of that name. */
export const creditedPerson = 'credited_person'

/** Months with the company, at the event. */
const tenure: Sql = call(
  'multiIf',
  call('isNull', name('person_hired_at')),
  text(''),
  infix('<', name('person_moment'), call('addMonths', name('person_hired_at'), number(3))),
  text('<3'),
  infix('<=', name('person_moment'), call('addMonths', name('person_hired_at'), number(12))),
  text('3-12'),
  text('>12'),
)

/** What is nobody's has no person, team or role. */
const ofPerson = (sql: Sql) => (fact: Fact) => (fact.credit === '' ? null : sql)

/** Materials of a touch, or the one a case is about. */
const materials = (fact: Fact): Sql | null =>
  findColumn(fact, 'material') === undefined ? column('materials')(fact) : list([name('material')])

/** Fifth of the company's sales the amount of the deal lies in, 1 = the smallest; empty where there is none. */
function amountBand(fact: Fact, { amountBounds = [] }: Lowering): Sql | null {
  const amount = ['deal_amount', ...((fact.entries?.of ?? fact.name) === 'deals' ? ['amount'] : [])].find(
    (id) => findColumn(fact, id)?.type === 'amount',
  )
  if (amount === undefined) return null
  const steps = amountBounds.flatMap((bound, i) => [compare('<=', name(amount), call('toFloat64', number(bound))), text(String(i + 1))])
  return call('multiIf', call('isNull', name(amount)), text(''), ...steps, text(amountBounds.length === 0 ? '' : '5'))
}

function bandName(band: number, bounds: readonly number[]): string {
  const shown = (amount: number | undefined) => String(Math.round(amount ?? 0))
  if (band <= 1) return `≤ ${shown(bounds[0])}`
  return band > bounds.length ? `> ${shown(bounds.at(-1))}` : `${shown(bounds[band - 2])}–${shown(bounds[band - 1])}`
}

/** How long a debt is past due at the end of the period, in local days. */
function overdueBand(fact: Fact, { timezone }: Lowering): Sql | null {
  if (findColumn(fact, 'due_until') === undefined) return null
  const day = (moment: Sql) => call('toDate32', call('toTimeZone', moment, text(timezone)))
  const late = call('dateDiff', text('day'), day(call('assumeNotNull', name('due_until'))), day(name('frame_until')))
  return call(
    'multiIf',
    call('not', compare('<', name('due_until'), name('frame_until'))),
    text(''),
    infix('<=', late, number(7)),
    text('1-7'),
    infix('<=', late, number(30)),
    text('8-30'),
    infix('<=', late, number(90)),
    text('31-90'),
    text('90+'),
  )
}

const definitions: readonly DimensionDef[] = [
  { id: 'person', form: 'people', organisation: false, many: false, undated: false, sql: ofPerson(name(creditedPerson)) },
  { id: 'team', form: 'teams', organisation: true, many: true, undated: false, sql: ofPerson(name('person_teams')) },
  { id: 'role', form: 'text', organisation: true, many: false, undated: true, sql: ofPerson(call('toString', name('person_role'))) },
  { id: 'tenure', form: 'text', organisation: true, many: false, undated: false, sql: ofPerson(tenure) },
  ...[
    'channel',
    'channel_group',
    'origin',
    'campaign',
    'product',
    'customer_kind',
    'source',
    'lost_reason',
    'lost_reason_group',
    'via',
    'direction',
    'language',
    'milestone',
    'matched_by',
    'path',
    'step',
    'checked_by',
  ].map((id) => asText(id)),
  ...['region', 'industry', 'size', 'segment'].map(undatedText),
  asText('touch_kind', 'kind'),
  byKey('pipeline', 'pipelines'),
  byKey('stage', 'stages'),
  byKey('script', 'scripts'),
  byKey('marked_by', 'people'),
  byKey('lost_stage', 'stages'),
  {
    id: 'state',
    form: 'text',
    organisation: false,
    many: false,
    undated: false,
    sql: (fact, lowering) => findDerived(fact, 'state')?.make(lowering).sql ?? null,
  },
  { id: 'objection', form: 'text', organisation: false, many: true, undated: false, sql: column('objection', 'objections') },
  { id: 'material', form: 'materials', organisation: false, many: true, undated: false, sql: materials },
  {
    id: 'weekday',
    form: 'text',
    organisation: false,
    many: false,
    undated: false,
    sql: (fact, lowering) => call('toString', call('toDayOfWeek', localAxis(fact, lowering))),
  },
  {
    id: 'hour',
    form: 'text',
    organisation: false,
    many: false,
    undated: false,
    sql: (fact, lowering) => (fact.wholeDays ? null : call('toString', call('toHour', localAxis(fact, lowering)))),
  },
  {
    id: 'amount_band',
    form: 'text',
    organisation: false,
    many: false,
    undated: false,
    sql: amountBand,
    nameOf: (value, { amountBounds = [] }) => bandName(Number(value), amountBounds),
  },
  // Only plans are about a metric: no fact has one.
  { id: 'metric', form: 'text', organisation: false, many: false, undated: false, sql: () => null },
  { id: 'overdue_band', form: 'text', organisation: false, many: false, undated: false, sql: overdueBand },
]

/** Monday of the local week, YYYY-MM-DD; no dimension of questions, which have their grain. */
export const byWeek: DimensionDef = {
  id: 'week',
  form: 'text',
  organisation: false,
  many: false,
  undated: false,
  sql: (fact, lowering) => call('toString', call('toMonday', call('toDate32', localAxis(fact, lowering)))),
}

const byId = new Map(definitions.map((definition) => [definition.id, definition]))
export const dimensionIds: readonly string[] = definitions.map((definition) => definition.id)

/** A dimension by its id, `extra.*` included; undefined when there is none of that name. */
export function findDimension(id: string): DimensionDef | undefined {
  if (!id.startsWith('extra.')) return byId.get(id)
  const key = id.slice('extra.'.length)
  return {
    id,
    form: 'text',
    organisation: false,
    many: false,
    undated: true,
    sql: (fact) => (findColumn(fact, 'extra') === undefined ? null : { node: 'element', of: name('extra'), at: text(key) }),
  }
}

/** Is the dimension about whose a case is. */
export const isOfPerson = ({ id, organisation }: DimensionDef) => organisation || id === 'person'

/** Weekday and hour need an event: a state at a moment has none. */
export const needsEvent = (id: string) => id === 'weekday' || id === 'hour'
