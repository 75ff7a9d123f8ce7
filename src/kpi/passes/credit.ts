// Decides whose a case is: the person a measure names, or the credit mode of sales.
import { AppError } from '../../contract/errors.ts'
import type { CreditMode } from '../../contract/query.ts'
import type { Lowering } from '../expression/types.ts'
import { call, name, number, type Sql } from '../sql/nodes.ts'
import type { Fact } from '../vocabulary/columns.ts'
import { readSql } from './case-set.ts'

/** Written in an entry where the workspace's credit mode decides. */
export const creditByMode = 'mode'

export type Credit = { person: Sql; split: { people: Sql; shares: Sql } | null }

export function creditOf(credit: string | undefined, fact: Fact, mode: CreditMode, lowering: Lowering, place: string): Credit {
  const person = (source: string) => readSql(source, fact, lowering, place)
  if (credit === undefined && fact.credit === '') return { person: call('toUInt64', number(0)), split: null }
  if (credit !== creditByMode) return { person: person(credit ?? fact.credit), split: null }
  if (!fact.columns.some((column) => column.name === 'credit_k'))
    throw new AppError('bad_input', `the fact "${fact.name}" has no credit modes`, { path: place })
  if (mode === 'split') return { person: name('closer'), split: { people: name('credit_k'), shares: name('credit_share') } }
  return { person: name(mode === 'opener' ? 'opener' : 'closer'), split: null }
}
