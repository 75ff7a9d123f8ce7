// Expression → SQL over the rows of a fact, with every name and type checked. Comparisons are two-valued: false where a side is
// unknown. What depends on the question (frame, zone) arrives as names and values.
import { AppError } from '../../contract/errors.ts'
import { call, compare, infix, isIn, name, not, number, type Sql, text } from '../sql/nodes.ts'
import type { Fact, FactColumnType } from '../vocabulary/columns.ts'
import { findDerived } from '../vocabulary/derived.ts'
import { findColumn } from '../vocabulary/facts.ts'
import { lowerCall } from './functions.ts'
import type { Expression } from './parse.ts'
import { frameNames, type Lowering, type Typed, type ValueType } from './types.ts'

const valueTypes: Readonly<Record<FactColumnType, { type: ValueType; nullable: boolean }>> = {
  key: { type: 'key', nullable: false },
  text: { type: 'text', nullable: false },
  moment: { type: 'moment', nullable: true },
  seconds: { type: 'number', nullable: true },
  amount: { type: 'number', nullable: true },
  count: { type: 'number', nullable: false },
  flag: { type: 'flag', nullable: false },
  moments: { type: 'list', nullable: false },
  keys: { type: 'list', nullable: false },
  amounts: { type: 'list', nullable: false },
  seconds_list: { type: 'list', nullable: false },
  texts: { type: 'list', nullable: false },
  extra: { type: 'extra', nullable: false },
}

export function lower(expression: Expression, fact: Fact, lowering: Lowering): Typed {
  switch (expression.is) {
    case 'number':
      return { sql: number(expression.value), type: 'number', nullable: false }
    case 'text':
      return { sql: text(expression.value), type: 'text', nullable: false }
    case 'name':
      return lowerName(expression.name, fact, lowering)
    case 'not':
      return flag(not(lowerFlag(expression.of, fact, lowering)))
    case 'known':
      return flag(known(lower(expression.of, fact, lowering)))
    case 'in': {
      const of = lower(expression.of, fact, lowering)
      return flag(
        isIn(
          of.sql,
          expression.items.map((item) => lower(item, fact, lowering).sql),
        ),
      )
    }
    case 'call':
      return lowerCall(
        expression,
        expression.args.map((arg) => lower(arg, fact, lowering)),
        lowering,
      )
    case 'binary':
      return lowerBinary(expression, fact, lowering)
  }
}

/** An expression that must be a condition. */
export function lowerFlag(expression: Expression, fact: Fact, lowering: Lowering): Sql {
  const typed = lower(expression, fact, lowering)
  if (typed.type !== 'flag') throw new AppError('bad_input', `a condition is expected, not a ${typed.type}`)
  return typed.sql
}

const flag = (sql: Sql): Typed => ({ sql, type: 'flag', nullable: false })

function lowerName(id: string, fact: Fact, lowering: Lowering): Typed {
  if (id === 'true' || id === 'false') return flag(number(id === 'true' ? 1 : 0))
  if (id === 'null') return { sql: { node: 'null' }, type: 'moment', nullable: true }
  if (id in frameNames) return { sql: name(frameNames[id as keyof typeof frameNames]), type: 'moment', nullable: false }
  const column = findColumn(fact, id)
  if (column !== undefined) {
    const form = valueTypes[column.type]
    return { sql: name(id), type: form.type, nullable: form.nullable && id !== fact.axis }
  }
  const derived = findDerived(fact, id)
  if (derived !== undefined) return derived.make(lowering)
  if (id.startsWith('extra.')) return { sql: { node: 'element', of: name('extra'), at: text(id.slice(6)) }, type: 'text', nullable: false }
  throw new AppError('bad_input', `the fact "${fact.name}" has no column "${id}"`)
}

function known(of: Typed): Sql {
  if (of.type === 'key') return infix('!=', of.sql, number(0))
  if (of.type === 'text') return infix('!=', of.sql, text(''))
  if (of.type === 'list') return call('notEmpty', of.sql)
  return of.nullable ? call('isNotNull', of.sql) : number(1)
}

function lowerBinary(expression: Extract<Expression, { is: 'binary' }>, fact: Fact, lowering: Lowering): Typed {
  const { op } = expression
  if (op === 'and' || op === 'or')
    return flag(infix(op.toUpperCase(), lowerFlag(expression.left, fact, lowering), lowerFlag(expression.right, fact, lowering)))
  const left = lower(expression.left, fact, lowering)
  const right = lower(expression.right, fact, lowering)
  const nullable = left.nullable || right.nullable
  if (op === '+' || op === '-' || op === '*' || op === '/') {
    if (left.type !== 'number' || right.type !== 'number')
      throw new AppError('bad_input', `"${op}" needs two numbers, not ${left.type} and ${right.type}`)
    return { sql: infix(op, left.sql, right.sql), type: 'number', nullable: nullable || op === '/' }
  }
  if (left.type !== right.type) throw new AppError('bad_input', `cannot compare ${left.type} with ${right.type}`)
  return flag(nullable ? compare(op, left.sql, right.sql) : infix(op, left.sql, right.sql))
}
