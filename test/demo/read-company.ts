// The demo company's records by source and kind, simulated once per set of options.
import type { CallTruth, Row } from '../../demo/book.ts'
import { type CompanyOptions, simulateCompany } from '../../demo/company.ts'
import type { Source } from '../../demo/truths.ts'

export type ReadCompany = {
  rows: (source: Source, kind: string) => readonly Row[]
  both: (kind: string) => readonly Row[]
  batches: { source: Source; kind: string; records: readonly Row[] }[]
  callTruths: readonly CallTruth[]
}

export const lastDay = '2026-11-21'
const known = new Map<string, ReadCompany>()

export function readCompany(options: Partial<CompanyOptions> = {}): ReadCompany {
  const whole = { seed: 1, lastDay, ...options }
  const key = JSON.stringify(whole)
  const found = known.get(key) ?? simulate(whole)
  known.set(key, found)
  return found
}

function simulate(options: CompanyOptions): ReadCompany {
  const company = simulateCompany(options)
  const batches = [...company.batches]
  const rows = (source: Source, kind: string) => batches.find((batch) => batch.source === source && batch.kind === kind)?.records ?? []
  return { rows, both: (kind) => [...rows('crm', kind), ...rows('amo', kind)], batches, callTruths: company.callTruths }
}

export const seconds = (value: unknown): number => Date.parse(String(value)) / 1000
