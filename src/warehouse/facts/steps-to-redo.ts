// Which steps a change of settings touches: those whose statement reads differently under the settings before, and whatever is derived
// from what they write. No table of settings and facts is kept by hand: the statements themselves tell.
import type { Settings } from '../../contract/settings.ts'
import type { FactContext, Scope } from './context.ts'

type Readable = {
  table: string
  /** null = nobody reads the table but the steps, and rows of earlier derivations lie about in it. */
  key: readonly string[] | null
  select: (context: FactContext, scope: Scope) => string
  when?: (context: FactContext) => boolean
}

const calendars = ['calendar_spans', "'business_time'", 'person_days']

/** Tables beside the steps that are written from settings. */
const writtenFrom: Readonly<Partial<Record<keyof Settings, readonly string[]>>> = {
  timezone: calendars,
  calendars: ['person_spans', ...calendars],
  people: ['person_spans', 'person_days'],
  pipelines: ['pipeline_meta', 'stage_meta'],
  stages: ['pipeline_meta', 'stage_meta'],
}

const reads = (text: string, table: string) => new RegExp(`(?<!\\w)${table}(?!\\w)`).test(text)
const all: Scope = { kind: 'all' }

type Touched<S> = {
  steps: readonly S[]
  /** Facts that still hold. */
  kept: ReadonlySet<string>
}

/** Of steps in the order in which they build on one another. `changed`: keys of the settings that changed between the two contexts. */
export function stepsToRedo<S extends Readable>(
  steps: readonly S[],
  { before, after, changed }: { before: FactContext; after: FactContext; changed: readonly (keyof Settings)[] },
): Touched<S> {
  const texts = steps.map((step) => (step.when?.(after) === false ? '' : step.select(after, all)))
  const touched = new Set(changed.flatMap((key) => writtenFrom[key] ?? []))
  const redone = new Set<S>()
  for (const [at, step] of steps.entries()) {
    const text = texts[at] ?? ''
    const isOther = text !== '' && text !== step.select(before, all)
    if (!isOther && ![...touched].some((table) => reads(text, table))) continue
    redone.add(step)
    touched.add(step.table)
  }
  // A table of steps can be read only where this derivation wrote it.
  for (const [at, step] of [...steps.entries()].toReversed()) {
    const isRead = steps.some(
      (later, i) => redone.has(later) && (i > at || later.table === step.table) && reads(texts[i] ?? '', step.table),
    )
    if (step.key === null && (isRead || [...redone].some(({ table }) => table === step.table))) redone.add(step)
  }
  const again = new Set([...redone].map(({ table }) => table))
  return {
    steps: steps.filter((step) => redone.has(step)),
    kept: new Set(steps.flatMap(({ table, key }) => (key === null || again.has(table) ? [] : [table]))),
  }
}
