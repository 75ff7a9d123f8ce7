// SQL that reads the raw rows of one table of a file into rows of the staging table or of the records' table. The only
// place that decides whether a record is good, for files, requests and Parquet alike. Parameters: {ws:UInt32},
// {source:String}, {sources:Array(String)}, {doubled:String}, {zone:String}, and {run:UInt64}, {part:UInt32} for staging.
import type { ParquetColumn, RawTable, TextTable } from '../../contract/raw-table.ts'
import { bool, type Column, text, time } from '../../contract/records/columns.ts'
import type { RecordKind } from '../../contract/records/record-kind.ts'
import { quote } from '../embedded/insert-sql.ts'
import { recordColumns, recordTable, storedName } from '../records.ts'
import { plainType, printContent } from './content.ts'
import { type GivenColumn, type ReadColumn, readColumns } from './read-column.ts'
import { stageTable, stageTexts } from './tables.ts'

/** Columns every kind has besides its own. */
export const commonColumns: readonly Column[] = [time('updated_at', 'Version'), bool('deleted', 'Removed')]

export type ReadTo = 'stage' | 'stage-bad' | 'records'

/** `INSERT INTO … SELECT … FROM input('…')`: staged with what is wrong, only the bad ones so, or the good ones straight to the records. */
export function printRead(kind: RecordKind, table: RawTable, to: ReadTo): string {
  const source = table.form === 'text' ? textSource(table) : parquetSource(kind, table.columns)
  const id = kind.columns.some((column) => column.name === 'id') ? [] : [text('id', 'Id in the source, in place of the key')]
  const columns = [...kind.columns, ...id, ...commonColumns]
  const given = columns.flatMap((column) => {
    const how = source.given.get(column.name)
    return how === undefined ? [] : [{ column, ...how }]
  })
  const { columns: reads, levels: reading } = readColumns(given)
  const isStage = to !== 'records'
  const outputs = typed(kind, reads, source.extra)
  const levels = [...reading, ...judge(kind, columns, reads, isStage), ...outputs.levels]
  const texts = stageTexts(kind).map(
    ({ name }) => [name, reads.some((read) => `${read.name}_text` === name) ? `\`${name.replace(/^(.*)_text$/, 'f_$1')}\`` : "''"] as const,
  )
  const staged = isStage ? [...STAGED, ...texts, ['problems', problems(columns, reads, source.headers)] as const] : []
  const wanted = [...outputs.columns.map((name) => [name, `\`o_${name}\``] as const), ...staged]
  const where = { stage: '', 'stage-bad': '\nWHERE is_bad', records: '\nWHERE NOT is_bad' }[to]
  const target = isStage ? stageTable(kind.name) : recordTable(kind.name)
  const names = wanted.map(([name]) => `\`${name}\``).join(', ')
  return `INSERT INTO ${target} (${names})\nSELECT ${wanted.map(([, value]) => value).join(', ')}\nFROM ${nest(source.from, levels)}${where}`
}

const STAGED = [
  ['run', '{run:UInt64}'],
  ['part', '{part:UInt32}'],
  ['line_no', 'r_line_no'],
] as const

type Source = {
  from: string
  extra: string
  given: Map<string, Omit<GivenColumn, 'column'>>
  headers: Readonly<Record<string, string>>
}

function textSource({ columns, styles, instants, headers = {} }: TextTable): Source {
  const structure = ['r_line_no UInt64', ...columns.map((name) => `\`r_${name}\` String`), 'r_extra Map(String, String)']
  return {
    from: `input(${quote(structure.join(', '))})`,
    extra: 'r_extra',
    given: new Map(
      columns.map((name) => [
        name,
        { form: 'text' as const, style: styles[name] ?? {}, isLoose: true, isInstant: instants?.has(name) === true },
      ]),
    ),
    headers,
  }
}

const PARQUET_TYPES: Readonly<Record<GivenColumn['form'], string>> = {
  text: 'String',
  word: 'LowCardinality(String)',
  texts: 'Array(String)',
  int: 'Nullable(Int64)',
  float: 'Nullable(Float64)',
  decimal: 'Nullable(Decimal(38, 8))',
  bool: 'Nullable(Bool)',
  instant: "Nullable(DateTime64(3, 'UTC'))",
  local: "Nullable(DateTime64(3, 'UTC'))",
  date: 'Nullable(Date32)',
}

const identifier = (name: string) => `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``

function parquetSource(kind: RecordKind, all: readonly ParquetColumn[]): Source {
  const few = new Set(
    recordColumns(kind)
      .filter(({ type }) => type.startsWith('LowCardinality'))
      .map(({ name }) => name),
  )
  const isWord = ({ form, column }: ParquetColumn) => form === 'text' && column !== null && (few.has(column) || few.has(`${column}_text`))
  const columns = all.map((one) => ({ ...one, form: isWord(one) ? ('word' as const) : one.form }))
  const structure = columns.map(({ path, form }) => `${identifier(path)} ${PARQUET_TYPES[form]}`)
  const own = columns.filter(({ column }) => column !== null)
  const rest = columns.filter(({ column }) => column === null)
  const texts = rest.map(({ path, form }) =>
    form === 'texts'
      ? `${quote(path)}, arrayStringConcat(${identifier(path)}, ';')`
      : `${quote(path)}, ifNull(toString(${identifier(path)}), '')`,
  )
  const renamed = own.map(({ path, column }) => `${identifier(path)} AS \`r_${column}\``)
  const extra = texts.length === 0 ? [] : [`mapFilter((key, value) -> value != '', map(${texts.join(', ')})) AS r_extra`]
  const line = 'toUInt64(rowNumberInAllBlocks() + 1) AS r_line_no'
  return {
    from: `(SELECT ${[...renamed, ...extra, line].join(', ')} FROM input(${quote(structure.join(', '))}))`,
    extra: texts.length === 0 ? NO_EXTRA : 'r_extra',
    given: new Map(own.map(({ column, form, style }) => [column!, { form, style, isLoose: false }])),
    headers: Object.fromEntries(own.map(({ path, column }) => [column!, path])),
  }
}

function nest(from: string, levels: readonly (readonly string[])[]): string {
  return levels.filter((level) => level.length > 0).reduce((inner, level) => `(SELECT *,\n  ${level.join(',\n  ')}\nFROM ${inner})`, from)
}

const named = (reads: readonly ReadColumn[]) => new Map(reads.map((read) => [read.name, read]))

type Fault = { column: string; isKey: boolean; missing: string; bad: string; read: ReadColumn | undefined }

function faultsOf(columns: readonly Column[], reads: readonly ReadColumn[], key: readonly string[]): Fault[] {
  return columns
    .map(({ name, required }) => {
      const read = named(reads).get(name)
      const isKey = key.includes(name) || name === 'deleted' || name === 'updated_at'
      return { column: name, isKey, read, missing: required ? (read?.isUnknown ?? '1') : '0', bad: read?.isBad ?? '0' }
    })
    .filter(({ missing, bad }) => missing !== '0' || bad !== '0')
}

/** is_gone: sent as deleted, needs its key only. has_id: named by an id in place of its key. is_bad: goes to the quarantine. */
function judge(kind: RecordKind, columns: readonly Column[], reads: readonly ReadColumn[], isStage: boolean): string[][] {
  const ownId = kind.key[0] === 'id' ? undefined : named(reads).get('id')
  const deleted = named(reads).get('deleted')
  const parts = kind.key.map((name) => named(reads).get(name)?.keyText ?? "''")
  const made = parts.length === 1 ? parts[0]! : `concat(${parts.join(", '|', ")})`
  const faults = faultsOf(columns, reads, kind.key)
  const isNeeded = ({ column, isKey }: Fault) => (column === 'id' ? 'true' : isKey ? 'NOT (is_gone AND has_id)' : 'NOT is_gone')
  const holds = (fault: Fault) => (isStage ? `${faultName(fault)} > 0` : `(${isNeeded(fault)}) AND (${fault.missing} OR ${fault.bad})`)
  const any = (list: readonly Fault[]) => list.map((fault) => `(${holds(fault)})`).join(' OR ') || 'false'
  const code = (fault: Fault) => `multiIf(NOT (${isNeeded(fault)}), 0, ${fault.missing}, 1, ${fault.bad}, 2, 0) AS ${faultName(fault)}`
  const id = ownId === undefined ? made : `if(has_id, ${ownId.keyText}, ${made})`
  return [
    [
      `${deleted === undefined ? 'false' : `ifNull(${deleted.values[0]![1]}, false)`} AS is_gone`,
      `${ownId === undefined ? 'false' : `NOT (${ownId.isUnknown})`} AS has_id`,
    ],
    isStage ? faults.map(code) : [],
    [`ifNull(${any(faults)}, false) AS is_bad`, `${isStage ? `if(${any(faults.filter(({ isKey }) => isKey))}, '', ${id})` : id} AS row_id`],
  ]
}

const faultName = ({ column }: Fault) => `\`b_${column}\``

function problems(columns: readonly Column[], reads: readonly ReadColumn[], headers: Source['headers']): string {
  const entries = faultsOf(columns, reads, []).map((fault) => {
    const from = headers[fault.column]
    const unknown = from === undefined || from === fault.column ? 'required, but empty' : `required, but empty (from ${from})`
    const reason = `if(${faultName(fault)} = 1, ${quote(unknown)}, ${fault.read?.reason ?? "''"})`
    return `if(${faultName(fault)} > 0, [(${quote(fault.column)}, substringUTF8(${fault.read?.raw ?? "''"}, 1, 200), ${reason})], [])`
  })
  const empty = 'CAST([] AS Array(Tuple(String, String, String)))'
  return entries.length === 0 ? empty : `if(is_bad, arrayConcat(${[empty, ...entries].join(', ')}), ${empty})`
}

/** What is given, in the types of the records' table. Other columns are left to their defaults: unknown. */
function typed(kind: RecordKind, reads: readonly ReadColumn[], extra: string): { columns: string[]; levels: string[][] } {
  const given = new Map(reads.flatMap((read) => read.values.map(([name, value]) => [storedName(name), value] as const)))
  if (extra !== NO_EXTRA) given.set('extra', `mapSort(${extra})`)
  const made = [...given, ['ws', '{ws:UInt32}'], ['source', '{source:String}'], ['id', 'row_id'], ['is_deleted', 'is_gone']] as const
  const values = new Map(made)
  const columns = recordColumns(kind).filter(({ name }) => values.has(name))
  const hasMoment = given.has('updated_at')
  return {
    columns: [...columns.map(({ name }) => name), 'k', 'content', 'version'],
    levels: [
      columns.map(({ name, type }) => `CAST(${values.get(name)} AS ${plainType(type)}) AS \`o_${name}\``),
      [
        "cityHash64(concat({source:String}, ':', row_id)) AS o_k",
        `${printContent(
          columns.filter(({ name }) => given.has(name)),
          'o_',
        )} AS o_content`,
        hasMoment
          ? `if(o_updated_at IS NULL, 0, toUInt64(greatest(toUnixTimestamp64Milli(assumeNotNull(o_updated_at)), 0) + 1) * ${TIES}) AS o_version`
          : 'toUInt64(0) AS o_version',
      ],
    ],
  }
}

const NO_EXTRA = 'map()'

/** A version is the moment of the record times this, plus the place among versions of the same moment. */
export const TIES = 4096
