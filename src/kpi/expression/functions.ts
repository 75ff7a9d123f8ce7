// The functions of the expression language: name, types, meaning, SQL. A new one is one entry here.
import { AppError } from '../../contract/errors.ts'
import { call, compare, element, infix, lambda, name, number, type Sql, text } from '../sql/nodes.ts'
import { businessClock, localDay, wallSeconds } from './clocks.ts'
import { moneyAt } from './money-at.ts'
import type { Expression } from './parse.ts'
import { sumWhere } from './sum-where.ts'
import { frameNames, type Lowering, type Typed, type ValueType } from './types.ts'
import { yardstickSql } from './yardstick-sql.ts'

type Function = {
  takes: readonly (ValueType | 'any')[]
  gives: ValueType | 'same'
  nullable: boolean
  doc: string
  make: (args: readonly Sql[], lowering: Lowering) => Sql
}

const asOf = name(frameNames.as_of)
export const never = call('toDateTime64', text('2200-01-01 00:00:00'), number(3), text('UTC'))

/** The last entry of `of` whose moment in `at` is not later. */
export const inForce = (of: Sql, at: Sql, moment: Sql): Sql =>
  element(of, call('arrayLastIndex', lambda(['x'], infix('<=', name('x'), moment)), at))

/** Stages of a deal in time, and how long each may take. */
const moves = { stage: name('open_stage'), from: name('open_stage_from'), limit: name('open_stage_max_s') }

export const functions: Readonly<Record<string, Function>> = {
  happened: {
    takes: ['moment'],
    gives: 'flag',
    nullable: false,
    doc: 'has it happened by the moment asked',
    make: ([at]) => compare('<=', at!, asOf),
  },
  if: {
    takes: ['flag', 'any', 'any'],
    gives: 'same',
    nullable: true,
    doc: 'if(condition, then, else)',
    make: ([when, then, otherwise]) => call('if', when!, then!, otherwise!),
  },
  earliest: {
    takes: ['moment', 'moment'],
    gives: 'moment',
    nullable: true,
    doc: 'the earlier of two, ignoring unknown ones',
    make: ([a, b]) => call('nullIf', call('least', call('ifNull', a!, never), call('ifNull', b!, never)), never),
  },
  latest: {
    takes: ['moment', 'moment'],
    gives: 'moment',
    nullable: true,
    doc: 'the later of two, ignoring unknown ones',
    make: ([a, b]) => call('greatest', call('coalesce', a!, b!), call('coalesce', b!, a!)),
  },
  either: {
    takes: ['any', 'any'],
    gives: 'same',
    nullable: true,
    doc: 'the first known of two',
    make: ([a, b]) => call('coalesce', a!, b!),
  },
  only_if: {
    takes: ['flag', 'any'],
    gives: 'same',
    nullable: true,
    doc: 'the value where the condition holds, else unknown',
    make: ([when, value]) => call('if', when!, value!, { node: 'null' }),
  },
  clock_days: {
    takes: ['moment', 'moment'],
    gives: 'number',
    nullable: true,
    doc: 'days between, on the local wall clock',
    make: ([a, b], l) => infix('/', infix('-', wallSeconds(b!, l), wallSeconds(a!, l)), number(86400)),
  },
  clock_s: {
    takes: ['moment', 'moment'],
    gives: 'number',
    nullable: true,
    doc: 'seconds between, on the local wall clock',
    make: ([a, b], l) => infix('-', wallSeconds(b!, l), wallSeconds(a!, l)),
  },
  business_s: {
    takes: ['key', 'moment'],
    gives: 'number',
    nullable: true,
    doc: 'business clock of a calendar at a moment',
    make: ([calendar, at]) => businessClock(calendar!, at!),
  },
  add_days: {
    takes: ['moment', 'number'],
    gives: 'moment',
    nullable: true,
    doc: 'so many times 24 hours later',
    make: ([at, days]) => infix('+', at!, call('toIntervalSecond', call('toInt64', infix('*', days!, number(86400))))),
  },
  months_before: {
    takes: ['moment', 'number'],
    gives: 'moment',
    nullable: true,
    doc: 'the same local day and time so many months earlier',
    make: ([at, months], l) =>
      call(
        'toTimeZone',
        call('addMonths', call('toTimeZone', at!, text(l.timezone)), infix('-', number(0), call('toInt64', months!))),
        text('UTC'),
      ),
  },
  since_begin: {
    takes: ['moment'],
    gives: 'flag',
    nullable: false,
    doc: 'is it not before the period; always, where the question names no beginning',
    make: ([at], l) => (l.isOpenBegin ? number(1) : compare('>=', at!, name(frameNames.from))),
  },
  data_from: {
    takes: [],
    gives: 'moment',
    nullable: true,
    doc: 'the first purchase the data of the workspace knows',
    make: (_, l) => ({
      node: 'scalar',
      select: {
        columns: [{ sql: call('min', name('first_at')), as: 'at' }],
        from: { kind: 'table', name: 'fact_customers', final: true },
        where: [infix('=', name('ws'), number(l.ws ?? 0))],
      },
    }),
  },
  add_s: {
    takes: ['moment', 'number'],
    gives: 'moment',
    nullable: true,
    doc: 'so many seconds later',
    make: ([at, s]) => infix('+', at!, call('toIntervalMillisecond', call('toInt64', infix('*', s!, number(1000))))),
  },
  same_day: {
    takes: ['moment', 'moment'],
    gives: 'flag',
    nullable: false,
    doc: 'the same local day',
    make: ([a, b], l) => compare('=', localDay(a!, l), localDay(b!, l)),
  },
  later_day: {
    takes: ['moment', 'moment'],
    gives: 'flag',
    nullable: false,
    doc: 'the first is on a later local day',
    make: ([a, b], l) => compare('>', localDay(a!, l), localDay(b!, l)),
  },
  key_if: {
    takes: ['flag', 'key'],
    gives: 'key',
    nullable: false,
    doc: 'the key where the condition holds, else nobody',
    make: ([when, key]) => call('if', when!, key!, number(0)),
  },
  count_until: {
    takes: ['list', 'moment'],
    gives: 'number',
    nullable: false,
    doc: 'how many of a list of moments are not later',
    make: ([moments, at]) => call('arrayCount', lambda(['x'], infix('<=', name('x'), at!)), moments!),
  },
  days_until: {
    takes: ['list', 'moment'],
    gives: 'number',
    nullable: false,
    doc: 'on how many local days those of a list of moments are that are not later',
    make: ([moments, at], l) => {
      const earlier = call('arrayFilter', lambda(['x'], infix('<=', name('x'), at!)), moments!)
      return call('length', call('arrayDistinct', call('arrayMap', lambda(['x'], localDay(name('x'), l)), earlier)))
    },
  },
  some_between: {
    takes: ['list', 'moment', 'moment'],
    gives: 'flag',
    nullable: false,
    doc: 'is one of a list of moments in [a, b]',
    make: ([moments, a, b]) =>
      call('arrayExists', lambda(['x'], infix('AND', infix('>=', name('x'), a!), infix('<=', name('x'), b!))), moments!),
  },
  open_at: {
    takes: ['list', 'list', 'moment'],
    gives: 'flag',
    nullable: false,
    doc: 'is one of the spans from[i]..to[i] open at the moment',
    make: ([from, to, at]) =>
      call('arrayExists', lambda(['x', 'y'], infix('AND', infix('<=', name('x'), at!), infix('>', name('y'), at!))), from!, to!),
  },
  first_after: {
    takes: ['list', 'moment'],
    gives: 'moment',
    nullable: true,
    doc: 'the first of a list of moments that is later',
    make: ([moments, at]) =>
      call(
        'if',
        call('arrayExists', lambda(['x'], infix('>', name('x'), at!)), moments!),
        call('arrayFirst', lambda(['x'], infix('>', name('x'), at!)), moments!),
        { node: 'null' },
      ),
  },
  in_force: {
    takes: ['list', 'list', 'moment'],
    gives: 'number',
    nullable: true,
    doc: 'the value of a list in force at a moment',
    make: ([values, at, moment]) => inForce(values!, at!, moment!),
  },
  key_in_force: {
    takes: ['list', 'list', 'moment'],
    gives: 'key',
    nullable: false,
    doc: 'the key of a list in force at a moment',
    make: ([values, at, moment]) => inForce(values!, at!, moment!),
  },
  in_force_since: {
    takes: ['list', 'moment'],
    gives: 'moment',
    nullable: true,
    doc: 'since when the entry in force at a moment holds',
    make: ([at, moment]) =>
      call('if', call('arrayExists', lambda(['x'], infix('<=', name('x'), moment!)), at!), inForce(at!, at!, moment!), { node: 'null' }),
  },
  first_of: {
    takes: ['list', 'list', 'key'],
    gives: 'moment',
    nullable: true,
    doc: 'the first of a list of moments whose key is this; unknown when there is none',
    make: ([keys, moments, key]) => call('if', call('has', keys!, key!), element(moments!, call('indexOf', keys!, key!)), { node: 'null' }),
  },
  last_of: {
    takes: ['list', 'moment'],
    gives: 'moment',
    nullable: true,
    doc: 'the last of a list of moments that is not later',
    make: ([moments, at]) =>
      call(
        'if',
        call('arrayExists', lambda(['x'], infix('<=', name('x'), at!)), moments!),
        call('arrayMax', call('arrayFilter', lambda(['x'], infix('<=', name('x'), at!)), moments!)),
        { node: 'null' },
      ),
  },
  sum_until: {
    takes: ['list', 'list', 'moment'],
    gives: 'number',
    nullable: true,
    doc: 'sum of the amounts of a list whose moments are not later; unknown when one of them is',
    make: ([values, at, moment]) => sumWhere(values!, at!, infix('<=', name('x'), moment!)),
  },
  sum_before: {
    takes: ['list', 'list', 'moment'],
    gives: 'number',
    nullable: true,
    doc: 'sum of the amounts of a list whose moments are earlier; unknown when one of them is',
    make: ([values, at, moment]) => sumWhere(values!, at!, infix('<', name('x'), moment!)),
  },
  moment_in_force: {
    takes: ['list', 'list', 'moment'],
    gives: 'moment',
    nullable: true,
    doc: 'the moment of a list in force at a moment; 2200 = none',
    make: ([values, at, moment]) => call('nullIf', inForce(values!, at!, moment!), never),
  },
  owner_at: {
    takes: ['moment'],
    gives: 'key',
    nullable: false,
    doc: 'owner in force at a moment',
    make: ([moment]) => call('ifNull', inForce(name('owner_k'), name('owner_at'), moment!), number(0)),
  },
  stage_at: {
    takes: ['moment'],
    gives: 'key',
    nullable: false,
    doc: 'stage of a deal at a moment; the present one where its moves are unknown',
    make: ([moment]) => call('if', call('empty', moves.stage), name('stage'), inForce(moves.stage, moves.from, moment!)),
  },
  stage_limit_s: {
    takes: ['moment'],
    gives: 'number',
    nullable: true,
    doc: 'longest normal stay in the stage of a deal at a moment; unknown where none is set',
    make: ([moment]) =>
      call(
        'nullIf',
        call('if', call('empty', moves.stage), element(moves.limit, number(1)), inForce(moves.limit, moves.from, moment!)),
        number(0),
      ),
  },
  effective_call_s: {
    takes: [],
    gives: 'number',
    nullable: false,
    doc: 'the setting of that name',
    make: (_, l) => number(l.effectiveCallS),
  },
  has: {
    takes: ['list', 'any'],
    gives: 'flag',
    nullable: false,
    doc: 'is the value in the list',
    make: ([of, value]) => call('has', of!, value!),
  },
  size: { takes: ['list'], gives: 'number', nullable: false, doc: 'entries of a list', make: ([of]) => call('length', of!) },
  least_of: {
    takes: ['number', 'number'],
    gives: 'number',
    nullable: true,
    doc: 'the smaller number',
    make: ([a, b]) => call('least', a!, b!),
  },
  greatest_of: {
    takes: ['number', 'number'],
    gives: 'number',
    nullable: true,
    doc: 'the greater number',
    make: ([a, b]) => call('greatest', a!, b!),
  },
  pack: {
    takes: ['any', 'any'],
    gives: 'key',
    nullable: false,
    doc: 'one key out of two values',
    make: ([a, b]) => call('cityHash64', a!, b!),
  },
  day_key: {
    takes: ['moment', 'key'],
    gives: 'key',
    nullable: false,
    doc: 'one key out of a local day and a key',
    make: ([at, key], l) => call('cityHash64', localDay(at!, l), key!),
  },
  bucket_key: {
    takes: ['moment', 'number', 'key'],
    gives: 'key',
    nullable: false,
    doc: 'one key out of a span of so many seconds and a key',
    make: ([at, s, key]) => call('cityHash64', call('intDiv', call('toUnixTimestamp', at!), s!), key!),
  },
  span_s: {
    takes: ['moment', 'moment', 'flag'],
    gives: 'number',
    nullable: true,
    doc: 'clock seconds between; whole days when the end is known to the day only',
    make: ([a, b, toTheDay], l) =>
      call(
        'if',
        toTheDay!,
        infix('*', call('toFloat64', call('dateDiff', text('day'), localDay(a!, l), localDay(b!, l))), number(86400)),
        infix('-', wallSeconds(b!, l), wallSeconds(a!, l)),
      ),
  },
  money_at: {
    takes: ['number', 'text', 'moment'],
    gives: 'number',
    nullable: true,
    doc: 'an amount of a currency in workspace currency at the last rate of that day, at most 7 days old; unknown without one',
    make: ([amount, currency, at], l) => moneyAt(amount!, currency!, at!, l),
  },
  ...Object.fromEntries(
    ['stage_p80_s', 'stage_p95_s', 'stage_win_share'].map((id) => [
      id,
      {
        takes: ['key'],
        gives: 'number',
        nullable: true,
        doc: `yardstick of a stage: ${id}`,
        make: ([stage], l) => yardstickSql(l.yardsticks?.[id], stage!),
      } satisfies Function,
    ]),
  ),
}

export function lowerCall(expression: Extract<Expression, { is: 'call' }>, args: readonly Typed[], lowering: Lowering): Typed {
  const fn = functions[expression.name]
  if (fn === undefined)
    throw new AppError('bad_input', `there is no function "${expression.name}"`, { hint: `known: ${Object.keys(functions).join(', ')}` })
  if (fn.takes.length !== args.length)
    throw new AppError('bad_input', `${expression.name} takes ${fn.takes.length} arguments, not ${args.length}`)
  fn.takes.forEach((type, i) => {
    const given = args[i]?.type
    if (type !== 'any' && type !== given)
      throw new AppError('bad_input', `argument ${i + 1} of ${expression.name} must be a ${type}, not a ${given}`)
  })
  const type = fn.gives === 'same' ? (args.at(-1)?.type ?? 'number') : fn.gives
  return {
    sql: fn.make(
      args.map((arg) => arg.sql),
      lowering,
    ),
    type,
    nullable: fn.nullable,
  }
}
