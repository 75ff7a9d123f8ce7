// So much of SOQL as a fake of Salesforce needs: fields, one object, comparisons joined by AND and OR, order, limit.
type Row = Readonly<Record<string, unknown>>
export type Soql = {
  fields: string[]
  object: string
  /** Fields the condition names. */
  asked: string[]
  holds: (row: Row) => boolean
  order: string[]
  limit: number
}

/** Null: a form the fake does not know. */
export function parseSoql(text: string): Soql | null {
  const [, fields, object, where, order, limit] =
    /^SELECT (.+?) FROM (\w+)(?: WHERE (.+?))?(?: ORDER BY (.+?))?(?: LIMIT (\d+))?$/.exec(text) ?? []
  if (fields === undefined || object === undefined) return null
  const parser = new Condition(where ?? '')
  const holds = where === undefined ? () => true : parser.any()
  return {
    fields: fields.split(', '),
    object,
    asked: parser.asked,
    holds,
    order: order?.split(', ') ?? [],
    limit: Number(limit ?? Number.POSITIVE_INFINITY),
  }
}

class Condition {
  readonly asked: string[] = []
  readonly #words: string[]
  #at = 0

  constructor(text: string) {
    this.#words = text.match(/'[^']*'|>=|<=|[()=<>,]|[^\s()=<>,]+/g) ?? []
  }

  any(): (row: Row) => boolean {
    const parts = [this.#all()]
    while (this.#take('OR')) parts.push(this.#all())
    return (row) => parts.some((part) => part(row))
  }

  #all(): (row: Row) => boolean {
    const parts = [this.#one()]
    while (this.#take('AND')) parts.push(this.#one())
    return (row) => parts.every((part) => part(row))
  }

  #one(): (row: Row) => boolean {
    if (this.#take('(')) {
      const inner = this.any()
      this.#take(')')
      return inner
    }
    const field = this.#next()
    this.asked.push(field)
    const operator = this.#next()
    if (operator === 'IN') {
      const values = new Set<string>()
      while (!this.#take(')')) {
        const word = this.#next()
        if (word.startsWith("'")) values.add(word.slice(1, -1))
      }
      return (row) => values.has(String(row[field]))
    }
    const value = this.#next().replaceAll("'", '')
    return (row) => compare(String(row[field] ?? ''), operator, value)
  }

  #next(): string {
    this.#at += 1
    return this.#words[this.#at - 1] ?? ''
  }

  #take(word: string): boolean {
    if (this.#words[this.#at] !== word) return false
    this.#at += 1
    return true
  }
}

const isTime = (text: string) => /^\d{4}-\d\d-\d\dT/.test(text)
export const toMs = (text: string) => Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))

function compare(own: string, operator: string, value: string): boolean {
  const [a, b] = isTime(value) ? [toMs(own), toMs(value)] : [own, value]
  if (operator === '=') return a === b
  if (operator === '>') return a > b
  if (operator === '<') return a < b
  return operator === '>=' ? a >= b : a <= b
}
