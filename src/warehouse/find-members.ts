// Names behind the keys of dimensions: people, teams, stages, pipelines, scripts, materials. What is known only by its id is shown by it.
import type { Member } from '../contract/answer.ts'
import type { DimensionForm } from '../kpi/dimensions.ts'
import type { Warehouse } from './client.ts'

const kinds: Readonly<Record<Exclude<DimensionForm, 'text'>, string>> = {
  people: 'people',
  teams: 'teams',
  stages: 'stages',
  pipelines: 'pipelines',
  scripts: 'scripts',
  materials: 'materials',
}

/** More than these are not sent along: all names of the kind are read. */
const keysAtOnce = 5000

export const unknownMember: Member = { id: null, name: null }

/** Key (decimal) → member; keys without any record or id are left out. */
export async function findMembers(
  warehouse: Warehouse,
  ws: number,
  form: Exclude<DimensionForm, 'text'>,
  keys: readonly string[],
): Promise<Map<string, Member>> {
  return findNamed(warehouse, ws, kinds[form], keys)
}

/** The same for records of any kind with a name; a name nobody gave is empty. `within`: a select that has all these keys, if they are many. */
export async function findNamed(
  warehouse: Warehouse,
  ws: number,
  kind: string,
  keys: readonly string[],
  within?: string,
): Promise<Map<string, Member>> {
  const wanted = [...new Set(keys)].filter((key) => key !== '0' && key !== '')
  if (wanted.length === 0) return new Map()
  const isFew = wanted.length <= keysAtOnce
  const among = isFew ? 'k IN {keys:Array(UInt64)}' : within === undefined ? '1' : `k IN (${within})`
  const rows = await warehouse.query<{ k: string; full: string; name: string }>(
    `SELECT toString(k) AS k, full, name FROM (
       SELECT k, concat(source, ':', id) AS full, name, 1 AS rank FROM rec_${kind} FINAL WHERE ws = ${ws} AND ${among}
       UNION ALL SELECT k, concat(source, ':', id) AS full, id AS name, 2 AS rank FROM ids FINAL WHERE ws = ${ws} AND kind = '${kind}' AND ${among}
     ) ORDER BY rank LIMIT 1 BY k`,
    isFew ? { params: { keys: wanted } } : {},
  )
  return new Map(rows.map((row) => [row.k, { id: row.full, name: row.name }]))
}

/** Companies, or contacts without one, that are customers: the select of their keys. */
export const customerKeys = (ws: number, kind: 'companies' | 'contacts'): string =>
  kind === 'companies'
    ? `SELECT company FROM fact_customers FINAL WHERE ws = ${ws}`
    : `SELECT contact FROM fact_customers FINAL WHERE ws = ${ws} AND company = 0`

/** Those of these people or teams, written `source:id`, that the workspace knows, in the order asked. */
export async function findRecordNames(
  warehouse: Warehouse,
  ws: number,
  kind: 'people' | 'teams',
  ids: readonly string[],
): Promise<{ id: string; name: string | null }[]> {
  if (ids.length === 0) return []
  const keys = await warehouse.query<{ k: string }>('SELECT toString(cityHash64(arrayJoin({ids:Array(String)}))) AS k', { params: { ids } })
  const found = [
    ...(
      await findMembers(
        warehouse,
        ws,
        kind,
        keys.map(({ k }) => k),
      )
    ).values(),
  ]
  return ids.flatMap((id) => {
    const member = found.find((one) => one.id === id)
    return member ? [{ id, name: member.name }] : []
  })
}
