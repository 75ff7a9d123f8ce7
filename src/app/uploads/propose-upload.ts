// Looks at an uploaded file: which tables it holds, whether they can be taken in as they are, and else how they may be read.
import { stat } from 'node:fs/promises'
import { AppError } from '../../contract/errors.ts'
import type { RawCell } from '../../contract/raw-table.ts'
import { findRecordKind } from '../../contract/records/kinds.ts'
import type { ResourceInput, ResourceOutput } from '../../contract/resources.ts'
import type { Uploaded } from '../../contract/uploads.ts'
import { findFileForm } from '../../sources/files/file-text.ts'
import { headerWords } from '../../sources/files/header-words.ts'
import { openAllSheets, openFiles } from '../../sources/files/open-files.ts'
import { type Proposal, proposeColumns } from '../../sources/files/propose-columns.ts'
import type { Sheet } from '../../sources/files/sheet.ts'
import type { Caller } from '../access/caller.ts'
import { findUpload, type Upload } from './keep-upload.ts'

const linesAbove = 10
const headersMin = 3
const rowsMax = 5_000
const samplesMax = 4
const sampleChars = 60

/** Errors: bad_input when the file cannot be read, ambiguous_input for its encoding. */
export async function lookAtUpload(upload: Upload): Promise<Uploaded> {
  const about = { upload: upload.id, file: upload.name }
  const ready = await readAsItIs(upload)
  if (ready !== null) return { ...about, sheets: [], ready }
  const sheets = await findSheets(upload)
  if (sheets.length === 0) throw new AppError('bad_input', `${upload.name} holds no table`, { path: upload.name })
  return {
    ...about,
    sheets: sheets.map(({ sheet: { title, headers }, skipRows }) => ({ title, headers: [...headers], skip_rows: skipRows })),
    ready: null,
  }
}

/** Kinds of records when headers and names are the records' own. An archive has no other way. */
async function readAsItIs({ path }: Upload): Promise<Uploaded['ready']> {
  const [opened] = await Promise.allSettled([openFiles([path], undefined)])
  if (opened.status === 'rejected') {
    if (/\.zip$/i.test(path)) throw opened.reason
    return null
  }
  await opened.value.close()
  const kinds = Map.groupBy(opened.value.tables, ({ kind }) => kind)
  return [...kinds].map(([kind, tables]) => ({ kind, rows: tables.reduce((sum, { rows }) => sum + rows, 0) }))
}

type Found = { sheet: Sheet; skipRows: number }

/** A title above the table is no header: lines are left out until there are several. */
async function findSheets({ name, path }: Upload): Promise<Found[]> {
  const { size: bytes } = await stat(path)
  const form = await findFileForm(path)
  if (form === 'empty') throw new AppError('bad_input', `${name} is empty`, { path: name, hint: 'Export it again' })
  const open = (skipRows: number) => openAllSheets({ name, path, bytes }, form, { records: [], skipRows, style: {} })
  const first = await open(0)
  const best = first.map((sheet): Found => ({ sheet, skipRows: 0 }))
  const isThin = ({ sheet }: Found) => sheet.headers.filter(Boolean).length < headersMin
  for (let skipRows = 1; skipRows <= linesAbove && best.some(isThin); skipRows += 1) {
    const later = await open(skipRows)
    for (const [at, found] of best.entries()) {
      const sheet = later.find(({ title }) => title === found.sheet.title)
      if (sheet !== undefined && isThin(found) && !isThin({ sheet, skipRows })) best[at] = { sheet, skipRows }
    }
  }
  return best
}

type Ask = { caller: Caller }

/** Errors: not_found, bad_usage for a kind there is not. */
export async function proposeUpload(
  { caller }: Ask,
  { id, sheet: wanted, kind }: ResourceInput<'uploadProposal'>,
): Promise<ResourceOutput<'uploadProposal'>> {
  const upload = findUpload(caller, id)
  const sheets = await findSheets(upload)
  const found = sheets.find(({ sheet }) => sheet.title === wanted) ?? sheets[0]
  if (found === undefined) throw new AppError('bad_input', `${upload.name} holds no table`, { path: upload.name })
  const { sheet } = found
  const title = sheets.length > 1 ? sheet.title : upload.name.replace(/\.\w+$/, '')
  const sample = { title, headers: sheet.headers, rows: await readSome(sheet) }
  const [proposed] = await Promise.allSettled([(async () => proposeColumns(sample, kind))()])
  const isUntold = proposed.status === 'rejected' && proposed.reason instanceof AppError && proposed.reason.code === 'bad_input'
  if (proposed.status === 'rejected' && !isUntold) throw proposed.reason
  return print(sample, proposed.status === 'fulfilled' ? proposed.value : null)
}

type Sample = { headers: readonly string[]; rows: readonly (readonly RawCell[])[] }

function print({ headers, rows }: Sample, proposal: Proposal | null): ResourceOutput<'uploadProposal'> {
  const columns = proposal?.columns ?? []
  // A header that serves two columns is shown with the first; the other stands apart.
  const firstOf = new Map<string, (typeof columns)[number]>()
  for (const column of columns) if (!firstOf.has(column.header)) firstOf.set(column.header, column)
  const also = columns.filter((column) => firstOf.get(column.header) !== column)
  return {
    kind: proposal?.kind.name ?? null,
    kinds: Object.keys(headerWords),
    fields: fieldsOf(proposal),
    headers: headers.flatMap((header, at) => {
      if (header === '' || headers.indexOf(header) !== at) return []
      const column = firstOf.get(header)
      return [{ header, samples: samplesOf(rows, at), column: column?.column ?? null, by_values: column?.isByValues === true }]
    }),
    values: Object.fromEntries(columns.flatMap(({ column, values }) => (values === undefined ? [] : [[column, { ...values }]]))),
    constants: { ...proposal?.constants },
    also: Object.fromEntries(also.map(({ column, header }) => [column, header])),
    open: columns.flatMap(({ open, header }) => (open === undefined ? [] : [{ ...open, header }])),
    currency: proposal?.currency ?? null,
  }
}

function fieldsOf(proposal: Proposal | null): ResourceOutput<'uploadProposal'>['fields'] {
  const kind = proposal === null ? undefined : findRecordKind(proposal.kind.name)
  if (kind === undefined) return []
  return kind.columns.map(({ name, type, required, choices = [], doc }) => ({ name, type, required, choices: [...choices], doc }))
}

function samplesOf(rows: readonly (readonly RawCell[])[], at: number): string[] {
  const different = new Set<string>()
  for (const row of rows) {
    const value = row[at]?.trim() ?? ''
    if (value !== '') different.add(value.slice(0, sampleChars))
    if (different.size === samplesMax) break
  }
  return [...different]
}

async function readSome(sheet: Sheet): Promise<(readonly RawCell[])[]> {
  const rows: (readonly RawCell[])[] = []
  for await (const batch of sheet.read()) {
    rows.push(...batch.filter(({ broken }) => broken === undefined).map(({ cells }) => cells))
    if (rows.length >= rowsMax) break
  }
  return rows
}
