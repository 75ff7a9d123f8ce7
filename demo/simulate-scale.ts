// Record files for the bench, as Parquet: 1x is a company of 20,000 leads, 8,000 deals and 100,000 touches, 10x and 100x are
// that many copies of it, each with its own ids, phones, hours and prices. The engine writes them, block by block.
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { query } from 'chdb'
import type { Column, ColumnType } from '../src/contract/records/columns.ts'
import { findRecordKind } from '../src/contract/records/kinds.ts'
import type { RecordKind } from '../src/contract/records/record-kind.ts'
import type { Row } from './book.ts'
import { simulateCompany } from './company.ts'
import { writeLines } from './write-company.ts'

export type ScaleOptions = {
  seed: number
  lastDay: string
  firstDay?: string
  /** 1, 10, 100: copies of the company. */
  times: number
  /** Kinds to write; default all below. */
  kinds?: readonly string[]
}

export type ScaleFile = { kind: string; file: string; rows: number }

/** Kinds that exist once, whatever the size. */
const once = ['teams', 'pipelines', 'stages', 'scripts', 'materials', 'lost_reasons', 'rates', 'spend', 'plans']
/** Kinds of the staff: a department of its own for every copy, up to `departmentsMax`. */
const perDepartment = ['people', 'memberships', 'attendance']
const perCopy = [
  'contacts',
  'companies',
  'leads',
  'deals',
  'deal_items',
  'stage_changes',
  'owner_changes',
  'touches',
  'tasks',
  'invoices',
  'payments',
  'visits',
]
export const scaleKinds: readonly string[] = [...once, ...perDepartment, ...perCopy]
const departmentsMax = 30

/** The two-card source at this scale has 20,000 leads. */
const baseScale = 2.3
/** Of the touches of the company so many are kept, so that a lead has five. */
const touchShare = 0.655

/** Same text, same number in [0, 1). */
function fractionOf(text: string): number {
  let hash = 2166136261
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619)
  return ((hash ^ (hash >>> 15)) >>> 0) / 4294967296
}

/** Moves of leads and some touches are left out, for the proportions the bench is stated in. */
function keeps(kind: string, row: Row): boolean {
  if (kind === 'stage_changes') return row.entity === 'deal' || row.stage_id === 'q_qualified'
  return kind !== 'touches' || fractionOf(String(row.id)) < touchShare
}

const prices = new Set(['amount', 'price', 'list_price', 'cost', 'gross_profit'])
const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

const readable: Record<ColumnType, (v: string) => string> = {
  text: (v) => v,
  list: (v) => v,
  ref: (v) => v,
  refs: (v) => v,
  choice: (v) => v,
  json: (v) => v,
  time: (v) => `parseDateTime64BestEffortOrNull(${v}, 3, 'UTC') + toIntervalSecond(shift)`,
  day: (v) => `toDate32OrNull(${v})`,
  decimal: (v) => `toDecimal64OrNull(${v}, 4)`,
  number: (v) => `toFloat64OrNull(${v})`,
  bool: (v) => `${v} = 'true'`,
}

const ofCopy = (v: string) => `concat(toString(copy), '-', ${v})`
const ofDepartment = (v: string) => `if(department = 0, ${v}, concat(${v}, '-', toString(department)))`

/** What a copy does to a column: ids, phones, addresses and prices become its own. */
function expressionOf(kind: string, column: Column): string {
  const { name, type } = column
  const v = `raw.\`${name}\``
  if (once.includes(kind)) return readable[type](v)
  if (type === 'ref') {
    const targets = column.to ?? []
    if (targets.includes('people')) return ofDepartment(v)
    return targets.some((target) => perCopy.includes(target)) ? ofCopy(v) : v
  }
  if (perDepartment.includes(kind)) return ['id', 'email', 'phone'].includes(name) ? ofDepartment(v) : readable[type](v)
  if (name === 'id' || name === 'visitor_id' || name === 'thread_id' || name === 'number' || name === 'invoice_number') return ofCopy(v)
  if (name === 'phone' || name === 'tax_id' || name === 'payer_tax_id')
    return `if(copy = 0, ${v}, concat(${v}, leftPad(toString(copy), 3, '0')))`
  if (name === 'email' || name === 'domain') return `if(copy = 0, ${v}, concat('c', toString(copy), '.', ${v}))`
  if (prices.has(name)) return `toDecimal64OrNull(toString(round(toFloat64OrNull(${v}) * (0.85 + (copy * 7 % 10) * 0.03), 2)), 4)`
  return readable[type](v)
}

const version: readonly Column[] = [
  { name: 'updated_at', type: 'time', doc: '', required: false },
  { name: 'deleted', type: 'bool', doc: '', required: false },
]

function copySql(kind: RecordKind, from: string, to: string, copies: number): string {
  const columns = [...kind.columns, ...version]
  const structure = columns.map((column) => `\`${column.name}\` Nullable(String)`).join(', ')
  const values = columns.map((column) => `${expressionOf(kind.name, column)} AS \`${column.name}\``)
  const settings = [
    'max_threads=2',
    'max_block_size=8192',
    'max_joined_block_size_rows=32768',
    'input_format_json_read_objects_as_strings=1',
    'input_format_json_read_arrays_as_strings=1',
    'input_format_skip_unknown_fields=1',
    'output_format_parquet_row_group_size=200000',
    "output_format_parquet_compression_method='zstd'",
    'engine_file_truncate_on_insert=1',
  ]
  return `INSERT INTO FUNCTION file(${quoted(to)}, 'Parquet')
    SELECT ${values.join(',\n      ')}
    FROM file(${quoted(from)}, 'JSONEachRow', ${quoted(structure)}) AS raw
    CROSS JOIN (SELECT toUInt32(number) AS copy, copy % ${departmentsMax} AS department, copy * 613 % 1800 AS shift FROM numbers(${copies})) AS n
    SETTINGS ${settings.join(', ')}`
}

/** Writes `dir/<kind>.parquet`. The same options give the same records. */
export function writeScaleCompany(dir: string, options: ScaleOptions): ScaleFile[] {
  const { times, kinds, ...company } = options
  const wanted = kinds ?? scaleKinds
  const base = join(dir, 'base')
  mkdirSync(base, { recursive: true })
  for (const { source, kind, records } of simulateCompany({ ...company, scale: baseScale }).batches) {
    if (source === 'crm' && wanted.includes(kind))
      writeLines(
        join(base, `${kind}.ndjson`),
        records.filter((row) => keeps(kind, row)),
      )
  }
  const files: ScaleFile[] = []
  for (const name of readdirSync(base)) {
    const kind = findRecordKind(name.replace('.ndjson', ''))
    if (!kind) continue
    const file = join(dir, `${kind.name}.parquet`)
    const copies = once.includes(kind.name) ? 1 : perDepartment.includes(kind.name) ? Math.min(times, departmentsMax) : times
    query(copySql(kind, join(base, name), file, copies))
    files.push({ kind: kind.name, file, rows: Number(query(`SELECT count() FROM file(${quoted(file)}, 'Parquet')`)) })
  }
  rmSync(base, { recursive: true })
  return files
}

if (import.meta.main) {
  const [dir = 'artefacts/scale', times = '1'] = process.argv.slice(2)
  for (const { kind, rows } of writeScaleCompany(dir, { seed: 1, lastDay: '2026-11-21', times: Number(times) }))
    process.stdout.write(`${kind} ${rows}\n`)
}
