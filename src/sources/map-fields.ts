// Fields a company made in its CRM fill columns of records, as its settings say. They stay in `extra` as well.
import { FIELD_KINDS, FIELD_ROUND, isDecimalTarget } from '../contract/field-targets.ts'
import type { Mapped, MappedRecord } from './source.ts'
import { toText } from './wire-values.ts'

/** By `kind.column`, the name of the field; `round` besides. */
export type FieldMap = Readonly<Record<string, string>>

const mapped: ReadonlySet<string> = new Set(FIELD_KINDS)

export function mapFields(given: Mapped, fields: FieldMap | undefined): Mapped {
  if (fields === undefined || Object.keys(fields).length === 0) return given
  const round = Number(fields[FIELD_ROUND] ?? 0)
  return { ...given, records: given.records.flatMap((record) => (mapped.has(record.kind) ? fill(record, fields, round) : [record])) }
}

function fill(record: MappedRecord, fields: FieldMap, round: number): MappedRecord[] {
  const { kind, values, row } = record
  const updated_at = later(values.updated_at, round)
  const stamped = updated_at === null ? values : { ...values, updated_at }
  if (values.deleted === true) return [{ ...record, values: stamped }]
  const own: Record<string, string> = {}
  const made: MappedRecord[] = []
  for (const [target, name] of Object.entries(fields)) {
    const [of, column = ''] = target.split('.')
    const text = of === kind ? toText(values.extra?.[name]) : null
    const value = text !== null && isDecimalTarget(target) ? toDecimal(text) : text
    if (value === null) continue
    if (column !== 'nps') own[column] = value
    else made.push({ kind: 'feedback', row, values: feedbackOf(record, value, updated_at) })
  }
  return [{ ...record, values: { ...stamped, ...own } }, ...made]
}

/** An answer that is there when the card was read; the CRM does not say when it was given. */
function feedbackOf({ kind, values }: MappedRecord, score: string, updated_at: string | null) {
  const at = updated_at ?? values.created_at
  const of = kind === 'deals' ? { deal_id: values.id, contact_id: values.contact_id } : { contact_id: values.id }
  return { id: `nps-${kind}-${String(values.id)}`, at, kind: 'nps', score, ...of, ...(updated_at === null ? {} : { updated_at }) }
}

/** `1 500,50 ₴` as a decimal; null where there is no number. */
function toDecimal(text: string): string | null {
  const found = /-?\d[\d\s\u00a0\u202f]*(?:[.,]\d+)?/
    .exec(text)?.[0]
    ?.replace(/[\s\u00a0\u202f]/g, '')
    .replace(',', '.')
  return found ?? null
}

/** What is read anew after the answer changed counts as newer, by as many milliseconds. */
function later(at: unknown, round: number): string | null {
  const ms = typeof at === 'string' ? Date.parse(at) : Number.NaN
  return Number.isNaN(ms) || round === 0 || !/T.*(Z|[+-]\d\d:?\d\d)$/.test(String(at))
    ? typeof at === 'string'
      ? at
      : null
    : new Date(ms + round).toISOString()
}
