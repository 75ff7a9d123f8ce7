// Reads raw files: what the API of a system answered, one JSON a line or one document a file; rows of CSV as lists of texts; XML, bank
// statements and letters as text.
// What an answer means is left to the source.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parse as parseCsv } from 'csv-parse/sync'
import { AppError } from '../contract/errors.ts'
import { findEncoding, findFileForm, readText, type TextFile } from './files/file-text.ts'
import { type Found, findFiles } from './files/open-files.ts'
import { readWorkbook } from './files/read-workbook.ts'
import { parseJson } from './parse-json.ts'
import type { Answer } from './source.ts'
import { isValues, toValues } from './wire-values.ts'

const RAW_ENDINGS = /\.(csv|tsv|txt|ndjson|jsonl|json|xml|eml|mbox)(\.gz)?$/i
const TABLE_ENDINGS = /\.(csv|tsv|txt|ndjson|jsonl|json|xlsx)(\.gz)?$/i
const CHARS_MAX = 400_000_000

/** `onFile` is told which file is read next. `isTable`: a file of cells is one answer, all its rows. */
type How = { onFile?: (file: string) => void; isTable?: boolean }

export async function readRaw(paths: readonly string[], how: How = {}): Promise<Answer[]> {
  const temporary = await mkdtemp(join(tmpdir(), 'rumb-raw-'))
  const [read] = await Promise.allSettled([readAll(paths, temporary, how)])
  await rm(temporary, { recursive: true, force: true })
  if (read.status === 'rejected') throw read.reason
  return read.value
}

async function readAll(paths: readonly string[], temporary: string, { onFile = () => undefined, isTable = false }: How): Promise<Answer[]> {
  const files = (await Promise.all(paths.map((path) => findFiles(path, temporary, isTable ? TABLE_ENDINGS : RAW_ENDINGS)))).flat()
  const answers: Answer[] = []
  for (const file of files.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    onFile(file.name)
    for (const answer of await readFile(file, isTable)) answers.push(answer)
  }
  if (files.length === 0) throw new AppError('bad_input', `No raw answers found in ${paths.map((path) => basename(path)).join(', ')}`)
  return answers
}

async function readFile({ name, path, bytes }: Found, isTable: boolean): Promise<Answer[]> {
  const form = await findFileForm(path)
  if (isTable && form === 'zip') return readBook(name, path, bytes)
  if (form === 'empty') return []
  if (form !== 'text' && form !== 'gzip')
    throw new AppError('bad_input', `${name} is ${form}, not JSON`, { path: name, hint: 'Save the answers as JSON, one a line' })
  const isGzip = form === 'gzip'
  const file: TextFile = { name, path, isGzip, encoding: await findEncoding(name, path, isGzip) }
  let text = ''
  for await (const piece of readText(file)) {
    text += piece
    if (text.length > CHARS_MAX)
      throw new AppError('too_large', `${name} is too large to be read at once`, { path: name, hint: 'Split it' })
  }
  if (
    /^\s*<|^1CClientBankExchange|^(From \S|(Return-Path|Received|Delivered-To|Message-ID|From|Date|X-[\w-]+|MIME-Version): ?\S)/i.test(text)
  )
    return [{ file: name, line: 1, path: null, body: text }]
  if (isTable && /\.(csv|tsv|txt)(\.gz)?$/i.test(name)) return [{ file: name, line: 1, path: null, body: cutRows(text) }]
  if (/\.(csv|tsv|txt)(\.gz)?$/i.test(name) || /^\s*"[^"\n]*",/.test(text)) return readCsv(name, text)
  const whole = parseJson(text)
  if (whole !== undefined) return ofDocument(name, whole)
  const lines = text.split('\n')
  const [first = ''] = lines.filter((line) => line.trim() !== '')
  // Whole documents one after another, each on several lines.
  if (/^\s*[[{]/.test(first) && parseJson(first) === undefined) {
    const documents = cutDocuments(text)
    if (documents !== null) return documents.flatMap(({ line, value }) => ofDocument(name, value).map((answer) => ({ ...answer, line })))
  }
  return lines.flatMap((line, at) => (line.trim() === '' ? [] : ofLine(name, at + 1, line)))
}

async function readBook(file: string, path: string, bytes: number): Promise<Answer[]> {
  const sheets = await readWorkbook(file, path, bytes)
  return sheets
    .filter((rows) => rows.length > 0)
    .map((rows) => ({ file, line: 1, path: null, body: rows.map(({ cells }) => cells.map((cell) => cell ?? '')) }))
}

const SAMPLE_LINES = 60

/** Cells by the delimiter that cuts most: the lines above a header hold few or none. */
function cutRows(text: string): string[][] {
  const sample = text.split('\n', SAMPLE_LINES)
  const most = (delimiter: string) => Math.max(...sample.map((line) => line.split(delimiter).length))
  const delimiter = ['\t', ';', ','].toSorted((a, b) => most(b) - most(a))[0]!
  return parseCsv(text, { delimiter, relax_quotes: true, relax_column_count: true, skip_empty_lines: true }) as unknown as string[][]
}

function readCsv(file: string, text: string): Answer[] {
  const [first = ''] = text.split('\n')
  const delimiter = [',', ';', '\t'].toSorted((a, b) => first.split(b).length - first.split(a).length)[0]!
  const rows = parseCsv(text, { delimiter, relax_quotes: true, relax_column_count: true, skip_empty_lines: true }) as unknown as string[][]
  const [header = [], ...rest] = rows
  const isNamed = rows.length > 1 && header.length > 1 && header.every((cell) => /^[A-Za-z_][\w ]*$/.test(cell.trim()))
  if (!isNamed) return rows.map((body, at) => ({ file, line: at + 1, path: null, body }))
  const names = header.map((cell) => cell.trim())
  return rest.map((cells, at) => ({
    file,
    line: at + 2,
    path: null,
    body: Object.fromEntries(names.map((name, place) => [name, cells[place] ?? ''])),
  }))
}

/** Values that follow one another, with the lines they begin in; null when that is not what the text is. */
function cutDocuments(text: string): { line: number; value: unknown }[] | null {
  const found: { line: number; value: unknown }[] = []
  let [depth, begin, isText, line, at] = [0, -1, false, 1, 1]
  for (let place = 0; place < text.length; place += 1) {
    const sign = text[place]
    if (sign === '\n') line += 1
    if (isText) {
      if (sign === '\\') place += 1
      else if (sign === '"') isText = false
    } else if (sign === '"') isText = true
    else if (sign === '{' || sign === '[') {
      if (depth === 0) [begin, at] = [place, line]
      depth += 1
    } else if (sign === '}' || sign === ']') {
      depth -= 1
      if (depth > 0) continue
      const value = parseJson(text.slice(begin, place + 1))
      if (depth < 0 || value === undefined) return null
      found.push({ line: at, value })
    }
  }
  return depth === 0 && found.length > 0 ? found : null
}

/** What a page of any system holds its list under. */
const PAGE = ['_embedded', 'results', 'data', 'records', 'result']
const isPage = (value: unknown) =>
  isValues(value) && PAGE.some((name) => typeof value[name] === 'object' && value[name] !== null) && value.id === undefined

/** A list may hold answers with their paths, pages, or be one answer itself. */
function ofDocument(file: string, document: unknown): Answer[] {
  if (Array.isArray(document) && document.length > 0 && (document.every(isAnswer) || document.every(isPage)))
    return document.map((one, at) => toAnswer(file, at + 1, one))
  // Several answers in one map, by what was asked.
  if (isValues(document) && !isAnswer(document) && !isPage(document)) {
    const parts = Object.entries(document)
    if (
      parts.length > 0 &&
      parts.every(([asked, one]) => /^\/|^https?:|^\w+(\.\w+){2,}$/.test(asked) && typeof one === 'object' && one !== null)
    )
      return parts.map(([path, body]) => ({ file, line: 1, path, body }))
  }
  return [toAnswer(file, 1, document)]
}

function ofLine(file: string, line: number, text: string): Answer[] {
  const value = parseJson(text)
  return [value === undefined ? { file, line, path: null, body: text } : toAnswer(file, line, value)]
}

/** What was asked and answered: `{path, body}`, or as recorders write it, `{url, response}` and `{request: {url}, response: {body}}`. */
function recorded(value: unknown): { path: string; body: unknown } | null {
  if (!isValues(value)) return null
  const asked = [value.path, value.url, toValues(value.request).url, toValues(value.request).path].find((one) => typeof one === 'string')
  if (typeof asked !== 'string') return null
  if ('body' in value) return { path: asked, body: value.body }
  if (!('response' in value)) return null
  const { response } = value
  return { path: asked, body: isValues(response) && 'body' in response ? response.body : response }
}

const isAnswer = (value: unknown) => recorded(value) !== null

function toAnswer(file: string, line: number, value: unknown): Answer {
  const told = recorded(value)
  if (told === null) return { file, line, path: null, body: value }
  return { file, line, path: told.path, body: typeof told.body === 'string' ? (parseJson(told.body) ?? told.body) : told.body }
}
