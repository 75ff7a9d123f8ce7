// Who owned a client when: companies and contacts with their owners in time.
import { type FactContext, history, ownerAt, records, type Scope } from './context.ts'

const start = "toDateTime64('1970-01-01 00:00:00', 3, 'UTC')"

/** Columns k, owner_at, owner_k; before the first known change the present owner holds if it is another one. */
export function clientOwners(context: FactContext, scope: Scope, kind: 'companies' | 'contacts'): string {
  const entity = kind === 'companies' ? 'company' : 'contact'
  const changes = history(context, scope, 'owner_changes', [kind], 'entity_id', 'entity_id, at, owner_id', `entity = '${entity}'`)
  return `(
    SELECT r.k AS k, arraySort(o.list) AS sent,
      multiIf(empty(sent), [(${start}, r.owner_id)], r.owner_id != 0 AND r.owner_id != sent[-1].2, arrayConcat([(${start}, r.owner_id)], sent), sent) AS steps,
      arrayMap(x -> x.1, steps) AS owner_at, arrayMap(x -> x.2, steps) AS owner_k
    FROM ${records(context, scope, kind, 'k, owner_id')} AS r
    LEFT ANY JOIN (SELECT entity_id, groupArray((at, owner_id)) AS list FROM ${changes} GROUP BY entity_id) AS o ON o.entity_id = r.k
  )`
}

/** Joins the owners of a row's company and contact; `owner` is the owner of the client at a moment, the company's before the contact's. */
export function clientOwnerJoin(context: FactContext, scope: Scope, left: string, at: string): { join: string; owner: string } {
  const ofCompany = ownerAt(at, 'oco.owner_at', 'oco.owner_k')
  return {
    join: `LEFT ANY JOIN ${clientOwners(context, scope, 'companies')} AS oco ON oco.k = ${left}.company
      LEFT ANY JOIN ${clientOwners(context, scope, 'contacts')} AS oct ON oct.k = ${left}.contact`,
    owner: `if(${ofCompany} != 0, ${ofCompany}, ${ownerAt(at, 'oct.owner_at', 'oct.owner_k')})`,
  }
}
