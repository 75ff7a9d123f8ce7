// The dimensions a figure can be split or filtered by, and where each fact has them. A dimension a fact lacks gives no value,
// never the total repeated.

import type { Lowering } from './expression/types.ts'
import { call, infix, name, number, type Sql, text } from './sql/nodes.ts'
import type { Fact } from './vocabulary/columns.ts'
import { findDerived } from './vocabulary/derived.ts'
import { findColumn } from './vocabulary/facts.ts'

/** What the values are: keys of records of a kind, texts, or several keys per case. */
export type DimensionForm = 'people' | 'teams' | 'stages' | 'pipelines' | 'scripts' | 'text'

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

const definitions: readonly DimensionDef[] = [
  { id: 'person', form: 'people', organisation: false, many: false, undated: false, sql: ofPerson(name('person')) },
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
    sql: (fact, lowering) => findDerived(fact.name, 'state')?.make(lowering).sql ?? null,
  },
  { id: 'objection', form: 'text', organisation: false, many: true, undated: false, sql: column('objection', 'objections') },
  { id: 'material', form: 'text', organisation: false, many: true, undated: false, sql: column('material', 'materials') },
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
    sql: (fact, lowering) => call('toString', call('toHour', localAxis(fact, lowering))),
  },
]

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

/** Weekday and hour need an event: a state at a moment has none. */
export const needsEvent = (id: string) => id === 'weekday' || id === 'hour'
