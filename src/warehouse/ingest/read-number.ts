// SQL that reads a decimal or a number: its text in the settled way of writing, or a typed column of Parquet.
import * as forms from '../../contract/records/value-forms.ts'
import { quote } from '../embedded/insert-sql.ts'

const matches = (value: string, pattern: string) => `match(${value}, ${quote(pattern)})`

/** Text `t`, written with mark `s`, with a point for decimals and nothing between thousands; '' when it is no number. */
function plainText(): string {
  const even = `replaceRegexpAll(t, ${quote(forms.oddSpaces)}, ' ')`
  const point = `if(${matches(even, forms.pointNumber)}, replaceRegexpAll(${even}, ${quote("[ ,'’]")}, ''), '')`
  const comma = `if(${matches(even, forms.commaNumber)}, replaceAll(replaceRegexpAll(${even}, ${quote("[ .'’]")}, ''), ',', '.'), '')`
  const isSame = `toDecimal128OrNull(${point}, 8) = toDecimal128OrNull(${comma}, 8)`
  return `multiIf(t = '', '', s != ',' AND ${matches('t', forms.plainNumber)}, t, s = ',', ${comma}, s = '.', ${point}, (${point}) = '', ${comma}, (${comma}) = '', ${point}, ${isSame}, ${point}, '')`
}

const CLEAR = 'no clear number: write 1234.5'

export type NumberColumn = {
  levels: readonly (readonly string[])[]
  decimal: string
  number: string
  isUnknown: string
  isBad: string
  reason: string
}

/** All text columns of numbers are read side by side, as arrays: the engine plans the long expression once. */
export function textNumberLevels(columns: readonly { name: string; mark: forms.DecimalMark }[]): string[][] {
  if (columns.length === 0) return []
  const texts = columns.map(({ name }) => `\`t_${name}\``).join(', ')
  const marks = columns.map(({ mark }) => quote(mark)).join(', ')
  return [
    [`arrayMap((t, s) -> ${plainText()}, [${texts}], [${marks}]) AS number_texts`],
    ['arrayMap(x -> toDecimal128OrNull(x, 12), number_texts) AS number_values'],
  ]
}

/** Column number `at`, from 1, of those read by textNumberLevels. */
export function numberFromText(name: string, at: number): NumberColumn {
  const t = `\`t_${name}\``
  const v = `number_values[${at}]`
  return {
    levels: [],
    decimal: `CAST(round(${v}, 8) AS Nullable(Decimal(38, 8)))`,
    number: `toFloat64OrNull(number_texts[${at}])`,
    isUnknown: `${t} = ''`,
    isBad: `(${t} != '' AND ${v} IS NULL)`,
    reason: quote(CLEAR),
  }
}

/** A typed column of Parquet, `r_x`. Not-a-number is how table tools write an empty cell. */
export function numberFromTyped(name: string, type: 'decimal' | 'number', form: 'int' | 'float' | 'decimal'): NumberColumn {
  const raw = `\`r_${name}\``
  const v = `\`v_${name}\``
  if (form !== 'float') {
    const rest = { levels: [], isUnknown: `${raw} IS NULL`, isBad: '0', reason: "''" }
    return { ...rest, decimal: `CAST(${raw} AS Nullable(Decimal(38, 8)))`, number: `toFloat64(${raw})` }
  }
  const isBroken = `ifNull(isInfinite(${raw}), false)`
  if (type === 'number') {
    const number = `if(isNaN(${raw}), NULL, ${raw})`
    return { levels: [], decimal: '', number, isUnknown: `ifNull(isNaN(${raw}), true)`, isBad: isBroken, reason: quote(CLEAR) }
  }
  return {
    // By way of its text, for the decimal that the number was before it became binary.
    levels: [[`toDecimal128OrNull(toString(${raw}), 12) AS ${v}`]],
    decimal: `CAST(round(${v}, 8) AS Nullable(Decimal(38, 8)))`,
    number: '',
    isUnknown: `ifNull(isNaN(${raw}), true)`,
    isBad: `(ifNull(isFinite(${raw}), false) AND ${v} IS NULL) OR ${isBroken}`,
    reason: quote(CLEAR),
  }
}
