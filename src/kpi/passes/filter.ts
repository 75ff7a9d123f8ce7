// Decides which rows a question is about: its filters, and what the one who asks may see. Every scan gets both.
import { AppError } from '../../contract/errors.ts'
import type { Query, Viewer } from '../../contract/query.ts'
import { creditedPerson, type DimensionDef, dimensionIds, findDimension } from '../dimensions.ts'
import type { Lowering } from '../expression/types.ts'
import type { Filter } from '../plan.ts'
import { call, infix, isIn, list, name, number, or, type Sql, text } from '../sql/nodes.ts'
import type { Fact } from '../vocabulary/columns.ts'

export function dimensionOf(id: string, path: string): DimensionDef {
  const definition = findDimension(id)
  if (definition === undefined)
    throw new AppError('bad_usage', `there is no dimension "${id}"`, { path, hint: `known: ${dimensionIds.join(', ')}, extra.<column>` })
  return definition
}

export function filtersOf(where: Query['where']): Filter[] {
  return Object.entries(where ?? {}).map(([id, value]) => ({
    dimension: dimensionOf(id, `where.${id}`),
    values: Array.isArray(value) ? value : [value],
  }))
}

/** Key of a record known by `source:id`. */
export const keyOf = (id: string): Sql => call('cityHash64', text(id))

/** Condition of one filter on a fact; null when the fact lacks the dimension. */
export function filterSql(filter: Filter, fact: Fact, lowering: Lowering): Sql | null {
  const { dimension, values } = filter
  const column = dimension.sql(fact, lowering)
  if (column === null) return null
  const given = values.filter((value) => value !== null && value !== '')
  const unknown = given.length < values.length
  const asKeys = dimension.form !== 'text'
  const items = given.map((value) => (asKeys ? keyOf(value ?? '') : text(value ?? '')))
  if (dimension.many)
    return or(items.length === 0 ? number(0) : call('hasAny', column, list(items)), unknown ? call('empty', column) : number(0))
  return or(isIn(column, items), unknown ? infix('=', column, asKeys ? number(0) : text('')) : number(0))
}

/**
 * The viewer's scope as filters too, so that a figure that cannot be told by person or team says so instead of showing an empty one.
 * What is beyond the scope is kept out by `scopeSql` alone.
 */
export function scopeFilters({ role, person, teams }: Viewer): Filter[] {
  if (role === 'rep') return [{ dimension: dimensionOf('person', 'person'), values: person === null ? [] : [person] }]
  return role === 'lead' ? [{ dimension: dimensionOf('team', 'teams'), values: teams }] : []
}

/** What the viewer may see: everything, the cases of own teams, or own cases. */
export function scopeSql(viewer: Viewer): { condition: Sql; organisation: boolean; isNarrow: boolean } {
  if (viewer.role === 'rep')
    return {
      condition: viewer.person === null ? number(0) : isIn(name(creditedPerson), [keyOf(viewer.person)]),
      organisation: false,
      isNarrow: true,
    }
  if (viewer.role === 'lead')
    return {
      condition: viewer.teams.length === 0 ? number(0) : call('hasAny', name('person_teams'), list(viewer.teams.map(keyOf))),
      organisation: true,
      isNarrow: true,
    }
  return { condition: number(1), organisation: false, isNarrow: false }
}
