// Looks at a whole column to settle how it writes dates and numbers. What no value settles is refused, never guessed.
import { AppError } from '../../contract/errors.ts'
import type { ColumnType } from '../../contract/records/columns.ts'
import * as forms from '../../contract/records/value-forms.ts'

const slashed = new RegExp(forms.slashedTime)
const dayMonth = /^(\d{1,2})[/-](\d{1,2})/
const plainNumber = new RegExp(forms.plainNumber)
const pointNumber = new RegExp(forms.pointNumber)
const commaNumber = new RegExp(forms.commaNumber)
const oddSpaces = new RegExp(forms.oddSpaces, 'g')
const pointThousands = /^[+-]?[1-9]\d{0,2}\.\d{3}$/
/** Only an apostrophe or spaces between thousands, or nothing: reads the same either way. */
const markless = /^[+-]?[\d '’]+$/

/** Votes of the values of one column. */
export class ColumnLook {
  readonly #header: string
  readonly #type: ColumnType
  #dayFirst = false
  #monthFirst = false
  #eitherDay: string | undefined
  #point = false
  #comma = false
  #eitherMark: string | undefined
  /** `1.234`: a decimal, unless the column writes its decimals with a comma. */
  #pointOrGroup: string | undefined

  constructor(header: string, type: ColumnType) {
    this.#header = header
    this.#type = type
  }

  add(value: string): void {
    const text = value.trim()
    if (text === '') return
    if (this.#type === 'time' || this.#type === 'day') this.#addDate(text)
    else this.#addNumber(text)
  }

  #addDate(text: string): void {
    if (!slashed.test(text)) return
    const [, first, second] = dayMonth.exec(text) ?? []
    const [a, b] = [Number(first), Number(second)]
    if (a > 12) this.#dayFirst = true
    else if (b > 12) this.#monthFirst = true
    else if (a !== b) this.#eitherDay ??= text
  }

  #addNumber(written: string): void {
    const text = written.replace(oddSpaces, ' ')
    if (markless.test(text)) return
    if (pointThousands.test(text)) {
      this.#pointOrGroup ??= text
      return
    }
    const isPoint = pointNumber.test(text) || plainNumber.test(text)
    const isComma = commaNumber.test(text)
    if (isPoint && isComma) this.#eitherMark ??= text
    else if (isPoint) this.#point = true
    else if (isComma) this.#comma = true
  }

  /** `given` = what the mapping says. Throws ambiguous_input when nothing settles a value that can be read two ways. */
  settle(given: forms.ColumnStyle, file: string): forms.ColumnStyle {
    const isTime = this.#isTime()
    if (isTime && given.dates !== undefined) return { dates: given.dates }
    if (!isTime && given.decimals !== undefined) return { decimals: given.decimals }
    const open = this.unsettled()
    if (open !== undefined) throw this.#refuse(file, open)
    return isTime ? { dates: this.#settleDates() } : { decimals: this.#settleDecimals() }
  }

  /** A value that can be read two ways while nothing settles which. */
  unsettled(): string | undefined {
    if (this.#isTime()) return this.#dayFirst === this.#monthFirst ? this.#eitherDay : undefined
    if (this.#point !== this.#comma) return undefined
    return this.#eitherMark ?? (this.#comma ? this.#pointOrGroup : undefined)
  }

  #isTime(): boolean {
    return this.#type === 'time' || this.#type === 'day'
  }

  #settleDates(): forms.DateOrder {
    if (this.#dayFirst === this.#monthFirst) return 'plain'
    return this.#dayFirst ? 'day_first' : 'month_first'
  }

  #settleDecimals(): forms.DecimalMark {
    if (this.#point === this.#comma) return 'plain'
    return this.#comma ? ',' : '.'
  }

  #refuse(file: string, value: string): AppError {
    const isTime = this.#isTime()
    const what = isTime ? 'day and month cannot be told apart' : 'a comma or point may divide thousands or decimals'
    const key = isTime ? 'dates: d/m/Y (or m/d/Y)' : 'decimals: "," (or ".")'
    const path = `columns.${this.#header}.${isTime ? 'dates' : 'decimals'}`
    const message = `${file}, column ${this.#header}: "${value}" can be read two ways, ${what}, and no value of the column settles it`
    return new AppError('ambiguous_input', message, {
      path,
      hint: `Say it in a mapping (--map): ${key}, for the whole file or for the column`,
    })
  }
}
