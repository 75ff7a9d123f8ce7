// Sends the rows of one table of a file to the engine, which reads and judges them: text in bounded batches, Parquet as it is.
import { Readable } from 'node:stream'
import type { RawBreak, RawRow, RawTable, TextTable } from '../../contract/raw-table.ts'
import { findRecordKind } from '../../contract/records/kinds.ts'
import type { Warehouse } from '../client.ts'
import { printRead, type ReadTo } from './read-row.ts'

export type Target = {
  ws: number
  /** Name of the source the records belong to. */
  source: string
  /** Sources of the workspace: a reference that begins with one of them and a colon is meant as it is. */
  sources: readonly string[]
  /** IANA zone of times without offset. */
  zone: string
}

/** Where rows are staged: each table of a run is a part of its own. */
export type Staging = { run: number; part: number }

export type Sent = { rows: number; broken: { line: number; break: RawBreak }[]; brokenCount: number }

const BATCH_CHARS = 24_000_000
const CHUNK_CHARS = 65_536
export const PROBLEMS_MAX = 10_000

export async function sendRows(
  warehouse: Warehouse,
  target: Target,
  { run, part }: Staging,
  table: RawTable,
  to: ReadTo,
  onRows: (rows: number) => void,
): Promise<Sent> {
  const sql = printRead(findRecordKind(table.kind)!, table, to)
  const sources = [...new Set([target.source, ...target.sources])]
  const doubled = `^${literal(target.source)}:((?:${sources.map(literal).join('|')}):.*)$`
  const params = { ws: target.ws, source: target.source, sources, doubled, zone: target.zone, ...(to === 'records' ? {} : { run, part }) }
  // Compiling these expressions takes longer than running them.
  const settings = { optimize_on_insert: 0, short_circuit_function_evaluation: 'force_enable', compile_expressions: 0 }
  if (table.form === 'parquet') {
    const once = to === 'records' ? {} : { max_threads: 1, input_format_parquet_preserve_order: 1 }
    await warehouse.insertFrom({ sql, format: 'Parquet', body: { path: table.path }, params, settings: { ...settings, ...once } })
    onRows(table.rows)
    return { rows: table.rows, broken: [], brokenCount: 0 }
  }
  const planned = { ...settings, query_plan_enable_optimizations: 0 }
  const sent: Sent = { rows: 0, broken: [], brokenCount: 0 }
  for await (const lines of toBatches(table, sent)) {
    await warehouse.insertFrom({
      sql,
      format: 'JSONCompactEachRow',
      body: Readable.from(lines, { objectMode: false }),
      params,
      settings: planned,
    })
    onRows(sent.rows)
  }
  return sent
}

const literal = (name: string) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Lines of JSON in chunks, a batch at a time; rows that could not be taken apart are set aside. */
async function* toBatches(table: TextTable, sent: Sent): AsyncGenerator<string[]> {
  let chunks: string[] = []
  let chunk = ''
  let size = 0
  for await (const rows of table.read())
    for (const row of rows) {
      sent.rows += 1
      if (row.broken !== undefined) {
        sent.brokenCount += 1
        if (sent.broken.length < PROBLEMS_MAX) sent.broken.push({ line: row.line, break: row.broken })
        continue
      }
      chunk += toLine(row)
      if (chunk.length < CHUNK_CHARS) continue
      chunks.push(chunk)
      size += chunk.length
      chunk = ''
      if (size < BATCH_CHARS) continue
      yield chunks
      chunks = []
      size = 0
    }
  if (chunk !== '') chunks.push(chunk)
  if (chunks.length > 0) yield chunks
}

/** Half of a surrogate pair cannot be sent as UTF-8 and becomes the replacement character. */
function toLine(row: RawRow): string {
  const values = [row.line, ...row.cells, row.extra ?? {}]
  const line = JSON.stringify(values)
  if (!/\\ud[89a-f]/.test(line)) return `${line}\n`
  return `${JSON.stringify(values, (_, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value))}\n`
}
