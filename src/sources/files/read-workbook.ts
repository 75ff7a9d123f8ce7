// Workbooks of Excel: each sheet a table, dates as the wall clock they show.

import { readFile } from 'node:fs/promises'
import { read, type WorkBook, type WorkSheet } from '@e965/xlsx'
import { AppError } from '../../contract/errors.ts'
import type { RawCell } from '../../contract/raw-table.ts'
import { BATCH_ROWS, type Sheet, type SheetRow } from './sheet.ts'

export const WORKBOOK_BYTES_MAX = 80_000_000

/** All rows of every sheet, for tables whose header is not the first row. */
export async function readWorkbook(name: string, path: string, bytes: number): Promise<SheetRow[][]> {
  const book = await load(name, path, bytes)
  return book.SheetNames.map((title) => rowsOf(book.Sheets[title]!))
}

async function load(name: string, path: string, bytes: number): Promise<WorkBook> {
  if (bytes > WORKBOOK_BYTES_MAX)
    throw new AppError('too_large', `${name} is too large for a workbook`, { path: name, hint: 'Save each sheet as CSV' })
  return parse(name, await readFile(path))
}

export async function openWorkbook(name: string, path: string, bytes: number, skipRows = 0): Promise<Sheet[]> {
  const book = await load(name, path, bytes)
  return book.SheetNames.flatMap((title) => {
    const rows = rowsOf(book.Sheets[title]!).slice(skipRows)
    const header = rows[0]?.cells ?? []
    const width = header.findLastIndex((cell) => cell !== null && cell.trim() !== '') + 1
    if (width === 0) return []
    const body = rows.slice(1).filter(({ cells }) => cells.some((cell) => cell !== null && cell.trim() !== ''))
    return [
      {
        file: name,
        title,
        headers: header.slice(0, width).map((cell) => (cell ?? '').trim()),
        bytes: bytes / book.SheetNames.length,
        read: () => cut(body, width),
      },
    ]
  })
}

function parse(name: string, bytes: Buffer): WorkBook {
  try {
    return read(bytes, { cellDates: true, dense: true, UTC: true, cellFormula: false, cellHTML: false })
  } catch (cause) {
    // TRICKY: the library tells of a damaged workbook by bare errors.
    throw new AppError('bad_input', `${name} is damaged: it cannot be read as a workbook`, {
      path: name,
      cause,
      hint: 'Save it again as .xlsx or as CSV',
    })
  }
}

type Cell = { t: string; v?: unknown; w?: string }

function rowsOf(sheet: WorkSheet): SheetRow[] {
  const data = (sheet['!data'] ?? []) as (Cell[] | undefined)[]
  return data.flatMap((cells, at) =>
    cells === undefined ? [] : [{ line: at + 1, cells: Array.from(cells, (cell) => (cell === undefined ? null : toText(cell))) }],
  )
}

function toText({ t, v, w }: Cell): RawCell {
  if (v === undefined || v === null || t === 'z') return null
  if (t === 'e') return w ?? null
  if (v instanceof Date) {
    // A day is a fraction in a workbook: the second it was meant to be is the nearest one.
    const text = new Date(Math.round(v.getTime() / 1000) * 1000).toISOString()
    return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19)
  }
  return String(v)
}

function* cut(rows: readonly SheetRow[], width: number): Generator<SheetRow[]> {
  for (let start = 0; start < rows.length; start += BATCH_ROWS)
    yield rows
      .slice(start, start + BATCH_ROWS)
      .map(({ line, cells }) => ({ line, cells: Array.from({ length: width }, (_, at) => cells[at] ?? null) }))
}
