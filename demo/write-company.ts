// Writes the demo company as record files: one directory per source, one NDJSON file per kind, and beside them
// the truth about the calls. The ordinary import takes the directories in.
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type Company, type CompanyOptions, simulateCompany } from './company.ts'

export type WrittenCompany = { firstDay: string; sources: { source: string; directory: string; records: number }[]; truthFile: string }

const linesAtOnce = 2_000

/** One JSON document a line. */
export function writeLines(file: string, rows: readonly unknown[]): void {
  const handle = openSync(file, 'w')
  for (let i = 0; i < rows.length; i += linesAtOnce) {
    const chunk = rows.slice(i, i + linesAtOnce)
    writeSync(handle, `${chunk.map((row) => JSON.stringify(row)).join('\n')}\n`)
  }
  closeSync(handle)
}

/** Simulates the company and writes `dir/crm`, `dir/amo` and `dir/truth/calls.ndjson`. */
export function writeCompany(dir: string, options: CompanyOptions): WrittenCompany {
  const company: Company = simulateCompany(options)
  const counts = new Map<string, number>()
  for (const { source, kind, records } of company.batches) {
    mkdirSync(join(dir, source), { recursive: true })
    writeLines(join(dir, source, `${kind}.ndjson`), records)
    counts.set(source, (counts.get(source) ?? 0) + records.length)
  }
  mkdirSync(join(dir, 'truth'), { recursive: true })
  const truthFile = join(dir, 'truth', 'calls.ndjson')
  writeLines(truthFile, company.callTruths)
  return {
    firstDay: company.firstDay,
    sources: [...counts].map(([source, records]) => ({ source, directory: join(dir, source), records })),
    truthFile,
  }
}
