// A sheet: a table as a file holds it, headers and cells as text, before anything knows what they mean.
import type { RawBreak, RawCell } from '../../contract/raw-table.ts'

export type SheetRow = { line: number; cells: readonly RawCell[]; broken?: RawBreak }

export type Sheet = {
  /** What the user calls the file. */
  file: string
  /** What names the kind: the file's name, a sheet's name, a key in JSON. */
  title: string
  headers: readonly string[]
  /** Bytes on the disk, for the progress. */
  bytes: number
  /** The rows in batches, from the start every time. */
  read: () => AsyncIterable<readonly SheetRow[]> | Iterable<readonly SheetRow[]>
}

export const BATCH_ROWS = 2_000

/** Rows one by one into batches. */
export async function* inBatches<T>(rows: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = []
  for await (const row of rows) {
    batch.push(row)
    if (batch.length < BATCH_ROWS) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
