// Merged leads and continued deals with the head of their chain: resolved once per derivation, read by many steps.
import { type FactContext, ofThisRun, quote, records, type Scope } from './context.ts'

export type HeadKind = 'leads' | 'deals'

const kinds = [
  { kind: 'leads', column: 'merged_into', of: 'merges' },
  { kind: 'deals', column: 'continues_deal_id', of: 'continuations' },
] as const

/** SELECT of kind, k and head of whatever is in scope; chains of up to 4. */
function selectHeads(context: FactContext, scope: Scope, kind: HeadKind, column: string): string {
  let step = `(SELECT k, ${column} AS head FROM ${records(context, scope, kind, `k, ${column}`)} WHERE ${column} != 0 AND ${column} != k)`
  for (let doubling = 0; doubling < 2; doubling++) {
    step = `(SELECT a.k AS k, if(b.head != 0 AND b.head != a.k, b.head, a.head) AS head FROM ${step} AS a LEFT ANY JOIN ${step} AS b ON a.head = b.k)`
  }
  return `SELECT ${quote(kind)} AS kind, k, head FROM ${step}`
}

/** Statements that write work_heads: before the steps. */
export const headStatements = (context: FactContext, scope: Scope): string[] =>
  kinds
    .filter(({ of }) => context.has[of])
    .map(
      ({ kind, column }) =>
        `INSERT INTO work_heads (ws, kind, k, head, version, is_deleted) SELECT ${context.ws}, kind, k, head, ${context.version}, 0 FROM (${selectHeads(context, scope, kind, column)})`,
    )

/** Columns k, head. */
export function heads(context: FactContext, kind: HeadKind): string {
  const has = context.has[kind === 'leads' ? 'merges' : 'continuations']
  if (!has) return '(SELECT toUInt64(0) AS k, toUInt64(0) AS head WHERE 0)'
  return `(SELECT k, head FROM work_heads WHERE ${ofThisRun(context)} AND kind = ${quote(kind)})`
}
