// The parties of a workspace in ranges that can be derived within the memory of a query: as many records and cases in each.
import type { Warehouse } from '../client.ts'
import { type FactContext, inScope, readsAll, type Scope } from './context.ts'

/** What a slice may hold at most. Cases weigh by themselves: each carries its lists of owners, moves and activity through every join. */
const recordsPerSlice = 400_000
const casesPerSlice = 60_000

/** A card of a one-card source is a lead and a deal. */
const casesOf = ({ oneCardSources }: FactContext) =>
  `(countIf(kind = 'leads') + ${oneCardSources.length > 0 ? 2 : 1} * countIf(kind = 'deals'))`

/** Ranges of parties with about as many records each: facts sorted by party are then read in part. */
export async function slicesOf(warehouse: Warehouse, context: FactContext): Promise<Scope[]> {
  const { ws } = context
  const [row] = await warehouse.query<{ records: string; cases: string }>(
    `SELECT count() AS records, ${casesOf(context)} AS cases FROM links FINAL WHERE ws = ${ws}`,
    readsAll,
  )
  const of = Math.ceil(Math.max(Number(row?.records ?? 0) / recordsPerSlice, Number(row?.cases ?? 0) / casesPerSlice))
  if (of < 2) return [{ kind: 'all' }]
  const levels = Array.from({ length: of - 1 }, (_, i) => (i + 1) / of)
  const [edges] = await warehouse.query<{ at: string[] }>(
    `SELECT arrayDistinct(quantilesExact(${levels.join(', ')})(party)) AS at FROM links FINAL WHERE ws = ${ws}`,
    readsAll,
  )
  const at = ['0', ...(edges?.at ?? [])]
  return at.map((from, i) => ({ kind: 'slice', from, to: at[i + 1] ?? null }))
}

/** The same parties in two ranges; none where there is only one party. */
export async function halvesOf(warehouse: Warehouse, ws: number, scope: Exclude<Scope, { kind: 'run' }>): Promise<Scope[]> {
  const [row] = await warehouse.query<{ parties: string; middle: string }>(
    `SELECT count() AS parties, quantileExact(0.5)(party) AS middle FROM (SELECT DISTINCT party FROM links FINAL WHERE ws = ${ws} AND ${inScope(scope)})`,
    readsAll,
  )
  if (row === undefined || Number(row.parties) < 2) return []
  const [from, to] = scope.kind === 'all' ? ['0', null] : [scope.from, scope.to]
  return [
    { kind: 'slice', from, to: row.middle },
    { kind: 'slice', from: row.middle, to },
  ]
}
