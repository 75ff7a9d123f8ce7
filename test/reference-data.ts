// Reads the reference data beside the repository, for tests only. Where it is absent the tests say so once and pass.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = process.env.RUMB_REFERENCE_DATA ?? '../shared/data'

export const hasReferenceData = existsSync(root)
if (!hasReferenceData) console.info(`reference data absent (${root}): comparisons with published figures are left out`)

export const referencePath = (path: string): string => join(root, path)
export const readReference = (path: string): string => readFileSync(referencePath(path), 'utf8')

/** Rows of a comma separated reference file without quoted commas, keyed by header; numbers where they are numbers. */
export function readReferenceRows(path: string): Record<string, number | string>[] {
  const [header, ...lines] = readReference(path).trim().split(/\r?\n/)
  const bare = (cell: string) => cell.replaceAll('"', '')
  const names = header!.split(',').map(bare)
  return lines.map((line) => {
    const cells = line.split(',')
    return Object.fromEntries(names.map((name, i) => [name, cellOf(bare(cells[i] ?? ''))]))
  })
}

const cellOf = (text: string): number | string => (text !== '' && Number.isFinite(Number(text)) ? Number(text) : text)
