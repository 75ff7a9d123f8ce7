// The desk a map works at: rows of answers sorted by what they are, each parsed on its own so that a bad one stops nothing,
// and the records made of them, one for each name.
import { findRecordKind } from '../contract/records/kinds.ts'
import {
  type Answer,
  type Located,
  type Mapped,
  type MappedRecord,
  type RecordValues,
  type Refusal,
  type Schema,
  UNKNOWN,
  type WireRow,
} from './source.ts'

export type Parsed<T> = { value: T; row: WireRow }

const SHOWN_CHARS = 200
const UNKNOWN_ROW = { column: '', value: '', reason: 'nobody knows what this object is: give its path' }

export class MappingDesk {
  readonly #rows = new Map<string, WireRow[]>()
  readonly #records = new Map<string, MappedRecord>()
  readonly #refused: Refusal[] = []

  /** `locate` says what an answer holds; a text says why nothing of it can be read. */
  constructor(answers: readonly Answer[], locate: (answer: Answer) => Located | string) {
    for (const answer of answers) {
      const { file, line, body } = answer
      const located = locate(answer)
      if (typeof located === 'string') {
        const row = { raw: body, file, line, spot: '', about: {} }
        this.#refused.push({ kind: null, column: '', value: answer.path ?? '', reason: located, row })
        continue
      }
      for (const { object, rows } of located) {
        const list = this.#rows.get(object) ?? []
        for (const { raw, spot, about = {} } of rows) list.push({ raw, file, line, spot, about })
        if (object === UNKNOWN)
          for (const row of list) this.refuse(null, row, { ...UNKNOWN_ROW, reason: row.about.reason ?? UNKNOWN_ROW.reason })
        else this.#rows.set(object, list)
      }
    }
  }

  has(object: string): boolean {
    return this.#rows.has(object)
  }

  /** The rows of an object as they came. */
  rows(object: string): { raw: unknown; row: WireRow }[] {
    return (this.#rows.get(object) ?? []).map((row) => ({ raw: row.raw, row }))
  }

  /** The rows of an object that have its shape; the others are refused as what would have become of them. */
  read<T>(object: string, schema: Schema<T>, kind: string | null): Parsed<T>[] {
    return (this.#rows.get(object) ?? []).flatMap((row) => {
      const parsed = schema.safeParse(row.raw)
      if (parsed.success) return [{ value: parsed.data, row }]
      const [issue] = parsed.error.issues
      const column = issue?.path.map(String).join('.') ?? ''
      this.refuse(kind, row, { column, value: valueAt(row.raw, issue?.path ?? []), reason: issue?.message ?? 'not of a known form' })
      return []
    })
  }

  /** The same with the newest of rows that share an id: pages shift, and the same object comes twice. */
  readNewest<T extends { id: string; updated_at: string | null }>(object: string, schema: Schema<T>, kind: string | null): Parsed<T>[] {
    const newest = new Map<string, Parsed<T>>()
    for (const parsed of this.read(object, schema, kind)) {
      const before = newest.get(parsed.value.id)
      if (before === undefined || (before.value.updated_at ?? '') <= (parsed.value.updated_at ?? '')) newest.set(parsed.value.id, parsed)
    }
    return [...newest.values()]
  }

  refuse(kind: string | null, row: WireRow, { column, value, reason }: { column: string; value: string; reason: string }): void {
    this.#refused.push({ kind, column: [row.spot, column].filter(Boolean).join('.'), value: value.slice(0, SHOWN_CHARS), reason, row })
  }

  /** A record; of two with one name the newer stays, of equally old ones that which tells more. */
  put(kind: string, row: WireRow, values: RecordValues): void {
    const record = { kind, row, values: known(values) }
    const name = nameOf(kind, record.values)
    const before = this.#records.get(name)
    if (before === undefined || isBetter(record.values, before.values)) this.#records.set(name, record)
  }

  result(): Mapped {
    return { records: [...this.#records.values()], refused: this.#refused }
  }
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): string {
  const value = path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Readonly<Record<PropertyKey, unknown>>)[key] : undefined),
    raw,
  )
  return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)
}

function known(values: RecordValues): RecordValues {
  const isKnown = ([, value]: [string, unknown]) => value !== null && value !== undefined && value !== ''
  const extra = Object.fromEntries(Object.entries(values.extra ?? {}).filter(isKnown))
  const own = Object.fromEntries(Object.entries(values).filter((entry) => entry[0] !== 'extra' && isKnown(entry)))
  return Object.keys(extra).length > 0 ? { ...own, extra } : own
}

function nameOf(kind: string, values: RecordValues): string {
  if (values.id !== undefined) return `${kind}\n${String(values.id)}`
  return JSON.stringify([kind, ...findRecordKind(kind)!.key.map((column) => values[column] ?? null)])
}

function isBetter(values: RecordValues, before: RecordValues): boolean {
  const [at, earlier] = [String(values.updated_at ?? ''), String(before.updated_at ?? '')]
  if (at !== earlier) return at > earlier
  const [count, counted] = [Object.keys(values).length, Object.keys(before).length]
  if (count !== counted) return count > counted
  return JSON.stringify(values) > JSON.stringify(before)
}
