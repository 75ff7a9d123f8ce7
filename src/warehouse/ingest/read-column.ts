// SQL that reads one column of a record from its raw value: typed values for the record's table, and what is wrong.
// Whether a record as a whole is good is decided by read-row.ts.
import type { ParquetForm } from '../../contract/raw-table.ts'
import type { Column } from '../../contract/records/columns.ts'
import type { ColumnStyle } from '../../contract/records/value-forms.ts'
import { quote } from '../embedded/insert-sql.ts'
import { numberFromText, numberFromTyped, textNumberLevels } from './read-number.ts'
import { type TimeColumn, textTimeLevels, timeFromInstant, timeFromText, timeFromTyped } from './read-time.ts'

export type ReadColumn = {
  name: string
  /** Expressions `… AS name`, each level seeing the ones before. */
  levels: readonly (readonly string[])[]
  /** Columns of the record's table and their values. */
  values: readonly (readonly [string, string])[]
  isUnknown: string
  isBad: string
  reason: string
  /** The value as written, for the quarantine. */
  raw: string
  /** The value inside a key made of several columns. */
  keyText: string
}

/** `word`: a text of few values, read as LowCardinality. `isLoose`: written by people, so odd spaces and zero bytes occur. `isInstant`: texts of whole instants alone. */
export type GivenColumn = { column: Column; form: ParquetForm | 'word'; style: ColumnStyle; isLoose: boolean; isInstant?: boolean }

export type ReadColumns = { columns: readonly ReadColumn[]; levels: readonly (readonly string[])[] }

/** Reads raw columns `r_x`. Levels: first all texts are trimmed, then every column goes its own way. */
export function readColumns(given: readonly GivenColumn[]): ReadColumns {
  const isText = ({ column, form }: GivenColumn) => readTyped(column, form) === undefined
  const texts = given.filter(isText)
  const times = texts.filter((one) => (one.column.type === 'time' && one.isInstant !== true) || one.column.type === 'day')
  const numbers = texts.filter(({ column }) => column.type === 'decimal' || column.type === 'number')
  const columns = given.map((one) => {
    const { column, form } = one
    const read = readTyped(column, form) ?? readText(one, times.indexOf(one) + 1, numbers.indexOf(one) + 1)
    return { name: column.name, raw: isText(one) ? `\`t_${column.name}\`` : `ifNull(toString(\`r_${column.name}\`), '')`, ...read }
  })
  const shared = [
    textTimeLevels(times.map(({ column, style }) => ({ name: column.name, dates: style.dates ?? 'plain' }))),
    textNumberLevels(numbers.map(({ column, style }) => ({ name: column.name, mark: style.decimals ?? 'plain' }))),
  ]
  return { columns, levels: [texts.map(trim), ...stack([...shared, ...columns.map(({ levels }) => levels)])] }
}

/** Level n of each, side by side. */
function stack(parts: readonly (readonly (readonly string[])[])[]): string[][] {
  const depth = Math.max(0, ...parts.map((levels) => levels.length))
  return Array.from({ length: depth }, (_, level) => parts.flatMap((levels) => levels[level] ?? []))
}

function trim({ column: { name }, form, isLoose, isInstant = false }: GivenColumn): string {
  const raw = `\`r_${name}\``
  if (isInstant) return `${raw} AS \`t_${name}\``
  const isText = form === 'text' || form === 'word'
  const text = form === 'texts' ? `arrayStringConcat(${raw}, ';')` : isText ? raw : `ifNull(toString(${raw}), '')`
  const odd = quote('^[\\s\u00a0\ufeff]+|[\\s\u00a0\ufeff]+$')
  const even = isLoose ? `if(position(${text}, '\u00a0') = 0, ${text}, replaceRegexpAll(${text}, ${odd}, ''))` : text
  return `trimBoth(${even}, ' \\t\\r\\n') AS \`t_${name}\``
}

type Rest = Omit<ReadColumn, 'name' | 'raw'>

const NO_BOOL = quote('not true or false')

function readTyped({ name, type, required }: Column, form: GivenColumn['form']): Rest | undefined {
  const raw = `\`r_${name}\``
  if (type === 'time' || type === 'day') {
    if (form !== 'text' && form !== 'word' && form !== 'texts' && form !== 'decimal' && form !== 'bool')
      return type === 'time' ? timeValues(name, required, timeFromTyped(name, form)) : dayValues(name, timeFromTyped(name, form))
  }
  if ((type === 'decimal' || type === 'number') && (form === 'int' || form === 'float' || form === 'decimal')) {
    const read = numberFromTyped(name, type, form)
    return { ...read, values: [[name, read[type]]], keyText: `ifNull(toString(${read[type]}), '')` }
  }
  if (type === 'bool' && (form === 'bool' || form === 'int')) {
    const value = form === 'bool' ? raw : `if(${raw} IN (0, 1), ${raw} = 1, NULL)`
    const isBad = form === 'bool' ? '0' : `ifNull(${raw} NOT IN (0, 1), false)`
    return {
      levels: [],
      values: [[name, value]],
      isUnknown: `${raw} IS NULL`,
      isBad,
      reason: NO_BOOL,
      keyText: `ifNull(toString(${value}), '')`,
    }
  }
  return undefined
}

function timeValues(name: string, required: boolean, read: TimeColumn): Rest {
  const moment = `fromUnixTimestamp64Milli(${required ? `ifNull(${read.ms}, 0)` : read.ms}, 'UTC')`
  const keyText = `if(${read.ms} IS NULL, '', concat(replaceOne(toString(fromUnixTimestamp64Milli(assumeNotNull(${read.ms}), 'UTC')), ' ', 'T'), 'Z'))`
  return {
    ...read,
    values: [
      [name, moment],
      [`${name}_precision`, read.precision],
    ],
    keyText,
  }
}

function dayValues(name: string, read: TimeColumn): Rest {
  return { ...read, values: [[name, `ifNull(${read.day}, toDate32(0))`]], keyText: `ifNull(toString(${read.day}), '')` }
}

/** Every reference with its source: its own when it names a known one, else that of the record. */
const withSource = (text: string) =>
  `if(has({sources:Array(String)}, substring(${text}, 1, greatest(position(${text}, ':'), 1) - 1)), ${text}, concat({source:String}, ':', ${text}))`

/** The same by functions of one argument, which the engine runs once per different value. */
const wordWithSource = (word: string) =>
  `replaceRegexpOne(replaceRegexpOne(${word}, '^(.+)$', concat({source:String}, ':\\\\1')), {doubled:String}, '\\\\1')`

const split = (text: string) => `arrayFilter(x -> x != '', arrayMap(x -> trimBoth(x, ' \\t\\r\\n'), splitByChar(';', ${text})))`
const keysOf = (list: string) => `arrayMap(x -> cityHash64(x), ${list})`

function readText({ column, form, isLoose }: GivenColumn, timeAt: number, numberAt: number): Rest {
  const { name, type } = column
  const t = `\`t_${name}\``
  const isBad = isLoose ? `position(${t}, '\\0') > 0` : '0'
  const plain = { levels: [], isUnknown: `${t} = ''`, isBad, reason: "'holds a zero byte'", keyText: t }
  switch (type) {
    case 'text':
      return name === 'currency' ? readCurrency(t) : { ...plain, values: [[name, t]] }
    case 'choice':
      return readChoice(column, t)
    case 'json':
      return { ...plain, values: [[name, t]], isBad: `(${t} != '' AND NOT isValidJSON(${t}))`, reason: "'not JSON'" }
    case 'list':
      return { ...plain, levels: [[`${split(t)} AS \`l_${name}\``]], values: [[name, `\`l_${name}\``]] }
    case 'ref': {
      const full = `\`f_${name}\``
      const level = [`${form === 'word' ? wordWithSource(t) : `if(${t} = '', '', ${withSource(t)})`} AS ${full}`]
      const key = `cityHash64(${full}) * notEmpty(${full})`
      return {
        ...plain,
        levels: [level],
        values: [
          [name, key],
          [`${name}_text`, full],
        ],
        keyText: full,
      }
    }
    case 'refs': {
      const full = `\`f_${name}\``
      const level = [`arrayMap(x -> ${withSource('x')}, ${split(t)}) AS ${full}`]
      return {
        ...plain,
        levels: [level],
        values: [
          [name, keysOf(full)],
          [`${name}_text`, full],
        ],
      }
    }
    case 'time':
      return timeValues(name, column.required, timeAt === 0 ? timeFromInstant(name) : timeFromText(name, timeAt))
    case 'day':
      return dayValues(name, timeFromText(name, timeAt))
    case 'decimal':
    case 'number': {
      const read = numberFromText(name, numberAt)
      return { ...read, values: [[name, read[type]]], keyText: `ifNull(toString(${read[type]}), '')` }
    }
    case 'bool':
      return readBool(name, t)
  }
}

function readCurrency(t: string): Rest {
  const upper = '`x_currency`'
  return {
    levels: [[`upper(${t}) AS ${upper}`]],
    values: [['currency', upper]],
    isUnknown: `${t} = ''`,
    isBad: `(${t} != '' AND NOT match(${upper}, '^[A-Z]{3}$'))`,
    reason: "'not a currency of ISO 4217, such as UAH'",
    keyText: upper,
  }
}

function readChoice({ name, choices = [] }: Column, t: string): Rest {
  const word = `\`x_${name}\``
  const list = choices.map(quote).join(', ')
  return {
    levels: [[`replaceRegexpAll(lower(${t}), '[ -]', '_') AS ${word}`]],
    values: [[name, word]],
    isUnknown: `${t} = ''`,
    isBad: `${word} NOT IN ('', ${list})`,
    reason: quote(`not one of ${choices.join(', ')}`),
    keyText: word,
  }
}

function readBool(name: string, t: string): Rest {
  const word = `\`x_${name}\``
  const value = `multiIf(${word} IN ('true', '1', 'yes'), true, ${word} IN ('false', '0', 'no'), false, NULL)`
  return {
    levels: [[`lower(${t}) AS ${word}`]],
    values: [[name, value]],
    isUnknown: `${t} = ''`,
    isBad: `(${t} != '' AND ${value} IS NULL)`,
    reason: NO_BOOL,
    keyText: `ifNull(toString(${value}), '')`,
  }
}
