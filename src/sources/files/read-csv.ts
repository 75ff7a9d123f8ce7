// Delimited text: the delimiter is found out, rows of a wrong width are set aside, an unclosed quote refuses the file.
import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { parse as parseAll } from 'csv-parse/sync'
import { AppError } from '../../contract/errors.ts'
import type { FileMapping } from '../../contract/mapping.ts'
import { readText, type TextFile } from './file-text.ts'
import { inBatches, type Sheet, type SheetRow } from './sheet.ts'

const SAMPLE_CHARS = 200_000
const SAMPLE_ROWS = 50
const CELL_CHARS_MAX = 4_000_000
const DELIMITERS = [',', ';', '\t', '|']

const common = { relax_quotes: true, relax_column_count: true, skip_empty_lines: true, max_record_size: CELL_CHARS_MAX } as const

export async function openCsv(file: TextFile, bytes: number, title: string, mapping: FileMapping | undefined): Promise<Sheet> {
  const sample = await readSample(file)
  const told = /^(?:sep=)(.)\r?\n/i.exec(sample)
  const above = (mapping?.skipRows ?? 0) + (told === null ? 0 : 1)
  const body = sample.split('\n').slice(above).join('\n')
  const delimiter = mapping?.delimiter ?? told?.[1] ?? findDelimiter(body)
  const [headers = []] = rowsOf(body, delimiter)
  if (headers.every((header) => header.trim() === ''))
    throw new AppError('bad_input', `${file.name} has no header line`, { path: file.name })
  const width = headers.length
  return {
    file: file.name,
    title,
    headers: headers.map((header) => header.trim()),
    bytes,
    read: () => inBatches(readRows(file, delimiter, above, width)),
  }
}

async function readSample(file: TextFile): Promise<string> {
  let sample = ''
  for await (const text of readText(file)) {
    sample += text
    if (sample.length >= SAMPLE_CHARS) break
  }
  if (sample.length < SAMPLE_CHARS) return sample
  return sample.slice(0, sample.lastIndexOf('\n') + 1)
}

/** The one that cuts the first rows into the most cells of the same number. */
function findDelimiter(sample: string): string {
  const scored = DELIMITERS.map((delimiter) => {
    const rows = rowsOf(sample, delimiter)
    const width = rows[0]?.length ?? 0
    const even = rows.filter((row) => row.length === width).length / Math.max(rows.length, 1)
    return { delimiter, score: width < 2 ? 0 : even * even * Math.log2(width + 1) }
  })
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a))
  return best.score > 0 ? best.delimiter : ','
}

function rowsOf(sample: string, delimiter: string): string[][] {
  try {
    return parseAll(sample, { ...common, delimiter, to: SAMPLE_ROWS }) as unknown as string[][]
  } catch {
    // TRICKY: the sample may end inside a quoted cell; the whole file is judged when it is read.
    return sample
      .split(/\r?\n/)
      .slice(0, 5)
      .map((line) => line.split(delimiter).map((cell) => cell.replace(/^"|"$/g, '')))
  }
}

type Parsed = { record: string[]; info: { lines: number } }

async function* readRows(file: TextFile, delimiter: string, above: number, width: number): AsyncGenerator<SheetRow> {
  const parser = Readable.from(readText(file)).pipe(parse({ ...common, delimiter, info: true, from_line: above + 1 }))
  let isHeader = true
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      if (isHeader) isHeader = false
      else yield toRow(record, info.lines, width, delimiter)
    }
  } catch (cause) {
    // TRICKY: csv-parse tells of what it cannot read by an error in the stream.
    throw cause instanceof CsvError ? explain(cause, file.name) : cause
  }
}

function toRow(record: string[], lastLine: number, width: number, delimiter: string): SheetRow {
  const line = lastLine - record.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0)
  if (record.length === width) return { line, cells: record }
  const isPadded = record.length > width && record.slice(width).every((cell) => cell.trim() === '')
  if (isPadded) return { line, cells: record.slice(0, width) }
  const value = record.join(delimiter).slice(0, 200)
  return { line, cells: [], broken: { column: '', value, reason: `${record.length} cells, but the header has ${width}` } }
}

function explain(cause: CsvError, name: string): AppError {
  const line = 'lines' in cause ? Number(cause.lines) : undefined
  const at = line === undefined ? '' : ` near line ${line}`
  if (cause.code === 'CSV_QUOTE_NOT_CLOSED' || cause.code === 'CSV_MAX_RECORD_SIZE')
    return new AppError('bad_input', `${name}: a quote is opened and never closed${cause.code === 'CSV_QUOTE_NOT_CLOSED' ? at : ''}`, {
      path: name,
      cause,
      hint: 'Close the quote, or save the table again',
    })
  return new AppError('bad_input', `${name} cannot be read as a table${at}: ${cause.message}`, { path: name, cause })
}
