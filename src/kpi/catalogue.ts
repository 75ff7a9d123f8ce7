// KPI files → checked catalogue. Every problem is told at once, with the file and the place in it.

import { parseDocument } from 'yaml'
import { z } from 'zod'
import { AppError } from '../contract/errors.ts'
import { type KpiEntry, kpiEntrySchema } from '../contract/kpi-entry.ts'
import { checkEntry } from './check-entry.ts'

export type Family = { id: string; name: { ru: string; uk: string; en: string }; kpis: readonly KpiEntry[] }
export type Catalogue = { families: readonly Family[]; byId: ReadonlyMap<string, KpiEntry> }

const texts = z.strictObject({ ru: z.string(), uk: z.string(), en: z.string() })
const familySchema = z.strictObject({ family: z.string(), order: z.number(), name: texts, kpis: z.array(kpiEntrySchema) })

type Problem = { path: string; message: string }

function parseFamily(file: string, source: string, problems: Problem[]): z.infer<typeof familySchema> | null {
  const document = parseDocument(source)
  for (const error of document.errors)
    problems.push({ path: `${file}:${error.linePos?.[0].line ?? 1}`, message: error.message.split('\n')[0] ?? 'not YAML' })
  if (document.errors.length > 0) return null
  const content: unknown = document.toJS()
  const parsed = familySchema.safeParse(content)
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) {
    const id = issue.path[0] === 'kpis' ? (content as { kpis?: { id?: string }[] }).kpis?.[Number(issue.path[1])]?.id : undefined
    problems.push({ path: `${file}: ${id ?? ''} ${issue.path.join('.')}`.trim(), message: issue.message })
  }
  return null
}

/** Reads the texts of kpis/*.yaml. Throws bad_input listing every problem. */
export function parseCatalogue(files: readonly { file: string; source: string }[]): Catalogue {
  const problems: Problem[] = []
  const families = files.map(({ file, source }) => ({ file, parsed: parseFamily(file, source, problems) }))
  const byId = new Map<string, KpiEntry>()
  for (const { file, parsed } of families)
    for (const entry of parsed?.kpis ?? []) {
      if (byId.has(entry.id)) problems.push({ path: `${file}: ${entry.id}`, message: 'this id stands twice' })
      byId.set(entry.id, entry)
    }
  for (const { file, parsed } of families)
    for (const entry of parsed?.kpis ?? [])
      problems.push(...checkEntry(entry, byId).map((problem) => ({ ...problem, path: `${file}: ${problem.path}` })))
  if (problems.length > 0)
    throw new AppError(
      'bad_input',
      `the KPI catalogue has ${problems.length} problem(s): ${problems
        .slice(0, 3)
        .map((p) => `${p.path}: ${p.message}`)
        .join('; ')}`,
      { problems },
    )
  const sorted = families.flatMap(({ parsed }) => (parsed === null ? [] : [parsed])).sort((a, b) => a.order - b.order)
  return { families: sorted.map(({ family, name, kpis }) => ({ id: family, name, kpis })), byId }
}
