// Proposes a mapping for a table of another system, from its headers and its first rows. Opens no engine and writes nothing.
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '../contract/errors.ts'
import type { RawCell } from '../contract/raw-table.ts'
import { findFileForm } from '../sources/files/file-text.ts'
import { openSheets } from '../sources/files/open-files.ts'
import { printMapping } from '../sources/files/print-mapping.ts'
import { proposeColumns } from '../sources/files/propose-columns.ts'
import type { Sheet } from '../sources/files/sheet.ts'

export type MappingProposal = {
  kind: string
  yaml: string
  columns: Record<string, string>
  /** Required columns no header was found for. */
  missing: string[]
  /** Headers that serve no column. */
  unmapped: string[]
}

const ROWS_MAX = 5_000

/** Errors: bad_input when the file cannot be read or its kind not be told, ambiguous_input for its encoding. */
export async function proposeMapping({
  file,
  kind,
  lang,
}: {
  file: string
  kind?: string
  lang: 'ru' | 'uk' | 'en'
}): Promise<MappingProposal> {
  const name = basename(file)
  const [seen] = await Promise.allSettled([stat(file)])
  if (seen.status === 'rejected' || !seen.value.isFile())
    throw new AppError('bad_input', `${file} is no file that can be opened`, { path: file })
  const form = await findFileForm(file)
  if (form === 'empty') throw new AppError('bad_input', `${name} is empty`, { path: name })
  const [sheet] = await openSheets({ name, path: file, bytes: seen.value.size }, form, undefined)
  if (sheet === undefined) throw new AppError('bad_input', `${name} holds no table`, { path: name })
  const proposal = proposeColumns({ title: sheet.title, headers: sheet.headers, rows: await readSome(sheet) }, kind)
  return {
    kind: proposal.kind.name,
    yaml: printMapping(proposal, lang),
    columns: Object.fromEntries(proposal.columns.map(({ column, header }) => [column, header])),
    missing: proposal.missing.map(({ name: column }) => column),
    unmapped: [...proposal.unmapped],
  }
}

async function readSome(sheet: Sheet): Promise<(readonly RawCell[])[]> {
  const rows: (readonly RawCell[])[] = []
  for await (const batch of sheet.read()) {
    rows.push(...batch.filter(({ broken }) => broken === undefined).map(({ cells }) => cells))
    if (rows.length >= ROWS_MAX) break
  }
  return rows
}
