// Paths the user names → tables the warehouse takes in. Every file is looked through before any is taken: a file that
// cannot be read, or be read in one way only, refuses the whole, and nothing has been written.
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { AppError } from '../../contract/errors.ts'
import { type FileMapping, findFileMapping, type Mapping } from '../../contract/mapping.ts'
import type { RawTable } from '../../contract/raw-table.ts'
import { checkEncoding, type FileForm, findEncoding, findFileForm } from './file-text.ts'
import { lookThrough } from './look-through.ts'
import { findKindByTitle, planTables } from './plan-table.ts'
import { openCsv } from './read-csv.ts'
import { openJson, openNdjson } from './read-json.ts'
import { openParquetSheet, openParquetTable } from './read-parquet.ts'
import { openWorkbook } from './read-workbook.ts'
import type { Sheet } from './sheet.ts'
import { unpackZip } from './unpack-zip.ts'

/** `rows` of `file` looked at so far; `bytes` of `total` of all files. */
export type LookProgress = { file: string; rows: number; bytes: number; total: number }
export type OpenFiles = {
  tables: readonly RawTable[]
  /** Files of a directory that are no records. */
  skipped: readonly string[]
  close: () => Promise<void>
}

export type Found = { name: string; path: string; bytes: number; isNamed: boolean }

const ENDINGS = /\.(csv|tsv|txt|ndjson|jsonl|json|xlsx|xlsm|parquet)(\.gz)?$/i
const titleOf = (name: string) => name.replace(ENDINGS, '')

export async function openFiles(
  paths: readonly string[],
  mapping: Mapping | undefined,
  onProgress: (progress: LookProgress) => void = () => undefined,
): Promise<OpenFiles> {
  const temporary = await mkdtemp(join(tmpdir(), 'rumb-import-'))
  const close = () => rm(temporary, { recursive: true, force: true })
  const [opened] = await Promise.allSettled([openAll(paths, mapping, temporary, onProgress)])
  if (opened.status === 'fulfilled') return { ...opened.value, close }
  await close()
  throw opened.reason
}

async function openAll(
  paths: readonly string[],
  mapping: Mapping | undefined,
  temporary: string,
  onProgress: (progress: LookProgress) => void,
): Promise<Pick<OpenFiles, 'tables' | 'skipped'>> {
  const found = (await Promise.all(paths.map((path) => findFiles(path, temporary)))).flat()
  const total = found.reduce((sum, { bytes }) => sum + bytes, 0)
  const tables: RawTable[] = []
  const skipped: string[] = []
  let bytes = 0
  for (const file of found.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const taken = await openFile(file, mapping, (rows) => onProgress({ file: file.name, rows, bytes, total }))
    if (taken === undefined) skipped.push(file.name)
    else tables.push(...taken)
    bytes += file.bytes
  }
  if (tables.length === 0)
    throw new AppError('bad_input', `No records found in ${paths.map((path) => basename(path)).join(', ')}`, {
      hint: 'Name files by their kind, such as leads.csv or deals.ndjson, or say what they hold with --map',
    })
  return { tables, skipped }
}

/** The files of a path: itself, those of a directory, those of an archive, which is unpacked into `temporary`. */
export async function findFiles(path: string, temporary: string, endings = ENDINGS): Promise<Found[]> {
  const [seen] = await Promise.allSettled([stat(path)])
  if (seen.status === 'rejected')
    throw new AppError('bad_input', `${path} cannot be opened: ${String(seen.reason.code ?? seen.reason.message)}`, {
      path,
      hint: 'Check its name',
    })
  if (seen.value.isDirectory()) {
    const names = (await readdir(path)).filter((name) => endings.test(name) || /\.zip$/i.test(name))
    const inside = await Promise.all(names.map((name) => findFiles(join(path, name), temporary, endings)))
    return inside.flat().map((file) => ({ ...file, isNamed: false }))
  }
  if (!/\.zip$/i.test(path)) return [{ name: basename(path), path, bytes: seen.value.size, isNamed: true }]
  if ((await findFileForm(path)) !== 'zip')
    throw new AppError('bad_input', `${basename(path)} is not a zip archive`, { path, hint: 'Pack or download it again' })
  const into = await mkdtemp(join(temporary, 'zip-'))
  const files = await unpackZip(basename(path), path, into, (name) => endings.test(name))
  return Promise.all(files.map(async (file) => ({ ...file, bytes: (await stat(file.path)).size, isNamed: false })))
}

/** Undefined for a file of a directory that a mapping leaves out and whose name says no kind. */
async function openFile(file: Found, mapping: Mapping | undefined, onRows: (rows: number) => void): Promise<RawTable[] | undefined> {
  const form = await findFileForm(file.path)
  if (form === 'empty') throw new AppError('bad_input', `${file.name} is empty`, { path: file.name, hint: 'Export it again' })
  const own = findFileMapping(mapping, file.name)
  const title = titleOf(file.name)
  const isLeftOut = own === undefined && mapping !== undefined && !file.isNamed && findKindByTitle(title) === undefined
  if (isLeftOut) return undefined
  if (form === 'parquet' && own === undefined) {
    const table = await openParquetTable(file.name, file.path, title)
    onRows(table.rows)
    return [table]
  }
  const tables: RawTable[] = []
  for (const sheet of await openSheets(file, form, own)) tables.push(...(await lookThrough(sheet, planTables(sheet, own), onRows)))
  return tables
}

type NamedFile = { name: string; path: string; bytes: number }

/** The tables of a file that are taken in. */
export async function openSheets(file: NamedFile, form: FileForm, mapping: FileMapping | undefined): Promise<Sheet[]> {
  const sheets = await openAllSheets(file, form, mapping)
  return form === 'zip' || form === 'old-excel' ? chooseSheets(sheets, mapping, file.name) : sheets
}

/** Every table of a file with its headers, whatever its form. */
export async function openAllSheets(file: NamedFile, form: FileForm, mapping: FileMapping | undefined): Promise<Sheet[]> {
  const { name, path, bytes } = file
  const title = titleOf(name)
  const ending = (ENDINGS.exec(name)?.[1] ?? '').toLowerCase()
  const wrong = (what: string) =>
    new AppError('bad_input', `${name} is called ${ending} but is ${what}`, {
      path: name,
      hint: 'Export it again, or give it its right ending',
    })
  if (form === 'parquet') return [await openParquetSheet(name, path, title, bytes)]
  if (form === 'old-excel' || form === 'zip') {
    if (ending !== 'xlsx' && ending !== 'xlsm') throw wrong(form === 'zip' ? 'a zip archive or workbook' : 'an old Excel file')
    return openWorkbook(name, path, bytes, mapping?.skipRows)
  }
  if (ending === 'parquet') throw wrong('not Parquet')
  if (ending === 'xlsx' || ending === 'xlsm') throw wrong('not a workbook')
  const isGzip = form === 'gzip'
  const encoding = mapping?.encoding === undefined ? await findEncoding(name, path, isGzip) : checkEncoding(mapping.encoding, name)
  const text = { name, path, isGzip, encoding }
  if (ending === 'json') return openJson(text, bytes, title)
  if (ending === 'ndjson' || ending === 'jsonl') return [await openNdjson(text, bytes, title)]
  return [await openCsv(text, bytes, title, mapping)]
}

/** With a mapping the named or the first sheet; else those named by a kind, and a workbook of one sheet by its file's name. */
function chooseSheets(sheets: readonly Sheet[], mapping: FileMapping | undefined, name: string): Sheet[] {
  if (mapping?.sheet !== undefined) {
    const chosen = sheets.filter(({ title }) => title.trim().toLowerCase() === mapping.sheet!.trim().toLowerCase())
    if (chosen.length > 0) return chosen
    throw new AppError('bad_input', `${name} has no sheet "${mapping.sheet}"`, {
      path: 'sheet',
      hint: `It has: ${sheets.map(({ title }) => title).join(', ')}`,
    })
  }
  if (mapping !== undefined || sheets.length === 0) return sheets.slice(0, 1)
  const known = sheets.filter(({ title }) => findKindByTitle(title) !== undefined)
  if (known.length > 0) return known
  const [only] = sheets
  return sheets.length === 1 ? [{ ...only!, title: titleOf(name) }] : [only!]
}
