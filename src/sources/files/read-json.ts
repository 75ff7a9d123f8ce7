// JSON and NDJSON files: one object a line, an array of objects, or an object of arrays by kind.
import { AppError } from '../../contract/errors.ts'
import { type RawCell, toCell } from '../../contract/raw-table.ts'
import { findRecordKind } from '../../contract/records/kinds.ts'
import { readText, type TextFile } from './file-text.ts'
import { BATCH_ROWS, inBatches, type Sheet, type SheetRow } from './sheet.ts'

const LINE_CHARS_MAX = 16_000_000
const DOCUMENT_CHARS_MAX = 400_000_000

type Values = Readonly<Record<string, unknown>>
const isValues = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The headers are the keys that occur: the file is read through once for them. */
export async function openNdjson(file: TextFile, bytes: number, title: string): Promise<Sheet> {
  const headers = new Set<string>()
  for await (const { values } of readObjects(file)) if (values !== undefined) for (const key of Object.keys(values)) headers.add(key)
  const names = [...headers]
  return { file: file.name, title, headers: names, bytes, read: () => inBatches(readRows(file, names)) }
}

async function* readRows(file: TextFile, names: readonly string[]): AsyncGenerator<SheetRow> {
  for await (const { line, values, text } of readObjects(file)) yield toRow(names, line, values ?? text)
}

function toRow(names: readonly string[], line: number, value: unknown): SheetRow {
  if (isValues(value)) return { line, cells: names.map((name): RawCell => cell(value[name])) }
  const shown = (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 200)
  return { line, cells: [], broken: { column: '', value: shown, reason: 'not a JSON object' } }
}

/** Lists of objects stay JSON, lists of plain values become `a;b`. */
const cell = (value: unknown): RawCell => toCell(value)

async function* readObjects(file: TextFile): AsyncGenerator<{ line: number; values: Values | undefined; text: string }> {
  let line = 0
  for await (const text of readLines(file)) {
    line += 1
    if (text.trim() === '') continue
    const values = parse(text)
    yield { line, values: isValues(values) ? values : undefined, text }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    // TRICKY: JSON.parse says "not JSON" by throwing.
    return undefined
  }
}

async function* readLines(file: TextFile): AsyncGenerator<string> {
  let rest = ''
  for await (const text of readText(file)) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > LINE_CHARS_MAX)
      throw new AppError('too_large', `${file.name} has a line of more than ${LINE_CHARS_MAX} characters`, {
        path: file.name,
        hint: 'Write one record a line',
      })
    yield* lines
  }
  if (rest !== '') yield rest
}

/** One sheet per kind, or one for the whole file. */
export async function openJson(file: TextFile, bytes: number, title: string): Promise<Sheet[]> {
  let text = ''
  for await (const piece of readText(file)) {
    text += piece
    if (text.length > DOCUMENT_CHARS_MAX)
      throw new AppError('too_large', `${file.name} is too large for one JSON document`, {
        path: file.name,
        hint: 'Save it as NDJSON: one record a line',
      })
  }
  const document = parse(text)
  if (document === undefined) {
    const firstLine = parse(text.slice(0, text.indexOf('\n')))
    if (isValues(firstLine)) return [await openNdjson(file, bytes, title)]
    throw new AppError('bad_input', `${file.name} is not JSON`, { path: file.name, hint: 'Check that it is complete' })
  }
  if (Array.isArray(document)) return [ofObjects(file.name, title, bytes, document)]
  const inner = isValues(document) && isValues(document.records) ? document.records : document
  const lists = isValues(inner) ? Object.entries(inner).filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1])) : []
  const kinds = lists.filter(([name]) => findRecordKind(name) !== undefined)
  if (kinds.length > 0) return kinds.map(([name, list]) => ofObjects(file.name, name, bytes / kinds.length, list))
  const [only] = lists
  if (lists.length === 1 && only !== undefined) return [ofObjects(file.name, title, bytes, only[1])]
  throw new AppError('bad_input', `${file.name} holds no list of records`, {
    path: file.name,
    hint: 'Write an array of objects, or {"leads": [...], "deals": [...]}',
  })
}

function ofObjects(file: string, title: string, bytes: number, list: readonly unknown[]): Sheet {
  const headers = [...new Set(list.flatMap((value) => (isValues(value) ? Object.keys(value) : [])))]
  return {
    file,
    title,
    headers,
    bytes,
    *read() {
      for (let start = 0; start < list.length; start += BATCH_ROWS)
        yield list.slice(start, start + BATCH_ROWS).map((value, at) => toRow(headers, start + at + 1, value))
    },
  }
}
